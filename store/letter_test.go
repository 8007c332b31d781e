package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// citizenOf introduces a citizen by a message and returns our number of them.
func citizenOf(t *testing.T, s *Store, openid string) int64 {
	t.Helper()
	x := exchangeOf("m1." + openid)
	mustSave(t, s, openid, x, nil)
	return x.Citizen
}

func replyTo(citizen int64, key string) desk.Letter {
	return desk.Letter{Key: key, Citizen: citizen, Channel: desk.ByChat, Kind: desk.LetterReply, Subject: 17, At: evening}
}

func mustWrite(t *testing.T, s *Store, letters ...desk.Letter) {
	t.Helper()
	if err := s.Write(context.Background(), letters...); err != nil {
		t.Fatal(err)
	}
}

func mustLease(t *testing.T, s *Store, now time.Time) desk.Letter {
	t.Helper()
	l, err := s.Lease(context.Background(), now)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func noneDue(t *testing.T, s *Store, now time.Time, why string) {
	t.Helper()
	if l, err := s.Lease(context.Background(), now); !errors.Is(err, ErrNotFound) {
		t.Errorf("%s: leased %q, %v, want none", why, l.Key, err)
	}
}

func mustSettle(t *testing.T, s *Store, way desk.Way, outcome string, now time.Time, letters ...desk.Letter) {
	t.Helper()
	if err := s.Settle(context.Background(), Sending{Way: way, Outcome: outcome}, now, letters...); err != nil {
		t.Fatal(err)
	}
}

func TestSameEventIsWrittenAsOneLetter(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		c := citizenOf(t, s, "openid-1")
		mustWrite(t, s, replyTo(c, "reply:17:2"), replyTo(c, "reply:17:2"))
		l := mustLease(t, s, evening)
		if l.Key != "reply:17:2" || l.Citizen != c || l.Attempts != 1 || l.Started || !l.At.Equal(evening) {
			t.Errorf("got %+v", l)
		}
		l.Sent(desk.WayMessage, "", evening)
		mustSettle(t, s, desk.WayMessage, "sent", evening, l)
		mustWrite(t, s, replyTo(c, "reply:17:2"))
		noneDue(t, s, evening.Add(time.Hour), "the same event again")
	})
}

func TestLettersOfOneCitizenKeepTheirOrder(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		a, b := citizenOf(t, s, "openid-1"), citizenOf(t, s, "openid-2")
		mustWrite(t, s, replyTo(a, "a1"), replyTo(a, "a2"), replyTo(b, "b1"))
		first := mustLease(t, s, evening)
		other := mustLease(t, s, evening)
		if first.Key != "a1" || other.Key != "b1" {
			t.Fatalf("leased %s and %s, want a1 and b1 while a1 is in hand", first.Key, other.Key)
		}
		noneDue(t, s, evening, "both in hand")
		other.Sent(desk.WayMessage, "", evening)
		mustSettle(t, s, desk.WayMessage, "sent", evening, other)
		first.Again("-1", evening.Add(time.Hour), false)
		mustSettle(t, s, desk.WayMessage, "-1", evening, first)
		noneDue(t, s, evening.Add(time.Minute), "a1 waits, so does a2")
		if l := mustLease(t, s, evening.Add(time.Hour)); l.Key != "a1" || l.Attempts != 2 {
			t.Errorf("an hour later: %s at try %d, want a1 at try 2", l.Key, l.Attempts)
		}
	})
}

func TestLetterOfACourierThatDiedIsHandedOutAgainAndKnownAsStarted(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustWrite(t, s, replyTo(citizenOf(t, s, "openid-1"), "a"))
		l := mustLease(t, s, evening)
		if err := s.Begin(t.Context(), l.ID, PageDigest("token")); err != nil {
			t.Fatal(err)
		}
		noneDue(t, s, evening.Add(time.Minute), "leased")
		again := mustLease(t, s, evening.Add(3*time.Minute))
		if again.ID != l.ID || !again.Started {
			t.Errorf("got %+v, want the same letter, started", again)
		}
	})
}

