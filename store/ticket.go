package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

const ticketColumns = `id, version, citizen, exchange, kind, origin, state, section, assignee, urgent, question, opened_at, due_at,
	done_at, merged_into, reply, title, article, urged, urged_at, cleared, phone <> '', file`

func scanTicket(row interface{ Scan(...any) error }) (desk.Ticket, error) {
	var t desk.Ticket
	var assignee, into sql.NullInt64
	var urgent, opened, due, done, urged int64
	err := row.Scan(&t.ID, &t.Version, &t.Citizen, &t.Exchange, &t.Kind, &t.Origin, &t.State, &t.Section, &assignee, &urgent, &t.Question,
		&opened, &due, &done, &into, &t.Reply, &t.Title, &t.Article, &t.Urged, &urged, &t.Cleared, &t.Phone, &t.Enclosed)
	t.Assignee, t.Into, t.Urgent = assignee.Int64, into.Int64, urgent != 0
	t.OpenedAt, t.DueAt, t.DoneAt, t.UrgedAt = timeOf(opened), timeOf(due), timeOrZero(done), timeOrZero(urged)
	return t, err
}

func queryTickets(ctx context.Context, q querier, query string, args ...any) ([]desk.Ticket, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var tickets []desk.Ticket
	for rows.Next() {
		t, err := scanTicket(rows)
		if err != nil {
			return nil, unavailable(err)
		}
		tickets = append(tickets, t)
	}
	return tickets, unavailable(rows.Err())
}

// TicketObject is how the audit trail names a ticket.
func TicketObject(id int64) string { return fmt.Sprintf("ticket:%d", id) }

// Ticket reads a ticket; ErrNotFound when there is none of that number.
func (s *Store) Ticket(ctx context.Context, id int64) (desk.Ticket, error) {
	found, err := queryTickets(ctx, s.engine.reader(), `SELECT `+ticketColumns+` FROM tickets WHERE id = $1`, id)
	return one(found, err, fmt.Sprintf("ticket %d", id))
}

// mostOfCitizen is how many of one citizen's tickets are read.
const mostOfCitizen = 20

// TicketsOf are a citizen's latest tickets, newest first.
func (s *Store) TicketsOf(ctx context.Context, citizen int64) ([]desk.Ticket, error) {
	return queryTickets(ctx, s.engine.reader(), `
		SELECT `+ticketColumns+` FROM tickets WHERE citizen = $1 ORDER BY id DESC LIMIT $2`, citizen, mostOfCitizen)
}

// MergedInto are the tickets that share the answer of this one, also through others.
func (s *Store) MergedInto(ctx context.Context, id int64) ([]desk.Ticket, error) {
	return queryTickets(ctx, s.engine.reader(), `
		WITH RECURSIVE merged (id) AS (
		    SELECT id FROM tickets WHERE merged_into = $1
		     UNION
		    SELECT t.id FROM tickets t JOIN merged m ON t.merged_into = m.id)
		SELECT `+ticketColumns+` FROM tickets WHERE id IN (SELECT id FROM merged) ORDER BY id`, id)
}

// TicketLog is a ticket's history, oldest first.
func (s *Store) TicketLog(ctx context.Context, id int64) ([]desk.Entry, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT at, staff, act, text FROM ticket_log WHERE ticket = $1 ORDER BY id`, id)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var log []desk.Entry
	for rows.Next() {
		var e desk.Entry
		var at int64
		if err := rows.Scan(&at, &e.Staff, &e.Act, &e.Text); err != nil {
			return nil, unavailable(err)
		}
		e.At = timeOf(at)
		log = append(log, e)
	}
	return log, unavailable(rows.Err())
}

// TicketChange is a ticket as it shall be, with what happened to it, who is told, and what the answer taught.
type TicketChange struct {
	Ticket  *desk.Ticket
	Entries []desk.Entry
	Letters []desk.Letter
	Link    *desk.Link
}

// SaveTickets writes changes of staff in one transaction: rows, history, letters, links and the audit line of each. Every
// ticket must still have the version that was loaded, else ErrConflict and nothing is written; each gets its new one.
// What the citizen may add meanwhile (催办, a number to call) neither conflicts nor is lost.
func (s *Store) SaveTickets(ctx context.Context, by desk.Actor, now time.Time, changes ...TicketChange) error {
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		for _, c := range changes {
			if err := c.write(ctx, q); err != nil {
				return err
			}
		}
		if err := deskChanged(ctx, q); err != nil {
			return err
		}
		for _, c := range changes {
			for _, e := range c.Entries {
				err := audit(ctx, q, desk.Audit{
					At: now, Actor: by, Act: "ticket." + string(e.Act), Object: TicketObject(c.Ticket.ID), OK: true,
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range changes {
		c.Ticket.Version++
	}
	return nil
}

func (c TicketChange) write(ctx context.Context, q querier) error {
	t := c.Ticket
	r, err := q.ExecContext(ctx, `
		UPDATE tickets SET version = version + 1, kind = $3, origin = $4, state = $5, section = $6, assignee = $7, urgent = $8,
		       due_at = $9, done_at = $10, merged_into = $11, reply = $12, title = $13, article = $14, cleared = $15, file = $16
		 WHERE id = $1 AND version = $2`,
		t.ID, t.Version, string(t.Kind), string(t.Origin), string(t.State), clean(t.Section), reference(t.Assignee), number(t.Urgent),
		t.DueAt.UnixMilli(), milli(t.DoneAt), reference(t.Into), clean(t.Reply), clean(t.Title), clean(t.Article), string(t.Cleared), t.Enclosed)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fmt.Errorf("ticket %d: %w", t.ID, ErrConflict))
	}
	for _, e := range c.Entries {
		if err := logTicket(ctx, q, t.ID, e); err != nil {
			return err
		}
		if e.Act != desk.TicketPressed {
			continue
		}
		if _, err := q.ExecContext(ctx, `UPDATE tickets SET urged = urged + 1, urged_at = $2 WHERE id = $1`, t.ID, e.At.UnixMilli()); err != nil {
			return err
		}
	}
	for _, l := range c.Letters {
		if err := writeLetter(ctx, q, l); err != nil {
			return err
		}
	}
	if c.Link == nil {
		return nil
	}
	if err := writeLink(ctx, q, c.Link); err != nil {
		return err
	}
	return linksChanged(ctx, q)
}

func logTicket(ctx context.Context, q querier, ticket int64, e desk.Entry) error {
	_, err := q.ExecContext(ctx, `INSERT INTO ticket_log (ticket, at, staff, act, text) VALUES ($1, $2, $3, $4, $5)`,
		ticket, e.At.UnixMilli(), e.Staff, string(e.Act), clean(e.Text))
	return err
}

func deskChanged(ctx context.Context, q querier) error {
	_, err := q.ExecContext(ctx, `UPDATE counters SET value = value + 1 WHERE name = 'desk'`)
	return err
}

// DeskRevision counts the changes of tickets so far.
func (s *Store) DeskRevision(ctx context.Context) (n int64, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'desk'`).Scan(&n)
	return n, unavailable(err)
}
