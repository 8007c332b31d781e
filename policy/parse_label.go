package policy

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// numeral is one digit or unit of a number as articles write it.
const numeral = `[零〇一二三四五六七八九十百千两\d０-９]`

var (
	articleLabel = regexp.MustCompile(`^第\s*(` + numeral + `(?:[\s　]*` + numeral + `)*)[\s　]*条(?:[\s　]*之([一二三四五六七八九十]+))?`)
	chapterLabel = regexp.MustCompile(`^第\s*` + numeral + `+\s*(编|分编|章|节)`)
	entryLabel   = regexp.MustCompile(`^([\d０-９]{1,3})(?:[.．]([^\d０-９].*)|[、)）](.+))$`)
	noteLabel    = regexp.MustCompile(`^([一二三四五六七八九十]{1,4})、(.*)$`)
	attachLabel  = regexp.MustCompile(`^(附[件录表]\s*` + numeral + `*|附)\s*(?:[:：]\s*(.*)|\s(.*)|)$`)
	docNumber    = regexp.MustCompile(`^[\p{Han}A-Za-z]{1,12}[〔\[［【（(](?:19|20)\d{2}[〕\]］】）)]第?\s*\d+\s*号$`)
	dated        = regexp.MustCompile(`(?:\d{4}|[一二][〇○零九一二三四五六七八]{3})\s*年`)
	rule         = regexp.MustCompile(`^(?:[-*_=]\s*){3,}$|^\|[\s:|-]*\|$`)
	omission     = regexp.MustCompile(`^[（(][^（）()]{1,40}未收录[）)]$`)
	gap          = regexp.MustCompile(`[\s　]+`)
)

// clean takes one line to its bare text: no margin, quotation mark or bold mark.
func clean(line string) string {
	if strings.Contains(line, "**") {
		line = strings.ReplaceAll(line, "**", "")
	}
	line = trim(line)
	for strings.HasPrefix(line, "> ") {
		line = trim(line[2:])
	}
	return line
}

func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' })
}

// squeeze removes every space, for comparing titles that are set with gaps.
func squeeze(s string) string { return gap.ReplaceAllString(s, "") }

// heading reads a Markdown heading; level 0 is no heading.
func heading(line string) (level int, text string) {
	rest := strings.TrimLeft(line, "#")
	level = len(line) - len(rest)
	if level == 0 || level > 6 || rest != "" && !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "　") {
		return 0, ""
	}
	return level, gap.ReplaceAllString(trim(strings.TrimRight(trim(rest), "#")), " ")
}

// article reads 第…条 at the beginning of a line. After the label comes a gap or nothing; text set close to it
// (第二条本办法…) is taken only as the successor of the article before, so that a line which merely begins with a
// reference (第二条规定的…) stays text.
func article(line string, last int) (name string, number int, rest string, ok bool) {
	if !strings.HasPrefix(line, "第") {
		return "", 0, "", false
	}
	m := articleLabel.FindStringSubmatch(line)
	if m == nil {
		return "", 0, "", false
	}
	number, rest = parseNumber(m[1]), line[len(m[0]):]
	name = "第" + formatNumber(number) + "条"
	if m[2] != "" {
		name += "之" + m[2]
	}
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case number == 0:
		return "", 0, "", false
	case rest == "", unicode.IsSpace(next):
	case strings.ContainsRune("：:【〔", next):
		rest = strings.TrimLeft(rest, "：:")
	case number != last+1 && (m[2] == "" || number != last), refers(rest):
		return "", 0, "", false
	}
	return name, number, trim(rest), true
}

// refers tells that what follows 第…条 continues a reference instead of beginning an article.
func refers(rest string) bool {
	if strings.HasPrefix(rest, "规定") {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune("第、，,；;。.和至或及与以所中的款项之—~～-）)》”", r)
}

// chapter reads a line that is the heading of a part, chapter or section, whether marked as heading or not.
func chapter(line string) (rank int, text string, ok bool) {
	m := chapterLabel.FindStringSubmatch(line)
	if m == nil || utf8.RuneCountInString(line) > 40 || strings.ContainsAny(line, "，。；：”") {
		return 0, "", false
	}
	name := line[len(m[0]):]
	if refers(name) {
		return 0, "", false
	}
	text = strings.TrimSuffix(squeeze(m[0])+" "+squeeze(name), " ")
	return map[string]int{"编": 1, "分编": 2, "章": 3, "节": 4}[m[1]], text, true
}

// parseNumber reads Chinese, full-width and Arabic numerals below 10,000; 0 when it isn't one.
func parseNumber(s string) int {
	total, digit := 0, 0
	for _, r := range squeeze(s) {
		switch {
		case r >= '0' && r <= '9':
			digit = digit*10 + int(r-'0')
		case r >= '０' && r <= '９':
			digit = digit*10 + int(r-'０')
		case r == '十' || r == '百' || r == '千':
			unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
			total += max(digit, 1) * unit
			digit = 0
		case r == '〇':
			digit = 0
		case r == '两':
			digit = 2
		default:
			digit = strings.Index("零一二三四五六七八九", string(r)) / len("零")
		}
		if total+digit > 9999 {
			return 0
		}
	}
	return total + digit
}

// formatNumber writes n, below 10,000, as articles are counted: 十, 二十一, 一百零五, 一百一十.
func formatNumber(n int) string {
	if n <= 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	digits := []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	var b strings.Builder
	zero := false
	for _, u := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		q := n / u.value % 10
		switch {
		case q == 0:
			zero = b.Len() > 0
			continue
		case zero:
			b.WriteString("零")
		}
		zero = false
		if q != 1 || u.value != 10 || b.Len() > 0 {
			b.WriteString(digits[q])
		}
		b.WriteString(u.name)
	}
	return b.String()
}
