package bot

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/width"
)

func TestEveryFormIsFoldedAsTheStandardSays(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		s := string(r)
		if got, want := folded(s), width.Fold.String(s); got != want {
			t.Errorf("%U: got %q, want %q", r, got, want)
		}
	}
	const mixed = "ＡＢＣ１２３，外资　企业？ｶﾞ￥"
	if got, want := folded(mixed), width.Fold.String(mixed); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
