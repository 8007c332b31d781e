package store

import (
	"context"
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
