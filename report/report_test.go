package report

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// rows gives n publications alike, or n requests alike.
func published(n int, p desk.Publication) []desk.Publication {
	var out []desk.Publication
	for i := range n {
		p.ID, p.Title = int64(i+1), fmt.Sprint("信息", i+1)
		out = append(out, p)
	}
	return out
}

func asked(n int, received, decided disclosure.Day, code disclosure.Code) []store.RequestRow {
	var out []store.RequestRow
	for i := range n {
		out = append(out, store.RequestRow{
			Request: disclosure.Request{
				ID: int64(i + 1), Kind: disclosure.CaseRequest, Number: fmt.Sprint("测", i), Received: received, DecidedOn: decided, Intake: disclosure.ByWeb,
			},
			ApplicantType: disclosure.Person, Code: code,
		})
	}
	return out
}

// officeYear is the office's year 2018 as its table tells it.
func officeYear() Data {
	d := Data{Year: 2018, Calendar: disclosure.Official()}
	for outlet, n := range map[desk.Outlet]int{desk.OutletGazette: 2, desk.OutletWebsite: 6, desk.OutletWeChat: 14, desk.OutletOther: 19} {
		d.Publications = append(d.Publications, published(n, desk.Publication{Kind: desk.PublishedInfo, Published: "2018-05-02", Outlets: []desk.Outlet{outlet}})...)
	}
	d.Publications = append(d.Publications,
		desk.Publication{Kind: desk.PublishedInterpretation, Published: "2018-07-02", Outlets: []desk.Outlet{desk.OutletWebsite}},
		desk.Publication{Kind: desk.PublishedResponse, Published: "2018-08-02", Outlets: []desk.Outlet{desk.OutletWeChat}})
	for _, r := range []struct {
		code disclosure.Code
		n    int
	}{
		{disclosure.CodeFull, 3},
		{disclosure.CodePartial, 2},
		{disclosure.CodeTrade, 2},
		{disclosure.CodeElsewhere, 1},
		{disclosure.CodeAbsent, 5},
		{disclosure.CodeUnclear, 1},
	} {
		d.Requests = append(d.Requests, asked(r.n, "2018-03-05", "2018-03-20", r.code)...)
	}
	return d
}

