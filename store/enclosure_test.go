package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"shangda/desk"
)

// sentWith answers a ticket with a file, which the citizen has been told of, and returns both.
func sentWith(t *testing.T, s *Store, openid, key string) (desk.Ticket, File) {
	t.Helper()
	ctx, tk := context.Background(), raise(t, s, openid, key, desk.Ticket{Question: "表格在哪"})
	f := File{Ticket: tk.ID, Purpose: FileReply, Type: "application/pdf", Name: "申请表.pdf", Data: []byte("%PDF-1.7 申请表")}
	if err := s.Enclose(ctx, &f, desk.Actor{}, evening); err != nil {
		t.Fatal(err)
	}
	if _, err := tk.Answer("请填附件里的表。", "", "", anyone, evening); err != nil {
		t.Fatal(err)
	}
	tk.Enclosed = f.ID
	if err := s.SaveTickets(ctx, desk.Actor{}, evening, TicketChange{Ticket: &tk, Letters: []desk.Letter{tk.Letter(evening)}}); err != nil {
		t.Fatal(err)
	}
	l, err := s.Lease(ctx, evening)
	if err != nil {
		t.Fatal(err)
	}
	l.Sent(desk.WayMessage, "", evening)
	if err := s.Settle(ctx, Sending{Way: desk.WayMessage, Outcome: "sent"}, evening, l); err != nil {
		t.Fatal(err)
	}
	return tk, f
}

// kept says whether a file is still there.
func kept(t *testing.T, s *Store, id int64) bool {
	t.Helper()
	_, err := s.OpenFile(context.Background(), id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func TestFileOfAnAnswerIsSealedAndTakesThePlaceOfOneNotSent(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		tk, f := sentWith(t, s, "o1", "k1")
		if tk, _ = s.Ticket(ctx, tk.ID); tk.Enclosed != f.ID {
			t.Errorf("the ticket's file is %d, want %d", tk.Enclosed, f.ID)
		}
		var sealed, name string
		if err := s.engine.reader().QueryRowContext(ctx, `SELECT sealed, name FROM files WHERE id = $1`, f.ID).Scan(&sealed, &name); err != nil {
			t.Fatal(err)
		}
		if got, err := s.OpenFile(ctx, f.ID); err != nil || string(got.Data) != "%PDF-1.7 申请表" || got.Ticket != tk.ID || sealed == string(got.Data) || name == got.Name {
			t.Errorf("got %+v, %v; stored %q, %q, want both sealed", got, err, sealed, name)
		}
		own, err := s.Own(ctx, tk.Citizen, evening)
		if err != nil || len(own.Tickets) != 1 || own.Tickets[0].File != "申请表.pdf" {
			t.Errorf("what the citizen takes away: %+v, %v", own.Tickets, err)
		}
		var last File
		for _, content := range []string{"first", "second"} {
			next := File{Ticket: tk.ID, Purpose: FileReply, Type: "image/png", Name: "图.png", Data: []byte(content)}
			if err := s.Enclose(ctx, &next, desk.Actor{}, evening); err != nil {
				t.Fatal(err)
			}
			last = next
		}
		if n := len(contents(t, s)["files"]); n != 2 || !kept(t, s, f.ID) {
			t.Errorf("%d files, want the one that was sent and the newest", n)
		}
		if got, err := s.Enclosed(ctx, tk.ID); err != nil || got.ID != last.ID || got.Digest != last.Digest {
			t.Errorf("newest: %+v, %v, want %+v", got, err, last)
		}
		if _, err := s.Enclosed(ctx, 999); !errors.Is(err, ErrNotFound) {
			t.Errorf("of no ticket: %v, want ErrNotFound", err)
		}
		if err := s.Erase(ctx, 0, evening.Add(FormLife+time.Hour)); err != nil {
			t.Fatal(err)
		}
		if !kept(t, s, f.ID) || kept(t, s, last.ID) {
			t.Error("left alone: want the file that was sent kept and the other gone")
		}
		for _, months := range []int{0, 12} {
			if err := s.Erase(ctx, months, evening.AddDate(0, 7, 0)); err != nil || !kept(t, s, f.ID) {
				t.Errorf("after 7 of %d months: kept %v, %v, want it kept", months, kept(t, s, f.ID), err)
			}
		}
		if err := s.Erase(ctx, 6, evening.AddDate(0, 7, 0)); err != nil || kept(t, s, f.ID) {
			t.Errorf("after 7 of 6 months: kept %v, %v, want it gone", kept(t, s, f.ID), err)
		}
		if tk, _ = s.Ticket(ctx, tk.ID); tk.Enclosed != 0 {
			t.Errorf("the ticket still names file %d, whose number another may get", tk.Enclosed)
		}
	})
}

func TestFileWaitsForTheLetterItGoesWith(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		_, f := sentWith(t, s, "o1", "k1")
		for _, c := range []struct {
			state string
			kept  bool
		}{{"held", true}, {"waiting", true}, {"sent", false}} {
			err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
				_, err := q.ExecContext(ctx, `UPDATE letters SET state = $1`, c.state)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Erase(ctx, 6, evening.AddDate(0, 7, 0)); err != nil || kept(t, s, f.ID) != c.kept {
				t.Errorf("while its letter is %s: kept %v, %v, want %v", c.state, kept(t, s, f.ID), err, c.kept)
			}
		}
	})
}

func TestForgettingACitizenTakesTheFilesSentToThemAlone(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		_, alone := sentWith(t, s, "o1", "k1")
		root, shared := sentWith(t, s, "o1", "k2")
		other := raise(t, s, "o2", "k3", desk.Ticket{Question: "表格在哪"})
		if _, err := other.Merge(&root, anyone, evening); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveTickets(ctx, desk.Actor{}, evening, TicketChange{Ticket: &other}); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.Ticket(ctx, other.ID); got.Enclosed != shared.ID {
			t.Fatalf("the merged ticket has file %d, want %d", got.Enclosed, shared.ID)
		}
		if err := s.SaveExchange(ctx, "o1", exchangeOf("forget"), nil, s.Forget(evening)); err != nil {
			t.Fatal(err)
		}
		if kept(t, s, alone.ID) || !kept(t, s, shared.ID) {
			t.Errorf("kept alone %v, shared %v; want only the one that another citizen got too", kept(t, s, alone.ID), kept(t, s, shared.ID))
		}
	})
}
