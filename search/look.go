package search

import (
	"slices"

	"shangda/policy"
)

// looked is how many of the best candidates get a closer look.
const looked = 30

// look takes a closer look at the best candidates and orders them anew. A term that few of them have sets them apart, however
// common it is elsewhere; and a text that is worded as an answer to such a question, near the question's own words, rather
// answers it. It decides between articles: which passage speaks for an article stays as it was. at are the passages by document
// number.
func (s *scorer) look(r *ranking, question string, asked terms, at []*policy.Passage) {
	var room [looked]float32
	list := r.best[:min(looked, len(r.best))]
	more := room[:len(list)]
	setApart(more, list, r.pairs, s.weights.Apart)
	setApart(more, list, r.singles, s.weights.Apart)
	if s.weights.Form != 0 && len(asked.pairs) <= mostTerms { // a longer story is of every form
		if w := shapeOf(question, asked.pairs); w.forms != 0 {
			for i, c := range list {
				if p := at[c.doc]; p != nil {
					more[i] += s.weights.Form * w.in(p.Text)
				}
			}
		}
	}
	for i := range list {
		list[i].score += most(more, list, at, at[list[i].doc])
	}
	slices.SortFunc(r.best, better)
}

// most is the highest of what the candidates gained that cite the same article as p.
func most(more []float32, list []candidate, at []*policy.Passage, p *policy.Passage) (most float32) {
	for i, c := range list {
		o := at[c.doc]
		if o == p || o != nil && p != nil && p.Article != "" && o.Article == p.Article && o.Title == p.Title {
			most = max(most, more[i])
		}
	}
	return most
}

// setApart counts terms again, by their rarity among the candidates.
func setApart(more []float32, list []candidate, terms []*postings, weight float32) {
	var room [looked]float32
	gains := room[:len(list)]
	for _, p := range terms {
		having := 0.0
		for i, c := range list {
			if gains[i] = p.gain(c.doc); gains[i] > 0 {
				having++
			}
		}
		if having == 0 {
			continue
		}
		again := weight * float32(idf(float64(len(list)), having)) * p.of.curve.most() / p.scale
		for i, gain := range gains {
			more[i] += again * gain
		}
	}
}
