package policy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Mention is a text named in a sentence.
type Mention struct {
	From, To int     // where, in bytes
	Works    []*Work // all that fit equally well, most alike first; never empty
	Year     int     // said with the name, 0 when none
	Dated    bool    // the year was said as a time (2018年的), not as an edition (2018年版)
	Exact    bool    // the whole name was said
}

// anyKind are words that people use for a text of whatever kind.
var anyKind = []string{"新规", "规定", "政策", "文件", "制度", "规则", "规矩", "条例", "办法", "细则"}

// notLaw are characters that make another word of a preceding or following 法.
const notLaw = "违非合方办执立无没想做看说律规院人定官制治务学条"

// Mentions finds the texts that a sentence names, in the order said. What stands inside another name is not one.
func (n *Names) Mentions(text string) []Mention {
	runes, at := plainRunes(text)
	var found []scored
	for i := range runes {
		kind, exactKind := kindAt(runes, i)
		if kind == 0 {
			continue
		}
		if m, ok := n.mention(runes, i, kind, exactKind); ok {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.score - a.score })
	var out []Mention
	for _, f := range found {
		m := Mention{From: at[f.from], To: at[f.to], Works: f.works, Year: f.year, Dated: f.dated, Exact: f.exact}
		if !slices.ContainsFunc(out, func(o Mention) bool { return m.From < o.To && o.From < m.To }) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Mention) int { return a.From - b.From })
	return out
}

type scored struct {
	from, to int // in characters
	works    []*Work
	year     int
	dated    bool
	exact    bool
	score    int
}

// kindAt is the length of the word at i by which people call a kind of text, 0 for none; official tells kinds of titles from
// everyday words.
func kindAt(runes []rune, i int) (length int, official bool) {
	for _, k := range kinds {
		if k != "法" && follows(runes, i, k) {
			return len([]rune(k)), true
		}
	}
	for _, k := range anyKind {
		if follows(runes, i, k) {
			return len([]rune(k)), false
		}
	}
	if runes[i] == '法' && !(i > 0 && otherWord(runes[i-1])) && !(i+1 < len(runes) && otherWord(runes[i+1])) {
		return 1, true
	}
	return 0, false
}

func otherWord(r rune) bool { return strings.ContainsRune(notLaw, r) }

func follows(runes []rune, i int, word string) bool {
	for _, r := range word {
		if i >= len(runes) || runes[i] != r {
			return false
		}
		i++
	}
	return true
}

// longestName is how many characters before its kind a name is looked for.
const longestName = 40

// mention finds what the words before a kind name.
func (n *Names) mention(runes []rune, i, length int, official bool) (scored, bool) {
	kind := string(runes[i : i+length])
	from := i
	for from > 0 && i-from < longestName && !boundary(runes[from-1]) {
		from--
	}
	said := string(runes[from:i])
	year, yearAt, dated := editionBefore(said)
	after, yearTo := editionAfter(runes, i+length)
	if after != 0 {
		year, dated = after, false
	}
	best := scored{to: yearTo, year: year, dated: dated}
	for _, before := range n.readings(said) {
		head := []rune(unlinked(before))
		if len(head) == 0 {
			continue
		}
		for _, w := range n.having[head[len(head)-1]] {
			score, taken, exact := w.likeness(head, kind)
			if exact && strings.HasSuffix(before+kind, w.Name) {
				score++ // to the letter: 信访条例, not 信访工作条例
			}
			if score == 0 || score < best.score {
				continue
			}
			if score > best.score {
				best.works = nil
			}
			start := from + len([]rune(said)) - (len([]rune(before)) - len(head)) - taken
			if before != said {
				start = from // a longer official word: the place in the text is that of all that was said
			}
			best.score, best.exact, best.from = score, exact, max(from, start)
			if !slices.Contains(best.works, w) {
				best.works = append(best.works, w)
			}
		}
	}
	if best.score == 0 {
		w := n.bare[kind]
		if kind == "清单" && year != 0 {
			w = n.bare["负面清单"]
		}
		if w == nil {
			return best, false
		}
		best.works, best.score, best.from = []*Work{w}, 1, i
	}
	if yearAt >= 0 {
		best.from = min(best.from, from+yearAt)
	}
	slices.SortStableFunc(best.works, func(a, b *Work) int { return len(a.head) - len(b.head) })
	best.to = max(best.to, i+length)
	for best.from > 0 && best.to < len(runes) && strings.ContainsRune("《〈", runes[best.from-1]) && strings.ContainsRune("》〉", runes[best.to]) {
		best.from, best.to = best.from-1, best.to+1
	}
	return best, true
}

