package search

import (
	"math"
	"slices"

	"shangda/desk"
)

// Features say how well a passage answers a question, each from 0 to 1.
type Features struct {
	Pairs    float64 // share of the question's pairs that the passage has, by idf; unknown pairs weigh most
	Singles  float64 // the same of single characters
	Attained float64 // score, of the highest that any passage could reach
	Lead     float64 // distance to the next hit, of the own score
	Asked    float64 // likeness to a question that this article answered before
	Length   float64 // of the question: 1 from twelve characters on
	Subject  float64 // share of what the question names that the passage speaks of, by idf
	Sole     bool    // the question names one thing, so that a passage which doesn't speak of it is about another
}

// Thresholds of confidence.
const (
	answerAt = 0.50
	chooseAt = 0.22
	likeness = 0.85 // Features.Asked of a question asked before
	named    = 0.25 // Features.Subject from which a passage may answer: below, it speaks of something else
	aside    = 0.5  // what the confidence is worth when the passage names nothing of the subject
)

// Confidence is the chance that the passage answers the question: a logistic model. Below chooseAt a question is better
// refused, above answerAt the passage alone is shown. `go test ./search -run Calibrated -fit` fits the weights; the figures
// stand in docs/decisions/0005-confidence.md. The rule about another subject may be worded just like the question; it never
// answers alone.
func (f Features) Confidence() float64 {
	z := -4.9 + 1.5*f.Pairs + f.Singles + 1.1*f.Attained + 4.2*f.Lead + 2.9*f.Length
	if f.Asked >= likeness {
		return 1 / (1 + math.Exp(-max(z, 3)))
	}
	p := 1 / (1 + math.Exp(-z))
	switch {
	case f.stranger():
		return p * aside
	case f.Subject < named:
		return min(p, answerAt-0.01)
	}
	return p
}

// stranger says that the passage is about something else than the one thing which the question names.
func (f Features) stranger() bool { return f.Sole && f.Subject == 0 }

// shown is how many candidates a choice has.
const shown = 3

// decide: answer when the best hit is sure, choose when one of the first may be right, else none.
func decide(hits []Hit) desk.Outcome {
	switch {
	case !slices.ContainsFunc(hits[:min(shown, len(hits))], func(h Hit) bool { return h.Confidence >= chooseAt }):
		return desk.OutcomeNone
	case hits[0].Confidence < answerAt:
		return desk.OutcomeChoose
	}
	return desk.OutcomeAnswer
}

// features of one candidate, all but Lead.
func (w *weigher) features(c candidate) Features {
	f := Features{
		Pairs:   covered(w.ranking.pairs, c.doc),
		Singles: covered(w.ranking.singles, c.doc),
		Length:  min(1, float64(len(w.asked.singles))/12),
	}
	if w.highest > 0 {
		f.Attained = float64(c.text) / w.highest
	}
	f.Asked = w.votes.likeness(c.doc)
	f.Subject, f.Sole = w.about.in(c.doc), w.about.sole
	return f
}

func covered(lists []*postings, doc uint32) float64 {
	var has, all float32
	for _, p := range lists {
		all += p.idf
		if p.gain(doc) > 0 {
			has += p.idf
		}
	}
	if all == 0 {
		return 0
	}
	return float64(has / all)
}
