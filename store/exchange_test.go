package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
)

func TestSavedExchangeIsLoadedAsItWas(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		x, c := exchangeOf("1"), conversationOf()
		mustSave(t, s, "o-one", x, c)
		if x.ID == 0 || x.Citizen == 0 || c.Citizen != x.Citizen || c.Version != 1 {
			t.Errorf("after save: exchange %d of citizen %d, conversation of %d version %d; want all set, version 1",
				x.ID, x.Citizen, c.Citizen, c.Version)
		}
		want := Visit{Citizen: x.Citizen, Conversation: *c, First: x}
		if diff := cmp.Diff(want, mustLoad(t, s, "o-one", "1")); diff != "" {
			t.Errorf("redelivery (-want +got):\n%s", diff)
		}
		want.First = nil
		if diff := cmp.Diff(want, mustLoad(t, s, "o-one", "2")); diff != "" {
			t.Errorf("next message (-want +got):\n%s", diff)
		}
	})
}

func TestStrangerHasEmptyVisit(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		if diff := cmp.Diff(Visit{}, mustLoad(t, open(), "o-nobody", "1")); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestDuplicateChangesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		x, c := exchangeOf("1"), conversationOf()
		mustSave(t, s, "o-one", x, c)
		before := mustLoad(t, s, "o-one", "1")

		again := exchangeOf("1")
		again.Reply, again.Outcome = "another", desk.OutcomeNone
		next := *c
		next.Turn = 9
		err := s.SaveExchange(context.Background(), "o-one", again, &next)
		if !errors.Is(err, ErrDuplicate) {
			t.Fatalf("got %v, want ErrDuplicate", err)
		}
		if again.ID != 0 || next.Version != c.Version {
			t.Errorf("got exchange %d, version %d; want untouched", again.ID, next.Version)
		}
		if diff := cmp.Diff(before, mustLoad(t, s, "o-one", "1")); diff != "" {
			t.Errorf("stored (-before +after):\n%s", diff)
		}
		if got := counted(t, s); got != 1 {
			t.Errorf("counted %d exchanges, want 1", got)
		}
	})
}

func TestSameKeyOfAnotherCitizenIsNoDuplicate(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustSave(t, s, "o-one", exchangeOf("1"), nil)
		mustSave(t, s, "o-two", exchangeOf("1"), nil)
	})
}

func TestLostRaceChangesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustSave(t, s, "o-one", exchangeOf("1"), conversationOf())
		first := mustLoad(t, s, "o-one", "2").Conversation
		second := first
		mustSave(t, s, "o-one", exchangeOf("2"), &first)
		before := numbers(t, s)

		for name, c := range map[string]*desk.Conversation{"old version": &second, "as if new": conversationOf()} {
			x := exchangeOf("3")
			if err := s.SaveExchange(context.Background(), "o-one", x, c); !errors.Is(err, ErrConflict) {
				t.Errorf("%s: got %v, want ErrConflict", name, err)
			}
			if x.ID != 0 {
				t.Errorf("%s: exchange has ID %d, want none", name, x.ID)
			}
		}
		if diff := cmp.Diff(before, numbers(t, s)); diff != "" {
			t.Errorf("rows (-before +after):\n%s", diff)
		}
		if v := mustLoad(t, s, "o-one", "3"); v.First != nil || v.Conversation.Version != 2 {
			t.Errorf("got first %v, version %d; want none, 2", v.First, v.Conversation.Version)
		}
		if got := counted(t, s); got != 2 {
			t.Errorf("counted %d exchanges, want 2", got)
		}
	})
}

func TestExchangeWithoutConversationKeepsTheOneThere(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustSave(t, s, "o-one", exchangeOf("1"), conversationOf())
		mustSave(t, s, "o-one", exchangeOf("2"), nil)
		if got := mustLoad(t, s, "o-one", "3").Conversation; got.Version != 1 || got.Turn != 1 {
			t.Errorf("got %+v, want version 1, turn 1", got)
		}
	})
}

func TestFarewellForgetsWhoItWas(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustSave(t, s, "o-one", exchangeOf("1"), conversationOf())
		stale := mustLoad(t, s, "o-one", "2").Conversation
		bye := exchangeOf("bye")
		bye.Talk, bye.Outcome, bye.Kind = desk.TalkFarewell, desk.OutcomeSilent, "event.unsubscribe"
		mustSave(t, s, "o-one", bye, conversationOf())

		if diff := cmp.Diff(Visit{}, mustLoad(t, s, "o-one", "1")); diff != "" {
			t.Errorf("visit after farewell (-want +got):\n%s", diff)
		}
		want := map[string]int{"citizens": 1, "conversations": 0, "exchanges": 2, "daily": 2}
		if diff := cmp.Diff(want, numbers(t, s)); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if err := s.SaveExchange(context.Background(), "o-one", exchangeOf("2"), &stale); !errors.Is(err, ErrConflict) {
			t.Errorf("save with the conversation of before: got %v, want ErrConflict", err)
		}
		mustSave(t, s, "o-one", bye, nil) // the platform delivers it again
		if diff := cmp.Diff(want, numbers(t, s)); diff != "" {
			t.Errorf("rows after a second farewell (-want +got):\n%s", diff)
		}
		back := exchangeOf("3")
		mustSave(t, s, "o-one", back, conversationOf())
		if back.Citizen == bye.Citizen {
			t.Errorf("came back as citizen %d, want a new number", back.Citizen)
		}
	})
}

func TestIdentityNumbersAreMaskedBeforeTheyAreWritten(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		said := "我的身份证是370211199001011234，电话13800138000"
		x, c := exchangeOf("1"), conversationOf()
		x.Text, c.Asked = said, said
		mustSave(t, s, "o-one", x, c)
		v := mustLoad(t, s, "o-one", "1")
		want := desk.Mask(said)
		if v.First.Text != want || v.Conversation.Asked != want {
			t.Errorf("stored %q and %q, want %q", v.First.Text, v.Conversation.Asked, want)
		}
	})
}

func TestUnprintableTextIsStored(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		x := exchangeOf("a\x00b\xff")
		x.Text = "broken \xe5\x95 and \x00 and " + strings.Repeat("长", 100_000)
		mustSave(t, s, "o-\xff", x, &desk.Conversation{Asked: "\x00\xff"})
		v := mustLoad(t, s, "o-\xff", x.Key)
		if v.First == nil || !strings.HasPrefix(v.First.Text, "broken \uFFFD and \uFFFD and 长") {
			t.Errorf("got %.40v, want the text with replacement characters", v.First)
		}
	})
}

func TestDayIsThatOfShanghai(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		x := exchangeOf("1")
		x.At = time.Date(2026, 3, 5, 16, 0, 0, 0, time.UTC) // midnight in Shanghai
		mustSave(t, s, "o-one", x, nil)
		counts, err := s.Counts(context.Background(), "2026-03-06", "2026-03-07")
		if err != nil || counts.Total() != 1 {
			t.Errorf("counted %d on 6 March (%v), want 1", counts.Total(), err)
		}
	})
}

func TestExchangeNeedsCitizenAndKey(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	for _, c := range []struct{ openid, key string }{{"", "1"}, {"o-one", ""}} {
		if err := s.SaveExchange(context.Background(), c.openid, exchangeOf(c.key), nil); err == nil {
			t.Errorf("openid %q, key %q: saved, want an error", c.openid, c.key)
		}
	}
}

func counted(t *testing.T, s *Store) int64 {
	t.Helper()
	counts, err := s.Counts(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	return counts.Total()
}
