package report

import (
	"context"
	"path/filepath"
	"testing"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

func broken(r *Report, rule string) (found []Check) {
	for _, c := range r.Checks {
		if c.Rule == rule && !c.OK {
			found = append(found, c)
		}
	}
	return found
}

// Every rule of both forms is broken once, by a correction or by rows, and named; what must hold stands in the way of signing.
func TestEachRuleIsNamedWhenItBreaks(t *testing.T) {
	n := func(i int64) *int64 { return &i }
	corrected := func(cell string, value int64) store.Correction {
		return store.Correction{Cell: cell, Value: n(value), Reason: "试"}
	}
	in2026 := func(rows ...store.RequestRow) Data {
		return Data{Year: 2026, Calendar: disclosure.Official(), Requests: rows}
	}
	decided := asked(2, "2026-03-02", "2026-03-20", disclosure.CodeFull)
	strange := asked(1, "2026-03-02", "2026-03-20", "strange")
	for name, c := range map[string]struct {
		rule string
		form string
		data Data
		fix  []store.Correction
		rows int
		soft bool
	}{
		"sum of the outlets":            {"K1", Form2018, officeYear(), []store.Correction{corrected("1.2", 40)}, 0, false},
		"whole without its information": {"K2", Form2018, officeYear(), []store.Correction{corrected("1", 40)}, 0, false},
		"more pieces than outlets":      {"K2", Form2018, officeYear(), []store.Correction{corrected("1.1", 42)}, 41, false},
		"more published than made":      {"K3", Form2018, officeYear(), []store.Correction{corrected("1.1.1", 1)}, 0, false},
		"sum of the responses":          {"K4", Form2018, officeYear(), []store.Correction{corrected("2", 3)}, 0, false},
		"heads at no conference":        {"K5", Form2018, officeYear(), []store.Correction{corrected("2.2.1.1", 1)}, 0, false},
		"heads at no interview":         {"K5", Form2018, officeYear(), []store.Correction{corrected("2.2.2.1", 1)}, 0, false},
		"sum of the ways in":            {"K6", Form2018, officeYear(), []store.Correction{corrected("3.1", 15)}, 0, false},
		"sum of the ended":              {"K7", Form2018, officeYear(), []store.Correction{corrected("3.2", 13)}, 0, false},
		"sum of the refused":            {"K8", Form2018, officeYear(), []store.Correction{corrected("3.3.4", 1)}, 0, false},
		"sum of the answers":            {"K9", Form2018, officeYear(), []store.Correction{corrected("3.3", 13)}, 0, false},
		"ended without an answer":       {"K10", Form2018, in2026(append(decided, strange...)...), nil, 1, false},
		"more ended than there were":    {"K10", Form2018, officeYear(), []store.Correction{corrected("3.1.3", 13)}, 0, false},
		"sum of the reviews":            {"K11", Form2018, officeYear(), []store.Correction{corrected("4", 1)}, 0, false},
		"sum of the staff":              {"K11", Form2018, officeYear(), []store.Correction{corrected("10.3", 1)}, 0, false},
		"total of a row":                {"T2-1", Form2021, in2026(decided...), []store.Correction{corrected("t2.r1.total", 3)}, 0, false},
		"in and out of a column":        {"T2-2", Form2021, in2026(append(decided, strange...)...), nil, 1, false},
		"total of the results":          {"T2-3", Form2021, in2026(decided...), []store.Correction{corrected("t2.r3.7.person", 3)}, 0, false},
		"a blank cell":                  {"T2-5", Form2021, in2026(), []store.Correction{{Cell: "t1.permit", Reason: "试"}}, 0, false},
		"in no row":                     {"T2-7", Form2021, in2026(strange...), nil, 1, false},
		"total of the reviews":          {"T3", Form2021, in2026(), []store.Correction{corrected("t3.review.total", 1)}, 0, false},
	} {
		r := compute(t, c.data, c.form, c.fix...)
		found := broken(r, c.rule)
		if len(found) == 0 || r.Signable() || len(found[0].Cells) == 0 && len(found[0].Rows) == 0 {
			t.Errorf("%s: %s broken %d times, signable %v", name, c.rule, len(found), r.Signable())
			continue
		}
		if got := len(found[len(found)-1].Rows); c.rows > 0 && got != c.rows {
			t.Errorf("%s: %d rows named, want %d", name, got, c.rows)
		}
	}
}

func TestWhatIsCarriedOverIsWhatWasSignedTheYearBefore(t *testing.T) {
	n := func(i int64) *int64 { return &i }
	d := Data{Year: 2026, Calendar: disclosure.Official(), Requests: asked(2, "2025-12-20", "2026-01-20", disclosure.CodeFull)}
	d.Previous = map[string]*int64{}
	for _, c := range columns2021 {
		d.Previous[t2("r4", c.key)] = n(0)
	}
	d.Previous["t2.r4.person"], d.Previous["t2.r4.total"] = n(2), n(2)
	if r := compute(t, d, Form2021); !r.Signable() || r.value("t2.r2.person") != 2 {
		t.Errorf("r2 %d, signable %v", r.value("t2.r2.person"), r.Signable())
	}
	d.Previous["t2.r4.person"], d.Previous["t2.r4.total"] = n(3), n(3)
	r := compute(t, d, Form2021)
	found := broken(r, "T2-4")
	if r.value("t2.r2.person") != 3 || len(found) != 2 || len(found[0].Rows) != 2 {
		t.Errorf("signed 3, on file 2: r2 = %d, %+v", r.value("t2.r2.person"), found)
	}
}

func TestClaimsOfATextThatTheTableDoesNotCountAreNamed(t *testing.T) {
	text := "局办公室明确专人负责，召开专题会议2次，设立信息公开专栏。"
	r := whole(t, officeYear(), Form2018, map[string]string{"1": text})
	if found := broken(r.Report, "K13"); len(found) != 3 || !r.Signable() {
		t.Errorf("claims %+v, signable %v", found, r.Signable())
	}
	d := officeYear()
	for _, code := range []string{"staff.part", "meeting", "site.department"} {
		d.Facts = append(d.Facts, store.Fact{Year: 2018, Month: 5, Code: code, Value: 1})
	}
	if found := broken(whole(t, d, Form2018, map[string]string{"1": text}).Report, "K13"); len(found) != 0 {
		t.Errorf("claims that the table counts: %+v", found)
	}
	if found := broken(whole(t, officeYear(), Form2018, nil).Report, "K13"); len(found) != 0 {
		t.Errorf("the proposed text claims what the table lacks: %+v", found)
	}
	wrong := whole(t, officeYear(), Form2018, map[string]string{"2": "全年主动公开信息40条，受理申请14件。"})
	if found := broken(wrong.Report, "K12"); len(found) != 1 || wrong.Signable() {
		t.Errorf("a wrong number in a clerk's own words: %+v", found)
	}
}

// What was signed stays as it was signed, in every output, whatever happens to its cases later.
func TestSignedReportIsWrittenAsItWasSigned(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	office := desk.Office{Name: "测试区商务局"}
	if err := s.SaveFacts(ctx, []store.Fact{{Year: 2026, Month: 3, Code: "permit", Value: 12}}, clerk, now); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveReportText(ctx, 2026, Form2021, "5", "公开不够及时。", 0, clerk, now); err != nil {
		t.Fatal(err)
	}
	text, err := Write(ctx, s, office, 2026, Form2021)
	if err != nil {
		t.Fatal(err)
	}
	_, seen, err := text.Frozen()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := Sign(ctx, s, text, clerk, now)
	if err != nil || signed.Digest != seen {
		t.Fatalf("digest %s, seen %s, %v", signed.Digest, seen, err)
	}
	again, err := Write(ctx, s, office, 2026, Form2021)
	if err != nil || again.Signed == nil || again.value("t1.permit") != 12 || again.Sections[4].Text != "公开不够及时。" || len(again.Checks) != len(text.Checks) {
		t.Errorf("written again: %+v, %v", again.Signed, err)
	}
	if _, once, err := again.Frozen(); once != seen || err != nil {
		t.Errorf("digest of the signed report %s, want %s", once, seen)
	}
}
