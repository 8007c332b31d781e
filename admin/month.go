package admin

import (
	"fmt"
	"strconv"
	"time"

	"shangda/disclosure"
)

// month is a month of the calendar.
type month struct{ year, month int }

// parseMonth reads YYYY-MM of the years that reports exist for.
func parseMonth(text string) (month, bool) {
	t, err := time.Parse("2006-01", text)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return month{}, false
	}
	return month{t.Year(), int(t.Month())}, true
}

// firstYear is the one in which the 条例 began to apply.
const (
	firstYear = 2008
	lastYear  = 2100
)

func monthOf(t time.Time) month {
	t = t.In(beijing)
	return month{t.Year(), int(t.Month())}
}

// String is YYYY-MM.
func (m month) String() string { return fmt.Sprintf("%04d-%02d", m.year, m.month) }

// Called is the month as staff say it.
func (m month) Called() string { return fmt.Sprintf("%d年%d月", m.year, m.month) }

func (m month) first() disclosure.Day { return disclosure.Day(m.String() + "-01") }

func (m month) last() disclosure.Day { return m.plus(1).first().Add(-1) }

func (m month) plus(n int) month {
	return monthOf(time.Date(m.year, time.Month(m.month+n), 1, 12, 0, 0, 0, beijing))
}

// Before and After are its neighbours.
func (m month) Before() month { return m.plus(-1) }
func (m month) After() month  { return m.plus(1) }

// yearAsked is the year of the query, this one by default.
func (v *visit) yearAsked() int {
	year, err := strconv.Atoi(v.Query("year"))
	if err != nil || year < firstYear || year > lastYear {
		return v.now.In(beijing).Year()
	}
	return year
}
