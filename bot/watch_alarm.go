package bot

import (
	"context"
	"fmt"
	"strconv"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
)

// alarm tells administrators, once a day and code, that the platform takes nothing until somebody acts there. It goes by mail
// and into the group: the chat is what doesn't work.
func (w *Watch) alarm(ctx context.Context, staff []desk.Staff) error {
	now := w.Now()
	day := policy.DateOf(now.In(disclosure.Zone))
	sendings, err := w.Store.Sendings(ctx, day)
	if err != nil {
		return err
	}
	var letters []desk.Letter
	for _, s := range sendings {
		code, err := strconv.ParseInt(s.Outcome, 10, 64)
		if err != nil || !desk.Alarming(s.Outcome) {
			continue
		}
		l := desk.Letter{Kind: desk.LetterAlarm, Subject: code, At: now}
		key := fmt.Sprintf("alarm:%s:%d", day, code)
		for _, st := range staff {
			if w.Mail && !st.Disabled && st.Email != "" && st.Role.May(desk.ActSystem, false) {
				l.Key, l.Channel, l.Staff = fmt.Sprintf("%s:%d:mail", key, st.ID), desk.ByMail, st.ID
				letters = append(letters, l)
			}
		}
		if w.Robot {
			l.Key, l.Channel, l.Staff = key+":robot", desk.ByRobot, 0
			letters = append(letters, l)
		}
	}
	if len(letters) == 0 {
		return nil
	}
	return w.Store.Write(ctx, letters...)
}
