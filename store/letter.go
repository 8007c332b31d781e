package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// leaseTime is how long a letter in hand is nobody else's: longer than every try takes.
const leaseTime = 2 * time.Minute

// writeLetter puts l into the outbox, in the transaction of what happened. A letter of the same key is there already, and
// nothing is written.
func writeLetter(ctx context.Context, q querier, l desk.Letter) error {
	if l.State == "" {
		l.State = desk.LetterWaiting
	}
	if l.DueAt.IsZero() {
		l.DueAt = l.At
	}
	_, err := q.ExecContext(ctx, `
		INSERT INTO letters (key, recipient, citizen, staff, channel, kind, subject, text, state, created_at, due_at, lease_until,
		                     attempts, started, reason, way, message)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, $12, '', '')
		    ON CONFLICT (key) DO NOTHING`,
		clean(l.Key), recipient(l), reference(l.Citizen), reference(l.Staff), string(l.Channel), string(l.Kind), l.Subject,
		clean(l.Text), string(l.State), l.At.UnixMilli(), l.DueAt.UnixMilli(), clean(l.Reason))
	return err
}

// recipient is whose letters keep their order among each other.
func recipient(l desk.Letter) string {
	switch l.Channel {
	case desk.ByChat:
		return "chat:" + strconv.FormatInt(l.Citizen, 10)
	case desk.ByMail:
		return "mail:" + strconv.FormatInt(l.Staff, 10)
	}
	return string(l.Channel)
}

