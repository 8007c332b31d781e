package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// errNothing: what the letter was about is over, and there is nothing to tell any more.
var errNothing = errors.New("nothing to tell")

// words finds what letters say: the first, and its fellows where staff get one notice of several. They read what is stored
// now, so a letter that waited for a week says nothing that is no longer so. token opens the letter's page; room is how many
// bytes there are, of which only a long answer of staff needs more.
func (o *Options) words(ctx context.Context, token string, room int, letters ...desk.Letter) (text string, err error) {
	l := letters[0]
	page := o.PublicURL + "/l/" + token
	switch l.Kind {
	case desk.LetterReply:
		t, err := o.Store.Ticket(ctx, l.Subject)
		if err != nil {
			return "", err
		}
		if t.State == desk.TicketOpen { // taken up again: there will be another letter
			return "", errNothing
		}
		return sayReply(t, o.Office, page, room, o.Now()), nil
	case desk.LetterCorrection, desk.LetterNotice:
		return sayTold(l, page, room), nil
	case desk.LetterSurvey:
		return saySurvey(l.Subject), nil
	case desk.LetterWork:
		w, err := o.work(ctx, letters)
		if err != nil {
			return "", err
		}
		return sayWork(w, o.Now()), nil
	case desk.LetterOverdue:
		late, err := o.late(ctx)
		if err != nil {
			return "", err
		}
		return sayOverdue(late, o.StaffURL), nil
	case desk.LetterAlarm:
		return sayAlarm(l.Subject, o.StaffURL), nil
	case desk.LetterCase:
		r, err := o.Store.Request(ctx, l.Subject)
		if err != nil {
			return "", err
		}
		return sayCaseNews(o.casePage(r.Number)), nil
	case desk.LetterCaseWork:
		return o.caseWork(ctx, l)
	case desk.LetterQuota:
		return o.quotaWork(ctx, l)
	case desk.LetterPublish:
		return o.publishWork(ctx, l)
	case desk.LetterCard:
		return o.card(ctx)
	}
	return "", fmt.Errorf("letter of kind %s: %w", l.Kind, errNoWords)
}

// errNoWords: a letter of a kind that this program does not know how to say.
var errNoWords = errors.New("no words")

// work is what a notice to staff says: counts and a time, nothing of a citizen.
type work struct {
	fresh, near, late int
	due               time.Time // the first
	link              string    // to the ticket, or to the inbox for several
}

// work looks at the tickets that letters are about, as they are now.
func (o *Options) work(ctx context.Context, letters []desk.Letter) (work, error) {
	var w work
	seen := map[int64]bool{}
	for _, l := range letters {
		if seen[l.Subject] {
			continue
		}
		seen[l.Subject] = true
		t, err := o.Store.Ticket(ctx, l.Subject)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return work{}, err
		}
		switch t.Light(o.Now(), o.Hours, o.workday) {
		case desk.LightDone:
			continue
		case desk.LightLate:
			w.late++
		case desk.LightRed:
			w.near++
		default:
			w.fresh++
		}
		if w.due.IsZero() || t.DueAt.Before(w.due) {
			w.due = t.DueAt
		}
		w.link = fmt.Sprintf("%s/admin/tickets/%d", o.StaffURL, t.ID)
	}
	n := w.fresh + w.near + w.late
	if n == 0 {
		return work{}, errNothing
	}
	if n > 1 {
		w.link = o.StaffURL + "/admin/tickets"
	}
	return w, nil
}

// caseWork says which case is due when, without its applicant; errNothing when the reply is out.
func (o *Options) caseWork(ctx context.Context, l desk.Letter) (string, error) {
	r, err := o.Store.Request(ctx, l.Subject)
	if err != nil {
		return "", err
	}
	if !r.Running() {
		return "", errNothing
	}
	due, provisional, err := r.Due(o.Calendar(), disclosure.DayOf(o.Now()))
	if err != nil {
		return "", err
	}
	warned, err := r.Warned(o.Calendar(), disclosure.DayOf(o.Now()))
	if err != nil {
		return "", err
	}
	return sayCaseWork(r, due, warned, provisional, fmt.Sprintf("%s/admin/cases/%d", o.StaffURL, r.ID)), nil
}

// late counts the tickets that are late, by section; errNothing when none is.
func (o *Options) late(ctx context.Context) (map[string]int, error) {
	open, err := o.Store.OpenTickets(ctx)
	if err != nil {
		return nil, err
	}
	late := map[string]int{}
	for i := range open {
		if open[i].Light(o.Now(), o.Hours, o.workday) == desk.LightLate {
			late[open[i].Section]++
		}
	}
	if len(late) == 0 {
		return nil, errNothing
	}
	return late, nil
}

func (o *Options) workday(day string) bool {
	is, _ := o.Calendar().Workday(disclosure.Day(day))
	return is
}
