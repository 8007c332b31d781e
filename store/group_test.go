package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shangda/desk"
)

func TestManyWritersLoseAndDoubleNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		stores := []*Store{open(), open()} // as two processes
		const writers, messages, citizens = 50, 6, 5
		var acknowledged atomic.Int64
		var working sync.WaitGroup
		for w := range writers {
			working.Go(func() {
				s := stores[w%len(stores)]
				openid := fmt.Sprintf("o-%d", w%citizens)
				for m := range messages {
					// Writers w and w+5 deliver the same message; one of them saves it.
					key := fmt.Sprintf("%d/%d", w/citizens/2, m)
					if answer(t, s, openid, key) {
						acknowledged.Add(1)
					}
				}
			})
		}
		working.Wait()
		s := stores[0]
		want := int64(writers / 2 * messages)
		if got := acknowledged.Load(); got != want {
			t.Errorf("%d saves acknowledged, want %d", got, want)
		}
		if got := int64(numbers(t, s)["exchanges"]); got != want {
			t.Errorf("%d exchanges stored, want %d", got, want)
		}
		if got := counted(t, s); got != want {
			t.Errorf("%d exchanges counted, want %d", got, want)
		}
		if got := numbers(t, s)["citizens"]; got != citizens {
			t.Errorf("%d citizens, want %d", got, citizens)
		}
		for i := range citizens {
			c := mustLoad(t, s, fmt.Sprintf("o-%d", i), "none").Conversation
			if got := int64(c.Turn); got != c.Version || got != want/citizens {
				t.Errorf("citizen %d: turn %d at version %d, want %d of both", i, c.Turn, c.Version, want/citizens)
			}
		}
	})
}

// answer is what the bot does: load, change, save, and again when the race is lost. It reports whether it saved.
func answer(t *testing.T, s *Store, openid, key string) bool {
	for {
		v, err := s.Load(context.Background(), openid, key)
		if err != nil {
			t.Error(err)
			return false
		}
		if v.First != nil {
			return false
		}
		v.Conversation.Turn++
		err = s.SaveExchange(context.Background(), openid, exchangeOf(key), &v.Conversation)
		switch {
		case err == nil:
			return true
		case errors.Is(err, ErrDuplicate):
			return false
		case !errors.Is(err, ErrConflict):
			t.Error(err)
			return false
		}
	}
}

func TestBadSaveFailsAlone(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	execute(t, s, `
		CREATE TRIGGER refuse BEFORE INSERT ON exchanges WHEN NEW.text = 'bad'
		 BEGIN SELECT RAISE(ABORT, 'refused'); END`)
	var group []*save
	for _, text := range []string{"good", "bad", "good"} {
		x := exchangeOf(fmt.Sprint(len(group)))
		x.Text = text
		j, err := newSave(context.Background(), "o-one", x, nil, firstSilence, nil)
		if err != nil {
			t.Fatal(err)
		}
		group = append(group, j)
	}
	s.group.commit(group)
	for i, want := range []string{"<nil>", "refused", "<nil>"} {
		if got := fmt.Sprint(<-group[i].done); !strings.Contains(got, want) {
			t.Errorf("save %d: got %s, want %s", i, got, want)
		}
	}
	if got := counted(t, s); got != 2 {
		t.Errorf("counted %d, want 2", got)
	}
}

func TestImpatientCallerBreaksNoOther(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	release := hold(t, s)
	impatient, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	var patient sync.WaitGroup
	for i := range 5 {
		patient.Go(func() {
			if err := s.SaveExchange(context.Background(), "o-one", exchangeOf(fmt.Sprint(i)), nil); err != nil {
				t.Errorf("patient save: %v", err)
			}
		})
	}
	err := s.SaveExchange(impatient, "o-one", exchangeOf("impatient"), nil)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("impatient save: got %v, want the deadline", err)
	}
	release()
	patient.Wait()
}

// hold takes the only writer until release is called.
func hold(t *testing.T, s *Store) (release func()) {
	t.Helper()
	turn := s.engine.(*sqliteEngine).turn
	turn <- struct{}{}
	return func() { <-turn }
}

func TestLockedDatabaseIsUnavailableUntilItIsFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s, err := openSQLite(context.Background(), path, 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec(`BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	unavailableUntil(t, s, func() {
		if _, err := other.Exec(`ROLLBACK`); err != nil {
			t.Fatal(err)
		}
	})
}

func TestFullDiskIsUnavailableUntilThereIsRoom(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	mustSave(t, s, "o-before", exchangeOf("1"), conversationOf())
	writer := s.engine.(*sqliteEngine).conn
	var pages int
	if err := writer.QueryRowContext(context.Background(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		if _, err := writer.ExecContext(context.Background(), fmt.Sprintf(`PRAGMA max_page_count = %d`, n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages)
	large := exchangeOf("large")
	large.Reply = strings.Repeat("满", 100_000)
	if err := s.SaveExchange(context.Background(), "o-one", large, nil); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("save on a full disk: got %v, want ErrUnavailable", err)
	}
	if mustLoad(t, s, "o-before", "1").First == nil {
		t.Error("what was saved before cannot be read on a full disk")
	}
	limit(1 << 30)
	mustSave(t, s, "o-one", large, nil)
}

func TestMissingFileIsUnavailableUntilItIsBack(t *testing.T) {
	for _, suffix := range []string{"", "-wal"} {
		t.Run("test.db"+suffix, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.db")
			s := openTest(t, "sqlite:"+path)
			file := path + suffix
			rename(t, file, file+".away")
			unavailableUntil(t, s, func() { rename(t, file+".away", file) })

			rename(t, file, file+".away")
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			unavailableUntil(t, s, func() { rename(t, file+".away", file) })
		})
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// unavailableUntil checks that s says so while it cannot be written, and works as before once the cause is gone.
func unavailableUntil(t *testing.T, s *Store, heal func()) {
	t.Helper()
	ctx := context.Background()
	x, c := exchangeOf(time.Now().String()), &desk.Conversation{}
	if err := s.SaveExchange(ctx, "o-ill-"+x.Key, x, c); !errors.Is(err, ErrUnavailable) {
		t.Errorf("save: got %v, want ErrUnavailable", err)
	}
	if err := s.Ping(ctx); !errors.Is(err, ErrUnavailable) {
		t.Errorf("ping: got %v, want ErrUnavailable", err)
	}
	if _, err := s.SaveItems(ctx, nil, evening); !errors.Is(err, ErrUnavailable) {
		t.Errorf("save of knowledge: got %v, want ErrUnavailable", err)
	}
	heal()
	if err := s.Ping(ctx); err != nil {
		t.Errorf("ping afterwards: %v", err)
	}
	mustSave(t, s, "o-ill-"+x.Key, x, c)
}

func execute(t *testing.T, s *Store, query string) {
	t.Helper()
	err := s.engine.tx(context.Background(), func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
