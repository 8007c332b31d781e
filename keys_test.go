package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/seal"
	"shangda/store"
)

func TestKeyIsMadeOnceAndNeverReplaced(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	path := filepath.Join(dir, "data", "key")
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for range 2 {
		if err := unlock(ctx, st, path); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := unlock(ctx, st, path); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("key file gone: %v, want ErrNoKey", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a new key was made beside encrypted data")
	}
	if _, err := seal.Create(path); err != nil {
		t.Fatal(err)
	}
	if err := unlock(ctx, st, path); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("another key file: %v, want ErrSealed", err)
	}
	quiet := slog.New(slog.DiscardHandler)
	if err := unlockToServe(ctx, st, path, quiet); err != nil {
		t.Errorf("serving while nothing is encrypted: %v", err)
	}
	r := &disclosure.Request{Kind: disclosure.CaseRequest, State: disclosure.Open, Received: "2026-11-02"}
	if err := st.Register(ctx, r, "测", "ABCD2345", desk.Actor{}, time.Now()); err != nil { // with the first key, which the store still has
		t.Fatal(err)
	}
	if err := unlockToServe(ctx, st, path, quiet); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("serving with a foreign key beside encrypted data: %v, want ErrSealed", err)
	}
}
