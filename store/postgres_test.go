package store

import (
	"context"
	"errors"
	"testing"

	"shangda/needs"
)

func TestRestartedServerIsUnavailableOnlyForAMoment(t *testing.T) {
	s, ctx := openTest(t, needs.Schema(t)), context.Background()
	mustSave(t, s, "o-one", exchangeOf("before"), conversationOf())
	db := s.engine.(*postgresEngine).db
	_, err := db.Exec(`
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		 WHERE application_name = current_setting('application_name')`)
	if err == nil {
		t.Fatal("the query that ends all connections has survived itself")
	}
	c := mustLoadSoon(t, s).Conversation
	for range 3 {
		x := exchangeOf("after")
		if err = s.SaveExchange(ctx, "o-one", x, &c); err == nil {
			return
		}
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %v, want ErrUnavailable", err)
		}
	}
	t.Errorf("still: %v", err)
}

func mustLoadSoon(t *testing.T, s *Store) Visit {
	t.Helper()
	var err error
	for range 20 {
		var v Visit
		if v, err = s.Load(context.Background(), "o-one", "after"); err == nil {
			return v
		}
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %v, want ErrUnavailable", err)
		}
	}
	t.Fatalf("still: %v", err)
	return Visit{}
}
