package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// SaveNotices keeps the working-day notices of years; one of a year on file replaces it. Every running case whose due day moves
// with them gets its line of history in the same transaction.
func (s *Store) SaveNotices(ctx context.Context, notices []disclosure.Notice, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		before, err := calendar(ctx, q)
		if err != nil {
			return err
		}
		next := before
		for _, n := range notices {
			next = next.With(n)
			body, err := json.Marshal(n.Work)
			if err != nil {
				return err
			}
			_, err = q.ExecContext(ctx, `
				INSERT INTO calendars (year, body, imported_at) VALUES ($1, $2, $3)
				    ON CONFLICT (year) DO UPDATE SET body = excluded.body, imported_at = excluded.imported_at`,
				n.Year, string(body), now.UnixMilli())
			if err != nil {
				return err
			}
			a := desk.Audit{At: now, Actor: by, Act: "calendar.import", Object: fmt.Sprintf("calendar:%d", n.Year), OK: true}
			if err := audit(ctx, q, a); err != nil {
				return err
			}
		}
		return s.reschedule(ctx, q, before, next, by, now)
	})
}

// reschedule writes into the history of each running case what becomes of its due day.
func (s *Store) reschedule(ctx context.Context, q querier, before, next disclosure.Calendar, by desk.Actor, now time.Time) error {
	running, err := s.queryRequests(ctx, q, `SELECT `+requestColumns+` FROM requests WHERE `+isRunning+` ORDER BY id`)
	if err != nil {
		return err
	}
	for i := range running {
		r := &running[i]
		m, moved, err := r.Move(before, next, disclosure.DayOf(now))
		if err != nil {
			return err
		}
		if !moved {
			continue
		}
		e := m.Event()
		e.At, e.Staff = now, by.Staff
		if err := writeEvent(ctx, q, r.ID, e); err != nil {
			return err
		}
		a := desk.Audit{At: now, Actor: by, Act: "request." + e.Act, Object: objectOf(r), OK: true, After: e.Text}
		if err := audit(ctx, q, a); err != nil {
			return err
		}
	}
	return nil
}

// Calendar is the official calendar that the program knows, with the notices that were imported since.
func (s *Store) Calendar(ctx context.Context) (disclosure.Calendar, error) {
	return calendar(ctx, s.engine.reader())
}

func calendar(ctx context.Context, q querier) (disclosure.Calendar, error) {
	c := disclosure.Official()
	rows, err := q.QueryContext(ctx, `SELECT year, body FROM calendars ORDER BY year`)
	if err != nil {
		return c, unavailable(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n disclosure.Notice
		var body string
		if err := rows.Scan(&n.Year, &body); err != nil {
			return c, unavailable(err)
		}
		if err := json.Unmarshal([]byte(body), &n.Work); err != nil {
			return c, fmt.Errorf("calendar of %d: %w", n.Year, err)
		}
		c = c.With(n)
	}
	return c, unavailable(rows.Err())
}
