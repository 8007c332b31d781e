package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/seal"
)

var anyone = desk.Worker{All: true, Restricted: true}

// raise writes a ticket of its own exchange by openid.
func raise(t testing.TB, s *Store, openid, key string, tk desk.Ticket) desk.Ticket {
	t.Helper()
	ctx := context.Background()
	id, err := s.NextTicket(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tk.ID = id
	if tk.OpenedAt.IsZero() {
		tk.OpenedAt, tk.DueAt = evening, evening.Add(24*time.Hour)
	}
	if tk.Kind == "" {
		tk.Kind, tk.Origin = desk.TicketQuestion, desk.FromHuman
	}
	x := exchangeOf(key)
	x.Text = tk.Question
	if err := s.SaveExchange(ctx, openid, x, nil, Raise(tk)); err != nil {
		t.Fatal(err)
	}
	tk, err = s.Ticket(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return tk
}

// person is an account of a role.
func person(t *testing.T, s *Store, login string, role desk.Role, section string) desk.Staff {
	t.Helper()
	st := desk.Staff{Login: login, Name: login, Role: role, Section: section}
	if _, err := s.CreateStaff(context.Background(), desk.Actor{}, &st, evening); err != nil {
		t.Fatal(err)
	}
	return st
}

func logged(t *testing.T, s *Store, id int64) (acts []desk.TicketAct) {
	t.Helper()
	log, err := s.TicketLog(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log {
		acts = append(acts, e.Act)
	}
	return acts
}

func letters(t *testing.T, s *Store, subject int64) (n int) {
	t.Helper()
	err := s.engine.reader().QueryRowContext(context.Background(), `SELECT COUNT(*) FROM letters WHERE kind = 'reply' AND subject = $1`, subject).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTicketIsRaisedMaskedWithItsExchange(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		before, _ := s.DeskRevision(ctx)
		tk := raise(t, s, "o-one", "1", desk.Ticket{Question: "我叫张三，电话13812345678，卡能退吗", Section: "商贸流通科"})
		if strings.Contains(tk.Question, "13812345678") || tk.Version != 1 || tk.State != desk.TicketOpen || tk.Exchange == 0 || tk.Citizen == 0 {
			t.Errorf("got %+v, want it open, masked, with exchange and citizen", tk)
		}
		if !tk.DueAt.Equal(evening.Add(24*time.Hour)) || !tk.DoneAt.IsZero() {
			t.Errorf("got due %s, done %s", tk.DueAt, tk.DoneAt)
		}
		after, err := s.DeskRevision(ctx)
		if err != nil || after == before {
			t.Errorf("revision %d after %d, %v; want a higher one", after, before, err)
		}
		if got := logged(t, s, tk.ID); !slices.Equal(got, []desk.TicketAct{desk.TicketRaised}) {
			t.Errorf("history %v", got)
		}
		if mine, err := s.TicketsOf(ctx, tk.Citizen); err != nil || len(mine) != 1 || mine[0] != tk {
			t.Errorf("got %v, %v; want the ticket", mine, err)
		}
		if _, err := s.Ticket(ctx, 99); !errors.Is(err, ErrNotFound) {
			t.Errorf("unknown number: got %v, want ErrNotFound", err)
		}
	})
}

func TestTwoOfficersAnsweringAtOnceSendOneLetter(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		first, other := person(t, s, "wang", desk.RoleOfficer, "外资管理科"), person(t, s, "li", desk.RoleOfficer, "外资管理科")
		tk := raise(t, s, "o-one", "1", desk.Ticket{Question: "卡能退吗", Section: "外资管理科"})
		answer := func(tk desk.Ticket, by desk.Staff, text string) error {
			e, err := tk.Answer(text, "", "", desk.WorkerOf(by), evening)
			if err != nil {
				t.Fatal(err)
			}
			return s.SaveTickets(ctx, desk.Actor{Staff: by.ID, Login: by.Login}, evening,
				TicketChange{Ticket: &tk, Entries: []desk.Entry{e}, Letters: []desk.Letter{tk.Letter(evening)}})
		}
		if err := answer(tk, first, "可以退。"); err != nil {
			t.Fatal(err)
		}
		if err := answer(tk, other, "不能退。"); !errors.Is(err, ErrConflict) {
			t.Errorf("second answer: got %v, want ErrConflict", err)
		}
		now, err := s.Ticket(ctx, tk.ID)
		if err != nil || now.Reply != "可以退。" || now.Assignee != first.ID || now.Version != 2 {
			t.Errorf("got %+v, %v; want the first answer", now, err)
		}
		if n := letters(t, s, tk.ID); n != 1 {
			t.Errorf("%d letters, want 1", n)
		}
		if lines, err := s.Trail(ctx, AuditFilter{Object: fmt.Sprintf("ticket:%d", tk.ID)}, 10); err != nil || len(lines) != 1 || lines[0].Act != "ticket.reply" {
			t.Errorf("audit %v, %v; want one ticket.reply", lines, err)
		}
	})
}