// reference stores a number of another table; 0 is none.
func reference(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

const letterColumns = `id, key, citizen, staff, channel, kind, subject, text, state, created_at, due_at, attempts, started, reason,
	way, message, sent_at`

func scanLetter(row interface{ Scan(...any) error }) (desk.Letter, error) {
	var l desk.Letter
	var citizen, staff, sent sql.NullInt64
	var at, due, started int64
	err := row.Scan(&l.ID, &l.Key, &citizen, &staff, &l.Channel, &l.Kind, &l.Subject, &l.Text, &l.State, &at, &due, &l.Attempts,
		&started, &l.Reason, &l.Way, &l.Message, &sent)
	l.Citizen, l.Staff, l.At, l.DueAt, l.Started = citizen.Int64, staff.Int64, timeOf(at), timeOf(due), started != 0
	l.SentAt = timeOrZero(sent.Int64)
	return l, err
}

func queryLetters(ctx context.Context, q querier, query string, args ...any) ([]desk.Letter, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var letters []desk.Letter
	for rows.Next() {
		l, err := scanLetter(rows)
		if err != nil {
			return nil, unavailable(err)
		}
		letters = append(letters, l)
	}
	return letters, unavailable(rows.Err())
}

// Lease hands out the letter that is due longest, to one courier for two minutes; ErrNotFound when none is. A recipient's
// older letter goes first, whatever keeps it. Nothing goes by chat on a day on which the platform's quota is spent.
func (s *Store) Lease(ctx context.Context, now time.Time) (desk.Letter, error) {
	var due bool
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM letters WHERE state = 'waiting' AND due_at <= $1 AND lease_until <= $1 AND channel <> 'phone')`,
		now.UnixMilli()).Scan(&due)
	if err != nil {
		return desk.Letter{}, unavailable(err)
	}
	if !due { // the usual case, which needs no write
		return desk.Letter{}, ErrNotFound
	}
	var l desk.Letter
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) (err error) {
		// The condition stands outside as well: PostgreSQL asks only that again after waiting for another courier.
		l, err = scanLetter(q.QueryRowContext(ctx, `
			UPDATE letters SET lease_until = $1, attempts = attempts + 1
			 WHERE id = (SELECT l.id FROM letters l
			              WHERE l.state = 'waiting' AND l.due_at <= $2 AND l.lease_until <= $2 AND l.channel <> 'phone'
			                AND NOT EXISTS (SELECT 1 FROM letters o
			                                 WHERE o.recipient = l.recipient AND o.state = 'waiting' AND o.id < l.id)
			                AND (l.channel <> 'chat' OR NOT EXISTS (SELECT 1 FROM sendings WHERE day = $3 AND outcome = '45009'))
			              ORDER BY l.due_at, l.id LIMIT 1)
			   AND state = 'waiting' AND lease_until <= $2
			RETURNING `+letterColumns, now.Add(leaseTime).UnixMilli(), now.UnixMilli(), string(policy.DateOf(now.In(shanghai)))))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Letter{}, ErrNotFound
	}
	return l, err
}

// TakeBack ends every lease. Only a process that serves alone may do so, at its start: whoever held one is dead, and its
// letters need not wait until the lease ends by itself.
func (s *Store) TakeBack(ctx context.Context) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `UPDATE letters SET lease_until = 0 WHERE state = 'waiting' AND lease_until > 0`)
		return err
	})
}

// Fellows are the other letters that wait for the recipient of l with the same kind, so that staff get one notice of them all.
func (s *Store) Fellows(ctx context.Context, l desk.Letter, now time.Time) ([]desk.Letter, error) {
	return queryLetters(ctx, s.engine.reader(), `
		SELECT `+letterColumns+` FROM letters
		 WHERE recipient = $1 AND state = 'waiting' AND kind = $2 AND id > $3 AND due_at <= $4 ORDER BY id`,
		recipient(l), string(l.Kind), l.ID, now.UnixMilli())
}

// Begin says that the next thing that happens to the letter is a call of the platform, and opens the page of the token
// whose digest is given; empty for none.
func (s *Store) Begin(ctx context.Context, letter int64, digest string) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if _, err := q.ExecContext(ctx, `UPDATE letters SET started = 1 WHERE id = $1`, letter); err != nil {
			return err
		}
		return addPage(ctx, q, letter, digest)
	})
}

// Settle writes what became of letters in hand, and counts outcome, the platform's code or "sent", among the day's. A letter
// that was settled by somebody else meanwhile stays as it is.
func (s *Store) Settle(ctx context.Context, outcome Sending, now time.Time, letters ...desk.Letter) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		for _, l := range letters {
			_, err := q.ExecContext(ctx, `
				UPDATE letters SET state = $2, due_at = $3, lease_until = 0, started = $4, reason = $5, way = $6, message = $7, sent_at = $8
				 WHERE id = $1 AND state = 'waiting'`,
				l.ID, string(l.State), l.DueAt.UnixMilli(), number(l.Started), clean(l.Reason), string(l.Way), clean(l.Message),
				reference(milli(l.SentAt)))
			if err != nil {
				return fmt.Errorf("letter %d: %w", l.ID, err)
			}
		}
		return outcome.count(ctx, q, now)
	})
}

// Reach is how a citizen can be written to.
type Reach struct {
	OpenID string
	Wrote  time.Time // the last message, zero for none
	Spent  int       // customer messages sent since
	Held   bool      // a letter waits for the next message
}

// Reach looks a citizen up; ErrNotFound for one who has unsubscribed.
func (s *Store) Reach(ctx context.Context, citizen int64) (Reach, error) {
	var r Reach
	var openid sql.NullString
	var wrote int64
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT c.openid, w.at,
		       (SELECT COUNT(*) FROM letters l WHERE l.citizen = c.id AND l.way = 'message' AND l.sent_at >= w.at),
		       EXISTS (SELECT 1 FROM letters l WHERE l.citizen = c.id AND l.state = 'held')
		  FROM citizens c, (SELECT COALESCE(MAX(at), 0) AS at FROM exchanges WHERE citizen = $1 AND kind NOT LIKE 'event%') w
		 WHERE c.id = $1`, citizen).Scan(&openid, &wrote, &r.Spent, &r.Held)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !openid.Valid {
		return Reach{}, fmt.Errorf("citizen %d: %w", citizen, ErrNotFound)
	}
	r.OpenID, r.Wrote = openid.String, timeOrZero(wrote)
	return r, unavailable(err)
}
