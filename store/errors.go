package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// unavailable marks the errors whose cause lies in the database's surroundings, not in what was asked of it.
func unavailable(err error) error {
	if err == nil || errors.Is(err, ErrUnavailable) || !environmental(err) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

func environmental(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
			sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
			sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOTADB:
			return true
		}
		return false
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return true
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return len(pg.Code) == 5 && environmentalStates[pg.Code[:2]] || pg.Code == "25006" // read-only transaction
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // the caller's, though a net.Error too
	}
	var network net.Error
	return errors.As(err, &network) || pgconn.SafeToRetry(err) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.ErrUnexpectedEOF)
}

// environmentalStates are classes of PostgreSQL's SQLSTATE: connection, authorization, deadlock and serialization,
// missing resources, objects in use (lock timeouts), operator intervention, system error.
var environmentalStates = map[string]bool{
	"08": true, "28": true, "40": true, "53": true, "55": true, "57": true, "58": true,
}
