package admin

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/store"
)

// Table is a table that the office may edit, as main knows it.
type Table struct {
	Name    desk.TableName
	Shipped string                  // as it comes with the program
	Check   func(text string) error // every mistake with its line, joined
}

// tableFault is a mistake of a table that the page words.
type tableFault struct {
	Line int // 0: unknown
	Code string
}

var lineOf = regexp.MustCompile(`line (\d+)`)

// faults are what is wrong with a table, by line.
func (t *Table) faults(text string) []tableFault {
	var out []tableFault
	var collect func(error)
	collect = func(err error) {
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				collect(e)
			}
			return
		}
		f := tableFault{Code: "shape"}
		if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
			f.Line, _ = strconv.Atoi(m[1]) // digits only
		}
		for _, known := range tableCauses {
			if strings.Contains(err.Error(), known.words) {
				f.Code = known.code
				break
			}
		}
		out = append(out, f)
	}
	if err := t.Check(text); err != nil {
		collect(err)
	}
	return out
}

// tableCauses are the mistakes that the tables' readers report, by words of their errors.
var tableCauses = []struct{ words, code string }{
	{"already", "twice"},
	{"fields, want", "columns"},
	{"maps to nothing", "columns"},
	{"has no reason", "reason"},
	{"itself", "itself"},
	{"too short", "short"},
	{"two characters", "short"},
	{"words, want", "count"},
	{"go together", "contact"},
	{"is empty", "empty"},
	{"no everyday", "empty"},
}

// rows are the lines of a table that were added, taken out or changed, which is what its first words are the same for.
func (t *Table) rows(d *desk.Draft) []row {
	was := d.Was
	if was == "" {
		was = t.Shipped
	}
	before, after := lines(was), lines(d.Body)
	gone := slices.DeleteFunc(slices.Clone(before), func(l string) bool { return slices.Contains(after, l) })
	var out []row
	for _, line := range after {
		if slices.Contains(before, line) {
			continue
		}
		name := headOf(line)
		r := newRow(name, "", line)
		if i := slices.IndexFunc(gone, func(l string) bool { return headOf(l) == name }); i >= 0 {
			r = newRow(name, gone[i], line)
			gone = slices.Delete(gone, i, i+1)
		}
		out = append(out, r)
	}
	for _, line := range gone {
		out = append(out, newRow(headOf(line), line, ""))
	}
	return out
}

// headOf is what a line of a table is about: its first column, or its key.
func headOf(line string) string {
	head, _, _ := strings.Cut(line, "\t")
	head, _, _ = strings.Cut(head, ":")
	return strings.TrimSpace(strings.TrimPrefix(head, "-"))
}

func (v *visit) tableOf(d *desk.Draft) *Table {
	if d.Kind != desk.KindTable {
		return nil
	}
	if t, ok := v.Tables[desk.TableName(d.Item)]; ok {
		return &t
	}
	return nil
}

type tablesPage struct {
	frame
	Rows []tableRow
}

type tableRow struct {
	Name  desk.TableName
	Own   bool // edited by the office
	Lines int
	Alive int64 // its draft
}

// tables lists what the office may edit beside items.
func tables(v *visit) error {
	_, own, err := v.Store.Tables(v.ctx(), -1)
	if err != nil {
		return err
	}
	p := tablesPage{frame: v.frame()}
	for _, name := range []desk.TableName{desk.TableVocabulary, desk.TableDirectory, desk.TableSections} {
		t, ok := v.Tables[name]
		if !ok {
			continue
		}
		text, edited := own[name]
		if !edited {
			text = t.Shipped
		}
		row := tableRow{Name: name, Own: edited, Lines: len(lines(text))}
		alive, err := v.aliveTable(name)
		if err != nil {
			return err
		}
		if alive != nil {
			row.Alive = alive.ID
		}
		p.Rows = append(p.Rows, row)
	}
	return v.show("tables", p)
}

func (v *visit) aliveTable(name desk.TableName) (*desk.Draft, error) {
	alive, err := v.Store.Drafts(v.ctx(), store.DraftFilter{Alive: true, Item: string(name)}, 1)
	if err != nil || len(alive) == 0 || alive[0].Kind != desk.KindTable {
		return nil, err
	}
	return &alive[0], nil
}

// editTable begins a draft of a table, or leads to the one that is alive.
func editTable(v *visit) error {
	name := desk.TableName(v.Param("name"))
	t, ok := v.Tables[name]
	if !ok {
		return errNotFound
	}
	alive, err := v.aliveTable(name)
	if err != nil {
		return err
	}
	if alive != nil {
		return v.done(fmt.Sprintf("/admin/drafts/%d", alive.ID))
	}
	_, own, err := v.Store.Tables(v.ctx(), -1)
	if err != nil {
		return err
	}
	text, edited := own[name]
	if !edited {
		text = t.Shipped
	}
	d := desk.Draft{
		Kind: desk.KindTable, Item: string(name), Title: tableNames[name], Body: text, Author: v.staff.ID, Section: v.staff.Section,
		May: desk.AttributeOpen, How: tableHow, Scope: tableScope,
	}
	if err := v.Store.NewDraft(v.ctx(), v.actor(), &d, v.now); err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d/edit", d.ID))
}
