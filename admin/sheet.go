package admin

import (
	"fmt"
	"net/http"
	"slices"

	"shangda/report"
	"shangda/store"
)

// sheetLine is a line of the monthly sheet as the form shows it. An empty value was not entered, which is not 0.
type sheetLine struct {
	report.Code
	Value string
	Note  string
}

// Field is the name of the line's number in the form; Remark that of its note.
func (l sheetLine) Field() string  { return "value:" + l.Code.Code }
func (l sheetLine) Remark() string { return "note:" + l.Code.Code }

func sheetLines(facts []store.Fact) []sheetLine {
	var out []sheetLine
	for _, c := range report.Codes() {
		l := sheetLine{Code: c}
		if i := slices.IndexFunc(facts, func(f store.Fact) bool { return f.Code == c.Code }); i >= 0 {
			l.Value, l.Note = c.Shows(facts[i].Value), facts[i].Note
		}
		out = append(out, l)
	}
	return out
}

type sheetPage struct {
	frame
	Month   month
	Version int64
	Lines   []sheetLine
	Changes []sheetChange
	Faults  []report.SheetFault // of an uploaded file
	Read    int                 // lines of an uploaded file, to be looked at and saved
	Frozen  bool
	Coming  bool
}

// sheetChange is a line that was changed.
type sheetChange struct {
	store.FactChange
	Label         string
	Was, Is, Who  string
	WasNil, IsNil bool
}

func (v *visit) monthHere() (month, error) {
	m, ok := parseMonth(v.Param("month"))
	if !ok {
		return m, errNotFound
	}
	return m, nil
}

func factSheet(v *visit) error {
	m, err := v.monthHere()
	if err != nil {
		return err
	}
	p, err := v.sheetPage(m)
	if err != nil {
		return err
	}
	return v.show("sheet", p)
}

func (v *visit) sheetPage(m month) (*sheetPage, error) {
	sheet, err := v.Store.FactSheet(v.ctx(), m.year, m.month)
	if err != nil {
		return nil, err
	}
	p := &sheetPage{frame: v.frame(), Month: m, Version: sheet.Version, Lines: sheetLines(sheet.Facts), Coming: m.String() > monthOf(v.now).String()}
	if p.Frozen, err = v.frozenYear(m.year); err != nil {
		return nil, err
	}
	changes, err := v.Store.FactChanges(v.ctx(), m.year, m.month)
	if err != nil {
		return nil, err
	}
	names, err := v.names()
	for _, c := range changes {
		p.Changes = append(p.Changes, changed(c, names))
	}
	return p, err
}

func changed(c store.FactChange, names map[int64]string) sheetChange {
	row := sheetChange{FactChange: c, Label: c.Code, Who: names[c.Staff], WasNil: c.Before == nil, IsNil: c.After == nil}
	code, ok := report.CodeNamed(c.Code)
	if ok {
		row.Label = code.Label
	}
	if c.Before != nil {
		row.Was = code.Shows(*c.Before)
	}
	if c.After != nil {
		row.Is = code.Shows(*c.After)
	}
	return row
}

func saveFactSheet(v *visit) error {
	m, err := v.monthHere()
	if err != nil {
		return err
	}
	if m.String() > monthOf(v.now).String() {
		return refused{"": "fact_future"}
	}
	sheet, wrong := store.FactSheet{Year: m.year, Month: m.month, Version: v.number("version")}, refused{}
	for _, c := range report.Codes() {
		l := sheetLine{Code: c}
		text, note := v.text(l.Field()), oneLine(v.text(l.Remark()))
		if len([]rune(note)) > 200 {
			wrong[l.Remark()] = "too_long"
		}
		if text == "" {
			if note != "" {
				wrong[l.Field()] = "fact_text"
			}
			continue
		}
		value, code := report.ParseFact(c, text)
		if code != "" {
			wrong[l.Field()] = "fact_" + code
			continue
		}
		sheet.Facts = append(sheet.Facts, store.Fact{Year: m.year, Month: m.month, Code: c.Code, Value: value, Note: note})
	}
	if len(wrong) > 0 {
		return wrong
	}
	if err := v.Store.SaveFactSheet(v.ctx(), &sheet, v.actor(), v.now); err != nil {
		return frozenFault(err)
	}
	return v.done(fmt.Sprintf("/admin/monthly?month=%s&done=sheet_saved", m))
}

// xlsxType is the media type of xlsx.
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func sheetTemplate(v *visit) error {
	m, err := v.monthHere()
	if err != nil {
		return err
	}
	sheet, err := v.Store.FactSheet(v.ctx(), m.year, m.month)
	if err != nil {
		return err
	}
	data, err := report.WriteSheet(m.year, m.month, sheet.Facts)
	if err != nil {
		return err
	}
	v.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="monthly-%s.xlsx"`, m))
	v.Data(http.StatusOK, xlsxType, data)
	return nil
}

// uploadSheet reads a filled template into the form, to be looked at and saved. A file with a wrong cell is read not at all.
func uploadSheet(v *visit) error {
	m, err := v.monthHere()
	if err != nil {
		return err
	}
	_, data, err := v.uploaded("file")
	if err != nil {
		return err
	}
	if len(data) == 0 {
		return refused{"file": "file_empty"}
	}
	p, err := v.sheetPage(m)
	if err != nil {
		return err
	}
	facts, faults := report.ReadSheet(data, m.year, m.month)
	if p.Faults = faults; len(faults) > 0 {
		v.status = http.StatusUnprocessableEntity
	} else {
		p.Lines, p.Read = sheetLines(facts), len(facts)
	}
	return v.show("sheet", p)
}
