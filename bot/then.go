package bot

import (
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// before sets the day of an “以前” to the last one before the text that now answers took effect, if an earlier one is on
// file; else it stays today, and the answer says so.
func (t *turn) before(m moment) {
	r, err := t.Search.Find(t.ctx, t.query(m.rest))
	if err != nil || len(r.Hits) == 0 {
		return
	}
	names := t.names()
	now := names.Edition(r.Hits[0].Passage.Title)
	was, ok := names.Before(now)
	if !ok || was.Item == nil || now.Item == nil || now.Item.Effective() == "" {
		return
	}
	began, err := time.Parse(time.DateOnly, string(now.Item.Effective()))
	if err != nil {
		return
	}
	if day := policy.DateOf(began.AddDate(0, 0, -1)); was.Item.On(day) == policy.InForce {
		t.on = day
	}
}

// dated says above an answer which day it is for, and whatever is odd about the time that was asked.
func (t *turn) dated() string {
	switch m := t.when; {
	case m.future:
		return sayFuture(m.said, t.on)
	case m.unclear:
		return sayUnclearTime(m.said, t.on)
	case m.past && t.on == t.today():
		return sayNoYear(m.said)
	case t.on == t.today() || t.on == "":
		return ""
	case m.year:
		return sayAsOfYear(t.on, t.turned())
	}
	return sayAsOf(t.on)
}

// earlier puts first, for a day gone by, what then stood in the place of the text that answers today: the law of that day may be
// put in other words. What is on file of it may be too little; then today's answer comes, named as such.
func (t *turn) earlier(asked string, then search.Result) search.Result {
	if t.on == "" || t.on >= t.today() {
		return then
	}
	// What a text on file says of its own editions is written today: no law of that day.
	then.Hits = slices.DeleteFunc(then.Hits, func(h search.Hit) bool { return h.Passage.Article == editionNote })
	if len(then.Hits) == 0 {
		then.Outcome = desk.OutcomeNone
	}
	q := t.query(asked)
	q.On = t.today()
	now, err := t.Search.Find(t.ctx, q)
	if err != nil || len(now.Hits) == 0 || !surer(now, then) {
		return then
	}
	was, ok := t.inForceThen(now.Hits[0].Passage.Title)
	if !ok {
		return then
	}
	for i, h := range then.Hits {
		if h.Passage.Title == was.Title && h.Confidence >= fairly {
			then.Hits = append([]search.Hit{h}, append(slices.Clone(then.Hits[:i]), then.Hits[i+1:]...)...)
			then.Outcome = desk.OutcomeAnswer
			return then
		}
	}
	if p := t.inItsPlace(was, asked); p != nil {
		then.Hits, then.Outcome = append([]search.Hit{t.hit(p)}, then.Hits...), desk.OutcomeAnswer
		return then
	}
	t.preface = join(t.preface, sayNotKept(t.on, was.Title))
	t.on, t.when = t.today(), moment{}
	return now
}

// editionNote is the part of an excerpt that tells its editions, see room knowledge.
const editionNote = "§版本说明"

// fairly is the confidence from which an article of the text that then applied answers.
const fairly = 0.25

// inForceThen goes back from the text that answers today to the one in its place on the asked day; false when it is the same
// one, or none is known.
func (t *turn) inForceThen(title string) (policy.Edition, bool) {
	names := t.names()
	e := names.Edition(title)
	for range longestChain {
		if e.Item != nil && e.Item.On(t.on) == policy.InForce {
			return e, e.Title != title
		}
		before, ok := names.Before(e)
		if !ok {
			break
		}
		e = before
	}
	return policy.Edition{}, false
}

// surer says whether what holds now answers a question better than what held then. now has hits.
func surer(now, then search.Result) bool {
	switch now.Outcome {
	case desk.OutcomeAnswer:
		return true
	case desk.OutcomeChoose:
		return then.Outcome != desk.OutcomeAnswer && (len(then.Hits) == 0 || then.Hits[0].Confidence < now.Hits[0].Confidence)
	}
	return false
}

// inItsPlace is the article of a text that, read under the text's title, says most of what is asked about; nil when none says
// enough. The few articles of an excerpt share their subject with the title, and search finds little in them alone.
func (t *turn) inItsPlace(was policy.Edition, asked string) *policy.Passage {
	said := asked
	for short, full := range shortNames {
		said = strings.ReplaceAll(said, short, full)
	}
	terms := termsOf(said + inLaw(asked))
	var best *policy.Passage
	most, own := 0.0, 0
	of := t.Search.Library().PassagesOf(was.Item.ID)
	for i := range of {
		p := &of[i]
		if p.Article == editionNote {
			continue
		}
		covered, here := 0, 0
		for _, term := range terms {
			in := holds(p, term)
			if in {
				here++
			}
			if in || strings.Contains(was.Title, term) {
				covered++
			}
		}
		if share := float64(covered) / float64(max(1, len(terms))); here > 0 && share >= covers && (share > most || share == most && here > own) {
			best, most, own = p, share, here
		}
	}
	return best
}

// covers is the share of what is asked that an article must say together with its text's title.
const covers = 0.7

// longestChain bounds how many editions are gone back.
const longestChain = 20
