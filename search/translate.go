package search

import (
	"math"
	"slices"
	"sync"
	"unicode/utf8"
)

// translator knows from answered questions which words of articles answer which words of questions: who asks for a 商号 is
// answered by articles of 名称. It is IBM's model 1, which explains each term of a question by the terms of the article that
// answered it. It is immutable.
type translator struct {
	level
	rows    map[uint64]uint32 // by term of questions
	columns map[uint64]uint32 // by term of articles
	starts  []uint32          // by row, where its lifts begin; then the end
	lifts   []lift
	scratch sync.Pool // *translation
}

// level is how a translator cuts texts: how many neighbouring Han characters make a term.
type level struct {
	asked, said int
	strength    float32 // how much many lifts at once count
}

// lift is how many times likelier a term is asked where the article has the column's than anywhere, less one, times what
// the column's term tells by its rarity.
type lift struct {
	column uint32
	gain   float32
}

// answeredBy is a question in all its wordings, which together count as one, with the texts of the articles that answered it.
type answeredBy struct {
	wordings []string
	texts    []string
}

const (
	rounds      = 5  // of expectation and maximization
	doubt       = 3  // times that a term of articles was seen elsewhere, before it is believed
	fewestAsked = 2  // questions with a term, for it to be learned
	leastLift   = .5 // below it a lift is forgotten
)

// each calls found with every n neighbouring Han characters.
func each(text string, n int, found func(term uint64)) {
	var term uint64
	run := 0
	for _, r := range text {
		if r < utf8.RuneSelf || !isHan(r) {
			run = 0
			continue
		}
		term = (term<<21 | uint64(r)) & (1<<(21*n) - 1)
		if run++; run >= n {
			found(term)
		}
	}
}

