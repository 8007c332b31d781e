package document

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// column is how the body of a document is set.
type column struct {
	left, right float64 // edges of full lines
	size        float64 // of its letters
	indents     bool    // paragraphs begin with an indent, so a line at the left edge goes on with one
}

// newColumn measures the lines: the size is that of most characters, the edges those at which its lines begin and the
// furthest at which they end.
func newColumn(rows []row) column {
	sizes, lefts := map[float64]int{}, map[float64]int{}
	for _, r := range rows {
		sizes[math.Round(r.size)] += len(r.text)
	}
	c := column{size: most(sizes)}
	for _, r := range rows {
		if c.body(r) {
			lefts[math.Round(r.left)] += len(r.text)
			c.right = max(c.right, r.right)
		}
	}
	c.left = most(lefts)
	for at, n := range lefts {
		if at < c.left && n*8 > lefts[c.left] { // most lines are first lines: continued ones stand further left
			c.left = at
		}
	}
	body, indented := 0, 0
	for _, r := range rows {
		if c.body(r) {
			body++
			if in := (r.left - c.left) / c.size; in > 1.2 && in < 3 {
				indented++
			}
		}
	}
	c.indents = indented*8 > body
	return c
}

func (c column) body(r row) bool { return r.table == nil && math.Abs(r.size-c.size) < 0.12*c.size+1 }

func most(counts map[float64]int) (best float64) {
	for v, n := range counts {
		if n > counts[best] || n == counts[best] && v < best {
			best = v
		}
	}
	return best
}

func (c column) centred(r row) bool {
	before, behind := r.left-c.left, c.right-r.right
	return before > 1.5*r.size && math.Abs(before-behind) < 2*r.size
}

// short tells a line after which there was room for another character.
func (c column) short(r row) bool { return c.right-r.right > 1.6*max(r.size, c.size) }

var beginning = regexp.MustCompile(`^(?:第[零〇一二三四五六七八九十百千\d]+[条章节编](?:[\s　]|$)|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|附\s*件[\s\d一二三四五六七八九十]*[:：]?)`)

const endings = "。；：！？”）:;!?)"

// follows says whether next goes on with the paragraph that begins with first and so far ends with last.
func (c column) follows(first, last, next row) bool {
	if last.table != nil || next.table != nil {
		return false
	}
	size := max(last.size, next.size)
	switch {
	case math.Abs(last.size-next.size) > 0.12*size+0.5:
		return false
	case last.size > 1.15*c.size: // a title goes on over centred lines
		return last.page == next.page && last.bottom-next.top < 2.2*size
	case c.short(last), last.page == next.page && last.bottom-next.top > 2*size:
		return false
	}
	ended := strings.ContainsAny(last.text[len(last.text)-lastRune(last.text):], endings)
	if indented := next.left-c.left > 0.8*c.size; indented {
		hanging := next.left-first.left > 0.5*c.size && !c.centred(next)
		return hanging && !ended
	}
	return c.indents || !ended || !beginning.MatchString(next.text)
}

func lastRune(s string) int {
	r := []rune(s)
	return len(string(r[len(r)-1]))
}

// blocks joins rows to paragraphs. What is larger than the text and centred near the beginning is the title; the head of
// an official paper (红头) above it is not.
func (c column) blocks(rows []row) []block {
	var out []block
	titled := false
	for i := 0; i < len(rows); {
		if t := rows[i].table; t != nil {
			i++
			for ; i < len(rows) && rows[i].table != nil && rows[i].page > rows[i-1].page && len(rows[i].table[0]) == len(t[0]); i++ {
				more := rows[i].table
				if slices.Equal(more[0], t[0]) { // its head, repeated
					more = more[1:]
				}
				t = append(t, more...)
			}
			out = append(out, table(t)...)
			continue
		}
		n := i + 1
		text := rows[i].text
		for ; n < len(rows) && c.follows(rows[i], rows[n-1], rows[n]); n++ {
			text = joinLines(text, rows[n].text)
		}
		b := block{text: text}
		if !titled && rows[i].page == 0 && rows[i].size > 1.15*c.size && c.centred(rows[i]) && !strings.HasSuffix(text, "文件") {
			b.title, titled = true, true
		}
		out = append(out, b)
		i = n
	}
	return out
}

// joinLines puts a space where two words meet, and none beside Chinese characters; a hyphen that ends a line stays.
func joinLines(a, b string) string {
	last, first := []rune(a), []rune(b)
	l, f := last[len(last)-1], first[0]
	if word := func(r rune) bool {
		return r < unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(",.;:)", r))
	}; word(l) && word(f) && !(unicode.IsDigit(l) && unicode.IsDigit(f)) {
		return a + " " + b
	}
	return a + b
}
