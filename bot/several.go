package bot

import (
	"strings"
	"unicode/utf8"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

const (
	rant      = 120 // from how many characters on only the sentences that ask are searched for
	long      = 40  // characters of a sentence from which on only its asking parts count
	askedMost = 3   // questions answered in one reply
	shortest  = 5   // characters of a question that stands on its own
	thin      = 7   // characters below which a question needs the sentence before it
	partQuote = 300 // bytes of quoted text for each of several questions
	partLead  = 420 // bytes of an answer for each of several questions
	partAsked = 40  // characters of a question that are repeated
)

// questionMarks make a sentence a question. Query words, reviewed by hand.
var questionMarks = compile(`[?？]|怎么|怎样|咋|如何|多久|多长时间|多少|几天|几年|几个|什么|啥|哪|谁|[吗么呢]$|[吗呢][，,]|是否|是不是|能不能|能否|可不可以|可否|有没有|要不要|需不需要|会不会|行不行|合不合法|何时|为何`)

// rhetorical are questions that want no answer.
var rhetorical = compile(`凭什么|管不管|有没有人管|还有没有王法|有没有天理|讲不讲理|算什么|什么态度|什么玩意|什么垃圾|什么破|什么鬼|什么东西|谁给你|这是什么世道|良心|要不要脸|怎么能这样|怎么可以这样|还让不让|(?:什么|谁|哪里|哪儿|怎么|多少)[^，,。]{0,6}都|(?:多少|几)[年天次回遍趟个]?[了]|几十|好几`)

// asking reports whether a sentence wants to know something.
func asking(s string) bool {
	if rhetorical.MatchString(s) {
		s = strings.TrimRight(rhetorical.ReplaceAllString(s, ""), "?？")
	}
	return questionMarks.MatchString(s)
}

// sentences splits a text after each full stop, question or exclamation mark and semicolon; the mark stays.
func sentences(text string) []string {
	var out []string
	from := 0
	for i, r := range text {
		if strings.ContainsRune("。！？；!?;\n", r) {
			end := i + utf8.RuneLen(r)
			if s := strings.TrimSpace(text[from:end]); plain(s) != "" {
				out = append(out, s)
			}
			from = end
		}
	}
	if s := strings.TrimSpace(text[from:]); plain(s) != "" {
		out = append(out, s)
	}
	return out
}

// gist is what a long text asks: its sentences that are questions, each with the one before it when it says too little
// by itself. A short text, and one that asks nothing, is its own gist.
func gist(text string) string {
	if utf8.RuneCountInString(text) <= rant {
		return text
	}
	var kept []string
	parts := sentences(text)
	last := -1
	for i, s := range parts {
		if !asking(s) {
			continue
		}
		if i > 0 && last < i-1 && runes(s) < thin {
			kept = append(kept, core(parts[i-1]))
		}
		kept, last = append(kept, core(s)), i
	}
	if len(kept) == 0 {
		return text
	}
	return strings.Join(kept, "")
}

// core is what a long sentence asks: from the part before its first question to its last question.
func core(s string) string {
	if runes(s) <= long {
		return s
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("，,、 ", r) })
	first, last := -1, -1
	for i, p := range parts {
		if asking(p) {
			if first < 0 {
				first = max(i-1, 0)
			}
			last = i
		}
	}
	if first < 0 {
		return s
	}
	return strings.Join(parts[first:last+1], "，")
}

func runes(s string) int { return utf8.RuneCountInString(plain(s)) }

// hearSeveral answers two or three questions in one message one after the other, briefly. It leaves the message alone
// unless at least two of them have an answer of their own.
func hearSeveral(t *turn) bool {
	var asked []string
	for _, s := range sentences(t.text) {
		if asking(s) && runes(s) >= shortest {
			asked = append(asked, core(s))
		}
	}
	if len(asked) < 2 {
		return false
	}
	parts, rest := t.parts(asked)
	if len(parts) < 2 {
		return false
	}
	t.several(parts, rest)
	return true
}

// part is the answer to one of several questions.
type part struct {
	asked string
	text  string
	hit   *search.Hit // nil for a subject of another authority
	more  []search.Hit
}

