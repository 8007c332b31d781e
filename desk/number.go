package desk

import (
	"strings"
	"unicode/utf8"
)

// longest is the most digits a number in several groups has: a bank card.
const longest = 19

// NumberKind says what a personal number is. The pages word it.
type NumberKind string

const (
	NumberIdentity NumberKind = "identity" // 公民身份号码, 18 or 15 digits
	NumberMobile   NumberKind = "mobile"
	NumberLandline NumberKind = "landline" // also numbers abroad
	NumberAccount  NumberKind = "account"  // a bank card, or any other run of at least 16 digits
)

// reading is what a row of digits was recognised as, and how many digits at its ends may stay when it is masked. The zero
// value is no personal number.
type reading struct {
	kind       NumberKind
	head, tail int
}

// recognise says what r, whole groups, could be.
func (r row) recognise(s string, groups int) reading {
	n := len(r)
	switch {
	case n == 18 && r.identity():
		return reading{NumberIdentity, 4, 4}
	case n == 17 && r.identity() && cross(s[r[n-1].end:]) > 0:
		return reading{NumberIdentity, 4, 3}
	case n >= 16 && (groups == 1 || n <= longest && r.card(groups)):
		return reading{NumberAccount, 4, 4}
	case n == 15 && r.oldIdentity(groups):
		return reading{NumberIdentity, 4, 3}
	case n == 11 && r.mobile(groups):
		return reading{NumberMobile, 3, 4}
	case n >= shortest && n <= 12 && r.landline(groups):
		return reading{NumberLandline, r.area(), 2}
	}
	return r.abroad(s)
}

// identity is the form of a 公民身份号码 without its check digit: province, then a birthday. Its groups may be any.
func (r row) identity() bool {
	century := r.number(6, 2)
	return r.province() && century >= 18 && century <= 20 && r.monthAndDay(10)
}

// oldIdentity is the form of before 1999: province, birthday with two digits of the year, sequence.
func (r row) oldIdentity(groups int) bool {
	return r.province() && r.monthAndDay(8) && (r.shortestGroup() >= 3 || groups == len(r))
}

// province is the list of GB/T 2260, with 83 of the residence permits for Taiwan.
func (r row) province() bool {
	const codes = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 "
	return strings.Contains(codes, string([]byte{' ', r[0].value, r[1].value, ' '}))
}

func (r row) monthAndDay(at int) bool {
	month, day := r.number(at, 2), r.number(at+2, 2)
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// card is how cards are printed: fours, or two halves.
func (r row) card(groups int) bool {
	if strings.IndexByte("34569", r[0].value) < 0 {
		return false
	}
	fours := true
	for i := 4; i < len(r); i += 4 {
		fours = fours && r[i].first
	}
	return fours && groups == (len(r)+3)/4 || groups == 2 && r.shortestGroup() >= 6
}

// mobile excludes the groups of an IP address and of a date.
func (r row) mobile(groups int) bool {
	if r[0].value != '1' || r[1].value < '3' {
		return false
	}
	return r.shortestGroup() >= 3 || groups == len(r) ||
		r.firstGroup() == 3 && (r[3:].firstGroup() == 4 || groups == 5 && r.shortestGroup() == 2)
}

func (r row) landline(groups int) bool {
	return r[0].value == '0' && r[1].value != '0' && (groups == 1 || r.shortestGroup() >= 3)
}

// area is how many digits of a landline number may stay: the area code where it stands apart.
func (r row) area() int {
	if n := r.firstGroup(); n <= 4 {
		return n
	}
	return 3
}

// abroad is a number with the country's code: 86 and a mobile number, +86 or 0086 and any.
func (r row) abroad(s string) reading {
	prefix := 0
	switch {
	case len(r) < 11:
		return reading{}
	case r.number(0, 2) == 86:
		prefix = 2
	case r.number(0, 4) == 86:
		prefix = 4
	default:
		return reading{}
	}
	n := len(r) - prefix
	if n < 9 || n > 11 {
		return reading{}
	}
	out := reading{NumberLandline, 3, 4}
	if r[prefix].first {
		out.head += prefix
	}
	if n == 11 && r[prefix].value == '1' && r[prefix+1].value >= '3' {
		out.kind = NumberMobile
		return out
	}
	marked := prefix == 4 || strings.HasSuffix(s[:r[0].start], "+") || strings.HasSuffix(s[:r[0].start], "＋")
	if !marked || r[prefix].value == '0' {
		return reading{}
	}
	return out
}

func (r row) number(at, digits int) int {
	n := 0
	for _, d := range r[at : at+digits] {
		n = n*10 + int(d.value-'0')
	}
	return n
}

func (r row) firstGroup() int {
	n := 1
	for !r[n-1].last {
		n++
	}
	return n
}

func (r row) shortestGroup() int {
	shortest := len(r)
	for i := 0; i < len(r); {
		n := r[i:].firstGroup()
		shortest = min(shortest, n)
		i += n
	}
	return shortest
}

// cross is where the X that ends an identity number ends in rest, 0 when none follows.
func cross(rest string) int {
	for gap, c := range rest {
		switch {
		case c == 'X' || c == 'x' || c == 'Ｘ' || c == 'ｘ':
			return gap + utf8.RuneLen(c)
		case gap > 8 || !separates(c):
			return 0
		}
	}
	return 0
}

// inCompanyCode says whether the letters and digits around s[from:to] are a valid 统一社会信用代码 (GB 32100), which is
// public, and couldn't be a person's identity number.
func inCompanyCode(s string, from, to int) bool {
	for from > 0 && alphanumeric(s[from-1]) {
		from--
	}
	end := from
	for end < len(s) && alphanumeric(s[end]) {
		end++
	}
	if end-from != 18 || end < to {
		return false
	}
	code := strings.ToUpper(s[from:end])
	var room [18]digit
	if r, _ := nextRow(code, 0, room[:0]); len(r) >= 17 && r.identity() {
		return false
	}
	return companyCheck(code) && organisationCheck(code[8:17])
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// companyCheck is the check character of GB 32100: modulo 31 over an alphabet without I, O, S, V and Z.
func companyCheck(code string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	sum, weight := 0, 1
	for i := range code {
		v := strings.IndexByte(alphabet, code[i])
		if v < 0 {
			return false
		}
		if i == 17 {
			return v == (31-sum%31)%31
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return false
}

// organisationCheck is the check character of GB 11714 at the end of the nine characters of an organisation's own code.
func organisationCheck(code string) bool {
	sum := 0
	for i, weight := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += strings.IndexByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", code[i]) * weight
	}
	return code[8] == "0X987654321"[sum%11]
}
