package desk

import (
	"strings"
	"unicode/utf8"
)

// Mask replaces the inner digits of personal numbers by *, so that none is ever written: identity numbers (18 and 15
// digits), mobile and landline numbers, bank cards and any longer run of digits, also full-width and with spaces or hyphens
// between groups. Of unbroken numbers the first three or four digits and at most the last four stay; of grouped
// ones only whole groups. Dates, amounts, document numbers and 统一社会信用代码 stay as they are.
//
// Every stretch that could be such a number is masked, whatever it overlaps or stands next to. Masking twice changes nothing.
func Mask(s string) string {
	if digitsIn(s) < shortest {
		return s
	}
	var room [48]digit
	var out []byte
	done := 0
	for i := 0; i < len(s); {
		r, end := nextRow(s, i, room[:0])
		i = end
		if len(r) < shortest || !r.mask(s) {
			continue
		}
		if out == nil {
			out = make([]byte, 0, len(s))
		}
		for _, d := range r {
			if d.hide {
				out = append(append(out, s[done:d.start]...), '*')
				done = d.end
			}
		}
	}
	if out == nil {
		return s
	}
	return string(append(out, s[done:]...))
}

// shortest is the length of the shortest number masked: an area code of three digits and seven more.
const shortest = 10

// digit is one ASCII or full-width digit of a text.
type digit struct {
	start, end  int  // bytes in the text
	value       byte // '0' to '9'
	first, last bool // of its group: the digits that nothing separates
	fixed       bool // must stay: part of a company's code, or what an earlier masking left
	hide        bool
}

// row is digits with nothing but separators between them.
type row []digit

func digitsIn(s string) int {
	n := 0
	for i := range len(s) {
		if c := s[i]; c <= '9' && c >= '0' || c >= 0x90 && c <= 0x99 && i > 1 && s[i-1] == 0xBC && s[i-2] == 0xEF {
			n++
		}
	}
	return n
}

// nextRow reads the first row of s at or after i into r, and where to go on.
func nextRow(s string, i int, r row) (row, int) {
	gap := 0 // separators since the last digit
	for i < len(s) {
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		if c >= '０' && c <= '９' {
			c += '0' - '０'
		}
		switch {
		case c >= '0' && c <= '9':
			if n := len(r); n > 0 {
				r[n-1].last = gap > 0
			}
			r = append(r, digit{start: i, end: i + size, value: byte(c), first: len(r) == 0 || gap > 0, last: true})
			gap = 0
		case len(r) == 0:
		case gap < 4 && separates(c):
			gap++
		default:
			return r, i
		}
		i += size
	}
	return r, i
}

// separates says what people put between the groups of one number, invisible characters included.
func separates(c rune) bool {
	return c < utf8.RuneSelf && strings.ContainsRune(" \t-._()", c) ||
		c >= utf8.RuneSelf && strings.ContainsRune("\u00a0\u3000\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff‐‑‒–—−－（）．·", c)
}

// mask marks what must be hidden and says whether anything is.
func (r row) mask(s string) bool {
	found := false
	r.numbers(s, func(from, to int, n reading) {
		r[from:to].hide(n.head, n.tail)
		found = true
	})
	return found
}

// numbers visits every stretch r[from:to] of whole groups that could be a personal number; they may overlap.
func (r row) numbers(s string, visit func(from, to int, n reading)) {
	r.fix(s)
	for i := range r {
		if !r[i].first {
			continue
		}
		groups := 0
		for j := i; j < len(r) && !r[j].fixed; j++ {
			if !r[j].last {
				continue
			}
			groups++
			if j-i >= longest && groups > 1 {
				break
			}
			if n := r[i:j+1].recognise(s, groups); n.kind != "" {
				visit(i, j+1, n)
			}
		}
	}
}

// fix finds the groups that must stay.
func (r row) fix(s string) {
	for i := 0; i < len(r); {
		j := i + 1
		for !r[j-1].last {
			j++
		}
		from, to := r[i].start, r[j-1].end
		rest := j-i <= 4 && (strings.HasSuffix(s[:from], "****") || strings.HasPrefix(s[to:], "****"))
		if rest || inCompanyCode(s, from, to) {
			for k := i; k < j; k++ {
				r[k].fixed = true
			}
		}
		i = j
	}
}

// hide leaves head and tail digits, but never part of a group unless at least four digits of it are hidden: what stays then
// touches four stars, by which fix knows it again.
func (r row) hide(head, tail int) {
	for i := 0; i < len(r); {
		j := i + 1
		for !r[j-1].last {
			j++
		}
		from, to := max(i, head), min(j, len(r)-tail)
		if from < to && to-from < 4 {
			from, to = i, j
		}
		for k := from; k < to; k++ {
			r[k].hide = true
		}
		i = j
	}
}
