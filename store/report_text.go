package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

// ReportText is a section of a report as it was edited. At is also what a change is saved with.
type ReportText struct {
	Body  string
	Staff int64
	At    time.Time
}

// ReportTexts are the edited sections of a report.
func (s *Store) ReportTexts(ctx context.Context, year int, form string) (map[string]ReportText, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT section, body, staff, updated_at FROM report_texts WHERE year = $1 AND form = $2`, year, form)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	out := map[string]ReportText{}
	for rows.Next() {
		var section string
		var t ReportText
		var at int64
		if err := rows.Scan(&section, &t.Body, &t.Staff, &at); err != nil {
			return nil, unavailable(err)
		}
		t.At = timeOf(at)
		out[section] = t
	}
	return out, unavailable(rows.Err())
}

// SaveReportText keeps a section as edited; an empty body gives the section back to the program. was is when the text that
// the editor saw had been saved, in milliseconds, 0 for the proposed one; ErrConflict when another has been saved since.
func (s *Store) SaveReportText(ctx context.Context, year int, form, section, body string, was int64, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := unsigned(ctx, q, year, form); err != nil {
			return err
		}
		query := `
			INSERT INTO report_texts (year, form, section, updated_at, body, staff) VALUES ($1, $2, $3, $4, $6, $7)
			    ON CONFLICT (year, form, section) DO UPDATE SET body = excluded.body, staff = excluded.staff, updated_at = excluded.updated_at
			 WHERE report_texts.updated_at = $5`
		args := []any{year, form, section, max(now.UnixMilli(), was+1), was, clean(body), by.Staff}
		if body == "" {
			query = `DELETE FROM report_texts WHERE year = $1 AND form = $2 AND section = $3 AND updated_at = $4`
			args = []any{year, form, section, was}
		}
		result, err := q.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 && (body != "" || was != 0) {
			return errors.Join(err, fmt.Errorf("text %s of %d: %w", section, year, ErrConflict))
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "report.text", Object: fmt.Sprintf("report:%d-%s", year, form), OK: true, After: section})
	})
}

// SignedForms are the forms in which the year's report is signed.
func (s *Store) SignedForms(ctx context.Context, year int) ([]string, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT form FROM reports WHERE year = $1 ORDER BY form`, year)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var form string
		if err := rows.Scan(&form); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, form)
	}
	return out, unavailable(rows.Err())
}
