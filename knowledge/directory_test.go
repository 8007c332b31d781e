package knowledge

import (
	"strings"
	"testing"
)

func TestDirectoryOfOtherAuthoritiesLoads(t *testing.T) {
	all, err := Directory()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 60 {
		t.Errorf("got %d subjects, want at least 60", len(all))
	}
}

func TestMistakeInTheDirectoryIsNamedWithItsLine(t *testing.T) {
	const words = "  words: [甲甲, 乙乙, 丙丙, 丁丁, 戊戊, 己己]\n"
	const good = "- topic: 一\n" + words + "  who: 谁\n  contact: \"12345\"\n"
	for name, c := range map[string]struct{ text, want string }{
		"unknown key":         {good + "  whom: 他\n", "line 5"},
		"word twice":          {good + "- topic: 二\n" + words, `line 5: 二: "甲甲" is already on line 1`},
		"topic twice":         {good + "- topic: 一\n" + strings.ReplaceAll(words, "[甲甲, 乙乙, 丙丙, 丁丁, 戊戊, 己己]", "[aa, bb, cc, dd, ee, ff]"), `"一" is already on line 1`},
		"contact without who": {"- topic: 一\n" + words + "  contact: \"12345\"\n", "line 1: 一: who and contact go together"},
		"too few words":       {"- topic: 一\n  words: [甲甲]\n", "line 1: 一: 1 words, want 6 to 20"},
		"one character":       {strings.Replace(good, "己己", "己", 1), `line 1: 一: "己": a word has two characters`},
		"cancels itself":      {good + "  unless: [甲甲]\n", "cancels itself"},
	} {
		_, err := ReadDirectory(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
