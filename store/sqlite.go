package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteEngine writes through one connection, which a transaction has to itself, and reads through several.
type sqliteEngine struct {
	path    string
	files   map[string]os.FileInfo // the database and its log as opened, by path
	writes  *sql.DB
	readers *sql.DB
	read    compiled
	turn    chan struct{} // holds one token: whoever takes it has the writer
	conn    *sql.Conn     // the writer
	write   compiled      // its statements
	copies  *checkpoints
}

func openSQLite(ctx context.Context, path string, busy time.Duration) (_ *Store, err error) {
	if path == "" || path == ":memory:" {
		return nil, errors.New("database address: want sqlite:PATH with the path of a file")
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, err
	}
	if err := createPrivate(path); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	e := &sqliteEngine{path: path, turn: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			_ = e.close() // err says why there is no use for it
			err = explain(path, err)
		}
	}()
	if e.writes, err = sql.Open("sqlite", dsn(path, busy, "")); err != nil {
		return nil, err
	}
	e.writes.SetMaxOpenConns(1)
	if err := upgradeSQLite(ctx, e.writes, newest); err != nil {
		return nil, err
	}
	if e.conn, err = e.writes.Conn(ctx); err != nil {
		return nil, err
	}
	e.write.on = e.conn
	if e.readers, err = sql.Open("sqlite", dsn(path, busy, "&_pragma=query_only(true)&_pragma=cache_size(-512)")); err != nil {
		return nil, err
	}
	copier, err := sql.Open("sqlite", dsn(path, busy, ""))
	if err != nil {
		return nil, err
	}
	e.copies = startCheckpoints(copier)
	e.readers.SetMaxOpenConns(4)
	e.readers.SetMaxIdleConns(4)
	e.read.on = e.readers
	if e.files, err = identities(path, path+"-wal"); err != nil {
		return nil, err
	}
	return &Store{engine: e, group: startGroup(e.tx), hashing: newHashing(), silence: firstSilence}, nil
}

// createPrivate creates the folder and an empty file where they are missing. An existing file is not opened: closing
// it would drop the locks that this process may hold on it through SQLite.
func createPrivate(path string) error {
	if info, err := os.Stat(path); err == nil {
		if info.IsDir() {
			return &fs.PathError{Op: "open", Path: path, Err: errors.New("is a folder, not a file")}
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn never creates a file (mode=rw): a new one in the place of one that was removed would hide the loss.
func dsn(path string, busy time.Duration, more string) string {
	file := url.URL{Scheme: "file", Path: path}
	return fmt.Sprintf("%s?mode=rw&_txlock=immediate&_pragma=busy_timeout(%d)&_pragma=journal_mode(WAL)"+
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(true)&_pragma=journal_size_limit(67108864)"+
		"&_pragma=wal_autocheckpoint(16000)%s", // the log's limit of 64 MB, should checkpoints never catch up
		file.String(), busy.Milliseconds(), more)
}

// upgradeSQLite tries again when another process creates the same tables at the same moment.
func upgradeSQLite(ctx context.Context, db *sql.DB, version int64) error {
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	var err error
	for range 5 {
		err = upgrade(ctx, "sqlite", version, func(files fs.FS) (*goose.Provider, error) {
			return goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
		})
		var lite *sqlite.Error
		if !errors.As(err, &lite) || lite.Code()&0xff != sqlite3.SQLITE_ERROR {
			break
		}
	}
	return err
}

// explain names the file and says in plain words what SQLite reports by number.
func explain(path string, err error) error {
	reason := err
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB:
			reason = errors.New("not an SQLite database")
		case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
			reason = fmt.Errorf("the file and its folder must be writable: %w", err)
		}
	}
	return fmt.Errorf("database %s: %w", path, unavailable(reason))
}

func identities(paths ...string) (map[string]os.FileInfo, error) {
	out := map[string]os.FileInfo{}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		out[path] = info
	}
	return out, nil
}

// intact fails when the files we write are no longer the ones at their paths. SQLite itself would go on writing
// files that nobody can open any more, and everything would be lost with the process.
func (e *sqliteEngine) intact() error {
	for path, opened := range e.files {
		now, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%w: %s is gone; put it back or start again", ErrUnavailable, path)
		case err != nil:
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		case !os.SameFile(opened, now):
			return fmt.Errorf("%w: another file stands at %s; put the old one back or start again", ErrUnavailable, path)
		}
	}
	return nil
}

// tx does not interrupt a statement when ctx ends: each is short, and the wait for another process's transaction is
// bounded by the busy timeout.
func (e *sqliteEngine) tx(ctx context.Context, f func(context.Context, querier) error) error {
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := e.intact(); err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	if _, err := e.write.ExecContext(whole, `BEGIN IMMEDIATE`); err != nil {
		return unavailable(err)
	}
	err := f(whole, &e.write)
	if err == nil {
		_, err = e.write.ExecContext(whole, `COMMIT`)
	}
	if err != nil {
		// Where the error has already ended the transaction, ROLLBACK has nothing to do and says so.
		_, _ = e.write.ExecContext(whole, `ROLLBACK`)
		return unavailable(err)
	}
	e.copies.count()
	return e.intact()
}

func (e *sqliteEngine) reader() querier { return &e.read }

func (e *sqliteEngine) close() error {
	errs := []error{e.read.close(), e.write.close()}
	if e.copies != nil {
		errs = append(errs, e.copies.close())
	}
	if e.readers != nil {
		errs = append(errs, e.readers.Close())
	}
	if e.conn != nil {
		errs = append(errs, e.conn.Close())
	}
	if e.writes != nil {
		errs = append(errs, e.writes.Close())
	}
	return errors.Join(errs...)
}
