package store

import (
	"context"
	"database/sql"
	"time"

	"shangda/desk"
)

// Reminded are the stages at which staff have been told of each open ticket.
func (s *Store) Reminded(ctx context.Context) (map[int64][]string, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT r.ticket, r.stage FROM reminders r JOIN tickets t ON t.id = r.ticket WHERE t.state = 'open'`)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	told := map[int64][]string{}
	for rows.Next() {
		var ticket int64
		var stage string
		if err := rows.Scan(&ticket, &stage); err != nil {
			return nil, unavailable(err)
		}
		told[ticket] = append(told[ticket], stage)
	}
	return told, unavailable(rows.Err())
}

// OpenTickets are all tickets that wait, with what decides who must do something when; their texts are left out.
func (s *Store) OpenTickets(ctx context.Context) ([]desk.Ticket, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, kind, origin, section, assignee, urgent, opened_at, due_at, urged_at FROM tickets WHERE state = 'open' ORDER BY due_at, id`)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var open []desk.Ticket
	for rows.Next() {
		t := desk.Ticket{State: desk.TicketOpen}
		var assignee sql.NullInt64
		var urgent, opened, due, urged int64
		if err := rows.Scan(&t.ID, &t.Kind, &t.Origin, &t.Section, &assignee, &urgent, &opened, &due, &urged); err != nil {
			return nil, unavailable(err)
		}
		t.Assignee, t.Urgent = assignee.Int64, urgent != 0
		t.OpenedAt, t.DueAt, t.UrgedAt = timeOf(opened), timeOf(due), timeOrZero(urged)
		open = append(open, t)
	}
	return open, unavailable(rows.Err())
}

// Remind writes the letters of a stage of a ticket, once whoever asks, and says whether it did.
func (s *Store) Remind(ctx context.Context, ticket int64, stage string, letters []desk.Letter, now time.Time) (written bool, err error) {
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		r, err := q.ExecContext(ctx, `
			INSERT INTO reminders (ticket, stage, at) VALUES ($1, $2, $3) ON CONFLICT (ticket, stage) DO NOTHING`,
			ticket, stage, now.UnixMilli())
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		written = n == 1
		for i := 0; err == nil && written && i < len(letters); i++ {
			err = writeLetter(ctx, q, letters[i])
		}
		return err
	})
	return written, err
}

// Write puts letters into the outbox that nothing else causes, such as the day's list of what is late. Keys that are there
// already are passed over.
func (s *Store) Write(ctx context.Context, letters ...desk.Letter) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		for _, l := range letters {
			if err := writeLetter(ctx, q, l); err != nil {
				return err
			}
		}
		return nil
	})
}
