package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

// Canned are the replies that staff use again, in order of their titles.
func (s *Store) Canned(ctx context.Context) ([]desk.Canned, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT id, version, title, body FROM canned ORDER BY title`)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Canned
	for rows.Next() {
		var c desk.Canned
		if err := rows.Scan(&c.ID, &c.Version, &c.Title, &c.Body); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, c)
	}
	return out, unavailable(rows.Err())
}

// SaveCanned writes a new reply (Version 0) and sets its ID, or changes one that still has its version; an empty body
// removes it. ErrTaken when another has the title, ErrConflict when it was changed meanwhile.
func (s *Store) SaveCanned(ctx context.Context, c *desk.Canned, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		var taken bool
		err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM canned WHERE title = $1 AND id <> $2)`, clean(c.Title), c.ID).Scan(&taken)
		if err != nil {
			return err
		}
		if taken {
			return fmt.Errorf("canned reply: %w", ErrTaken)
		}
		act := "canned.save"
		switch {
		case c.Version == 0:
			err = q.QueryRowContext(ctx, `INSERT INTO canned (version, title, body, updated_at) VALUES (1, $1, $2, $3) RETURNING id`,
				clean(c.Title), clean(c.Body), now.UnixMilli()).Scan(&c.ID)
		case c.Body == "":
			act = "canned.remove"
			err = q.QueryRowContext(ctx, `DELETE FROM canned WHERE id = $1 AND version = $2 RETURNING id`, c.ID, c.Version).Scan(&c.ID)
		default:
			err = q.QueryRowContext(ctx, `
				UPDATE canned SET version = version + 1, title = $3, body = $4, updated_at = $5 WHERE id = $1 AND version = $2 RETURNING id`,
				c.ID, c.Version, clean(c.Title), clean(c.Body), now.UnixMilli()).Scan(&c.ID)
		}
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("canned reply %d: %w", c.ID, ErrConflict)
		}
		if err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: act, Object: fmt.Sprintf("canned:%d", c.ID), OK: true})
	})
}