func TestEachLetterIsLeasedByOneCourier(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		const letters = 24
		for i := range letters {
			name := string(rune('a' + i))
			mustWrite(t, s, replyTo(citizenOf(t, s, "openid-"+name), name))
		}
		var mu sync.Mutex
		seen := map[string]int{}
		var couriers sync.WaitGroup
		for range 4 {
			couriers.Go(func() {
				for misses := 0; misses < 20; {
					l, err := s.Lease(context.Background(), evening)
					if err != nil { // on PostgreSQL also when another courier took it in the same moment
						misses++
						continue
					}
					mu.Lock()
					seen[l.Key]++
					mu.Unlock()
				}
			})
		}
		couriers.Wait()
		for key, n := range seen {
			if n != 1 {
				t.Errorf("%s leased %d times, want once", key, n)
			}
		}
		if len(seen) != letters {
			t.Errorf("%d leased, want %d", len(seen), letters)
		}
	})
}

func TestNothingGoesByChatOnADayWithoutQuota(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		c := citizenOf(t, s, "openid-1")
		mustWrite(t, s, replyTo(c, "a"), desk.Letter{Key: "r", Channel: desk.ByRobot, Kind: desk.LetterWork, At: evening})
		l := mustLease(t, s, evening)
		l.Again(QuotaSpent, evening, false)
		mustSettle(t, s, desk.WayMessage, QuotaSpent, evening, l)
		if l := mustLease(t, s, evening.Add(9*time.Minute)); l.Channel != desk.ByRobot {
			t.Errorf("leased %q, want the robot's", l.Key)
		}
		noneDue(t, s, evening.Add(10*time.Minute), "same day")
		counts, err := s.Sendings(t.Context(), policy.DateOf(evening))
		if err != nil || len(counts) != 1 || counts[0] != (Sending{desk.WayMessage, QuotaSpent, 1}) {
			t.Errorf("the day's counts: %+v, %v", counts, err)
		}
		if err := s.Resume(t.Context(), desk.Actor{Login: "sys"}, evening.Add(11*time.Minute)); err != nil {
			t.Fatal(err)
		}
		if l := mustLease(t, s, evening.Add(12*time.Minute)); l.Key != "a" {
			t.Errorf("after the quota was cleared: %q, want a", l.Key)
		}
	})
}

func TestNextDayHasItsOwnQuota(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustWrite(t, s, replyTo(citizenOf(t, s, "openid-1"), "a"))
		l := mustLease(t, s, evening)
		l.Again(QuotaSpent, evening, false)
		mustSettle(t, s, desk.WayMessage, QuotaSpent, evening, l)
		if l := mustLease(t, s, evening.Add(time.Hour)); l.Key != "a" {
			t.Errorf("after midnight: %q, want a", l.Key)
		}
	})
}

func TestHeldLettersAreHandedOverWithTheExchangeOnly(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		c := citizenOf(t, s, "openid-1")
		mustWrite(t, s, replyTo(c, "a"), replyTo(c, "b"))
		for _, key := range []string{"a", "b"} {
			l := mustLease(t, s, evening)
			if l.Key != key {
				t.Fatalf("leased %s, want %s", l.Key, key)
			}
			l.End(desk.LetterHeld, "45015")
			mustSettle(t, s, desk.WayMessage, "45015", evening, l)
		}
		held, err := s.Held(t.Context(), c)
		if err != nil || len(held) != 2 || held[0].Key != "a" {
			t.Fatalf("held %+v, %v, want a and b", held, err)
		}
		later := evening.Add(time.Hour)
		x := exchangeOf("m2")
		broken := func(context.Context, querier, Moment) error { return errors.New("broken") }
		if err := s.SaveExchange(t.Context(), "openid-1", x, nil, HandOver(held[0].ID, "", later), broken); err == nil {
			t.Fatal("saved with a broken effect")
		}
		if held, _ := s.Held(t.Context(), c); len(held) != 2 {
			t.Errorf("%d held after a failed exchange, want 2", len(held))
		}
		if err := s.SaveExchange(t.Context(), "openid-1", exchangeOf("m2"), nil, HandOver(held[0].ID, PageDigest("tok"), later)); err != nil {
			t.Fatal(err)
		}
		l, err := s.LetterAt(t.Context(), "tok")
		if err != nil || l.State != desk.LetterSent || l.Way != desk.WayAnswer || !l.SentAt.Equal(later) {
			t.Errorf("got %+v, %v, want it sent above the answer", l, err)
		}
		if held, _ := s.Held(t.Context(), c); len(held) != 1 || held[0].Key != "b" {
			t.Errorf("still held: %+v, want b", held)
		}
	})
}

