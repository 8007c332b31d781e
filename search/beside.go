package search

import (
	"context"
	"maps"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"shangda/policy"
)

// Passages that are searched beside an index: at most, and how many are worth a new index.
const (
	mostBeside = 1000
	manyBeside = 256
)

// indexes are what a view is searched through. Document numbers run on from gen to more.
type indexes struct {
	gen   *generation // nil: nothing to search
	more  *beside     // nil: nothing
	score *scorer     // of both as one
}

// beside is a small index in memory of passages that the one on disk lacks. It is immutable.
type beside struct {
	keys    []string                           // by document number, which begin at 0
	terms   map[string]map[string][]occurrence // by field
	lengths [2][]int
}

// occurrence is how often a term stands in a passage.
type occurrence struct{ doc, times uint32 }

func newBeside(passages []*policy.Passage, keys []string) *beside {
	b := &beside{keys: keys, terms: map[string]map[string][]occurrence{fieldPairs: {}, fieldSingles: {}}}
	for doc, p := range passages {
		t := analyze(indexed(p))
		for f, list := range [2][]string{t.pairs, t.singles} {
			b.lengths[f] = append(b.lengths[f], len(list))
			of := b.terms[[2]string{fieldPairs, fieldSingles}[f]]
			for _, term := range list {
				if at := of[term]; len(at) > 0 && at[len(at)-1].doc == uint32(doc) {
					at[len(at)-1].times++
				} else {
					of[term] = append(at, occurrence{uint32(doc), 1})
				}
			}
		}
	}
	return b
}

// grown adds what an edition has and the indexes lack, as far as there is room; what stands beside already goes first. The
// ranking is that of one index with all the passages in it.
func (x indexes) grown(ed edition) (indexes, error) {
	if x.gen == nil {
		return x, nil
	}
	on := make(map[string]bool, len(x.gen.keys))
	for _, k := range x.gen.keys {
		on[k] = true
	}
	stands := map[string]bool{}
	if x.more != nil {
		for _, k := range x.more.keys {
			stands[k] = true
		}
	}
	var first, then []int // places in the edition
	for i, k := range ed.keys {
		switch {
		case on[k]:
		case stands[k]:
			first = append(first, i)
		default:
			then = append(then, i)
		}
	}
	then = then[:min(len(then), mostBeside-min(len(first), mostBeside))]
	if len(then) == 0 {
		return x, nil
	}
	var passages []*policy.Passage
	var keys []string
	for _, i := range append(first, then...) {
		passages, keys = append(passages, ed.passages[i]), append(keys, ed.keys[i])
	}
	more := newBeside(passages, keys)
	score, err := x.gen.beside(more)
	if err != nil {
		return x, err
	}
	x.gen.score = nil // nobody looks for it again: its memory is the new one's
	return indexes{x.gen, more, score}, nil
}

// alone serves nothing beside the generation, which may be nil.
func (g *generation) alone() indexes {
	if g == nil {
		return indexes{}
	}
	return indexes{gen: g, score: g.score}
}

// beside makes a scorer of the generation and a small index.
func (g *generation) beside(more *beside) (*scorer, error) {
	_, lengths, err := externalIDs(g.reader, len(g.keys))
	if err != nil {
		return nil, err
	}
	for f := range lengths {
		lengths[f] = append(lengths[f], more.lengths[f]...)
	}
	s := newScorer(&joined{g.reader, more, uint64(len(g.keys))}, lengths, chosen)
	return s, s.warm()
}

// joined reads an index and a small one beside it as if they were one.
type joined struct {
	*reader
	more *beside
	from uint64 // the first document number of more
}

// TermFieldReader reads a term's passages by rising number. The frequencies are there, whatever is asked for.
func (j *joined) TermFieldReader(ctx context.Context, term []byte, field string, freq, norm, vectors bool) (index.TermFieldReader, error) {
	r, err := j.reader.TermFieldReader(ctx, term, field, freq, norm, vectors)
	return &joinedTerm{r, j.more.terms[field][string(term)], j.from}, err
}

type joinedTerm struct {
	index.TermFieldReader
	more []occurrence
	from uint64
}

func (t *joinedTerm) Count() uint64 { return t.TermFieldReader.Count() + uint64(len(t.more)) }

func (t *joinedTerm) Next(into *index.TermFieldDoc) (*index.TermFieldDoc, error) {
	if d, err := t.TermFieldReader.Next(into); d != nil || err != nil || len(t.more) == 0 {
		return d, err
	}
	if into == nil {
		into = &index.TermFieldDoc{}
	}
	o := t.more[0]
	t.more = t.more[1:]
	into.ID = index.NewIndexInternalID(into.ID, t.from+uint64(o.doc))
	into.Freq = uint64(o.times)
	return into, nil
}

// FieldDict lists the terms of both, those that only the small one has at the end.
func (j *joined) FieldDict(field string) (index.FieldDict, error) {
	d, err := j.reader.FieldDict(field)
	return &joinedDict{FieldDict: d, left: maps.Clone(j.more.terms[field])}, err
}

type joinedDict struct {
	index.FieldDict
	left map[string][]occurrence // terms not listed yet
	end  []string                // those that are listed at the end, last first; nil before
}

func (d *joinedDict) Next() (*index.DictEntry, error) {
	if d.end == nil {
		e, err := d.FieldDict.Next()
		if err != nil {
			return nil, err
		}
		if e != nil {
			e.Count += uint64(len(d.left[e.Term]))
			delete(d.left, e.Term)
			return e, nil
		}
		d.end = slices.AppendSeq([]string{}, maps.Keys(d.left))
		slices.SortFunc(d.end, func(x, y string) int { return strings.Compare(y, x) })
	}
	if len(d.end) == 0 {
		return nil, nil
	}
	term := d.end[len(d.end)-1]
	d.end = d.end[:len(d.end)-1]
	return &index.DictEntry{Term: term, Count: uint64(len(d.left[term]))}, nil
}
