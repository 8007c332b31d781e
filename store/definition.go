package store

import (
	"context"
	"fmt"
	"time"

	"shangda/desk"
)

// Program is the number of the rules of counting that are written in code, see room report. Whoever changes one of them counts
// it up, so that a figure says by which rules it was counted.
const Program = 1

// firstSilence is what migrations begin with.
const firstSilence = 30 * time.Minute

// Definition is what counted as what from a time on.
type Definition struct {
	Version int64
	Silence time.Duration // of a citizen, that ends a conversation (互动交流)
	Program int
	Since   time.Time
}

// Definitions are all versions, the first one first. Each holds for what is logged until the next one's time: what was
// counted stays counted.
func (s *Store) Definitions(ctx context.Context) ([]Definition, error) {
	return definitions(ctx, s.engine.reader())
}

func definitions(ctx context.Context, q querier) ([]Definition, error) {
	rows, err := q.QueryContext(ctx, `SELECT version, silence, program, since FROM definitions ORDER BY version`)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Definition
	for rows.Next() {
		var d Definition
		var silence, since int64
		if err := rows.Scan(&d.Version, &silence, &d.Program, &since); err != nil {
			return nil, unavailable(err)
		}
		d.Silence, d.Since = time.Duration(silence)*time.Millisecond, timeOrZero(since)
		out = append(out, d)
	}
	return out, unavailable(rows.Err())
}

// Define tells how long a silence ends a conversation, before anything is saved. When that, or the rules in code, differ from
// the newest version on file, a new version is written and audited.
func (s *Store) Define(ctx context.Context, silence time.Duration, now time.Time) error {
	s.silence = silence
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		all, err := definitions(ctx, q)
		if err != nil {
			return err
		}
		last := all[len(all)-1]
		if last.Silence == silence && last.Program == Program {
			return nil
		}
		_, err = q.ExecContext(ctx, `INSERT INTO definitions (version, silence, program, since) VALUES ($1, $2, $3, $4)`,
			last.Version+1, silence.Milliseconds(), Program, now.UnixMilli())
		if err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{
			At: now, Act: "figure.define", Object: fmt.Sprintf("definition:%d", last.Version+1), OK: true, Before: last.Silence.String(), After: silence.String(),
		})
	})
}