func TestOnlyThePlatformAndThePageSayMoreThanSent(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		c := citizenOf(t, s, "openid-1")
		citizenOf(t, s, "openid-2")
		send := func(key string, way desk.Way, number string) desk.Letter {
			mustWrite(t, s, replyTo(c, key))
			l := mustLease(t, s, evening)
			if err := s.Begin(t.Context(), l.ID, PageDigest(key)); err != nil {
				t.Fatal(err)
			}
			l.Sent(way, number, evening)
			mustSettle(t, s, way, "sent", evening, l)
			return l
		}
		report := func(citizen, key string, number, failure string) {
			if err := s.SaveExchange(t.Context(), citizen, exchangeOf(key), nil, Confirm(number, failure, evening)); err != nil {
				t.Fatal(err)
			}
		}
		state := func(l desk.Letter, want desk.LetterState, why string) {
			t.Helper()
			if got, err := s.Letter(t.Context(), l.ID); err != nil || got.State != want {
				t.Errorf("%s: %s, %v, want %s", why, got.State, err, want)
			}
		}
		a, b := send("a", desk.WayTemplate, "101"), send("b", desk.WayTemplate, "102")
		report("openid-2", "e1", "101", "")
		state(a, desk.LetterSent, "another citizen's report")
		report("openid-1", "e2", "101", "")
		state(a, desk.LetterDelivered, "reported")
		report("openid-1", "e3", "102", "user_block")
		state(b, desk.LetterHeld, "blocked by the citizen")
		if err := s.Opened(t.Context(), "a", evening); err != nil {
			t.Fatal(err)
		}
		state(a, desk.LetterOpened, "its page was shown")
		report("openid-1", "e4", "101", "")
		state(a, desk.LetterOpened, "a late report")
		n1 := send("n1", desk.WaySubscription, "")
		report("openid-1", "e5", "900", "")
		state(n1, desk.LetterDelivered, "the only one that can be meant")
		n2, n3 := send("n2", desk.WaySubscription, ""), send("n3", desk.WaySubscription, "")
		report("openid-1", "e6", "901", "")
		state(n2, desk.LetterSent, "one of two")
		state(n3, desk.LetterSent, "one of two")
		if _, err := s.LetterAt(t.Context(), "guess"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a guessed token: %v, want not found", err)
		}
	})
}

func TestReachKnowsWindowQuotaAndDeparture(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		c := citizenOf(t, s, "openid-1")
		tap := exchangeOf("e1")
		tap.Kind, tap.At = "event.click", evening.Add(time.Hour)
		mustSave(t, s, "openid-1", tap, nil)
		mustWrite(t, s, replyTo(c, "a"))
		l := mustLease(t, s, evening)
		l.Sent(desk.WayMessage, "", evening.Add(time.Minute))
		mustSettle(t, s, desk.WayMessage, "sent", evening, l)
		r, err := s.Reach(t.Context(), c)
		if err != nil || r.OpenID != "openid-1" || !r.Wrote.Equal(evening) || r.Spent != 1 || r.Held {
			t.Errorf("got %+v, %v, want the message's time, not the tap's, and one spent", r, err)
		}
		mustWrite(t, s, replyTo(c, "b"))
		bye := exchangeOf("e2")
		bye.Talk = desk.TalkFarewell
		if err := s.SaveExchange(t.Context(), "openid-1", bye, nil, Leave()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Reach(t.Context(), c); !errors.Is(err, ErrNotFound) {
			t.Errorf("after leaving: %v, want not found", err)
		}
		noneDue(t, s, evening.Add(time.Hour), "after leaving")
	})
}

