package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestDatabaseIsCreatedWithItsFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b", "数据 100%?#", "test.db")
	s := openTest(t, "sqlite:"+path)
	mustSave(t, s, "o-one", exchangeOf("1"), nil)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("file mode %o, want 600", got)
	}
}

func TestWhatWasSavedSurvivesARestart(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustSave(t, s, "o-one", exchangeOf("1"), conversationOf())
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if v := mustLoad(t, open(), "o-one", "1"); v.First == nil || v.Conversation.Version != 1 {
			t.Errorf("after restart: %+v, want the exchange and version 1", v)
		}
	})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	note := filepath.Join(dir, "note.txt")
	if err := os.WriteFile(note, []byte(strings.Repeat("not a database. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ url, want string }{
		{"", "want sqlite:PATH or postgres://"},
		{"data/shangda.db", "want sqlite:PATH or postgres://"},
		{"mysql://u:s3cret@host/db", `kind "mysql"`},
		{"sqlite:", "path of a file"},
		{"sqlite::memory:", "path of a file"},
		{"sqlite:" + dir, "is a folder"},
		{"sqlite:" + filepath.Join(note, "x.db"), "not a directory"},
		{"sqlite:/proc/shangda/x.db", "/proc/shangda"},
		{"sqlite:" + note, "not an SQLite database"},
		{"postgres://u:s3cret@127.0.0.1:notaport/db", "not a valid postgres:// address"},
		{"postgres://u:s3/cret@127.0.0.1:1/db", "not a valid postgres:// address"},
		{"postgres://u:s3cret@127.0.0.1:1/db", "database db on 127.0.0.1"},
	} {
		s, err := Open(context.Background(), c.url)
		if err == nil {
			s.Close()
			t.Errorf("%s: opened, want an error with %q", c.url, c.want)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %q, want %q in it", c.url, err, c.want)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: more than one line: %q", c.url, err)
		}
		if strings.Contains(err.Error(), "s3") || strings.Contains(err.Error(), "cret") {
			t.Errorf("%s: the error holds the password: %q", c.url, err)
		}
	}
}

func TestProcessesMayCreateTheTablesAtTheSameTime(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		var opening sync.WaitGroup
		for range 4 {
			opening.Go(func() {
				s, err := Open(context.Background(), url)
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		opening.Wait()
	})
}

func TestTablesOfANewerProgramAreRefused(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		s := openTest(t, url)
		err := s.engine.tx(context.Background(), func(ctx context.Context, q querier) error {
			_, err := q.ExecContext(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(context.Background(), url); err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Errorf("got %v, want a refusal", err)
		}
	})
}

func TestClosedStoreRefusesSaves(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	err := s.SaveExchange(context.Background(), "o-one", exchangeOf("1"), nil)
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v, want ErrUnavailable", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}
