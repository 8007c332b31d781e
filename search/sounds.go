package search

import (
	"cmp"
	"slices"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"
)

const (
	familiar   = 3       // passages that must have a pair before a question is respelt with it
	mostSounds = 400_000 // pairs kept, 24 bytes each with their readings: below 12 MB
)

// sounds are the pairs of an index, found by how they sound or by their first character. It is immutable.
type sounds struct {
	read  *readings
	pairs []heard // by characters
	ways  []way   // by key
}

// heard is a pair of characters and in how many passages it occurs.
type heard struct {
	x, y uint16
	df   uint32
}

// way is one way in which a pair may sound.
type way struct {
	key  uint32
	pair uint32 // its place in sounds.pairs
}

// listen reads the pairs of an index.
func listen(r index.IndexReader) (_ *sounds, err error) {
	dict, err := r.FieldDict(fieldPairs)
	if err != nil {
		return nil, err
	}
	s := &sounds{read: pronounced()}
	for {
		e, err := dict.Next()
		if err != nil {
			return nil, err
		}
		if e == nil {
			break
		}
		x, size := utf8.DecodeRuneInString(e.Term)
		y, rest := utf8.DecodeRuneInString(e.Term[size:])
		if e.Count >= familiar && size+rest == len(e.Term) && s.read.of(x)[0] != 0 && s.read.of(y)[0] != 0 {
			s.pairs = append(s.pairs, heard{uint16(x), uint16(y), uint32(min(e.Count, 1<<31))})
		}
	}
	if err := dict.Close(); err != nil {
		return nil, err
	}
	s.arrange()
	return s, nil
}

// arrange keeps the commonest pairs and sorts them.
func (s *sounds) arrange() {
	if len(s.pairs) > mostSounds {
		slices.SortFunc(s.pairs, func(p, q heard) int { return cmp.Compare(q.df, p.df) })
		s.pairs = slices.Clone(s.pairs[:mostSounds])
	}
	slices.SortFunc(s.pairs, heard.compare)
	for i, p := range s.pairs {
		s.read.keys(rune(p.x), rune(p.y), func(key uint32) { s.ways = append(s.ways, way{key, uint32(i)}) })
	}
	slices.SortFunc(s.ways, func(v, w way) int { return cmp.Or(cmp.Compare(v.key, w.key), cmp.Compare(v.pair, w.pair)) })
	s.ways = slices.Clip(slices.Compact(s.ways))
}

func (p heard) compare(q heard) int {
	return cmp.Or(cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
}

// df is in how many passages a pair occurs, 0 when it isn't familiar.
func (s *sounds) df(x, y rune) uint32 {
	if x > lastRead || y > lastRead {
		return 0
	}
	i, ok := slices.BinarySearchFunc(s.pairs, heard{x: uint16(x), y: uint16(y)}, heard.compare)
	if !ok {
		return 0
	}
	return s.pairs[i].df
}

// like calls found with the pairs that sound like x and y.
func (s *sounds) like(x, y rune, found func(heard)) {
	s.read.keys(x, y, func(key uint32) {
		i, _ := slices.BinarySearchFunc(s.ways, key, func(w way, k uint32) int { return cmp.Compare(w.key, k) })
		for ; i < len(s.ways) && s.ways[i].key == key; i++ {
			found(s.pairs[s.ways[i].pair])
		}
	})
}

// after calls found with the pairs that begin with x.
func (s *sounds) after(x rune, found func(heard)) {
	if x > lastRead {
		return
	}
	i, _ := slices.BinarySearchFunc(s.pairs, heard{x: uint16(x)}, heard.compare)
	for ; i < len(s.pairs) && rune(s.pairs[i].x) == x; i++ {
		found(s.pairs[i])
	}
}
