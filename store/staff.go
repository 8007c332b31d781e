package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"shangda/desk"
)

var (
	// ErrTaken: another account has this login.
	ErrTaken = errors.New("login is taken")
	// ErrOwn: nobody changes their own role, disables themselves or approves their own work.
	ErrOwn = errors.New("not on oneself")
	// ErrLast: the only account that could create others.
	ErrLast = errors.New("last 系统管理员")
)

// Staff reads an account; ErrNotFound when there is none.
func (s *Store) Staff(ctx context.Context, id int64) (desk.Staff, error) {
	found, err := queryStaff(ctx, s.engine.reader(), staffByID, id)
	return one(found, err, fmt.Sprintf("account %d", id))
}

// StaffByLogin reads an account by what is typed to sign in, in any case of letters.
func (s *Store) StaffByLogin(ctx context.Context, login string) (desk.Staff, error) {
	found, err := queryStaff(ctx, s.engine.reader(), staffColumns+` WHERE login = $1`, normalLogin(login))
	return one(found, err, "account")
}

// AllStaff are all accounts in order of login, disabled ones too.
func (s *Store) AllStaff(ctx context.Context) ([]desk.Staff, error) {
	return queryStaff(ctx, s.engine.reader(), staffColumns+` ORDER BY login`)
}

// StandsFor are the colleagues whose deputy st is at this time.
func (s *Store) StandsFor(ctx context.Context, st *desk.Staff, now time.Time) ([]desk.Staff, error) {
	absent, err := queryStaff(ctx, s.engine.reader(), staffColumns+` WHERE deputy = $1 ORDER BY id`, st.ID)
	return slices.DeleteFunc(absent, func(a desk.Staff) bool { return !st.StandsInFor(&a, now) }), err
}

// CreateStaff adds an account with a password that must be changed at the first sign-in, sets its ID and Version, and
// returns that password. ErrTaken when the login exists.
func (s *Store) CreateStaff(ctx context.Context, by desk.Actor, st *desk.Staff, now time.Time) (password string, err error) {
	password, digest := s.oneTimePassword()
	st.Login, st.Version, st.CreatedAt, st.PasswordAt, st.OneTime = normalLogin(st.Login), 1, now, now, true
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		err := q.QueryRowContext(ctx, `
			INSERT INTO staff (version, login, name, role, section, email, disabled, deputy_until, password, password_at, must_change,
			       totp, totp_new, totp_step, recovery, created_at, sign_in_at, before_at)
			VALUES (1, $1, $2, $3, $4, $5, 0, 0, $6, $7, 1, '', '', 0, '[]', $7, 0, 0)
			    ON CONFLICT (login) DO NOTHING
			RETURNING id`,
			clean(st.Login), clean(st.Name), string(st.Role), clean(st.Section), clean(st.Email), digest, now.UnixMilli()).Scan(&st.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%s: %w", st.Login, ErrTaken)
		}
		if err != nil {
			return err
		}
		return audit(ctx, q, staffLine("staff.create", by, st, now, "", state(st)))
	})
	if err != nil {
		return "", err
	}
	return password, nil
}

// SaveStaff writes name, section, e-mail, whether the account is disabled, and its deputy, if st.Version is still the
// stored one. A disabled account loses its sessions.
func (s *Store) SaveStaff(ctx context.Context, by desk.Actor, st *desk.Staff, now time.Time) error {
	return s.changeStaff(ctx, by, "staff.change", st, now, func(ctx context.Context, q querier, was *desk.Staff) error {
		if st.Disabled && !was.Disabled {
			if by.Staff == st.ID {
				return ErrOwn
			}
			if err := lastAdmin(ctx, q, was); err != nil {
				return err
			}
			if err := endSessions(ctx, q, st.ID, 0); err != nil {
				return err
			}
		}
		_, err := q.ExecContext(ctx, `
			UPDATE staff SET name = $2, section = $3, email = $4, disabled = $5, deputy = $6, deputy_until = $7 WHERE id = $1`,
			st.ID, clean(st.Name), clean(st.Section), clean(st.Email), number(st.Disabled),
			sql.NullInt64{Int64: st.Deputy, Valid: st.Deputy != 0}, milli(st.DeputyUntil))
		return err
	})
}

// SetRole gives st.Role. Nobody gives themselves another; ErrOwn.
func (s *Store) SetRole(ctx context.Context, by desk.Actor, st *desk.Staff, now time.Time) error {
	return s.changeStaff(ctx, by, "staff.role", st, now, func(ctx context.Context, q querier, was *desk.Staff) error {
		if by.Staff == st.ID {
			return ErrOwn
		}
		if st.Role != desk.RoleSystemAdmin {
			if err := lastAdmin(ctx, q, was); err != nil {
				return err
			}
		}
		_, err := q.ExecContext(ctx, `UPDATE staff SET role = $2 WHERE id = $1`, st.ID, string(st.Role))
		return err
	})
}

