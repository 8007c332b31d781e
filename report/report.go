// Package report computes the figures an office must publish, each traceable to the rows behind it: the district's form of 2018
// and the national form of 2021 (国办公开办函〔2021〕30号), their rules, and the yearly report around them.
package report

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// Forms that a year can be reported in. Stored: never rename.
const (
	Form2018 = "2018"
	Form2021 = "2021"
)

// Data is everything that a year's figures are counted from.
type Data struct {
	Year         int
	Publications []desk.Publication // of the year
	Pending      []desk.Publication // made, and published to this day neither then nor since
	Requests     []store.RequestRow // open on any day of the year
	Contested    []store.RequestRow
	Facts        []store.Fact
	Calendar     disclosure.Calendar
	Previous     map[string]*int64 // last year's signed cells of the same form; nil when it is not signed
}

// Ref is one row behind a figure.
type Ref struct {
	Kind string // publication, request, fact
	ID   int64  // of the row; for a fact its month
	Name string // title, receipt number, or the fact's code
	N    int64  // how much it counts
}

// Cell is one figure.
type Cell struct {
	Key      string
	Label    string
	Unit     string
	Value    *int64 // as published; nil: the form leaves the cell empty. Money is in 分
	Computed *int64 // before any correction
	Rows     []Ref
	Correct  *store.Correction
	Sum      []string // keys of the cells it sums; then it has no rows of its own
	Carried  *int64   // 上年结转 as last year's report was signed with it: it stands, whatever the rows say
	Moved    bool     // signed, and the rows are no longer those of then
}

// Report is a year in one form.
type Report struct {
	Year   int
	Form   string
	Cells  []*Cell
	Checks []Check
	byKey  map[string]*Cell
	fees   int64 // 信息处理费 paid in the year, in 分
	told   telling
	// Provisional: days were counted in a year without an official calendar.
	Provisional bool
}

// Check is a rule of the form (勾稽关系) and whether it holds.
type Check struct {
	Rule   string
	OK     bool
	Soft   bool // a warning: does not stand in the way of signing
	Detail string
	Cells  []string // the cells compared
	Rows   []Ref    // the rows that cause it
}

// Cell finds a figure by its key; nil when the form has none of that key.
func (r *Report) Cell(key string) *Cell { return r.byKey[key] }

// value is a cell's number, 0 for an empty one.
func (r *Report) value(key string) int64 {
	if c := r.byKey[key]; c != nil && c.Value != nil {
		return *c.Value
	}
	return 0
}

// Signable says whether every rule holds that must.
func (r *Report) Signable() bool {
	for _, c := range r.Checks {
		if !c.OK && !c.Soft {
			return false
		}
	}
	return true
}

// Load reads what a year is counted from.
func Load(ctx context.Context, s *store.Store, year int, form string) (Data, []store.Correction, error) {
	d := Data{Year: year}
	from, to := d.first(), d.last()
	var err error
	if d.Publications, err = s.Publications(ctx, from, to); err != nil {
		return d, nil, err
	}
	pending, err := s.Pending(ctx)
	if err != nil {
		return d, nil, err
	}
	d.Pending = pending
	if d.Requests, err = s.RequestsOf(ctx, from, to); err != nil {
		return d, nil, err
	}
	if d.Contested, err = s.Contested(ctx); err != nil {
		return d, nil, err
	}
	if d.Facts, err = s.Facts(ctx, year); err != nil {
		return d, nil, err
	}
	if d.Calendar, err = s.Calendar(ctx); err != nil {
		return d, nil, err
	}
	if d.Previous, err = previous(ctx, s, year-1, form); err != nil {
		return d, nil, err
	}
	corrections, err := s.Corrections(ctx, year, form)
	return d, corrections, err
}

// Year computes a year's report from what the store holds now.
func Year(ctx context.Context, s *store.Store, year int, form string) (*Report, error) {
	d, corrections, err := Load(ctx, s, year, form)
	if err != nil {
		return nil, err
	}
	return Compute(d, form, corrections)
}

