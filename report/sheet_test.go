package report

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"shangda/store"
)

// filled is March's sheet, edited by hand.
func filled(t *testing.T, edit func(*excelize.File) error) []byte {
	t.Helper()
	facts := []store.Fact{{Year: 2026, Month: 3, Code: "meeting", Value: 2, Note: "领导小组会"}, {Year: 2026, Month: 3, Code: "fund", Value: 1_234_500}}
	data, err := WriteSheet(2026, 3, facts)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if edit != nil {
		if err := edit(f); err != nil {
			t.Fatal(err)
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSheetComesBackAsItWasWrittenAndEmptyIsNotZero(t *testing.T) {
	data := filled(t, func(f *excelize.File) error { return f.SetCellValue("2026-03", "D2", 0) })
	want := []store.Fact{
		{Year: 2026, Month: 3, Code: "press", Value: 0},
		{Year: 2026, Month: 3, Code: "meeting", Value: 2, Note: "领导小组会"},
		{Year: 2026, Month: 3, Code: "fund", Value: 1_234_500},
	}
	got, faults := ReadSheet(data, 2026, 3)
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Errorf("%v (-want +got):\n%s", faults, diff)
	}
}

func TestEveryWrongCellOfASheetIsNamedAndNothingIsRead(t *testing.T) {
	set := func(cell string, value any) func(*excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellValue("2026-03", cell, value) }
	}
	for name, c := range map[string]struct {
		edit func(*excelize.File) error
		want []SheetFault
	}{
		"heading":        {set("D1", "数目"), []SheetFault{{"D1", SheetHeading, "数量"}}},
		"formula":        {func(f *excelize.File) error { return f.SetCellFormula("2026-03", "D3", "SUM(D2:D2)") }, []SheetFault{{"D3", SheetFormula, "=SUM(D2:D2)"}}},
		"minus":          {set("D4", -1), []SheetFault{{"D4", SheetMinus, "-1"}}},
		"words":          {set("D4", "三次"), []SheetFault{{"D4", SheetText, "三次"}}},
		"text":           {set("D4", "3"), []SheetFault{{"D4", SheetText, "3"}}},
		"fraction":       {set("D4", 1.5), []SheetFault{{"D4", SheetPart, "1.5"}}},
		"line unknown":   {set("A4", "meetings"), []SheetFault{{"A4", SheetUnknown, "meetings"}}},
		"line twice":     {set("A4", "press"), []SheetFault{{"A4", SheetTwice, "press"}}},
		"something more": {set("G5", "x"), []SheetFault{{"G5", SheetExtra, "x"}}},
		"another month": {
			func(f *excelize.File) error { return f.SetSheetName("2026-03", "2026-04") },
			[]SheetFault{{"", SheetMonth, "2026-04"}},
		},
		"two at once": {
			func(f *excelize.File) error {
				if err := f.SetCellValue("2026-03", "D4", -1); err != nil {
					return err
				}
				return f.SetCellValue("2026-03", "D5", "无")
			},
			[]SheetFault{{"D4", SheetMinus, "-1"}, {"D5", SheetText, "无"}},
		},
	} {
		facts, faults := ReadSheet(filled(t, c.edit), 2026, 3)
		if diff := cmp.Diff(c.want, faults); diff != "" || facts != nil {
			t.Errorf("%s: %d lines read (-want +got):\n%s", name, len(facts), diff)
		}
	}
	if facts, faults := ReadSheet([]byte("代码,项目"), 2026, 3); facts != nil || len(faults) != 1 || faults[0].Code != SheetBroken {
		t.Errorf("no spreadsheet: %v", faults)
	}
}

func TestNumbersAreReadInTheUnitOfTheirLine(t *testing.T) {
	money, _ := CodeNamed("fund")
	count, _ := CodeNamed("meeting")
	for _, c := range []struct {
		line  Code
		text  string
		value int64
		code  string
	}{
		{count, "12", 12, ""},
		{count, "1.0", 1, ""},
		{count, "-0.5", 0, SheetMinus},
		{count, "1/2", 0, SheetText},
		{count, "9e99", 0, SheetLarge},
		{money, "1.2345", 1_234_500, ""},
		{money, "0.000001", 1, ""},
		{money, "0.0000001", 0, SheetPart},
		{money, "１", 0, SheetText},
		{money, "1.2344999999999999", 1_234_500, ""},
		{count, "1e-999999999", 0, ""},
		{count, "NaN", 0, SheetText},
		{count, "Inf", 0, SheetText},
	} {
		if value, code := ParseFact(c.line, c.text); value != c.value || code != c.code {
			t.Errorf("%s %q: %d %q, want %d %q", c.line.Code, c.text, value, code, c.value, c.code)
		}
	}
}
