package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"shangda/seal"
)

func newKeys(t testing.TB) *seal.Keys {
	t.Helper()
	k, err := seal.Create(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestDatabaseIsUnlockedByItsOwnKeysOnly(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, own := context.Background(), newKeys(t)
		s := openTest(t, url)
		if bound, err := s.Bound(ctx); bound || err != nil {
			t.Errorf("a new database: Bound = %v, %v", bound, err)
		}
		if _, err := s.seal("x", "a/1"); !errors.Is(err, ErrLocked) {
			t.Errorf("seal before Unlock: %v, want ErrLocked", err)
		}
		for range 2 {
			if err := s.Unlock(ctx, own); err != nil {
				t.Fatal(err)
			}
		}
		hidden, err := s.seal("x", "a/1")
		if err != nil {
			t.Fatal(err)
		}
		again := openTest(t, url)
		if err := again.Unlock(ctx, newKeys(t)); !errors.Is(err, seal.ErrSealed) {
			t.Errorf("Unlock with a foreign key: %v, want ErrSealed", err)
		}
		if _, err := again.unseal(hidden, "a/1"); !errors.Is(err, ErrLocked) {
			t.Errorf("unseal after a refused key: %v, want ErrLocked", err)
		}
		if err := again.Unlock(ctx, own); err != nil {
			t.Fatal(err)
		}
		if got, err := again.unseal(hidden, "a/1"); got != "x" || err != nil {
			t.Errorf("unseal = %q, %v, want x", got, err)
		}
		if bound, err := again.Bound(ctx); !bound || err != nil {
			t.Errorf("Bound = %v, %v, want true", bound, err)
		}
		for _, want := range []bool{false, true} {
			if sealed, err := again.Sealed(ctx); sealed != want || err != nil {
				t.Errorf("Sealed = %v, %v, want %v", sealed, err, want)
			}
			if err := again.Register(ctx, newRequest(), "测", "ABCD2345", clerk, morning); err != nil {
				t.Fatal(err)
			}
		}
	})
}
