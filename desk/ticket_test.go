package desk

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	officer     = Staff{ID: 1, Name: "张一", Role: RoleOfficer, Section: "外资管理科"}
	colleague   = Staff{ID: 2, Name: "李二", Role: RoleOfficer, Section: "外资管理科"}
	elsewhere   = Staff{ID: 3, Name: "王三", Role: RoleOfficer, Section: "商贸流通科"}
	sectionHead = Staff{ID: 4, Name: "赵四", Role: RoleSectionHead, Section: "外资管理科"}
	incharge    = Staff{ID: 5, Name: "孙五", Role: RoleLeader}
	admin       = Staff{ID: 6, Name: "周六", Role: RoleSystemAdmin}
	morning     = time.Date(2026, 11, 2, 11, 0, 0, 0, zone)
)

func open(kind TicketKind) Ticket {
	return Ticket{ID: 17, Version: 3, Citizen: 9, Kind: kind, Origin: FromHuman, State: TicketOpen, Section: "外资管理科", OpenedAt: morning, DueAt: morning.AddDate(0, 0, 1)}
}

func TestStoredNamesOfTheDeskStayTheSame(t *testing.T) {
	got := []string{
		string(TicketQuestion), string(TicketUnhelpful), string(TicketComplaint), string(TicketPetition), string(TicketReport), string(TicketRequest),
		string(TicketOpen), string(TicketAnswered), string(TicketMerged), string(TicketClosed),
		string(FromHuman), string(FromNone), string(FromRating), string(FromText), string(FromAppeal),
		string(TicketRaised), string(TicketAssigned), string(TicketHandedOver), string(TicketUrgent), string(TicketCalm), string(TicketNoted),
		string(TicketReplied), string(TicketJoined), string(TicketShut), string(TicketWithdrawn), string(TicketUrged), string(TicketPressed), string(TicketReopened),
		string(TicketAppealed), string(TicketClassified), string(TicketCleared), string(TicketPhoneLeft), string(TicketAdded), string(TicketFiled),
		string(Uncleared), string(IsRequest), string(NotRequest),
	}
	want := []string{
		"question", "unhelpful", "complaint", "petition", "report", "request", "open", "answered", "merged", "closed",
		"human", "none", "rating", "text", "appeal", "raised", "assigned", "handed_over", "urgent", "calm", "note", "reply", "merged",
		"closed", "withdrawn", "urged", "pressed", "reopened", "appealed", "classified", "cleared", "phone", "added", "filed", "", "yes", "no",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestTicketIsSeenByItsSectionAndReportsByFew(t *testing.T) {
	plain, report, unplaced := open(TicketQuestion), open(TicketReport), open(TicketQuestion)
	unplaced.Section = ""
	for _, c := range []struct {
		who                     Staff
		plain, report, unplaced bool
	}{
		{officer, true, false, true}, {elsewhere, false, false, true}, {sectionHead, true, false, true}, {incharge, true, true, true},
	} {
		w := WorkerOf(c.who)
		if got := [3]bool{w.Sees(&plain), w.Sees(&report), w.Sees(&unplaced)}; got != [3]bool{c.plain, c.report, c.unplaced} {
			t.Errorf("%s sees %v, want %v", c.who.Role, got, [3]bool{c.plain, c.report, c.unplaced})
		}
	}
	if w := WorkerOf(elsewhere, officer); !w.Sees(&plain) {
		t.Error("a deputy does not see the section of whom they stand in for")
	}
}

func TestAnswerEndsTheTicketOnce(t *testing.T) {
	tk := open(TicketQuestion)
	e, err := tk.Answer(" 可以。 ", "外商投资法", "第四条", WorkerOf(officer), morning)
	if err != nil || e.Act != TicketReplied || e.Text != "可以。" || tk.State != TicketAnswered || tk.Assignee != officer.ID || !tk.DoneAt.Equal(morning) {
		t.Fatalf("got %+v, %v, %+v", e, err, tk)
	}
	if _, err := tk.Answer("不可以。", "", "", WorkerOf(officer), morning); !errors.Is(err, ErrTicketDone) {
		t.Errorf("second answer: got %v, want ErrTicketDone", err)
	}
	if l := tk.Letter(morning); l.Citizen != 9 || l.Subject != 17 || l.Kind != LetterReply || l.Key != "reply:17:3" {
		t.Errorf("got letter %+v", l)
	}
}

func TestRefusedActsSayWhyAndChangeNothing(t *testing.T) {
	o, l := WorkerOf(officer), WorkerOf(incharge)
	for name, c := range map[string]struct {
		ticket func(*Ticket)
		act    func(*Ticket) (Entry, error)
		want   error
	}{
		"answer of another section": {nil, func(x *Ticket) (Entry, error) { return x.Answer("好", "", "", WorkerOf(elsewhere), morning) }, ErrNotYours},
		"answer of a colleague's":   {func(x *Ticket) { x.Assignee = colleague.ID }, func(x *Ticket) (Entry, error) { return x.Answer("好", "", "", o, morning) }, ErrNotYours},
		"empty answer":              {nil, func(x *Ticket) (Entry, error) { return x.Answer(" \n", "", "", o, morning) }, ErrNothingSaid},
		"uncleared request":         {func(x *Ticket) { x.Kind = TicketRequest }, func(x *Ticket) (Entry, error) { return x.Answer("好", "", "", o, morning) }, ErrUncleared},
		"uncleared request shut":    {func(x *Ticket) { x.Kind = TicketRequest }, func(x *Ticket) (Entry, error) { return x.Close("好", o, morning) }, ErrUncleared},
		"uncleared request merged": {func(x *Ticket) { x.Kind = TicketRequest }, func(x *Ticket) (Entry, error) {
			return x.Merge(&Ticket{ID: 1, State: TicketOpen}, o, morning)
		}, ErrUncleared},
		"given to an administrator":  {nil, func(x *Ticket) (Entry, error) { return x.Assign(admin, l, morning) }, ErrCannotTake},
		"given to another section":   {nil, func(x *Ticket) (Entry, error) { return x.Assign(elsewhere, l, morning) }, ErrCannotTake},
		"report given to an officer": {func(x *Ticket) { x.Kind = TicketReport }, func(x *Ticket) (Entry, error) { return x.Assign(officer, l, morning) }, ErrCannotTake},
		"report handed over":         {func(x *Ticket) { x.Kind = TicketReport }, func(x *Ticket) (Entry, error) { return x.HandOver("办公室", "", l, morning) }, ErrRestricted},
		"merged into itself":         {nil, func(x *Ticket) (Entry, error) { y := *x; return x.Merge(&y, o, morning) }, ErrSameTicket},
		"merged into a closed one":   {nil, func(x *Ticket) (Entry, error) { return x.Merge(&Ticket{ID: 1, State: TicketClosed}, o, morning) }, ErrTicketDone},
		"merged with a report": {nil, func(x *Ticket) (Entry, error) {
			return x.Merge(&Ticket{ID: 1, State: TicketOpen, Kind: TicketReport}, l, morning)
		}, ErrRestricted},
		"appeal while open":       {nil, func(x *Ticket) (Entry, error) { return x.Appeal(morning, morning) }, ErrTicketOpen},
		"withdrawn request":       {func(x *Ticket) { x.Kind = TicketRequest }, func(x *Ticket) (Entry, error) { return x.Withdraw(morning) }, ErrUncleared},
		"made a request":          {nil, func(x *Ticket) (Entry, error) { return x.Classify(TicketRequest, o, morning) }, ErrCannotTake},
		"made of no kind":         {nil, func(x *Ticket) (Entry, error) { return x.Classify("joke", o, morning) }, ErrCannotTake},
		"cleared though none":     {nil, func(x *Ticket) (Entry, error) { return x.Clear(true, o, morning) }, ErrNothingNew},
		"answer of a merged one":  {func(x *Ticket) { x.State = TicketMerged }, func(x *Ticket) (Entry, error) { return x.Answer("好", "", "", o, morning) }, ErrTicketDone},
		"reopened though merged":  {func(x *Ticket) { x.State = TicketMerged }, func(x *Ticket) (Entry, error) { return x.Reopen("再看", morning, o, morning) }, ErrTicketDone},
		"reopened without reason": {func(x *Ticket) { x.State = TicketClosed }, func(x *Ticket) (Entry, error) { return x.Reopen("", morning, o, morning) }, ErrNothingSaid},
		"appeal answered by the same": {func(x *Ticket) { x.Origin = FromAppeal }, func(x *Ticket) (Entry, error) {
			return x.Answer("好", "", "", o, morning)
		}, ErrNotYours},
	} {
		tk := open(TicketQuestion)
		if c.ticket != nil {
			c.ticket(&tk)
		}
		before := tk
		if _, err := c.act(&tk); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if tk != before {
			t.Errorf("%s: ticket changed from %+v to %+v", name, before, tk)
		}
	}
}

func TestMergedTicketSharesTheAnswer(t *testing.T) {
	tk, into := open(TicketQuestion), open(TicketQuestion)
	into.ID = 18
	if _, err := tk.Merge(&into, WorkerOf(sectionHead), morning); err != nil || tk.State != TicketMerged || tk.Into != 18 || tk.Reply != "" {
		t.Fatalf("got %+v, %v", tk, err)
	}
	if _, err := into.Answer("可以。", "外商投资法", "第四条", WorkerOf(officer), morning); err != nil {
		t.Fatal(err)
	}
	if tk.Share(&into, morning); tk.Reply != "可以。" || tk.Article != "第四条" || tk.State != TicketMerged {
		t.Errorf("got %+v, want the same reply", tk)
	}
}

func TestDisputedAnswerGoesToTheLeaderOnce(t *testing.T) {
	tk := open(TicketQuestion)
	tk.State, tk.Assignee = TicketAnswered, officer.ID
	if _, err := tk.Appeal(morning.AddDate(0, 0, 1), morning); err != nil || tk.State != TicketOpen || tk.Assignee != 0 {
		t.Fatalf("got %+v, %v", tk, err)
	}
	if _, err := tk.Assign(sectionHead, WorkerOf(officer), morning); !errors.Is(err, ErrNotYours) {
		t.Errorf("officer gives it out: got %v, want ErrNotYours", err)
	}
	if _, err := tk.Answer("抱歉，应当是……", "", "", WorkerOf(incharge), morning); err != nil {
		t.Errorf("incharge: %v", err)
	}
	if _, err := tk.Appeal(morning, morning); !errors.Is(err, ErrAppealedOnce) {
		t.Errorf("second appeal: got %v, want ErrAppealedOnce", err)
	}
}

func TestCitizenUrgesOnceADay(t *testing.T) {
	tk := open(TicketQuestion)
	for _, c := range []struct {
		at   time.Time
		want error
	}{{morning, nil}, {morning.Add(12 * time.Hour), ErrUrgedToday}, {morning.Add(13 * time.Hour), nil}} {
		if _, err := tk.Urge(c.at); !errors.Is(err, c.want) {
			t.Errorf("at %s: got %v, want %v", c.at, err, c.want)
		}
	}
	if tk.Urged != 2 {
		t.Errorf("urged %d times, want 2", tk.Urged)
	}
	if _, err := tk.Press(Worker{Staff: 1, All: true}, morning.Add(14*time.Hour)); !errors.Is(err, ErrUrgedToday) {
		t.Errorf("a leader urges on the same day: %v, want %v", err, ErrUrgedToday)
	}
}

func TestClearedRequestIsOneOrBecomesAQuestion(t *testing.T) {
	for is, want := range map[bool]TicketKind{true: TicketRequest, false: TicketQuestion} {
		tk := open(TicketRequest)
		if _, err := tk.Clear(is, WorkerOf(officer), morning); err != nil || tk.Kind != want || tk.Cleared == Uncleared {
			t.Errorf("Clear(%v): got %+v, %v", is, tk, err)
		}
	}
}

func TestWorkingTimeRunsOverLunchWeekendsAndMakeUpDays(t *testing.T) {
	h := hours(t, "09:00-12:00,13:30-17:30")
	for _, c := range []struct {
		from string
		add  time.Duration
		want string
	}{
		{"2026-09-25 17:20:00", time.Hour, "2026-09-28 09:50:00"},     // Friday
		{"2026-09-26 10:00:00", time.Hour, "2026-09-28 10:00:00"},     // Saturday
		{"2026-09-28 11:30:00", time.Hour, "2026-09-28 14:00:00"},     // over lunch
		{"2026-09-28 12:30:00", 4 * time.Hour, "2026-09-28 17:30:00"}, // exactly the rest of the day
		{"2026-10-09 17:00:00", time.Hour, "2026-10-10 09:30:00"},     // into a make-up Saturday
		{"2026-09-30 17:00:00", 8 * time.Hour, "2026-10-09 09:30:00"}, // over a holiday
	} {
		if got := h.After(moment(t, c.from), c.add, october); !got.Equal(moment(t, c.want)) {
			t.Errorf("After(%s, %s) = %s, want %s", c.from, c.add, got, c.want)
		}
	}
	if got := h.After(morning, time.Hour, func(string) bool { return false }); !got.IsZero() {
		t.Errorf("After without working days = %s, want zero", got)
	}
	if got := (Hours{}).After(morning, time.Hour, october); !got.Equal(morning.Add(time.Hour)) {
		t.Errorf("After without hours = %s, want an hour on", got)
	}
}

// The time between a moment and the end of a piece of work is the work, and staff are there just before its end.
func TestWorkingTimeAddedIsTheTimeBetween(t *testing.T) {
	h := hours(t, "09:00-12:00,13:30-17:00")
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(1_788_000_000, 1_795_000_000).Draw(t, "unix"), 0)
		work := time.Duration(rapid.IntRange(1, 60*60).Draw(t, "minutes")) * time.Minute
		end := h.After(from, work, october)
		if got := h.Between(from, end, october); got != work {
			t.Fatalf("Between(%s, %s) = %s, want %s", from, end, got, work)
		}
		if !h.Open(end.Add(-time.Second), october) {
			t.Fatalf("After(%s, %s) = %s: nobody is there then", from, work, end)
		}
		more := time.Duration(rapid.IntRange(1, 600).Draw(t, "more")) * time.Minute
		if later := h.After(from, work+more, october); !later.Equal(h.After(end, more, october)) || !later.After(end) {
			t.Fatalf("work in two pieces ends at another time than in one: %s", later)
		}
	})
}

