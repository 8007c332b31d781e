package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// FactSheet is a month's sheet. A code without a line was not entered, which is not 0.
type FactSheet struct {
	Year, Month int
	Version     int64 // 0: nothing was ever entered
	Facts       []Fact
}

// FactSheet reads the month's sheet; one that nobody filled in is empty.
func (s *Store) FactSheet(ctx context.Context, year, month int) (FactSheet, error) {
	sheet := FactSheet{Year: year, Month: month}
	err := s.engine.reader().QueryRowContext(ctx, `SELECT version FROM fact_sheets WHERE year = $1 AND month = $2`, year, month).Scan(&sheet.Version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return sheet, unavailable(err)
	}
	all, err := s.Facts(ctx, year)
	for _, f := range all {
		if f.Month == month {
			sheet.Facts = append(sheet.Facts, f)
		}
	}
	return sheet, err
}

// SaveFactSheet writes the month's sheet as it is: a line that it lacks is taken off. ErrConflict when somebody saved it since,
// ErrSigned when the year's report is signed.
func (s *Store) SaveFactSheet(ctx context.Context, sheet *FactSheet, by desk.Actor, now time.Time) error {
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		for _, f := range sheet.Facts {
			if f.Year != sheet.Year || f.Month != sheet.Month {
				return fmt.Errorf("fact %s of %d-%d in another sheet: %w", f.Code, f.Year, f.Month, disclosure.ErrIncom)
			}
		}
		if err := claimSheet(ctx, q, sheet); err != nil {
			return err
		}
		before, err := factsOf(ctx, q, sheet.Year, sheet.Month)
		if err != nil {
			return err
		}
		for _, f := range sheet.Facts {
			if err := writeFact(ctx, q, f, before, by, now); err != nil {
				return err
			}
			delete(before, f.Code)
		}
		for _, code := range slices.Sorted(maps.Keys(before)) {
			was := before[code]
			if _, err := q.ExecContext(ctx, `DELETE FROM facts WHERE year = $1 AND month = $2 AND code = $3`, sheet.Year, sheet.Month, code); err != nil {
				return err
			}
			if err := noteChange(ctx, q, was, &was.Value, nil, by, now); err != nil {
				return err
			}
		}
		return auditSheet(ctx, q, sheet.Year, sheet.Month, by, now)
	})
	if err == nil {
		sheet.Version++
	}
	return err
}

func claimSheet(ctx context.Context, q querier, sheet *FactSheet) error {
	if err := unsigned(ctx, q, sheet.Year, anyForm); err != nil {
		return err
	}
	result, err := q.ExecContext(ctx, `
		INSERT INTO fact_sheets (year, month, version) VALUES ($1, $2, 1)
		    ON CONFLICT (year, month) DO UPDATE SET version = fact_sheets.version + 1 WHERE fact_sheets.version = $3`,
		sheet.Year, sheet.Month, sheet.Version)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, fmt.Errorf("sheet of %d-%02d: %w", sheet.Year, sheet.Month, ErrConflict))
	}
	return nil
}

// SaveFacts writes single lines of monthly sheets, all or none; a line on file is replaced, others stay.
func (s *Store) SaveFacts(ctx context.Context, facts []Fact, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		for _, f := range facts {
			if err := unsigned(ctx, q, f.Year, anyForm); err != nil {
				return err
			}
			before, err := factsOf(ctx, q, f.Year, f.Month)
			if err != nil {
				return err
			}
			if err := writeFact(ctx, q, f, before, by, now); err != nil {
				return err
			}
			_, err = q.ExecContext(ctx, `
				INSERT INTO fact_sheets (year, month, version) VALUES ($1, $2, 1)
				    ON CONFLICT (year, month) DO UPDATE SET version = fact_sheets.version + 1`, f.Year, f.Month)
			if err != nil {
				return err
			}
		}
		if len(facts) == 0 {
			return nil
		}
		return auditSheet(ctx, q, facts[0].Year, facts[0].Month, by, now)
	})
}

func auditSheet(ctx context.Context, q querier, year, month int, by desk.Actor, now time.Time) error {
	return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "facts.save", Object: fmt.Sprintf("facts:%d-%02d", year, month), OK: true})
}

func factsOf(ctx context.Context, q querier, year, month int) (map[string]Fact, error) {
	rows, err := q.QueryContext(ctx, `SELECT code, value, note FROM facts WHERE year = $1 AND month = $2`, year, month)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]Fact{}
	for rows.Next() {
		f := Fact{Year: year, Month: month}
		if err := rows.Scan(&f.Code, &f.Value, &f.Note); err != nil {
			return nil, err
		}
		out[f.Code] = f
	}
	return out, rows.Err()
}

// writeFact writes a line that differs from the one before.
func writeFact(ctx context.Context, q querier, f Fact, before map[string]Fact, by desk.Actor, now time.Time) error {
	if f.Month < 1 || f.Month > 12 || f.Value < 0 || f.Code == "" {
		return fmt.Errorf("fact %s of %d-%d, %d: %w", f.Code, f.Year, f.Month, f.Value, disclosure.ErrIncom)
	}
	was, known := before[f.Code]
	if known && was.Value == f.Value && was.Note == f.Note {
		return nil
	}
	_, err := q.ExecContext(ctx, `
		INSERT INTO facts (year, month, code, value, note, staff, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		    ON CONFLICT (year, month, code) DO UPDATE SET value = excluded.value, note = excluded.note, staff = excluded.staff,
		       updated_at = excluded.updated_at`,
		f.Year, f.Month, f.Code, f.Value, clean(f.Note), by.Staff, now.UnixMilli())
	if err != nil || known && was.Value == f.Value {
		return err
	}
	var old *int64
	if known {
		old = &was.Value
	}
	return noteChange(ctx, q, f, old, &f.Value, by, now)
}

func noteChange(ctx context.Context, q querier, f Fact, before, after *int64, by desk.Actor, now time.Time) error {
	_, err := q.ExecContext(ctx, `
		INSERT INTO fact_changes (year, month, code, before, after, staff, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		f.Year, f.Month, f.Code, before, after, by.Staff, now.UnixMilli())
	return err
}

// FactChange is a line of a monthly sheet that was changed; Before and After are nil for an empty line.
type FactChange struct {
	Code          string
	Before, After *int64
	Staff         int64
	At            time.Time
}

// FactChanges are the changes of a month's sheet, the newest first.
func (s *Store) FactChanges(ctx context.Context, year, month int) ([]FactChange, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT code, before, after, staff, at FROM fact_changes WHERE year = $1 AND month = $2 ORDER BY id DESC`, year, month)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []FactChange
	for rows.Next() {
		var c FactChange
		var at int64
		if err := rows.Scan(&c.Code, &c.Before, &c.After, &c.Staff, &at); err != nil {
			return nil, unavailable(err)
		}
		c.At = timeOf(at)
		out = append(out, c)
	}
	return out, unavailable(rows.Err())
}
