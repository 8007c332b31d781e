package search

import (
	"slices"

	"shangda/policy"
)

// subjects number what passages cite: an article, and a Q&A entry or guide that cites it first, are of one subject.
type subjects struct {
	of     []uint32                // by document number
	number map[policy.Basis]uint32 // by citation
	title  []uint32                // by subject: number of its document's title
	docs   [][]uint32              // by subject
}

func newSubjects(at []*policy.Passage) *subjects {
	s := &subjects{of: make([]uint32, len(at)), number: make(map[policy.Basis]uint32, len(at))}
	titles := map[string]uint32{}
	for doc, p := range at {
		var cited policy.Basis
		if p != nil {
			cited = policy.Basis{Title: p.Title, Article: p.Article}
		}
		n, ok := s.number[cited]
		if !ok {
			n = uint32(len(s.docs))
			s.number[cited] = n
			title, known := titles[cited.Title]
			if !known {
				title = uint32(len(titles))
				titles[cited.Title] = title
			}
			s.title, s.docs = append(s.title, title), append(s.docs, nil)
		}
		s.of[doc] = n
		s.docs[n] = append(s.docs[n], uint32(doc))
	}
	return s
}

// votes are what answered questions say about one that is asked.
type votes struct {
	weights  Weights
	known    *subjects
	prior    []float32          // by subject
	subjects map[uint32]float32 // likeness of the questions they answered
	titles   map[uint32]float32 // the same by number of title
	likest   map[uint32]float32 // by subject: likeness of the likest question that it answered
	answers  map[uint32]float32 // by document number: likeness to the question that the passage itself answers
}

// vote asks the answered questions most like the one asked. Nil links say nothing.
func (l *links) vote(asked terms, known *subjects, w Weights, day int) *votes {
	if l == nil || len(l.sources) == 0 {
		return nil
	}
	v := &votes{
		weights: w, known: known, prior: l.prior,
		subjects: map[uint32]float32{}, titles: map[uint32]float32{}, likest: map[uint32]float32{}, answers: map[uint32]float32{},
	}
	for i, s := range l.similar(asked, mostTitles) {
		from := &l.sources[s.source]
		likeness := s.likeness * age(from.day, day)
		if from.doc >= 0 {
			v.answers[uint32(from.doc)] = max(v.answers[uint32(from.doc)], likeness)
		}
		var whole float32
		for _, t := range from.to {
			whole += t.weight
		}
		for _, t := range from.to {
			if i < mostSimilar {
				v.subjects[t.subject] += t.weight * likeness
				v.likest[t.subject] = max(v.likest[t.subject], likeness)
			}
			v.titles[known.title[t.subject]] += t.weight / whole * likeness
		}
	}
	return v
}

// join adds the passages that were voted for and that words alone did not find.
func (v *votes) join(list []candidate, sums []float32, standings []standing) []candidate {
	if v == nil {
		return list
	}
	found := make(map[uint32]bool, len(list))
	for _, c := range list {
		found[c.doc] = true
	}
	for subject := range v.subjects {
		for _, doc := range v.known.docs[subject] {
			if !found[doc] && standings[doc] == inForce {
				list = append(list, candidate{doc: doc, text: sums[doc]})
			}
		}
	}
	return list
}

// weigh adds the votes to the candidates' scores.
func (v *votes) weigh(list []candidate) {
	if v == nil {
		return
	}
	for i := range list {
		c := &list[i]
		subject := v.known.of[c.doc]
		c.score += v.weights.Similar*(v.subjects[subject]+v.answers[c.doc]) +
			v.weights.Title*v.titles[v.known.title[subject]] + v.weights.Prior*v.prior[subject]
	}
}

// own is the likeness of the question to the likest one that a passage itself answers.
func (v *votes) own(doc uint32) float64 {
	if v == nil {
		return 0
	}
	return float64(v.answers[doc])
}

// likeness of the question to the likest one that a passage or its article answered.
func (v *votes) likeness(doc uint32) float64 {
	if v == nil {
		return 0
	}
	return float64(max(v.answers[doc], v.likest[v.known.of[doc]]))
}

// mostChoices is how many choices of citizens are looked at for one question, and how many citizens' agreement counts.
const (
	mostChoices    = 200
	fewestCitizens = 3
	mostCitizens   = 10
	chosenFor      = 0.5 // likeness from which a choice was made for the same question
)

// agreed says for each subject how much the citizens agree who chose it after a question like this one: 0 below three of
// them. One citizen counts once, whatever they chose how often.
func (l *links) agreed(asked terms, day int) map[uint32]float32 {
	if l == nil || len(l.sources) == 0 {
		return nil
	}
	type voice struct {
		subject uint32
		citizen int64
	}
	voices := map[voice]float32{}
	for _, s := range l.similar(asked, mostChoices) {
		from := &l.sources[s.source]
		if s.likeness < chosenFor {
			break
		}
		for _, t := range from.to {
			k := voice{t.subject, from.citizen}
			voices[k] = max(voices[k], s.likeness*age(from.day, day))
		}
	}
	said := map[uint32][]float32{}
	for k, weight := range voices {
		said[k.subject] = append(said[k.subject], weight)
	}
	out := map[uint32]float32{}
	for subject, weights := range said {
		if len(weights) < fewestCitizens {
			continue
		}
		slices.Sort(weights)
		slices.Reverse(weights)
		for _, w := range weights[:min(len(weights), mostCitizens)] {
			out[subject] += w
		}
	}
	return out
}
