package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Excerpt is the part of a text that answers the query best, at most maxBytes of it, cut only at the ends of sentences.
// A rule stays together with its proviso (但, 除外, 前款 …); where the two don't fit together, neither is returned. cut says
// that something was left out, so the reader must be pointed to the full text.
func Excerpt(text, query string, maxBytes int) (excerpt string, cut bool) {
	text = strings.TrimSpace(text)
	if len(text) <= maxBytes {
		return text, false
	}
	var units []unit
	for _, u := range unitsOf(text) {
		units = append(units, u.shrink(text, maxBytes)...)
	}
	size := func(first, last int) int {
		n := units[last].end - units[first].start
		for _, h := range heads(text, units[first].start) {
			n += h.size() + len(gap)
		}
		return n
	}
	best := -1
	asked := newWanted(query)
	for i, most := 0, -1; i < len(units); i++ {
		if n := asked.in(text[units[i].start:units[i].end]); n > most && size(i, i) <= maxBytes {
			best, most = i, n
		}
	}
	if best < 0 {
		return "", true
	}
	first, last := best, best
	for {
		switch {
		case last+1 < len(units) && size(first, last+1) <= maxBytes:
			last++
		case first > 0 && size(first-1, last) <= maxBytes:
			first--
		default:
			return withHeads(text, unit{start: units[first].start, end: units[last].end}), true
		}
	}
}

// gap stands in an excerpt for what was left out between the head of a list and an item.
const gap = "\n……\n"

// withHeads is a part of a text, below the heads of the lists that it begins inside of.
func withHeads(text string, u unit) string {
	var b strings.Builder
	at := 0
	for _, h := range heads(text, u.start) {
		b.WriteString(between(text[at:h.start], b.Len() > 0))
		b.WriteString(strings.TrimSpace(text[h.start:h.end]))
		at = h.end
	}
	b.WriteString(between(text[at:u.start], b.Len() > 0))
	b.WriteString(strings.TrimSpace(text[u.start:u.end]))
	return b.String()
}

// between joins two parts of a text that left lies between.
func between(left string, inside bool) string {
	switch {
	case !inside:
		return ""
	case strings.TrimSpace(left) == "":
		return left
	}
	return gap
}

// heads are the sentences that say what the items of a list are, when the text begins with one at the given place; those of the
// outer list first.
func heads(text string, at int) []unit {
	first := firstItem(strings.TrimSpace(text[at:]))
	if first == "" {
		return nil
	}
	head := text[:min(len(text), at+len(first)+len("　 \n"))]
	for {
		begin := strings.LastIndex(head, first)
		if begin < 0 {
			return nil
		}
		head = strings.TrimRight(head[:begin], " \n\t　")
		if strings.HasSuffix(head, "：") || strings.HasSuffix(head, ":") {
			break // not only “第（一）项”
		}
	}
	start := 0
	for _, s := range sentences(head, "。！？!?；;\n") {
		start = s.start
	}
	return append(heads(text, start), unit{start: start, end: len(head)})
}

// firstItem is how the list begins in which an item stands that a text begins with; "" for a text that begins with none.
func firstItem(text string) string {
	m := itemMark.FindStringSubmatch(text)
	switch {
	case m == nil:
		return ""
	case m[1] != "":
		return m[1] + "一" + m[2]
	case m[3] != "":
		return "1" + m[3]
	}
	return "①"
}

// itemMark is the number of an item: （三）, (三), 3., 3、 or ③.
var itemMark = regexp.MustCompile(`^(?:([（(])[一二三四五六七八九十]{1,3}([）)])|[1-9]\d?([.、．])|[①-⑳])`)

// unit is a stretch of text that must not be cut.
type unit struct {
	start, end int
	proviso    bool // it holds a rule and a sentence that qualifies it
}

func (u unit) size() int { return u.end - u.start }

