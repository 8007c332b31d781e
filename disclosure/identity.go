package disclosure

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/width"
)

// Flaw is why a value is refused, as a code: the doors have the words.
type Flaw string

const (
	FlawEmpty     Flaw = "empty"    // required
	FlawLength    Flaw = "length"   // too short or too long
	FlawForm      Flaw = "form"     // characters that don't belong there
	FlawOldNumber Flaw = "old"      // an identity number of 15 digits
	FlawArea      Flaw = "area"     // no such province
	FlawBirth     Flaw = "birth"    // no such day, before 1900 or in the future
	FlawCheck     Flaw = "check"    // the check digit doesn't fit: mistyped
	FlawChoice    Flaw = "choice"   // none of the choices
	FlawMismatch  Flaw = "mismatch" // contradicts another field
	FlawPartial   Flaw = "partial"  // of several fields that belong together some are missing
)

// Invalid is a field that is refused.
type Invalid struct {
	Field Field
	Flaw  Flaw
}

func (e *Invalid) Error() string { return fmt.Sprintf("%s: %s", e.Field, e.Flaw) }

// CitizenNumber checks a 公民身份号码 (GB 11643) and gives it as it is stored: half-width, without blanks, X as capital.
func CitizenNumber(s string, today Day) (string, Flaw) {
	s = compact(s)
	switch {
	case s == "":
		return "", FlawEmpty
	case len(s) == 15 && digits(s):
		return "", FlawOldNumber
	case len(s) != 18:
		return "", FlawLength
	case !digits(s[:17]) || s[17] != 'X' && !digits(s[17:]):
		return "", FlawForm
	case !provinces[s[:2]]:
		return "", FlawArea
	}
	birth, err := time.Parse("20060102", s[6:14])
	if day := Day(birth.Format(time.DateOnly)); err != nil || day < "1900-01-01" || day > today {
		return "", FlawBirth
	}
	sum := 0
	for i, weight := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * weight
	}
	if s[17] != "10X98765432"[sum%11] {
		return "", FlawCheck
	}
	return s, ""
}

// provinces are the first two digits of area codes (GB/T 2260), 83 for residence permits of Taiwan's inhabitants.
var provinces = func() map[string]bool {
	out := map[string]bool{}
	for _, p := range strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83") {
		out[p] = true
	}
	return out
}()

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CreditCode checks a 统一社会信用代码 (GB 32100) and gives it in capitals. inner says whether the organisation code in it
// (GB 11714) fits too: some registers did not enforce that, so it is a reason to ask, not to refuse.
func CreditCode(s string) (code string, inner bool, flaw Flaw) {
	s = compact(s)
	switch {
	case s == "":
		return "", false, FlawEmpty
	case len(s) != 18:
		return "", false, FlawLength
	}
	sum, weight := 0, 1
	for i := range s {
		value := strings.IndexByte(creditAlphabet, s[i])
		if value < 0 {
			return "", false, FlawForm
		}
		if i < 17 {
			sum, weight = sum+value*weight, weight*3%31
		}
	}
	if s[17] != creditAlphabet[(31-sum%31)%31] {
		return "", false, FlawCheck
	}
	return s, s[16] == organisationCheck(s[8:16]), ""
}

// organisationCheck is the check character of an 组织机构代码.
func organisationCheck(s string) byte {
	sum := 0
	for i, weight := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		value := int(s[i] - '0')
		if s[i] >= 'A' {
			value = int(s[i]-'A') + 10
		}
		sum += value * weight
	}
	switch r := 11 - sum%11; r {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + r)
	}
}

// compact gives capitals of half width without blanks.
func compact(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(width.Fold.String(s)), ""))
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
