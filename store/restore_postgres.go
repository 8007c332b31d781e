package store

import (
	"context"
	"database/sql"
)

func (e *postgresEngine) tables(ctx context.Context, q querier) ([]string, error) {
	return column(ctx, q, `
		SELECT table_name FROM information_schema.tables
		 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`)
}

func (e *postgresEngine) snapshot(ctx context.Context, f func(context.Context, querier) error) error {
	return inTx(ctx, e.db, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, f)
}

func (e *postgresEngine) rebuild(ctx context.Context, version int64, load func(context.Context, querier, string) error) error {
	if err := inTx(ctx, e.db, nil, wipe); err != nil {
		return err
	}
	if err := upgradePostgres(ctx, e.db, version); err != nil {
		return err
	}
	err := inTx(ctx, e.db, nil, func(ctx context.Context, q querier) error {
		if err := deferForeignKeys(ctx, q); err != nil {
			return err
		}
		if err := load(ctx, q, "OVERRIDING SYSTEM VALUE"); err != nil {
			return err
		}
		return countOn(ctx, q)
	})
	if err != nil {
		return err
	}
	return upgradePostgres(ctx, e.db, newest)
}

// wipe drops the tables and the functions of their triggers.
func wipe(ctx context.Context, q querier) error {
	return execEach(ctx, q, `
		SELECT format('DROP TABLE %I CASCADE', table_name) FROM information_schema.tables
		 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
		 UNION ALL
		SELECT format('DROP FUNCTION %I', p.proname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
		 WHERE n.nspname = current_schema()`)
}

// execEach runs the statements that a query gives.
func execEach(ctx context.Context, q querier, query string) error {
	statements, err := column(ctx, q, query)
	if err != nil {
		return err
	}
	for _, s := range statements {
		if _, err := q.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// deferForeignKeys lets rows come in any order: references are checked when the transaction ends.
func deferForeignKeys(ctx context.Context, q querier) error {
	return execEach(ctx, q, `
		SELECT format('ALTER TABLE %I ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED', r.relname, c.conname)
		  FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace
		 WHERE c.contype = 'f' AND n.nspname = current_schema()`)
}

// countOn makes new rows take numbers after those restored.
func countOn(ctx context.Context, q querier) error {
	return execEach(ctx, q, `
		SELECT format('SELECT setval(pg_get_serial_sequence(%L, ''id''), (SELECT COALESCE(MAX(id), 0) + 1 FROM %I), false)', table_name, table_name)
		  FROM information_schema.columns
		 WHERE table_schema = current_schema() AND column_name = 'id' AND is_identity = 'YES'`)
}
