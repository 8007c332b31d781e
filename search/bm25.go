package search

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"
)

// standing is what a passage may do for one question.
type standing uint8

const (
	hidden  standing = 0 // another office's, or no longer in the library
	inForce standing = 1 // may answer; the one value with its lowest bit set
	old     standing = 2 // may only be mentioned: not in force on the day
)

const (
	pool      = 100 // passages ranked by pairs that are ranked again with singles
	mostTerms = 64  // of a question, the rarest
	buckets   = 1024
)

// candidate is a passage by its number in the index.
type candidate struct {
	doc   uint32
	text  float32 // by words alone
	score float32 // with what answered questions say
}

// ranking is what one question found, best first, and the terms that found it.
type ranking struct {
	pairs, singles       []*postings
	lawPairs, lawSingles []*postings // of less weight, see lighter
	best, old            []candidate
}

// scorer ranks the passages of one generation by exact BM25 over bleve's postings. bleve's own scoring takes the average
// length from the number of distinct terms, damps the frequency by a root and multiplies by the share of terms
// matched, all of which cost recall on Chinese pairs.
type scorer struct {
	reader  index.IndexReader
	files   *mapped
	weights Weights
	pairs   *field
	singles *field
	open    []standing // every passage may answer
	scratch sync.Pool  // *scratch
	sounds  func() (*sounds, error)
}

// scratch is what one ranking writes to.
type scratch struct {
	sums   []float32 // by document number, zero between rankings
	counts [buckets]uint32
	best   []candidate
	old    []candidate
}

// The decoded postings of one generation take at most so much, in bytes. All pairs of 11,000 passages have room, and all
// characters of 50,000.
const (
	pairsRoom   = 17 << 20
	singlesRoom = 15 << 20
)

func newScorer(r index.IndexReader, lengths [2][]int, w Weights) *scorer {
	docs := len(lengths[0])
	files := newMapped(r)
	s := &scorer{
		reader:  r,
		files:   files,
		weights: w,
		pairs:   newField(fieldPairs, w.Pairs, r, files, lengths[0], pairsRoom),
		singles: newField(fieldSingles, w.Singles, r, files, lengths[1], singlesRoom),
		open:    slices.Repeat([]standing{inForce}, docs),
	}
	s.sounds = sync.OnceValues(func() (*sounds, error) {
		defer files.letGo()
		return listen(r)
	})
	s.scratch.New = func() any { return &scratch{sums: make([]float32, docs)} }
	return s
}

func (s *scorer) warm() error {
	if err := s.pairs.warm(); err != nil {
		return err
	}
	return s.singles.warm()
}

// rank finds the best k passages (at most pool) that may answer, and the old ones whose words would stand among the pool.
// Nil standings let every passage answer; nil votes leave the words alone to decide.
func (s *scorer) rank(q terms, standings []standing, v *votes, k int) (r ranking, err error) {
	if err := s.read(q, &r); err != nil {
		return r, err
	}
	if standings == nil {
		standings = s.open
	}
	w := s.scratch.Get().(*scratch)
	if most := bound(r.pairs) + bound(r.lawPairs); most > 0 {
		add(w.sums, r.pairs)
		add(w.sums, r.lawPairs)
		w.pick(standings, most)
		w.best = v.join(w.best, w.sums, standings)
		for _, list := range [][]candidate{w.best, w.old} {
			again(list, r.singles)
			again(list, r.lawSingles)
		}
	} else { // no pair of it is known
		add(w.sums, r.singles)
		w.pick(standings, bound(r.singles))
		w.best = v.join(w.best, w.sums, standings)
	}
	settle(w.best)
	settle(w.old)
	v.weigh(w.best)
	r.best, r.old = cut(w.best, k), cut(w.old, k)
	clear(w.sums)
	s.scratch.Put(w)
	return r, nil
}

// read fetches the postings of a question's terms.
func (s *scorer) read(q terms, r *ranking) (err error) {
	if r.pairs, err = s.pairs.all(q.pairs); err != nil {
		return err
	}
	if r.singles, err = s.singles.all(q.singles); err != nil {
		return err
	}
	if r.lawPairs, err = s.pairs.lighter(q.lawPairs); err != nil {
		return err
	}
	r.lawSingles, err = s.singles.lighter(q.lawSingles)
	return err
}

func add(sums []float32, lists []*postings) {
	for _, p := range lists {
		p.addTo(sums)
	}
}

// cut copies the k best.
func cut(list []candidate, k int) []candidate {
	slices.SortFunc(list, better)
	return slices.Clone(list[:min(k, len(list))])
}

