package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"shangda/policy"
)

// Sheet reads the answer at an address, as it was given; ErrNotFound when none was.
func (s *Store) Sheet(ctx context.Context, token string) (policy.Sheet, error) {
	var body string
	err := s.engine.reader().QueryRowContext(ctx, `SELECT body FROM sheets WHERE token = $1`, clean(token)).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return policy.Sheet{}, fmt.Errorf("sheet: %w", ErrNotFound)
	}
	if err != nil {
		return policy.Sheet{}, unavailable(err)
	}
	var sheet policy.Sheet
	if err := json.Unmarshal([]byte(body), &sheet); err != nil {
		return policy.Sheet{}, fmt.Errorf("sheet: %w", err)
	}
	return sheet, nil
}

// file keeps the answer's sheet. The same answer on the same day is the same row.
func (s *save) file(ctx context.Context, q querier) error {
	r := &s.row
	_, err := q.ExecContext(ctx, `
		INSERT INTO sheets (token, item, given, body) VALUES ($1, $2, $3, $4) ON CONFLICT (token) DO NOTHING`,
		r.Sheet.Token, r.Item, string(s.day), r.Sheet.Body)
	return err
}