func TestDuplicatesGetTheAnswerWithALetterEach(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		w := desk.WorkerOf(person(t, s, "wang", desk.RoleOfficer, ""))
		into := raise(t, s, "o-one", "1", desk.Ticket{Question: "卡能退吗"})
		var twins []desk.Ticket
		target := into
		for i := range 3 {
			tk := raise(t, s, fmt.Sprintf("o-twin-%d", i), "1", desk.Ticket{Question: "预付卡能退吗"})
			e, err := tk.Merge(&target, w, evening)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.SaveTickets(ctx, desk.Actor{}, evening, TicketChange{Ticket: &tk, Entries: []desk.Entry{e}}); err != nil {
				t.Fatal(err)
			}
			twins = append(twins, tk)
		}
		merged, err := s.MergedInto(ctx, into.ID)
		if err != nil || len(merged) != len(twins) {
			t.Fatalf("got %d merged, %v; want %d", len(merged), err, len(twins))
		}
		e, err := into.Answer("可以退。", "", "", w, evening)
		if err != nil {
			t.Fatal(err)
		}
		changes := []TicketChange{{Ticket: &into, Entries: []desk.Entry{e}, Letters: []desk.Letter{into.Letter(evening)}}}
		for i := range merged {
			m := &merged[i]
			changes = append(changes, TicketChange{Ticket: m, Entries: []desk.Entry{m.Share(&into, evening)}, Letters: []desk.Letter{m.Letter(evening)}})
		}
		if err := s.SaveTickets(ctx, desk.Actor{}, evening, changes...); err != nil {
			t.Fatal(err)
		}
		for _, tw := range twins {
			if now, err := s.Ticket(ctx, tw.ID); err != nil || now.Reply != "可以退。" || now.State != desk.TicketMerged || letters(t, s, tw.ID) != 1 {
				t.Errorf("got %+v, %v and %d letters; want the reply and one", now, err, letters(t, s, tw.ID))
			}
		}
	})
}

// A citizen may add to a ticket while staff write the answer, and neither is lost.
func TestUrgingDisturbsNobodyWhoIsAnswering(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		w := desk.WorkerOf(person(t, s, "wang", desk.RoleOfficer, ""))
		tk := raise(t, s, "o-one", "1", desk.Ticket{Question: "卡能退吗"})
		urged := tk
		e, err := urged.Urge(evening.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SaveExchange(ctx, "o-one", exchangeOf("2"), nil, AddToTicket(urged, e)); err != nil {
			t.Fatal(err)
		}
		a, err := tk.Answer("可以退。", "", "", w, evening)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SaveTickets(ctx, desk.Actor{}, evening, TicketChange{Ticket: &tk, Entries: []desk.Entry{a}}); err != nil {
			t.Fatal(err)
		}
		if now, err := s.Ticket(ctx, tk.ID); err != nil || now.Urged != 1 || now.State != desk.TicketAnswered {
			t.Errorf("got %+v, %v; want it answered and urged once", now, err)
		}
		if err := s.SaveExchange(ctx, "o-one", exchangeOf("3"), nil, AddToTicket(urged, e)); err != nil {
			t.Fatal(err)
		}
		want := []desk.TicketAct{desk.TicketRaised, desk.TicketUrged, desk.TicketReplied}
		if got := logged(t, s, tk.ID); !slices.Equal(got, want) {
			t.Errorf("history %v, want %v: an answered ticket is not urged", got, want)
		}
	})
}

func TestCitizenChangesOnlyOwnTicketsInTheirState(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		tk := raise(t, s, "o-one", "1", desk.Ticket{Question: "卡能退吗"})
		gone := tk
		e, err := gone.Withdraw(evening)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			openid, key string
			want        desk.TicketState
		}{{"o-other", "1", desk.TicketOpen}, {"o-one", "2", desk.TicketClosed}, {"o-one", "3", desk.TicketClosed}} {
			if err := s.SaveExchange(ctx, c.openid, exchangeOf(c.key), nil, ChangeTicket(gone, desk.TicketOpen, e)); err != nil {
				t.Fatal(err)
			}
			if now, err := s.Ticket(ctx, tk.ID); err != nil || now.State != c.want {
				t.Errorf("%s: got %s, %v; want %s", c.openid, now.State, err, c.want)
			}
		}
		if got := logged(t, s, tk.ID); len(got) != 2 {
			t.Errorf("history %v, want one withdrawal", got)
		}
	})
}

