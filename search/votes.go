package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"shangda/policy"
)

// subjects number what passages cite: an article, and a Q&A entry or guide that cites it first, are of one subject.
type subjects struct {
	of     []uint32                // by document number
	number map[policy.Basis]uint32 // by citation
	title  []uint32                // by subject: number of its document's title
	place  []int32                 // by subject: number of the article in its document, 0 where it has none
	at     []*policy.Passage       // by document number
	titles int                     // how many there are
	starts []uint32                // by subject: where its document numbers begin in docs; then the end
	docs   []uint32                // by subject, then rising
	votes  sync.Pool               // *votes that are not in use
}

func newSubjects(at []*policy.Passage) *subjects {
	s := &subjects{at: at, of: make([]uint32, len(at)), number: make(map[policy.Basis]uint32, len(at))}
	titles := map[string]uint32{}
	for doc, p := range at {
		var cited policy.Basis
		if p != nil {
			cited = policy.Basis{Title: p.Title, Article: p.Article}
		}
		n, ok := s.number[cited]
		if !ok {
			n = uint32(len(s.title))
			s.number[cited] = n
			title, known := titles[cited.Title]
			if !known {
				title = uint32(len(titles))
				titles[cited.Title] = title
			}
			s.title, s.place = append(s.title, title), append(s.place, placeOf(cited.Article))
		}
		s.of[doc] = n
	}
	s.titles, s.title, s.place = len(titles), slices.Clip(s.title), slices.Clip(s.place)
	s.gather()
	return s
}

// gather lists the document numbers of every subject.
func (s *subjects) gather() {
	s.starts, s.docs = make([]uint32, s.count()+1), make([]uint32, len(s.of))
	for _, n := range s.of {
		s.starts[n+1]++
	}
	for n := range s.count() {
		s.starts[n+1] += s.starts[n]
	}
	next := slices.Clone(s.starts)
	for doc, n := range s.of {
		s.docs[next[n]] = uint32(doc)
		next[n]++
	}
}

// count is how many subjects there are.
func (s *subjects) count() int { return len(s.title) }

// passages are the document numbers of a subject, rising.
func (s *subjects) passages(subject uint32) []uint32 {
	return s.docs[s.starts[subject]:s.starts[subject+1]]
}

// votes are what answered questions say about one that is asked, until they are released.
type votes struct {
	weights  Weights
	known    *subjects
	prior    []float32 // by subject
	subjects tally     // likeness of the questions they answered
	asked    tally     // of them what people asked, not what the library answers on its own
	titles   tally     // as subjects by number of title
	likest   tally     // by subject: likeness of the likest question that it answered
	answers  tally     // by document number: likeness to the question that the passage itself answers
	words    *translation
	from     *sync.Pool
}

// tally counts by number, of which most stay zero.
type tally struct {
	of      []float32
	touched []uint32
}

func newTally(n int) tally { return tally{of: make([]float32, n)} }

func (t *tally) add(n uint32, x float32) {
	if t.of[n] == 0 && x != 0 {
		t.touched = append(t.touched, n)
	}
	t.of[n] += x
}

func (t *tally) raise(n uint32, x float32) {
	if x > t.of[n] {
		t.add(n, x)
		t.of[n] = x
	}
}

func (t *tally) clear() {
	for _, n := range t.touched {
		t.of[n] = 0
	}
	t.touched = t.touched[:0]
}

// release lets the next question use the memory.
func (v *votes) release() {
	if v == nil {
		return
	}
	for _, t := range []*tally{&v.subjects, &v.asked, &v.titles, &v.likest, &v.answers} {
		t.clear()
	}
	if v.words != nil {
		v.words.release()
		v.words = nil
	}
	v.from.Put(v)
}

