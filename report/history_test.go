package report

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/seal"
	"shangda/store"
)

// event is one thing that happens in a made-up year. Doing it again changes nothing, as when a message is delivered again, or
// staff come back to what they had begun.
type event struct {
	at time.Time
	do func(context.Context, *store.Store) error
}

// history is a made-up year, always the same for the same seed.
type history struct {
	*rand.Rand
	year   int
	events []event
}

func newHistory(year int, seed uint64, size int) *history {
	h := &history{Rand: rand.New(rand.NewPCG(uint64(year), seed)), year: year}
	at := time.Date(year-1, 12, 30, 0, 0, 0, 0, disclosure.Zone)
	for i := range size {
		// Mostly minutes, sometimes weeks: across New Year's Eve at both ends.
		at = at.Add(time.Duration(h.IntN(2400)) * time.Second)
		if h.IntN(4) == 0 {
			at = at.Add(time.Duration(h.IntN(370*24*4/size+1)) * time.Hour)
		}
		h.one(i, at)
	}
	return h
}

func (h *history) one(i int, at time.Time) {
	citizen := fmt.Sprintf("o-%d-%d", h.year, h.IntN(5))
	name := fmt.Sprintf("%d/%d", h.year, i)
	switch kind := h.IntN(12); {
	case kind < 7:
		outcome := []desk.Outcome{desk.OutcomeAnswer, desk.OutcomeChoose, desk.OutcomeNone, desk.OutcomeInfo}[h.IntN(4)]
		h.add(at, say(citizen, name, at, desk.TalkAsk, outcome, nil))
		if h.IntN(3) == 0 {
			helpful := h.IntN(2) == 0
			h.add(at, say(citizen, name+"r", at, desk.TalkRate, desk.OutcomeInfo, func(*store.Store) []store.Effect {
				return []store.Effect{store.RateAnswer(name, helpful, at), store.RateAnswer(name, !helpful, at)}
			}))
		}
	case kind < 8:
		h.ticket(citizen, name, at)
	case kind < 10:
		h.request(citizen, name, at)
	default:
		p := desk.Publication{
			Kind: desk.PublicationKinds()[h.IntN(3)], Title: name, Section: "办公室", Published: string(disclosure.DayOf(at)), Openness: desk.OpenResult,
		}
		for _, o := range desk.Outlets() {
			if len(p.Outlets) == 0 || h.IntN(2) == 0 {
				p.Outlets = append(p.Outlets, o)
			}
		}
		h.add(at, publish(p, at))
	}
}

func (h *history) add(at time.Time, do func(context.Context, *store.Store) error) {
	h.events = append(h.events, event{at, do})
}

// say is a message as the bot saves it: loaded, thought over, saved; a duplicate is what was wanted.
func say(citizen, key string, at time.Time, talk desk.Talk, outcome desk.Outcome, effects func(*store.Store) []store.Effect) func(context.Context, *store.Store) error {
	return func(ctx context.Context, s *store.Store) error {
		for {
			v, err := s.Load(ctx, citizen, key)
			if err != nil || v.First != nil {
				return err
			}
			x := &desk.Exchange{Key: key, At: at, Kind: "text", Text: "怎么办理备案", Talk: talk, Outcome: outcome, Reply: "。"}
			if outcome == desk.OutcomeAnswer {
				x.Item, x.Title = "item", "文件"
			}
			var more []store.Effect
			if effects != nil {
				more = effects(s)
			}
			err = s.SaveExchange(ctx, citizen, x, &v.Conversation, more...)
			if !errors.Is(err, store.ErrConflict) {
				return notDuplicate(err)
			}
		}
	}
}

func notDuplicate(err error) error {
	if errors.Is(err, store.ErrDuplicate) {
		return nil
	}
	return err
}

func (h *history) ticket(citizen, name string, at time.Time) {
	h.add(at, say(citizen, name, at, desk.TalkHuman, desk.OutcomeHuman, func(s *store.Store) []store.Effect {
		id, err := s.NextTicket(context.Background())
		if err != nil {
			return []store.Effect{store.Raise(desk.Ticket{})} // has no number and fails the save
		}
		return []store.Effect{store.Raise(desk.Ticket{ID: id, Kind: desk.TicketQuestion, Origin: desk.FromHuman, State: desk.TicketOpen, Question: name + "号", OpenedAt: at, DueAt: at.Add(8 * time.Hour)})}
	}))
	done := at.Add(time.Duration(h.IntN(16)) * time.Hour)
	if h.IntN(4) == 0 {
		return
	}
	h.add(done, func(ctx context.Context, s *store.Store) error {
		all := desk.Worker{All: true, Restricted: true}
		found, err := s.Tickets(ctx, store.TicketFilter{Worker: all, Text: name + "号"}, 2)
		if err != nil || len(found) == 0 || found[0].State != desk.TicketOpen {
			return err
		}
		t := found[0]
		entry, err := t.Answer("按规定可以办理，请带身份证件到窗口办理。", "", "", all, done)
		if err != nil {
			return err
		}
		return s.SaveTickets(ctx, desk.Actor{}, done, store.TicketChange{Ticket: &t, Entries: []desk.Entry{entry}, Letters: []desk.Letter{t.Letter(done)}})
	})
	h.add(done, repeatLetter(done))
}

