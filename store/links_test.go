package store

import (
	"context"
	"errors"
	"testing"

	"shangda/desk"
)

func choice(question, article string) *desk.Link {
	return &desk.Link{Question: question, Title: "单用途商业预付卡管理办法（试行）", Article: article, Kind: desk.LinkChoice}
}

func linksOf(t *testing.T, s *Store) (int64, []desk.Link) {
	t.Helper()
	revision, links, err := s.Links(context.Background(), -1)
	if err != nil {
		t.Fatal(err)
	}
	return revision, links
}

func TestChoiceIsSavedWithItsExchange(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		before, _ := linksOf(t, s)
		x := exchangeOf("1")
		x.Link = choice("我的电话是13812345678，卡能退吗", "第二十条")
		mustSave(t, s, "o-one", x, conversationOf())
		after, links := linksOf(t, s)
		if after == before || len(links) != 1 {
			t.Fatalf("revision %d after %d, links %v; want one more of each", after, before, links)
		}
		l := links[0]
		if l.Citizen != x.Citizen || !l.At.Equal(x.At) || l.Article != "第二十条" || l.Approved {
			t.Errorf("got %+v, want the citizen's, of the exchange's time, not approved", l)
		}
		if l.Question != desk.Mask(x.Link.Question) {
			t.Errorf("got question %q, want it masked", l.Question)
		}
		if _, links, err := s.Links(context.Background(), after); err != nil || links != nil {
			t.Errorf("known revision: got %v, %v; want nothing read", links, err)
		}
	})
}

func TestExchangeThatIsNotSavedTeachesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		c := conversationOf()
		mustSave(t, s, "o-one", exchangeOf("1"), c)
		stale := *c
		mustSave(t, s, "o-one", exchangeOf("2"), c)
		for name, try := range map[string]struct {
			key  string
			conv *desk.Conversation
			want error
		}{"conflict": {"3", &stale, ErrConflict}, "duplicate": {"2", c, ErrDuplicate}} {
			x := exchangeOf(try.key)
			x.Link = choice("卡能退吗", "第二十条")
			if err := s.SaveExchange(context.Background(), "o-one", x, try.conv); !errors.Is(err, try.want) {
				t.Errorf("%s: got %v, want %v", name, err, try.want)
			}
		}
		if _, links := linksOf(t, s); len(links) != 0 {
			t.Errorf("got %v, want no links", links)
		}
	})
}

func TestLinksAreRemovedByNumberAndByQuestion(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		for _, question := range []string{"卡能退吗", "卡能退吗", "押金退吗"} {
			l := choice(question, "第二十条")
			l.Kind, l.Approved, l.At = desk.LinkStaff, true, evening
			if err := s.AddLink(ctx, l); err != nil {
				t.Fatal(err)
			}
		}
		_, links := linksOf(t, s)
		if len(links) != 3 || links[0].Question != "押金退吗" || links[0].Citizen != 0 || !links[0].Approved {
			t.Fatalf("got %v, want three approved links of staff, newest first", links)
		}
		if err := s.RemoveLink(ctx, links[0].ID); err != nil {
			t.Error(err)
		}
		if err := s.RemoveLink(ctx, links[0].ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("again: got %v, want ErrNotFound", err)
		}
		if n, err := s.RemoveLinksOf(ctx, "卡能退吗"); n != 2 || err != nil {
			t.Errorf("got %d, %v; want 2 removed", n, err)
		}
	})
}
