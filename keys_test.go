package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

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
}
