package bot

import (
	"cmp"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// actLook shows a text's card; Arg is its title. Stored: never rename.
const actLook = "look"

// lookWords ask for a text without asking anything about it. Query words.
var lookWords = compile(`全文|原文|正文|条文|内容|文本|具体|帮我|给我|我想|我要|想|请问|请|麻烦|能不能|可以|在哪里?|哪里|查一?[下查]?|找一?[下找]?|看一?[下看]?|搜一?[下搜]?|` +
	`发一?下?|说一?下?|讲一?下?|念一?下?|说的?|讲的?|写的?|规定的?|是怎么|怎么|是什么|是啥|什么|有没有|有吗|有|文件|里面?|中|的|是|吗|呢|啊|吧|了|一下|那个|这个|这部|那部|《|》|第[一二三四五六七八九十]款`)

// about is what a message says beside the text and the article it names.
func about(text string, r reference, cites []policy.Cited) string {
	b := []byte(text)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			b[i] = ' '
		}
	}
	blank(r.from, r.to)
	for _, c := range cites {
		blank(c.From, c.To)
	}
	return plain(lookWords.ReplaceAllString(string(b), ""))
}

// against shows that an article is named because somebody breaks it or leans on it, not to be read.
var against = compile(`违反|违背|根据|依据|按照?|罚|处分`)

// hearLookup hears a message that names an article, a document number or a text and asks nothing else, and every message that
// names a number that is not on file.
func hearLookup(t *turn) bool {
	citations := policy.Citations(t.text)
	if numbers := policy.Numbers(t.text); len(numbers) > 0 {
		if bearing, near := t.names().Numbered(numbers[0]); len(bearing) == 0 {
			return t.noSuchNumber(numbers[0], near)
		}
	}
	if topic, _ := asksValidity(t.text); topic != aboutNothing && len(citations) == 0 {
		return false
	}
	r, named := t.reference(t.text)
	var cites []policy.Cited
	for _, c := range citations {
		if c.From >= r.to && (c.Sure || named && c.From-r.to <= len("》的 ")) {
			cites = append(cites, c)
		}
	}
	if !named && len(cites) == 0 {
		return false
	}
	said := about(t.text, r, cites)
	switch {
	case len(cites) > 0 && against.MatchString(said):
		return false
	case len(cites) > 0 && !named:
		if len([]rune(said)) > 4 {
			return false
		}
		if e, ok := t.lastText(); ok {
			r.edition = e
		} else if r.several = t.oftenCited(said, cites[0]); len(r.several) == 0 {
			return false
		}
	case len(cites) == 0 && len([]rune(said)) > 1:
		return false
	}
	t.conv.Asked, t.conv.Answer = desk.Mask(question(t.text)), ""
	t.x.Talk = desk.TalkAsk
	if len(r.several) > 0 {
		return t.whichText(r.several, cites, sayWhichText(len(r.several)))
	}
	t.foreword(r)
	if len(cites) == 0 {
		return t.card(r.edition)
	}
	return t.article(r.edition, cites)
}

// oftenCited are the texts in force that hold the cited article and whose titles contain the word beside it (条例, 办法),
// those first on which most answers rest.
func (t *turn) oftenCited(word string, c policy.Cited) []policy.Edition {
	lib, rest := t.Search.Library(), map[string]int{}
	for i := range lib.Items {
		for _, b := range lib.Items[i].Basis() {
			rest[b.Title]++
		}
	}
	var out []policy.Edition
	for title := range rest {
		it, ok := lib.ByTitle(title)
		if !ok || it.Kind != policy.KindDocument || !strings.Contains(title, word) || lib.On(title, t.on) != policy.InForce || !t.local(it) {
			continue
		}
		if _, holds := lib.Cited(it.ID, c); holds {
			out = append(out, t.names().Edition(title))
		}
	}
	slices.SortFunc(out, func(a, b policy.Edition) int {
		return cmp.Or(rest[b.Title]-rest[a.Title], strings.Compare(a.Title, b.Title))
	})
	return out
}

// foreword says what is odd about the text that was named.
func (t *turn) foreword(r reference) {
	switch it := r.edition.Item; {
	case r.missing != 0:
		t.preface = join(t.preface, sayMissingEdition(r.missing, r.edition))
	case it != nil && !t.local(it):
		t.preface = join(t.preface, sayNotHere(it.Document.Jurisdiction))
	}
}

// article shows an article of an edition; the others cited are choices.
func (t *turn) article(e policy.Edition, cites []policy.Cited) bool {
	if e.Item == nil {
		return t.validity(e, aboutAlive)
	}
	lib := t.Search.Library()
	var hits []search.Hit
	for _, c := range cites {
		if p, ok := lib.Cited(e.Item.ID, c); ok {
			hits = append(hits, t.hit(p))
		}
	}
	if len(hits) == 0 {
		return t.noSuchArticle(e, cites[0])
	}
	t.picked(hits)
	return t.answer(hits[0])
}

