package admin

import (
	"fmt"

	"shangda/desk"
	"shangda/report"
	"shangda/store"
)

type cellPage struct {
	frame
	yearly
	Cell     *report.Cell
	Parts    []*report.Cell
	Rows     []cellRow
	More     int // rows that are not listed
	Shown    string
	Computed string
	Basis    string // what is computed now, exactly, as the correction keeps it
	Frozen   bool
	Edit     bool
	History  []correctionRow
}

// cellRow is a row behind a figure. Path is where it is handled.
type cellRow struct {
	Name, Path, Count string
}

type correctionRow struct {
	store.Correction
	Shown, Was, Who string
}

// rowsOfCell is how many rows the page of a figure lists.
const rowsOfCell = 1000

// yearlyCell is a figure with the rows behind it, and what was put right by hand.
func yearlyCell(v *visit) error {
	y, c, text, err := v.cellHere()
	if err != nil {
		return err
	}
	p := cellPage{
		frame: v.frame(), yearly: y, Cell: c, Edit: v.may(desk.ActYearly), Frozen: text.Signed != nil,
		Shown: shownFigure(c, c.Value), Computed: shownFigure(c, c.Computed), Basis: fmt.Sprint(*c.Computed),
	}
	for _, key := range c.Sum {
		p.Parts = append(p.Parts, text.Cell(key))
	}
	for _, r := range c.Rows[:min(len(c.Rows), rowsOfCell)] {
		p.Rows = append(p.Rows, rowOfCell(c, r, y.Year))
	}
	p.More = len(c.Rows) - len(p.Rows)
	all, err := v.Store.Corrections(v.ctx(), y.Year, y.Form)
	if err != nil {
		return err
	}
	names, err := v.names()
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.Cell == c.Key {
			p.History = append(p.History, correctionRow{k, shownFigure(c, k.Value), shownFigure(c, k.Basis), names[k.Staff]})
		}
	}
	return v.show("yearly_cell", p)
}

// cellHere is the figure that the query, or the form, names.
func (v *visit) cellHere() (yearly, *report.Cell, report.Text, error) {
	y, err := v.yearlyHere()
	if err != nil {
		return y, nil, report.Text{}, err
	}
	text, err := report.Write(v.ctx(), v.Store, v.Office, y.Year, y.Form)
	if err != nil {
		return y, nil, text, err
	}
	key := v.Query("key")
	if key == "" {
		key = v.text("key")
	}
	c := text.Cell(key)
	if c == nil {
		return y, nil, text, errNotFound
	}
	return y, c, text, nil
}

// figureUnit is a figure's unit as numbers of the monthly sheet have it.
func figureUnit(c *report.Cell) report.Code {
	return report.Code{Unit: c.Unit, Money: c.Unit == "万元"}
}

// shownFigure is a number as the form prints it, and 空 for none.
func shownFigure(c *report.Cell, n *int64) string {
	if n == nil {
		return emptyFigure
	}
	return figureUnit(c).Shows(*n)
}

func rowOfCell(c *report.Cell, r report.Ref, year int) cellRow {
	row := cellRow{Name: r.Name, Count: figureUnit(c).Shows(r.N)}
	switch r.Kind {
	case "publication":
		row.Path = fmt.Sprintf("/admin/publications/%d", r.ID)
	case "request":
		row.Path = fmt.Sprintf("/admin/cases/%d", r.ID)
	case "fact":
		m := month{year, int(r.ID)}
		row.Path = fmt.Sprintf("/admin/monthly/%s/sheet", m)
		if code, ok := report.CodeNamed(r.Name); ok {
			row.Name = m.Called() + factRow + code.Label
		}
	}
	return row
}

// correctCell puts a figure right by hand, for a reason that the report tells.
func correctCell(v *visit) error {
	y, c, _, err := v.cellHere()
	if err != nil {
		return err
	}
	if v.text("basis") != fmt.Sprint(*c.Computed) { // its rows have changed since
		return fmt.Errorf("figure %s of %d: %w", c.Key, y.Year, store.ErrConflict)
	}
	k := store.Correction{Year: y.Year, Form: y.Form, Cell: c.Key, Basis: c.Computed, Reason: v.text("reason")}
	wrong := refused{}
	text := v.text("value")
	switch {
	case text != "":
		value, code := report.ParseFact(figureUnit(c), text)
		if code != "" {
			wrong["value"] = "fact_" + code
		}
		k.Value = &value
	case y.Form == report.Form2021: // no cell of it may be left empty
		wrong["value"] = "required"
	}
	if k.Reason == "" {
		wrong["reason"] = "reason_needed"
	} else if len([]rune(k.Reason)) > 200 {
		wrong["reason"] = "too_long"
	}
	if len(wrong) > 0 {
		return wrong
	}
	if err := v.Store.Correct(v.ctx(), k, v.actor(), v.now); err != nil {
		return frozenFault(err)
	}
	return v.done(y.path("/cell?key=" + c.Key + "&done=figure_corrected"))
}

func uncorrectCell(v *visit) error {
	y, c, _, err := v.cellHere()
	if err != nil {
		return err
	}
	if err := v.Store.Uncorrect(v.ctx(), y.Year, y.Form, c.Key, v.actor(), v.now); err != nil {
		return frozenFault(err)
	}
	return v.done(y.path("/cell?key=" + c.Key + "&done=figure_withdrawn"))
}
