package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"shangda/desk"
)

// fail counts a failure for the account and for the address, and audits it.
func fail(ctx context.Context, q querier, act, login string, st desk.Staff, from Visitor, now time.Time) error {
	for _, subject := range []string{accountSubject(login), addressSubject(from.Address)} {
		// A count that has locked, and whose time is over, begins anew.
		_, err := q.ExecContext(ctx, `
			INSERT INTO failures (subject, count, last_at) VALUES ($1, 1, $2)
			    ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at,
			       count = CASE WHEN failures.count >= $3 THEN 1 ELSE failures.count + 1 END`,
			subject, now.UnixMilli(), limitOf(subject))
		if err != nil {
			return err
		}
	}
	line := signInLine(st, from, now, false, "")
	line.Act = act
	return audit(ctx, q, line)
}

func limitOf(subject string) int64 {
	if subject[:3] == "acc" {
		return accountFailures
	}
	return addressFailures
}

func anyLocked(ctx context.Context, q querier, login string, from Visitor, now time.Time) (bool, error) {
	for _, subject := range []string{accountSubject(login), addressSubject(from.Address)} {
		if is, err := locked(ctx, q, subject, now); is || err != nil {
			return is, err
		}
	}
	return false, nil
}

// locked says whether the subject must wait. It holds the subject's row until the transaction ends, so that however many guess at
// once, each sees those before it. A clock that was put back neither unlocks nor prolongs: the time then runs anew
// from the first try that sees it.
func locked(ctx context.Context, q querier, subject string, now time.Time) (bool, error) {
	var count, last int64
	err := q.QueryRowContext(ctx, `
		INSERT INTO failures (subject, count, last_at) VALUES ($1, 0, $2)
		    ON CONFLICT (subject) DO UPDATE SET count = failures.count RETURNING count, last_at`, subject, now.UnixMilli()).Scan(&count, &last)
	if err != nil || count < limitOf(subject) {
		return false, err
	}
	if last > now.UnixMilli() {
		_, err = q.ExecContext(ctx, `UPDATE failures SET last_at = $2 WHERE subject = $1`, subject, now.UnixMilli())
		return true, err
	}
	return now.UnixMilli()-last < LockTime.Milliseconds(), nil
}

func forgetFailures(ctx context.Context, q querier, subjects ...string) error {
	for _, subject := range subjects {
		if _, err := q.ExecContext(ctx, `DELETE FROM failures WHERE subject = $1`, subject); err != nil {
			return err
		}
	}
	return nil
}

// orNotFound names the absence of a row.
func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return unavailable(err)
}
