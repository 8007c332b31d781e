package desk

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// PasswordFault is what is wrong with a new password; empty: nothing.
type PasswordFault string

const (
	PasswordShort  PasswordFault = "password_short"
	PasswordLong   PasswordFault = "password_long"
	PasswordPlain  PasswordFault = "password_plain"  // fewer than three of: small letter, capital, digit, other
	PasswordNamed  PasswordFault = "password_named"  // contains the login or the name
	PasswordWeak   PasswordFault = "password_weak"   // among the first that are tried
	PasswordBefore PasswordFault = "password_before" // used before
)

const (
	shortestPassword = 12
	longestPassword  = 200 // hashing takes as long as it is long
)

// weak are the stems of passwords in common use; whatever is left without them must still be long.
var weak = []string{
	"password", "passw0rd", "p@ssw0rd", "p@ssword", "qwertyuiop", "qwerty", "asdfgh", "zxcvbn", "1qaz2wsx", "admin", "administrator",
	"welcome", "letmein", "iloveyou", "woaini", "shangda", "shangwu", "qingdao", "huangdao", "root", "test", "abc", "abcd", "aaa",
	"111", "000", "666", "888", "123456789", "1234567890", "12345678", "1234567", "123456", "12345", "1234", "123", "520", "1314",
	"2023", "2024", "2025", "2026", "2027", "qwe", "asd", "zxc",
}

// CheckPassword applies the policy to a password that login and name want: at least 12 characters, three of four classes,
// nothing of the person's own names, not a common word with something around it.
func CheckPassword(password, login, name string) PasswordFault {
	small := strings.ToLower(password)
	switch {
	case utf8.RuneCountInString(password) < shortestPassword:
		return PasswordShort
	case len(password) > longestPassword:
		return PasswordLong
	case classes(password) < 3:
		return PasswordPlain
	case contains(small, login) || contains(small, name):
		return PasswordNamed
	case remainder(small) < 6:
		return PasswordWeak
	}
	return ""
}

func contains(password, name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return utf8.RuneCountInString(name) > 1 && strings.Contains(password, name)
}

func classes(s string) int {
	var small, capital, digit, other int
	for _, c := range s {
		switch {
		case unicode.IsLower(c):
			small = 1
		case unicode.IsUpper(c):
			capital = 1
		case unicode.IsDigit(c):
			digit = 1
		default:
			other = 1
		}
	}
	return small + capital + digit + other
}

// remainder counts the different characters left when everything common is taken out.
func remainder(small string) int {
	for _, w := range weak {
		small = strings.ReplaceAll(small, w, "")
	}
	different := map[rune]bool{}
	for _, c := range small {
		different[c] = true
	}
	return len(different)
}
