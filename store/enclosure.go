package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/seal"
)

// Enclose keeps a file beside the ticket whose answer it shall go with, in place of one that was not sent, and sets its ID.
func (s *Store) Enclose(ctx context.Context, f *File, by desk.Actor, now time.Time) error {
	f.Digest, f.Size = seal.Sum(f.Data), int64(len(f.Data))
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `DELETE FROM files WHERE ticket = $1 AND id NOT IN (SELECT file FROM tickets WHERE file <> 0)`, f.Ticket)
		if err != nil {
			return err
		}
		if err := s.addFile(ctx, q, f, now); err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{
			At: now, Actor: by, Act: "ticket.enclosed", Object: TicketObject(f.Ticket), OK: true, After: f.Digest,
		})
	})
}

// Enclosed is the newest file beside a ticket, without its content; ErrNotFound when there is none.
func (s *Store) Enclosed(ctx context.Context, ticket int64) (File, error) {
	f, err := s.scanFile(s.engine.reader().QueryRowContext(ctx, `
		SELECT `+fileColumns+` FROM files WHERE ticket = $1 ORDER BY id DESC LIMIT 1`, ticket))
	if errors.Is(err, sql.ErrNoRows) {
		return File{}, fmt.Errorf("file of ticket %d: %w", ticket, ErrNotFound)
	}
	return f, err
}
