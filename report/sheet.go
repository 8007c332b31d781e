package report

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"shangda/store"
)

// sheetHead are the columns of a monthly sheet as a spreadsheet. The code in the first one says which line a row is.
var sheetHead = []string{"代码", "项目", "单位", "数量", "备注"}

const (
	sheetValue = 3 // column of the number
	sheetNote  = 4
	// sheetRows bounds what of a spreadsheet is looked at.
	sheetRows = 500
	// sheetUnpacked is how many bytes an uploaded spreadsheet may unpack to.
	sheetUnpacked = 16 << 20
)

// SheetName names a month as its spreadsheet does.
func SheetName(year, month int) string { return fmt.Sprintf("%04d-%02d", year, month) }

// SheetFault is what is wrong with a cell of an uploaded spreadsheet.
type SheetFault struct {
	Cell string // A1; empty: the file
	Code string
	Text string // what stands there
}

// Codes of SheetFault.
const (
	SheetBroken  = "broken"  // no spreadsheet
	SheetMonth   = "month"   // no sheet of the month
	SheetHeading = "heading" // the heading is another
	SheetUnknown = "unknown" // a line that there is not
	SheetTwice   = "twice"   // a line that stands there already
	SheetFormula = "formula"
	SheetText    = "text" // no number, or one that is stored as text
	SheetMinus   = "minus"
	SheetPart    = "part" // a fraction where things are counted
	SheetLarge   = "large"
	SheetLong    = "long"
	SheetExtra   = "extra" // something beside the table
)

// most a line of a monthly sheet may hold, and how many signs its note.
const (
	mostFact = 1_000_000_000_000
	mostNote = 200
)

// WriteSheet is the month's sheet as a spreadsheet to fill in: what was not entered is empty.
func WriteSheet(year, month int, facts []store.Fact) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	name := SheetName(year, month)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	if err := f.SetSheetRow(name, "A1", &sheetHead); err != nil {
		return nil, err
	}
	for i, c := range codes {
		row := []any{c.Code, c.Label, c.Unit, nil, nil}
		if j := slices.IndexFunc(facts, func(x store.Fact) bool { return x.Code == c.Code && x.Month == month }); j >= 0 {
			row[sheetNote] = facts[j].Note
			row[sheetValue] = facts[j].Value
			if c.Money {
				row[sheetValue] = float64(facts[j].Value) / 1e6
			}
		}
		if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+2), &row); err != nil {
			return nil, err
		}
	}
	if err := dressSheet(f, name); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err := f.Write(&out)
	return out.Bytes(), err
}

// dressSheet makes the spreadsheet legible: widths, a bold head that stays, and a warning at what is no number.
func dressSheet(f *excelize.File, name string) error {
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E4F0F1"}}})
	if err != nil {
		return err
	}
	numbers := excelize.NewDataValidation(true)
	numbers.SetSqref(fmt.Sprintf("D2:D%d", len(codes)+1))
	numbers.SetError(excelize.DataValidationErrorStyleStop, "请填数字", "不小于 0 的数字；没有发生填 0，还不知道就空着。")
	return errors.Join(
		f.SetCellStyle(name, "A1", "E1", bold), f.SetColWidth(name, "A", "A", 20), f.SetColWidth(name, "B", "B", 44),
		f.SetColWidth(name, "C", "D", 10), f.SetColWidth(name, "E", "E", 36),
		f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		numbers.SetRange(0, mostFact, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween),
		f.AddDataValidation(name, numbers))
}

// ReadSheet reads a filled spreadsheet of a month. Every wrong cell is named, and then nothing is read.
func ReadSheet(data []byte, year, month int) ([]store.Fact, []SheetFault) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: sheetUnpacked, UnzipXMLSizeLimit: sheetUnpacked, RawCellValue: true})
	if err != nil {
		return nil, []SheetFault{{Code: SheetBroken}}
	}
	defer f.Close()
	r := sheetReader{file: f, name: SheetName(year, month), seen: map[string]bool{}, year: year, month: month}
	if i, err := f.GetSheetIndex(r.name); err != nil || i < 0 {
		return nil, []SheetFault{{Code: SheetMonth, Text: strings.Join(f.GetSheetList(), "、")}}
	}
	rows, err := f.GetRows(r.name)
	if err != nil || len(rows) > sheetRows {
		return nil, []SheetFault{{Code: SheetBroken}}
	}
	for i := range max(len(rows), 1) {
		var row []string
		if i < len(rows) {
			row = rows[i]
		}
		r.row(i, row)
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return r.facts, nil
}