// picked puts what was looked up in the place of what was found.
func (t *turn) picked(hits []search.Hit) {
	t.found = search.Result{Outcome: desk.OutcomeAnswer, Hits: hits}
	t.x.Hits = t.x.Hits[:0]
	for _, h := range hits {
		t.x.Hits = append(t.x.Hits, desk.Hit{Passage: h.Passage.ID, Confidence: h.Confidence})
	}
}

// card introduces a text: what it is, whether it applies, how it begins.
func (t *turn) card(e policy.Edition) bool {
	p := t.first(e)
	if p == nil {
		return t.validity(e, aboutAlive)
	}
	h := t.hit(p)
	t.picked([]search.Hit{h})
	t.cited(p)
	b := bubble{lead: t.above(sayCard(e, t.fate(e))), quote: p.Text, source: sayCitation(t.cite(h)), link: t.fullText(p), next: sayLookFurther}
	var choices []desk.Choice
	if l := t.listOf(e); l != nil {
		choices = append(choices, listChoice(askWhole, listQuestion{Whole: partAll, Zone: l.Scope == policy.Zones, Edition: l.Edition}))
	}
	if was, ok := t.names().Before(e); ok && was.Item != nil {
		choices = append(choices, desk.Choice{Label: labelChanges, Act: actChanges, Arg: e.Title})
	}
	t.x.Reply = t.render(b, append(choices, toHuman()))
	return true
}

// cited records what an answer rests on.
func (t *turn) cited(p *policy.Passage) {
	t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeAnswer
	t.x.Item, t.x.Title, t.x.Article, t.conv.Answer = p.Item.ID, p.Title, p.Article, p.ID
}

// first is the passage a text begins with, nil when nothing of it is on file.
func (t *turn) first(e policy.Edition) *policy.Passage {
	if e.Item == nil {
		return nil
	}
	of := t.Search.Library().PassagesOf(e.Item.ID)
	if len(of) == 0 {
		return nil
	}
	return &of[0]
}

// look shows the card of the text that a choice names.
func (t *turn) look(title string) bool { return t.card(t.names().Edition(title)) }

// whichText asks, after lead, which of several texts is meant; with a cited article the choice leads to it where it is on file.
func (t *turn) whichText(several []policy.Edition, cites []policy.Cited, lead string) bool {
	t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeChoose
	var choices []desk.Choice
	var hits []search.Hit
	for _, e := range several[:min(3, len(several))] {
		c := desk.Choice{Label: t.labelText(e), Act: actLook, Arg: e.Title}
		p := t.first(e)
		if len(cites) > 0 && e.Item != nil {
			if at, ok := t.Search.Library().Cited(e.Item.ID, cites[0]); ok {
				c.Act, c.Arg, p = actRead, at.ID, at
			}
		}
		if p != nil {
			hits = append(hits, t.hit(p))
		}
		choices = append(choices, c)
	}
	t.picked(hits)
	t.x.Reply = t.render(bubble{lead: t.above(lead)}, append(choices, desk.Choice{Code: "0", Label: sayOther, Act: actHuman}))
	return true
}

// labelText is a text as a choice: its title and whether it applies.
func (t *turn) labelText(e policy.Edition) string {
	label := sayTitle(e.Title)
	if e.Item != nil {
		if s := e.Item.On(t.on); s != policy.InForce {
			label += "（" + statusWords[s] + "）"
		}
	}
	return label
}

func (t *turn) noSuchNumber(n policy.Number, near []*policy.Item) bool {
	t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeNone
	t.conv.Asked, t.conv.Answer = desk.Mask(question(t.text)), ""
	var choices []desk.Choice
	for _, it := range near[:min(3, len(near))] {
		choices = append(choices, desk.Choice{Label: sayNumbered(it), Act: actLook, Arg: it.Title()})
	}
	t.x.Reply = t.render(bubble{lead: t.above(sayNoSuchNumber(strings.TrimSpace(t.text[n.From:n.To]), len(near) > 0))}, append(choices, toHuman()))
	return true
}

func (t *turn) noSuchArticle(e policy.Edition, c policy.Cited) bool {
	t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeNone
	of := t.Search.Library().PassagesOf(e.Item.ID)
	b := bubble{lead: t.above(sayNoSuchArticle(e, c.Names[0], of))}
	choices := []desk.Choice{toHuman()}
	if len(of) > 0 {
		b.link = t.PublicURL + "/p/" + e.Item.ID
		last := &of[len(of)-1]
		choices = append([]desk.Choice{{Label: sayCandidate(last), Act: actRead, Arg: last.ID}}, choices...)
	}
	t.x.Reply = t.render(b, choices)
	return true
}
