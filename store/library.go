package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"shangda/policy"
)

// Revision counts the changes of the knowledge so far. It is cheap, to be asked often.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	var n int64
	err := s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'knowledge'`).Scan(&n)
	return n, unavailable(err)
}

// Library reads what may be answered from: every item that is not struck, all at one revision.
func (s *Store) Library(ctx context.Context) (*policy.Library, error) {
	// One query sees one state of the database, so that revision and items belong together.
	revision, items, err := s.items(ctx, `
		SELECT c.value, k.id, k.origin, k.review, k.body, h.day, k.updated_at
		  FROM counters c LEFT JOIN knowledge k ON k.review <> 'struck' LEFT JOIN checks h ON h.item = k.id
		 WHERE c.name = 'knowledge' ORDER BY k.kind, k.id`)
	if err != nil {
		return nil, err
	}
	return policy.NewLibrary(revision, items), nil
}

// Items reads all knowledge, also what is struck, ordered by kind and ID.
func (s *Store) Items(ctx context.Context) ([]policy.Item, error) {
	_, items, err := s.items(ctx, `
		SELECT c.value, k.id, k.origin, k.review, k.body, h.day, k.updated_at
		  FROM counters c LEFT JOIN knowledge k ON TRUE LEFT JOIN checks h ON h.item = k.id
		 WHERE c.name = 'knowledge' ORDER BY k.kind, k.id`)
	return items, err
}

func (s *Store) items(ctx context.Context, query string, args ...any) (revision int64, items []policy.Item, err error) {
	rows, err := s.engine.reader().QueryContext(ctx, query, args...)
	if err != nil {
		return 0, nil, unavailable(err)
	}
	defer rows.Close()
	var pack policy.Packer
	for rows.Next() {
		var id, origin, review, body, checked sql.NullString
		var updated sql.NullInt64
		if err := rows.Scan(&revision, &id, &origin, &review, &body, &checked, &updated); err != nil {
			return 0, nil, unavailable(err)
		}
		if !id.Valid { // no knowledge yet, only a revision
			continue
		}
		var it policy.Item
		if err := json.Unmarshal([]byte(body.String), &it); err != nil {
			return 0, nil, fmt.Errorf("knowledge item %q: %w", id.String, err)
		}
		if it.Document != nil {
			pack.Document(it.Document)
		}
		it.Origin, it.Review, it.Checked = policy.Origin(origin.String), policy.Review(review.String), policy.Date(checked.String)
		it.Filed = policy.DateOf(timeOf(updated.Int64))
		items = append(items, it)
	}
	return revision, items, unavailable(rows.Err())
}
