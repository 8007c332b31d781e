package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

// Undelivered are the letters that somebody should look at, oldest first: held, failed, to be told by telephone, and those
// whose first try did not succeed.
func (s *Store) Undelivered(ctx context.Context, limit int) ([]desk.Letter, error) {
	return queryLetters(ctx, s.engine.reader(), `
		SELECT `+letterColumns+` FROM letters
		 WHERE state IN ('waiting', 'held', 'failed') AND (state <> 'waiting' OR reason <> '' OR channel = 'phone')
		 ORDER BY id LIMIT $1`, limit)
}

// Stuck counts the undelivered letters that are alike.
type Stuck struct {
	Kind    desk.LetterKind
	Channel desk.Channel
	State   desk.LetterState
	Reason  string
	Count   int64
	Oldest  time.Time
}

// StuckLetters says how many letters are undelivered and why, without saying whose.
func (s *Store) StuckLetters(ctx context.Context) ([]Stuck, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT kind, channel, state, reason, COUNT(*), MIN(created_at) FROM letters
		 WHERE state IN ('waiting', 'held', 'failed') AND (state <> 'waiting' OR reason <> '' OR channel = 'phone')
		 GROUP BY kind, channel, state, reason ORDER BY COUNT(*) DESC, kind, channel, state, reason`)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Stuck
	for rows.Next() {
		var one Stuck
		var oldest int64
		if err := rows.Scan(&one.Kind, &one.Channel, &one.State, &one.Reason, &one.Count, &oldest); err != nil {
			return nil, unavailable(err)
		}
		one.Oldest = timeOf(oldest)
		out = append(out, one)
	}
	return out, unavailable(rows.Err())
}

// Letter reads one letter; ErrNotFound.
func (s *Store) Letter(ctx context.Context, id int64) (desk.Letter, error) {
	l, err := scanLetter(s.engine.reader().QueryRowContext(ctx, `SELECT `+letterColumns+` FROM letters WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return l, fmt.Errorf("letter %d: %w", id, ErrNotFound)
	}
	return l, unavailable(err)
}

// Retry sends a letter again that is held, failed, waits for its next try or for a call. ErrConflict when that is over.
func (s *Store) Retry(ctx context.Context, by desk.Actor, id int64, now time.Time) error {
	return s.handle(ctx, "letter.retry", by, id, now, `
		UPDATE letters SET state = 'waiting', due_at = $2, channel = CASE channel WHEN 'phone' THEN 'chat' ELSE channel END,
		       recipient = CASE channel WHEN 'phone' THEN 'chat:' || citizen ELSE recipient END
		 WHERE id = $1 AND state IN ('waiting', 'held', 'failed') AND lease_until <= $2`)
}

// ToPhone gives a citizen's letter to a member of staff to tell by telephone; the chat tries no more. ErrConflict when it is
// over.
func (s *Store) ToPhone(ctx context.Context, by desk.Actor, id int64, now time.Time) error {
	return s.handle(ctx, "letter.phone", by, id, now, `
		UPDATE letters SET state = 'waiting', channel = 'phone', recipient = 'phone', due_at = $2
		 WHERE id = $1 AND channel = 'chat' AND staff IS NULL AND state IN ('waiting', 'held', 'failed') AND lease_until <= $2`)
}

// Told ends a telephone task: the member of staff has told the citizen. ErrConflict when it is over.
func (s *Store) Told(ctx context.Context, by desk.Actor, id int64, now time.Time) error {
	return s.handle(ctx, "letter.told", by, id, now, `
		UPDATE letters SET state = 'told', way = 'phone', reason = '', sent_at = $2, settled_at = $2
		 WHERE id = $1 AND channel = 'phone' AND state = 'waiting'`)
}

func (s *Store) handle(ctx context.Context, act string, by desk.Actor, id int64, now time.Time, update string) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		r, err := q.ExecContext(ctx, update, id, now.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("letter %d: %w", id, ErrConflict))
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: act, Object: fmt.Sprintf("letter:%d", id), OK: true})
	})
}
