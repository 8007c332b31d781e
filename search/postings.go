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

// BM25's constants.
const (
	k1 = 1.2
	b  = 0.75
)

// postings is one term of one field, decoded from bleve: ascending document numbers and what the term adds to each
// passage's BM25 score. It is immutable.
type postings struct {
	idf    float32
	most   float32 // the largest gain
	docs   []uint32
	gains  []float32
	ranks  []rank // for gain on long lists: by 64 document numbers; nil on short ones
	weight int    // bytes
}

// rank is a block of 64 document numbers: which of them occur, and how many occur before the block.
type rank struct {
	has    uint64
	before uint32
}

// gain is what the term adds to one passage; 0 when the passage lacks it.
func (p *postings) gain(doc uint32) float32 {
	if p.ranks != nil {
		r := &p.ranks[doc/64]
		bit := uint64(1) << (doc % 64)
		if r.has&bit == 0 {
			return 0
		}
		return p.gains[int(r.before)+bits.OnesCount64(r.has&(bit-1))]
	}
	if i, ok := slices.BinarySearch(p.docs, doc); ok {
		return p.gains[i]
	}
	return 0
}

// field reads and keeps the postings of one field of a generation.
type field struct {
	name    string
	reader  index.IndexReader
	docs    int     // N
	average float64 // length
	random  bool    // read by gain: build ranks

	commonest string // term, known after warm

	mu     sync.RWMutex
	fresh  map[string]*postings
	stale  map[string]*postings // the generation of entries before fresh filled up
	weight int                  // bytes of fresh
	budget int                  // bytes of fresh and stale together
}

func newField(name string, r index.IndexReader, docs int, average float64, budget int) *field {
	return &field{
		name: name, reader: r, docs: docs, average: average,
		random: name == fieldSingles, fresh: map[string]*postings{}, budget: budget,
	}
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

const entryBytes = 160 // of a map entry with its key and an empty postings

// decode reads a term from bleve and scores it: idf · tf·(k1+1) / (tf + k1·(1−b+b·length/average)). The length is
// exactly 1/Norm².
func (f *field) decode(term string) (*postings, error) {
	r, err := f.reader.TermFieldReader(context.Background(), []byte(term), f.name, true, true, false)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	df := int(r.Count())
	p := &postings{
		idf:   float32(idf(f.docs, df)),
		docs:  make([]uint32, 0, df),
		gains: make([]float32, 0, df),
	}
	scale := float64(p.idf) * (k1 + 1)
	var d index.TermFieldDoc
	for {
		next, err := r.Next(&d)
		if err != nil {
			return nil, err
		}
		if next == nil {
			break
		}
		length := math.Round(1 / (next.Norm * next.Norm))
		tf := float64(next.Freq)
		gain := float32(scale * tf / (tf + k1*(1-b+b*length/f.average)))
		p.docs = append(p.docs, uint32(next.ID.Value()))
		p.gains = append(p.gains, gain)
		p.most = max(p.most, gain)
	}
	p.weight = entryBytes + 8*len(p.docs)
	if f.random && len(p.docs) > f.docs/64 {
		p.rank(f.docs)
	}
	return p, nil
}

// rank trades the document numbers for a bitmap with constant access.
func (p *postings) rank(docs int) {
	p.ranks = make([]rank, docs/64+1)
	for _, d := range p.docs {
		p.ranks[d/64].has |= 1 << (d % 64)
	}
	var n uint32
	for i := range p.ranks {
		p.ranks[i].before = n
		n += uint32(bits.OnesCount64(p.ranks[i].has))
	}
	p.docs = nil
	p.weight = entryBytes + 4*len(p.gains) + 16*len(p.ranks)
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
