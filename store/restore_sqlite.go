package store

import (
	"context"
	"database/sql"
)

func (e *sqliteEngine) tables(ctx context.Context, q querier) ([]string, error) {
	return column(ctx, q, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
}

// snapshot reads on a connection of its own, since a transaction shows one state only there.
func (e *sqliteEngine) snapshot(ctx context.Context, f func(context.Context, querier) error) error {
	conn, err := e.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `BEGIN`); err != nil {
		return err
	}
	err = f(ctx, conn)
	// Nothing was written, so that there is nothing to lose when the end is not heard.
	_, _ = conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
	return err
}

func (e *sqliteEngine) rebuild(ctx context.Context, version int64, load func(context.Context, querier, string) error) error {
	db, err := sql.Open("sqlite", dsn(e.path, busyTimeout, ""))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := e.wipe(ctx, db); err != nil {
		return err
	}
	if err := upgradeSQLite(ctx, db, version); err != nil {
		return err
	}
	err = inTx(ctx, db, nil, func(ctx context.Context, q querier) error {
		if _, err := q.ExecContext(ctx, `PRAGMA defer_foreign_keys = ON`); err != nil {
			return err
		}
		return load(ctx, q, "")
	})
	if err != nil {
		return err
	}
	return upgradeSQLite(ctx, db, newest)
}

func (e *sqliteEngine) wipe(ctx context.Context, db *sql.DB) error {
	tables, err := e.tables(ctx, db)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `PRAGMA foreign_keys = OFF`); err != nil {
		return err
	}
	err = inTx(ctx, db, nil, func(ctx context.Context, q querier) error {
		for _, t := range tables {
			if _, err := q.ExecContext(ctx, `DROP TABLE `+t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `PRAGMA foreign_keys = ON`)
	return err
}
