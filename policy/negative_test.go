package policy

import (
	"testing"

	"pgregory.net/rapid"
)

func negativeLists() *Library {
	edition := func(year string, from, to Date, complete bool, entries ...Entry) Item {
		return NewItem(&List{
			Title: "清单（" + year + "年版）", Edition: year, Scope: Nationwide, Effective: from, Repealed: to, Complete: complete, Entries: entries,
		}, FromStarter, Pending)
	}
	hospital := Entry{Sector: "卫生", Measure: "医疗机构限于合资。", Equity: true, Activities: []string{"医院"}, Broader: []string{"医疗"}, Outside: []string{"药店"}}
	tobacco := Entry{Sector: "零售", Measure: "禁止投资烟叶、卷烟的批发、零售。", Banned: true, Activities: []string{"卷烟"}}
	printing := Entry{Sector: "制造业", Measure: "出版物印刷须由中方控股。", Activities: []string{"印刷厂"}}
	telecom := Entry{Sector: "信息", Measure: "增值电信业务的外资股比不超过50%（电子商务除外）。", Activities: []string{"增值电信"}, Exempt: []string{"电商"}}
	number := func(e Entry, no int) Entry { e.No = no; return e }
	old := edition("2021", "2022-01-01", "2024-11-01", false, number(printing, 1), number(tobacco, 2), number(hospital, 3))
	now := edition("2024", "2024-11-01", "", true, number(tobacco, 1), number(telecom, 2), number(hospital, 3))
	now.List.Changes = []Change{{Before: printing.Measure, Since: "2024-11-01"}}
	zones := NewItem(&List{Title: "自贸清单", Edition: "2021", Scope: Zones, Effective: "2022-01-01", Entries: []Entry{{
		No: 1, Unnumbered: true, Measure: tobacco.Measure, Banned: true, Activities: tobacco.Activities,
	}}}, FromStarter, Pending)
	return NewLibrary(1, []Item{old, now, zones})
}

func TestEditionIsTheOneInForceOnTheDay(t *testing.T) {
	lib := negativeLists()
	for day, want := range map[Date]string{"2021-12-31": "", "2022-01-01": "2021", "2024-10-31": "2021", "2024-11-01": "2024", "2030-01-01": "2024"} {
		got := ""
		if it, ok := lib.Edition(Nationwide, day); ok {
			got = it.List.Edition
		}
		if got != want {
			t.Errorf("%s: got edition %q, want %q", day, got, want)
		}
	}
}

func TestVerdictsOfAnEdition(t *testing.T) {
	lib := negativeLists()
	now, _ := lib.Edition(Nationwide, "2026-11-02")
	old, _ := lib.Edition(Nationwide, "2023-01-01")
	zones, _ := lib.Edition(Zones, "2026-11-02")
	for _, c := range []struct {
		list     *Item
		activity string
		want     Verdict
	}{
		{now, "卷烟", VerdictBanned},
		{now, "医院", VerdictRestricted},
		{now, "医疗", VerdictPartly},
		{now, "电商", VerdictExempt},
		{now, "药店", VerdictUnlisted},
		{now, "奶茶店", VerdictUnlisted},
		{now, "印刷厂", VerdictStruck},
		{old, "印刷厂", VerdictRestricted},
		{old, "奶茶店", VerdictUnknown},
		{zones, "卷烟", VerdictBanned},
		{zones, "医院", VerdictUnknown},
	} {
		if got := lib.Judge(c.list, c.activity); got.Verdict != c.want {
			t.Errorf("%s, %s: got %s, want %s", c.list.Title(), c.activity, got.Verdict, c.want)
		}
	}
	f := lib.Judge(now, "印刷厂").Former
	if f == nil || f.List != old || f.Change == nil || f.Change.Since != "2024-11-01" {
		t.Errorf("what was struck: got %+v, want the entry of 2021 and the change of 2024-11-01", f)
	}
}

func TestIncompleteEditionNeverShowsThatSomethingIsNotOnIt(t *testing.T) {
	lib := negativeLists()
	rapid.Check(t, func(rt *rapid.T) {
		activity := rapid.String().Draw(rt, "activity")
		for _, it := range lib.Items {
			v := lib.Judge(&it, activity).Verdict
			if !it.List.Complete && (v == VerdictUnlisted || v == VerdictStruck) {
				rt.Fatalf("%s, %q: %s", it.Title(), activity, v)
			}
		}
	})
}

func TestExcerptedEntriesGetNoOfficialNumber(t *testing.T) {
	lib := negativeLists()
	zones, _ := lib.Edition(Zones, "2026-11-02")
	p, ok := lib.Entry(zones, zones.List.Entries[0])
	if !ok || p.Article != "摘录第1项" {
		t.Errorf("got %v, want 摘录第1项", p)
	}
}

func TestEntryIsCitedFromTheDocumentThatHoldsIt(t *testing.T) {
	lib := negativeLists()
	zones, _ := lib.Edition(Zones, "2026-11-02")
	doc := NewItem(&Document{Title: zones.Title(), Status: InForce, Articles: []Article{
		{Name: "说明第一条", Text: "甲。"}, {Name: "§条目", Text: "- 乙。\n- 禁止投资烟叶、卷烟 的批发、零售"},
	}}, FromImport, Approved)
	lib = NewLibrary(2, append([]Item{doc}, lib.Items...))
	zones, _ = lib.Edition(Zones, "2026-11-02")
	if p, ok := lib.Entry(zones, zones.List.Entries[0]); !ok || p.Article != "§条目" || p.Item.Kind != KindDocument {
		t.Errorf("got %v, want the document's §条目", p)
	}
	if p, ok := lib.Note(zones, "说明第一条"); !ok || p.Item.Kind != KindDocument {
		t.Errorf("got %v, want the document's note", p)
	}
}
