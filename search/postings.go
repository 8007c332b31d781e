package search

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"sort"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// postings is one term of one field, decoded from bleve: in which passages it occurs and how often. Three bytes a passage,
// so that the terms citizens use stay in memory. It is immutable.
type postings struct {
	idf    float32
	scale  float32   // idf and all that is the same in every passage
	most   float32   // the largest gain
	starts []int32   // where each block of 65,536 document numbers begins, and the end
	low    []uint16  // document numbers within their block, ascending; nil when there are ranks
	tfs    []uint8   // occurrences, at most 255
	ranks  []rank    // constant access for long lists
	norms  []float32 // of the field
	weight int       // bytes
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
	block := doc >> 16
	if int(block)+1 >= len(p.starts) {
		return 0
	}
	from := int(p.starts[block])
	if i, ok := slices.BinarySearch(p.low[from:p.starts[block+1]], uint16(doc)); ok {
		return p.score(from+i, doc)
	}
	return 0
}

func (p *postings) score(i int, doc uint32) float32 {
	tf := float32(p.tfs[i])
	return p.scale * tf / (tf + p.norms[doc])
}

// addTo adds the gains of every passage to sums by document number.
func (p *postings) addTo(sums []float32) {
	if p.ranks != nil {
		for d := range sums {
			sums[d] += p.gain(uint32(d))
		}
		return
	}
	for block := range len(p.starts) - 1 {
		from, to := p.starts[block], p.starts[block+1]
		low, tfs := p.low[from:to], p.tfs[from:to]
		sums, norms := sums[block<<16:], p.norms[block<<16:]
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

	commonest string // term, known after warm

	mu     sync.RWMutex
	fresh  map[string]*postings
	stale  map[string]*postings // the entries from before fresh filled up
	weight int                  // bytes of fresh
	budget int                  // bytes of fresh and stale together
}

// newField takes the exact length of every passage in terms, since bleve's average counts distinct terms only.
func newField(name string, curve Curve, r index.IndexReader, files *mapped, lengths []int, budget int) *field {
	f := &field{
		name: name, curve: curve, reader: r, files: files, norms: make([]float32, len(lengths)),
		random: name == fieldSingles, fresh: map[string]*postings{}, budget: budget,
	}
	sum := 0
	for _, n := range lengths {
		sum += n
	}
	average := float64(max(sum, 1)) / float64(max(len(lengths), 1))
	for i, n := range lengths {
		f.norms[i] = curve.K1 * (1 - curve.B + curve.B*float32(float64(n)/average))
	}
	return f
}

// get returns the term's postings, which are empty when no passage has it.
func (f *field) get(term string) (*postings, error) {
	f.mu.RLock()
	p, ok := f.fresh[term]
	if !ok {
		p = f.stale[term]
	}
	f.mu.RUnlock()
	if ok {
		return p, nil
	}
	if p == nil {
		var err error
		if p, err = f.decode(term); err != nil {
			return nil, err
		}
	}
	f.keep(term, p)
	return p, nil
}

// keep forgets whatever wasn't used since fresh was half the budget.
func (f *field) keep(term string, p *postings) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.fresh[term]; ok {
		return
	}
	if f.weight+p.weight > f.budget/2 {
		f.stale, f.fresh, f.weight = f.fresh, map[string]*postings{}, 0
	}
	f.fresh[string([]byte(term))] = p // a copy: term may be a piece of a long message
	f.weight += p.weight
}

const entryBytes = 240 // of a map entry with its key and an empty postings

// decode reads a term from bleve.
func (f *field) decode(term string) (*postings, error) {
	r, err := f.reader.TermFieldReader(context.Background(), []byte(term), f.name, true, false, false)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	df, docs := int(r.Count()), len(f.norms)
	p := &postings{
		idf: float32(idf(docs, df)), norms: f.norms,
		low: make([]uint16, 0, df), tfs: make([]uint8, 0, df),
		starts: make([]int32, 1, 2+docs>>16),
	}
	p.scale = f.curve.Weight * (f.curve.K1 + 1) * p.idf
	var d index.TermFieldDoc
	for {
		next, err := r.Next(&d)
		if err != nil {
			return nil, err
		}
		if next == nil {
			break
		}
		doc := next.ID.Value()
		for len(p.starts) <= int(doc>>16) {
			p.starts = append(p.starts, int32(len(p.low)))
		}
		p.low = append(p.low, uint16(doc))
		p.tfs = append(p.tfs, uint8(min(next.Freq, 255)))
		p.most = max(p.most, p.score(len(p.tfs)-1, uint32(doc)))
	}
	f.files.wasRead()
	p.starts = append(p.starts, int32(len(p.low)))
	p.weight = entryBytes + 3*len(p.low)
	if f.random && len(p.low) > docs/32 {
		p.rank(docs)
	}
	return p, nil
}

// rank trades the document numbers for a bitmap with constant access.
func (p *postings) rank(docs int) {
	p.ranks = make([]rank, docs/64+1)
	for block := range len(p.starts) - 1 {
		for _, low := range p.low[p.starts[block]:p.starts[block+1]] {
			d := uint32(block)<<16 | uint32(low)
			p.ranks[d/64].has |= 1 << (d % 64)
		}
	}
	var n uint32
	for i := range p.ranks {
		p.ranks[i].before = n
		n += uint32(bits.OnesCount64(p.ranks[i].has))
	}
	p.low = nil
	p.weight = entryBytes + len(p.tfs) + 16*len(p.ranks)
}

// idf is never negative, so a term never counts against a passage.
func idf(docs, df int) float64 {
	return math.Log(1 + (float64(docs-df)+0.5)/(float64(df)+0.5))
}

// warm decodes the field's commonest terms, which cost most when met for the first time, within half the budget.
func (f *field) warm() error {
	dict, err := f.reader.FieldDict(f.name)
	if err != nil {
		return err
	}
	type entry struct {
		term string
		df   uint64
	}
	var common []entry
	var most uint64
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
		if e.Count >= 32 {
			common = append(common, entry{e.Term, e.Count})
		}
	}
	if err := dict.Close(); err != nil {
		return err
	}
	sort.Slice(common, func(i, j int) bool { return common[i].df > common[j].df })
	room := f.budget / 2
	for _, e := range common {
		p, err := f.decode(e.term)
		if err != nil {
			return err
		}
		if room -= p.weight; room < 0 {
			break
		}
		f.keep(e.term, p)
	}
	return nil
}
