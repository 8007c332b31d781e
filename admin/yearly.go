package admin

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/report"
	"shangda/store"
)

// yearForms are the forms of the report, the national one first.
func yearForms() []string { return []string{report.Form2021, report.Form2018} }

// yearRow is a year in the list of reports.
type yearRow struct {
	Year   int
	Signed []string
}

// Has says whether the year is signed in the form.
func (r yearRow) Has(form string) bool { return slices.Contains(r.Signed, form) }

type yearlyReportsPage struct {
	frame
	Rows      []yearRow
	Forms     []string
	Countdown *countdown
}

// yearsShown is how many years the list goes back by itself; others are typed.
const yearsShown = 5

func yearlyReports(v *visit) error {
	now := v.now.In(beijing).Year()
	if v.Query("year") != "" && v.Query("form") != "" {
		y, err := parseYearly(v.Query("year"), v.Query("form"), now)
		if err != nil {
			return err
		}
		return redirect(y.path(""))
	}
	p := yearlyReportsPage{frame: v.frame(), Forms: yearForms()}
	for year := now; year > now-yearsShown; year-- {
		signed, err := v.Store.SignedForms(v.ctx(), year)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, yearRow{year, signed})
	}
	var err error
	if p.Countdown, err = v.countdown(); err != nil {
		return err
	}
	return v.show("yearly", p)
}

// countdown is what the first page says of the report that is due on 31 January (条例第四十九条).
type countdown struct {
	Year   int
	Left   int // days
	Due    disclosure.Day
	Signed []string
}

// countdown is nil outside 1 December to 31 January.
func (v *visit) countdown() (*countdown, error) {
	now := v.now.In(beijing)
	c := countdown{Year: now.Year()}
	switch now.Month() {
	case time.December:
	case time.January:
		c.Year--
	default:
		return nil, nil
	}
	c.Due = disclosure.Day(fmt.Sprintf("%d-01-31", c.Year+1))
	c.Left = int(c.Due.Start().Sub(disclosure.DayOf(v.now).Start()) / (24 * time.Hour))
	var err error
	c.Signed, err = v.Store.SignedForms(v.ctx(), c.Year)
	return &c, err
}

// yearly is a year and a form.
type yearly struct {
	Year int
	Form string
}

func (y yearly) path(below string) string {
	return fmt.Sprintf("/admin/yearly/%d/%s%s", y.Year, y.Form, below)
}

// parseYearly reads a year that has begun, and a form.
func parseYearly(year, form string, now int) (yearly, error) {
	n, err := strconv.Atoi(year)
	if err != nil || n < firstYear || n > now || !slices.Contains(yearForms(), form) {
		return yearly{}, errNotFound
	}
	return yearly{n, form}, nil
}

func (v *visit) yearlyHere() (yearly, error) {
	return parseYearly(v.Param("year"), v.Param("form"), v.now.In(beijing).Year())
}

type yearlyPage struct {
	frame
	yearly
	Text    report.Text
	Tables  map[string]report.Table
	Hard    []report.Check // broken, in the way of signing
	Soft    []report.Check // broken, to be looked at
	Kept    int            // rules that hold
	Missing []string       // months without a sheet
	Edit    bool
	Sign    bool
	Digest  string
	Open    bool // the year is not over
	Signer  string
	Moved   []*report.Cell
}

// Broken says whether a figure stands in a rule that does not hold.
func (p yearlyPage) Broken(key string) bool {
	in := func(c report.Check) bool { return slices.Contains(c.Cells, key) }
	return slices.ContainsFunc(p.Hard, in)
}

// Cell is a figure.
func (p yearlyPage) Cell(key string) *report.Cell { return p.Text.Cell(key) }

func yearlyReport(v *visit) error {
	y, err := v.yearlyHere()
	if err != nil {
		return err
	}
	p := yearlyPage{frame: v.frame(), yearly: y, Edit: v.may(desk.ActYearly), Sign: v.may(desk.ActSign), Open: v.yearOpen(y.Year)}
	if p.Text, err = report.Write(v.ctx(), v.Store, v.Office, y.Year, y.Form); err != nil {
		return err
	}
	p.Tables = p.Text.Tables()
	for _, c := range p.Text.Checks {
		switch {
		case c.OK:
			p.Kept++
		case c.Soft:
			p.Soft = append(p.Soft, c)
		default:
			p.Hard = append(p.Hard, c)
		}
	}
	for _, c := range p.Text.Cells {
		if c.Moved {
			p.Moved = append(p.Moved, c)
		}
	}
	if _, p.Digest, err = p.Text.Frozen(); err != nil {
		return err
	}
	if p.Missing, err = v.missingSheets(y.Year); err != nil {
		return err
	}
	if p.Text.Signed != nil {
		names, err := v.names()
		if err != nil {
			return err
		}
		p.Signer = names[p.Text.Signed.Staff]
	}
	return v.show("yearly_report", p)
}

