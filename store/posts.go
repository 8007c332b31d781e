package store

import (
	"context"
	"fmt"
	"time"
)

// BeginPost claims a form by the random text it carries. Only the first claim is new; for the others location is where the
// first one led, empty while that is still in hand.
func (s *Store) BeginPost(ctx context.Context, once string, now time.Time) (isNew bool, location string, err error) {
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		r, err := q.ExecContext(ctx, `INSERT INTO posts (once, location, at) VALUES ($1, '', $2) ON CONFLICT (once) DO NOTHING`,
			clean(once), now.UnixMilli())
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if isNew = n == 1; isNew || err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT location FROM posts WHERE once = $1`, clean(once)).Scan(&location)
	})
	return isNew, location, err
}

// EndPost notes where a claimed form led; to nowhere: it was refused and may be posted again.
func (s *Store) EndPost(ctx context.Context, once, location string) error {
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) (err error) {
		if location == "" {
			_, err = q.ExecContext(ctx, `DELETE FROM posts WHERE once = $1`, clean(once))
		} else {
			_, err = q.ExecContext(ctx, `UPDATE posts SET location = $2 WHERE once = $1`, clean(once), clean(location))
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("posted form: %w", err)
	}
	return nil
}