// unitsOf cuts a text into sentences with all that qualifies them: items of an enumeration stay with its head, a proviso
// with the rule.
func unitsOf(text string) []unit {
	var out []unit
	for _, s := range sentences(text, "。！？!?\n") {
		piece := strings.TrimSpace(text[s.start:s.end])
		qualifies := isProviso(piece)
		if n := len(out); n > 0 && (piece == "" || unfinished(text[:s.start]) || qualifies) {
			out[n-1].end = s.end
			out[n-1].proviso = out[n-1].proviso || qualifies
			continue
		}
		out = append(out, s)
	}
	return out
}

// shrink parts an enumeration that is too long at its items, unless it carries a proviso, which may qualify each.
func (u unit) shrink(text string, maxBytes int) []unit {
	s := text[u.start:u.end]
	if u.size() <= maxBytes || u.proviso || slices.ContainsFunc(provisos, func(p string) bool { return strings.Contains(s, p) }) {
		return []unit{u}
	}
	parts := sentences(s, "。！？!?；;\n")
	for i := range parts {
		parts[i].start += u.start
		parts[i].end += u.start
	}
	return parts
}

// sentences cuts after each of the given ends, closing quotation marks included.
func sentences(text, ends string) []unit {
	var out []unit
	start := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if !strings.ContainsRune(ends, r) {
			continue
		}
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !strings.ContainsRune("”’」』）)\n ", r) {
				break
			}
			i += size
		}
		out = append(out, unit{start: start, end: i})
		start = i
	}
	if start < len(text) {
		out = append(out, unit{start: start, end: len(text)})
	}
	return out
}

// unfinished says that what comes next belongs to the same enumeration.
func unfinished(before string) bool {
	before = strings.TrimRight(before, " \n\t　")
	for _, end := range []string{"：", ":", "；", ";", "，", "、"} {
		if strings.HasSuffix(before, end) {
			return true
		}
	}
	return false
}

// provisos show that a text contains an exception somewhere.
var provisos = []string{"但", "除外", "不适用", "不在此限", "不受", "另有规定", "例外", "前款", "前两款", "前项"}

// isProviso says that a sentence qualifies the one before it.
func isProviso(sentence string) bool {
	for _, start := range []string{"但", "然而", "不过", "除", "前款", "前两款", "前二款", "前三款", "前四款", "前项", "上述", "其中", "不适用", "本条第", "有前款"} {
		if strings.HasPrefix(sentence, start) {
			return true
		}
	}
	for _, part := range []string{"除外", "不在此限", "不适用", "不受前", "不受本", "不受上述", "例外", "另有规定", "另有约定", "从其规定", "依照其规定", "按照其规定"} {
		if strings.Contains(sentence, part) {
			return true
		}
	}
	return false
}

// wanted counts a question's terms in pieces of a text.
type wanted struct {
	pairs, singles map[string]int // term → the last piece that held it
	cut            terms          // of the piece at hand; reused
	piece          int
}

func newWanted(query string) *wanted {
	rest := normalize(query)
	most := utf8.RuneCountInString(rest)
	asked := terms{pairs: make([]string, 0, most), singles: make([]string, 0, most)}
	for rest != "" {
		var before string
		before, rest = cutQuestionWord(rest)
		asked.split(before)
	}
	w := &wanted{pairs: make(map[string]int, len(asked.pairs)), singles: make(map[string]int, len(asked.singles))}
	for _, t := range asked.pairs {
		w.pairs[t] = 0
	}
	for _, t := range asked.singles {
		w.singles[t] = 0
	}
	return w
}

// in counts each term once, pairs twice.
func (w *wanted) in(piece string) int {
	w.piece++
	w.cut.pairs, w.cut.singles = w.cut.pairs[:0], w.cut.singles[:0]
	w.cut.split(normalize(piece))
	return 2*w.first(w.pairs, w.cut.pairs) + w.first(w.singles, w.cut.singles)
}

func (w *wanted) first(asked map[string]int, found []string) int {
	n := 0
	for _, t := range found {
		if last, ok := asked[t]; ok && last != w.piece {
			asked[t] = w.piece
			n++
		}
	}
	return n
}
