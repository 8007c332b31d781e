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
	return s.publications(ctx, publicationQuery+` WHERE p.published >= $1 AND p.published <= $2
		 GROUP BY p.id ORDER BY p.published, p.id`, string(from), string(to))
}

// Pending are those that were made and are not published yet, the oldest first.
func (s *Store) Pending(ctx context.Context) ([]desk.Publication, error) {
	return s.publications(ctx, publicationQuery+` WHERE p.published = '' GROUP BY p.id ORDER BY p.made, p.id`)
}

func (s *Store) publications(ctx context.Context, query string, args ...any) ([]desk.Publication, error) {
	rows, err := s.engine.reader().QueryContext(ctx, query, args...)
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
// ErrSigned when it belongs, or belonged, to a signed year. One that is still to be published needs the day on which it was made.
func (s *Store) SavePublication(ctx context.Context, p *desk.Publication, by desk.Actor, now time.Time) error {
	if err := whole(p); err != nil {
		return err
	}
	version := p.Version + 1
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := unsignedDay(ctx, q, p.Published); err != nil {
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

func whole(p *desk.Publication) error {
	var bad error
	for _, day := range []string{p.Made, p.Published} {
		if day != "" {
			_, err := disclosure.ParseDay(day)
			bad = errors.Join(bad, err)
		}
	}
	switch {
	case bad != nil || p.Title == "":
		return fmt.Errorf("publication needs a title and days: %w", disclosure.ErrIncom)
	case p.Pending() && p.Made == "":
		return fmt.Errorf("publication to come needs the day on which it was made: %w", disclosure.ErrIncom)
	case !p.Pending() && len(p.Outlets) == 0:
		return fmt.Errorf("publication needs an outlet: %w", disclosure.ErrIncom)
	}
	return nil
}

// RemovePublication takes a wrong entry out of the register, for a reason that the audit trail keeps.
func (s *Store) RemovePublication(ctx context.Context, p *desk.Publication, reason string, by desk.Actor, now time.Time) error {
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("removal of publication %d without a reason: %w", p.ID, disclosure.ErrIncom)
	}
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := seenPublication(ctx, q, p); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `DELETE FROM publication_outlets WHERE publication = $1`, p.ID); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `DELETE FROM publications WHERE id = $1`, p.ID); err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{
			At: now, Actor: by, Act: "publication.remove", Object: fmt.Sprintf("publication:%d", p.ID), OK: true, Before: p.Title, After: reason,
		})
	})
}

// seenPublication refuses a publication that was saved by someone else since it was read, or that belongs to a signed year.
func seenPublication(ctx context.Context, q querier, p *desk.Publication) error {
	var published string
	err := q.QueryRowContext(ctx, `SELECT published FROM publications WHERE id = $1 AND version = $2`, p.ID, p.Version).Scan(&published)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("publication %d: %w", p.ID, ErrConflict)
	}
	if err != nil {
		return err
	}
	return unsignedDay(ctx, q, published)
}

// unsignedDay refuses a day of a year whose report is signed; no day is in none.
func unsignedDay(ctx context.Context, q querier, day string) error {
	if day == "" {
		return nil
	}
	return unsigned(ctx, q, disclosure.Day(day).Year(), anyForm)
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
		if err := seenPublication(ctx, q, p); err != nil {
			return err
		}
		result, err := q.ExecContext(ctx, `
			UPDATE publications SET version = version + 1, kind = $1, title = $2, doc_no = $3, normative = $4, openness = $5, section = $6,
			       item = $7, hotspot = $8, made = $9, published = $10 WHERE id = $11 AND version = $12`, append(values, p.ID, p.Version)...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("publication %d: %w", p.ID, ErrConflict))
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

// anyForm: the figures of a year belong to its report in every form.
const anyForm = ""

// unsigned refuses a year whose report is signed in the form.
func unsigned(ctx context.Context, q querier, year int, form string) error {
	var signed bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM reports WHERE year = $1 AND ($2 = '' OR form = $2))`, year, form).Scan(&signed)
	if err == nil && signed {
		err = ErrSigned
	}
	return err
}
