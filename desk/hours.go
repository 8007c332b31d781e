package desk

import (
	"fmt"
	"strings"
	"time"
)

// zone is where office hours are read: Asia/Shanghai, which has no summer time.
var zone = time.FixedZone("CST", 8*60*60)

// Hours are the office hours of a working day. The zero value is hours nobody has stated.
type Hours struct{ spans []span }

// span is from the first minute after midnight on which staff are there to the first on which they aren't.
type span struct{ from, to int }

// ParseHours reads ascending spans such as 09:00-12:00,13:30-17:00; empty gives the zero value.
func ParseHours(s string) (Hours, error) {
	var h Hours
	if strings.TrimSpace(s) == "" {
		return h, nil
	}
	last := 0
	for part := range strings.SplitSeq(s, ",") {
		from, to, _ := strings.Cut(strings.TrimSpace(part), "-")
		a, errFrom := time.Parse("15:04", from)
		b, errTo := time.Parse("15:04", to)
		sp := span{a.Hour()*60 + a.Minute(), b.Hour()*60 + b.Minute()}
		if errFrom != nil || errTo != nil || sp.from < last || sp.to <= sp.from {
			return Hours{}, fmt.Errorf("hours %q: want ascending spans such as 09:00-12:00,13:30-17:00", s)
		}
		h.spans = append(h.spans, sp)
		last = sp.to
	}
	return h, nil
}

// Zero says that nobody has stated the hours.
func (h Hours) Zero() bool { return len(h.spans) == 0 }

// Open says whether staff are there at t; workday knows the working days, given as YYYY-MM-DD.
func (h Hours) Open(t time.Time, workday func(day string) bool) bool {
	return !h.Until(t).IsZero() && workday(t.In(zone).Format(time.DateOnly))
}

// Until is when the span that holds t ends, on a day taken for a working day; zero between and outside spans.
func (h Hours) Until(t time.Time) time.Time {
	t = t.In(zone)
	for _, s := range h.spans {
		if end := at(t, s.to); !t.Before(at(t, s.from)) && t.Before(end) {
			return end
		}
	}
	return time.Time{}
}

// NextOpen is t itself while staff are there, else when they next are; zero when that isn't within 60 days.
func (h Hours) NextOpen(t time.Time, workday func(day string) bool) time.Time {
	t = t.In(zone)
	if h.Open(t, workday) {
		return t
	}
	for day := range 60 {
		d := t.AddDate(0, 0, day)
		if !workday(d.Format(time.DateOnly)) {
			continue
		}
		for _, s := range h.spans {
			if start := at(d, s.from); start.After(t) {
				return start
			}
		}
	}
	return time.Time{}
}

func at(day time.Time, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, zone)
}

// furthest is how many days ahead working time is looked for.
const furthest = 400

// After is when so much working time has gone by after t, which may be outside office hours; what fills a span exactly
// ends with it. Where nobody has stated the hours, time simply runs; zero when there are no working days.
func (h Hours) After(t time.Time, working time.Duration, workday func(day string) bool) time.Time {
	t = t.In(zone)
	if h.Zero() {
		return t.Add(working)
	}
	for day := range furthest {
		d := t.AddDate(0, 0, day)
		if !workday(d.Format(time.DateOnly)) {
			continue
		}
		for _, s := range h.spans {
			from, to := later(t, at(d, s.from)), at(d, s.to)
			if left := to.Sub(from); left > 0 && working <= left {
				return from.Add(working)
			} else if left > 0 {
				working -= left
			}
		}
	}
	return time.Time{}
}

// Between is the working time from one moment to a later one; 0 when that is not later.
func (h Hours) Between(from, to time.Time, workday func(day string) bool) time.Duration {
	from, to = from.In(zone), to.In(zone)
	if h.Zero() {
		return max(to.Sub(from), 0)
	}
	var sum time.Duration
	for d := at(from, 0); d.Before(to); d = d.AddDate(0, 0, 1) {
		if !workday(d.Format(time.DateOnly)) {
			continue
		}
		for _, s := range h.spans {
			end := at(d, s.to)
			if to.Before(end) {
				end = to
			}
			sum += max(end.Sub(later(from, at(d, s.from))), 0)
		}
	}
	return sum
}

// Closing is when staff leave on t's day, taken for a working day; zero for hours nobody has stated.
func (h Hours) Closing(t time.Time) time.Time {
	if h.Zero() {
		return time.Time{}
	}
	return at(t.In(zone), h.spans[len(h.spans)-1].to)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
