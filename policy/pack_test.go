package policy

import (
	"slices"
	"testing"
)

func TestPackedTextsReadTheSame(t *testing.T) {
	want := []Article{{Name: "第一条", Heading: "总则", Text: "为了规范经营。"}, {Name: "第二条"}, {Text: "附件"}}
	d := Document{Articles: slices.Clone(want)}
	d.Pack()
	if !slices.Equal(d.Articles, want) {
		t.Errorf("got %v, want %v", d.Articles, want)
	}
	(&Document{}).Pack()
}