func TestNumberToCallIsSealedAuditedAndErasedOnceTold(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		tk := raise(t, s, "o-one", "1", desk.Ticket{Question: "卡能退吗"})
		if _, err := s.LeavePhone(tk.ID, "13812345678", evening); !errors.Is(err, ErrLocked) {
			t.Fatalf("without a key: got %v, want ErrLocked", err)
		}
		keys, err := seal.Create(t.TempDir() + "/key")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Unlock(ctx, keys); err != nil {
			t.Fatal(err)
		}
		leave, err := s.LeavePhone(tk.ID, "13812345678", evening)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SaveExchange(ctx, "o-one", exchangeOf("2"), nil, leave); err != nil {
			t.Fatal(err)
		}
		var stored string
		if err := s.engine.reader().QueryRowContext(ctx, `SELECT phone FROM tickets`).Scan(&stored); err != nil || strings.Contains(stored, "1381234") || stored == "" {
			t.Errorf("stored as %q, %v; want it sealed", stored, err)
		}
		got, err := s.Phone(ctx, tk.ID, desk.Actor{Staff: 7, Login: "wang"}, evening)
		if err != nil || got != "13812345678" {
			t.Errorf("got %q, %v", got, err)
		}
		if lines, err := s.Trail(ctx, AuditFilter{Act: "ticket.phone"}, 10); err != nil || len(lines) != 1 || lines[0].Actor.Login != "wang" {
			t.Errorf("audit %v, %v; want who read it", lines, err)
		}

		tk.Version, tk.State, tk.DoneAt = 1, desk.TicketAnswered, evening
		answered := TicketChange{Ticket: &tk, Letters: []desk.Letter{tk.Letter(evening)}}
		if err := s.SaveTickets(ctx, desk.Actor{}, evening, answered); err != nil {
			t.Fatal(err)
		}
		later := evening.Add(FormLife + time.Hour)
		for told, want := range []string{"13812345678", ""} {
			if told == 1 {
				l, err := s.Lease(ctx, later)
				if err != nil {
					t.Fatal(err)
				}
				l.Sent(desk.WayMessage, "", later)
				if err := s.Settle(ctx, Sending{}, later, l); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Erase(ctx, 0, later); err != nil {
				t.Fatal(err)
			}
			if got, _ := s.Phone(ctx, tk.ID, desk.Actor{}, later); got != want {
				t.Errorf("told %d: number %q is kept, want %q", told, got, want)
			}
		}
	})
}

