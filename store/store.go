// Package store keeps what must survive a restart: citizens, their conversations and exchanges, the knowledge of the
// office, the processes that serve. It is SQL, one text for SQLite and PostgreSQL, with $1 placeholders; only the
// tables are declared twice, in the folders sqlite and postgres. Times are Unix milliseconds, days are those of
// Asia/Shanghai, JSON is text that is read whole.
package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"shangda/seal"
)

var (
	// ErrDuplicate: an exchange with this key is already logged for this citizen; nothing was changed.
	ErrDuplicate = errors.New("exchange is already logged")
	// ErrConflict: the conversation was saved by someone else since it was loaded; nothing was changed.
	ErrConflict = errors.New("conversation has changed meanwhile")
	// ErrNotFound: no row of that identity.
	ErrNotFound = errors.New("not found")
	// ErrInUse: another live process serves this database.
	ErrInUse = errors.New("database is in use by another serving process")
	// ErrUnavailable: the database cannot be used now (locked, disk full, file gone, server away). It may be tried
	// again: once the cause is gone, the same Store works without being opened anew.
	ErrUnavailable = errors.New("database unavailable")
)

// Store is one open database. Its methods are safe for concurrent use, also beside other processes.
type Store struct {
	engine  engine
	group   *group     // only where saves are committed together, that is on SQLite
	keys    *seal.Keys // nil until Unlock
	hashing hashing
	silence time.Duration // see Define

	mu    sync.Mutex
	claim *claim
	close sync.Once
}

// engine is what differs between SQLite and PostgreSQL.
type engine interface {
	// tx runs f in one write transaction: committed when f returns nil, else rolled back. The statements of f take
	// the context that f is given.
	tx(ctx context.Context, f func(context.Context, querier) error) error
	// reader answers single queries outside any transaction.
	reader() querier
	// snapshot runs f on one state of the database, for as long as it takes.
	snapshot(ctx context.Context, f func(context.Context, querier) error) error
	// tables are the names of all tables.
	tables(ctx context.Context, q querier) ([]string, error)
	// rebuild drops every table, makes those of version, has load fill them in a transaction whose references may come in
	// any order, and brings them up to date. override goes before VALUES, where rows bring their own numbers.
	rebuild(ctx context.Context, version int64, load func(ctx context.Context, q querier, override string) error) error
	// lock holds off other processes, or only exclusive ones when shared; ErrInUse when they are there first.
	lock(ctx context.Context, shared bool) (processLock, error)
	close() error
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Close ends the claim, waits for the saves in hand and closes the database. Saves that come later are refused. Only the first Close does something.
func (s *Store) Close() (err error) {
	s.close.Do(func() {
		if s.group != nil {
			s.group.close()
		}
		err = errors.Join(s.release(), s.engine.close())
	})
	return err
}

// Ping proves that the database can be written and read, by a small committed write.
func (s *Store) Ping(ctx context.Context) error {
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `UPDATE counters SET value = value + 1 WHERE name = 'ping'`)
		return err
	})
	if err != nil {
		return err
	}
	var n int64
	return unavailable(s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'ping'`).Scan(&n))
}

var shanghai = time.FixedZone("CST", 8*3600)

func timeOf(ms int64) time.Time { return time.UnixMilli(ms).In(shanghai) }

// clean makes s storable in PostgreSQL, which accepts neither NUL nor broken UTF-8 in text.
func clean(s string) string {
	if strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
