package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// RequestFilter selects cases; what is empty selects all.
type RequestFilter struct {
	Kind    disclosure.CaseKind
	State   disclosure.State
	Running bool // the reply is still owed
	Section string
	Officer int64
	Citizen int64
	From    disclosure.Day // received
	To      disclosure.Day
	Number  string // part of the receipt number
	Name    string // of the applicant, whole: found by its index
	ID      string // identity number or credit code, whole
	Phone   string // whole
	After   int64  // cases older than this one; 0: from the newest
}

// Requests are the cases that the filter selects, newest first, at most limit.
func (s *Store) Requests(ctx context.Context, f RequestFilter, limit int) ([]disclosure.Request, error) {
	name, id, phone, err := s.indexes(f)
	if err != nil {
		return nil, err
	}
	return s.queryRequests(ctx, s.engine.reader(), `
		SELECT `+requestColumns+` FROM requests
		 WHERE ($1 = '' OR kind = $1) AND ($2 = '' OR state = $2)
		   AND ($3 = 0 OR `+isRunning+`)
		   AND ($4 = '' OR section = $4) AND ($5 = 0 OR officer = $5) AND ($6 = 0 OR citizen = $6)
		   AND ($7 = '' OR received >= $7) AND ($8 = '' OR received <= $8)
		   AND ($9 = '' OR number LIKE '%' || $9 || '%')
		   AND ($10 = '' OR name_index = $10) AND ($11 = '' OR number_index = $11) AND ($12 = '' OR phone_index = $12)
		   AND ($13 = 0 OR id < $13)
		 ORDER BY id DESC LIMIT $14`,
		string(f.Kind), string(f.State), number(f.Running), f.Section, f.Officer, f.Citizen, string(f.From), string(f.To),
		clean(f.Number), name, id, phone, f.After, limit)
}

// isRunning holds in SQL for the cases of which disclosure.Request.Running does.
const isRunning = `state IN ('open', 'review', 'signing', 'decided')`

func (s *Store) queryRequests(ctx context.Context, q querier, query string, args ...any) ([]disclosure.Request, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []disclosure.Request
	for rows.Next() {
		r, err := s.scanRequest(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, unavailable(rows.Err())
}

func (s *Store) indexes(f RequestFilter) (name, id, phone string, err error) {
	if f.Name == "" && f.ID == "" && f.Phone == "" {
		return "", "", "", nil
	}
	if s.keys == nil {
		return "", "", "", ErrLocked
	}
	return s.index("name", f.Name), s.index("id_number", f.ID), s.index("phone", f.Phone), nil
}

// Wrong query codes lock a case: as many in a row, for as long.
const (
	accessTries = 5
	accessLock  = 15 * time.Minute
)

// ErrAccess: the query code is wrong, or the case is locked after too many wrong ones. Nobody learns which, nor whether the
// case exists.
var ErrAccess = fmt.Errorf("query code: %w", ErrNotFound)

func (s *Store) accessOf(number, code string) string { return s.keys.Index("access", number+" "+code) }

// RequestWithCode reads the case that a citizen opens with its query code; ErrAccess when they don't fit.
func (s *Store) RequestWithCode(ctx context.Context, receipt, code string, now time.Time) (disclosure.Request, error) {
	if s.keys == nil {
		return disclosure.Request{}, ErrLocked
	}
	var id int64
	fits := false
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		var access string
		var failures, locked int64
		// Counting the try first holds off others: however many come at once, each is counted.
		err := q.QueryRowContext(ctx, `
			UPDATE requests SET failures = failures + 1 WHERE number = $1 RETURNING id, access, failures, locked_until`, clean(receipt)).
			Scan(&id, &access, &failures, &locked)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return err
		case now.UnixMilli() < locked:
			failures = 0
		case access == s.accessOf(receipt, code):
			fits, failures = true, 0
		case failures >= accessTries:
			failures, locked = 0, now.Add(accessLock).UnixMilli()
		}
		_, err = q.ExecContext(ctx, `UPDATE requests SET failures = $2, locked_until = $3 WHERE id = $1`, id, failures, locked)
		return err
	})
	if err != nil {
		return disclosure.Request{}, err
	}
	if !fits {
		return disclosure.Request{}, ErrAccess
	}
	return s.Request(ctx, id)
}

// NewCode replaces a case's query code, for an applicant who lost it. The act is audited.
func (s *Store) NewCode(ctx context.Context, r *disclosure.Request, code string, by desk.Actor, now time.Time) error {
	if s.keys == nil {
		return ErrLocked
	}
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `UPDATE requests SET access = $2, failures = 0, locked_until = 0 WHERE id = $1`,
			r.ID, s.accessOf(r.Number, code))
		if err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "request.new_code", Object: objectOf(r), OK: true})
	})
}

// accessSigns are the signs of query codes: none looks like another.
const accessSigns = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// NewAccess is a query code: eight signs that nobody guesses.
func NewAccess() string {
	b := make([]byte, 8)
	rand.Read(b) // never fails
	for i := range b {
		b[i] = accessSigns[int(b[i])%len(accessSigns)]
	}
	return string(b)
}
