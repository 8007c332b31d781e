package config

import (
	"fmt"
	"net/url"
	"strings"
)

// Secret is a text that no log, error or page shows: every verb of fmt, JSON and slog print a placeholder.
type Secret string

// Reveal is the secret itself, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "[hidden]"
}

// Format keeps %q, %x and the like from reaching the text.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText serves JSON and slog.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Address is a URL that may carry a password: of the database, of Redis. It prints without password and parameters.
type Address string

// Reveal is the whole address, for whoever connects.
func (a Address) Reveal() string { return string(a) }

func (a Address) String() string {
	if a == "" || strings.HasPrefix(string(a), "sqlite:") {
		return string(a)
	}
	u, err := url.Parse(string(a))
	if err != nil || u.Host == "" && u.Path == "" {
		return "[hidden]"
	}
	u.RawQuery, u.Fragment = "", ""
	return u.Redacted()
}

// Format prints the same for every verb.
func (a Address) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(a.String())) }

// MarshalText serves JSON and slog.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }
