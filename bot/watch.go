package bot

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// Watch looks every minute for work that staff should hear of outside the pages: new tickets, tickets and cases that are nearly
// late or late. Several processes may watch one database: what was told is told once.
type Watch struct {
	Options
	Robot bool // a group hears too
	Mail  bool
}

const watchEvery = time.Minute

// Run watches until ctx ends.
func (w *Watch) Run(ctx context.Context) error {
	ticks := time.NewTicker(watchEvery)
	defer ticks.Stop()
	for {
		if err := w.Look(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("watch", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
		}
	}
}

// Look writes the letters that are due now.
func (w *Watch) Look(ctx context.Context) error {
	staff, err := w.Store.AllStaff(ctx)
	if err != nil {
		return err
	}
	if err := w.tickets(ctx, staff); err != nil {
		return err
	}
	return w.cases(ctx, staff)
}

// Stages of a ticket that staff hear of. Stored: never rename.
const (
	stageNew  = "new"
	stageNear = "near"
	stageLate = "late"
)

func (w *Watch) tickets(ctx context.Context, staff []desk.Staff) error {
	open, err := w.Store.OpenTickets(ctx)
	if err != nil {
		return err
	}
	told, err := w.Store.Reminded(ctx)
	if err != nil {
		return err
	}
	for _, t := range open {
		stage := stageNew
		switch t.Light(w.Now(), w.Hours, w.workday) {
		case desk.LightRed:
			stage = stageNear
		case desk.LightLate:
			stage = stageLate
		}
		if slices.Contains(told[t.ID], stage) || stage != stageNew && !w.Hours.Open(w.Now(), w.workday) {
			continue // only what is new may disturb outside office hours
		}
		to := func(s desk.Staff) bool {
			return s.ID == t.Assignee || t.Assignee == 0 && s.Role.May(desk.ActDesk, false) && (s.Section == t.Section || t.Section == "")
		}
		kind := desk.LetterWork
		if stage == stageLate {
			leaders := func(s desk.Staff) bool { return s.Role == desk.RoleLeader }
			letters := w.letters(staff, leaders, desk.LetterOverdue, t.ID, fmt.Sprintf("ticket:%d:%s:leader", t.ID, stage))
			if err := w.Store.Write(ctx, letters...); err != nil {
				return err
			}
		}
		letters := w.letters(staff, to, kind, t.ID, fmt.Sprintf("ticket:%d:%s", t.ID, stage))
		if _, err := w.Store.Remind(ctx, t.ID, stage, letters, w.Now()); err != nil {
			return err
		}
	}
	return nil
}

// letters are one to each of the staff by every way they have, to their deputies while they are away, and one to the group.
func (w *Watch) letters(staff []desk.Staff, to func(desk.Staff) bool, kind desk.LetterKind, subject int64, key string) []desk.Letter {
	now := w.Now()
	var out []desk.Letter
	add := func(l desk.Letter, way string) {
		l.Kind, l.Subject, l.At, l.Key = kind, subject, now, key+":"+way
		out = append(out, l)
	}
	if w.Robot {
		add(desk.Letter{Channel: desk.ByRobot}, "robot")
	}
	for _, s := range staff {
		if s.Disabled || !to(s) {
			continue
		}
		if s.Deputy != 0 && now.Before(s.DeputyUntil) {
			if i := slices.IndexFunc(staff, func(d desk.Staff) bool { return d.ID == s.Deputy && !d.Disabled }); i >= 0 {
				s = staff[i]
			}
		}
		if s.Citizen != 0 {
			add(desk.Letter{Channel: desk.ByChat, Citizen: s.Citizen, Staff: s.ID}, fmt.Sprintf("chat:%d", s.ID))
		}
		if w.Mail && s.Email != "" {
			add(desk.Letter{Channel: desk.ByMail, Staff: s.ID}, fmt.Sprintf("mail:%d", s.ID))
		}
	}
	return out
}

// reminders are the working days left at which a case is told of, the nearest first.
var reminders = []int{0, 1, 3, 7}

// cases tells the officer at seven, three and one working days, the 科室负责人 at three and one, the leader at one and when it is
// late.
func (w *Watch) cases(ctx context.Context, staff []desk.Staff) error {
	running, err := w.Store.Requests(ctx, store.RequestFilter{Running: true}, mostWatched)
	if err != nil {
		return err
	}
	today := disclosure.DayOf(w.Now())
	for i := range running {
		r := &running[i]
		due, _, err := r.Due(w.Calendar, today)
		if err != nil || due == "" {
			w.Log.Log(ctx, levelOf(err), "case without a due day", "case", r.ID, "err", err)
			continue
		}
		left := w.left(today, due)
		stage := slices.IndexFunc(reminders, func(n int) bool { return left <= n })
		if stage < 0 || !w.Hours.Zero() && !w.Hours.Open(w.Now(), w.workday) {
			continue
		}
		n := reminders[stage]
		to := func(s desk.Staff) bool {
			switch s.Role {
			case desk.RoleLeader:
				return n <= 1
			case desk.RoleDisclosureHead:
				return n <= 3
			case desk.RoleSectionHead:
				return n <= 3 && (s.Section == r.Section || r.Section == "")
			case desk.RoleOfficer:
				return s.ID == r.Officer || r.Officer == 0 && (s.Section == r.Section || r.Section == "")
			}
			return false
		}
		// The due day is part of the key: a clock that was moved is told of anew.
		if err := w.Store.Write(ctx, w.letters(staff, to, desk.LetterCaseWork, r.ID, fmt.Sprintf("case:%d:%s:%d", r.ID, due, n))...); err != nil {
			return err
		}
	}
	return nil
}

// mostWatched bounds the cases looked at; no district office has so many open ones.
const mostWatched = 10_000

// left is how many working days remain after today: 0 on the due day and after it.
func (w *Watch) left(today, due disclosure.Day) int {
	n := 0
	for day := today; day < due && n <= reminders[len(reminders)-1]; {
		day, _ = w.Calendar.Next(day)
		n++
	}
	return n
}

func levelOf(err error) slog.Level {
	if err != nil {
		return slog.LevelError
	}
	return slog.LevelDebug
}
