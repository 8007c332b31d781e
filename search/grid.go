package search

import (
	"cmp"
	"context"
	"slices"
)

// dev is the split by whose questions weights are chosen.
const dev = "dev"

// Trial is what one choice of weights reached, on the development questions and on the rest.
type Trial struct {
	Weights Weights
	Dev     Reached
	Rest    Reached
}

// Grid tries weights around the chosen ones, best on the development questions first: those of the closer look, and
// without links those of the words, with links those of the links, one at a time.
func (b *Benchmark) Grid(ctx context.Context) ([]Trial, error) {
	_, lengths, err := externalIDs(b.gen.reader, len(b.gen.keys))
	if err != nil {
		return nil, err
	}
	var out []Trial
	for _, w := range b.around(chosen) {
		places, _, err := b.ask(ctx, newScorer(b.gen.reader, lengths, w))
		if err != nil {
			return nil, err
		}
		own, rest := b.divide(places)
		t := Trial{Weights: w, Dev: reached(own), Rest: reached(rest)}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(x, y Trial) int { return cmp.Compare(y.Dev.worth(), x.Dev.worth()) })
	return out, nil
}

// worth is what the grid goes by.
func (r Reached) worth() float64 { return r.MRRAt10 + (r.RecallAt1+r.RecallAt10)/2 }

func (b *Benchmark) around(w Weights) (out []Weights) {
	closer := w
	for _, closer.Apart = range []float32{0, 0.2, 0.3, 0.4, 0.6} {
		for _, closer.Form = range []float32{0, 10, 20, 30, 40} {
			out = append(out, closer)
		}
	}
	if b.subjects == nil {
		for _, w.Pairs.K1 = range []float32{0.6, 1.2} {
			for _, w.Pairs.B = range []float32{0.75, 1} {
				for _, w.Singles.Weight = range []float32{1, 1.3, 1.6, 2} {
					for _, w.Singles.K1 = range []float32{1.2, 2} {
						for _, w.Singles.B = range []float32{0.75, 1} {
							out = append(out, w)
						}
					}
				}
			}
		}
		return out
	}
	for _, of := range []struct {
		weight *float32
		values []float32
	}{
		{&w.Similar, []float32{0, 4, 6, 9, 13}},
		{&w.Title, []float32{0, 3, 5, 9}},
		{&w.Near, []float32{0, 5, 9, 13}},
		{&w.Prior, []float32{0, 9, 13, 18, 22}},
		{&w.Translated, []float32{0, 1, 1.5, 2, 3}},
	} {
		was := *of.weight
		for _, *of.weight = range of.values {
			if *of.weight != was {
				out = append(out, w)
			}
		}
		*of.weight = was
	}
	return out
}
