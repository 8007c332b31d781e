package disclosure

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"shangda/needs"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// shared opens a table beside the repository, or skips.
func shared(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(needs.Shared(t, "domain/"+name)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func wantAdd(t *testing.T, c Calendar, day Day, n int, want Day) {
	t.Helper()
	if got, provisional := c.Add(day, n); got != want || provisional {
		t.Errorf("working day %d after %s = %s (provisional %v), want %s", n, day, got, provisional, want)
	}
}

func TestDeadlinesAreThoseOfTheOracle(t *testing.T) {
	c := Official()
	for _, row := range shared(t, "deadlines.csv") {
		received := Day(row[1])
		wantAdd(t, c, received, 7, Day(row[2]))
		wantAdd(t, c, received, 15, Day(row[3]))
		wantAdd(t, c, received, 20, Day(row[4]))
		wantAdd(t, c, received, 40, Day(row[5]))
	}
}

func TestDeadlinesCountedByHand(t *testing.T) {
	c := Official()
	wantAdd(t, c, "2024-03-04", 20, "2024-04-01") // four plain weeks
	wantAdd(t, c, "2024-02-08", 1, "2024-02-09")  // 除夕 2024 is a working day
	wantAdd(t, c, "2024-02-09", 1, "2024-02-18")  // the festival, then a make-up Sunday
	wantAdd(t, c, "2024-02-12", 1, "2024-02-18")  // received on a day off
	wantAdd(t, c, "2025-12-31", 2, "2026-01-05")  // over the new year; make-up Sunday 4 January is the first
	wantAdd(t, c, "2026-09-30", 1, "2026-10-08")
	wantAdd(t, c, "2026-10-09", 1, "2026-10-10") // make-up Saturday
	wantAdd(t, c, "2026-10-12", -1, "2026-10-10")
	wantAdd(t, c, "2026-10-08", -3, "2026-09-28")
	wantAdd(t, c, "2026-10-03", 0, "2026-10-03")
	if got, provisional := c.Next("2026-12-31"); got != "2027-01-04" || !provisional {
		t.Errorf("Next(2026-12-31) = %s, %v, want 2027-01-04, provisional", got, provisional)
	}
}

func TestWorkingDaysPerMonth(t *testing.T) {
	want := map[int][12]int{
		2024: {22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22},
		2025: {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
		2026: {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23},
	}
	c := Official()
	for year, months := range want {
		var got [12]int
		for d := DayOf(time.Date(year, 1, 1, 0, 0, 0, 0, Zone)); d.Year() == year; d = d.Add(1) {
			is, known := c.Workday(d)
			if !known {
				t.Fatalf("%s is not known", d)
			}
			if is {
				got[d.Start().Month()-1]++
			}
		}
		if diff := cmp.Diff(months, got); diff != "" {
			t.Errorf("working days of %d (-want +got):\n%s", year, diff)
		}
	}
}

func TestOfficialCalendarEqualsTheTranscribedNotices(t *testing.T) {
	var lines strings.Builder
	for _, row := range shared(t, "workdays.csv") {
		fmt.Fprintf(&lines, "%s,%s\n", row[0], row[1])
	}
	notices, err := ParseNotices(strings.NewReader(lines.String()))
	if err != nil {
		t.Fatal(err)
	}
	var want Calendar
	for _, n := range notices {
		want = want.With(n)
	}
	if diff := cmp.Diff(want, Official(), cmp.AllowUnexported(Calendar{})); diff != "" {
		t.Errorf("Official (-transcribed +embedded):\n%s", diff)
	}
}

func TestKindSaysWhy(t *testing.T) {
	c := Official()
	for day, want := range map[Day]Kind{
		"2026-10-09": Work, "2026-10-10": MakeUp, "2026-10-11": Weekend, "2026-10-05": Holiday, "2026-10-04": Holiday,
		"2027-10-01": Holiday, "2027-05-02": Holiday, "2023-05-02": Work, "2027-02-06": Weekend, "2027-02-08": Work,
	} {
		got, known := c.Kind(day)
		if got != want || known != (day.Year() >= 2024 && day.Year() <= 2026) {
			t.Errorf("Kind(%s) = %s, known %v, want %s", day, got, known, want)
		}
	}
}

func TestNextYearsNoticeReplacesTheProvisionalDays(t *testing.T) {
	notices, err := ParseNotices(strings.NewReader("\ufeffdate,kind\n2026-12-31,off\n2027-01-01, off\r\n2027-02-06,work\n2027-02-08,off\n2027-10-01,off\n"))
	if err != nil || len(notices) != 1 {
		t.Fatal(notices, err)
	}
	n := notices[0]
	before := Official()
	after := before.With(n)
	for day, want := range map[Day]Kind{"2026-12-31": Holiday, "2027-02-06": MakeUp, "2027-02-08": Holiday, "2026-10-10": MakeUp, "2027-10-01": Holiday, "2027-10-04": Work} {
		if got, known := after.Kind(day); got != want || !known {
			t.Errorf("Kind(%s) = %s, known %v, want %s and known", day, got, known, want)
		}
	}
	corrected := after.With(Notice{2027, map[Day]bool{"2027-02-09": false}})
	if got, _ := corrected.Kind("2027-02-08"); got != Work {
		t.Errorf("after the corrected notice 2027-02-08 is %s, want %s", got, Work)
	}
	if got, known := before.Kind("2027-02-08"); got != Work || known {
		t.Error("With changed the calendar it was called on")
	}
}

func TestNoticeWithMistakesIsRefusedWithEveryLine(t *testing.T) {
	const whole = "2027-01-01,off\n2027-10-01,off\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"broken lines":      {whole + "2027-02-30,off\n2027-05-03,free\n2027-05-04,off\n2027-05-04,off\n", []string{"line 3", "line 4", "line 6"}},
		"weekday as work":   {whole + "2027-02-08,work\n", []string{"line 3", "2027-02-08"}},
		"no New Year":       {"2027-10-01,off\n", []string{"2027", "元旦"}},
		"no National Day":   {"2027-01-01,off\n", []string{"2027", "国庆"}},
		"a year left out":   {whole + "2029-01-01,off\n2029-10-01,off\n", []string{"2028", "国庆"}},
		"days of last year": {whole + "2026-05-01,off\n", []string{"2026", "元旦"}},
		"nothing":           {"date,kind\n", []string{"no day"}},
	} {
		_, err := ParseNotices(strings.NewReader(c.text))
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not name %s", name, err, want)
			}
		}
	}
}

