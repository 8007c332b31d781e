package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// suspectedBy are the citizen's free texts that waited to be looked at as applications, of which r is the formal one: those that the form was
// begun from, and those that ask for the same. r gets their days.
func suspectedBy(ctx context.Context, q querier, f Form, r *disclosure.Request) ([]desk.Ticket, error) {
	open, err := queryTickets(ctx, q, `
		SELECT `+ticketColumns+` FROM tickets WHERE citizen = $1 AND kind = $2 AND state = 'open' ORDER BY id`, f.Citizen, string(desk.TicketRequest))
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(t desk.Ticket) bool {
		return !slices.Contains(f.Tickets, t.ID) && desk.Likeness(t.Question, desk.Mask(r.Application.What)) < desk.SameSubject
	})
	r.Words = nil // the transaction may be tried again
	for _, t := range open {
		r.Words = append(r.Words, disclosure.Words{Ticket: t.ID, At: t.OpenedAt})
	}
	return open, nil
}

// settleSuspected ends them with the case, each with its line of history and of the audit trail. Staff who have one open meanwhile
// learn of it by its version.
func settleSuspected(ctx context.Context, q querier, suspected []desk.Ticket, r *disclosure.Request, now time.Time) error {
	for i := range suspected {
		t := &suspected[i]
		e, err := t.File(r.Number, now)
		if err != nil {
			return fmt.Errorf("ticket %d: %w", t.ID, err)
		}
		if err := (TicketChange{Ticket: t, Entries: []desk.Entry{e}}).write(ctx, q); err != nil {
			return err
		}
		a := desk.Audit{At: now, Act: "ticket." + string(e.Act), Object: TicketObject(t.ID), OK: true, After: r.Number}
		if err := audit(ctx, q, a); err != nil {
			return err
		}
		if err := writeEvent(ctx, q, r.ID, disclosure.Event{At: now, Act: "words", Text: fmt.Sprint(t.ID)}); err != nil {
			return err
		}
	}
	if len(suspected) == 0 {
		return nil
	}
	return deskChanged(ctx, q)
}
