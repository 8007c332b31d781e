package policy

import (
	"fmt"
	"time"
)

// Date is a calendar day as YYYY-MM-DD; empty is unknown. Dates compare with <, since the form sorts by time.
type Date string

// ParseDate accepts YYYY-MM-DD of a day that exists; empty stays empty.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("date %q: want YYYY-MM-DD of a day that exists", s)
	}
	return Date(s), nil
}

// DateOf is the day that t's own location shows.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Plus is the day so many days later; empty when d is no day.
func (d Date) Plus(days int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return DateOf(t.AddDate(0, 0, days))
}

// On says what holds for d on a day: the dates decide, and where a date is missing the declared status does.
// An empty day means today in the sense of the declared status.
func (d *Document) On(day Date) Status {
	gone := d.Status
	if gone != Amended {
		gone = Repealed
	}
	switch {
	case d.Effective != "" && day != "" && day < d.Effective:
		return NotYet
	case d.Repealed != "" && day != "":
		if day >= d.Repealed {
			return gone
		}
		return InForce
	case d.Status == "":
		return InForce
	case d.Status == NotYet && d.Effective != "" && day >= d.Effective:
		return InForce
	}
	return d.Status
}