// bound is the highest score that the terms could give.
func bound(lists []*postings) float32 {
	var sum float32
	for _, p := range lists {
		sum += p.most
	}
	return sum
}

// all returns the postings of the terms by falling idf.
func (f *field) all(names []string) ([]*postings, error) {
	out := make([]*postings, 0, len(names))
	for _, t := range names {
		p, err := f.get(t)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if len(out) > mostTerms {
		slices.SortStableFunc(out, func(x, y *postings) int { return len(x.tfs) - len(y.tfs) })
		out = out[:mostTerms]
	}
	return out, nil
}

// lighter returns the postings of terms that weigh lawWeight of what they would if asked for.
func (f *field) lighter(names []string) ([]*postings, error) {
	out, err := f.all(names)
	lights := make([]postings, len(out))
	for i, p := range out {
		light := &lights[i]
		*light = *p
		light.idf, light.scale, light.most = p.idf*lawWeight, p.scale*lawWeight, p.most*lawWeight
		out[i] = light
	}
	return out, err
}

// pick gathers the pool of passages in force with the highest sums (a few more where they tie), and the old ones that
// reach as high. It counts the sums by size first: two passes without a branch to mispredict beat a heap.
func (w *scratch) pick(standings []standing, bound float32) {
	w.best, w.old = w.best[:0], w.old[:0]
	if bound <= 0 {
		return // no term is known
	}
	scale := buckets / bound * 0.9999
	clear(w.counts[:])
	standings = standings[:len(w.sums)]
	for d, s := range w.sums {
		w.counts[int32(s*scale)&(buckets-1)] += uint32(standings[d] & 1)
	}
	least, n := buckets, uint32(0)
	for least > 0 && n < pool {
		least--
		n += w.counts[least]
	}
	floor := max(float32(least)/scale*0.9999, math.SmallestNonzeroFloat32)
	for d, s := range w.sums {
		if s < floor {
			continue
		}
		switch standings[d] {
		case inForce:
			w.best = append(w.best, candidate{doc: uint32(d), text: s})
		case old:
			w.old = append(w.old, candidate{doc: uint32(d), text: s})
		}
	}
}

// again adds the singles' score to the candidates', one term after the other: its postings stay at hand.
func again(list []candidate, singles []*postings) {
	for _, p := range singles {
		for i := range list {
			list[i].text += p.gain(list[i].doc)
		}
	}
}

// settle begins the score with the words'.
func settle(list []candidate) {
	for i := range list {
		list[i].score = list[i].text
	}
}

func better(x, y candidate) int {
	switch {
	case x.score > y.score:
		return -1
	case x.score < y.score:
		return 1
	}
	return int(x.doc) - int(y.doc)
}

// passagesQuery is a bleve query that scores with a scorer of the index it is sent to.
type passagesQuery struct {
	scorer    *scorer
	terms     terms
	standings []standing
	found     *ranking // what Searcher ranked, for the caller
}

var _ query.Query = (*passagesQuery)(nil)

// Searcher ranks and hands bleve the best passages.
func (q *passagesQuery) Searcher(context.Context, index.IndexReader, mapping.IndexMapping, search.SearcherOptions) (search.Searcher, error) {
	r, err := q.scorer.rank(q.terms, q.standings, nil, pool)
	if err != nil {
		return nil, err
	}
	*q.found = r
	list := slices.Clone(r.best)
	slices.SortFunc(list, func(x, y candidate) int { return int(x.doc) - int(y.doc) })
	return &rankedSearcher{list: list}, nil
}

// rankedSearcher walks ranked passages by document number, as bleve's collectors expect.
type rankedSearcher struct {
	list []candidate
	at   int
}

func (s *rankedSearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	if s.at >= len(s.list) {
		return nil, nil
	}
	c := s.list[s.at]
	s.at++
	m := ctx.DocumentMatchPool.Get()
	m.IndexInternalID = index.NewIndexInternalID(m.IndexInternalID, uint64(c.doc))
	m.Score = float64(c.score)
	return m, nil
}

func (s *rankedSearcher) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	for s.at < len(s.list) && uint64(s.list[s.at].doc) < id.Value() {
		s.at++
	}
	return s.Next(ctx)
}

func (s *rankedSearcher) Close() error               { return nil }
func (s *rankedSearcher) Weight() float64            { return 1 }
func (s *rankedSearcher) SetQueryNorm(float64)       {}
func (s *rankedSearcher) Count() uint64              { return uint64(len(s.list)) }
func (s *rankedSearcher) Min() int                   { return 0 }
func (s *rankedSearcher) Size() int                  { return 16 * len(s.list) }
func (s *rankedSearcher) DocumentMatchPoolSize() int { return 1 }
