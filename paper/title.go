package paper

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
)

// Title is the name of a kind of paper, as the office calls it.
func Title(o desk.Office, kind disclosure.PaperKind) string {
	if own := o.Titles[string(kind)]; own != "" {
		return own
	}
	return wordings[kind].title
}

// Kinds are all kinds of papers.
func Kinds() []disclosure.PaperKind { return slices.Sorted(maps.Keys(wordings)) }

// ParseTitles reads an office's own titles, one a line: the kind, a space, the title. The error names every kind there is.
func ParseTitles(lines []string) (map[string]string, error) {
	titles := map[string]string{}
	for _, line := range lines {
		kind, title, _ := strings.Cut(line, " ")
		title = strings.TrimSpace(title)
		if _, known := wordings[disclosure.PaperKind(kind)]; !known || title == "" || len([]rune(title)) > 40 {
			return nil, fmt.Errorf("want a kind and its title of at most 40 characters, such as \"full 政府信息公开告知书\"; kinds: %v", Kinds())
		}
		titles[kind] = title
	}
	return titles, nil
}
