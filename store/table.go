package store

import (
	"context"
	"time"

	"shangda/desk"
)

// Tables reads the tables that the office has edited, and counts their changes so far. When that is the known revision,
// none are read. A table without an entry is as shipped.
func (s *Store) Tables(ctx context.Context, known int64) (revision int64, bodies map[desk.TableName]string, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'tables'`).Scan(&revision)
	if err != nil || revision == known {
		return revision, nil, unavailable(err)
	}
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT name, body FROM tables`)
	if err != nil {
		return 0, nil, unavailable(err)
	}
	defer rows.Close()
	bodies = map[desk.TableName]string{}
	for rows.Next() {
		var name desk.TableName
		var body string
		if err := rows.Scan(&name, &body); err != nil {
			return 0, nil, unavailable(err)
		}
		bodies[name] = body
	}
	return revision, bodies, unavailable(rows.Err())
}

// saveTable writes a table; an empty one is the shipped one again.
func saveTable(ctx context.Context, q querier, name desk.TableName, body string, now time.Time) (err error) {
	if body == "" {
		_, err = q.ExecContext(ctx, `DELETE FROM tables WHERE name = $1`, string(name))
	} else {
		_, err = q.ExecContext(ctx, `
			INSERT INTO tables (name, body, updated_at) VALUES ($1, $2, $3)
			    ON CONFLICT (name) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
			string(name), clean(body), now.UnixMilli())
	}
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `UPDATE counters SET value = value + 1 WHERE name = 'tables'`)
	return err
}
