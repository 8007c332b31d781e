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

// PageDigest is what is kept of the token in the address of a letter's page.
func PageDigest(token string) string { return seal.Sum([]byte("letter page\x00" + token)) }

func addPage(ctx context.Context, q querier, letter int64, digest string) error {
	if digest == "" {
		return nil
	}
	_, err := q.ExecContext(ctx, `INSERT INTO letter_pages (digest, letter) VALUES ($1, $2)`, digest, letter)
	return err
}

// LetterAt reads the letter whose page has this token; ErrNotFound when none has.
func (s *Store) LetterAt(ctx context.Context, token string) (desk.Letter, error) {
	l, err := scanLetter(s.engine.reader().QueryRowContext(ctx, `
		SELECT `+letterColumns+` FROM letters WHERE id = (SELECT letter FROM letter_pages WHERE digest = $1)`, PageDigest(token)))
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Letter{}, fmt.Errorf("letter page: %w", ErrNotFound)
	}
	return l, unavailable(err)
}

// Opened notes that a browser showed the letter's page: whoever holds the token has read it.
func (s *Store) Opened(ctx context.Context, token string, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `
			UPDATE letters SET state = 'opened', settled_at = $2
			 WHERE id = (SELECT letter FROM letter_pages WHERE digest = $1) AND state NOT IN ('opened', 'told')`,
			PageDigest(token), now.UnixMilli())
		return err
	})
}