func TestInboxShowsWhatTheWorkerMaySee(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		officer := person(t, s, "wang", desk.RoleOfficer, "外资管理科")
		raise(t, s, "o-1", "1", desk.Ticket{Question: "稀土能投吗 50%_a", Section: "外资管理科"})
		raise(t, s, "o-2", "1", desk.Ticket{Question: "卡能退吗", Section: "商贸流通科"})
		raise(t, s, "o-3", "1", desk.Ticket{Question: "不知道归谁管"})
		raise(t, s, "o-4", "1", desk.Ticket{Question: "举报某公司", Kind: desk.TicketReport, Origin: desk.FromText})
		late := raise(t, s, "o-5", "1", desk.Ticket{
			Question: "申请公开名单", Kind: desk.TicketRequest, Origin: desk.FromText, Section: "外资管理科", OpenedAt: evening, DueAt: evening.Add(time.Hour),
		})
		a, err := late.Assign(officer, desk.WorkerOf(officer), evening)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SaveTickets(ctx, desk.Actor{}, evening, TicketChange{Ticket: &late, Entries: []desk.Entry{a}}); err != nil {
			t.Fatal(err)
		}
		w, leader := desk.WorkerOf(officer), desk.WorkerOf(desk.Staff{ID: 99, Role: desk.RoleLeader})
		for name, c := range map[string]struct {
			filter TicketFilter
			want   []int64
		}{
			"officer":              {TicketFilter{Worker: w}, []int64{5, 1, 3}},
			"leader":               {TicketFilter{Worker: leader}, []int64{5, 1, 2, 3, 4}},
			"mine":                 {TicketFilter{Worker: w, Mine: true}, []int64{5}},
			"unassigned":           {TicketFilter{Worker: w, Unassigned: true}, []int64{1, 3}},
			"late":                 {TicketFilter{Worker: leader, LateAt: evening.Add(2 * time.Hour)}, []int64{5}},
			"kind":                 {TicketFilter{Worker: leader, Kind: desk.TicketReport}, []int64{4}},
			"section":              {TicketFilter{Worker: leader, Section: "商贸流通科"}, []int64{2}},
			"state":                {TicketFilter{Worker: leader, State: desk.TicketAnswered}, nil},
			"uncleared":            {TicketFilter{Worker: leader, Uncleared: true}, []int64{5}},
			"text":                 {TicketFilter{Worker: leader, Text: "退"}, []int64{2}},
			"text with signs":      {TicketFilter{Worker: leader, Text: "50%_"}, []int64{1}},
			"a report by its text": {TicketFilter{Worker: leader, Text: "举报"}, nil},
			"a report by number":   {TicketFilter{Worker: leader, Text: "4"}, nil},
			"number":               {TicketFilter{Worker: leader, Text: " 2 "}, []int64{2}},
			"number of others":     {TicketFilter{Worker: w, Text: "2"}, nil},
			"second page":          {TicketFilter{Worker: leader, Skip: 3}, []int64{3, 4}},
		} {
			found, err := s.Tickets(ctx, c.filter, 10)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got []int64
			for _, tk := range found {
				got = append(got, tk.ID)
				if !c.filter.Worker.Sees(&tk) {
					t.Errorf("%s: shows ticket %d that the worker may not see", name, tk.ID)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: got %v, want %v", name, got, c.want)
			}
		}
		if got, err := s.CountTickets(ctx, w, evening.Add(2*time.Hour)); err != nil || got != (TicketCounts{3, 1, 2, 1, 1}) {
			t.Errorf("counts %+v, %v", got, err)
		}
	})
}

func TestDialogueLeavesOutReportsForThoseWhoMayNotReadThem(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		raise(t, s, "o-1", "1", desk.Ticket{Question: "举报某公司", Kind: desk.TicketReport, Origin: desk.FromText})
		tk := raise(t, s, "o-1", "2", desk.Ticket{Question: "卡能退吗"})
		for i := range 6 {
			mustSave(t, s, "o-1", exchangeOf(fmt.Sprintf("later %d", i)), nil)
		}
		mustSave(t, s, "o-2", exchangeOf("another's"), nil)
		for restricted, want := range map[bool]int{false: 1 + talkAfter, true: 2 + talkAfter} {
			talk, err := s.Dialogue(ctx, &tk, restricted)
			if err != nil || len(talk) != want || len(talk[0].Hits) != 1 {
				t.Errorf("restricted %v: got %d exchanges, %v; want %d with their candidates", restricted, len(talk), err, want)
			}
			for _, x := range talk {
				if !restricted && strings.Contains(x.Text, "举报") || x.Citizen != tk.Citizen {
					t.Errorf("shows %+v", x)
				}
			}
		}
	})
}

// What was asked in vain and handed to staff is found to be a report later: its words are nowhere for those who may not read it.
func TestWordsOfAReportAreHiddenWhereverTheyWereSaid(t *testing.T) {
	const words = "王某某收了礼你们管吗"
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		asked := exchangeOf("asked")
		asked.Text, asked.Talk, asked.Outcome = words, desk.TalkAsk, desk.OutcomeNone
		mustSave(t, s, "o-1", asked, nil)
		report := raise(t, s, "o-1", "handed", desk.Ticket{Question: words, Kind: desk.TicketReport})
		more := exchangeOf("more")
		more.Text, more.Talk, more.At = "是去年三月的事", desk.TalkHuman, evening.Add(time.Hour)
		err := s.SaveExchange(ctx, "o-1", more, nil, AddToTicket(report, desk.Entry{At: more.At, Act: desk.TicketAdded, Text: more.Text}))
		if err != nil {
			t.Fatal(err)
		}
		told := exchangeOf("told")
		told.Text, told.Reply = "卡能退吗", "您咨询的“"+words+"”有答复了"
		mustSave(t, s, "o-1", told, nil)
		tk := raise(t, s, "o-1", "other", desk.Ticket{Question: "卡能退吗"})
		talk, err := s.Dialogue(ctx, &tk, false)
		if err != nil || len(talk) != 1 || talk[0].ID != tk.Exchange {
			t.Errorf("the dialogue of another ticket: %+v, %v; want its own exchange alone", talk, err)
		}
		if all, err := s.Dialogue(ctx, &tk, true); err != nil || len(all) != 5 {
			t.Errorf("for those who may read reports: %d exchanges, %v; want 5", len(all), err)
		}
		if list, err := s.Unanswered(ctx, "2026-01-01", "2026-12-31", 10); err != nil || len(list) != 0 {
			t.Errorf("unanswered: %+v, %v; want none", list, err)
		}
		rows, err := s.Exchanges(ctx, ExchangeFilter{From: "2026-01-01", To: "2026-12-31"}, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range rows {
			if x.Text == words {
				t.Errorf("among the rows of figures: %+v", x)
			}
		}
	})
}

