package search

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// postings is one term of one field, decoded from bleve: in which passages it occurs and how often. Three bytes a passage,
// so that the terms citizens use stay in memory. It is immutable once it lies on a shelf.
type postings struct {
	idf    float32 // rarity among texts
	scale  float32 // rarity and all that is the same in every passage
	most   float32 // the largest gain
	of     *field
	starts []int32  // where each block of 65,536 document numbers but the first begins
	low    []uint16 // document numbers within their block, ascending; nil when there are ranks
	tfs    []uint8  // occurrences, at most 255
	ranks  []rank   // constant access for long lists
}

// block is the part of low that holds a block's numbers.
func (p *postings) block(n int) (from, to int) {
	if n > 0 {
		from = int(p.starts[n-1])
	}
	if n < len(p.starts) {
		return from, int(p.starts[n])
	}
	return from, len(p.low)
}

// rank is a block of 64 document numbers: which of them occur, and how many occur before the block.
type rank struct {
	has    uint64
	before uint32
}

// gain is what the term adds to a passage's score: weight · idf · tf·(k1+1) / (tf + k1·(1−b+b·length/average)); 0 when
// the passage lacks it.
func (p *postings) gain(doc uint32) float32 {
	if p.ranks != nil {
		r := &p.ranks[doc/64]
		bit := uint64(1) << (doc % 64)
		if r.has&bit == 0 {
			return 0
		}
		return p.score(int(r.before)+bits.OnesCount64(r.has&(bit-1)), doc)
	}
	block := int(doc >> 16)
	if block > len(p.starts) {
		return 0
	}
	from, to := p.block(block)
	if i, ok := slices.BinarySearch(p.low[from:to], uint16(doc)); ok {
		return p.score(from+i, doc)
	}
	return 0
}

func (p *postings) score(i int, doc uint32) float32 {
	tf := float32(p.tfs[i])
	return p.scale * tf / (tf + p.of.norms[doc])
}

// addTo adds the gains of every passage to sums by document number.
func (p *postings) addTo(sums []float32) {
	if p.ranks != nil {
		for d := range sums {
			sums[d] += p.gain(uint32(d))
		}
		return
	}
	for block := range len(p.starts) + 1 {
		from, to := p.block(block)
		low, tfs := p.low[from:to], p.tfs[from:to]
		sums, norms := sums[block<<16:], p.of.norms[block<<16:]
		norms = norms[:len(sums)]
		for i, d := range low {
			tf := float32(tfs[i])
			sums[d] += p.scale * tf / (tf + norms[d])
		}
	}
}

// field reads and keeps the postings of one field of a generation.
type field struct {
	name   string
	curve  Curve
	reader index.IndexReader
	files  *mapped
	norms  []float32 // by document number: k1·(1−b+b·length/average)
	random bool      // read by gain: build ranks
	none   *postings // of a term that no passage has

	// What warm found. Without it, they are empty.
	commonest string // term
	common    shelf  // the commonest terms, which stay
	whole     bool   // common are all there are

	mu     sync.RWMutex
	fresh  shelf
	stale  shelf // the terms from before fresh filled up
	budget int   // bytes of all shelves together
}

// newField takes the exact length of every passage in terms, since bleve's average counts distinct terms only.
func newField(name string, curve Curve, r index.IndexReader, files *mapped, lengths []int, budget int) *field {
	f := &field{
		name: name, curve: curve, reader: r, files: files, norms: make([]float32, len(lengths)),
		random: name == fieldSingles, fresh: newShelf(), budget: budget,
	}
	sum := 0
	for _, n := range lengths {
		sum += n
	}
	average := float64(max(sum, 1)) / float64(max(len(lengths), 1))
	for i, n := range lengths {
		f.norms[i] = curve.K1 * (1 - curve.B + curve.B*float32(float64(n)/average))
	}
	f.none = &postings{of: f}
	f.weigh("", f.none)
	return f
}

