package policy

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func told(rows []Difference) string {
	var out []string
	for _, d := range rows {
		old, now := "-", "-"
		if d.Old != nil {
			old = fmt.Sprint(d.Old.No)
		}
		if d.New != nil {
			now = fmt.Sprint(d.New.No)
		}
		out = append(out, old+">"+now+" "+string(d.Kind))
	}
	return strings.Join(out, ", ")
}

func TestDifferenceBetweenTwoEditions(t *testing.T) {
	seeds := Entry{No: 1, Sector: "一、农业", Measure: "小麦、玉米新品种选育和种子生产须由中方控股。"}
	printing := Entry{No: 2, Sector: "二、制造业", Measure: "出版物印刷须由中方控股。"}
	nuclear := Entry{No: 3, Sector: "三、电力", Measure: "核电站的建设、经营须由中方控股。"}
	before := &List{Complete: true, Entries: []Entry{seeds, printing, nuclear}}
	after := &List{Complete: true, Entries: []Entry{
		{No: 1, Sector: "农业", Measure: "小麦新品种选育和种子生产的中方股比不低于34%、玉米新品种选育和种子生产须由中方控股。"},
		{No: 2, Sector: "电力", Measure: "核电站的建设、经营须由中方控股"},
		{No: 3, Sector: "教育", Measure: "禁止投资义务教育机构。"},
	}}
	if got, want := told(Diff(before, after)), "1>1 changed, 2>- struck, 3>2 renumbered, ->3 added"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	after.Complete = false
	if got, want := told(Diff(before, after)), "1>1 changed, 2>- unknown, 3>2 renumbered, ->3 added"; got != want {
		t.Errorf("later one incomplete: got %s, want %s", got, want)
	}
	before.Complete = false
	if got, want := told(Diff(before, after)), "1>1 changed, 2>- unknown, 3>2 renumbered, ->3 unknown"; got != want {
		t.Errorf("both incomplete: got %s, want %s", got, want)
	}
	if got, want := told(Diff(before, before)), "1>1 same, 2>2 same, 3>3 same"; got != want {
		t.Errorf("with itself: got %s, want %s", got, want)
	}
}

// Every entry of either edition stands in exactly one row, the later ones in their order.
func TestDifferenceLosesNoEntry(t *testing.T) {
	entries := rapid.Custom(func(t *rapid.T) *List {
		l := &List{Complete: rapid.Bool().Draw(t, "complete")}
		for i := range rapid.IntRange(0, 8).Draw(t, "n") {
			l.Entries = append(l.Entries, Entry{
				No: i + 1, Sector: rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "sector"),
				Measure: rapid.StringOfN(rapid.RuneFrom([]rune("禁止投资医院学校")), 1, 6, -1).Draw(t, "measure"),
			})
		}
		return l
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := entries.Draw(t, "before"), entries.Draw(t, "after")
		olds, last := map[int]int{}, 0
		for _, d := range Diff(before, after) {
			if d.Old != nil {
				olds[d.Old.No]++
			}
			if d.New != nil {
				if d.New.No != last+1 {
					t.Fatalf("later entry %d after %d", d.New.No, last)
				}
				last = d.New.No
			}
		}
		if last != len(after.Entries) || len(olds) != len(before.Entries) {
			t.Fatalf("%d of %d later and %d of %d earlier entries", last, len(after.Entries), len(olds), len(before.Entries))
		}
		for no, n := range olds {
			if n != 1 {
				t.Fatalf("earlier entry %d stands in %d rows", no, n)
			}
		}
	})
}
