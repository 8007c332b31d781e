package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/seal"
)

// Paper is an official paper as it went out. It never changes: a wrong one is made void and keeps its number.
type Paper struct {
	ID      int64
	Request int64
	Kind    disclosure.PaperKind
	Year    int
	Seq     int
	Number  string // of its kind and year
	At      time.Time
	Staff   int64
	Void    bool
	Digest  string // SM3 of the content
	Data    []byte // .docx; only by OpenPaper
	Page    []byte // the same words for a page, as the writer encodes them; only by OpenPaper
}

// IssuePaper numbers a paper of a case within its kind and year, has write make the .docx with that number in it, and keeps
// it with its digest, in one transaction.
func (s *Store) IssuePaper(ctx context.Context, p *Paper, prefix string, by desk.Actor, now time.Time, write func(number string) ([]byte, error)) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		return s.Issue(p, prefix, by, now, write)(ctx, q, Moment{})
	})
}

// Issue is IssuePaper as part of a larger change. write may set p.Page.
func (s *Store) Issue(p *Paper, prefix string, by desk.Actor, now time.Time, write func(number string) ([]byte, error)) Effect {
	return func(ctx context.Context, q querier, _ Moment) (err error) {
		p.Year, p.At, p.Staff = disclosure.DayOf(now).Year(), now, by.Staff
		if p.Seq, err = nextNumber(ctx, q, "paper."+string(p.Kind), p.Year); err != nil {
			return err
		}
		p.Number = disclosure.Receipt(prefix, p.Year, p.Seq)
		if p.Data, err = write(p.Number); err != nil {
			return err
		}
		p.Digest = seal.Sum(p.Data)
		sealed, err := s.seal(string(p.Data), "paper/"+p.Digest)
		if err != nil {
			return err
		}
		page, err := s.seal(string(p.Page), "paper.page/"+p.Digest)
		if err != nil {
			return err
		}
		err = q.QueryRowContext(ctx, `
			INSERT INTO papers (request, kind, year, seq, number, at, staff, void, digest, sealed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9) RETURNING id`,
			p.Request, string(p.Kind), p.Year, p.Seq, p.Number, now.UnixMilli(), by.Staff, p.Digest, sealed).Scan(&p.ID)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `INSERT INTO paper_pages (paper, sealed) VALUES ($1, $2)`, p.ID, page); err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{
			At: now, Actor: by, Act: "paper.issue", Object: fmt.Sprintf("request:%d", p.Request), OK: true, After: string(p.Kind) + " " + p.Digest,
		})
	}
}

// VoidPaper marks a paper as void, for a stated reason; its number stays used.
func (s *Store) VoidPaper(ctx context.Context, id int64, reason string, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		var request int64
		err := q.QueryRowContext(ctx, `UPDATE papers SET void = 1 WHERE id = $1 AND void = 0 RETURNING request`, id).Scan(&request)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("paper %d: %w", id, ErrNotFound)
		}
		if err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{
			At: now, Actor: by, Act: "paper.void", Object: fmt.Sprintf("request:%d", request), OK: true, After: reason,
		})
	})
}

// Papers are a case's papers without their content, oldest first.
func (s *Store) Papers(ctx context.Context, request int64) ([]Paper, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, request, kind, year, seq, number, at, staff, void, digest FROM papers WHERE request = $1 ORDER BY id`, request)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Paper
	for rows.Next() {
		p, err := scanPaper(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, unavailable(rows.Err())
}

// OpenPaper reads a paper with its content; ErrNotFound when there is none.
func (s *Store) OpenPaper(ctx context.Context, id int64) (Paper, error) {
	var sealed, page string
	p, err := scanPaper(s.engine.reader().QueryRowContext(ctx, `
		SELECT id, request, kind, year, seq, number, at, staff, void, digest, papers.sealed, COALESCE(paper_pages.sealed, '')
		  FROM papers LEFT JOIN paper_pages ON paper = id WHERE id = $1`, id), &sealed, &page)
	if errors.Is(err, sql.ErrNoRows) {
		return Paper{}, fmt.Errorf("paper %d: %w", id, ErrNotFound)
	}
	if err != nil {
		return Paper{}, err
	}
	data, err := s.unseal(sealed, "paper/"+p.Digest)
	if err != nil {
		return Paper{}, err
	}
	words, err := s.unseal(page, "paper.page/"+p.Digest)
	p.Data, p.Page = []byte(data), []byte(words)
	return p, err
}

func scanPaper(row interface{ Scan(...any) error }, more ...any) (Paper, error) {
	var p Paper
	var at, void int64
	err := row.Scan(append([]any{&p.ID, &p.Request, &p.Kind, &p.Year, &p.Seq, &p.Number, &at, &p.Staff, &void, &p.Digest}, more...)...)
	p.At, p.Void = timeOf(at), void != 0
	return p, unavailable(err)
}
