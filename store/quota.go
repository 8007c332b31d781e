package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// Quotas are what each section has to publish a month, by section, and the version to save changes with.
func (s *Store) Quotas(ctx context.Context) (quotas []desk.Quota, version int64, err error) {
	if err := s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'quotas'`).Scan(&version); err != nil {
		return nil, 0, unavailable(err)
	}
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT section, due_day, minimum FROM quotas ORDER BY section`)
	if err != nil {
		return nil, 0, unavailable(err)
	}
	defer rows.Close()
	for rows.Next() {
		var q desk.Quota
		if err := rows.Scan(&q.Section, &q.DueDay, &q.Minimum); err != nil {
			return nil, 0, unavailable(err)
		}
		quotas = append(quotas, q)
	}
	return quotas, version, unavailable(rows.Err())
}

// SaveQuotas replaces all quotas; ErrConflict when somebody changed them since version.
func (s *Store) SaveQuotas(ctx context.Context, quotas []desk.Quota, version int64, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		result, err := q.ExecContext(ctx, `UPDATE counters SET value = value + 1 WHERE name = 'quotas' AND value = $1`, version)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("quotas: %w", ErrConflict))
		}
		if _, err := q.ExecContext(ctx, `DELETE FROM quotas`); err != nil {
			return err
		}
		after := ""
		for _, x := range quotas {
			if !x.Valid() {
				return fmt.Errorf("quota of %q: %w", x.Section, disclosure.ErrIncom)
			}
			_, err := q.ExecContext(ctx, `INSERT INTO quotas (section, due_day, minimum) VALUES ($1, $2, $3)`, clean(x.Section), x.DueDay, x.Minimum)
			if err != nil {
				return err
			}
			after += fmt.Sprintf("%s %d/%d; ", x.Section, x.DueDay, x.Minimum)
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "quota.save", Object: "quotas", OK: true, After: after})
	})
}
