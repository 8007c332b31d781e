package search

import (
	"math/bits"
	"strings"
)

// shelf holds decoded postings by term, in few pieces of memory: thousands of small ones, between what every message leaves
// behind, would keep pages in use that are nearly empty.
type shelf struct {
	by     map[string]*postings
	weight int // bytes
	heads  []postings
	starts []int32
	low    []uint16
	tfs    []uint8
}

func newShelf() shelf { return shelf{by: map[string]*postings{}} }

// cutOff takes n elements off the rest of a piece, which holds so many when it is new. What would fill much of one stands alone.
func cutOff[T any](rest *[]T, n, piece int) []T {
	if n > piece/8 {
		return make([]T, n)
	}
	if n > len(*rest) {
		*rest = make([]T, piece)
	}
	out := (*rest)[:n:n]
	*rest = (*rest)[n:]
	return out
}

const entryBytes = 170 // of a map entry with its key and an empty postings

// weightOf is what a term of so many passages takes on a shelf, in bytes.
func (f *field) weightOf(df int) int {
	switch {
	case df == 0:
		return entryBytes / 3 // they share one
	case f.ranked(df):
		return entryBytes + df + 16*(len(f.norms)/64+1)
	}
	return entryBytes + 3*df
}

func (f *field) ranked(df int) bool { return f.random && df > len(f.norms)/16 }

// put copies a term's postings to the shelf.
func (f *field) put(s *shelf, term string, p *postings) *postings {
	q := f.none
	if p.df() > 0 {
		q = &cutOff(&s.heads, 1, 128)[0]
		*q = *p
		q.starts = append(cutOff(&s.starts, len(p.starts), 2<<10)[:0], p.starts...)
		q.tfs = append(cutOff(&s.tfs, len(p.tfs), 16<<10)[:0], p.tfs...)
		switch {
		case p.ranks != nil: // from another shelf
		case f.ranked(p.df()):
			q.rank(len(f.norms))
		default:
			q.low = append(cutOff(&s.low, len(p.low), 8<<10)[:0], p.low...)
		}
	}
	s.by[strings.Clone(term)] = q // term may be a piece of a long message
	s.weight += f.weightOf(p.df())
	return q
}

// rank trades the document numbers for a bitmap with constant access.
func (p *postings) rank(docs int) {
	p.ranks = make([]rank, docs/64+1)
	for block := range len(p.starts) + 1 {
		from, to := p.block(block)
		for _, low := range p.low[from:to] {
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
}
