package bot

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// actList answers the question about the negative list that Arg holds. Stored: never rename.
const actList = "list"

// subjectList marks a conversation about the negative list. Stored: never rename.
const subjectList = "list:"

const (
	followWithin = 30 * time.Minute // a short “自贸区里呢” refers to an answer as old as this
	followRunes  = 18               // longer questions stand on their own
	tellsOwn     = 0.8              // confidence from which a Q&A answers better than “not on the list”
)

// hearList answers whether foreign investors may do something: which entries apply, by which edition.
func hearList(t *turn) bool {
	about, known := t.listSubject()
	on := t.knownTrades()
	if len(on.lists) == 0 {
		return false
	}
	if known && (t.year() || t.text == sayListQuestion(about)) { // hearTime puts the question once more
		about.Edition, about.Day = "", t.otherDay()
		return t.list(about)
	}
	if known && slices.Contains(originalWords, plain(t.text)) {
		about.Text = true
		return t.list(about)
	}
	said := desk.Mask(question(gist(t.text)))
	if q, ok := readWhole(said, on.words, on.lists); ok {
		if q.Edition == "" {
			q.Day = t.otherDay()
		}
		return t.list(q)
	}
	r := readList(said, on.words, on.lists)
	if known && r.follows(t) {
		return t.list(r.follow(about, t))
	}
	if strings.HasPrefix(t.conv.Subject, subjectList) {
		t.conv.Subject = "" // another topic
	}
	q, ok := t.listAsked(r)
	if !ok || t.asksElse(on) {
		return false
	}
	q.Activities = t.beside(q.Activities, on)
	q.Day = t.otherDay()
	return t.list(q)
}

// otherDay is the day asked about, empty for today.
func (t *turn) otherDay() policy.Date {
	if t.on == t.today() {
		return ""
	}
	return t.on
}

// tradesMost is how many trades one bubble judges.
const tradesMost = 4

// beside adds the trades that other parts of the message name in words of no list, which one verdict would pass over:
// 快递可以吗？那物流呢？
func (t *turn) beside(known []activity, on *trades) []activity {
	parts := inOneBreath.Split(gist(t.text), -1)
	if len(parts) < 2 {
		return known
	}
	for _, part := range parts {
		r := readList(desk.Mask(part), on.words, on.lists)
		if len(r.q.Activities)+len(r.loose) > 0 || r.has[roleProcedure] || r.has[roleSoft] || !asking(part) {
			continue
		}
		for _, a := range r.unknown() {
			if len(known) < tradesMost && !slices.Contains(known, a) {
				known = append(slices.Clone(known), a)
			}
		}
	}
	return known
}

// asksElse says that the message asks something beside the list, which one answer would leave out.
func (t *turn) asksElse(on *trades) bool {
	for _, s := range sentences(t.text) {
		r := readList(s, on.words, on.lists)
		if asking(s) && runes(s) >= shortest && len(r.q.Activities) == 0 && len(r.loose) == 0 && (r.other > 1 || r.has[roleProcedure] || r.has[roleSoft]) {
			if _, ok := t.listAsked(r); !ok {
				return true
			}
		}
	}
	return false
}

// listAsked says whether a question is about foreign access and what it asks.
func (t *turn) listAsked(r reading) (listQuestion, bool) {
	q, known := r.q, len(r.q.Activities) > 0
	switch {
	case r.has[roleProcedure], r.has[roleDomestic] && !r.has[roleInvestor]:
		return q, false
	case r.has[roleSoft] && !(known && r.has[roleAsk]):
		return q, false
	case known && len(r.words) == 1:
		return q, true // a bare “医院”
	case !r.investor && !(r.has[roleShare] && (known || len(r.loose) > 0)):
		return q, false
	case known:
		return q, true
	case len(r.loose) > 0:
		q.Activities = r.loose
		return q, true
	case !r.has[roleAsk] && !r.has[roleVerb]:
		return q, false
	}
	q.Activities = r.unknown()
	return q, len(q.Activities) > 0 && !t.answered(q.Activities)
}

// answered says that a Q&A or guide speaks of the very trades.
func (t *turn) answered(trades []activity) bool {
	found, err := t.Search.Find(t.ctx, search.Query{Text: question(t.text), On: t.on, Jurisdiction: t.Office.Jurisdiction, Limit: considered})
	if err != nil || found.Outcome != desk.OutcomeAnswer || len(found.Hits) == 0 {
		return false
	}
	h := found.Hits[0]
	if k := h.Passage.Item.Kind; h.Confidence < tellsOwn || k != policy.KindQA && k != policy.KindGuide {
		return false
	}
	return slices.ContainsFunc(trades, func(a activity) bool {
		return strings.Contains(h.Passage.Asked+h.Passage.Text, tradeTail.ReplaceAllString(a.Name, ""))
	})
}

// listWays are the ways on from an entry or a note that was read.
func (t *turn) listWays(p *policy.Passage) []desk.Choice {
	ways := asks([]string{askReport})
	for _, e := range p.Item.List.Entries {
		if p.Article == e.Name() && len(e.Activities) > 0 && p.Item.List.Scope == policy.Nationwide {
			a := activity{Name: e.Activities[0], Word: e.Activities[0]}
			ways = append([]desk.Choice{listChoice(askFreeTrade, listQuestion{Activities: []activity{a}, Zone: true})}, ways...)
		}
	}
	return ways
}

// listChosen answers a tapped listChoice.
func (t *turn) listChosen(arg string) bool {
	var q listQuestion
	if json.Unmarshal([]byte(arg), &q) != nil || len(q.Activities) == 0 && q.Whole == "" {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	return t.list(q)
}
