package policy

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ErrNoTable: no row of the sheet has the headers of questions with answers or of a negative list.
var ErrNoTable = errors.New("no row with the headers of a known table")

// Fault says what is wrong with a cell. The pages word it.
type Fault string

const (
	FaultMissing   Fault = "missing"   // a value that must be there
	FaultUnknown   Fault = "unknown"   // a header or key nobody knows: what stands below would be lost
	FaultDate      Fault = "date"      // no day that exists
	FaultNumber    Fault = "number"    // no number, or not the next one
	FaultValue     Fault = "value"     // none of the values that are allowed
	FaultDuplicate Fault = "duplicate" // the same as the cell in Detail
	FaultUneven    Fault = "uneven"    // other than one article a document
)

// CellError is a cell that can't be read: Sheet1!B7.
type CellError struct {
	Cell   string
	Fault  Fault
	Detail string
}

func (e *CellError) Error() string { return fmt.Sprintf("%s: %s: %s", e.Cell, e.Fault, e.Detail) }

// column is a fact that a table holds, with the headers it is known by: the first is the documented one.
type column struct {
	key      string
	required bool
	names    []string
}

// ignored are columns for the office's own use.
var ignored = []string{"备注", "编号", "remark"}

// FromTable reads the rows of one sheet: questions with answers (one a row) or a negative list (its facts as rows of key and
// value above the table). Headers are in docs/spreadsheets.md. Nothing comes of a sheet with a bad cell; every one is named,
// as a *CellError in the joined error.
func FromTable(sheet string, rows [][]string) ([]Item, error) {
	for i, row := range rows {
		for _, kind := range []struct {
			columns []column
			read    func(*table) []Item
		}{{qaColumns, (*table).questions}, {entryColumns, (*table).list}} {
			t := &table{sheet: sheet, rows: rows, head: i}
			if !t.headed(row, kind.columns) {
				continue
			}
			items := kind.read(t)
			if len(t.faults) > 0 {
				return nil, errors.Join(t.faults...)
			}
			return items, nil
		}
	}
	return nil, fmt.Errorf("%s: %w: %s; or %s", sheet, ErrNoTable, needed(qaColumns), needed(entryColumns))
}

// needed are the documented headers of the required columns.
func needed(columns []column) string {
	var names []string
	for _, c := range columns {
		if c.required {
			names = append(names, c.names[0])
		}
	}
	return strings.Join(names, ", ")
}

// table is a sheet being read.
type table struct {
	sheet  string
	rows   [][]string
	head   int            // row of the headers
	at     map[string]int // key → column
	faults []error
}

// headed recognises a row that has the header of every required column; unknown headers beside them are faults.
func (t *table) headed(row []string, columns []column) bool {
	t.at = map[string]int{}
	var unknown []int
	for j, header := range row {
		header = strings.ToLower(squeeze(strings.Trim(header, "*＊")))
		i := slices.IndexFunc(columns, func(c column) bool { return slices.Contains(c.names, header) })
		switch {
		case header == "", slices.Contains(ignored, header):
		case i < 0:
			unknown = append(unknown, j)
		default:
			if _, twice := t.at[columns[i].key]; twice {
				unknown = append(unknown, j)
			}
			t.at[columns[i].key] = j
		}
	}
	for _, c := range columns {
		if _, ok := t.at[c.key]; c.required && !ok {
			return false
		}
	}
	for _, j := range unknown {
		t.fault(t.head, j, FaultUnknown, row[j])
	}
	return true
}

// body are the indexes of the rows below the headers that aren't empty.
func (t *table) body() []int {
	var out []int
	for i := t.head + 1; i < len(t.rows); i++ {
		if strings.TrimSpace(strings.Join(t.rows[i], "")) != "" {
			out = append(out, i)
		}
	}
	return out
}

// get is the cell of a column, "" where it is absent.
func (t *table) get(row int, key string) string {
	j, ok := t.at[key]
	if !ok || j >= len(t.rows[row]) {
		return ""
	}
	return strings.TrimSpace(t.rows[row][j])
}

// need is get for what must be there.
func (t *table) need(row int, key string) string {
	v := t.get(row, key)
	if v == "" {
		t.fault(row, t.at[key], FaultMissing, key)
	}
	return v
}

func (t *table) date(row int, key string) Date {
	d, ok := readDate(t.get(row, key))
	if !ok {
		t.fault(row, t.at[key], FaultDate, t.get(row, key))
	}
	return d
}

func (t *table) fault(row, col int, f Fault, detail string) {
	t.faults = append(t.faults, &CellError{t.name(row, col), f, detail})
}

func (t *table) name(row, col int) string {
	letters := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return fmt.Sprintf("%s!%s%d", t.sheet, letters, row+1)
}

var numericDate = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\s+0?0:00(?::00)?)?$`)

// readDate accepts the ways in which spreadsheets show a day; empty stays empty.
func readDate(s string) (Date, bool) {
	if s == "" {
		return "", true
	}
	if m := numericDate.FindStringSubmatch(s); m != nil {
		s = fmt.Sprintf("%s年%s月%s日", m[1], m[2], m[3])
	}
	if !onlyDate.MatchString(s) {
		return "", false
	}
	d := dateIn(s)
	return d, d != ""
}

// several parts a cell with more than one value, one a line or between ； and |.
func several(s string) []string {
	var out []string
	for _, v := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("\n；;|｜", r) }) {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// yes reads 是 and 否; fallback where nothing is said.
func (t *table) yes(row int, key string, fallback bool) bool {
	switch v := t.get(row, key); v {
	case "":
		return fallback
	case "是", "√", "✓", "yes", "true", "TRUE":
		return true
	case "否", "×", "no", "false", "FALSE":
		return false
	default:
		t.fault(row, t.at[key], FaultValue, v)
		return false
	}
}
