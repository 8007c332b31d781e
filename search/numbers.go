package search

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	hanDigits = "零一二三四五六七八九"
	units     = "年月日天元个倍周次家万"
)

// respellNumbers calls found with the other spelling of each number that counts something: 三十日 for 30天, 五千元 for 5000元,
// and 20 for 二十个. Years of the calendar stay as they are.
func respellNumbers(text string, found func(law *terms)) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		arabic, han := isArabic(r), isNumeral(r)
		if !arabic && !han {
			i += n
			continue
		}
		for i+n < len(text) {
			r, size := utf8.DecodeRuneInString(text[i+n:])
			if arabic && !isArabic(r) || han && !isNumeral(r) {
				break
			}
			n += size
		}
		if other := respelt(text[i:i+n], text[i+n:], han); other != "" {
			var t terms
			t.split(other)
			found(&t)
		}
		i += n
	}
}

func isArabic(r rune) bool { return '0' <= r && r <= '9' }

func isNumeral(r rune) bool {
	switch r {
	case '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '两':
		return true
	}
	return false
}

// respelt is the other spelling of a number with its unit, "" when there is none.
func respelt(number, rest string, han bool) string {
	unit, size := utf8.DecodeRuneInString(rest)
	if han {
		n, ok := valueOf(number)
		if !ok || n < 2 || !strings.ContainsRune(units, unit) {
			return ""
		}
		if number == "两" {
			return "二" + string(unit)
		}
		return strconv.Itoa(n)
	}
	n, err := strconv.Atoi(number)
	if err != nil || n == 0 || n > 99_999_999 || size == 0 || !strings.ContainsRune(units, unit) || unit == '年' && n >= 1900 {
		return ""
	}
	if unit == '天' {
		unit = '日'
	}
	return spell(n) + string(unit)
}

// spell writes 1 ≤ n < 100,000,000 in Chinese numerals.
func spell(n int) string {
	if n < 10_000 {
		return numeral(n)
	}
	high, low := numeral(n/10_000)+"万", n%10_000
	switch {
	case low == 0:
		return high
	case low < 1000:
		return high + "零" + numeral(low)
	}
	return high + numeral(low)
}

// valueOf reads Chinese numerals up to ten thousands; ok is false for what isn't one number.
func valueOf(s string) (n int, ok bool) {
	total, digit := 0, -1
	for _, r := range s {
		place := 0
		switch r {
		case '两':
			digit = 2
			continue
		case '十':
			place = 10
		case '百':
			place = 100
		case '千':
			place = 1000
		case '万':
			total, digit = (total+max(digit, 0))*10_000, -1
			continue
		default:
			if digit > 0 {
				return 0, false // digits one by one: 二〇二一, 三五
			}
			digit = strings.Index(hanDigits, string(r)) / 3
			continue
		}
		if digit < 0 {
			digit = 1
		}
		total, digit = total+digit*place, -1
	}
	return total + max(digit, 0), total+max(digit, 0) > 0
}
