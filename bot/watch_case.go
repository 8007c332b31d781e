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

// reminders are the working days left at which a case is told of, the nearest first.
var reminders = []int{0, 1, 3, 7}

// cases tells the officer, the 科室负责人, the 公开工作机构负责人 and the leader at seven, three and one working days and on the due day, each once.
func (w *Watch) cases(ctx context.Context, staff []desk.Staff, now time.Time) error {
	running, err := w.Store.Requests(ctx, store.RequestFilter{Running: true}, mostWatched)
	if err != nil {
		return err
	}
	today := disclosure.DayOf(now)
	for i := range running {
		r := &running[i]
		due, _, err := r.Due(w.Calendar(), today)
		if err != nil || due == "" {
			w.Log.Log(ctx, levelOf(err), "case without a due day", "case", r.ID, "err", err)
			continue
		}
		warned, err := r.Warned(w.Calendar(), today)
		if err != nil {
			return err
		}
		left := workdaysLeft(w.Calendar(), today, warned)
		stage := slices.IndexFunc(reminders, func(n int) bool { return left <= n })
		if stage < 0 {
			continue
		}
		var to []desk.Staff
		for _, s := range staff {
			if told(&s, r) {
				to = append(to, s)
			}
		}
		// The due day is part of the key: a clock that was moved is told of anew.
		key := fmt.Sprintf("case:%d:%s:%d", r.ID, due, reminders[stage])
		l := desk.Letter{Kind: desk.LetterCaseWork, Subject: r.ID, At: now}
		letters := w.to(l, key, present(to, staff, now))
		if w.Robot {
			l.Key, l.Channel = key+":robot", desk.ByRobot
			letters = append(letters, l)
		}
		if len(letters) == 0 {
			continue
		}
		if err := w.Store.Write(ctx, letters...); err != nil {
			return err
		}
	}
	return nil
}

// told says who hears of a case: whoever has it or may take it, the head of its section, and those who answer for all.
func told(s *desk.Staff, r *disclosure.Request) bool {
	own := s.Section == r.Section || r.Section == ""
	switch {
	case s.Disabled:
		return false
	case s.Role == desk.RoleLeader, s.Role == desk.RoleDisclosureHead:
		return true
	case s.Role == desk.RoleSectionHead:
		return own
	case s.Role == desk.RoleOfficer:
		return s.ID == r.Officer || r.Officer == 0 && own
	}
	return false
}

// mostWatched bounds the cases looked at; no district office has so many open ones.
const mostWatched = 10_000

func levelOf(err error) slog.Level {
	if err != nil {
		return slog.LevelError
	}
	return slog.LevelDebug
}
