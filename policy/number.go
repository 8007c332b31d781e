package policy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Number is a document number taken apart: 商务部令2012年第9号, 商务部公告2020年第8号, 国办函〔2020〕109号.
type Number struct {
	Kind   Series // orders and announcements are counted apart
	Issuer string // 商务部, 国家发展和改革委员会、商务部, 国办函; empty when only 第9号 was said
	Year   int    // 0 when the number has none
	No     int
	From   int // where in the text it was read from, in bytes
	To     int
}

// Series is a row of numbers that an issuer counts by itself.
type Series int

// The rows.
const (
	Letters       Series = iota // 国办函〔2020〕109号: the row's name is part of the issuer's
	Orders                      // 令
	Announcements               // 公告
)

const digits = `([0-9]{1,5}|[零〇一二三四五六七八九十百]{1,9})`

var (
	byOrder  = regexp.MustCompile(`([\p{Han}、]*?)令\s*[（(〔\[]?(?:(\d{4})\s*年?)?[）)〕\]]?\s*第?\s*` + digits + `\s*号`)
	orderEnd = regexp.MustCompile(`([\p{Han}、]*?)(?:(\d{4})\s*年)?第?\s*` + digits + `\s*号?([\p{Han}]{0,12}令)`)
	andOrder = regexp.MustCompile(`^[，、和]?(?:(\d{4})\s*年)?第` + digits + `号`)
	// An announcement has a year or 第 before its number: “公告3号发布” is of a day.
	byNotice  = regexp.MustCompile(`([\p{Han}、]*?)公告\s*(?:[（(〔\[]?(\d{4})\s*年?[）)〕\]]?\s*第?|第)\s*` + digits + `\s*号`)
	noticeEnd = regexp.MustCompile(`([\p{Han}、]*?)(?:(\d{4})\s*年)?第\s*` + digits + `\s*号公告`)
	byLetter  = regexp.MustCompile(`(\p{Han}{2,12})\s*[〔\[（(【](\d{4})[〕\]）)】]\s*(?:第)?(\d{1,5})\s*号`)
)

// Numbers reads the document numbers in a text. A number that stands for a second one of the same issuer
// (第32号、第33号) is read too.
func Numbers(s string) []Number {
	if !strings.ContainsRune(s, '号') && !strings.ContainsRune(s, '令') {
		return nil // as nearly always
	}
	var out []Number
	for _, m := range byOrder.FindAllStringSubmatchIndex(s, -1) {
		first := number(s, m, Orders)
		out = append(out, first)
		for to := m[1]; ; {
			more := andOrder.FindStringSubmatchIndex(s[to:])
			if more == nil {
				break
			}
			next := Number{Kind: Orders, Issuer: first.Issuer, No: parseNumber(s[to+more[4] : to+more[5]]), From: to + more[0], To: to + more[1]}
			if more[2] >= 0 {
				next.Year, _ = strconv.Atoi(s[to+more[2] : to+more[3]])
			}
			out = append(out, next)
			to += more[1]
		}
	}
	if len(out) == 0 {
		for _, m := range orderEnd.FindAllStringSubmatchIndex(s, -1) {
			n := number(s, m, Orders)
			n.Issuer += strings.TrimSuffix(s[m[8]:m[9]], "令")
			out = append(out, n)
		}
	}
	for _, m := range byLetter.FindAllStringSubmatchIndex(s, -1) {
		if n := number(s, m, Letters); !strings.HasSuffix(n.Issuer, "公告") {
			out = append(out, n)
		}
	}
	for _, written := range []*regexp.Regexp{byNotice, noticeEnd} {
		for _, m := range written.FindAllStringSubmatchIndex(s, -1) {
			out = append(out, number(s, m, Announcements))
		}
	}
	return out
}

// number reads issuer, year and number from the first three groups of a match.
func number(s string, m []int, kind Series) Number {
	n := Number{Kind: kind, Issuer: strings.Trim(s[m[2]:m[3]], "、"), No: parseNumber(s[m[6]:m[7]]), From: m[0], To: m[1]}
	if m[4] >= 0 {
		n.Year, _ = strconv.Atoi(s[m[4]:m[5]])
	}
	return n
}

type numbered struct {
	Number
	item *Item
}

// Numbered finds the documents that bear a number: the issuer as the end of what was said or a part of a joint one, the year
// when it was said, of the same row. near are those of the same issuer with the closest numbers, when none bears it.
func (n *Names) Numbered(said Number) (bearing, near []*Item) {
	type close struct {
		item *Item
		by   int
	}
	var others []close
	issuer := n.short.Replace(said.Issuer)
	for _, d := range n.numbered {
		if !issuedBy(n.short.Replace(d.Issuer), issuer) {
			continue
		}
		by := abs(d.No - said.No)
		if said.Year != 0 {
			by += 1000 * abs(d.Year-said.Year)
		}
		if d.Kind != said.Kind {
			by += otherSeries
		}
		if by == 0 && !slices.Contains(bearing, d.item) {
			bearing = append(bearing, d.item)
		}
		others = append(others, close{d.item, by})
	}
	if len(bearing) > 0 {
		return bearing, nil
	}
	slices.SortStableFunc(others, func(a, b close) int { return a.by - b.by })
	for _, o := range others {
		if !slices.Contains(near, o.item) {
			near = append(near, o.item)
		}
	}
	return nil, near
}

// otherSeries puts what is counted apart behind everything of the row that was said.
const otherSeries = 1_000_000

// issuedBy compares issuers; a said one may carry words before it, and may be one of several that issued together.
func issuedBy(has, said string) bool {
	if said == "" {
		return true
	}
	for _, part := range strings.Split(has, "、") {
		if strings.HasSuffix(said, part) || len(said) >= len("商务部") && strings.HasSuffix(part, said) {
			return true
		}
	}
	return false
}

func abs(n int) int { return max(n, -n) }