// enrol numbers the distinct terms of a text, new ones on.
func enrol(in map[uint64]uint32, text string, n int) []uint32 {
	var out []uint32
	each(text, n, func(term uint64) {
		at, ok := in[term]
		if !ok {
			at = uint32(len(in))
			in[term] = at
		}
		out = append(out, at)
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// use is an article that answered a question.
type use struct {
	text   uint32
	weight float32 // all articles of a question weigh 1
}

// newTranslator learns from answered questions, whose wordings are normalized.
func newTranslator(of level, answered []answeredBy) *translator {
	t := &translator{level: of, rows: map[uint64]uint32{}, columns: map[uint64]uint32{}}
	known := map[string]uint32{}
	var texts [][]uint32 // columns of each distinct text
	var uses [][]use     // by row
	var asked []float32  // by row: questions
	for _, q := range answered {
		var from []uint32 // the texts
		for _, text := range q.texts {
			at, ok := known[text]
			if !ok {
				at = uint32(len(texts))
				known[text] = at
				texts = append(texts, enrol(t.columns, text, t.said))
			}
			from = append(from, at)
		}
		share := 1 / float32(len(q.wordings))
		for _, wording := range q.wordings {
			rows := enrol(t.rows, wording, t.asked)
			uses = append(uses, make([][]use, len(t.rows)-len(uses))...)
			asked = append(asked, make([]float32, len(t.rows)-len(asked))...)
			for _, r := range rows {
				asked[r] += share
				for _, at := range from {
					uses[r] = append(uses[r], use{at, share / float32(len(from))})
				}
			}
		}
	}
	all := float32(0)
	for _, n := range asked {
		all += n
	}
	s := school{texts: texts, rows: make([]askedFor, len(uses))}
	for r := range uses {
		s.rows[r].chance = (asked[r] + 0.5) / (all + 0.5*float32(len(uses)))
		if asked[r] >= fewestAsked {
			s.rows[r].uses = uses[r]
		}
	}
	s.learn(len(t.columns))
	t.keep(&s)
	t.scratch.New = func() any { return &translation{t: t, heads: make([]uint32, len(t.columns))} }
	return t
}

// school is a translator in the making.
type school struct {
	texts [][]uint32
	rows  []askedFor
}

// askedFor is a term of questions: where it was asked, and what explains it.
type askedFor struct {
	uses    []use
	chance  float32 // of being asked, whatever the article
	columns []uint32
	values  []float32 // by columns: chance of being asked where an article has the term
	nothing float32   // the same by no term of the article
}

func (s *school) learn(columns int) {
	explained := make([]float32, columns) // a row's values, zero between rows
	counts := make([]float32, columns)    // likewise
	totals := make([]float32, columns)
	for i := range s.rows {
		s.rows[i].begin(s.texts, counts)
	}
	for range rounds {
		clear(totals)
		var nothing float32
		for i := range s.rows {
			nothing += s.rows[i].explain(s.texts, explained, counts, totals)
		}
		for i := range s.rows {
			r := &s.rows[i]
			for k, c := range r.columns {
				r.values[k] = (r.values[k] + doubt*r.chance) / (totals[c] + doubt)
			}
			r.nothing = (r.nothing + doubt*r.chance) / (nothing + doubt)
		}
	}
}

// begin gathers the terms that may explain the row: those of all articles that answered where it was asked.
func (r *askedFor) begin(texts [][]uint32, seen []float32) {
	for _, u := range r.uses {
		for _, c := range texts[u.text] {
			if seen[c] == 0 {
				seen[c] = 1
				r.columns = append(r.columns, c)
			}
		}
	}
	r.values, r.nothing = slices.Repeat([]float32{r.chance}, len(r.columns)), r.chance
	for _, c := range r.columns {
		seen[c] = 0
	}
}

// explain shares every use of the row among the terms of its article, adds the shares to totals and leaves them in values.
// It returns what nothing explains.
func (r *askedFor) explain(texts [][]uint32, explained, counts, totals []float32) float32 {
	for k, c := range r.columns {
		explained[c] = r.values[k]
	}
	nothing := float32(0)
	for _, u := range r.uses {
		sum := r.nothing
		for _, c := range texts[u.text] {
			sum += explained[c]
		}
		share := u.weight / sum
		nothing += share * r.nothing
		for _, c := range texts[u.text] {
			counts[c] += share * explained[c]
		}
	}
	for k, c := range r.columns {
		r.values[k] = counts[c]
		totals[c] += counts[c]
		counts[c], explained[c] = 0, 0
	}
	r.nothing = nothing
	return nothing
}

// keep takes over what was learned and forgets what says little.
func (t *translator) keep(s *school) {
	found := make([]int, len(t.columns)) // articles with the term
	for _, columns := range s.texts {
		for _, c := range columns {
			found[c]++
		}
	}
	t.starts = make([]uint32, 1, len(s.rows)+1)
	for i := range s.rows {
		r := &s.rows[i]
		for k, c := range r.columns {
			if more := r.values[k]/r.chance - 1; more > leastLift {
				t.lifts = append(t.lifts, lift{c, more * float32(math.Log(float64(len(s.texts)+1)/(float64(found[c])+0.5)))})
			}
		}
		t.starts = append(t.starts, uint32(len(t.lifts)))
	}
	t.lifts = slices.Clip(t.lifts)
}

// translation is a question in the words of articles.
type translation struct {
	t      *translator
	heads  []uint32 // by column: its newest wish, counted from 1; zero between questions
	wishes []wish
	sums   []float32 // by term of the question, zero between texts
}

// wish is a lift of the question's, in the list of its column.
type wish struct {
	lift
	term, next uint32
}

// translate prepares a normalized question. The caller releases the translation.
func (t *translator) translate(question string) *translation {
	x := t.scratch.Get().(*translation)
	x.sums = x.sums[:0]
	var done [64]uint32
	rows := done[:0]
	each(question, t.asked, func(term uint64) {
		r, ok := t.rows[term]
		if !ok || len(rows) == len(done) || slices.Contains(rows, r) {
			return
		}
		rows = append(rows, r)
		x.sums = append(x.sums, 0)
		for _, l := range t.lifts[t.starts[r]:t.starts[r+1]] {
			x.wishes = append(x.wishes, wish{l, uint32(len(rows) - 1), x.heads[l.column]})
			x.heads[l.column] = uint32(len(x.wishes))
		}
	})
	return x
}

// of adds up how much likelier the question's terms are asked of an article with these texts, as a logarithm.
func (x *translation) of(texts ...string) float32 {
	n := 0
	for _, text := range texts {
		each(text, x.t.said, func(term uint64) {
			n++
			c, ok := x.t.columns[term]
			if !ok {
				return
			}
			for at := x.heads[c]; at != 0; at = x.wishes[at-1].next {
				x.sums[x.wishes[at-1].term] += x.wishes[at-1].gain
			}
		})
	}
	var sum float64
	for i, s := range x.sums {
		sum += math.Log1p(float64(x.t.strength * s / float32(max(n, 1))))
		x.sums[i] = 0
	}
	return float32(sum)
}

func (x *translation) release() {
	for _, w := range x.wishes {
		x.heads[w.column] = 0
	}
	x.wishes = x.wishes[:0]
	x.t.scratch.Put(x)
}