func TestLightTurnsRedBeforeTimeIsUp(t *testing.T) {
	h := hours(t, "09:00-12:00,13:30-17:00")
	tk := open(TicketQuestion)
	tk.DueAt = moment(t, "2026-10-12 10:00:00") // Monday after a make-up Saturday
	for at, want := range map[string]Light{
		"2026-10-09 16:00:00": LightGreen, "2026-10-10 14:00:00": LightAmber, "2026-10-10 16:00:00": LightRed,
		"2026-10-11 12:00:00": LightRed, "2026-10-12 10:00:00": LightLate,
	} {
		if got := tk.Light(moment(t, at), h, october); got != want {
			t.Errorf("at %s: got %s, want %s", at, got, want)
		}
	}
	tk.State = TicketAnswered
	if got := tk.Light(morning, h, october); got != LightDone {
		t.Errorf("answered: got %s, want done", got)
	}
}

func TestFiledApplicationEndsOnlyWhatLookedLikeOne(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, zone)
	for _, kind := range TicketKinds() {
		tk := Ticket{Kind: kind, State: TicketOpen}
		e, err := tk.File("测公开〔2026〕第1号", at)
		if kind != TicketRequest {
			if err == nil || tk.State != TicketOpen {
				t.Errorf("%s: ended by an application: %+v", kind, tk)
			}
			continue
		}
		if err != nil || tk.State != TicketClosed || tk.Cleared != IsRequest || e.Act != TicketFiled || e.Text != "测公开〔2026〕第1号" {
			t.Errorf("got %+v, %+v, %v", tk, e, err)
		}
		if _, err := tk.File("测公开〔2026〕第2号", at); err == nil {
			t.Error("ended twice")
		}
	}
}

func TestSuspectedRequestIsNotClassifiedAway(t *testing.T) {
	all := Worker{Staff: 1, All: true, Restricted: true}
	for _, kind := range TicketKinds() {
		tk := Ticket{ID: 1, Kind: TicketRequest, State: TicketOpen}
		if _, err := tk.Classify(kind, all, time.Now()); err == nil || tk.Kind != TicketRequest || tk.Cleared != Uncleared {
			t.Errorf("called %s: %v, %+v, want it to wait for being cleared", kind, err, tk)
		}
	}
}
