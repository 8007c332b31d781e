package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMissingNamesWhatAnAnswerCouldNotSay(t *testing.T) {
	d, err := ParseAs(Guess(notice), "notice.docx", notice)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Field{FieldJurisdiction, FieldCompleteness}, d.Missing()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := (&Document{}).Missing(); len(got) != 8 {
		t.Errorf("an empty document: got %v, want every field", got)
	}
}

func TestANoticeIsCutWithoutItsHead(t *testing.T) {
	d, err := ParseAs(Guess(notice), "notice.docx", notice)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range d.Articles {
		names = append(names, a.Name)
	}
	if diff := cmp.Diff([]string{"§引言", "第一条", "第二条"}, names); diff != "" || d.Source != "notice.docx" || d.Status != InForce {
		t.Errorf("source %q, status %q (-want +got)\n%s", d.Source, d.Status, diff)
	}
}

func TestPartsAreEveryTextOfAnItem(t *testing.T) {
	const mark = "此件不公开"
	for _, it := range []Item{
		NewItem(&Document{Title: mark, Articles: []Article{{Name: "第一条", Heading: mark, Text: mark}}}, FromStaff, Pending),
		NewItem(&QA{Question: mark, Wordings: []string{mark}, Answer: mark, Caution: mark, Next: mark}, FromStaff, Pending),
		NewItem(&Guide{Title: mark, Summary: mark, Who: mark, Materials: []string{mark}, Steps: []string{mark}, Branches: []Branch{{When: "甲", Text: mark}}}, FromStaff, Pending),
		NewItem(&List{Title: mark, Notes: []Note{{"说明第一条", mark}}, Entries: []Entry{{No: 1, Sector: "甲", Measure: mark, Exceptions: mark}}}, FromStaff, Pending),
	} {
		parts := it.Parts()
		marked := slices.DeleteFunc(slices.Clone(parts), func(p Part) bool { return !strings.Contains(p.Text, mark) })
		want := map[Kind]int{KindDocument: 3, KindQA: 5, KindGuide: 6, KindList: 4}[it.Kind]
		if len(marked) != want {
			t.Errorf("%s: got %v, want %d marked parts", it.Kind, parts, want)
		}
	}
}