func (v *visit) yearOpen(year int) bool { return v.now.In(beijing).Year() <= year }

// missingSheets are the months of the year, so far, for which nothing was entered.
func (v *visit) missingSheets(year int) ([]string, error) {
	facts, err := v.Store.Facts(v.ctx(), year)
	var out []string
	for n := 1; n <= 12; n++ {
		m := month{year, n}
		if m.String() < monthOf(v.now).String() && !slices.ContainsFunc(facts, func(f store.Fact) bool { return f.Month == n }) {
			out = append(out, m.String())
		}
	}
	return out, err
}

// saveReportText keeps a section as typed; one that is emptied is proposed by the program again.
func saveReportText(v *visit) error {
	y, err := v.yearlyHere()
	if err != nil {
		return err
	}
	key := v.text("section")
	text, err := report.Write(v.ctx(), v.Store, v.Office, y.Year, y.Form)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(text.Sections, func(s report.Section) bool { return s.Key == key && s.Proposed != "" })
	if i < 0 {
		return errNotFound
	}
	body := v.block("body:" + key)
	if len([]rune(body)) > 20_000 {
		return refused{"body:" + key: "too_long"}
	}
	done := "?done=text_saved"
	if body == "" || v.text("do") == "proposed" {
		body, done = "", "?done=text_given_back"
	}
	if err := v.Store.SaveReportText(v.ctx(), y.Year, y.Form, key, body, v.number("version"), v.actor(), v.now); err != nil {
		return frozenFault(err)
	}
	return v.done(y.path(done) + "#section-" + key)
}

// signReport freezes the report that the person has seen.
func signReport(v *visit) error {
	y, err := v.yearlyHere()
	if err != nil {
		return err
	}
	if v.yearOpen(y.Year) {
		return refused{"": "report_open"}
	}
	if v.text("seen") != "on" {
		return refused{"seen": "report_seen"}
	}
	text, err := report.Write(v.ctx(), v.Store, v.Office, y.Year, y.Form)
	if err != nil {
		return err
	}
	_, digest, err := text.Frozen()
	switch {
	case err != nil:
		return err
	case text.Signed != nil:
		return refused{"": "year_signed"}
	case digest != v.text("digest"): // somebody has changed a figure or a text since
		return fmt.Errorf("report of %d: %w", y.Year, store.ErrConflict)
	case !text.Signable():
		return refused{"": "report_rules"}
	}
	if _, err := report.Sign(v.ctx(), v.Store, text, v.actor(), v.now); err != nil {
		return frozenFault(err)
	}
	return v.done(y.path("?done=report_signed"))
}

// reportFile is the report to take away.
func reportFile(v *visit) error {
	y, err := v.yearlyHere()
	if err != nil {
		return err
	}
	text, err := report.Write(v.ctx(), v.Store, v.Office, y.Year, y.Form)
	if err != nil {
		return err
	}
	format := v.Param("format")
	write, ok := map[string]struct {
		file func() ([]byte, error)
		kind string
	}{
		"docx": {text.Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		"xlsx": {text.Xlsx, xlsxType},
		"html": {text.HTML, "text/html; charset=utf-8"},
		"json": {func() ([]byte, error) { return report.Encode(v.ctx(), v.Store, y.Year, y.Form) }, "application/json"},
	}[format]
	if !ok {
		return errNotFound
	}
	data, err := write.file()
	if err != nil {
		return err
	}
	v.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="report-%d-form-%s.%s"`, y.Year, y.Form, format))
	v.Data(http.StatusOK, write.kind, data)
	return nil
}

// cause is where a rule that does not hold comes from.
type cause struct {
	Cells []cellRow
	Rows  []cellRow
	More  int
}

// causesShown bounds the rows that a rule lists; the figures open them all.
const causesShown = 20

// Cause is where a broken rule comes from.
func (p yearlyPage) Cause(c report.Check) cause {
	var out cause
	for _, key := range c.Cells[:min(len(c.Cells), causesShown)] {
		if cell := p.Text.Cell(key); cell != nil {
			out.Cells = append(out.Cells, cellRow{cell.Label, p.path("/cell?key=" + key), shownFigure(cell, cell.Value)})
		}
	}
	for _, r := range c.Rows[:min(len(c.Rows), causesShown)] {
		out.Rows = append(out.Rows, rowOfCell(&report.Cell{}, r, p.Year))
	}
	out.More = len(c.Rows) - len(out.Rows)
	return out
}
