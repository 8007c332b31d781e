package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"shangda/policy"
)

// How answered questions are compared and what they count.
const (
	mostSimilar = 10   // answered questions that vote for their articles
	mostTitles  = 20   // those that vote for their documents
	laterBasis  = 0.5  // of an article that an answer cites after its first
	halfLife    = 365  // days after which a stored link counts half
	fewestLinks = 1000 // below about as many, what articles are asked for says little
)

// links are answered questions, found by their terms, each with the articles that answered it. It is immutable.
type links struct {
	sources  []source
	wordings []wording
	pairs    map[string]answered
	singles  map[string]answered
	words    *translator // nil: none
	prior    []float32   // by subject: how much likelier than others it is asked for, as a logarithm
	scratch  sync.Pool   // *likenesses
}

// source is one answer: to a question of the library in all its wordings, or a stored link.
type source struct {
	doc     int // number of the passage that is the answer itself; none: -1
	to      []target
	day     int   // when, counted from 1970; 0: doesn't age
	citizen int64 // whose choice it was
}

// target is a subject that an answer cites.
type target struct {
	subject uint32
	weight  float32
}

// wording is one way in which a source was asked.
type wording struct {
	source uint32
	norm   float32
}

// answered are the wordings that have a term.
type answered struct {
	idf      float32
	wordings []uint32
}

// lesson is a source in the making.
type lesson struct {
	wordings []string
	source
}

// newLinks arranges lessons for comparison; subjects is how many there are in the index.
func newLinks(lessons []lesson, subjects int) *links {
	l := &links{pairs: map[string]answered{}, singles: map[string]answered{}}
	var cuts []terms
	for _, q := range lessons {
		l.sources = append(l.sources, q.source)
		for _, text := range q.wordings {
			t := analyzeQuery(text)
			if len(t.singles) == 0 {
				continue
			}
			n := uint32(len(l.wordings))
			l.wordings = append(l.wordings, wording{source: uint32(len(l.sources) - 1)})
			cuts = append(cuts, t)
			enter(l.pairs, t.pairs, n)
			enter(l.singles, t.singles, n)
		}
	}
	for _, m := range []map[string]answered{l.pairs, l.singles} {
		for t, a := range m {
			a.idf = float32(idf(float64(len(l.wordings)), float64(len(a.wordings))))
			a.wordings = slices.Clip(a.wordings)
			m[t] = a
		}
	}
	for i, t := range cuts {
		l.wordings[i].norm = l.norm(t)
	}
	l.prior = l.priors(subjects)
	l.scratch.New = func() any {
		return &likenesses{of: make([]float32, len(l.wordings)), best: make([]float32, len(l.sources))}
	}
	return l
}

func enter(m map[string]answered, terms []string, n uint32) {
	for _, t := range terms {
		a := m[t]
		a.wordings = append(a.wordings, n)
		if len(a.wordings) == 1 {
			t = strings.Clone(t) // a piece of a longer text
		}
		m[t] = a
	}
}

// norm is the length of a question's vector of terms; terms never asked before count as the rarest.
func (l *links) norm(t terms) float32 {
	var sum float32
	rarest := float32(idf(float64(len(l.wordings)), 0))
	for _, part := range []struct {
		known map[string]answered
		terms []string
	}{{l.pairs, t.pairs}, {l.singles, t.singles}} {
		for _, x := range part.terms {
			w := rarest
			if a, ok := part.known[x]; ok {
				w = a.idf
			}
			sum += w * w
		}
	}
	return float32(math.Sqrt(float64(sum)))
}

// priors estimate from the links how likely each subject is to be asked for next. By Good and Turing, the share of what was
// asked for once is the chance of something never asked for before; the rest goes by how often a subject was asked for.
// So among many articles those asked for before are preferred, and once most were, the others are not. Only questions that
// somebody asked count: what the library answers on its own says nothing about what is asked for.
func (l *links) priors(subjects int) []float32 {
	out := make([]float32, subjects)
	counts := make([]float64, subjects)
	for _, s := range l.sources {
		if s.doc >= 0 {
			continue
		}
		for _, t := range s.to {
			counts[t.subject]++
		}
	}
	var all, once, never float64
	for _, n := range counts {
		all += n
		switch n {
		case 0:
			never++
		case 1:
			once++
		}
	}
	if all == 0 {
		return out
	}
	fresh := min(max(once/all, 0.5/all), 1-0.5/all)
	trust := all / (all + fewestLinks)
	for i, n := range counts {
		chance := fresh / max(never, 1)
		if n > 0 {
			chance = (1 - fresh) * n / all
		}
		out[i] = float32(trust * math.Log(chance*float64(subjects)))
	}
	return out
}

// likenesses is what one comparison writes to.
type likenesses struct {
	of      []float32 // by wording, zero between comparisons
	best    []float32 // by source, zero between comparisons
	touched []uint32  // wordings
	found   []uint32  // sources
}

// similar is an answer to a question like the one asked.
type similar struct {
	source   uint32
	likeness float32 // 0 to 1: cosine of the terms
}

// similar finds the answers whose questions are most like the one asked, best first.
func (l *links) similar(asked terms, most int) []similar {
	w := l.scratch.Get().(*likenesses)
	defer l.scratch.Put(w)
	w.touched, w.found = w.touched[:0], w.found[:0]
	rarest := float32(idf(float64(len(l.wordings)), 0))
	square := w.compare(l.pairs, asked.pairs, rarest, 0)
	norm := float32(math.Sqrt(float64(w.compare(l.singles, asked.singles, rarest, square))))
	for _, n := range w.touched {
		x := &l.wordings[n]
		if w.best[x.source] == 0 {
			w.found = append(w.found, x.source)
		}
		w.best[x.source] = max(w.best[x.source], w.of[n]/(norm*x.norm))
		w.of[n] = 0
	}
	out := make([]similar, 0, most+1)
	for _, s := range w.found {
		likeness := w.best[s]
		w.best[s] = 0
		if len(out) == most && likeness <= out[most-1].likeness {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, likeness, func(o similar, x float32) int { return cmp.Compare(x, o.likeness) })
		out = slices.Insert(out, at, similar{s, likeness})
		out = out[:min(len(out), most)]
	}
	return out
}

// compare adds up what the wordings have in common with the terms asked, and the square of the question's norm.
func (w *likenesses) compare(known map[string]answered, terms []string, rarest, square float32) float32 {
	for _, t := range terms {
		a, ok := known[t]
		if !ok {
			square += rarest * rarest
			continue
		}
		gain := a.idf * a.idf
		square += gain
		for _, n := range a.wordings {
			if w.of[n] == 0 {
				w.touched = append(w.touched, n)
			}
			w.of[n] += gain
		}
	}
	return square
}

// age is what a link of one day counts on another.
func age(day, on int) float32 {
	if day == 0 || on <= day {
		return 1
	}
	return float32(math.Exp2(-float64(on-day) / halfLife))
}

// dayOf counts days from 1970; 0 for an unknown day.
func dayOf(d policy.Date) int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return int(t.Unix() / (24 * 60 * 60))
}
