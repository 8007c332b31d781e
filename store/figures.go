package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/seal"
)

// RequestRow is what a case is counted by. It is read without a key.
type RequestRow struct {
	disclosure.Request // without its people
	ApplicantType      disclosure.ApplicantType
	Code               disclosure.Code // of the decision; empty while there is none
}

// RequestsOf are the cases that were open on any day of the period, by number of ours.
func (s *Store) RequestsOf(ctx context.Context, from, to disclosure.Day) ([]RequestRow, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, kind, state, number, section, received, applicant_type, code, body FROM requests
		 WHERE received <= $2 AND (decided_on = '' OR decided_on >= $1) ORDER BY id`, string(from), string(to))
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []RequestRow
	for rows.Next() {
		var r RequestRow
		var body string
		if err := rows.Scan(&r.ID, &r.Kind, &r.State, &r.Number, &r.Section, &r.Received, &r.ApplicantType, &r.Code, &body); err != nil {
			return nil, unavailable(err)
		}
		if err := json.Unmarshal([]byte(body), &r.Request); err != nil {
			return nil, fmt.Errorf("request %d: %w", r.ID, err)
		}
		out = append(out, r)
	}
	return out, unavailable(rows.Err())
}

// Contested are the cases with a review or lawsuit, whenever they were open.
func (s *Store) Contested(ctx context.Context) ([]RequestRow, error) {
	all, err := s.RequestsOf(ctx, "", "9999-12-31")
	if err != nil {
		return nil, err
	}
	kept := all[:0]
	for _, r := range all {
		if len(r.Contests) > 0 {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// Fact is one line of a monthly sheet. Value is in the code's unit, money in 分.
type Fact struct {
	Year, Month int
	Code        string // see room report
	Value       int64
	Note        string
	Staff       int64
}

// Facts are a year's lines, by month and code.
func (s *Store) Facts(ctx context.Context, year int) ([]Fact, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT year, month, code, value, note, staff FROM facts WHERE year = $1 ORDER BY month, code`, year)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Fact
	for rows.Next() {
		var f Fact
		if err := rows.Scan(&f.Year, &f.Month, &f.Code, &f.Value, &f.Note, &f.Staff); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, f)
	}
	return out, unavailable(rows.Err())
}

// Correction is a figure put right by hand. Value and Basis are nil for an empty cell; Basis is what was computed then.
type Correction struct {
	ID           int64
	Year         int
	Form, Cell   string
	Value, Basis *int64
	Reason       string
	Staff        int64
	At           time.Time
	Withdrawn    bool
}

// Corrections are all of a year and form, the withdrawn too, oldest first.
func (s *Store) Corrections(ctx context.Context, year int, form string) ([]Correction, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, year, form, cell, value, basis, reason, staff, at, withdrawn FROM corrections
		 WHERE year = $1 AND form = $2 ORDER BY id`, year, form)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Correction
	for rows.Next() {
		var c Correction
		var at, withdrawn int64
		if err := rows.Scan(&c.ID, &c.Year, &c.Form, &c.Cell, &c.Value, &c.Basis, &c.Reason, &c.Staff, &at, &withdrawn); err != nil {
			return nil, unavailable(err)
		}
		c.At, c.Withdrawn = timeOf(at), withdrawn != 0
		out = append(out, c)
	}
	return out, unavailable(rows.Err())
}

// Correct writes a correction, which needs a reason. One of the same cell before it is withdrawn.
func (s *Store) Correct(ctx context.Context, c Correction, by desk.Actor, now time.Time) error {
	if strings.TrimSpace(c.Reason) == "" || c.Value != nil && *c.Value < 0 {
		return fmt.Errorf("correction of %s: a reason and no negative number: %w", c.Cell, disclosure.ErrIncom)
	}
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := s.withdrawCorrection(ctx, q, c.Year, c.Form, c.Cell); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `
			INSERT INTO corrections (year, form, cell, value, basis, reason, staff, at, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
			c.Year, c.Form, c.Cell, c.Value, c.Basis, clean(c.Reason), by.Staff, now.UnixMilli())
		if err != nil {
			return err
		}
		return audit(ctx, q, correctionAudit(c, "figure.correct", by, now))
	})
}

// Uncorrect withdraws a cell's correction; it stays on record.
func (s *Store) Uncorrect(ctx context.Context, year int, form, cell string, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := s.withdrawCorrection(ctx, q, year, form, cell); err != nil {
			return err
		}
		return audit(ctx, q, correctionAudit(Correction{Year: year, Form: form, Cell: cell}, "figure.uncorrect", by, now))
	})
}

func (s *Store) withdrawCorrection(ctx context.Context, q querier, year int, form, cell string) error {
	if err := unsigned(ctx, q, year, form); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, `UPDATE corrections SET withdrawn = 1 WHERE year = $1 AND form = $2 AND cell = $3`, year, form, cell)
	return err
}

func correctionAudit(c Correction, act string, by desk.Actor, now time.Time) desk.Audit {
	a := desk.Audit{At: now, Actor: by, Act: act, Object: fmt.Sprintf("report:%d-%s", c.Year, c.Form), OK: true, After: c.Cell}
	if c.Value != nil {
		a.After += fmt.Sprintf(" = %d", *c.Value)
	}
	return a
}

// Signed is a report as it was signed.
type Signed struct {
	Year   int
	Form   string
	Body   string // JSON
	Digest string // SM3 of Body
	Staff  int64
	At     time.Time
}

// SignReport freezes a report: once, and for good.
func (s *Store) SignReport(ctx context.Context, r *Signed, by desk.Actor, now time.Time) error {
	r.Digest, r.Staff, r.At = seal.Sum([]byte(r.Body)), by.Staff, now
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		result, err := q.ExecContext(ctx, `
			INSERT INTO reports (year, form, body, digest, staff, signed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (year, form) DO NOTHING`,
			r.Year, r.Form, r.Body, r.Digest, by.Staff, now.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrSigned)
		}
		return audit(ctx, q, desk.Audit{
			At: now, Actor: by, Act: "report.sign", Object: fmt.Sprintf("report:%d-%s", r.Year, r.Form), OK: true, After: r.Digest,
		})
	})
}

// SignedReport reads a signed report; ErrNotFound while it is not signed.
func (s *Store) SignedReport(ctx context.Context, year int, form string) (Signed, error) {
	r := Signed{Year: year, Form: form}
	var at int64
	err := s.engine.reader().QueryRowContext(ctx, `SELECT body, digest, staff, signed_at FROM reports WHERE year = $1 AND form = $2`, year, form).
		Scan(&r.Body, &r.Digest, &r.Staff, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("signed report of %d: %w", year, ErrNotFound)
	}
	r.At = timeOf(at)
	return r, unavailable(err)
}