type sheetReader struct {
	file        *excelize.File
	name        string
	year, month int
	seen        map[string]bool
	facts       []store.Fact
	faults      []SheetFault
}

func (r *sheetReader) fault(row, col int, code, text string) {
	cell, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		cell = ""
	}
	r.faults = append(r.faults, SheetFault{cell, code, text})
}

func (r *sheetReader) row(i int, row []string) {
	for col := range max(len(row), len(sheetHead)) {
		if cell, err := excelize.CoordinatesToCellName(col+1, i+1); err == nil {
			if formula, err := r.file.GetCellFormula(r.name, cell); err == nil && formula != "" {
				r.fault(i, col, SheetFormula, "="+strings.TrimPrefix(formula, "="))
				return
			}
		}
		if col >= len(sheetHead) && at(row, col) != "" {
			r.fault(i, col, SheetExtra, at(row, col))
		}
	}
	if i == 0 {
		for col, want := range sheetHead {
			if at(row, col) != want {
				r.fault(0, col, SheetHeading, want)
			}
		}
		return
	}
	if strings.Join(row, "") != "" {
		r.line(i, row)
	}
}

func (r *sheetReader) line(i int, row []string) {
	n := slices.IndexFunc(codes, func(c Code) bool { return c.Code == at(row, 0) })
	switch {
	case n < 0:
		r.fault(i, 0, SheetUnknown, at(row, 0))
		return
	case r.seen[codes[n].Code]:
		r.fault(i, 0, SheetTwice, at(row, 0))
		return
	}
	c := codes[n]
	r.seen[c.Code] = true
	text, note := at(row, sheetValue), at(row, sheetNote)
	if len([]rune(note)) > mostNote {
		r.fault(i, sheetNote, SheetLong, "")
	}
	if text == "" {
		if note != "" {
			r.fault(i, sheetValue, SheetText, "")
		}
		return
	}
	value, code := ParseFact(c, text)
	if kind, err := r.file.GetCellType(r.name, fmt.Sprintf("D%d", i+1)); err == nil && (kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString) {
		code = SheetText
	}
	if code != "" {
		r.fault(i, sheetValue, code, text)
		return
	}
	r.facts = append(r.facts, store.Fact{Year: r.year, Month: r.month, Code: c.Code, Value: value, Note: note})
}

func at(row []string, col int) string {
	if col < len(row) {
		return strings.TrimSpace(row[col])
	}
	return ""
}

// ParseFact reads a number of a line as a person writes it: in the line's unit, money in 万元, kept in 分. The code says what
// is wrong, as in SheetFault.
func ParseFact(c Code, text string) (value int64, code string) {
	f, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || strings.ContainsAny(text, "xXpP_iInN"):
		return 0, SheetText
	case f > mostFact:
		return 0, SheetLarge
	}
	// A spreadsheet writes 1.2345 as 1.2344999999999999.
	n, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64))
	if c.Money {
		n.Mul(n, big.NewRat(1_000_000, 1))
	}
	switch {
	case n.Sign() < 0:
		return 0, SheetMinus
	case !n.IsInt():
		return 0, SheetPart
	case n.Cmp(big.NewRat(mostFact, 1)) > 0:
		return 0, SheetLarge
	}
	return n.Num().Int64(), ""
}

// Shows is a line's number as a person writes it.
func (c Code) Shows(value int64) string {
	if c.Money {
		return trimMoney(value)
	}
	return fmt.Sprint(value)
}

// CodeNamed finds a line of the monthly sheet.
func CodeNamed(code string) (Code, bool) {
	i := slices.IndexFunc(codes, func(c Code) bool { return c.Code == code })
	if i < 0 {
		return Code{}, false
	}
	return codes[i], true
}
