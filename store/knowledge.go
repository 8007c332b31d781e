package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"shangda/policy"
)

// Saved says what SaveItems did with an item.
type Saved string

const (
	SavedNew       Saved = "new"
	SavedChanged   Saved = "changed"
	SavedUnchanged Saved = "unchanged"
	SavedKept      Saved = "kept" // the office has its own item of that identity, which the starter pack must not overwrite
)

// SaveItems stores items by ID, in one transaction, and says for each what became of it. The revision counts up once,
// and only when something changed.
//
// An item with a new text takes the review that comes with it. One with the text that is stored keeps a decision
// already made (approved, struck); only a pending one takes the review that comes, and an item of the starter pack
// that the office saves as its own.
func (s *Store) SaveItems(ctx context.Context, items []policy.Item, now time.Time) ([]Saved, error) {
	var saved []Saved
	err := s.editKnowledge(ctx, func(ctx context.Context, e *edit) (err error) {
		saved, err = e.saveAll(ctx, items, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// SyncStarter stores the starter pack as SaveItems does and removes the starter items that it no longer contains.
// removed counts those.
func (s *Store) SyncStarter(ctx context.Context, items []policy.Item, now time.Time) (saved []Saved, removed int, err error) {
	shipped := map[string]bool{}
	for i := range items {
		shipped[items[i].ID] = true
	}
	err = s.editKnowledge(ctx, func(ctx context.Context, e *edit) (err error) {
		if saved, err = e.saveAll(ctx, items, now); err != nil {
			return err
		}
		removed, err = e.removeStarterExcept(ctx, shipped)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return saved, removed, nil
}

// SetReview records the office's decision on an item; ErrNotFound when there is none of that ID.
func (s *Store) SetReview(ctx context.Context, id string, review policy.Review, now time.Time) error {
	return s.editKnowledge(ctx, func(ctx context.Context, e *edit) error {
		var was policy.Review
		err := e.q.QueryRowContext(ctx, `SELECT review FROM knowledge WHERE id = $1`, id).Scan(&was)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("knowledge item %q: %w", id, ErrNotFound)
		}
		if err != nil || was == review {
			return err
		}
		e.changed = true
		_, err = e.q.ExecContext(ctx, `UPDATE knowledge SET review = $2, revision = $3, updated_at = $4 WHERE id = $1`,
			id, string(review), e.revision, now.UnixMilli())
		return err
	})
}

// edit is one transaction on the knowledge, which becomes revision if anything changed.
type edit struct {
	q        querier
	revision int64
	changed  bool
}

var errNoChange = errors.New("nothing changed")

// editKnowledge counts the revision up first: its row is the lock that makes editors wait for each other. An edit
// that changes nothing is rolled back, and the revision with it.
func (s *Store) editKnowledge(ctx context.Context, f func(context.Context, *edit) error) error {
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		e := &edit{q: q}
		err := q.QueryRowContext(ctx, `
			UPDATE counters SET value = value + 1 WHERE name = 'knowledge' RETURNING value`).Scan(&e.revision)
		if err != nil {
			return err
		}
		if err := f(ctx, e); err != nil {
			return err
		}
		if !e.changed {
			return errNoChange
		}
		return nil
	})
	if errors.Is(err, errNoChange) {
		return nil
	}
	return err
}

func (e *edit) saveAll(ctx context.Context, items []policy.Item, now time.Time) ([]Saved, error) {
	saved := make([]Saved, len(items))
	for i := range items {
		var err error
		if saved[i], err = e.save(ctx, &items[i], now); err != nil {
			return nil, fmt.Errorf("knowledge item %q: %w", items[i].ID, err)
		}
	}
	return saved, nil
}

func (e *edit) save(ctx context.Context, it *policy.Item, now time.Time) (Saved, error) {
	body, digest, err := encode(it)
	if err != nil {
		return "", err
	}
	var stored struct {
		digest string
		origin policy.Origin
		review policy.Review
	}
	err = e.q.QueryRowContext(ctx, `SELECT digest, origin, review FROM knowledge WHERE id = $1`, it.ID).
		Scan(&stored.digest, &stored.origin, &stored.review)
	saved := SavedChanged
	switch {
	case errors.Is(err, sql.ErrNoRows):
		saved = SavedNew
	case err != nil:
		return "", err
	case it.Origin == policy.FromStarter && stored.origin != policy.FromStarter:
		return SavedKept, nil
	case stored.digest == digest && (it.Origin == stored.origin || stored.origin != policy.FromStarter):
		if stored.review != policy.Pending || it.Review == policy.Pending {
			return SavedUnchanged, nil
		}
	}
	e.changed = true
	_, err = e.q.ExecContext(ctx, `
		INSERT INTO knowledge (id, kind, title, origin, review, body, digest, revision, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		    ON CONFLICT (id) DO UPDATE SET title = excluded.title, origin = excluded.origin, review = excluded.review,
		       body = excluded.body, digest = excluded.digest, revision = excluded.revision, updated_at = excluded.updated_at`,
		it.ID, string(it.Kind), clean(it.Title()), string(it.Origin), string(it.Review), body, digest, e.revision, now.UnixMilli())
	return saved, err
}

func (e *edit) removeStarterExcept(ctx context.Context, shipped map[string]bool) (int, error) {
	stored, err := e.starterIDs(ctx)
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, id := range stored {
		if shipped[id] {
			continue
		}
		if _, err := e.q.ExecContext(ctx, `DELETE FROM knowledge WHERE id = $1`, id); err != nil {
			return 0, err
		}
		removed++
	}
	e.changed = e.changed || removed > 0
	return removed, nil
}

func (e *edit) starterIDs(ctx context.Context) ([]string, error) {
	rows, err := e.q.QueryContext(ctx, `SELECT id FROM knowledge WHERE origin = 'starter'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// encode gives the stored form of an item, without what is stored beside it, and the digest that tells texts apart.
func encode(it *policy.Item) (body, digest string, err error) {
	text := *it
	text.Origin, text.Review = "", ""
	data, err := json.Marshal(text)
	if err != nil {
		return "", "", err
	}
	sum := sha256.Sum256(data)
	return string(data), hex.EncodeToString(sum[:]), nil
}
