package disclosure

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestClockGivesTheDatesOfTheOracle(t *testing.T) {
	c := Official()
	for _, row := range shared(t, "deadlines.csv") {
		got, err := c.Clock(Facts{Received: Day(row[1])})
		if err != nil {
			t.Fatal(err)
		}
		want := [...]Day{Day(row[2]), Day(row[3]), Day(row[4]), Day(row[5]), Day(row[4])}
		if have := [...]Day{got.CorrectionBy, got.ConsultBy, got.Due, got.Latest, got.Now.Due()}; have != want || got.Provisional {
			t.Errorf("%s received %s: got %v, provisional %v, want %v", row[0], row[1], have, got.Provisional, want)
		}
	}
}

// Expectations were counted by hand from the notices.
func TestClockFollowsWhatHappened(t *testing.T) {
	pause := func(from, to Day) []Span { return []Span{{from, to}} }
	for name, tt := range map[string]struct {
		facts                                     Facts
		correctionBy, consultBy, due, latest, now Day
	}{
		"corrected": {
			Facts{Received: "2024-04-24", Corrected: "2024-05-10"},
			"2024-05-07", "2024-05-16", "2024-06-06", "2024-07-05", "2024-06-06",
		},
		"third party answers": {
			Facts{Received: "2025-09-15", Consulted: "2025-09-24", Pauses: pause("2025-09-22", "2025-10-13")},
			"2025-09-24", "2025-10-21", "2025-10-17", "2025-11-14", "2025-11-03",
		},
		"third party is silent": {
			Facts{Received: "2025-09-15", Consulted: "2025-09-24", Pauses: pause("2025-09-22", "2025-10-21")},
			"2025-09-24", "2025-10-21", "2025-10-17", "2025-11-14", "2025-11-11",
		},
		"extended by ten": {
			Facts{Received: "2026-01-26", Extended: 10},
			"2026-02-04", "2026-02-14", "2026-02-28", "2026-03-27", "2026-03-13",
		},
		"extended by twenty": {
			Facts{Received: "2026-01-26", Extended: 20},
			"2026-02-04", "2026-02-14", "2026-02-28", "2026-03-27", "2026-03-27",
		},
		"third party over the festival": {
			Facts{Received: "2026-02-10", Consulted: "2026-02-14", Pauses: pause("2026-02-13", "2026-03-13")},
			"2026-02-26", "2026-03-13", "2026-03-16", "2026-04-14", "2026-04-08",
		},
		"two pauses overlap": {
			Facts{Received: "2025-09-15", Pauses: []Span{{"2025-09-22", "2025-09-30"}, {"2025-09-26", "2025-10-13"}}},
			"2025-09-24", "2025-10-11", "2025-10-17", "2025-11-14", "2025-11-03",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Official().Clock(tt.facts)
			if err != nil {
				t.Fatal(err)
			}
			want := [...]Day{tt.correctionBy, tt.consultBy, tt.due, tt.latest, tt.now}
			if have := [...]Day{got.CorrectionBy, got.ConsultBy, got.Due, got.Latest, got.Now.Due()}; have != want {
				t.Errorf("got  %v\nwant %v", have, want)
			}
		})
	}
}

func TestContradictingFactsAreRefusedTogether(t *testing.T) {
	_, err := Official().Clock(Facts{
		Received: "2026-03-02", Corrected: "2026-03-01", Consulted: "2026-02-27", Pauses: []Span{{"2026-03-05", "2026-03-04"}}, Extended: 21,
	})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"corrected 2026-03-01", "consulted 2026-02-27", "2026-03-05..2026-03-04", "extended by 21"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not name %q", err, want)
		}
	}
}

func TestDaysThatAreNoWorkingDaysCountButDoNotEndAPeriod(t *testing.T) {
	c := Official()
	for _, tt := range []struct {
		from Day
		n    int
		want Day
	}{
		{"2026-11-02", 30, "2026-12-02"}, // a Wednesday
		{"2026-09-02", 30, "2026-10-08"}, // 2 October: after the holiday
		{"2026-09-25", 15, "2026-10-10"}, // a make-up Saturday is a working day
		{"2026-10-02", 15, "2026-10-19"}, // 17 October is a Saturday
	} {
		if got := c.Count(tt.from, tt.n, Days); got.Due() != tt.want || got.Provisional {
			t.Errorf("day %d after %s = %s (provisional %v), want %s", tt.n, tt.from, got.Due(), got.Provisional, tt.want)
		}
	}
}

func TestCountIsTheSameAsAddAndShowsEveryDay(t *testing.T) {
	c := Official()
	rapid.Check(t, func(t *rapid.T) {
		from, n := anyDay(t), rapid.IntRange(1, 60).Draw(t, "n")
		count := c.Count(from, n, Workdays)
		due, provisional := c.Add(from, n)
		if count.Due() != due || count.Provisional != provisional || count.Start() != from {
			t.Fatalf("Count from %s = %s, %v; Add = %s, %v", from, count.Due(), count.Provisional, due, provisional)
		}
		for i, s := range count.Steps {
			if s.Day != from.Add(i) {
				t.Fatalf("step %d is %s, want %s", i, s.Day, from.Add(i))
			}
		}
		if last := count.Steps[len(count.Steps)-1]; last.N != n {
			t.Fatalf("last day has number %d, want %d", last.N, n)
		}
		if count.Earliest > due || !provisional && count.Earliest != due {
			t.Fatalf("earliest %s, due %s, provisional %v", count.Earliest, due, provisional)
		}
	})
}

// The earliest day is one that no notice in the history of notices went below: with the notice withheld, it holds for
// every year whose notice is known.
func TestEarliestDayHoldsWhenTheNoticeComes(t *testing.T) {
	known := Official()
	rapid.Check(t, func(t *rapid.T) {
		from := DayOf(time.Date(2024, 1, 1, 0, 0, 0, 0, Zone).AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "day")))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		unit := rapid.SampledFrom([]Unit{Workdays, Days}).Draw(t, "unit")
		blind, due := Calendar{}.Count(from, n, unit), known.Count(from, n, unit).Due()
		if due < blind.Earliest {
			t.Fatalf("%d %s after %s: earliest %s, but the notices make it %s", n, unit, from, blind.Earliest, due)
		}
	})
}

func TestProvisionalCountWarnsOfTheEarliestDay(t *testing.T) {
	got := Official().Count("2026-12-21", 20, Workdays)
	if !got.Provisional || got.Due() != "2027-01-19" || got.Earliest != "2027-01-15" {
		t.Errorf("got %s, provisional %v, earliest %s, want 2027-01-19, provisional, 2027-01-15", got.Due(), got.Provisional, got.Earliest)
	}
}

func BenchmarkCount(b *testing.B) {
	c := Official()
	for b.Loop() {
		c.Count("2026-09-30", 20, Workdays)
	}
}
