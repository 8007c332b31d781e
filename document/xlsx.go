package document

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table of a spreadsheet, as its cells show. Rows count from 1 as in the file; trailing empty cells are left out.
type Sheet struct {
	Name string     `json:"name"`
	Rows [][]string `json:"rows"`
}

// maxCells bounds all sheets of a file together.
const maxCells = 500_000

// maxFaults is how many bad cells are named.
const maxFaults = 20

// readSheets reads the visible sheets of an xlsx file. Formulas are not computed: the value saved with one counts, and one
// without is named like a cell that holds an error, Sheet1!B7. Nothing is read of a file with such a cell.
func readSheets(data []byte) ([]Sheet, error) {
	if bytes.HasPrefix(data, []byte(ole)) {
		return nil, oldOffice(data)
	}
	p, err := unzip(data)
	if err != nil {
		return nil, err
	}
	if p.like(sheetPart) == "" {
		return nil, fmt.Errorf("%w: no spreadsheet inside", ErrUnsupported)
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("%w: xlsx: %w", ErrBroken, err)
	}
	defer file.Close()
	var out []Sheet
	var faults []error
	cells := 0
	for _, name := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(name); err != nil || !visible {
			continue
		}
		rows, err := file.GetRows(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrBroken, name, err)
		}
		for i := range rows {
			for j := range rows[i] {
				rows[i][j] = strings.TrimSpace(strings.ReplaceAll(rows[i][j], "\r\n", "\n"))
				if cells++; cells > maxCells {
					return nil, fmt.Errorf("%w: more than %d cells", ErrTooLarge, maxCells)
				}
			}
		}
		faults = append(faults, badCells(file, name, rows)...)
		out = append(out, Sheet{name, rows})
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w: %w", ErrBroken, errors.Join(faults[:min(len(faults), maxFaults)]...))
	}
	return out, nil
}

// badCells names what has no value: an error, or a formula that was never computed.
func badCells(file *excelize.File, sheet string, rows [][]string) []error {
	var faults []error
	for i, row := range rows {
		for j, value := range row {
			if value != "" && !strings.HasPrefix(value, "#") {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return append(faults, err)
			}
			kind, err := file.GetCellType(sheet, cell)
			if err != nil {
				return append(faults, fmt.Errorf("%s!%s: %w", sheet, cell, err))
			}
			formula, _ := file.GetCellFormula(sheet, cell)
			switch {
			case kind == excelize.CellTypeError:
				faults = append(faults, fmt.Errorf("%s!%s holds the error %s", sheet, cell, value))
			case value == "" && formula != "":
				faults = append(faults, fmt.Errorf("%s!%s holds a formula without a value; open and save the file once", sheet, cell))
			}
		}
	}
	return faults
}

// fromXlsx writes each sheet as a table below its name; a single sheet's name is the title.
func fromXlsx(data []byte) (string, error) {
	sheets, err := readSheets(data)
	if err != nil {
		return "", err
	}
	var blocks []block
	for _, s := range sheets {
		var rows [][]string
		for _, row := range s.Rows {
			if strings.Join(row, "") != "" {
				rows = append(rows, row)
			}
		}
		if len(rows) > 0 {
			blocks = append(append(blocks, block{level: 1, text: s.Name}), table(rows)...)
		}
	}
	if len(blocks) == 0 {
		return "", ErrNoText
	}
	return render(blocks[0].text, blocks), nil
}

// IsSpreadsheet says by the content whether a file is an xlsx.
func IsSpreadsheet(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return false
	}
	p, err := unzip(data)
	return err == nil && p.like(sheetPart) != ""
}
