package desk

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// october knows 国庆节 2026, its make-up Saturday and otherwise weekends.
func october(day string) bool {
	t, _ := time.Parse(time.DateOnly, day)
	if day >= "2026-10-01" && day <= "2026-10-07" {
		return false
	}
	return day == "2026-10-10" || t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func hours(t testing.TB, s string) Hours {
	t.Helper()
	h, err := ParseHours(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestStaffAreThereInOfficeHoursOfWorkingDays(t *testing.T) {
	h := hours(t, "09:00-12:00, 13:30-17:00")
	for _, c := range []struct {
		at   string
		open bool
		next string
	}{
		{"2026-09-30 08:59:59", false, "2026-09-30 09:00:00"},
		{"2026-09-30 09:00:00", true, "2026-09-30 09:00:00"},
		{"2026-09-30 11:59:59", true, "2026-09-30 11:59:59"},
		{"2026-09-30 12:00:00", false, "2026-09-30 13:30:00"},
		{"2026-09-30 17:00:00", false, "2026-10-08 09:00:00"},
		{"2026-10-03 10:00:00", false, "2026-10-08 09:00:00"},
		{"2026-10-09 23:59:59", false, "2026-10-10 09:00:00"},
		{"2026-10-10 14:00:00", true, "2026-10-10 14:00:00"},
		{"2026-10-10 18:00:00", false, "2026-10-12 09:00:00"},
	} {
		at, next := moment(t, c.at), moment(t, c.next)
		if got := h.Open(at.UTC(), october); got != c.open {
			t.Errorf("Open(%s) = %v, want %v", c.at, got, c.open)
		}
		if got := h.NextOpen(at.UTC(), october); !got.Equal(next) {
			t.Errorf("NextOpen(%s) = %s, want %s", c.at, got, c.next)
		}
	}
}

func TestUntilIsTheEndOfTheSpan(t *testing.T) {
	h := hours(t, "09:00-12:00,13:30-17:00")
	if got, want := h.Until(moment(t, "2026-09-30 09:00:00")), moment(t, "2026-09-30 12:00:00"); !got.Equal(want) {
		t.Errorf("Until = %s, want %s", got, want)
	}
	if got := h.Until(moment(t, "2026-09-30 12:30:00")); !got.IsZero() {
		t.Errorf("Until at lunch = %s, want zero", got)
	}
}

func TestHoursNobodyStatedAreZeroAndNeverOpen(t *testing.T) {
	h := hours(t, " ")
	at := moment(t, "2026-09-30 10:00:00")
	if !h.Zero() || h.Open(at, october) || !h.NextOpen(at, october).IsZero() {
		t.Error("unstated hours are open some time")
	}
	closed := hours(t, "09:00-12:00").NextOpen(at, func(string) bool { return false })
	if !closed.IsZero() {
		t.Errorf("NextOpen without any working day = %s, want zero", closed)
	}
}

func TestHoursThatMakeNoSenseAreRefused(t *testing.T) {
	for _, s := range []string{"9-17", "09:00", "12:00-09:00", "09:00-09:00", "09:00-12:00,11:00-17:00", "09:00-25:00", "09:00-12:00,", "09:00-12:00-13:00"} {
		if h, err := ParseHours(s); err == nil {
			t.Errorf("ParseHours(%q) = %v, want an error", s, h)
		}
	}
}

func TestStaffAreAlwaysThereAtNextOpen(t *testing.T) {
	h := hours(t, "09:00-12:00,13:30-17:00")
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(1_788_000_000, 1_795_000_000).Draw(t, "unix"), 0).
			In(time.FixedZone("elsewhere", 3600*rapid.IntRange(-12, 14).Draw(t, "zone")))
		next := h.NextOpen(at, october)
		if next.Before(at) || !h.Open(next, october) || !h.Until(next).After(next) {
			t.Fatalf("NextOpen(%s) = %s: not open then", at, next)
		}
		if h.Open(at, october) != next.Equal(at) {
			t.Fatalf("NextOpen(%s) = %s although Open is %v", at, next, h.Open(at, october))
		}
	})
}
