package disclosure

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
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

// ParseNotices reads the notices of whole years: lines "date,kind" with kind off or work, every day off on a weekday and every
// make-up day; a first line "date,kind" is skipped. Before the first year only days of December may stand, since a New
// Year holiday can begin there. Every mistake is a *NoticeError in the joined error.
func ParseNotices(r io.Reader) ([]Notice, error) {
	lines := csv.NewReader(r)
	lines.FieldsPerRecord = 2
	lines.TrimLeadingSpace = true
	work := map[Day]bool{}
	var wrong []error
	for {
		record, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
			return nil, &NoticeError{Line: bad.Line, Fault: NoticeLine}
		}
		if err != nil {
			return nil, err
		}
		row, _ := lines.FieldPos(0)
		date, kind := strings.TrimPrefix(record[0], "\ufeff"), strings.TrimSpace(record[1])
		if row == 1 && date == "date" {
			continue
		}
		day, err := ParseDay(strings.TrimSpace(date))
		bad := &NoticeError{row, NoticeDate, date}
		if err == nil {
			bad = checkLine(row, day, kind, work)
		}
		if bad != nil {
			wrong = append(wrong, bad)
			continue
		}
		work[day] = kind == "work"
	}
	notices, err := byYear(work)
	if err := errors.Join(append(wrong, err)...); err != nil {
		return nil, err
	}
	return notices, nil
}

func checkLine(row int, day Day, kind string, work map[Day]bool) *NoticeError {
	_, twice := work[day]
	switch {
	case kind != "off" && kind != "work":
		return &NoticeError{row, NoticeKind, kind}
	case twice:
		return &NoticeError{row, NoticeTwice, string(day)}
	case kind == "work" && !weekend(day):
		return &NoticeError{row, NoticeWeekday, string(day)}
	}
	return nil
}

func weekend(day Day) bool { return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday }

// byYear makes a notice of each year, and refuses one that does not look whole.
func byYear(work map[Day]bool) ([]Notice, error) {
	if len(work) == 0 {
		return nil, &NoticeError{Fault: NoticeEmpty}
	}
	days := slices.Sorted(maps.Keys(work))
	first := days[0].Year()
	if days[0] >= Day(fmt.Sprintf("%d-12-01", first)) {
		first++ // a New Year holiday that begins the year before
	}
	var out []Notice
	var wrong []error
	for year := first; year <= max(first, days[len(days)-1].Year()); year++ {
		n := Notice{Year: year, Work: map[Day]bool{}}
		for _, d := range days {
			if d.Year() == year || year == first && d.Year() < year {
				n.Work[d] = work[d]
			}
		}
		for name, eve := range map[string]Day{"元旦": Day(fmt.Sprintf("%d-12-29", year-1)), "国庆": Day(fmt.Sprintf("%d-09-28", year))} {
			if !n.rests(work, eve) {
				wrong = append(wrong, &NoticeError{Fault: NoticeRest, Name: fmt.Sprintf("%d年%s", year, name)})
			}
		}
		out = append(out, n)
	}
	return out, errors.Join(wrong...)
}

// rests says whether a day is off in the week and a half after eve, where the holiday lies; for New Year the week's end may be it.
func (n Notice) rests(work map[Day]bool, eve Day) bool {
	for i := range 10 {
		day := eve.Add(i)
		if works, named := work[day]; named && !works {
			return true
		}
		if strings.HasSuffix(string(day), "-01-01") && weekend(day) {
			return true
		}
	}
	return false
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

// publishDays are the working days from 形成或者变更之日 to publication (条例第二十六条).
const publishDays = 20

// PublishBy is the last day on which information made on a day is published in time; provisional as by Add.
func (c Calendar) PublishBy(made Day) (due Day, provisional bool) { return c.Add(made, publishDays) }

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
