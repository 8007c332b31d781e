package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

// mostLinks is how many links are read: the newest.
const mostLinks = 20_000

// Links reads the newest links and counts their changes so far. When that is the known revision, no links are read.
func (s *Store) Links(ctx context.Context, known int64) (revision int64, links []desk.Link, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'links'`).Scan(&revision)
	if err != nil || revision == known {
		return revision, nil, unavailable(err)
	}
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, citizen, question, title, article, kind, approved, created_at
		  FROM links ORDER BY id DESC LIMIT $1`, mostLinks)
	if err != nil {
		return 0, nil, unavailable(err)
	}
	defer rows.Close()
	for rows.Next() {
		var l desk.Link
		var citizen sql.NullInt64
		var approved, at int64
		if err := rows.Scan(&l.ID, &citizen, &l.Question, &l.Title, &l.Article, &l.Kind, &approved, &at); err != nil {
			return 0, nil, unavailable(err)
		}
		l.Citizen, l.Approved, l.At = citizen.Int64, approved != 0, timeOf(at)
		links = append(links, l)
	}
	return revision, links, unavailable(rows.Err())
}

// AddLink stores a link, as a rule of staff, and sets its ID. Choices of citizens are saved with their exchange.
func (s *Store) AddLink(ctx context.Context, l *desk.Link) error {
	return s.editLinks(ctx, func(ctx context.Context, q querier) error { return writeLink(ctx, q, l) })
}

// RemoveLink deletes a link; ErrNotFound when there is none of that ID.
func (s *Store) RemoveLink(ctx context.Context, id int64) error {
	n, err := s.removeLinks(ctx, `DELETE FROM links WHERE id = $1`, id)
	if err == nil && n == 0 {
		return fmt.Errorf("link %d: %w", id, ErrNotFound)
	}
	return err
}

// RemoveLinksOf deletes every link of exactly this question and says how many there were.
func (s *Store) RemoveLinksOf(ctx context.Context, question string) (int64, error) {
	return s.removeLinks(ctx, `DELETE FROM links WHERE question = $1`, clean(question))
}

func (s *Store) removeLinks(ctx context.Context, query string, arg any) (n int64, err error) {
	err = s.editLinks(ctx, func(ctx context.Context, q querier) error {
		r, err := q.ExecContext(ctx, query, arg)
		if err != nil {
			return err
		}
		n, err = r.RowsAffected()
		return err
	})
	return n, err
}

// editLinks counts the revision up beside the change.
func (s *Store) editLinks(ctx context.Context, f func(context.Context, querier) error) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := f(ctx, q); err != nil {
			return err
		}
		return linksChanged(ctx, q)
	})
}

func linksChanged(ctx context.Context, q querier) error {
	_, err := q.ExecContext(ctx, `UPDATE counters SET value = value + 1 WHERE name = 'links'`)
	return err
}

func writeLink(ctx context.Context, q querier, l *desk.Link) error {
	approved := 0
	if l.Approved {
		approved = 1
	}
	return q.QueryRowContext(ctx, `
		INSERT INTO links (citizen, question, title, article, kind, approved, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		sql.NullInt64{Int64: l.Citizen, Valid: l.Citizen != 0}, clean(desk.Mask(l.Question)), clean(l.Title), clean(l.Article),
		string(l.Kind), approved, l.At.UnixMilli()).Scan(&l.ID)
}

// LinkChange is what staff decide about the links of one question to one article.
type LinkChange string

const (
	ApproveLink LinkChange = "approved" // they may make the article the answer
	DoubtLink   LinkChange = "doubted"  // they only put candidates into order
	DropLink    LinkChange = "removed"
)

// ChangeLinks changes every link of the same question to the same article as the link id.
func (s *Store) ChangeLinks(ctx context.Context, by desk.Actor, id int64, change LinkChange, now time.Time) error {
	return s.editLinks(ctx, func(ctx context.Context, q querier) error {
		var r sql.Result
		var err error
		if change == DropLink {
			r, err = q.ExecContext(ctx, `
				DELETE FROM links
				 WHERE (question, title, article) = (SELECT question, title, article FROM links WHERE id = $1)`, id)
		} else {
			r, err = q.ExecContext(ctx, `
				UPDATE links SET approved = $2
				 WHERE (question, title, article) = (SELECT question, title, article FROM links WHERE id = $1)`,
				id, number(change == ApproveLink))
		}
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("link %d: %w", id, ErrNotFound))
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "link." + string(change), Object: fmt.Sprintf("link:%d", id), OK: true})
	})
}
