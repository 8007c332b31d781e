package bot

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// card is the day's overview for the leader: counts, nothing of a citizen.
type card struct {
	late, near int // cases overdue or due today or tomorrow; within three working days
	sign, post int // drafts that wait for a signature, decisions to be posted
	suspected  int // free texts that read like applications, looked at by nobody
	tickets    int // late
}

// cards writes the day's overview to each leader, once a working day.
func (w *Watch) cards(ctx context.Context, staff []desk.Staff, now time.Time) error {
	var leaders []desk.Staff
	for _, s := range staff {
		if !s.Disabled && s.Role == desk.RoleLeader {
			leaders = append(leaders, s)
		}
	}
	if len(leaders) == 0 {
		return nil
	}
	c, err := w.today(ctx)
	if err != nil || c == (card{}) {
		return err
	}
	day := now.In(disclosure.Zone).Format("20060102")
	subject, err := strconv.ParseInt(day, 10, 64)
	if err != nil {
		return err
	}
	l := desk.Letter{Kind: desk.LetterCard, Subject: subject, At: now}
	return w.Store.Write(ctx, w.to(l, fmt.Sprintf("card:%s", day), present(leaders, staff, now))...)
}

// today counts what the card says, as of now.
func (o *Options) today(ctx context.Context) (card, error) {
	var c card
	calendar, today := o.Calendar(), disclosure.DayOf(o.Now())
	running, err := o.Store.Requests(ctx, store.RequestFilter{Running: true}, mostWatched)
	if err != nil {
		return c, err
	}
	for i := range running {
		r := &running[i]
		task, _, err := r.Task(calendar, today)
		if err != nil {
			return c, err
		}
		warned, err := r.Warned(calendar, today)
		if err != nil {
			return c, err
		}
		switch left := workdaysLeft(calendar, today, warned); {
		case warned == "" || left > 3:
		case left <= 1:
			c.late++
		default:
			c.near++
		}
		switch task {
		case disclosure.TaskSign:
			c.sign++
		case disclosure.TaskPost:
			c.post++
		}
	}
	open, err := o.Store.OpenTickets(ctx)
	if err != nil {
		return c, err
	}
	for i := range open {
		if open[i].Light(o.Now(), o.Hours, o.workday) == desk.LightLate {
			c.tickets++
		}
		if open[i].Kind == desk.TicketRequest && open[i].Cleared == desk.Uncleared {
			c.suspected++
		}
	}
	return c, nil
}

// card words the overview as it stands when it is sent; errNothing when there is nothing left to say.
func (o *Options) card(ctx context.Context) (string, error) {
	c, err := o.today(ctx)
	if err != nil {
		return "", err
	}
	if c == (card{}) {
		return "", errNothing
	}
	return sayDayCard(c, o.StaffURL), nil
}

// workdaysLeft is how many working days remain after today, few enough to matter: 0 on the due day and after it.
func workdaysLeft(c disclosure.Calendar, today, due disclosure.Day) int {
	n := 0
	for day := today; day < due && n <= reminders[len(reminders)-1]; n++ {
		day, _ = c.Next(day)
	}
	return n
}
