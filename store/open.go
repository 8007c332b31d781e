package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// busyTimeout is how long a write waits for another process's transaction. It leaves a citizen's message, which has
// 4.5 s, time to be answered with an apology.
const busyTimeout = 3 * time.Second

//go:embed sqlite/*.sql postgres/*.sql
var migrations embed.FS

// Open opens "sqlite:PATH" or "postgres://…" and brings its tables up to date. For SQLite the parent folder and the
// file are created, readable to their owner only. No error names a password.
func Open(ctx context.Context, url string) (*Store, error) {
	scheme, rest, found := strings.Cut(url, ":")
	switch {
	case found && scheme == "sqlite":
		return openSQLite(ctx, rest, busyTimeout)
	case found && (scheme == "postgres" || scheme == "postgresql") && strings.HasPrefix(rest, "//"):
		return openPostgres(ctx, url)
	case found && strings.HasPrefix(rest, "//"):
		return nil, fmt.Errorf("database address of kind %q: want sqlite:PATH or postgres://…", scheme)
	}
	return nil, errors.New("database address: want sqlite:PATH or postgres://…")
}

// newest asks upgrade for all migrations.
const newest = 0

// upgrade applies what the database lacks of the migrations in dir, as far as version, and refuses one that is ahead of this
// program.
func upgrade(ctx context.Context, dir string, version int64, newProvider func(fs.FS) (*goose.Provider, error)) error {
	files, err := fs.Sub(migrations, dir)
	if err != nil {
		return err
	}
	p, err := newProvider(files)
	if err != nil {
		return err
	}
	if version == newest {
		_, err = p.Up(ctx)
	} else {
		_, err = p.UpTo(ctx, version)
	}
	if err != nil {
		return fmt.Errorf("upgrade tables: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("version of tables: %w", err)
	}
	if max(have, version) > want {
		return fmt.Errorf("tables have version %d, written by a newer program; this one knows %d", max(have, version), want)
	}
	return nil
}