// parts are the answers that stand on their own, each passage once; rest says that some question got none.
func (t *turn) parts(asked []string) (out []part, rest bool) {
	seen := map[string]bool{}
	for _, q := range asked {
		if len(out) == askedMost {
			return out, true
		}
		if r, other := t.elsewhere(strings.ToLower(q)); other {
			if !seen[r.Topic] {
				out = append(out, part{asked: q, text: sayElsewhereShort(r)})
			}
			seen[r.Topic] = true
			continue
		}
		full, leans := q, len(out) > 0 && out[0].hit != nil && askedField(q) != "" && ownWords(stripFields(q)) <= briefest
		if leans { // “多久批下来？不批会罚吗？” are about what the first question named
			if p, ok := t.partOfGuide(out[0], q); ok {
				out = append(out, p)
				continue
			}
			full = out[0].asked + " " + q
		}
		r, err := t.Search.Find(t.ctx, t.query(full))
		if err != nil || r.Outcome == desk.OutcomeNone || len(r.Hits) == 0 {
			rest = true
			continue
		}
		h := r.Hits[0]
		text := t.brief(h, q)
		if r.Outcome == desk.OutcomeChoose {
			text = sayNearest + "\n" + text
		}
		if !seen[h.Passage.ID] {
			out = append(out, part{asked: q, text: text, hit: &h, more: r.Hits[1:]})
		}
		seen[h.Passage.ID] = true
	}
	return out, rest
}

// partOfGuide answers a question that names no subject from the guide that answered the first one, or that is about it.
func (t *turn) partOfGuide(first part, asked string) (part, bool) {
	h := *first.hit
	if h.Passage.Item.Kind == policy.KindQA {
		g, ok := t.guideOn(h.Passage)
		if !ok {
			return part{}, false
		}
		h = g
	}
	if h.Passage.Item.Kind != policy.KindGuide {
		return part{}, false
	}
	_, text := fieldOf(h.Passage.Item.Guide, askedField(asked))
	if text == "" {
		return part{}, false
	}
	if p := t.basisOf(h.Passage.Item.Guide.Basis, text, asked); p != nil {
		h = t.hit(p)
	}
	return part{asked: asked, text: join(excerpted(text, asked, partLead), sayCitation(t.cite(h))), hit: &h}, true
}

// several words the parts in one bubble and remembers the first as the question of the exchange.
func (t *turn) several(parts []part, rest bool) {
	t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeAnswer
	t.conv.Asked, t.conv.Answer, t.found = parts[0].asked, "", search.Result{Outcome: desk.OutcomeAnswer}
	var texts []string
	var choices []desk.Choice
	var more []search.Hit
	for i, p := range parts {
		texts = append(texts, sayAsked(i+1, clipRunes(p.asked, partAsked))+"\n"+p.text)
		if p.hit == nil {
			continue
		}
		t.found.Hits = append(t.found.Hits, *p.hit)
		more = append(more, p.more...)
		choices = append(choices, desk.Choice{Label: sayPart(i + 1), Act: actRead, Arg: p.hit.Passage.ID})
		if t.x.Item == "" {
			t.x.Item, t.x.Title, t.x.Article = p.hit.Passage.Item.ID, p.hit.Passage.Title, p.hit.Passage.Article
			t.conv.Answer = p.hit.Passage.ID
		}
	}
	if len(t.found.Hits) == 0 { // all of it is done elsewhere
		t.x.Outcome = desk.OutcomeNone
	}
	t.found.Hits = append(t.found.Hits, more[:min(len(more), considered-len(t.found.Hits))]...)
	for _, h := range t.found.Hits {
		t.x.Hits = append(t.x.Hits, desk.Hit{Passage: h.Passage.ID, Confidence: h.Confidence})
	}
	b := bubble{lead: strings.Join(texts, "\n\n")}
	if rest {
		b.note = saySplit
	}
	t.x.Reply = t.render(b, append(choices, toHuman()))
}

// brief is a hit's answer and source in a few lines.
func (t *turn) brief(h search.Hit, asked string) string {
	p, b := h.Passage, bubble{}
	switch {
	case p.Item.QA != nil:
		b.lead = excerpted(p.Item.QA.Answer, asked, partLead)
		if p.Item.QA.Caution != "" {
			b.lead += "\n" + sayMind
		}
	case p.Item.Guide != nil:
		b.lead = excerpted(p.Text, asked, partLead)
	case p.Item.List != nil:
		t.listed(&b, p)
		b.quote = excerpted(p.Text, asked, partQuote)
	default:
		b.quote = excerpted(p.Text, asked, partQuote)
	}
	return join(b.lead, quoted(b.quote), sayCitation(t.cite(h)))
}

// excerpted shortens a text as an answer may be: never silently.
func excerpted(text, asked string, room int) string {
	s, cut := search.Excerpt(text, asked, room)
	if cut {
		s += sayCut
	}
	return s
}

func clipRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
