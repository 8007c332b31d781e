package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

// NextTicket reserves the number of a ticket, so that its citizen can be told it before it is written.
func (s *Store) NextTicket(ctx context.Context) (id int64, err error) {
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		return q.QueryRowContext(ctx, `UPDATE counters SET value = value + 1 WHERE name = 'ticket' RETURNING value`).Scan(&id)
	})
	return id, err
}

// Raise writes a new ticket of the exchange and its citizen, under its reserved number. Its question is masked.
func Raise(t desk.Ticket) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		question := clean(desk.Mask(t.Question))
		_, err := q.ExecContext(ctx, `
			INSERT INTO tickets (id, version, citizen, exchange, kind, origin, state, section, urgent, question, opened_at, due_at, done_at,
			                     reply, title, article, urged, urged_at, cleared, phone)
			VALUES ($1, 1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, 0, '', '', '', 0, 0, '', '')`,
			t.ID, at.Citizen, at.Exchange, string(t.Kind), string(t.Origin), clean(t.Section), number(t.Urgent), question,
			t.OpenedAt.UnixMilli(), t.DueAt.UnixMilli())
		if err != nil {
			return fmt.Errorf("ticket %d: %w", t.ID, err)
		}
		if err := logTicket(ctx, q, t.ID, desk.Entry{At: t.OpenedAt, Act: desk.TicketRaised, Text: question}); err != nil {
			return err
		}
		return deskChanged(ctx, q)
	}
}

// AddToTicket writes what a citizen adds to an open ticket: an urging, or words. Staff who are answering it meanwhile are
// not disturbed, so the version stays; one that was answered meanwhile stays as it is.
func AddToTicket(t desk.Ticket, e desk.Entry) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		r, err := q.ExecContext(ctx, `
			UPDATE tickets SET urged = $3, urged_at = $4 WHERE id = $1 AND citizen = $2 AND state = 'open'`,
			t.ID, at.Citizen, t.Urged, milli(t.UrgedAt))
		if err != nil {
			return err
		}
		return told(ctx, q, r, t.ID, e)
	}
}

// ChangeTicket writes an end or a dispute by the citizen, unless the ticket is no longer in the state it was loaded in.
func ChangeTicket(t desk.Ticket, was desk.TicketState, e desk.Entry) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		r, err := q.ExecContext(ctx, `
			UPDATE tickets SET version = version + 1, state = $4, origin = $5, assignee = $6, due_at = $7, done_at = $8
			 WHERE id = $1 AND citizen = $2 AND state = $3`,
			t.ID, at.Citizen, string(was), string(t.State), string(t.Origin), reference(t.Assignee), t.DueAt.UnixMilli(), milli(t.DoneAt))
		if err != nil {
			return err
		}
		return told(ctx, q, r, t.ID, e)
	}
}

// told adds to the history of a ticket that was changed.
func told(ctx context.Context, q querier, r interface{ RowsAffected() (int64, error) }, ticket int64, e desk.Entry) error {
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	e.Text = desk.Mask(e.Text)
	if err := logTicket(ctx, q, ticket, e); err != nil {
		return err
	}
	return deskChanged(ctx, q)
}

// LeavePhone keeps, encrypted, the number at which the citizen wants to be called about an open ticket; ErrLocked without
// a key.
func (s *Store) LeavePhone(ticket int64, phone string, now time.Time) (Effect, error) {
	sealed, err := s.seal(phone, phoneAbout(ticket))
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, q querier, at Moment) error {
		r, err := q.ExecContext(ctx, `UPDATE tickets SET phone = $3 WHERE id = $1 AND citizen = $2 AND state = 'open'`, ticket, at.Citizen, sealed)
		if err != nil {
			return err
		}
		return told(ctx, q, r, ticket, desk.Entry{At: now, Act: desk.TicketPhoneLeft})
	}, nil
}

// Phone reads the number that was left with a ticket, and writes into the audit trail who read it. ErrNotFound when there
// is none.
func (s *Store) Phone(ctx context.Context, ticket int64, by desk.Actor, now time.Time) (string, error) {
	var sealed string
	err := s.engine.reader().QueryRowContext(ctx, `SELECT phone FROM tickets WHERE id = $1 AND phone <> ''`, ticket).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("number of ticket %d: %w", ticket, ErrNotFound)
	}
	if err != nil {
		return "", unavailable(err)
	}
	phone, err := s.unseal(sealed, phoneAbout(ticket))
	if err != nil {
		return "", err
	}
	return phone, s.Audit(ctx, desk.Audit{At: now, Actor: by, Act: "ticket.phone", Object: TicketObject(ticket), OK: true})
}

// TicketWithPhone is the citizen's latest ticket with which a number was left; ErrNotFound when there is none.
func (s *Store) TicketWithPhone(ctx context.Context, citizen int64) (desk.Ticket, error) {
	found, err := queryTickets(ctx, s.engine.reader(), `
		SELECT `+ticketColumns+` FROM tickets WHERE citizen = $1 AND phone <> '' ORDER BY id DESC LIMIT 1`, citizen)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("number of citizen %d: %w", citizen, ErrNotFound)
	}
	if err != nil {
		return desk.Ticket{}, err
	}
	return found[0], nil
}

func phoneAbout(ticket int64) string { return fmt.Sprintf("tickets.phone/%d", ticket) }
