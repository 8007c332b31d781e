package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/disclosure"
	"shangda/seal"
)

func opinionDigest(token string) string { return seal.Sum([]byte("opinion page\x00" + token)) }

// OpenOpinion is the effect that opens the page on which a party that was consulted answers, and shuts an earlier one of the same
// consultation.
func OpenOpinion(request int64, consultation int, token string, now time.Time) Effect {
	return func(ctx context.Context, q querier, _ Moment) error {
		_, err := q.ExecContext(ctx, `DELETE FROM opinion_pages WHERE request = $1 AND consultation = $2`, request, consultation)
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `INSERT INTO opinion_pages (digest, request, consultation, created_at) VALUES ($1, $2, $3, $4)`,
			opinionDigest(token), request, consultation, now.UnixMilli())
		return err
	}
}

// Consulted reads the case and the number of the consultation whose page has this token; ErrNotFound when none has.
func (s *Store) Consulted(ctx context.Context, token string) (disclosure.Request, int, error) {
	var request int64
	var consultation int
	err := s.engine.reader().QueryRowContext(ctx, `SELECT request, consultation FROM opinion_pages WHERE digest = $1`, opinionDigest(token)).
		Scan(&request, &consultation)
	if errors.Is(err, sql.ErrNoRows) {
		return disclosure.Request{}, 0, fmt.Errorf("opinion page: %w", ErrNotFound)
	}
	if err != nil {
		return disclosure.Request{}, 0, unavailable(err)
	}
	r, err := s.Request(ctx, request)
	return r, consultation, err
}
