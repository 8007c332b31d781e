package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// postgresEngine leaves it to the server to commit together what arrives together.
type postgresEngine struct {
	db *sql.DB
}

func openPostgres(ctx context.Context, url string) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil { // its text may hold parts of a password
		return nil, errors.New("database address: not a valid postgres:// address (in user and password, " +
			"characters such as @ : / ? # % must be written %40 %3A %2F %3F %23 %25)")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	if err := upgradePostgres(ctx, db, newest); err != nil {
		_ = db.Close() // err says why there is no use for it
		return nil, fmt.Errorf("database %s on %s: %w", config.Database, config.Host, oneLine{unavailable(err)})
	}
	return &Store{engine: &postgresEngine{db: db}, hashing: newHashing(), silence: firstSilence}, nil
}

// oneLine prints the attempts on each address of a host, which the driver lists line by line, one after another.
type oneLine struct{ error }

func (e oneLine) Error() string { return strings.Join(strings.Fields(e.error.Error()), " ") }
func (e oneLine) Unwrap() error { return e.error }

func upgradePostgres(ctx context.Context, db *sql.DB, version int64) error {
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	oneAtATime, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return err
	}
	return upgrade(ctx, "postgres", version, func(files fs.FS) (*goose.Provider, error) {
		return goose.NewProvider(goose.DialectPostgres, db, files,
			goose.WithSessionLocker(oneAtATime), goose.WithDisableGlobalRegistry(true))
	})
}

func (e *postgresEngine) tx(ctx context.Context, f func(context.Context, querier) error) error {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return unavailable(err)
	}
	if err := f(ctx, tx); err != nil {
		_ = tx.Rollback() // err says what went wrong; the server forgets a transaction it cannot be told about
		return unavailable(err)
	}
	return unavailable(tx.Commit())
}

func (e *postgresEngine) reader() querier { return e.db }

func (e *postgresEngine) close() error { return e.db.Close() }
