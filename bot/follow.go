package bot

import (
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

const (
	followLongest = 22   // characters of a message that may lean on the one before
	briefest      = 5    // characters beside the words that ask for a part, up to which a message may lean on it unmarked
	sure          = 0.35 // confidence from which a message with a subject of its own stands alone
	ownSubject    = 5    // characters that make a subject
	pooled        = 30   // candidates of the combined question
	between       = "；"  // parts the first question of a topic from the one that leaned on it, in Conversation.Asked
)

// leaning begins or ends what leans on something said before. Query words.
var leaning = compile(`^(?:那|如果|要是|假如|假设|万一|若是?|倘若|这个|这种|这样|这要|它|前者|后者|还有|另外|对了|还要|也要|也是|不然|否则|其中)|呢[？?。！]*$`)

// hearFollow hears what only makes sense with the last exchange: 那不记名的呢, 逾期呢, 要什么材料. What finds its own
// answer is a new topic.
func hearFollow(t *turn) bool {
	root, _, _ := strings.Cut(t.conv.Asked, between)
	root = strings.TrimPrefix(root, "那")
	n := len([]rune(plain(t.text)))
	if root == "" || n > followLongest || t.now.Sub(t.conv.At) > followWithin {
		return false
	}
	leans := leaning.MatchString(t.text)
	field := askedField(t.text) != ""
	rest := stripFields(t.text)
	bare := field && len(termsOf(rest)) == 0
	if !leans && !(field && ownWords(rest) <= briefest) {
		return false
	}
	alone, err := t.Search.Find(t.ctx, t.query(t.text))
	if err != nil || !bare && !t.saysNothingNew(rest) && standsAlone(alone, leans, ownWords(rest)) {
		return false
	}
	if m := readTime(root, t.today()); m.day != "" && t.when.said == "" {
		t.when, t.on = m, m.day // the talk is about that day
		return t.ask(strings.TrimSpace(m.rest) + " " + t.text)
	}
	before, err := t.Search.Find(t.ctx, t.query(root))
	if err != nil {
		return false
	}
	return t.follow(root, t.topic(before))
}

// saysNothingNew reports whether every word of a part-asking message stands in what the conversation is about: “不备案罚多少”
// after a question about one kind of 备案 means that one, whatever else there is.
func (t *turn) saysNothingNew(rest string) bool {
	words := termsOf(negations.ReplaceAllString(rest, " "))
	p, ok := t.Search.Library().Passage(t.conv.Answer)
	if !ok || len(words) == 0 {
		return false
	}
	for _, w := range words {
		if !holds(p, w) && !strings.Contains(p.Title, w) && !strings.Contains(p.Item.Title(), w) {
			return false
		}
	}
	return true
}

var negations = compile(`不|没有?|未`)

// standsAlone says whether a message found its own answer; what leans, or says little, needs more for it.
func standsAlone(r search.Result, leans bool, own int) bool {
	switch {
	case len(r.Hits) == 0 || r.Hits[0].Confidence < sure:
		return false
	case own >= ownSubject:
		return r.Outcome != desk.OutcomeNone
	}
	return !leans && r.Outcome == desk.OutcomeAnswer
}

// ownWords counts the characters that say something by themselves.
func ownWords(s string) int { return len([]rune(plain(formWords.ReplaceAllString(s, "")))) }

// stripFields drops the words that only ask for a part of something: 要什么材料, 多久.
func stripFields(s string) string {
	for _, f := range fieldWords {
		s = f.asked.ReplaceAllString(s, " ")
	}
	return s
}

// topic is what a conversation is about: the passage that answered and what the question before found beside it.
func (t *turn) topic(before search.Result) []search.Hit {
	hits := before.Hits[:min(2, len(before.Hits))]
	if p, ok := t.Search.Library().Passage(t.conv.Answer); ok {
		hits = append([]search.Hit{t.hit(p)}, without(hits, p)...)
	}
	return hits[:min(2, len(hits))]
}

// weighed is a candidate for the answer to a message that leans on the one before.
type weighed struct {
	search.Hit
	near, total float64
}

// follow answers a message with what was said before: the passages that both questions find, those of the same text first.
func (t *turn) follow(root string, topic []search.Hit) bool {
	said := t.text
	if len(topic) > 0 && topic[0].Passage.Item.Kind == policy.KindGuide && askedField(said) != "" {
		t.x.Talk, t.conv.Asked, t.preface = desk.TalkAsk, t.dateAsked(root+between+said), join(t.preface, sayFollowing(root))
		t.found.Hits = topic
		if t.answerField(topic[0], said, root) {
			return true
		}
	}
	r, err := t.Search.Find(t.ctx, search.Query{Text: question(root + " " + said + inLaw(said)), On: t.on, Jurisdiction: t.Office.Jurisdiction, Limit: pooled})
	if err != nil || len(r.Hits) == 0 {
		return false
	}
	ranked := t.weigh(r.Hits, topic, said)
	t.conv.Asked, t.conv.Answer = t.dateAsked(question(root+between+said)), ""
	t.preface = join(t.preface, sayFollowing(root))
	var hits []search.Hit
	for _, w := range ranked[:min(considered, len(ranked))] {
		hits = append(hits, w.Hit)
	}
	t.picked(hits)
	t.x.Talk = desk.TalkAsk
	strange := !slices.ContainsFunc(topic, func(h search.Hit) bool { return h.Passage.Title == hits[0].Passage.Title })
	if (strange || ranked[0].near < leastNear) && len(hits) > 1 {
		return t.choose()
	}
	switch p := hits[0].Passage; {
	case p.Item.Kind == policy.KindGuide && t.answerField(hits[0], said, root):
		return true
	case p.Item.Kind == policy.KindQA && len(p.Item.QA.Basis) > 1:
		t.rest(p, said)
	}
	return t.answer(hits[0])
}

// rest puts first, among what was found, the article on which an answer's reply to the leaning message rests.
func (t *turn) rest(p *policy.Passage, said string) {
	if b := t.basisOf(p.Item.QA.Basis, p.Item.QA.Answer, said+inLaw(said)); b != nil && b.Article != p.Article {
		t.picked(append([]search.Hit{t.hit(b)}, without(t.found.Hits, b)...))
	}
}

// Weights of what makes a passage answer a leaning message, set on made-up conversations.
const (
	forBoth   = 0.8 // the score of the combined question, of the best one's
	forNew    = 1.0 // the share of the new words
	forText   = 0.5 // being of the text talked about
	forRefers = 0.6 // naming the article talked about
)

// weigh ranks the candidates and all articles of the texts talked about.
func (t *turn) weigh(found, topic []search.Hit, said string) []weighed {
	pool := make([]weighed, 0, len(found))
	for _, h := range found {
		pool = append(pool, weighed{Hit: h})
	}
	titles := make([]string, 0, len(topic))
	for _, h := range topic {
		if slices.Contains(titles, h.Passage.Title) {
			continue
		}
		titles = append(titles, h.Passage.Title)
		it, ok := t.Search.Library().ByTitle(h.Passage.Title)
		if !ok {
			continue
		}
		of := t.Search.Library().PassagesOf(it.ID)
		for i := range of {
			if !slices.ContainsFunc(pool, func(w weighed) bool { return w.Passage.ID == of[i].ID }) && t.Search.Library().Validity(&of[i], t.on) == policy.InForce {
				pool = append(pool, weighed{Hit: t.hit(&of[i])})
			}
		}
	}
	passages := make([]*policy.Passage, len(pool))
	for i := range pool {
		passages[i] = pool[i].Passage
	}
	words := newNearness(termsOf(said+inLaw(said)), passages)
	for i := range pool {
		w := &pool[i]
		w.near = words.of(w.Passage)
		w.total = forBoth*w.Score/found[0].Score + forNew*w.near
		switch slices.Index(titles, w.Passage.Title) {
		case 0:
			w.total += forText
		case 1:
			w.total += forText / 2
		}
		if w.Passage.Item.Kind == policy.KindGuide && askedField(said) == "" {
			w.total -= forText // it has been said as a whole already
		}
		if len(topic) > 0 && w.Passage.Title == topic[0].Passage.Title && refers(w.Passage.Text, topic[0].Passage.Article) {
			w.total += forRefers * w.near
		}
	}
	slices.SortStableFunc(pool, func(a, b weighed) int {
		switch {
		case a.total > b.total:
			return -1
		case a.total < b.total:
			return 1
		}
		return 0
	})
	return eachArticle(pool)
}

// eachArticle keeps the best candidate of each article.
func eachArticle(pool []weighed) []weighed {
	var out []weighed
	for _, w := range pool {
		if !slices.ContainsFunc(out, func(o weighed) bool {
			return o.Passage.Title == w.Passage.Title && o.Passage.Article == w.Passage.Article
		}) {
			out = append(out, w)
		}
		if len(out) == considered {
			break
		}
	}
	return out
}

// refers says whether a text names an article, alone or within a span: 第十四条至第二十二条.
func refers(text, article string) bool {
	want := policy.Citations(article)
	if len(want) == 0 || !strings.Contains(text, "第") {
		return false
	}
	all := policy.Citations(text)
	for i, c := range all {
		if c.No == want[0].No {
			return true
		}
		if i > 0 && all[i-1].No < want[0].No && want[0].No < c.No && strings.ContainsAny(text[all[i-1].To:c.From], "至到") && c.From-all[i-1].To <= len("到") {
			return true
		}
	}
	return false
}
