package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"shangda/needs"
)

func TestSecondServingProcessIsRefused(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		first, second, ctx := open(), open(), context.Background()
		if err := first.Claim(ctx, "desk-1:8080", false, evening); err != nil {
			t.Fatal(err)
		}
		for _, shared := range []bool{false, true} {
			err := second.Claim(ctx, "desk-2:8080", shared, evening)
			if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "desk-1:8080") {
				t.Errorf("shared %t: got %v, want ErrInUse naming desk-1:8080", shared, err)
			}
		}
		mustSave(t, second, "o-one", exchangeOf("1"), nil) // who does not serve needs no claim
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		if err := second.Claim(ctx, "desk-2:8080", false, evening); err != nil {
			t.Errorf("after the first ended: %v", err)
		}
	})
}

func TestSharedProcessesLiveTogether(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		for _, name := range []string{"desk-1", "desk-2"} {
			if err := open().Claim(ctx, name, true, evening); err != nil {
				t.Fatal(err)
			}
		}
		third := open()
		if err := third.Claim(ctx, "desk-3", false, evening); !errors.Is(err, ErrInUse) {
			t.Errorf("one that cannot share: got %v, want ErrInUse", err)
		}
		if got := processes(t, third); got != 2 {
			t.Errorf("%d heartbeats, want 2", got)
		}
	})
}

func TestHeartbeatsOfTheDeadAreRemoved(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		if err := s.announce(ctx, &claim{process: "crashed"}, evening); err != nil {
			t.Fatal(err)
		}
		if err := s.Claim(ctx, "desk-1", true, evening.Add(time.Minute+time.Second)); err != nil {
			t.Fatal(err)
		}
		if got := processes(t, s); got != 1 {
			t.Errorf("%d heartbeats, want 1", got)
		}
	})
}

func TestHeartbeatGoesOnUntilTheEnd(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		if err := s.Claim(context.Background(), "desk-1", false, evening); err != nil {
			t.Fatal(err)
		}
		if err := s.beat(context.Background(), evening.Add(beatEvery)); err != nil {
			t.Fatal(err)
		}
		var at int64
		err := s.engine.reader().QueryRowContext(context.Background(), `SELECT beat_at FROM processes`).Scan(&at)
		if err != nil || !timeOf(at).Equal(evening.Add(beatEvery)) {
			t.Errorf("last beat %v (%v), want %v", timeOf(at), err, evening.Add(beatEvery))
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := s.Run(ctx); err != nil {
			t.Errorf("Run after its context: %v, want nil", err)
		}
	})
}

func processes(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.engine.reader().QueryRowContext(context.Background(), `SELECT COUNT(*) FROM processes`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLostConnectionLosesNoClaim(t *testing.T) {
	url := needs.Schema(t)
	s, other, ctx := openTest(t, url), openTest(t, url), context.Background()
	if err := s.Claim(ctx, "desk-1", false, evening); err != nil {
		t.Fatal(err)
	}
	cut(t, s)
	if err := s.beat(ctx, evening); err != nil {
		t.Fatalf("beat after the connection was cut: %v", err)
	}
	if err := other.Claim(ctx, "desk-2", false, evening); !errors.Is(err, ErrInUse) {
		t.Errorf("another process: got %v, want ErrInUse", err)
	}
	cut(t, s)
	if err := other.Claim(ctx, "desk-2", false, evening); err != nil {
		t.Fatal(err)
	}
	if err := s.beat(ctx, evening); !errors.Is(err, ErrInUse) {
		t.Errorf("beat after another process took over: got %v, want ErrInUse", err)
	}
}

// cut ends the connection that holds the claim, as a restart of the server does.
func cut(t *testing.T, s *Store) {
	t.Helper()
	var pid int
	lock := s.claim.lock.(sessionLock)
	if err := lock.conn.QueryRowContext(context.Background(), `SELECT pg_backend_pid()`).Scan(&pid); err != nil {
		t.Fatal(err)
	}
	if _, err := s.engine.reader().ExecContext(context.Background(), `SELECT pg_terminate_backend($1, 5000)`, pid); err != nil {
		t.Fatal(err)
	}
}
