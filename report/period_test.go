package report

import (
	"testing"

	"pgregory.net/rapid"

	"shangda/disclosure"
)

func TestPeriodsCoverEveryDayOnceAndTheirPartsCoverThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := disclosure.Day("2016-01-01").Add(rapid.IntRange(0, 5000).Draw(t, "day"))
		for _, span := range Spans() {
			p := PeriodOf(span, day)
			if day < p.From || day > p.To || p.Before().To.Add(1) != p.From || p.After().From != p.To.Add(1) {
				t.Fatalf("%s of %s: %+v between %+v and %+v", span, day, p, p.Before(), p.After())
			}
			next := p.From
			for _, part := range p.Parts() {
				if part.Hour == 0 {
					if part.From != next {
						t.Fatalf("%+v: %s begins on %s, want %s", p, part.Label, part.From, next)
					}
					next = part.To.Add(1)
				}
			}
			if span != SpanDay && next != p.To.Add(1) {
				t.Fatalf("parts of %+v end before %s", p, next)
			}
		}
	})
}

func TestRunningPeriodIsComparedWithAsManyDays(t *testing.T) {
	for _, c := range []struct {
		span     Span
		today    disclosure.Day
		year     bool
		from, to disclosure.Day
	}{
		{SpanDay, "2026-03-05", false, "2026-03-04", "2026-03-04"},
		{SpanDay, "2024-02-29", true, "2023-02-28", "2023-02-28"},
		{SpanWeek, "2026-03-05", false, "2026-02-23", "2026-02-26"},
		{SpanWeek, "2026-03-05", true, "2025-03-03", "2025-03-06"},
		{SpanMonth, "2026-03-05", false, "2026-02-01", "2026-02-05"},
		{SpanMonth, "2026-03-30", false, "2026-02-01", "2026-02-28"}, // February has no 30th
		{SpanMonth, "2026-03-31", false, "2026-02-01", "2026-02-28"},
		{SpanYear, "2026-03-05", true, "2025-01-01", "2025-03-05"},
		{SpanYear, "2024-03-05", false, "2023-01-01", "2023-03-05"},
	} {
		p := PeriodOf(c.span, c.today).Against(c.year, c.today)
		if p.From != c.from || p.To != c.to {
			t.Errorf("%s of %s against %s to %s, want %s to %s", c.span, c.today, p.From, p.To, c.from, c.to)
		}
	}
	if p := PeriodOf(SpanMonth, "2026-01-15").Against(false, "2026-03-05"); p.From != "2025-12-01" || p.To != "2025-12-31" {
		t.Errorf("a month that is over is compared with %+v, want a whole one", p)
	}
	for today, want := range map[disclosure.Day]int{"2025-12-31": 0, "2026-01-01": 1, "2026-03-05": 3, "2027-01-01": 12} {
		if got := PeriodOf(SpanYear, "2026-06-01").Months(today); got != want {
			t.Errorf("months begun by %s: %d, want %d", today, got, want)
		}
	}
}