// vote asks the answered questions most like the one asked. Nil links say nothing.
// text is the question, normalized.
func (l *links) vote(text string, asked terms, known *subjects, w Weights, day int) *votes {
	if l == nil || len(l.sources) == 0 {
		return nil
	}
	v, ok := known.votes.Get().(*votes)
	if !ok {
		v = &votes{
			known: known, from: &known.votes, subjects: newTally(known.count()), asked: newTally(known.count()), likest: newTally(known.count()),
			titles: newTally(known.titles), answers: newTally(len(known.of)),
		}
	}
	v.weights, v.prior = w, l.prior
	if l.words != nil && w.Translated > 0 {
		v.words = l.words.translate(text)
	}
	for i, s := range l.similar(asked, mostTitles) {
		from := &l.sources[s.source]
		likeness := s.likeness * age(from.day, day)
		if from.doc >= 0 {
			v.answers.raise(uint32(from.doc), likeness)
		}
		var whole float32
		for _, t := range from.to {
			whole += t.weight
		}
		for _, t := range from.to {
			if i < mostSimilar {
				v.subjects.add(t.subject, t.weight*likeness)
				v.likest.raise(t.subject, likeness)
				if from.doc < 0 {
					v.asked.add(t.subject, t.weight*likeness)
				}
			}
			share := t.weight / whole * likeness
			if from.doc >= 0 {
				share *= ownTitle
			}
			v.titles.add(known.title[t.subject], share)
		}
	}
	return v
}

// join adds the passages that were voted for and that words alone did not find, which list tells by rising number.
func (v *votes) join(list []candidate, sums []float32, standings []standing) []candidate {
	if v == nil {
		return list
	}
	found := list
	for _, subject := range v.subjects.touched {
		for _, doc := range v.known.passages(subject) {
			if standings[doc] != inForce {
				continue
			}
			if _, ok := slices.BinarySearchFunc(found, doc, func(c candidate, doc uint32) int { return cmp.Compare(c.doc, doc) }); !ok {
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
		c.score += v.weights.Similar*(v.subjects.of[subject]+v.answers.of[c.doc]) + v.weights.Near*v.near(subject) +
			v.weights.Title*v.titles.of[v.known.title[subject]] + v.weights.Prior*v.prior[subject]
	}
	if v.words == nil {
		return
	}
	slices.SortFunc(list, better)
	for i := range list[:min(mostTranslated, len(list))] {
		c := &list[i]
		if p := v.known.at[c.doc]; p != nil {
			c.score += v.weights.Translated * v.words.of(p.Title, p.Article, p.Heading, p.Text)
		}
	}
}

const (
	ownTitle       = 2  // of a vote for a document by the library's own question: it was written for it
	mostTranslated = 48 // candidates that are weighed by translation
	near           = 10 // articles away, where a vote for an article counts exp(-1)
)

// near adds up what was asked of the articles around a subject's: what belongs together stands together.
func (v *votes) near(subject uint32) (sum float32) {
	title, place := v.known.title[subject], v.known.place[subject]
	if place == 0 {
		return 0
	}
	for _, other := range v.asked.touched {
		if other != subject && v.known.title[other] == title && v.known.place[other] != 0 {
			away := max(place, v.known.place[other]) - min(place, v.known.place[other])
			sum += v.asked.of[other] * float32(math.Exp(-float64(away)/near))
		}
	}
	return sum
}

// placeOf is the number of an article in its document, 0 when it is known by a heading.
func placeOf(article string) int32 {
	rest, ok := strings.CutPrefix(article, "第")
	if !ok {
		return 0
	}
	number, _, _ := strings.Cut(rest, "条")
	n, _ := valueOf(number)
	return int32(n)
}

// own is the likeness of the question to the likest one that a passage itself answers.
func (v *votes) own(doc uint32) float64 {
	if v == nil {
		return 0
	}
	return float64(v.answers.of[doc])
}

// likeness of the question to the likest one that a passage or its article answered.
func (v *votes) likeness(doc uint32) float64 {
	if v == nil {
		return 0
	}
	return float64(max(v.answers.of[doc], v.likest.of[v.known.of[doc]]))
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
