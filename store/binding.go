package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"time"

	"shangda/desk"
	"shangda/seal"
)

// A code binds a WeChat for BindingTime; whoever types wrongBindings wrong ones within that time must wait.
const (
	BindingTime   = 10 * time.Minute
	wrongBindings = 5
)

func bindingDigest(code string) string { return seal.Sum([]byte("staff binding\x00" + code)) }

// NewBinding returns a code of eight digits that binds the WeChat of whoever sends it to the account of by. It replaces the one
// before and is kept as a digest.
func (s *Store) NewBinding(ctx context.Context, by desk.Actor, now time.Time) (code string, err error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1e8))
	if err != nil {
		return "", err
	}
	code = fmt.Sprintf("%08d", n)
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		// A lapsed code of somebody else with the same digits must not stand in the way.
		if _, err := q.ExecContext(ctx, `DELETE FROM staff_bindings WHERE expires_at <= $1`, now.UnixMilli()); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `
			INSERT INTO staff_bindings (staff, digest, expires_at) VALUES ($1, $2, $3)
			    ON CONFLICT (staff) DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at`,
			by.Staff, bindingDigest(code), now.Add(BindingTime).UnixMilli())
		if err != nil {
			return err
		}
		return audit(ctx, q, bindingLine("staff.bind_code", by, by.Staff, now))
	})
	return code, err
}

// Binding says whose code it is. ErrNotFound when it is nobody's or has lapsed; ErrTooMany when the citizen has guessed.
func (s *Store) Binding(ctx context.Context, citizen int64, code string, now time.Time) (staff int64, err error) {
	var wrong int
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT COUNT(*) FROM exchanges WHERE citizen = $1 AND talk = 'bind' AND outcome = 'none' AND at > $2`,
		citizen, now.Add(-BindingTime).UnixMilli()).Scan(&wrong)
	if err != nil {
		return 0, unavailable(err)
	}
	if wrong >= wrongBindings {
		return 0, ErrTooMany
	}
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT b.staff FROM staff_bindings b JOIN staff s ON s.id = b.staff
		 WHERE b.digest = $1 AND b.expires_at > $2 AND s.disabled = 0`, bindingDigest(code), now.UnixMilli()).Scan(&staff)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("binding: %w", ErrNotFound)
	}
	return staff, unavailable(err)
}

// Bind spends the code and binds the citizen's WeChat to its account, and to no other any more.
func Bind(code string, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		by := desk.Actor{}
		err := q.QueryRowContext(ctx, `
			DELETE FROM staff_bindings WHERE digest = $1 AND expires_at > $2 RETURNING staff`,
			bindingDigest(code), now.UnixMilli()).Scan(&by.Staff)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("binding: %w", ErrNotFound) // spent by another message in the same moment
		}
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `
			UPDATE staff SET citizen = NULL, version = version + 1 WHERE citizen = $1 AND id <> $2`, at.Citizen, by.Staff)
		if err != nil {
			return err
		}
		err = q.QueryRowContext(ctx, `
			UPDATE staff SET citizen = $1, version = version + 1 WHERE id = $2 RETURNING login`, at.Citizen, by.Staff).Scan(&by.Login)
		if err != nil {
			return err
		}
		return audit(ctx, q, bindingLine("staff.bind", by, by.Staff, now))
	}
}

// Unbind takes the WeChat off an account. What waits to be told there is dropped.
func (s *Store) Unbind(ctx context.Context, by desk.Actor, staff int64, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `
			UPDATE letters SET state = 'dropped', reason = 'unbound'
			 WHERE staff = $1 AND channel = 'chat' AND state IN ('waiting', 'held')`, staff)
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `UPDATE staff SET citizen = NULL, version = version + 1 WHERE id = $1 AND citizen IS NOT NULL`, staff)
		if err != nil {
			return err
		}
		return audit(ctx, q, bindingLine("staff.unbind", by, staff, now))
	})
}

func bindingLine(act string, by desk.Actor, staff int64, now time.Time) desk.Audit {
	return desk.Audit{At: now, Actor: by, Act: act, Object: fmt.Sprintf("staff:%d", staff), OK: true}
}