func TestAnswerIsRatedOnce(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		x := exchangeOf("1")
		mustSave(t, s, "o-1", x, nil)
		report := raise(t, s, "o-1", "r", desk.Ticket{Question: "举报某公司", Kind: desk.TicketReport, Origin: desk.FromText})
		for i, effects := range [][]Effect{
			{RateAnswer("1", false, evening)},
			{RateAnswer("1", true, evening)},
			{CommentAnswer("1", "答非所问，电话13812345678")},
			{CommentAnswer("1", "再说一遍")},
			{RateAnswer("no such", false, evening)},
			{RateTicket(report.ID, false, evening)},
		} {
			if err := s.SaveExchange(ctx, "o-1", exchangeOf(fmt.Sprintf("rate %d", i)), nil, effects...); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.SaveExchange(ctx, "o-2", exchangeOf("stranger"), nil, RateAnswer("1", true, evening), RateTicket(report.ID, true, evening)); err != nil {
			t.Fatal(err)
		}
		bad, err := s.BadRatings(ctx, 10)
		if err != nil || len(bad) != 1 {
			t.Fatalf("got %v, %v; want one bad rating", bad, err)
		}
		if r := bad[0]; r.Exchange != x.ID || r.Article != x.Article || r.Question != x.Text || r.Comment != desk.Mask("答非所问，电话13812345678") {
			t.Errorf("got %+v", r)
		}
	})
}

func TestCannedRepliesAreKeptWithoutLosingAnothersChange(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		c := desk.Canned{Title: "问候", Body: "您好，电话{{办公电话}}"}
		if err := s.SaveCanned(ctx, &c, desk.Actor{}, evening); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveCanned(ctx, &desk.Canned{Title: "问候", Body: "又一个"}, desk.Actor{}, evening); !errors.Is(err, ErrTaken) {
			t.Errorf("same title: got %v, want ErrTaken", err)
		}
		stale := desk.Canned{ID: c.ID, Version: 1, Title: "问候", Body: "第二版"}
		if err := s.SaveCanned(ctx, &stale, desk.Actor{}, evening); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveCanned(ctx, &stale, desk.Actor{}, evening); !errors.Is(err, ErrConflict) {
			t.Errorf("stale: got %v, want ErrConflict", err)
		}
		all, err := s.Canned(ctx)
		if err != nil || len(all) != 1 || all[0].Body != "第二版" || all[0].Version != 2 {
			t.Fatalf("got %v, %v", all, err)
		}
		all[0].Body = ""
		if err := s.SaveCanned(ctx, &all[0], desk.Actor{}, evening); err != nil {
			t.Fatal(err)
		}
		if all, err = s.Canned(ctx); err != nil || len(all) != 0 {
			t.Errorf("after removal: %v, %v", all, err)
		}
	})
}

// BenchmarkInbox reads the first page of the inbox among 2,000 open tickets, as an officer and as the leader with a search.
func BenchmarkInbox(b *testing.B) {
	s, ctx := openTest(b, sqliteURL(b)), context.Background()
	for i := range 2000 {
		raise(b, s, fmt.Sprintf("o-%d", i%500), fmt.Sprint(i), desk.Ticket{
			Question: fmt.Sprintf("第%d个问题：卡能退吗", i), Section: []string{"外资管理科", "商贸流通科", ""}[i%3], Kind: desk.TicketQuestion,
			Origin: desk.FromHuman, OpenedAt: evening, DueAt: evening.Add(time.Duration(i*7919%2000) * time.Minute),
		})
	}
	for name, f := range map[string]TicketFilter{
		"officer": {Worker: desk.WorkerOf(desk.Staff{ID: 1, Role: desk.RoleOfficer, Section: "外资管理科"}), State: desk.TicketOpen},
		"search":  {Worker: anyone, Text: "999"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if found, err := s.Tickets(ctx, f, 50); err != nil || len(found) == 0 {
					b.Fatal(found, err)
				}
			}
		})
	}
}