func compute(t testing.TB, d Data, form string, corrections ...store.Correction) *Report {
	t.Helper()
	r, err := Compute(d, form, corrections)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOfficesYear2018IsItsOwnTableWithTheTwoEmptyParentsFilled(t *testing.T) {
	r := compute(t, officeYear(), Form2018)
	filled := map[string]int64{
		"1": 41, "1.1": 41, "1.2": 41, "1.2.1": 2, "1.2.2": 6, "1.2.4": 14, "1.2.5": 19, "2": 2, "2.2.3": 1, "2.2.4": 1, "3.1": 14, "3.1.3": 14,
		"3.2": 14, "3.2.1": 14, "3.2.2": 0, "3.3": 14, "3.3.2": 3, "3.3.3": 2, "3.3.4": 2, "3.3.4.2": 2, "3.3.5": 1, "3.3.6": 5, "3.3.7": 1, "3.3.8": 0,
		"4": 0, "4.1": 0, "4.2": 0, "4.3": 0, "5": 0, "5.1": 0, "5.2": 0, "5.3": 0, "6": 0, "6.1": 0, "6.2": 0, "6.3": 0, "7": 0, "7.1": 0, "7.2": 0,
		"8": 0, "8.1": 0, "8.2": 0, "9": 0, "10.1": 0, "10.2": 0, "10.3": 0, "10.3.1": 0, "10.3.2": 0, "10.4": 0, "11.1": 0, "11.2": 0, "11.3": 0,
	}
	got := map[string]int64{}
	for _, c := range r.Cells {
		if c.Value != nil {
			got[c.Key] = *c.Value
		}
	}
	if diff := cmp.Diff(filled, got); diff != "" {
		t.Errorf("filled cells (-table +computed):\n%s", diff)
	}
	for _, c := range r.Checks {
		if !c.OK {
			t.Errorf("rule %s: %s", c.Rule, c.Detail)
		}
	}
	if !r.Provisional {
		t.Error("2018 has no official calendar here, and the report does not say so")
	}
}

func TestForm2021HasItsTablesOfTenHundredSeventyFiveAndFifteenCells(t *testing.T) {
	r := compute(t, Data{Year: 2026, Calendar: disclosure.Official()}, Form2021)
	tables := map[string]int{}
	for _, c := range r.Cells {
		tables[c.Key[:2]]++
		if c.Value == nil {
			t.Errorf("%s is empty", c.Key)
		}
	}
	if want := map[string]int{"t1": 10, "t2": 175, "t3": 15}; !cmp.Equal(want, tables) {
		t.Errorf("cells %v, want %v", tables, want)
	}
}

func TestYearsEndAndBeginningCountOnceEach(t *testing.T) {
	d := Data{Year: 2026, Calendar: disclosure.Official()}
	d.Requests = append(asked(1, "2026-12-31", "2027-01-02", disclosure.CodeFull), asked(1, "2025-12-31", "2026-01-04", disclosure.CodeFull)...)
	d.Requests = append(d.Requests, asked(1, "2026-12-31", "", "")...)
	r := compute(t, d, Form2021)
	for key, want := range map[string]int64{"t2.r1.person": 2, "t2.r2.person": 1, "t2.r3.1.person": 1, "t2.r3.7.total": 1, "t2.r4.total": 2} {
		if got := r.value(key); got != want {
			t.Errorf("%s = %d, want %d", key, got, want)
		}
	}
	if !r.Signable() {
		t.Errorf("checks %+v", r.Checks)
	}
}

func TestMissingApplicantTypeIsNamedAndStandsInTheWay(t *testing.T) {
	d := Data{Year: 2026, Calendar: disclosure.Official(), Requests: asked(1, "2026-03-02", "2026-03-20", disclosure.CodeFull)}
	d.Requests[0].ApplicantType = ""
	r := compute(t, d, Form2021)
	var named bool
	for _, c := range r.Checks {
		named = named || !c.OK && c.Rule == "T2-1" && len(c.Rows) == 1 && c.Rows[0].Name == "测0"
	}
	if r.Signable() || !named {
		t.Errorf("signable %v, the row named %v", r.Signable(), named)
	}
}

func TestCorrectionKeepsItsReasonFollowsItsRowsAndMayBreakARule(t *testing.T) {
	n := func(i int64) *int64 { return &i }
	d := officeYear()
	k := store.Correction{Cell: "1.2.2", Value: n(8), Basis: n(6), Reason: "网站漏登两条"}
	if got := compute(t, d, Form2018, k).value("1.2"); got != 43 {
		t.Errorf("1.2 = %d, want 43: a sum follows its corrected part", got)
	}
	d.Publications = append(d.Publications, desk.Publication{Kind: desk.PublishedInfo, Published: "2018-09-02", Outlets: []desk.Outlet{desk.OutletWebsite}})
	r := compute(t, d, Form2018, k)
	if c := r.Cell("1.2.2"); *c.Value != 9 || *c.Computed != 7 || c.Correct.Reason != k.Reason {
		t.Errorf("after another publication: %d, computed %d", *c.Value, *c.Computed)
	}
	broken := compute(t, d, Form2018, store.Correction{Cell: "3.1", Value: n(13), Basis: n(14), Reason: "误登"})
	if broken.Signable() {
		t.Error("a correction that breaks a rule can be signed")
	}
	k.Withdrawn = true
	if got := compute(t, d, Form2018, k).value("1.2.2"); got != 7 {
		t.Errorf("withdrawn: %d, want 7", got)
	}
}

func TestOneHotspotAndOnePublicationCountOnceHoweverManyOutlets(t *testing.T) {
	two := []desk.Outlet{desk.OutletWebsite, desk.OutletWeChat}
	d := Data{Year: 2026, Calendar: disclosure.Official(), Publications: []desk.Publication{
		{ID: 1, Kind: desk.PublishedInfo, Published: "2026-03-02", Outlets: two, Normative: "规〔2026〕1号"},
		{ID: 2, Kind: desk.PublishedResponse, Published: "2026-03-02", Outlets: two, Hotspot: "以旧换新"},
		{ID: 3, Kind: desk.PublishedResponse, Published: "2026-03-03", Outlets: two[:1], Hotspot: "以旧换新"},
	}}
	r := compute(t, d, Form2018)
	for key, want := range map[string]int64{"1.1": 1, "1.2": 2, "1.1.1": 1, "2.1": 1, "2.2.4": 1, "2.2.5": 1, "2": 2} {
		if got := r.value(key); got != want {
			t.Errorf("%s = %d, want %d", key, got, want)
		}
	}
}

func TestStockIsTheLatestMonthsAndFlowIsTheSum(t *testing.T) {
	d := Data{Year: 2026, Calendar: disclosure.Official(), Facts: []store.Fact{
		{Year: 2026, Month: 1, Code: "staff.full", Value: 1},
		{Year: 2026, Month: 5, Code: "staff.full", Value: 2},
		{Year: 2026, Month: 1, Code: "meeting", Value: 1},
		{Year: 2026, Month: 5, Code: "meeting", Value: 2},
		{Year: 2026, Month: 5, Code: "fund", Value: 123_456_700},
		{Year: 2026, Month: 6, Code: "fee", Value: 40_000},
	}}
	r := compute(t, d, Form2018)
	for key, want := range map[string]int64{"10.3": 2, "11.1": 3, "10.4": 123_456_700} {
		if got := r.value(key); got != want {
			t.Errorf("%s = %d, want %d", key, got, want)
		}
	}
	if got := fmt.Sprint(r.JSON().Cells["10.4"]); got != "123.4567" {
		t.Errorf("fund in 万元: %s", got)
	}
	if got := fmt.Sprint(compute(t, d, Form2021).JSON().Cells["t1.fee_wan"]); got != "0.04" {
		t.Errorf("fee in 万元: %s", got)
	}
	for fen, want := range map[int64]string{0: "0.00", 40_000: "0.04", 1_000_000: "1.00", 123_456_700: "123.4567"} {
		if got := money(fen); got != want {
			t.Errorf("money(%d) = %s, want %s", fen, got, want)
		}
	}
}

// Whatever happened in a year, the table equals a recount of the log by other means, and its rules hold.
func TestTableEqualsARecountOfRandomYears(t *testing.T) {
	day := func(t *rapid.T, name string, from, to int) disclosure.Day {
		return disclosure.Day("2025-11-01").Add(rapid.IntRange(from, to).Draw(t, name))
	}
	rapid.Check(t, func(t *rapid.T) {
		d := Data{Year: 2026, Calendar: disclosure.Official()}
		type key struct{ row, column string }
		want := map[key]int64{}
		for i := range rapid.IntRange(0, 60).Draw(t, "requests") {
			q := asked(1, day(t, "received", 0, 420), "", "")[0]
			q.ID, q.ApplicantType = int64(i), rapid.SampledFrom(disclosure.ApplicantTypes()).Draw(t, "type")
			if rapid.Bool().Draw(t, "decided") {
				q.DecidedOn = q.Received.Add(rapid.IntRange(0, 60).Draw(t, "after"))
				q.Code = rapid.SampledFrom(disclosure.Rules()).Draw(t, "code").Code
			}
			// as the store selects them
			if q.Received > "2026-12-31" || q.DecidedOn != "" && q.DecidedOn < "2026-01-01" {
				continue
			}
			d.Requests = append(d.Requests, q)
			rows := []string{"r4"}
			if q.DecidedOn != "" && q.DecidedOn <= "2026-12-31" {
				rule, _ := q.Code.Rule()
				rows = []string{rule.Row2021, "r3.7"}
			}
			if q.Received >= "2026-01-01" {
				rows = append(rows, "r1")
			} else {
				rows = append(rows, "r2")
			}
			for _, row := range rows {
				want[key{row, string(q.ApplicantType)}]++
				want[key{row, "total"}]++
			}
		}
		r := compute(&testing.T{}, d, Form2021)
		for _, row := range rows2021 {
			for _, c := range columns2021 {
				if got := r.value(t2(row.key, c.key)); got != want[key{row.key, c.key}] {
					t.Fatalf("%s %s = %d, want %d", row.key, c.key, got, want[key{row.key, c.key}])
				}
			}
		}
		if !r.Signable() {
			t.Fatalf("a rule fails: %+v", r.Checks)
		}
	})
}
