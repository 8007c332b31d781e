package store

import (
	"context"
	"strings"
	"testing"

	"shangda/disclosure"
)

func TestImportedNoticeExtendsTheCalendarAndACorrectedOneReplacesIt(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), openTest(t, url)
		for _, c := range []struct {
			notice disclosure.Notice
			want   disclosure.Kind // of 2027-02-08
		}{
			{disclosure.Notice{Year: 2027, Work: map[disclosure.Day]bool{"2027-02-08": false, "2026-12-31": false}}, disclosure.Holiday},
			{disclosure.Notice{Year: 2027, Work: map[disclosure.Day]bool{"2027-02-09": false}}, disclosure.Work},
		} {
			if err := s.SaveNotices(ctx, []disclosure.Notice{c.notice}, clerk, morning); err != nil {
				t.Fatal(err)
			}
			cal, err := s.Calendar(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if got, known := cal.Kind("2027-02-08"); got != c.want || !known {
				t.Errorf("2027-02-08 is %s, known %v, want %s", got, known, c.want)
			}
			if got, known := cal.Kind("2026-10-10"); got != disclosure.MakeUp || !known {
				t.Errorf("2026-10-10 is %s, known %v: the other years changed", got, known)
			}
		}
	})
}

// The import and the history lines of the cases it moves are one transaction: whatever interrupts it takes both back, and
// the next try brings both.
func TestImportedNoticeAndTheHistoryOfTheCasesItMovesAreOne(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		moved, ended := newRequest(), newRequest()
		ended.State = disclosure.Ended
		for _, r := range []*disclosure.Request{moved, ended} {
			if err := s.Register(ctx, r, "测", "ABCD2345", clerk, morning); err != nil {
				t.Fatal(err)
			}
		}
		exec := func(query string) {
			t.Helper()
			err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
				_, err := q.ExecContext(ctx, query)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		notice := []disclosure.Notice{{Year: 2026, Work: map[disclosure.Day]bool{"2026-11-20": false}}}
		exec(`ALTER TABLE request_events RENAME TO gone`)
		if err := s.SaveNotices(ctx, notice, clerk, morning); err == nil {
			t.Fatal("imported without the history of the case it moves")
		}
		exec(`ALTER TABLE gone RENAME TO request_events`)
		cal, err := s.Calendar(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if kind, _ := cal.Kind("2026-11-20"); kind != disclosure.Work {
			t.Errorf("20 November is %s after an import that failed", kind)
		}
		for range 2 { // the second moves nothing and says nothing
			if err := s.SaveNotices(ctx, notice, clerk, morning); err != nil {
				t.Fatal(err)
			}
		}
		for r, want := range map[*disclosure.Request]string{moved: "2026-11-30 → 2026-12-01", ended: ""} {
			events, err := s.Events(ctx, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range events {
				if e.Act == "rescheduled" {
					got = append(got, e.Text)
				}
			}
			if strings.Join(got, ",") != want {
				t.Errorf("case %d: %q, want %q", r.ID, got, want)
			}
		}
	})
}
