package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shangda/needs"
	"shangda/seal"
)

// contents are all rows of all tables that a backup keeps, as JSON.
func contents(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	ctx := context.Background()
	err := s.engine.snapshot(ctx, func(ctx context.Context, q querier) error {
		var b bytes.Buffer
		if err := s.dump(ctx, q, json.NewEncoder(&b), morning); err != nil {
			return err
		}
		table := ""
		for line := range strings.Lines(b.String()) {
			if strings.HasPrefix(line, "{") {
				var sec section
				if err := json.Unmarshal([]byte(line), &sec); err != nil {
					return err
				}
				table = sec.Table
				continue
			}
			out[table] = append(out[table], line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(out, "counters") // ping counts on
	return out
}

// furnished is a store with citizens, exchanges, a case with files, and knowledge.
func furnished(t *testing.T, url string, keys *seal.Keys) *Store {
	t.Helper()
	ctx, s := context.Background(), openTest(t, url)
	if err := s.Unlock(ctx, keys); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		mustSave(t, s, fmt.Sprintf("o%d", i), exchangeOf("k"), conversationOf())
	}
	r := newRequest()
	f := &File{Purpose: FileIdentity, Type: "image/png", Name: "证件.png", Data: bytes.Repeat([]byte{1, 2, 3}, 100_000)}
	if err := s.AddFile(ctx, f, morning); err != nil {
		t.Fatal(err)
	}
	r.Application.IDFile = f.ID
	if err := s.Register(ctx, r, "测", "ABCD2345", clerk, morning); err != nil {
		t.Fatal(err)
	}
	sentWith(t, s, "o1", "asked")
	return s
}

func backupOf(t *testing.T, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Backup(context.Background(), &b, morning); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func restoreTo(t *testing.T, url string, keys *seal.Keys, backup []byte, replace bool) error {
	t.Helper()
	ctx, s := context.Background(), openTest(t, url)
	if err := s.Unlock(ctx, keys); err != nil {
		t.Fatal(err)
	}
	_, err := s.Restore(ctx, bytes.NewReader(backup), replace, morning)
	return err
}

func TestRestoredDatabaseIsTheOneThatWasBackedUpOnEitherEngine(t *testing.T) {
	for _, from := range []string{"sqlite", "postgres"} {
		for _, to := range []string{"sqlite", "postgres"} {
			t.Run(from+" to "+to, func(t *testing.T) {
				url := map[string]func() string{
					"sqlite": func() string { return sqliteURL(t) }, "postgres": func() string { return needs.Schema(t) },
				}
				keys := newKeys(t)
				source := furnished(t, url[from](), keys)
				backup, want := backupOf(t, source), contents(t, source)
				if bytes.Contains(backup, []byte("外商投资")) {
					t.Error("the backup can be read without the key")
				}
				target := url[to]()
				if err := restoreTo(t, target, keys, backup, false); err != nil {
					t.Fatal(err)
				}
				ctx, restored := context.Background(), openTest(t, target)
				if err := restored.Unlock(ctx, keys); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, contents(t, restored)); diff != "" {
					t.Errorf("(-backed up +restored):\n%s", diff)
				}
				r, err := restored.RequestWithCode(ctx, "测公开〔2026〕第1号", "ABCD2345", morning)
				if err != nil || r.Application.Name != "测试人" {
					t.Errorf("the case: %+v, %v", r.Application, err)
				}
				if _, _, err := restored.VerifyAudit(ctx); err != nil {
					t.Error(err)
				}
				mustSave(t, restored, "o9", exchangeOf("new"), conversationOf()) // numbers go on
				next := newRequest()
				if err := restored.Register(ctx, next, "测", "ABCD2345", clerk, morning); err != nil || next.Number != "测公开〔2026〕第2号" {
					t.Errorf("the next case: %q, %v", next.Number, err)
				}
			})
		}
	}
}

func TestRestoreTouchesNothingUnlessAllIsWell(t *testing.T) {
	keys := newKeys(t)
	backup := backupOf(t, furnished(t, sqliteURL(t), keys))
	changed := bytes.Clone(backup)
	changed[len(changed)/2] ^= 1
	for name, c := range map[string]struct {
		backup  []byte
		replace bool
		want    error
	}{
		"cut":       {backup[:len(backup)-10], true, seal.ErrSealed},
		"changed":   {changed, true, seal.ErrSealed},
		"no backup": {[]byte("hello"), true, seal.ErrSealed},
		"not empty": {backup, false, ErrNotEmpty},
	} {
		url := sqliteURL(t)
		s := furnished(t, url, keys)
		mustSave(t, s, "o7", exchangeOf("mine"), conversationOf())
		want := contents(t, s)
		if err := restoreTo(t, url, keys, c.backup, c.replace); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if diff := cmp.Diff(want, contents(t, openTest(t, url))); diff != "" {
			t.Errorf("%s: changed the target:\n%s", name, diff)
		}
	}
	url := sqliteURL(t)
	serving := furnished(t, url, keys)
	if err := serving.Claim(context.Background(), "server", false, morning); err != nil {
		t.Fatal(err)
	}
	if err := restoreTo(t, url, keys, backup, true); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is served: %v, want ErrInUse", err)
	}
	if err := serving.Close(); err != nil {
		t.Fatal(err)
	}
	if err := restoreTo(t, url, keys, backup, true); err != nil {
		t.Errorf("replacing: %v", err)
	}
}

func TestBackupShowsOneMomentWhileOthersWrite(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		s := furnished(t, url, newKeys(t))
		stop, done := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
					mustSave(t, s, "o0", exchangeOf(fmt.Sprintf("w%d", i)), nil)
				}
			}
		}()
		for range 5 {
			got := contents(t, s)
			counted := 0
			for _, line := range got["daily"] {
				var row []any
				if err := json.Unmarshal([]byte(line), &row); err != nil {
					t.Fatal(err)
				}
				counted += int(row[4].(float64)) // day, talk, outcome, title, count
			}
			if counted != len(got["exchanges"]) {
				t.Errorf("%d exchanges, %d counted: not one moment", len(got["exchanges"]), counted)
			}
		}
		close(stop)
		<-done
	})
}