func TestUndeliveredLettersCanBeRetriedOrTold(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, by := open(), desk.Actor{Staff: 3, Login: "officer"}
		c := citizenOf(t, s, "openid-1")
		mustWrite(t, s, replyTo(c, "a"), replyTo(c, "b"))
		if list, err := s.Undelivered(t.Context(), 10); err != nil || len(list) != 0 {
			t.Errorf("before the first try: %+v, %v, want none", list, err)
		}
		l := mustLease(t, s, evening)
		if err := s.Retry(t.Context(), by, l.ID, evening); !errors.Is(err, ErrConflict) {
			t.Errorf("retry of a letter in hand: %v, want a conflict", err)
		}
		l.End(desk.LetterFailed, "43019")
		mustSettle(t, s, desk.WayMessage, "43019", evening, l)
		stuck, err := s.StuckLetters(t.Context())
		if err != nil || len(stuck) != 1 || stuck[0].Count != 1 || stuck[0].Reason != "43019" {
			t.Errorf("stuck: %+v, %v", stuck, err)
		}
		if err := s.ToPhone(t.Context(), by, l.ID, evening); err != nil {
			t.Fatal(err)
		}
		if next := mustLease(t, s, evening); next.Key != "b" {
			t.Errorf("leased %q, want b: a goes by telephone", next.Key)
		}
		if list, err := s.Undelivered(t.Context(), 10); err != nil || len(list) != 1 || list[0].Channel != desk.ByPhone {
			t.Errorf("undelivered: %+v, %v, want the telephone task", list, err)
		}
		if err := s.Told(t.Context(), by, l.ID, evening); err != nil {
			t.Fatal(err)
		}
		for act, do := range map[string]func(context.Context, desk.Actor, int64, time.Time) error{
			"told twice": s.Told, "retry of what was told": s.Retry, "telephone again": s.ToPhone,
		} {
			if err := do(t.Context(), by, l.ID, evening); !errors.Is(err, ErrConflict) {
				t.Errorf("%s: %v, want a conflict", act, err)
			}
		}
		if trail, err := s.Trail(t.Context(), AuditFilter{Object: "letter"}, 10); err != nil || len(trail) != 2 {
			t.Errorf("audit trail: %+v, %v, want two acts", trail, err)
		}
	})
}

func TestTelephoneTaskCanGoBackToTheChat(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustWrite(t, s, replyTo(citizenOf(t, s, "openid-1"), "a"))
		l := mustLease(t, s, evening)
		l.End(desk.LetterHeld, "45015")
		mustSettle(t, s, desk.WayMessage, "45015", evening, l)
		if err := errors.Join(s.ToPhone(t.Context(), desk.Actor{}, l.ID, evening), s.Retry(t.Context(), desk.Actor{}, l.ID, evening)); err != nil {
			t.Fatal(err)
		}
		if again := mustLease(t, s, evening); again.ID != l.ID || again.Channel != desk.ByChat {
			t.Errorf("got %+v, want it by chat", again)
		}
	})
}

func TestStageOfATicketIsRemindedOnce(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		letter := func(key string) []desk.Letter {
			return []desk.Letter{{Key: key, Channel: desk.ByRobot, Kind: desk.LetterWork, Subject: 17, At: evening}}
		}
		for i, want := range []bool{true, false} {
			if got, err := s.Remind(t.Context(), 17, "late", letter(string(rune('a'+i))), evening); err != nil || got != want {
				t.Errorf("time %d: %v, %v, want %v", i+1, got, err, want)
			}
		}
		if l := mustLease(t, s, evening); l.Key != "a" {
			t.Errorf("leased %q, want a", l.Key)
		}
		noneDue(t, s, evening, "the second reminder")
	})
}
