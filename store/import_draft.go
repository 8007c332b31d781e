package store

import (
	"context"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// What became of an item that was to be drafted, beside SavedUnchanged.
const (
	SavedDraft   Saved = "draft"
	SavedWaiting Saved = "waiting" // the same draft is alive already
)

// DraftItem hands an item that is new or changed to the first reviewer, unless the same waits already.
func (s *Store) DraftItem(ctx context.Context, by desk.Actor, it *policy.Item, now time.Time) (saved Saved, err error) {
	body, _, err := encode(it)
	if err != nil {
		return "", err
	}
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		d := desk.Draft{Item: it.ID, Kind: string(it.Kind), Title: it.Title(), Body: body, State: desk.DraftOpen, Author: by.Staff}
		var alive bool
		err := q.QueryRowContext(ctx, `
			SELECT EXISTS (SELECT 1 FROM drafts WHERE kind = $1 AND title = $2 AND body = $3 AND state NOT IN ('published', 'dropped'))`,
			d.Kind, clean(d.Title), clean(d.Body)).Scan(&alive)
		if err != nil {
			return err
		}
		was, err := present(ctx, q, &d)
		switch {
		case err != nil:
			return err
		case alive:
			saved = SavedWaiting
			return nil
		case was == body:
			saved = SavedUnchanged
			return nil
		case was == "":
			d.Item = ""
		}
		if err := d.Submit(now); err != nil {
			return err
		}
		saved = SavedDraft
		return newDraft(ctx, q, by, &d, now)
	})
	return saved, err
}
