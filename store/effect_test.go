package store

import (
	"context"
	"errors"
	"testing"

	"shangda/desk"
)

func TestEffectsHappenWithTheirExchangeOrNotAtAll(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		var seen []Moment
		mark := func(ctx context.Context, q querier, at Moment) error {
			seen = append(seen, at)
			_, err := q.ExecContext(ctx, `UPDATE counters SET value = value + 100 WHERE name = 'links'`)
			return err
		}
		broken := errors.New("broken")
		fail := func(context.Context, querier, Moment) error { return broken }
		marks := func() (n int64) {
			if err := s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'links'`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n / 100
		}
		c := &desk.Conversation{}
		x := exchangeOf("1")
		if err := s.SaveExchange(ctx, "o-one", x, c, mark, mark); err != nil {
			t.Fatal(err)
		}
		if want := (Moment{Exchange: x.ID, Citizen: x.Citizen}); len(seen) != 2 || seen[0] != want || marks() != 2 {
			t.Errorf("got %v and %d marks, want twice %v", seen, marks(), want)
		}
		if err := s.SaveExchange(ctx, "o-one", exchangeOf("1"), c, mark); !errors.Is(err, ErrDuplicate) || marks() != 2 {
			t.Errorf("redelivered: got %v and %d marks, want ErrDuplicate and 2", err, marks())
		}
		if err := s.SaveExchange(ctx, "o-one", exchangeOf("2"), &desk.Conversation{}, mark); !errors.Is(err, ErrConflict) || marks() != 2 {
			t.Errorf("conflict: got %v and %d marks, want ErrConflict and 2", err, marks())
		}
		if err := s.SaveExchange(ctx, "o-one", exchangeOf("3"), c, mark, fail); !errors.Is(err, broken) || marks() != 2 {
			t.Errorf("broken effect: got %v and %d marks, want its error and 2", err, marks())
		}
		if visit := mustLoad(t, s, "o-one", "3"); visit.First != nil {
			t.Error("exchange whose effect broke is logged")
		}
	})
}