// Compute is the report of the data: cells in the order of the form, then its rules.
func Compute(d Data, form string, corrections []store.Correction) (*Report, error) {
	r := &Report{Year: d.Year, Form: form, byKey: map[string]*Cell{}}
	byCell := map[string]store.Correction{}
	for _, c := range corrections {
		if !c.Withdrawn {
			byCell[c.Cell] = c
		}
	}
	switch form {
	case Form2018:
		r.form2018(&d, byCell)
	case Form2021:
		r.form2021(&d, byCell)
	default:
		return nil, fmt.Errorf("form %q: want %s or %s", form, Form2018, Form2021)
	}
	for _, row := range fees(&d) {
		r.fees += row.N
	}
	r.told = tellingOf(&d)
	_, known := d.Calendar.Workday(d.last())
	r.Provisional = !known
	return r, nil
}

func (d *Data) first() disclosure.Day { return disclosure.Day(fmt.Sprintf("%04d-01-01", d.Year)) }
func (d *Data) last() disclosure.Day  { return disclosure.Day(fmt.Sprintf("%04d-12-31", d.Year)) }

func (d *Data) within(day disclosure.Day) bool { return day >= d.first() && day <= d.last() }

// add puts a cell into the report: the number of its rows, or the sum of other cells, as corrected.
func (r *Report) add(c *Cell, corrections map[string]store.Correction) {
	var n int64
	for _, row := range c.Rows {
		n += row.N
	}
	for _, key := range c.Sum {
		n += r.value(key)
	}
	if c.Carried != nil {
		n = *c.Carried
	}
	c.Computed = &n
	c.Value = c.Computed
	if k, ok := corrections[c.Key]; ok {
		c.Correct = &k
		c.Value = k.Value
		// Rows that changed since count on from what was put right then.
		if k.Value != nil && k.Basis != nil {
			moved := *k.Value + n - *k.Basis
			c.Value = &moved
		}
	}
	r.Cells = append(r.Cells, c)
	r.byKey[c.Key] = c
}

// fact is the rows of a monthly sheet's code: all months of the year, or only the latest for what is a stock.
func (d *Data) fact(code string) []Ref {
	var rows []Ref
	for _, f := range d.Facts {
		if f.Code != code {
			continue
		}
		row := Ref{Kind: "fact", ID: int64(f.Month), Name: f.Code, N: f.Value}
		if stock(code) {
			rows = rows[:0]
		}
		rows = append(rows, row)
	}
	return rows
}

// publications are the rows that f selects.
func (d *Data) publications(f func(desk.Publication) bool) []Ref {
	var rows []Ref
	for _, p := range d.Publications {
		if f(p) {
			rows = append(rows, Ref{Kind: "publication", ID: p.ID, Name: p.Title, N: 1})
		}
	}
	return rows
}

// requests are the rows that f selects among the applications: corrections of records and petitions are not counted.
func (d *Data) requests(f func(store.RequestRow) bool) []Ref {
	var rows []Ref
	for _, q := range d.Requests {
		if q.Kind == disclosure.CaseRequest && f(q) {
			rows = append(rows, Ref{Kind: "request", ID: q.ID, Name: q.Number, N: 1})
		}
	}
	return rows
}

// received and decided say what happened to a request in the year.
func (d *Data) received(q store.RequestRow) bool { return d.within(q.Received) }

func (d *Data) decided(q store.RequestRow) bool { return q.DecidedOn != "" && d.within(q.DecidedOn) }

// money prints 分 as 万元 with at least two decimals.
func money(fen int64) string {
	whole, rest, _ := strings.Cut(trimMoney(fen), ".")
	return whole + "." + (rest + "00")[:max(2, len(rest))]
}

// trimMoney prints 分 as 万元 with as many decimals as it needs.
func trimMoney(fen int64) string { return strconv.FormatFloat(float64(fen)/1e6, 'f', -1, 64) }