// readings are a name's words as said and with everyday words made official.
func (n *Names) readings(said string) []string {
	said = strings.ReplaceAll(said, "中华人民共和国", "")
	if long := n.short.Replace(said); long != said {
		return []string{said, long}
	}
	return []string{said}
}

// boundary ends a name: a name holds no punctuation but its own.
func boundary(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) && !strings.ContainsRune("（）()、", r)
}

// likeness says how well the end of said names the work, 0 not at all, and how many of its characters do. A longer part
// counts more than anything else; the same length, by how it stands in the name.
func (w *Work) likeness(said []rune, kind string) (score, taken int, exact bool) {
	same := w.kind == kind
	if !same && !slices.Contains(anyKind, kind) {
		return 0, 0, false
	}
	for k := min(len(said), len(w.head)); k >= 2; k-- {
		part := said[len(said)-k:]
		level := 0
		switch {
		case k == len(w.head) && slices.Equal(part, w.head):
			level = 9
		case slices.Equal(part, w.head[len(w.head)-k:]):
			level = 6
		case slices.Equal(part, w.head[:k]) && (same || k > 2):
			level = 5
		case k > 2 && contains(w.head, part):
			level = 3
		case same && (k > 2 || kind == "法") && part[0] == w.head[0] && within(w.head, part):
			level = 1
		}
		if level == 0 {
			continue
		}
		if same {
			return 20*k + 10 + level, k, level == 9
		}
		if k > 2 {
			return 20*k + level, k, false
		}
	}
	return 0, 0, false
}

func contains(all, part []rune) bool { return strings.Contains(string(all), string(part)) }

// within says whether part's characters come in all in the same order.
func within(all, part []rune) bool {
	for _, r := range all {
		if len(part) > 0 && part[0] == r {
			part = part[1:]
		}
	}
	return len(part) == 0
}

var (
	saidEdition = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)?\d\d)(年?版本?|年?修[正订]版?|年?那?一?版|年的)的?(?:那个|那)?\D{0,16}$`)
	heldEdition = regexp.MustCompile(`^[（(]?((?:19|20)\d\d)年?(?:版本?|修[正订]版?)?[）)]?`)
)

// editionBefore reads “2021版”, “2021年版的” and “2021年的” before a name; at is where in said, in characters, -1 for
// nowhere.
func editionBefore(said string) (year, at int, dated bool) {
	m := saidEdition.FindStringSubmatchIndex(said)
	if m == nil {
		return 0, -1, false
	}
	year, _ = strconv.Atoi(said[m[2]:m[3]])
	return FullYear(year), len([]rune(said[:m[2]])), said[m[4]:m[5]] == "年的"
}

// editionAfter reads “（2021年版）” and “2018修正” right after a name.
func editionAfter(runes []rune, i int) (year, to int) {
	rest := string(runes[i:min(len(runes), i+14)])
	m := heldEdition.FindStringSubmatch(rest)
	if m == nil || !strings.ContainsAny(m[0], "版修（(") && strings.HasPrefix(rest[len(m[0]):], "年") || strings.HasSuffix(m[0], "年") {
		return 0, i
	}
	year, _ = strconv.Atoi(m[1])
	return year, i + len([]rune(m[0]))
}

// FullYear makes 2021 of 21 and 1998 of 98.
func FullYear(y int) int {
	switch {
	case y >= 100:
		return y
	case y >= 80:
		return 1900 + y
	}
	return 2000 + y
}
