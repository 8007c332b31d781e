package site

import (
	"strings"
	"unicode"
)

// span is a piece of text, marked when the question contains it.
type span struct {
	Text string
	Mark bool
}

// excerpt is the part of a text around its best match.
type excerpt struct {
	Spans       []span
	Before, End bool // something was left out there
}

// highlighter marks in a text what a question and the text have in common. It knows no words: a run of three
// characters counts, a run of two only when the citizen typed just these two together.
type highlighter struct {
	pairs map[[2]rune]bool
	whole map[[2]rune]bool
}

func newHighlighter(question string) highlighter {
	h := highlighter{pairs: map[[2]rune]bool{}, whole: map[[2]rune]bool{}}
	for _, piece := range strings.FieldsFunc(question, func(r rune) bool { return !wordy(r) }) {
		runes := []rune(piece)
		for i := range len(runes) - 1 {
			pair := [2]rune{unicode.ToLower(runes[i]), unicode.ToLower(runes[i+1])}
			h.pairs[pair] = true
			if len(runes) == 2 {
				h.whole[pair] = true
			}
		}
	}
	return h
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// marks says of every character whether it is part of a match.
func (h highlighter) marks(text []rune) []bool {
	out := make([]bool, len(text))
	if len(h.pairs) == 0 {
		return out
	}
	for i := 0; i < len(text)-1; {
		end := i
		for end+1 < len(text) && h.pairs[[2]rune{unicode.ToLower(text[end]), unicode.ToLower(text[end+1])}] {
			end++
		}
		length := end - i + 1
		if length >= 3 || length == 2 && h.whole[[2]rune{unicode.ToLower(text[i]), unicode.ToLower(text[end])}] {
			for j := i; j <= end; j++ {
				out[j] = true
			}
		}
		i = end + 1
		if length > 1 {
			i = end // the last character may begin another match
		}
	}
	return out
}

// mark cuts text into marked and plain spans.
func (h highlighter) mark(text string) []span {
	runes := []rune(text)
	return spans(runes, h.marks(runes))
}

func spans(text []rune, marks []bool) []span {
	var out []span
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && marks[end] == marks[start] {
			end++
		}
		out = append(out, span{Text: string(text[start:end]), Mark: marks[start]})
		start = end
	}
	return out
}

const (
	excerptBefore = 30
	excerptLength = 120
)

// excerpt shows the surroundings of the longest match, else the beginning, on one line.
func (h highlighter) excerpt(text string) excerpt {
	runes := []rune(strings.Join(lines(text), " "))
	marks := h.marks(runes)
	at, best := 0, 0
	for start := 0; start < len(runes); {
		end := start
		for end < len(runes) && marks[end] {
			end++
		}
		if end-start > best {
			at, best = start, end-start
		}
		start = max(end, start+1)
	}
	from := max(0, at-excerptBefore)
	if at+best <= excerptLength {
		from = 0
	}
	to := min(len(runes), from+excerptLength)
	return excerpt{Spans: spans(runes[from:to], marks[from:to]), Before: from > 0, End: to < len(runes)}
}