// get returns the term's postings, which are empty when no passage has it.
func (f *field) get(term string) (*postings, error) {
	if p, ok := f.common.by[term]; ok {
		return p, nil
	}
	if f.whole {
		return f.none, nil
	}
	f.mu.RLock()
	p, ok := f.fresh.by[term]
	if !ok {
		p = f.stale.by[term]
	}
	f.mu.RUnlock()
	if ok {
		return p, nil
	}
	if p == nil {
		p = &postings{}
		if err := f.decode(term, p); err != nil {
			return nil, err
		}
		f.files.wasRead()
	}
	return f.keep(term, p), nil
}

// keep copies a term to fresh, and forgets whatever wasn't used since fresh was half full.
func (f *field) keep(term string, p *postings) *postings {
	f.mu.Lock()
	defer f.mu.Unlock()
	if p, ok := f.fresh.by[term]; ok {
		return p
	}
	if f.fresh.weight+f.weightOf(p.df()) > (f.budget-f.common.weight)/2 {
		f.stale, f.fresh = f.fresh, newShelf()
	}
	return f.put(&f.fresh, term, p)
}

// decode reads a term from bleve into p, over what was there.
func (f *field) decode(term string, p *postings) error {
	r, err := f.reader.TermFieldReader(context.Background(), []byte(term), f.name, true, false, false)
	if err != nil {
		return err
	}
	defer r.Close()
	df := int(r.Count())
	*p = postings{of: f, starts: p.starts[:0], low: slices.Grow(p.low[:0], df), tfs: slices.Grow(p.tfs[:0], df)}
	var d index.TermFieldDoc
	for {
		next, err := r.Next(&d)
		if err != nil {
			return err
		}
		if next == nil {
			break
		}
		doc := next.ID.Value()
		for len(p.starts) < int(doc>>16) {
			p.starts = append(p.starts, int32(len(p.low)))
		}
		p.low = append(p.low, uint16(doc))
		p.tfs = append(p.tfs, uint8(min(next.Freq, 255)))
	}
	f.weigh(term, p)
	return nil
}

// weigh computes what follows from the list. In the score a term is as rare as it is among texts or among questions, whichever
// is less.
func (f *field) weigh(term string, p *postings) {
	docs, having := float64(len(f.norms)), float64(p.df())
	p.idf = float32(idf(docs, having))
	p.scale = f.curve.most() * float32(idf(docs, max(having, askedOften[term]*docs)))
	for block := range len(p.starts) + 1 {
		from, to := p.block(block)
		for i := from; i < to; i++ {
			p.most = max(p.most, p.score(i, uint32(block)<<16|uint32(p.low[i])))
		}
	}
}

// df is how many passages have the term.
func (p *postings) df() int { return len(p.tfs) }

// idf is never negative, so a term never counts against a passage.
func idf(docs, df float64) float64 {
	return math.Log(1 + (docs-df+0.5)/(df+0.5))
}

// warm decodes all terms of the field where they fit into the budget: then nothing is read from the files any more. Else it
// decodes the commonest, which cost most when met for the first time, within half of it.
func (f *field) warm() error {
	dict, err := f.reader.FieldDict(f.name)
	if err != nil {
		return err
	}
	type entry struct {
		term string
		df   uint64
	}
	var all []entry
	var most uint64
	weight := 0
	for {
		e, err := dict.Next()
		if err != nil {
			return err
		}
		if e == nil {
			break
		}
		if e.Count > most {
			most, f.commonest = e.Count, e.Term
		}
		all = append(all, entry{e.Term, e.Count})
		weight += f.weightOf(int(e.Count))
	}
	if err := dict.Close(); err != nil {
		return err
	}
	f.whole = weight <= f.budget
	room := f.budget
	if !f.whole {
		room /= 2
		slices.SortFunc(all, func(x, y entry) int { return cmp.Compare(y.df, x.df) })
	}
	common, p := newShelf(), &postings{}
	for _, e := range all {
		if common.weight+f.weightOf(int(e.df)) > room {
			break
		}
		if err := f.decode(e.term, p); err != nil {
			return err
		}
		f.put(&common, e.term, p)
	}
	f.common = common
	f.files.letGo()
	return nil
}
