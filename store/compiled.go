package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// compiled runs SQL through statements that it prepares once and keeps, so that SQL can stand in the method that runs
// it without being compiled at every call. SQLite compiles slower than it runs; PostgreSQL's driver keeps its own.
type compiled struct {
	on interface { // *sql.DB or *sql.Conn
		querier
		PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	}
	statements sync.Map // SQL → *sql.Stmt
}

func (c *compiled) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (c *compiled) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (c *compiled) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := c.statement(ctx, query)
	if err != nil || ctx.Err() != nil {
		return c.on.QueryRowContext(ctx, query, args...) // a Row that carries the error
	}
	return s.QueryRowContext(context.WithoutCancel(ctx), args...) // a row is read sooner than its watchers are started
}

func (c *compiled) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := c.statements.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := c.on.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if first, taken := c.statements.LoadOrStore(query, s); taken {
		return first.(*sql.Stmt), s.Close()
	}
	return s, nil
}

func (c *compiled) close() error {
	var errs []error
	c.statements.Range(func(_, s any) bool {
		errs = append(errs, s.(*sql.Stmt).Close())
		return true
	})
	return errors.Join(errs...)
}
