package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// publishSoon is how many working days before the last one staff are reminded to publish.
const publishSoon = 3

// publications tell sections of what is to be published soon, and the leaders as well of what is overdue.
func (w *Watch) publications(ctx context.Context, staff []desk.Staff, now time.Time) error {
	pending, err := w.Store.Pending(ctx)
	if err != nil {
		return err
	}
	today := disclosure.DayOf(now)
	soon, _ := w.Calendar().Add(today, publishSoon)
	for _, p := range pending {
		due, _ := w.Calendar().PublishBy(disclosure.Day(p.Made))
		late := today > due
		if due > soon {
			continue
		}
		l := desk.Letter{Kind: desk.LetterPublish, Subject: p.ID, At: now}
		// The due day is part of the key: a clock that was moved is told of anew.
		if err := w.remind(ctx, l, fmt.Sprintf("publish:%d:%s:%v", p.ID, due, late), p.Section, late, staff, now); err != nil {
			return err
		}
	}
	return nil
}

// quotaTold is how many days after its due day a quota that was missed is still told of.
const quotaTold = 3

// quotas tell sections that have published too little this month, and the leaders as well once the day is over. A quota of
// the last day of a month is missed in the next one.
func (w *Watch) quotas(ctx context.Context, staff []desk.Staff, now time.Time) error {
	today := disclosure.DayOf(now)
	for _, month := range []string{string(today)[:7], string(today.Add(-quotaTold))[:7]} {
		lagging, err := w.lagging(ctx, month, today)
		if err != nil {
			return err
		}
		for _, q := range lagging {
			if disclosure.Day(q.Due(month)).Add(quotaTold) < today {
				continue
			}
			late := q.light == desk.QuotaMissed
			l := desk.Letter{Kind: desk.LetterQuota, Subject: monthNumber(month), At: now}
			if err := w.remind(ctx, l, fmt.Sprintf("quota:%s:%s:%v", month, q.Section, late), q.Section, late, staff, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// remind writes to a section, and to the leaders what is late. The same key is written once.
func (w *Watch) remind(ctx context.Context, l desk.Letter, key, section string, late bool, staff []desk.Staff, now time.Time) error {
	var to []desk.Staff
	for _, s := range staff {
		own := s.Section == section && (s.Role == desk.RoleOfficer || s.Role == desk.RoleSectionHead)
		if !s.Disabled && (own || late && (s.Role == desk.RoleLeader || s.Role == desk.RoleDisclosureHead)) {
			to = append(to, s)
		}
	}
	letters := w.to(l, key, present(to, staff, now))
	if w.Robot {
		l.Key, l.Channel = key+":robot", desk.ByRobot
		letters = append(letters, l)
	}
	if len(letters) == 0 {
		return nil
	}
	return w.Store.Write(ctx, letters...)
}

// lag is a section that has published too little so far.
type lag struct {
	desk.Quota
	count int
	light desk.QuotaLight
}

// lagging are the sections whose quota of a month (YYYY-MM) is nearly due, or missed.
func (o *Options) lagging(ctx context.Context, month string, today disclosure.Day) ([]lag, error) {
	quotas, _, err := o.Store.Quotas(ctx)
	if err != nil || len(quotas) == 0 {
		return nil, err
	}
	published, err := o.Store.Publications(ctx, disclosure.Day(month+"-01"), disclosure.Day(month+"-31"))
	if err != nil {
		return nil, err
	}
	days := map[string][]string{}
	for _, p := range published {
		days[p.Section] = append(days[p.Section], p.Published)
	}
	var out []lag
	for _, q := range quotas {
		light := q.Light(month, days[q.Section], string(today))
		if light == desk.QuotaNear || light == desk.QuotaMissed {
			out = append(out, lag{q, len(days[q.Section]), light})
		}
	}
	return out, nil
}

// monthNumber is a month as a letter names it: 202611.
func monthNumber(month string) int64 {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		panic(err) // made from a day
	}
	return int64(t.Year()*100 + int(t.Month()))
}

// quotaWork says how the recipient's section stands, or all that lag behind; errNothing when none does any more.
func (o *Options) quotaWork(ctx context.Context, l desk.Letter) (string, error) {
	month := fmt.Sprintf("%04d-%02d", l.Subject/100, l.Subject%100)
	lagging, err := o.lagging(ctx, month, disclosure.DayOf(o.Now()))
	if err != nil {
		return "", err
	}
	if l.Staff != 0 {
		s, err := o.Store.Staff(ctx, l.Staff)
		if err != nil {
			return "", err
		}
		if s.Role == desk.RoleOfficer || s.Role == desk.RoleSectionHead {
			lagging = slices.DeleteFunc(lagging, func(q lag) bool { return q.Section != s.Section })
		}
	}
	if len(lagging) == 0 {
		return "", errNothing
	}
	return sayLagging(month, lagging, o.StaffURL), nil
}

// publishWork says what is to be published by when; errNothing when it is out.
func (o *Options) publishWork(ctx context.Context, l desk.Letter) (string, error) {
	p, err := o.Store.Publication(ctx, l.Subject)
	if err != nil {
		return "", err
	}
	if !p.Pending() {
		return "", errNothing
	}
	due, provisional := o.Calendar().PublishBy(disclosure.Day(p.Made))
	return sayPublish(p, due, provisional, disclosure.DayOf(o.Now()) > due, o.StaffURL), nil
}
