package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

// ErrOvertaken: what a draft changes is not any more what the draft was begun from; nothing was changed.
var ErrOvertaken = errors.New("changed since the draft was begun")

const draftColumns = `id, version, item, kind, title, body, was, state, author, section, first_by, second_by, may, how, scope, agencies,
	publish_on, reason, ticket, created_at, updated_at`

func scanDraft(row interface{ Scan(...any) error }) (desk.Draft, error) {
	var d desk.Draft
	var agencies string
	var at, updated int64
	err := row.Scan(&d.ID, &d.Version, &d.Item, &d.Kind, &d.Title, &d.Body, &d.Was, &d.State, &d.Author, &d.Section, &d.FirstBy,
		&d.SecondBy, &d.May, &d.How, &d.Scope, &agencies, &d.PublishOn, &d.Reason, &d.Ticket, &at, &updated)
	if err != nil {
		return d, err
	}
	d.At, d.UpdatedAt = timeOf(at), timeOf(updated)
	if err := json.Unmarshal([]byte(agencies), &d.Agencies); err != nil {
		return d, fmt.Errorf("draft %d: %w", d.ID, err)
	}
	return d, nil
}

func queryDrafts(ctx context.Context, q querier, query string, args ...any) ([]desk.Draft, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var drafts []desk.Draft
	for rows.Next() {
		d, err := scanDraft(rows)
		if err != nil {
			return nil, unavailable(err)
		}
		drafts = append(drafts, d)
	}
	return drafts, unavailable(rows.Err())
}

// Draft reads a draft; ErrNotFound when there is none of that number.
func (s *Store) Draft(ctx context.Context, id int64) (desk.Draft, error) {
	found, err := queryDrafts(ctx, s.engine.reader(), `SELECT `+draftColumns+` FROM drafts WHERE id = $1`, id)
	return one(found, err, fmt.Sprintf("draft %d", id))
}

// DraftFilter selects drafts; what is empty selects all.
type DraftFilter struct {
	State  desk.DraftState
	Alive  bool // neither published nor dropped
	Item   string
	Author int64
}

// Drafts are the selected drafts, the one changed last first.
func (s *Store) Drafts(ctx context.Context, f DraftFilter, limit int) ([]desk.Draft, error) {
	return queryDrafts(ctx, s.engine.reader(), `
		SELECT `+draftColumns+` FROM drafts
		 WHERE ($1 = '' OR state = $1) AND ($2 = 0 OR state NOT IN ('published', 'dropped')) AND ($3 = '' OR item = $3)
		   AND ($4 = 0 OR author = $4)
		 ORDER BY updated_at DESC, id DESC LIMIT $5`, string(f.State), number(f.Alive), clean(f.Item), f.Author, limit)
}

// NewDraft writes a draft and sets its ID and Version. What it changes is noted as it stands now.
func (s *Store) NewDraft(ctx context.Context, by desk.Actor, d *desk.Draft, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error { return newDraft(ctx, q, by, d, now) })
}

func newDraft(ctx context.Context, q querier, by desk.Actor, d *desk.Draft, now time.Time) (err error) {
	if d.Was, err = present(ctx, q, d); err != nil {
		return err
	}
	if d.State == "" {
		d.State = desk.DraftOpen
	}
	d.Version, d.At, d.UpdatedAt = 1, now, now
	agencies, err := json.Marshal(d.Agencies)
	if err != nil {
		return err
	}
	err = q.QueryRowContext(ctx, `
		INSERT INTO drafts (version, item, kind, title, body, was, state, author, section, first_by, second_by, may, how, scope, agencies,
		       publish_on, reason, ticket, created_at, updated_at)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $11, $12, $13, $14, $15, $16, $16) RETURNING id`,
		clean(d.Item), d.Kind, clean(d.Title), clean(d.Body), d.Was, string(d.State), d.Author, clean(d.Section), string(d.May),
		clean(d.How), clean(d.Scope), clean(string(agencies)), d.PublishOn, clean(d.Reason), d.Ticket, now.UnixMilli()).Scan(&d.ID)
	if err != nil {
		return err
	}
	return audit(ctx, q, draftLine("draft.created", by, d, now))
}

// SaveDraft writes a draft if d.Version is still the stored one, and counts it up; act is what was done to it, such as
// submitted. One that is now published takes effect in the same transaction: knowledge changes, letters are written.
func (s *Store) SaveDraft(ctx context.Context, by desk.Actor, d *desk.Draft, act string, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error { return saveDraft(ctx, q, by, d, act, now) })
}

func saveDraft(ctx context.Context, q querier, by desk.Actor, d *desk.Draft, act string, now time.Time) error {
	agencies, err := json.Marshal(d.Agencies)
	if err != nil {
		return err
	}
	r, err := q.ExecContext(ctx, `
		UPDATE drafts SET version = version + 1, item = $3, title = $4, body = $5, was = $6, state = $7, section = $8, first_by = $9,
		       second_by = $10, may = $11, how = $12, scope = $13, agencies = $14, publish_on = $15, reason = $16, updated_at = $17
		 WHERE id = $1 AND version = $2 AND state NOT IN ('published', 'dropped')`,
		d.ID, d.Version, clean(d.Item), clean(d.Title), clean(d.Body), clean(d.Was), string(d.State), clean(d.Section), d.FirstBy,
		d.SecondBy, string(d.May), clean(d.How), clean(d.Scope), clean(string(agencies)), d.PublishOn, clean(d.Reason), now.UnixMilli())
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fmt.Errorf("draft %d: %w", d.ID, ErrConflict))
	}
	if d.State == desk.DraftPublished {
		if err := publish(ctx, q, by, d, now); err != nil {
			return fmt.Errorf("draft %d: %w", d.ID, err)
		}
	}
	if err := audit(ctx, q, draftLine("draft."+act, by, d, now)); err != nil {
		return err
	}
	d.Version++
	return nil
}

// draftLine leaves the text out: it stands in the draft.
func draftLine(act string, by desk.Actor, d *desk.Draft, now time.Time) desk.Audit {
	return desk.Audit{
		At: now, Actor: by, Act: act, Object: fmt.Sprintf("draft:%d", d.ID), OK: true,
		After: facts("item", d.Item, "kind", d.Kind, "title", d.Title, "state", string(d.State), "reason", d.Reason,
			"may", string(d.May), "how", d.How, "scope", d.Scope, "publish_on", d.PublishOn),
	}
}

// facts is a short JSON object of names and values; what is empty is left out.
func facts(pairs ...string) string {
	m := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			m[pairs[i]] = pairs[i+1]
		}
	}
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // texts only: cannot fail
	}
	return string(text)
}

// present is the text that a draft would replace, empty where there is none.
func present(ctx context.Context, q querier, d *desk.Draft) (body string, err error) {
	switch {
	case d.Kind == desk.KindTable:
		err = q.QueryRowContext(ctx, `SELECT body FROM tables WHERE name = $1`, clean(d.Item)).Scan(&body)
	case d.Knowledge():
		err = q.QueryRowContext(ctx, `SELECT body FROM knowledge WHERE id = $1`, clean(d.Item)).Scan(&body)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return body, err
}

// Present is the text of an item or table as it stands, as a draft keeps it; empty where there is none.
func (s *Store) Present(ctx context.Context, d *desk.Draft) (string, error) {
	body, err := present(ctx, s.engine.reader(), d)
	return body, unavailable(err)
}
