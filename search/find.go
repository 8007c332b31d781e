package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
)

const (
	defaultLimit = 10
	mostOld      = 3
	clearly      = 1.15 // by how much an old text must beat the best one in force
)

// Find answers from the view served now. It waits for a place among the searches under way, and for terms not met before,
// which are read from disk.
func (e *Engine) Find(ctx context.Context, q Query) (res Result, err error) {
	if err := ctx.Err(); err != nil {
		return res, err
	}
	select {
	case e.places <- struct{}{}:
		defer func() { <-e.places }()
	case <-ctx.Done():
		return res, ctx.Err()
	}
	v, err := e.acquire()
	if err != nil {
		return res, err
	}
	if v.gen == nil {
		return Result{Outcome: desk.OutcomeNone}, nil
	}
	defer v.gen.release()
	defer func() {
		if r := recover(); r != nil {
			e.giveUp(v.gen, r)
			res, err = Result{}, fmt.Errorf("%w: %v", errCorrupt, r)
		}
	}()
	return v.find(q)
}

// acquire keeps the served view's index open until its release.
func (e *Engine) acquire() (*view, error) {
	for {
		v := e.current.Load()
		switch {
		case v == nil || v.gen == nil && v.missing > 0:
			return nil, ErrNotReady
		case v.gen == nil || v.gen.acquire():
			return v, nil
		case e.current.Load() == v:
			return nil, ErrClosed
		}
	}
}

func (v *view) literal(q Query) (Result, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	text := normalize(q.Text)
	asked := v.words.understand(text)
	l, day := v.learned.Load(), dayOf(q.On)
	votes := l.trusted.vote(text, asked, l.known, v.score.weights, day)
	defer votes.release()
	r, err := v.score.rank(asked, v.standings(q.On, q.Jurisdiction), votes, min(3*limit, pool))
	if err != nil {
		return Result{}, err
	}
	v.score.look(&r, text, asked, v.at)
	if !strings.Contains(text, zone) && !strings.Contains(text, zoneInFull) {
		v.nationwideFirst(r.best)
	}
	about, err := v.subjectOf(text)
	if err != nil {
		return Result{}, err
	}
	w := newWeigher(v, asked, votes, &r)
	w.about = about
	w.closerFirst(r.best)
	res := Result{Hits: w.hits(r.best, q.On, limit)}
	res.Outcome = decide(res.Hits)
	if len(res.Hits) > 0 && res.Hits[0].features.stranger() {
		res.Unnamed = about.named()
	}
	if res.Outcome == desk.OutcomeChoose {
		strangersLast(res.Hits[:min(shown, len(res.Hits))])
		if !res.Hits[0].features.stranger() {
			res.Unnamed = ""
		}
		l.reorder(res.Hits, asked, day)
	}
	best := 0.0
	for _, c := range r.best {
		best = max(best, float64(c.text))
	}
	for _, h := range w.hits(r.old, q.On, mostOld) {
		if h.Score > clearly*best && h.Confidence >= chooseAt {
			res.Old = append(res.Old, h)
		}
	}
	return res, nil
}

// What names a free-trade zone in a question, and what its own rules count of their score where none is named.
const (
	zone        = "自贸"
	zoneInFull  = "自由贸易"
	zoneUnasked = 0.8
)

// strangersLast puts candidates of a choice that name nothing of the question's subject behind surer ones that do. Among the others
// the rank decides, which is the better judge: by confidence alone .61 instead of .65 of the questions have the right one first.
func strangersLast(list []Hit) {
	for i := 1; i < len(list); i++ {
		for k := i; k > 0 && list[k-1].features.stranger() && !list[k].features.stranger() && list[k].Confidence > list[k-1].Confidence; k-- {
			list[k-1], list[k] = list[k], list[k-1]
		}
	}
}

// nationwideFirst puts rules that hold in free-trade zones only behind those that hold everywhere.
func (v *view) nationwideFirst(list []candidate) {
	for i := range list {
		p := v.at[list[i].doc]
		if p.Item.Kind == policy.KindList && strings.HasPrefix(p.Item.List.Scope, zoneInFull) ||
			p.Item.Kind == policy.KindDocument && strings.HasPrefix(p.Item.Document.Jurisdiction, zoneInFull) {
			list[i].score *= zoneUnasked
		}
	}
	slices.SortFunc(list, better)
}

// weigher turns candidates into hits for one question.
type weigher struct {
	view    *view
	asked   terms
	votes   *votes
	ranking *ranking
	highest float64 // score that any passage could reach by words
	about   subject
}

func newWeigher(v *view, asked terms, votes *votes, r *ranking) *weigher {
	w := &weigher{view: v, asked: asked, votes: votes, ranking: r}
	for _, list := range [][]*postings{r.pairs, r.singles} {
		for _, p := range list {
			w.highest += float64(p.scale)
		}
	}
	return w
}

// nearly is from which part of the guide's likeness a Q&A entry goes before it.
const nearly = 0.94

// closerFirst puts a Q&A entry before the guide that would be first, when the question is worded as much like the entry's: a
// guide says something about everything, the entry answers.
func (w *weigher) closerFirst(list []candidate) {
	if len(list) == 0 || w.view.at[list[0].doc].Item.Kind != policy.KindGuide {
		return
	}
	closest, at := nearly*w.votes.own(list[0].doc), 0
	for i, c := range list {
		if own := w.votes.own(c.doc); own > closest && w.view.at[c.doc].Item.Kind == policy.KindQA {
			closest, at = own, i
		}
	}
	entry := list[at]
	entry.score = list[0].score
	copy(list[1:at+1], list[:at])
	list[0] = entry
}

// hits keeps the best candidate of each title and article.
func (w *weigher) hits(list []candidate, on policy.Date, limit int) []Hit {
	kept := make([]candidate, 0, limit+1)
	for _, c := range list {
		if !w.cited(kept, c) {
			kept = append(kept, c)
		}
		if len(kept) > limit {
			break
		}
	}
	out := make([]Hit, 0, min(limit, len(kept)))
	for i, c := range kept[:min(limit, len(kept))] {
		p := w.view.at[c.doc]
		f := w.features(c)
		if i+1 < len(kept) {
			f.Lead = 1 - float64(kept[i+1].score/c.score)
		} else {
			f.Lead = 1
		}
		h := Hit{Passage: p, Score: float64(c.score), Confidence: f.Confidence(), Status: policy.InForce, features: f}
		if h.Status = w.view.lib.Validity(p, on); h.Status != policy.InForce {
			h.Successor = w.view.lib.Successor(p.Title)
		}
		out = append(out, h)
	}
	return out
}

// cited says whether a better candidate cites the same article.
func (w *weigher) cited(kept []candidate, c candidate) bool {
	p := w.view.at[c.doc]
	for _, k := range kept {
		if o := w.view.at[k.doc]; o.Title == p.Title && o.Article == p.Article {
			return true
		}
	}
	return false
}
