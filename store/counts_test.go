package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shangda/desk"
	"shangda/policy"
)

func TestDailyTotalsEqualARecount(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		draws := 0
		rapid.Check(t, func(t *rapid.T) {
			draws++
			var saved int64
			before, err := s.Counts(ctx, "", "")
			if err != nil {
				t.Fatal(err)
			}
			for i := range rapid.IntRange(1, 12).Draw(t, "messages") {
				x := exchangeOf(fmt.Sprintf("%d/%d", draws, rapid.IntRange(0, i).Draw(t, "key")))
				x.At = evening.Add(time.Duration(rapid.IntRange(0, 240).Draw(t, "quarters")) * 15 * time.Minute)
				x.Talk = rapid.SampledFrom([]desk.Talk{desk.TalkAsk, desk.TalkMenu, desk.TalkFarewell}).Draw(t, "talk")
				x.Outcome = rapid.SampledFrom([]desk.Outcome{desk.OutcomeAnswer, desk.OutcomeNone, desk.OutcomeInfo}).Draw(t, "outcome")
				x.Title = rapid.SampledFrom([]string{"", "条例", "Act"}).Draw(t, "title")
				openid := fmt.Sprintf("o-%d", rapid.IntRange(1, 3).Draw(t, "citizen"))
				v, err := s.Load(ctx, openid, x.Key)
				if err != nil {
					t.Fatal(err)
				}
				if rapid.IntRange(0, 4).Draw(t, "stale") == 0 {
					v.Conversation.Version++
				}
				err = s.SaveExchange(ctx, openid, x, &v.Conversation)
				switch {
				case err == nil && x.ID != 0:
					saved++
				case err != nil && !errors.Is(err, ErrDuplicate) && !errors.Is(err, ErrConflict):
					t.Fatal(err)
				}
			}
			counts := mustCount(t, s)
			if got := counts.Total() - before.Total(); got != saved {
				t.Errorf("counted %d more, want %d", got, saved)
			}
		})
	})
}

// mustCount are the totals of all days, which must equal a recount of the log.
func mustCount(t rapid.TB, s *Store) Tallies {
	t.Helper()
	counts, err := s.Counts(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	recount, err := s.Recount(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(recount, counts); diff != "" {
		t.Errorf("(-recount +totals):\n%s", diff)
	}
	return counts
}

func TestCountsOfAPeriod(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		for i, day := range []string{"2026-03-01", "2026-03-01", "2026-03-02", "2026-04-01"} {
			x := exchangeOf(fmt.Sprint(i))
			x.At, _ = time.ParseInLocation(time.DateOnly, day, shanghai)
			if i == 1 {
				x.Talk, x.Outcome, x.Title = desk.TalkMenu, desk.OutcomeInfo, ""
			}
			mustSave(t, s, "o-one", x, nil)
		}
		march, err := s.Counts(ctx, "2026-03-01", "2026-04-01")
		if err != nil {
			t.Fatal(err)
		}
		title := exchangeOf("").Title
		for _, c := range []struct{ got, want any }{
			{march.Total(), int64(3)},
			{By(march, func(t Tally) policy.Date { return t.Day }), map[policy.Date]int64{"2026-03-01": 2, "2026-03-02": 1}},
			{By(march, func(t Tally) desk.Talk { return t.Talk }), map[desk.Talk]int64{"ask": 2, "menu": 1}},
			{By(march, func(t Tally) desk.Outcome { return t.Outcome }), map[desk.Outcome]int64{"answer": 2, "info": 1}},
			{By(march, func(t Tally) string { return t.Title }), map[string]int64{title: 2, "": 1}},
		} {
			if diff := cmp.Diff(c.want, c.got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	})
}
