package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"shangda/desk"
	"shangda/seal"
)

// ErrBroken: the audit trail is not what was written.
var ErrBroken = errors.New("audit trail is broken")

// Audit writes a line for an act that has no other transaction: a refused sign-in, the reading of personal data in full.
// a needs neither ID nor Digest.
func (s *Store) Audit(ctx context.Context, a desk.Audit) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error { return audit(ctx, q, a) })
}

// audit writes a line in the transaction of its act: without the line there is no act. It locks the end of the chain until
// the transaction ends, so it comes last in it.
func audit(ctx context.Context, q querier, a desk.Audit) error {
	err := q.QueryRowContext(ctx, `UPDATE counters SET value = value + 1 WHERE name = 'audit' RETURNING value`).Scan(&a.ID)
	if err != nil {
		return err
	}
	before := ""
	if a.ID > 1 {
		err := q.QueryRowContext(ctx, `SELECT digest FROM audit WHERE id = $1`, a.ID-1).Scan(&before)
		if err != nil {
			return fmt.Errorf("%w: line %d: %w", ErrBroken, a.ID-1, err)
		}
	}
	for _, text := range []*string{&a.Actor.Login, &a.Actor.Address, &a.Act, &a.Object} {
		*text = clean(*text)
	}
	a.Before, a.After = clean(desk.Mask(a.Before)), clean(desk.Mask(a.After))
	_, err = q.ExecContext(ctx, `
		INSERT INTO audit (id, at, staff, login, address, act, object, ok, before, after, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.ID, a.At.UnixMilli(), a.Actor.Staff, a.Actor.Login, a.Actor.Address, a.Act, a.Object, number(a.OK), a.Before, a.After,
		chained(before, a))
	return err
}

// chained is the digest of a line after the digest before it. Its encoding is stored with every line: it never changes.
func chained(before string, a desk.Audit) string {
	line, err := json.Marshal([]any{
		before, a.ID, a.At.UnixMilli(), a.Actor.Staff, a.Actor.Login, a.Actor.Address, a.Act, a.Object, a.OK, a.Before, a.After,
	})
	if err != nil {
		panic(err) // texts and numbers: cannot fail
	}
	return seal.Sum(line)
}

// AuditFilter selects lines; what is empty selects all.
type AuditFilter struct {
	Login  string
	Act    string // noun.verb, or a noun for all its verbs
	Object string // kind:id, or a kind for all of them
	From   time.Time
	To     time.Time // exclusive
	Failed bool      // only what did not succeed
	Before int64     // lines older than this one; 0: from the newest
}

// Trail reads lines of the audit trail, newest first, at most limit.
func (s *Store) Trail(ctx context.Context, f AuditFilter, limit int) ([]desk.Audit, error) {
	return queryAudit(ctx, s.engine.reader(), `
		SELECT id, at, staff, login, address, act, object, ok, before, after, digest FROM audit
		 WHERE ($1 = '' OR login = $1) AND ($2 = '' OR act = $2 OR substr(act, 1, length($2) + 1) = $2 || '.')
		   AND ($3 = '' OR object = $3 OR substr(object, 1, length($3) + 1) = $3 || ':')
		   AND at >= $4 AND at < $5 AND ok <= $6 AND id < $7
		 ORDER BY id DESC LIMIT $8`,
		clean(f.Login), clean(f.Act), clean(f.Object), milli(f.From), cmp.Or(milli(f.To), math.MaxInt64), number(!f.Failed),
		cmp.Or(f.Before, math.MaxInt64), limit)
}

// auditPage is how many lines are read at a time.
const auditPage = 1000

// WalkAudit passes every selected line to f, newest first, whatever their number.
func (s *Store) WalkAudit(ctx context.Context, filter AuditFilter, f func(desk.Audit) error) error {
	for {
		lines, err := s.Trail(ctx, filter, auditPage)
		if err != nil {
			return err
		}
		for _, a := range lines {
			if err := f(a); err != nil {
				return err
			}
			filter.Before = a.ID
		}
		if len(lines) < auditPage {
			return nil
		}
	}
}

// VerifyAudit walks the whole trail. It says how many lines there are and the last one's digest, which may be noted
// elsewhere; ErrBroken with the first line that is missing, changed or put in.
func (s *Store) VerifyAudit(ctx context.Context) (lines int64, head string, err error) {
	var want int64
	if err := s.engine.reader().QueryRowContext(ctx, `SELECT value FROM counters WHERE name = 'audit'`).Scan(&want); err != nil {
		return 0, "", unavailable(err)
	}
	for {
		page, err := queryAudit(ctx, s.engine.reader(), `
			SELECT id, at, staff, login, address, act, object, ok, before, after, digest FROM audit
			 WHERE id > $1 ORDER BY id LIMIT $2`, lines, auditPage)
		if err != nil {
			return 0, "", err
		}
		for _, a := range page {
			if a.ID != lines+1 || a.Digest != chained(head, a) {
				return 0, "", fmt.Errorf("%w at line %d", ErrBroken, lines+1)
			}
			lines, head = a.ID, a.Digest
		}
		if len(page) < auditPage {
			break
		}
	}
	if lines < want {
		return 0, "", fmt.Errorf("%w at line %d: it is missing", ErrBroken, lines+1)
	}
	return lines, head, nil
}

func queryAudit(ctx context.Context, q querier, query string, args ...any) ([]desk.Audit, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var lines []desk.Audit
	for rows.Next() {
		var a desk.Audit
		var at, ok int64
		err := rows.Scan(&a.ID, &at, &a.Actor.Staff, &a.Actor.Login, &a.Actor.Address, &a.Act, &a.Object, &ok, &a.Before, &a.After, &a.Digest)
		if err != nil {
			return nil, unavailable(err)
		}
		a.At, a.OK = timeOf(at), ok != 0
		lines = append(lines, a)
	}
	return lines, unavailable(rows.Err())
}

// number stores a truth: booleans are 0 and 1 on both engines.
func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// milli stores a time; the zero time is 0.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// timeOrZero is the other way round.
func timeOrZero(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return timeOf(ms)
}
