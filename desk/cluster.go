package desk

import (
	"cmp"
	"slices"
	"time"
	"unicode"
)

// Asked is a question that got no answer.
type Asked struct {
	Exchange int64
	Text     string // masked
	Why      string // none, choose or unhelpful
	At       time.Time
}

// Cluster is a group of questions that ask alike.
type Cluster struct {
	Questions []Asked // as they were given; the first stands for all
	Months    []int   // how many in each of the last months, the present one last
}

// alike is the share of common character pairs (Dice) from which two questions count as one.
const alike = 0.5

// Clusters groups questions by likeness to the first of each group, largest group first, and counts each group by month.
// now is in the last of the months.
func Clusters(asked []Asked, months int, now time.Time) []Cluster {
	var out []Cluster
	var sizes []int               // distinct pairs of each group's first question
	groups := map[[2]rune][]int{} // pair → groups whose first question has it
	for _, a := range asked {
		own := pairsOf(a.Text)
		if len(own) == 0 {
			continue
		}
		common := map[int]int{}
		for _, p := range own {
			for _, g := range groups[p] {
				common[g]++
			}
		}
		best, most := -1, 0.0
		for g, n := range common {
			likeness := 2 * float64(n) / float64(len(own)+sizes[g])
			if likeness >= alike && (likeness > most || likeness == most && g < best) {
				best, most = g, likeness
			}
		}
		if best < 0 {
			best = len(out)
			out, sizes = append(out, Cluster{Months: make([]int, months)}), append(sizes, len(own))
			for _, p := range own {
				groups[p] = append(groups[p], best)
			}
		}
		c := &out[best]
		c.Questions = append(c.Questions, a)
		if at := months - 1 - monthsBetween(a.At, now); at >= 0 && at < months {
			c.Months[at]++
		}
	}
	slices.SortStableFunc(out, func(a, b Cluster) int { return cmp.Compare(len(b.Questions), len(a.Questions)) })
	return out
}

func monthsBetween(from, to time.Time) int {
	a, b := from.In(zone), to.In(zone)
	return (b.Year()-a.Year())*12 + int(b.Month()-a.Month())
}

// pairsOf are the distinct pairs of neighbouring letters, digits left out: they are never what a question is about, and
// may be part of a masked number.
func pairsOf(s string) [][2]rune {
	var letters []rune
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	var out [][2]rune
	for i := 0; i+1 < len(letters); i++ {
		if p := [2]rune{letters[i], letters[i+1]}; !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// Wordings are the different texts of the questions, most frequent first, at most limit.
func (c *Cluster) Wordings(limit int) []string {
	count, first := map[string]int{}, map[string]int{}
	var out []string
	for i, q := range c.Questions {
		if count[q.Text]++; count[q.Text] == 1 {
			first[q.Text] = i
			out = append(out, q.Text)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(first[a], first[b])) })
	return out[:min(limit, len(out))]
}
