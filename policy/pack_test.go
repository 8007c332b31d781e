package policy

import (
	"slices"
	"strings"
	"testing"
)

func TestPackedTextsReadTheSame(t *testing.T) {
	var p Packer
	var all []Document
	want := func(n int) []Article {
		return []Article{{Name: "第一条", Heading: "总则", Text: strings.Repeat("为了规范经营。", n)}, {Name: "第二条"}, {Text: "附件"}}
	}
	sizes := []int{1, 0, 2000, textPiece / 10, 3}
	for _, n := range sizes {
		d := Document{Articles: want(n)}
		p.Document(&d)
		all = append(all, d)
	}
	p.Document(&Document{})
	for i, n := range sizes {
		if got := all[i].Articles; !slices.Equal(got, want(n)) || cap(got) != len(got) {
			t.Errorf("document %d reads otherwise, or may grow into the next", i)
		}
	}
}
