package disclosure

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"
)

// Kind says why a day is or isn't a working day.
type Kind string

// The kinds of days; two of them are working days.
const (
	Work    Kind = "work"
	MakeUp  Kind = "makeup" // a Saturday or Sunday on which the notice has people work (调休)
	Weekend Kind = "weekend"
	Holiday Kind = "holiday"
)

// Calendar knows the working days of the years whose official notice it holds. The zero value knows none. It is
// immutable and safe for concurrent use.
type Calendar struct {
	years map[int]bool
	work  map[Day]bool // what the notices say; other days follow the week
}

// Notice is the yearly holiday arrangement of 国务院办公厅: days off and, as true, days of work.
type Notice struct {
	Year int
	Work map[Day]bool
}

// ParseNotice reads lines "date,kind" with kind off or work; a first line "date,kind" is skipped. The year is the latest
// one named; beside it only December of the year before may occur, since a New Year holiday can begin there.
func ParseNotice(r io.Reader) (Notice, error) {
	lines := csv.NewReader(r)
	lines.FieldsPerRecord = 2
	lines.TrimLeadingSpace = true
	n := Notice{Work: map[Day]bool{}}
	var wrong []error
	for {
		record, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Notice{}, err
		}
		row, _ := lines.FieldPos(0)
		date, kind := strings.TrimPrefix(record[0], "\ufeff"), strings.TrimSpace(record[1])
		if row == 1 && date == "date" {
			continue
		}
		day, err := ParseDay(strings.TrimSpace(date))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("line %d: %w", row, err))
			continue
		}
		if kind != "off" && kind != "work" {
			wrong = append(wrong, fmt.Errorf("line %d: kind %q, want off or work", row, kind))
		}
		if _, twice := n.Work[day]; twice {
			wrong = append(wrong, fmt.Errorf("line %d: %s is named twice", row, day))
		}
		n.Work[day] = kind == "work"
		n.Year = max(n.Year, day.Year())
	}
	return n, errors.Join(append(wrong, n.check())...)
}

func (n Notice) check() error {
	if len(n.Work) == 0 {
		return errors.New("the notice names no day")
	}
	first := DayOf(time.Date(n.Year-1, time.December, 1, 0, 0, 0, 0, Zone))
	for day := range n.Work {
		if day < first {
			return fmt.Errorf("%s is not in the year of the notice, %d", day, n.Year)
		}
	}
	return nil
}

// With is the calendar after another notice, which replaces an earlier one of the same year.
func (c Calendar) With(n Notice) Calendar {
	years, work := maps.Clone(c.years), maps.Clone(c.work)
	if years == nil {
		years, work = map[int]bool{}, map[Day]bool{}
	}
	if years[n.Year] {
		maps.DeleteFunc(work, func(d Day, _ bool) bool { return d.Year() == n.Year })
	}
	years[n.Year] = true
	maps.Copy(work, n.Work)
	return Calendar{years, work}
}

// Kind says what day is; known is false in a year without a notice, where only weekends and the holidays with a fixed
// date count as off. That errs towards an earlier due date for the lunar holidays, not for make-up days.
func (c Calendar) Kind(day Day) (kind Kind, known bool) {
	known = c.years[day.Year()]
	week := day.Weekday()
	atWeekend := week == time.Saturday || week == time.Sunday
	work, named := c.work[day]
	switch {
	case named && !work:
		return Holiday, known
	case named && atWeekend:
		return MakeUp, known
	case !named && !known && fixedHoliday(day):
		return Holiday, known
	case !named && atWeekend:
		return Weekend, known
	}
	return Work, known
}

// fixedHoliday follows 全国年节及纪念日放假办法; the second day of 劳动节 came with order 795 in 2025.
func fixedHoliday(day Day) bool {
	_, date, _ := strings.Cut(string(day), "-")
	switch date {
	case "01-01", "05-01", "10-01", "10-02", "10-03":
		return true
	case "05-02":
		return day >= "2025-01-01"
	}
	return false
}

// Workday says whether day is a working day; known as in Kind.
func (c Calendar) Workday(day Day) (is, known bool) {
	kind, known := c.Kind(day)
	return kind == Work || kind == MakeUp, known
}

// Next is the first working day after day.
func (c Calendar) Next(day Day) (next Day, provisional bool) { return c.Add(day, 1) }

// Add is the n-th working day after day, which itself is day 0 whether or not it is a working day (民法典第二百零一条); with
// a negative n the n-th before, with 0 day itself. The result is provisional (暂定) when it rests on a year without a notice.
func (c Calendar) Add(day Day, n int) (result Day, provisional bool) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		day = day.Add(step)
		is, known := c.Workday(day)
		if is {
			n--
		}
		provisional = provisional || !known
	}
	return day, provisional
}
