package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// ErrNotEmpty: the database holds records of its own.
var ErrNotEmpty = errors.New("database is not empty")

// Restore replaces everything in the database by the backup, which is checked to its end before anything is touched. A
// database with records of its own is refused with ErrNotEmpty unless replace says otherwise, and one that is served with
// ErrInUse. The store must be unlocked with the key of the backup, and is closed when Restore returns: what was prepared
// before no longer fits.
func (s *Store) Restore(ctx context.Context, backup io.ReadSeeker, replace bool, now time.Time) (Manifest, error) {
	defer s.Close()
	b, err := s.readBackup(backup)
	if err == nil {
		err = b.each(func(section) error { return nil }, func([]any) error { return nil })
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	if err := s.Claim(ctx, "restore", false, now); err != nil {
		return Manifest{}, err
	}
	if used, err := s.Used(ctx); err != nil || used && !replace {
		return Manifest{}, errors.Join(err, ErrNotEmpty)
	}
	if _, err := backup.Seek(0, io.SeekStart); err != nil {
		return Manifest{}, err
	}
	if b, err = s.readBackup(backup); err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	return b.Manifest, s.engine.rebuild(ctx, b.Manifest.Version, func(ctx context.Context, q querier, override string) error {
		return load(ctx, q, b, override)
	})
}

// Used says whether anybody has written, asked or worked here.
func (s *Store) Used(ctx context.Context) (used bool, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM exchanges) OR EXISTS (SELECT 1 FROM requests) OR EXISTS (SELECT 1 FROM tickets)
		    OR EXISTS (SELECT 1 FROM knowledge WHERE origin <> 'starter') OR EXISTS (SELECT 1 FROM staff WHERE role <> 'system_admin')`).
		Scan(&used)
	return used, unavailable(err)
}

// load fills the tables, which migrations may have filled with rows of their own.
func load(ctx context.Context, q querier, b *copying, override string) error {
	insert := ""
	return b.each(func(t section) error {
		marks := make([]string, len(t.Columns))
		for i := range marks {
			marks[i] = fmt.Sprintf("$%d", i+1)
		}
		insert = fmt.Sprintf(`INSERT INTO %s (%s) %s VALUES (%s)`, t.Table, strings.Join(t.Columns, ", "), override, strings.Join(marks, ", "))
		var seeded bool // asked first: the audit trail refuses to be emptied, even of nothing
		err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+t.Table+`)`).Scan(&seeded)
		if err == nil && seeded {
			_, err = q.ExecContext(ctx, `DELETE FROM `+t.Table)
		}
		return err
	}, func(values []any) error {
		_, err := q.ExecContext(ctx, insert, values...)
		return err
	})
}

// column reads one column of texts.
func column(ctx context.Context, q querier, query string) ([]string, error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// inTx runs f in a transaction of db.
func inTx(ctx context.Context, db *sql.DB, o *sql.TxOptions, f func(context.Context, querier) error) error {
	tx, err := db.BeginTx(ctx, o)
	if err != nil {
		return err
	}
	if err := f(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
