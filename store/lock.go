package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"syscall"
)

// fileLock is a lock of the operating system on a file beside the database, which stays there: removing it would let
// two processes lock two files of the same name.
type fileLock struct{ file *os.File }

func (e *sqliteEngine) lock(_ context.Context, shared bool) (processLock, error) {
	f, err := os.OpenFile(e.path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = ErrInUse
		}
		return nil, errors.Join(err, f.Close())
	}
	return fileLock{f}, nil
}

func (l fileLock) held(context.Context) error { return nil }
func (l fileLock) release() error             { return l.file.Close() }

// sessionLock is an advisory lock of PostgreSQL, which the server ends with the connection that took it.
type sessionLock struct{ conn *sql.Conn }

func (e *postgresEngine) lock(ctx context.Context, shared bool) (processLock, error) {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return nil, unavailable(err)
	}
	// The server should notice within a minute that this machine is gone, not within its usual two hours.
	_, err = conn.ExecContext(ctx, `
		SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
		       set_config('tcp_keepalives_count', '3', false)`)
	if err != nil {
		return nil, errors.Join(unavailable(err), conn.Close())
	}
	var locked bool
	err = conn.QueryRowContext(ctx, `
		SELECT CASE WHEN $1 THEN pg_try_advisory_lock_shared(k) ELSE pg_try_advisory_lock(k) END
		  FROM (SELECT hashtextextended('shangda ' || current_schema(), 0) AS k) AS key`, shared).Scan(&locked)
	if err == nil && !locked {
		err = ErrInUse
	}
	if err != nil {
		return nil, errors.Join(unavailable(err), conn.Close())
	}
	return sessionLock{conn}, nil
}

func (l sessionLock) held(ctx context.Context) error { return l.conn.PingContext(ctx) }

func (l sessionLock) release() error {
	ctx, cancel := context.WithTimeout(context.Background(), busyTimeout)
	defer cancel()
	_, err := l.conn.ExecContext(ctx, `SELECT pg_advisory_unlock_all()`)
	return errors.Join(err, l.conn.Close())
}
