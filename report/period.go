package report

import (
	"fmt"
	"strconv"
	"time"

	"shangda/disclosure"
)

// Span is how long a period is. Stands in addresses: never rename.
type Span string

// The spans that figures are looked at over.
const (
	SpanDay   Span = "day"
	SpanWeek  Span = "week" // from Monday
	SpanMonth Span = "month"
	SpanYear  Span = "year"
)

// Spans are all, the shortest first.
func Spans() []Span { return []Span{SpanDay, SpanWeek, SpanMonth, SpanYear} }

// Period is the days From ≤ day ≤ To.
type Period struct {
	Span     Span
	From, To disclosure.Day
}

// PeriodOf is the period of that span in which the day lies.
func PeriodOf(span Span, day disclosure.Day) Period {
	t := day.Start()
	from, to := t, t
	switch span {
	case SpanWeek:
		from = t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		to = from.AddDate(0, 0, 6)
	case SpanMonth:
		from = time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, disclosure.Zone)
		to = from.AddDate(0, 1, -1)
	case SpanYear:
		from = time.Date(t.Year(), 1, 1, 0, 0, 0, 0, disclosure.Zone)
		to = from.AddDate(1, 0, -1)
	default:
		span = SpanDay
	}
	return Period{span, disclosure.DayOf(from), disclosure.DayOf(to)}
}

// Before and After are the neighbouring periods.
func (p Period) Before() Period { return PeriodOf(p.Span, p.From.Add(-1)) }
func (p Period) After() Period  { return PeriodOf(p.Span, p.To.Add(1)) }

// YearBefore is the same period of the year before: of a week the one with the same weekdays, 52 weeks earlier.
func (p Period) YearBefore() Period {
	if p.Span == SpanWeek {
		return PeriodOf(SpanWeek, p.From.Add(-364))
	}
	t := p.From.Start()
	day := time.Date(t.Year()-1, t.Month(), 1, 0, 0, 0, 0, disclosure.Zone)
	last := day.AddDate(0, 1, -1).Day()
	return PeriodOf(p.Span, disclosure.DayOf(day.AddDate(0, 0, min(t.Day(), last)-1)))
}

// Against is the period compared with, the one before or that of the year before. While p runs, only as many of its days count
// as have passed of p by today.
func (p Period) Against(year bool, today disclosure.Day) Period {
	other := p.Before()
	if year {
		other = p.YearBefore()
	}
	switch {
	case today < p.From || today >= p.To:
	case p.Span == SpanYear: // leap years have their days of the same date
		other.To = PeriodOf(SpanDay, today).YearBefore().From
	default:
		passed := int(today.Start().Sub(p.From.Start()).Hours() / 24)
		other.To = min(other.To, other.From.Add(passed))
	}
	return other
}

// Days says the period by its days; the year stands with the first only, unless it ends in another.
func (p Period) Days() string {
	from, to := p.From.Start(), p.To.Start()
	switch {
	case p.From == p.To:
		return from.Format("2006年1月2日")
	case from.Year() != to.Year():
		return from.Format("2006年1月2日") + "至" + to.Format("2006年1月2日")
	}
	return from.Format("2006年1月2日") + "至" + to.Format("1月2日")
}

// Called is how people call the period.
func (p Period) Called() string {
	t := p.From.Start()
	switch p.Span {
	case SpanMonth:
		return t.Format("2006年1月")
	case SpanYear:
		return t.Format("2006年")
	}
	return p.Days()
}

// Part is a piece of a period, a bar of its chart. Hour is 1 to 24 for a part of a day.
type Part struct {
	Label    string
	From, To disclosure.Day
	Hour     int
}

var weekdays = [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Months are how many months of a month or year have begun by today; of shorter periods none.
func (p Period) Months(today disclosure.Day) int {
	if p.Span != SpanMonth && p.Span != SpanYear || today < p.From {
		return 0
	}
	n := 0
	for m := PeriodOf(SpanMonth, p.From); m.From <= min(p.To, today); m = m.After() {
		n++
	}
	return n
}

// Parts are the hours of a day, the days of a week or month, or the months of a year.
func (p Period) Parts() []Part {
	var out []Part
	switch p.Span {
	case SpanDay:
		for h := range 24 {
			out = append(out, Part{fmt.Sprintf("%d时", h), p.From, p.From, h + 1})
		}
	case SpanYear:
		for m := PeriodOf(SpanMonth, p.From); m.From <= p.To; m = m.After() {
			out = append(out, Part{m.From.Start().Format("1月"), m.From, m.To, 0})
		}
	default:
		for d := p.From; d <= p.To; d = d.Add(1) {
			label := strconv.Itoa(d.Start().Day()) + "日"
			if p.Span == SpanWeek {
				label = weekdays[d.Weekday()]
			}
			out = append(out, Part{label, d, d, 0})
		}
	}
	return out
}
