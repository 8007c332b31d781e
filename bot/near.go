package bot

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"shangda/policy"
)

// emptyTerms are pairs that a sentence has for its form: they say nothing about its subject.
var formWords = compile(`请问|那么?|如果|要是|假如|万一|这个|这种|那个|那种|什么时候|什么|怎么办?|怎样|如何|多少|多久|多长时间|哪些|哪里|哪个|几天|是不是|能不能|可不可以|要不要|有没有|可以|需要|应该|现在|还是|的话|的时候|一下|我们?|你们?|您|咱们?|他们?|她|它|呢|吗|么|啊|呀|吧|了|的|行不行|行吗|会|要|能|最|又|还|都|也|就|对|去|来|里面?|说|问|被|给|把|后`)

// termsOf cuts what a sentence is about into pairs of neighbouring characters, and single ones that stand alone.
func termsOf(s string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(formWords.ReplaceAllString(s, " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		r := []rune(strings.ToLower(word))
		if r[0] < unicode.MaxLatin1 || len(r) == 1 {
			out = append(out, string(r))
			continue
		}
		for i := 0; i+1 < len(r); i++ {
			out = append(out, string(r[i:i+2]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// nearness weighs terms by how few of some passages have them.
type nearness struct {
	terms  []string
	weight []float64
	all    float64
}

func newNearness(terms []string, among []*policy.Passage) *nearness {
	n := &nearness{terms: terms, weight: make([]float64, len(terms))}
	for i, term := range terms {
		has := 0
		for _, p := range among {
			if holds(p, term) {
				has++
			}
		}
		n.weight[i] = math.Log(1 + (float64(len(among)-has)+0.5)/(float64(has)+0.5))
		n.all += n.weight[i]
	}
	return n
}

func holds(p *policy.Passage, term string) bool {
	return strings.Contains(p.Text, term) || strings.Contains(p.Asked, term) || strings.Contains(p.Heading, term)
}

// of is the share of the terms that a passage has, by weight; a long passage has more by chance and gets less.
func (n *nearness) of(p *policy.Passage) float64 {
	if n.all == 0 {
		return 0
	}
	sum := 0.0
	for i, term := range n.terms {
		if holds(p, term) {
			sum += n.weight[i]
		}
	}
	return sum / n.all / (1 + float64(len(p.Text))/6000)
}

// closest are the passages of one item most like a text, best first, without those that share nothing with it.
func (t *turn) closest(itemID string, terms []string) []*policy.Passage {
	of := t.Search.Library().PassagesOf(itemID)
	all := make([]*policy.Passage, len(of))
	for i := range of {
		all[i] = &of[i]
	}
	n := newNearness(terms, all)
	score := make(map[*policy.Passage]float64, len(all))
	for _, p := range all {
		score[p] = n.of(p)
	}
	all = slices.DeleteFunc(all, func(p *policy.Passage) bool { return score[p] < leastNear })
	slices.SortStableFunc(all, func(a, b *policy.Passage) int {
		switch {
		case score[a] > score[b]:
			return -1
		case score[a] < score[b]:
			return 1
		}
		return 0
	})
	return all
}

// leastNear is the share of a question's terms below which an article is not shown for it.
const leastNear = 0.15
