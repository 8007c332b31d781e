package admin

import (
	"cmp"
	"slices"

	"shangda/disclosure"
	"shangda/store"
)

// caseRow is a case in the register. Tone is its traffic light: bad, warn, good, or plain where nothing is owed.
type caseRow struct {
	disclosure.Request
	Task        disclosure.Task
	Due         disclosure.Day
	Left        int // working days until it is due; negative: days since
	Provisional bool
	Earliest    disclosure.Day // of a provisional due day
	Tone        string
}

// Arrived is the day on which the decision was served; empty without proof.
func (r caseRow) Arrived() disclosure.Day { return r.ServedOn() }

type casesPage struct {
	frame
	Rows   []caseRow
	View   string
	Views  []caseView
	Filter store.RequestFilter
	Kinds  []labelled
	Older  int64
}

// caseView is a tab of the register.
type caseView struct{ Code, Label string }

var caseViews = []caseView{{"open", "待答复"}, {"mine", "我承办的"}, {"review", "等审核签发"}, {"serve", "待送达"}, {"correcting", "等补正"}, {"all", "全部"}}

// casesShown is how many one page lists.
const casesShown = 50

func cases(v *visit) error {
	p := casesPage{frame: v.frame(), View: cmp.Or(v.Query("view"), "open"), Views: caseViews}
	p.Filter = store.RequestFilter{
		Number: trim(v.Query("number")), Name: trim(v.Query("name")), ID: trim(v.Query("id_number")), Phone: trim(v.Query("phone")),
		Kind: disclosure.CaseKind(v.Query("kind")), Section: trim(v.Query("section")), From: disclosure.Day(v.Query("from")), To: disclosure.Day(v.Query("to")),
		After: v.queryNumber("before"),
	}
	f := p.Filter
	keep := func(caseRow) bool { return true }
	switch p.View {
	case "open":
		f.Running = true
	case "mine":
		f.Officer = v.staff.ID
		keep = func(r caseRow) bool { return r.State != disclosure.Served && r.State != disclosure.Ended }
	case "review":
		f.Running = true
		keep = func(r caseRow) bool { return r.State == disclosure.Review || r.State == disclosure.Signing }
	case "serve":
		f.State = disclosure.Decided
	case "correcting":
		f.State = disclosure.Correcting
	}
	for _, k := range []disclosure.CaseKind{disclosure.CaseRequest, disclosure.CaseCorrection, disclosure.CaseSuggestion, disclosure.CasePetition} {
		p.Kinds = append(p.Kinds, labelled{string(k), caseKinds[k]})
	}
	found, err := v.Store.Requests(v.ctx(), f, casesShown)
	if err != nil {
		return err
	}
	for _, r := range found {
		row, err := v.caseRow(r)
		if err != nil {
			return err
		}
		if keep(row) {
			p.Rows = append(p.Rows, row)
		}
	}
	if len(found) == casesShown {
		p.Older = found[len(found)-1].ID
	}
	slices.SortStableFunc(p.Rows, func(a, b caseRow) int { return cmp.Compare(cmp.Or(a.Due, "9999"), cmp.Or(b.Due, "9999")) })
	return v.show("cases", p)
}

func (v *visit) caseRow(r disclosure.Request) (caseRow, error) {
	today, c := disclosure.DayOf(v.now), v.Calendar()
	row := caseRow{Request: r, Tone: "plain"}
	var err error
	if row.Task, _, err = r.Task(c, today); err != nil || !r.Running() {
		return row, err
	}
	row.Due, row.Provisional, err = r.Due(c, today)
	if err != nil || row.Due == "" {
		return row, err
	}
	warned, err := r.Warned(c, today)
	if err != nil {
		return row, err
	}
	if row.Provisional && r.Kind == disclosure.CaseRequest {
		row.Earliest = warned
	}
	row.Left = workdaysLeft(c, today, warned)
	switch {
	case row.Left <= 1:
		row.Tone = "bad"
	case row.Left <= 3:
		row.Tone = "warn"
	default:
		row.Tone = "good"
	}
	return row, nil
}

// workdaysLeft counts from today to a day: 0 on the day itself, negative after it.
func workdaysLeft(c disclosure.Calendar, today, day disclosure.Day) int {
	n := 0
	for d := today; d < day; n++ {
		d, _ = c.Next(d)
	}
	for d := day; d < today; n-- {
		d, _ = c.Next(d)
	}
	return n
}

func (v *visit) queryNumber(name string) int64 { return parseNumber(v.Query(name)) }
