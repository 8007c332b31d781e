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

	"shangda/desk"
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

// Review records the office's decision on items, and why where there is something to say; ErrNotFound when one is not on file.
// Struck items answer no more in any process within a second.
func (s *Store) Review(ctx context.Context, by desk.Actor, to policy.Review, reason string, now time.Time, ids ...string) error {
	return s.editKnowledge(ctx, func(ctx context.Context, e *edit) error {
		for _, id := range ids {
			was, err := e.review(ctx, id, to, now)
			if err != nil {
				return fmt.Errorf("knowledge item %q: %w", id, err)
			}
			if was == to {
				continue
			}
			err = audit(ctx, e.q, desk.Audit{
				At: now, Actor: by, Act: "knowledge." + string(to), Object: "knowledge:" + id, OK: true,
				Before: facts("review", string(was)), After: facts("reason", reason),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Check notes that somebody made sure that an item still holds.
func (s *Store) Check(ctx context.Context, by desk.Actor, id string, now time.Time) error {
	return s.editKnowledge(ctx, func(ctx context.Context, e *edit) error {
		var known bool
		err := e.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM knowledge WHERE id = $1)`, clean(id)).Scan(&known)
		if err == nil && !known {
			err = ErrNotFound
		}
		if err == nil {
			err = e.check(ctx, id, by.Staff, now)
		}
		if err != nil {
			return fmt.Errorf("knowledge item %q: %w", id, err)
		}
		return audit(ctx, e.q, desk.Audit{At: now, Actor: by, Act: "knowledge.checked", Object: "knowledge:" + id, OK: true})
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
		e, err := newEdit(ctx, q)
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

func newEdit(ctx context.Context, q querier) (*edit, error) {
	e := &edit{q: q}
	err := q.QueryRowContext(ctx, `
		UPDATE counters SET value = value + 1 WHERE name = 'knowledge' RETURNING value`).Scan(&e.revision)
	return e, err
}

// review says what the item's review was before.
func (e *edit) review(ctx context.Context, id string, to policy.Review, now time.Time) (was policy.Review, err error) {
	err = e.q.QueryRowContext(ctx, `SELECT review FROM knowledge WHERE id = $1`, clean(id)).Scan(&was)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNotFound
	}
	if err != nil || was == to {
		return was, err
	}
	e.changed = true
	_, err = e.q.ExecContext(ctx, `UPDATE knowledge SET review = $2, revision = $3, updated_at = $4 WHERE id = $1`,
		clean(id), string(to), e.revision, now.UnixMilli())
	return was, err
}

func (e *edit) check(ctx context.Context, id string, staff int64, now time.Time) error {
	e.changed = true
	_, err := e.q.ExecContext(ctx, `
		INSERT INTO checks (item, day, staff) VALUES ($1, $2, $3)
		    ON CONFLICT (item) DO UPDATE SET day = excluded.day, staff = excluded.staff`,
		clean(id), string(policy.DateOf(now.In(shanghai))), staff)
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
	return saved, e.put(ctx, it, body, digest, now)
}

// put writes an item whatever was there.
func (e *edit) put(ctx context.Context, it *policy.Item, body, digest string, now time.Time) error {
	e.changed = true
	_, err := e.q.ExecContext(ctx, `
		INSERT INTO knowledge (id, kind, title, origin, review, body, digest, revision, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		    ON CONFLICT (id) DO UPDATE SET title = excluded.title, origin = excluded.origin, review = excluded.review,
		       body = excluded.body, digest = excluded.digest, revision = excluded.revision, updated_at = excluded.updated_at`,
		it.ID, string(it.Kind), clean(it.Title()), string(it.Origin), string(it.Review), body, digest, e.revision, now.UnixMilli())
	return err
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

// ItemBody is an item as it is stored, and as a draft of it holds it.
func ItemBody(it *policy.Item) (string, error) {
	body, _, err := encode(it)
	return body, err
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
