package bot

import (
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

func hearHuman(t *turn) bool {
	return slices.Contains(humanWords, plain(t.text)) && t.human()
}

// human says honestly when staff can be reached and how.
func (t *turn) human() bool {
	now, certain := t.now.In(disclosure.Zone), true
	workday := func(day string) bool {
		is, known := t.Calendar.Workday(disclosure.Day(day))
		certain = certain && known
		return is
	}
	var until, next time.Time
	switch {
	case t.Hours.Zero():
	case t.Hours.Open(now, workday):
		until = t.Hours.Until(now)
	default:
		next = t.Hours.NextOpen(now, workday)
	}
	return t.say(desk.TalkHuman, desk.OutcomeHuman, sayStaff(t.Office, now, until, next, certain))
}
