package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// watchEvery is how soon staff hear of a new ticket.
const watchEvery = time.Minute

// Watch tells staff of work, since nobody looks at a page all day: new tickets at once, tickets and cases that are nearly late
// or late during office hours, and the leader once a day what is late. Several may run on one database: each notice is
// written once.
type Watch struct {
	Options
	Robot bool // a group robot is configured
	Mail  bool // mail is configured
}

// Run looks every minute until ctx ends.
func (w *Watch) Run(ctx context.Context) error {
	ticks := time.NewTicker(watchEvery)
	defer ticks.Stop()
	for {
		if err := w.Look(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("tickets not watched", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
		}
	}
}

// Look writes the notices that are due now.
func (w *Watch) Look(ctx context.Context) error {
	staff, err := w.Store.AllStaff(ctx)
	if err != nil {
		return err
	}
	if err := w.alarm(ctx, staff); err != nil {
		return err
	}
	now := w.Now()
	working := w.Hours.Zero() || w.Hours.Open(now, w.workday)
	if err := w.tickets(ctx, staff, working, now); err != nil || !working {
		return err
	}
	if err := w.cards(ctx, staff, now); err != nil {
		return err
	}
	for _, look := range []func(context.Context, []desk.Staff, time.Time) error{w.cases, w.publications, w.quotas} {
		if err := look(ctx, staff, now); err != nil {
			return err
		}
	}
	return nil
}

func (w *Watch) tickets(ctx context.Context, staff []desk.Staff, working bool, now time.Time) error {
	open, err := w.Store.OpenTickets(ctx)
	if err != nil || len(open) == 0 {
		return err
	}
	told, err := w.Store.Reminded(ctx)
	if err != nil {
		return err
	}
	late := false
	for i := range open {
		t := &open[i]
		light := t.Light(now, w.Hours, w.workday)
		late = late || light == desk.LightLate
		for _, stage := range stages(t, light, working) {
			if slices.Contains(told[t.ID], stage) {
				continue
			}
			_, err := w.Store.Remind(ctx, t.ID, stage, w.letters(t, stage, light, staff, now), now)
			if err != nil {
				return fmt.Errorf("ticket %d: %w", t.ID, err)
			}
		}
	}
	if !late || !working {
		return nil
	}
	return w.Store.Write(ctx, w.overdue(staff, now)...)
}

// stages are what staff should have been told of the ticket by now. Each belongs to one time limit: a ticket that was taken
// up again is new again.
func stages(t *desk.Ticket, light desk.Light, working bool) []string {
	due := strconv.FormatInt(t.DueAt.UnixMilli(), 10)
	out := []string{"new:" + due}
	if working && (light == desk.LightRed || light == desk.LightLate) {
		out = append(out, string(light)+":"+due)
	}
	if working && !t.UrgedAt.IsZero() {
		out = append(out, "urged:"+strconv.FormatInt(t.UrgedAt.UnixMilli(), 10))
	}
	return out
}

// letters tell whoever can do something: the person who has the ticket or their section; the section's head as well when it
// is late. A report (举报) is told only to those who may read it, and never in a group.
func (w *Watch) letters(t *desk.Ticket, stage string, light desk.Light, staff []desk.Staff, now time.Time) []desk.Letter {
	var to []desk.Staff
	for _, s := range staff {
		if concerns(&s, t, light) {
			to = append(to, s)
		}
	}
	if len(to) == 0 { // nobody in the section
		for _, s := range staff {
			if !s.Disabled && s.Role.May(desk.ActAllDesk, false) {
				to = append(to, s)
			}
		}
	}
	key := fmt.Sprintf("work:%d:%s", t.ID, stage)
	l := desk.Letter{Kind: desk.LetterWork, Subject: t.ID, At: now}
	out := w.to(l, key, present(to, staff, now))
	if w.Robot && t.Kind != desk.TicketReport {
		l.Key, l.Channel = key+":robot", desk.ByRobot
		out = append(out, l)
	}
	return out
}

func concerns(s *desk.Staff, t *desk.Ticket, light desk.Light) bool {
	switch {
	case s.Disabled || !s.Role.May(desk.ActDesk, false):
		return false
	case t.Kind == desk.TicketReport:
		return s.Role.May(desk.ActReport, false)
	case t.Origin == desk.FromAppeal:
		return s.Role == desk.RoleLeader || s.ID == t.Assignee
	case t.Section != "" && s.Section == t.Section && s.Role == desk.RoleSectionHead && light == desk.LightLate:
		return true
	case t.Assignee != 0:
		return s.ID == t.Assignee
	case t.Section == "": // whoever takes it
		return s.Role != desk.RoleLeader
	}
	return s.Section == t.Section
}

// present puts those who stand in into the place of those who are away.
func present(people, staff []desk.Staff, now time.Time) []desk.Staff {
	var out []desk.Staff
	for _, p := range people {
		for i := range staff {
			if staff[i].StandsInFor(&p, now) {
				p = staff[i]
				break
			}
		}
		if !slices.ContainsFunc(out, func(s desk.Staff) bool { return s.ID == p.ID }) {
			out = append(out, p)
		}
	}
	return out
}

// to writes l for each person, by mail and into their own WeChat.
func (w *Watch) to(l desk.Letter, key string, people []desk.Staff) []desk.Letter {
	var out []desk.Letter
	for _, s := range people {
		l.Staff = s.ID
		if w.Mail && strings.TrimSpace(s.Email) != "" {
			l.Key, l.Channel, l.Citizen = fmt.Sprintf("%s:%d:mail", key, s.ID), desk.ByMail, 0
			out = append(out, l)
		}
		if s.Citizen != 0 {
			l.Key, l.Channel, l.Citizen = fmt.Sprintf("%s:%d:chat", key, s.ID), desk.ByChat, s.Citizen
			out = append(out, l)
		}
	}
	return out
}

// overdue is the day's list for the leaders; one that is written already is passed over.
func (w *Watch) overdue(staff []desk.Staff, now time.Time) []desk.Letter {
	day, err := strconv.ParseInt(now.In(disclosure.Zone).Format("20060102"), 10, 64)
	if err != nil {
		panic(err) // eight digits
	}
	var leaders []desk.Staff
	for _, s := range staff {
		if !s.Disabled && s.Role == desk.RoleLeader {
			leaders = append(leaders, s)
		}
	}
	l := desk.Letter{Kind: desk.LetterOverdue, Subject: day, At: now}
	return w.to(l, fmt.Sprintf("overdue:%d", day), present(leaders, staff, now))
}
