package bot

import (
	"net/url"
	"strings"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// considered is how many candidates an exchange remembers.
const considered = 10

func hearQuestion(t *turn) bool { return t.ask(t.text) }

// ask answers a question from what is published: the answer, up to three candidates, or an honest no.
func (t *turn) ask(asked string) bool {
	t.x.Talk = desk.TalkAsk
	asked = question(gist(asked))
	r, err := t.Search.Find(t.ctx, search.Query{Text: asked, On: t.on, Jurisdiction: t.Office.Jurisdiction, Limit: considered})
	if err != nil {
		t.Log.Error("search", "err", err)
		return t.say(desk.TalkAsk, desk.OutcomeError, sayPreparing)
	}
	t.conv.Asked, t.conv.Answer = t.dateAsked(asked), ""
	r = remedyFirst(asked, askedFirst(asked, t.narrowed(asked, t.earlier(asked, r))))
	t.found = r
	t.x.Hits = make([]desk.Hit, 0, len(r.Hits))
	for _, h := range r.Hits {
		t.x.Hits = append(t.x.Hits, desk.Hit{Passage: h.Passage.ID, Confidence: h.Confidence})
	}
	switch {
	case r.Outcome != desk.OutcomeAnswer && t.replaced(asked):
		return true
	case len(r.Hits) == 0 || r.Outcome == desk.OutcomeNone, r.Outcome == desk.OutcomeChoose && r.Unnamed != "" && t.on < t.today():
		return t.nothing()
	case r.Outcome == desk.OutcomeChoose && len(r.Hits) > 1:
		return t.choose()
	}
	if g, ok := t.guideOf(asked, r.Hits[0].Passage); ok {
		return t.answer(g)
	}
	return t.answer(r.Hits[0])
}

// read shows the passage that a choice names, as long as it is still published.
func (t *turn) read(id string) bool {
	p, ok := t.Search.Library().Passage(id)
	if !ok {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	t.x.Talk = desk.TalkAsk
	return t.answer(t.hit(p))
}

// hit is a passage that was picked rather than found.
func (t *turn) hit(p *policy.Passage) search.Hit {
	lib := t.Search.Library()
	return search.Hit{Passage: p, Confidence: 1, Status: lib.Validity(p, t.on), Successor: lib.Successor(p.Title)}
}

// answer words one hit: answer first, then the law's own words, the source, what to beware of, the next step.
func (t *turn) answer(h search.Hit) bool {
	p := h.Passage
	t.x.Outcome, t.x.Item, t.x.Title, t.x.Article = desk.OutcomeAnswer, p.Item.ID, p.Title, p.Article
	t.conv.Answer = p.ID
	b := bubble{asked: t.conv.Asked, source: sayCitation(t.cite(h)), link: t.fullText(p)}
	choices := []desk.Choice{toHuman()}
	switch p.Item.Kind {
	case policy.KindQA:
		qa := p.Item.QA
		b.lead, b.caution, b.next = qa.Answer, sayCaution(qa.Caution), sayNext(qa.Next)
		if old := t.caseOfOld(p); old != "" {
			b.caution, b.next = old, "" // what concerns who asks, before what concerns everybody
		}
		choices = append(t.waysOn(p), choices...)
		b.quote = t.keySentence(qa.Basis, qa.Answer)
	case policy.KindGuide:
		if t.answerField(h, t.conv.Asked, "") {
			return true
		}
		b.lead = p.Item.Guide.Title + "\n" + p.Text
		b.quote = t.keySentence(p.Item.Guide.Basis, p.Text)
		choices = append(guideWays(p.Item), choices...)
	case policy.KindList:
		t.listed(&b, p)
		choices = append(t.listWays(p), choices...)
	default:
		b.lead, b.quote = sayFound(p.Title, p.Article), p.Text
	}
	if n := len(t.found.Old); n > 0 && h.Status == policy.InForce && t.on == t.today() {
		old := t.found.Old[0]
		b.caution = join(b.caution, sayOld(old.Passage.Title, t.successor(old.Passage.Title), old.Status))
	}
	b.lead = t.above(b.lead)
	t.x.Reply = t.render(b, choices)
	return true
}

// listed words an entry or a note of a negative list.
func (t *turn) listed(b *bubble, p *policy.Passage) {
	b.quote = p.Text
	for _, e := range p.Item.List.Entries {
		if p.ID == p.Item.ID+"#"+e.Name() {
			b.lead = sayVerdict(e)
			b.caution, b.next = sayListCaution, sayListNext
			return
		}
	}
	b.lead = sayFound(p.Title, p.Article)
}

// offered are the hits of a choice: at most three, without those at its end that are far less likely than the best.
func offered(hits []search.Hit) []search.Hit {
	hits = hits[:min(3, len(hits))]
	best := 0.0
	for _, h := range hits {
		best = max(best, h.Confidence)
	}
	for len(hits) > 1 && hits[len(hits)-1].Confidence < unlikely*best {
		hits = hits[:len(hits)-1]
	}
	return hits
}

// unlikely is the part of the best candidate's confidence below which another is not worth reading.
const unlikely = 0.25

func (t *turn) choose() bool {
	t.x.Outcome = desk.OutcomeChoose
	hits := offered(t.found.Hits)
	t.x.Reply = t.render(bubble{lead: t.above(sayChoose(t.found.Unnamed, len(hits)))},
		append(t.candidates(hits), desk.Choice{Code: "0", Label: sayOther, Act: actHuman, Arg: fromNone}))
	return true
}

// nothing says so honestly; a text that no longer applies is named as such, never used.
func (t *turn) nothing() bool {
	t.x.Outcome = desk.OutcomeNone
	b := bubble{lead: sayNone(t.found.Unnamed), next: sayNoneTry}
	if len(t.found.Old) > 0 {
		old := t.found.Old[0]
		b.lead, b.caution = sayOutdated, sayOld(old.Passage.Title, t.successor(old.Passage.Title), old.Status)
	}
	if t.on != "" && t.on < t.today() {
		b.lead, b.next = join(t.preface, sayNothingThen(t.on, t.when.year)), sayThenTry
	} else {
		b.lead = t.above(b.lead)
	}
	t.x.Reply = t.render(b, []desk.Choice{{Code: "0", Label: sayHuman, Act: actHuman, Arg: fromNone}})
	return true
}

// cite is the source line of a passage that the answer shows.
func (t *turn) cite(h search.Hit) citation {
	p := h.Passage
	t.restsOn(p)
	c := citation{title: p.Title, article: p.Article, docNo: p.DocNo, status: h.Status, now: h.Status, successor: h.Successor}
	t.since(&c, p)
	if it, ok := t.Search.Library().ByTitle(p.Title); ok {
		switch it.Kind {
		case policy.KindDocument:
			c.effective = it.Document.Effective
		case policy.KindList:
			c.effective = it.List.Effective
		}
	}
	c.checked = p.Item.CheckedOn()
	c.overdue = t.overdue(p.Item, c.now)
	return c
}

// overdue says that nobody has made sure for long that the item holds. A text that is history needs no further check.
func (t *turn) overdue(it *policy.Item, now policy.Status) bool {
	due, words := it.CheckDue(), it.Kind == policy.KindQA || it.Kind == policy.KindGuide
	return due != "" && due <= t.today() && (words || now == policy.InForce)
}

// fullText links the page of the cited document at its article; a Q&A or guide whose document isn't on file links itself.
func (t *turn) fullText(p *policy.Passage) string { return t.PublicURL + t.path(p) }

// path is the page of a passage on the site.
func (b *Bot) path(p *policy.Passage) string {
	if it, ok := b.Search.Library().ByTitle(p.Title); ok && p.Item.Kind != policy.KindGuide {
		return "/p/" + it.ID + "#" + url.PathEscape(p.Article)
	}
	return "/p/" + p.Item.ID
}

func join(parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n")
}

// asOf is the day a question is asked about: today unless told.
func asOf(on policy.Date, now time.Time) policy.Date {
	if on != "" {
		return on
	}
	return policy.DateOf(now)
}