func TestNoticesOfSeveralYearsAreReadTogether(t *testing.T) {
	notices, err := ParseNotices(strings.NewReader("2027-01-01,off\n2027-10-01,off\n2027-12-31,off\n2028-10-02,off\n2028-01-08,work\n"))
	if err != nil || len(notices) != 2 || notices[0].Year != 2027 || notices[1].Year != 2028 {
		t.Fatalf("%v, %v, want those of 2027 and 2028", notices, err)
	}
	cal := Official().With(notices[0]).With(notices[1])
	if kind, known := cal.Kind("2027-12-31"); kind != Holiday || !known {
		t.Errorf("2027-12-31 is %s, known %v", kind, known)
	}
	if kind, known := cal.Kind("2028-01-08"); kind != MakeUp || !known {
		t.Errorf("2028-01-08 is %s, known %v", kind, known)
	}
}

func anyDay(t *rapid.T) Day {
	return DayOf(time.Unix(rapid.Int64Range(1_650_000_000, 1_850_000_000).Draw(t, "unix"), 0))
}

func TestDeadlineIsAlwaysAWorkingDayAndGrowsWithEachDay(t *testing.T) {
	c := Official()
	rapid.Check(t, func(t *rapid.T) {
		day, n := anyDay(t), rapid.IntRange(1, 60).Draw(t, "n")
		due, provisional := c.Add(day, n)
		if is, _ := c.Workday(due); !is {
			t.Fatalf("working day %d after %s = %s, which is none", n, day, due)
		}
		if next, _ := c.Add(day, n+1); next <= due || due <= day {
			t.Fatalf("working days %d and %d after %s are %s and %s, want them later and later", n, n+1, day, due, next)
		}
		if later, _ := c.Add(day.Add(1), n); later < due {
			t.Fatalf("received a day after %s the %d-th working day is %s, before %s", day, n, later, due)
		}
		if next, _ := c.Next(due); next != due {
			if back, _ := c.Add(next, -1); back != due {
				t.Fatalf("one working day before %s = %s, want %s", next, back, due)
			}
		}
		counted := 0
		for d := day.Add(1); d <= due; d = d.Add(1) {
			if is, _ := c.Workday(d); is {
				counted++
			}
		}
		if counted != n {
			t.Fatalf("from %s to %s there are %d working days, want %d", day, due, counted, n)
		}
		if known := day >= "2024-01-01" && due <= "2026-12-31"; known && provisional {
			t.Fatalf("%s, %d: provisional although every notice is there", day, n)
		}
	})
}

func TestDaysDoNotDependOnTheZoneOfTheProcess(t *testing.T) {
	defer func(was *time.Location) { time.Local = was }(time.Local)
	late := time.Date(2026, 9, 30, 15, 59, 59, 0, time.UTC) // 23:59:59 in Shanghai
	for _, hours := range []int{-12, -5, 0, 8, 14} {
		time.Local = time.FixedZone("elsewhere", hours*3600)
		if got := DayOf(late.Local()); got != "2026-09-30" {
			t.Errorf("DayOf at UTC%+d = %s, want 2026-09-30", hours, got)
		}
		if got := DayOf(late.Add(time.Second).Local()); got != "2026-10-01" {
			t.Errorf("DayOf a second later at UTC%+d = %s, want 2026-10-01", hours, got)
		}
		wantAdd(t, Official(), "2026-09-30", 20, "2026-11-03")
		if got := Day("2026-09-30").Start().Unix(); got != 1790697600 {
			t.Errorf("Start at UTC%+d = %d, want 1790697600", hours, got)
		}
	}
}

func TestParseDayWantsADayThatExists(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "2026-2-1", "20260201", "2026-02-01T00:00"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", s, d)
		}
	}
	if d, err := ParseDay("2024-02-29"); err != nil || d != "2024-02-29" {
		t.Errorf("ParseDay(2024-02-29) = %s, %v", d, err)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := Official()
	for b.Loop() {
		c.Add("2026-09-30", 40)
	}
}
