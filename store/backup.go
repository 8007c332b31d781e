package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// A backup is sealed with the office's key and inside it compressed: JSON lines. The first is the manifest; then each table is
// named with its columns, and followed by its rows as arrays; the last line counts them, so that one cut short is noticed.
// It holds texts and whole numbers only, so that either engine restores what the other wrote.

// Manifest is what a backup says of itself.
type Manifest struct {
	Format  int       `json:"format"`
	Version int64     `json:"version"` // of the tables
	At      time.Time `json:"at"`
}

const (
	backupFormat = 1
	backupAbout  = "backup/1"
)

type section struct {
	Table   string         `json:"table,omitempty"`
	Columns []string       `json:"columns,omitempty"`
	End     map[string]int `json:"end,omitempty"` // rows of each table
}

// notKept are tables of no use after a restore: who serves now, what migrations ran, and who is signed in.
var notKept = []string{"processes", "goose_db_version", "sessions", "posts"}

// Backup writes everything that must survive to w, as it stood at one moment, while others go on writing.
func (s *Store) Backup(ctx context.Context, w io.Writer, now time.Time) error {
	if s.keys == nil {
		return ErrLocked
	}
	sealed, err := s.keys.Writer(w, backupAbout)
	if err != nil {
		return err
	}
	packed := gzip.NewWriter(sealed)
	out := bufio.NewWriterSize(packed, 1<<16)
	err = s.engine.snapshot(ctx, func(ctx context.Context, q querier) error { return s.dump(ctx, q, json.NewEncoder(out), now) })
	if err != nil {
		return fmt.Errorf("backup: %w", unavailable(err))
	}
	return errors.Join(out.Flush(), packed.Close(), sealed.Close())
}

func (s *Store) dump(ctx context.Context, q querier, out *json.Encoder, now time.Time) error {
	m := Manifest{Format: backupFormat, At: now}
	if err := q.QueryRowContext(ctx, `SELECT MAX(version_id) FROM goose_db_version`).Scan(&m.Version); err != nil {
		return err
	}
	if err := out.Encode(m); err != nil {
		return err
	}
	tables, err := s.engine.tables(ctx, q)
	if err != nil {
		return err
	}
	end := map[string]int{}
	for _, table := range tables {
		if slices.Contains(notKept, table) {
			continue
		}
		if end[table], err = dumpTable(ctx, q, out, table); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	return out.Encode(section{End: end})
}

func dumpTable(ctx context.Context, q querier, out *json.Encoder, table string) (n int, err error) {
	rows, err := q.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	if err := out.Encode(section{Table: table, Columns: columns}); err != nil {
		return 0, err
	}
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return 0, err
		}
		for i, v := range values {
			if text, ok := v.([]byte); ok {
				values[i] = string(text)
			}
		}
		if err := out.Encode(values); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}

// copying reads a backup line by line.
type copying struct {
	in       *json.Decoder
	Manifest Manifest
}

// readBackup opens a backup as far as its manifest.
func (s *Store) readBackup(r io.Reader) (*copying, error) {
	if s.keys == nil {
		return nil, ErrLocked
	}
	sealed, err := s.keys.Reader(r, backupAbout)
	if err != nil {
		return nil, err
	}
	packed, err := gzip.NewReader(sealed)
	if err != nil {
		return nil, err
	}
	b := &copying{in: json.NewDecoder(bufio.NewReaderSize(packed, 1<<16))}
	b.in.UseNumber()
	if err := b.in.Decode(&b.Manifest); err != nil {
		return nil, err
	}
	if b.Manifest.Format != backupFormat {
		return nil, fmt.Errorf("format %d, written by a newer program", b.Manifest.Format)
	}
	return b, nil
}

// each passes every table and its rows on, in their order, and compares their numbers with those at the end.
func (b *copying) each(table func(section) error, row func([]any) error) error {
	got, current := map[string]int{}, ""
	for {
		var line json.RawMessage
		if err := b.in.Decode(&line); err != nil {
			return fmt.Errorf("cut short: %w", err)
		}
		if line[0] == '[' {
			values, err := decodeRow(line)
			if err != nil {
				return fmt.Errorf("table %s: %w", current, err)
			}
			got[current]++
			if err := row(values); err != nil {
				return fmt.Errorf("table %s: %w", current, err)
			}
			continue
		}
		var s section
		if err := json.Unmarshal(line, &s); err != nil {
			return err
		}
		if s.Table == "" {
			return b.finish(s.End, got)
		}
		if current = s.Table; !safeName(current) || slices.ContainsFunc(s.Columns, func(c string) bool { return !safeName(c) }) {
			return fmt.Errorf("table %q is none of ours", current)
		}
		got[current] = 0
		if err := table(s); err != nil {
			return fmt.Errorf("table %s: %w", current, err)
		}
	}
}

// finish reads to the very end, where the seal says whether all of it was genuine.
func (b *copying) finish(want, got map[string]int) error {
	for table, n := range want {
		if got[table] != n {
			return fmt.Errorf("table %s: %d rows, want %d", table, got[table], n)
		}
	}
	if _, err := b.in.Token(); !errors.Is(err, io.EOF) {
		return errors.Join(errors.New("more after the end"), err)
	}
	return nil
}

func decodeRow(line json.RawMessage) ([]any, error) {
	var values []any
	in := json.NewDecoder(strings.NewReader(string(line)))
	in.UseNumber()
	if err := in.Decode(&values); err != nil {
		return nil, err
	}
	for i, v := range values {
		n, isNumber := v.(json.Number)
		if !isNumber {
			continue
		}
		whole, err := n.Int64()
		if err != nil {
			return nil, err
		}
		values[i] = whole
	}
	return values, nil
}

func safeName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_0123456789") == ""
}
