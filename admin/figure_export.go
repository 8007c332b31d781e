package admin

import (
	"bytes"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"shangda/desk"
	"shangda/document"
	"shangda/report"
)

// spreadsheet is rows of cells under headings; number columns hold numbers.
type spreadsheet struct {
	name    string
	columns []string
	rows    [][]string
}

// send gives it as CSV, or as xlsx when the query asks for that. That it was exported is audited first.
func (v *visit) send(s spreadsheet) error {
	name, kind, write := s.name+".csv", "text/csv; charset=utf-8", s.csv
	if v.Query("format") == "xlsx" {
		name, kind, write = s.name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", s.xlsx
	}
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return err
	}
	err := v.Store.Audit(v.ctx(), desk.Audit{At: v.now, Actor: v.actor(), Act: "figure.export", Object: "figure:" + s.name, OK: true, After: v.Request.URL.RawQuery})
	if err != nil {
		return err
	}
	v.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	v.Data(200, kind, out.Bytes())
	return nil
}

func (s spreadsheet) csv(w io.Writer) error {
	t := newTable(w, s.columns...)
	for _, row := range s.rows {
		if err := t.row(row...); err != nil {
			return err
		}
	}
	return t.flush()
}

// xlsx writes whole numbers as numbers and everything else as harmless text, so that no cell is a formula.
func (s spreadsheet) xlsx(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1"
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, len(s.columns), 22); err != nil {
		return err
	}
	for i, row := range append([][]string{s.columns}, s.rows...) {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = document.Harmless(cell)
			if n, err := strconv.ParseInt(cell, 10, 64); err == nil && strconv.FormatInt(n, 10) == cell {
				cells[j] = n
			}
		}
		if err := out.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err = f.WriteTo(w)
	return err
}

// exportFigures gives the whole dashboard as one table.
func exportFigures(v *visit) error {
	p, err := v.look()
	if err != nil {
		return err
	}
	s := spreadsheet{name: "figures-" + string(p.Period.From), columns: []string{"类别", "指标", "单位", p.Period.Days(), p.Against.Days()}}
	add := func(group, name, unit string, now int64, before string) {
		s.rows = append(s.rows, []string{group, name, unit, strconv.FormatInt(now, 10), before})
	}
	for _, x := range p.Values {
		before := strconv.FormatInt(x.Before, 10)
		if x.Name == "overdue" { // of this moment only
			before = ""
		}
		add("指标", x.Label, x.Unit, x.Now, before)
	}
	if n, ok := p.This.Satisfied(); ok {
		before := ""
		if m, ok := p.Other.Satisfied(); ok {
			before = strconv.FormatInt(m, 10)
		}
		add("指标", "满意度", "%", n, before)
	}
	for _, x := range p.Series {
		add("互动交流", x.Label, "次", x.Now, strconv.FormatInt(x.Before, 10))
	}
	for _, x := range p.Top {
		add("问得最多", x.Label, "次", x.Count, "")
	}
	for _, x := range p.Unknown {
		add("没答上的", x.Text, "次", int64(x.Count), "")
	}
	for _, x := range p.Sections.Wide.Lines {
		add("各科室公开", x.Label, "件", x.Value, "")
	}
	return v.send(s)
}

// exportRows gives the events behind a figure.
func exportRows(v *visit) error {
	q, err := v.askedFor()
	if err != nil {
		return err
	}
	q.Limit = mostRows
	found, err := report.Rows(v.ctx(), v.Store, q)
	if err != nil {
		return err
	}
	s := spreadsheet{name: q.Name + "-" + string(q.From), columns: rowColumns[q.Source]}
	for _, row := range v.figureRows(found) {
		s.rows = append(s.rows, row.Cells)
	}
	return v.send(s)
}
