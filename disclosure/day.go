// Package disclosure is the vocabulary of requests for government information (政府信息公开条例, State Council order 711).
// It is pure: no I/O, no clock, no wording for citizens. For now it counts working days.
package disclosure

import (
	"fmt"
	"time"
)

// Zone is where days begin and end for every deadline.
var Zone = time.FixedZone("CST", 8*60*60)

// Day is a calendar day as YYYY-MM-DD. Days compare with <. One that comes from ParseDay or DayOf exists.
type Day string

// ParseDay accepts YYYY-MM-DD of a day that exists.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("day %q: want YYYY-MM-DD of a day that exists", s)
	}
	return Day(s), nil
}

// DayOf is the day in Zone at the moment t: 23:59 belongs to the day that ends then.
func DayOf(t time.Time) Day { return Day(t.In(Zone).Format(time.DateOnly)) }

// Start is the first moment of d in Zone.
func (d Day) Start() time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(d), Zone)
	return t
}

// Add moves by calendar days.
func (d Day) Add(days int) Day { return Day(d.Start().AddDate(0, 0, days).Format(time.DateOnly)) }

// Weekday is that of d.
func (d Day) Weekday() time.Weekday { return d.Start().Weekday() }

// Year is that of d.
func (d Day) Year() int { return d.Start().Year() }