// repeatLetter leases a letter and never says what became of it: it is sent again later.
func repeatLetter(at time.Time) func(context.Context, *store.Store) error {
	return func(ctx context.Context, s *store.Store) error {
		if _, err := s.Lease(ctx, at); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return s.TakeBack(ctx)
	}
}

// request is filed in the chat, and decided by three people some weeks later, if at all.
func (h *history) request(citizen, name string, at time.Time) {
	day := disclosure.DayOf(at)
	kind := disclosure.ApplicantTypes()[h.IntN(len(disclosure.ApplicantTypes()))]
	h.add(at, say(citizen, name, at, desk.TalkApply, desk.OutcomeInfo, func(s *store.Store) []store.Effect {
		r := &disclosure.Request{Kind: disclosure.CaseRequest, State: disclosure.Open, Intake: disclosure.ByWeb, Received: day}
		r.Application.Type, r.Application.What = kind, name
		return []store.Effect{s.File(store.Form{}, r, "测", "code", at)}
	}))
	code := []disclosure.Code{"", disclosure.CodeFull, disclosure.CodePartial, disclosure.CodeAbsent, disclosure.CodeElsewhere, disclosure.CodeWithdrawn}[h.IntN(6)]
	decided := at.AddDate(0, 0, 1+h.IntN(30))
	today := disclosure.DayOf(decided)
	if code == "" {
		return
	}
	h.add(decided, func(ctx context.Context, s *store.Store) error {
		for {
			r, err := requestNamed(ctx, s, name)
			if err != nil || r.DecidedOn != "" {
				return err
			}
			event, err := nextStep(&r, code, today)
			if err != nil {
				return err
			}
			if err := s.SaveRequest(ctx, &r, []disclosure.Event{event}, nil, desk.Actor{}, decided); err != nil {
				return err
			}
		}
	})
}

func requestNamed(ctx context.Context, s *store.Store, what string) (disclosure.Request, error) {
	all, err := s.Requests(ctx, store.RequestFilter{}, 10_000)
	for _, r := range all {
		if r.Application.What == what {
			return r, err
		}
	}
	return disclosure.Request{}, errors.Join(err, store.ErrNotFound)
}

func nextStep(r *disclosure.Request, code disclosure.Code, today disclosure.Day) (disclosure.Event, error) {
	switch {
	case code == disclosure.CodeWithdrawn:
		return r.Withdraw(today)
	case r.State == disclosure.Review:
		return r.Approve(2, today)
	case r.State == disclosure.Signing:
		return r.Approve(3, today)
	}
	return r.Propose(disclosure.Decision{
		Code: code, Reason: "经审查", Content: "内容", Where: "网站", Law: "规定", Agency: "某局", Contact: "0532-00000000",
		Parts:  []disclosure.Part{{What: "住址", Code: disclosure.CodePrivacy, Reason: "隐私"}},
		Search: disclosure.Search{Systems: "档案", Keywords: "验收", By: "办公室", On: today},
	}, 1, today)
}

// publish registers what a clerk does not find registered yet.
func publish(p desk.Publication, at time.Time) func(context.Context, *store.Store) error {
	return func(ctx context.Context, s *store.Store) error {
		day := disclosure.Day(p.Published)
		there, err := s.Publications(ctx, day, day)
		if err != nil {
			return err
		}
		for _, q := range there {
			if q.Title == p.Title {
				return nil
			}
		}
		fresh := p
		return s.SavePublication(ctx, &fresh, desk.Actor{}, at)
	}
}

// openHistory opens a database with a key.
func openHistory(ctx context.Context, url, key string) (*store.Store, error) {
	s, err := store.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	keys, err := seal.Load(key)
	if err == nil {
		err = s.Unlock(ctx, keys)
	}
	return s, err
}