// ResetStaff gives an account a new one-time password, takes locks off it, puts a disabled one back to use and ends its
// sessions. The second factor stays.
func (s *Store) ResetStaff(ctx context.Context, by desk.Actor, st *desk.Staff, now time.Time) (password string, err error) {
	password, digest := s.oneTimePassword()
	st.Disabled, st.OneTime = false, true
	err = s.changeStaff(ctx, by, "staff.reset", st, now, func(ctx context.Context, q querier, was *desk.Staff) error {
		if err := forgetFailures(ctx, q, accountSubject(was.Login)); err != nil {
			return err
		}
		if err := setPassword(ctx, q, st.ID, digest, true, now); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `UPDATE staff SET disabled = 0 WHERE id = $1`, st.ID); err != nil {
			return err
		}
		return endSessions(ctx, q, st.ID, 0)
	})
	if err != nil {
		return "", err
	}
	return password, nil
}

// changeStaff runs f on the stored account if its version is st's, counts the version up and audits what is different.
func (s *Store) changeStaff(ctx context.Context, by desk.Actor, act string, st *desk.Staff, now time.Time,
	f func(context.Context, querier, *desk.Staff) error,
) error {
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		r, err := q.ExecContext(ctx, `UPDATE staff SET version = version + 1 WHERE id = $1 AND version = $2`, st.ID, st.Version)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("account %d: %w", st.ID, ErrConflict))
		}
		found, err := queryStaff(ctx, q, staffByID, st.ID)
		was, err := one(found, err, "account")
		if err != nil {
			return err
		}
		if err := f(ctx, q, &was); err != nil {
			return err
		}
		return audit(ctx, q, staffLine(act, by, st, now, state(&was), state(st)))
	})
	if err == nil {
		st.Version++
	}
	return err
}

// lastAdmin refuses to take away the only account that could create others.
func lastAdmin(ctx context.Context, q querier, was *desk.Staff) error {
	if was.Role != desk.RoleSystemAdmin {
		return nil
	}
	var others int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM staff WHERE role = $1 AND disabled = 0 AND id <> $2`,
		string(desk.RoleSystemAdmin), was.ID).Scan(&others)
	if err == nil && others == 0 {
		return ErrLast
	}
	return err
}

// HasStaff says whether there is any account: the first start creates one.
func (s *Store) HasStaff(ctx context.Context) (bool, error) {
	var has bool
	err := s.engine.reader().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM staff)`).Scan(&has)
	return has, unavailable(err)
}

func staffLine(act string, by desk.Actor, st *desk.Staff, now time.Time, before, after string) desk.Audit {
	return desk.Audit{At: now, Actor: by, Act: act, Object: "staff:" + strconv.FormatInt(st.ID, 10), OK: true, Before: before, After: after}
}

// state is what the audit trail keeps of an account.
func state(st *desk.Staff) string {
	text, err := json.Marshal(struct {
		Login    string    `json:"login"`
		Name     string    `json:"name"`
		Role     desk.Role `json:"role"`
		Section  string    `json:"section,omitempty"`
		Disabled bool      `json:"disabled,omitempty"`
		Deputy   int64     `json:"deputy,omitempty"`
		Until    string    `json:"deputy_until,omitempty"`
	}{st.Login, st.Name, st.Role, st.Section, st.Disabled, st.Deputy, dayOf(st.DeputyUntil)})
	if err != nil {
		panic(err) // texts and numbers: cannot fail
	}
	return string(text)
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(shanghai).Format(time.DateTime)
}

func normalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

const staffColumns = `
	SELECT id, version, login, name, role, section, email, citizen, disabled, deputy, deputy_until, created_at, sign_in_at, before_at,
	       password_at, must_change, totp <> '' FROM staff`

const staffByID = staffColumns + ` WHERE id = $1`

func queryStaff(ctx context.Context, q querier, query string, args ...any) ([]desk.Staff, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Staff
	for rows.Next() {
		var st desk.Staff
		var citizen, deputy sql.NullInt64
		var disabled, until, created, last, before, passwordAt, oneTime int64
		err := rows.Scan(&st.ID, &st.Version, &st.Login, &st.Name, &st.Role, &st.Section, &st.Email, &citizen, &disabled, &deputy, &until,
			&created, &last, &before, &passwordAt, &oneTime, &st.TOTP)
		if err != nil {
			return nil, unavailable(err)
		}
		st.Citizen, st.Deputy, st.Disabled, st.OneTime = citizen.Int64, deputy.Int64, disabled != 0, oneTime != 0
		st.DeputyUntil, st.CreatedAt, st.PasswordAt = timeOrZero(until), timeOf(created), timeOf(passwordAt)
		st.SignInAt, st.LastSignIn = timeOrZero(last), timeOrZero(before)
		out = append(out, st)
	}
	return out, unavailable(rows.Err())
}

func one[T any](found []T, err error, what string) (T, error) {
	var none T
	switch {
	case err != nil:
		return none, err
	case len(found) == 0:
		return none, fmt.Errorf("%s: %w", what, ErrNotFound)
	}
	return found[0], nil
}
