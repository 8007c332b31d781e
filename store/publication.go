package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// ErrSigned: the year's report is signed, so that its figures don't change any more.
var ErrSigned = errors.New("the year's report is signed")

// Publications are those published on the days from ≤ day ≤ to, oldest first.
func (s *Store) Publications(ctx context.Context, from, to disclosure.Day) ([]desk.Publication, error) {
	rows, err := s.engine.reader().QueryContext(ctx, publicationQuery+` WHERE p.published >= $1 AND p.published <= $2
		 GROUP BY p.id ORDER BY p.published, p.id`, string(from), string(to))
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Publication
	for rows.Next() {
		p, err := scanPublication(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, unavailable(rows.Err())
}

// Publication reads one; ErrNotFound when there is none.
func (s *Store) Publication(ctx context.Context, id int64) (desk.Publication, error) {
	p, err := scanPublication(s.engine.reader().QueryRowContext(ctx, publicationQuery+` WHERE p.id = $1 GROUP BY p.id`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("publication %d: %w", id, ErrNotFound)
	}
	return p, err
}

// publicationQuery gives the outlets as one text, in the order of their names.
const publicationQuery = `
	SELECT p.id, p.version, p.kind, p.title, p.doc_no, p.normative, p.openness, p.section, p.item, p.hotspot, p.made, p.published, p.created_at,
	       (SELECT string_agg(o.outlet, ',' ORDER BY o.outlet) FROM publication_outlets o WHERE o.publication = p.id)
	  FROM publications p`

func scanPublication(row interface{ Scan(...any) error }) (desk.Publication, error) {
	var p desk.Publication
	var at int64
	var outlets sql.NullString
	err := row.Scan(&p.ID, &p.Version, &p.Kind, &p.Title, &p.DocNo, &p.Normative, &p.Openness, &p.Section, &p.Item, &p.Hotspot, &p.Made,
		&p.Published, &at, &outlets)
	if err != nil {
		return p, unavailable(err)
	}
	p.At = timeOf(at)
	for _, o := range desk.Outlets() { // in the order of the form
		if strings.Contains(","+outlets.String+",", ","+string(o)+",") {
			p.Outlets = append(p.Outlets, o)
		}
	}
	return p, nil
}

// SavePublication writes a new publication (ID 0) or a changed one; ErrConflict when it was saved by someone else since, and
// ErrSigned when it belongs, or belonged, to a signed year.
func (s *Store) SavePublication(ctx context.Context, p *desk.Publication, by desk.Actor, now time.Time) error {
	if _, err := disclosure.ParseDay(p.Published); err != nil || p.Title == "" || len(p.Outlets) == 0 {
		return fmt.Errorf("publication needs a title, a day and an outlet: %w", disclosure.ErrIncom)
	}
	version := p.Version + 1
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := unsigned(ctx, q, p.Published); err != nil {
			return err
		}
		if err := writePublication(ctx, q, p, now); err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "publication.save", Object: fmt.Sprintf("publication:%d", p.ID), OK: true, After: p.Title})
	})
	if err == nil {
		p.Version = version
	}
	return err
}

func writePublication(ctx context.Context, q querier, p *desk.Publication, now time.Time) error {
	values := []any{
		string(p.Kind), clean(p.Title), clean(p.DocNo), clean(p.Normative), string(p.Openness), clean(p.Section), p.Item, clean(p.Hotspot), p.Made, p.Published,
	}
	if p.ID == 0 {
		err := q.QueryRowContext(ctx, `
			INSERT INTO publications (version, kind, title, doc_no, normative, openness, section, item, hotspot, made, published, created_at)
			VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`, append(values, now.UnixMilli())...).Scan(&p.ID)
		if err != nil {
			return err
		}
	} else {
		var before string
		err := q.QueryRowContext(ctx, `SELECT published FROM publications WHERE id = $1 AND version = $2`, p.ID, p.Version).Scan(&before)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("publication %d: %w", p.ID, ErrConflict)
		}
		if err == nil {
			err = unsigned(ctx, q, before)
		}
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `
			UPDATE publications SET version = version + 1, kind = $1, title = $2, doc_no = $3, normative = $4, openness = $5, section = $6,
			       item = $7, hotspot = $8, made = $9, published = $10 WHERE id = $11`, append(values, p.ID)...)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `DELETE FROM publication_outlets WHERE publication = $1`, p.ID); err != nil {
			return err
		}
	}
	for _, o := range p.Outlets {
		if _, err := q.ExecContext(ctx, `INSERT INTO publication_outlets (publication, outlet) VALUES ($1, $2)`, p.ID, string(o)); err != nil {
			return err
		}
	}
	return nil
}

// unsigned refuses a day of a year whose report is signed in any form.
func unsigned(ctx context.Context, q querier, day string) error {
	var signed bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM reports WHERE year = $1)`, disclosure.Day(day).Year()).Scan(&signed)
	if err == nil && signed {
		err = ErrSigned
	}
	return err
}
