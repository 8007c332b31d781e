package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/policy"
)

// Holding is what stands beside an item on file, without its text.
type Holding struct {
	ID        string
	Kind      policy.Kind
	Title     string
	Origin    policy.Origin
	Review    policy.Review
	UpdatedAt time.Time
	Checked   policy.Date // by staff; the item itself may say a later day
	CheckedBy int64       // 0: nobody yet
}

// Shelf lists everything on file, also what is struck, by kind and title.
func (s *Store) Shelf(ctx context.Context) ([]Holding, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT k.id, k.kind, k.title, k.origin, k.review, k.updated_at, h.day, h.staff
		  FROM knowledge k LEFT JOIN checks h ON h.item = k.id ORDER BY k.kind, k.title, k.id`)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Holding
	for rows.Next() {
		var h Holding
		var updated int64
		var day sql.NullString
		var staff sql.NullInt64
		if err := rows.Scan(&h.ID, &h.Kind, &h.Title, &h.Origin, &h.Review, &updated, &day, &staff); err != nil {
			return nil, unavailable(err)
		}
		h.UpdatedAt, h.Checked, h.CheckedBy = timeOf(updated), policy.Date(day.String), staff.Int64
		out = append(out, h)
	}
	return out, unavailable(rows.Err())
}

// Item reads one item with its text, also a struck one; ErrNotFound when there is none of that ID.
func (s *Store) Item(ctx context.Context, id string) (policy.Item, Holding, error) {
	var h Holding
	_, items, err := s.items(ctx, `
		SELECT 0, k.id, k.origin, k.review, k.body, h.day, k.updated_at FROM knowledge k LEFT JOIN checks h ON h.item = k.id WHERE k.id = $1`, clean(id))
	it, err := one(items, err, fmt.Sprintf("knowledge item %q", id))
	if err != nil {
		return it, h, err
	}
	h = Holding{ID: it.ID, Kind: it.Kind, Title: it.Title(), Origin: it.Origin, Review: it.Review, Checked: it.Checked}
	var updated int64
	var staff sql.NullInt64
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT k.updated_at, h.staff FROM knowledge k LEFT JOIN checks h ON h.item = k.id WHERE k.id = $1`, clean(id)).
		Scan(&updated, &staff)
	if errors.Is(err, sql.ErrNoRows) {
		return it, h, fmt.Errorf("knowledge item %q: %w", id, ErrNotFound)
	}
	h.UpdatedAt, h.CheckedBy = timeOf(updated), staff.Int64
	return it, h, unavailable(err)
}
