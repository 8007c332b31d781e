package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/seal"
)

var (
	// ErrRefused: login, password or code is wrong; it isn't said which.
	ErrRefused = errors.New("sign-in refused")
	// ErrTooMany: too many failures; the account or the network address must wait.
	ErrTooMany = errors.New("sign-in locked after failures")
	// ErrDisabled: the password is right and the account is out of use.
	ErrDisabled = errors.New("account is disabled")
)

// A session ends IdleTime after its last request and SessionTime after the sign-in, whatever happens.
const (
	IdleTime    = 15 * time.Minute
	SessionTime = 8 * time.Hour
	LockTime    = 15 * time.Minute
	seenEvery   = 30 * time.Second // how exactly the last request is kept
	stepBack    = time.Minute      // how far the clock may be put back before sessions end
)

// Failures in a row that lock. An office is often behind one address, which one forgotten password must not lock.
const (
	accountFailures = 5
	addressFailures = 20
)

// Visitor is where a request comes from.
type Visitor struct {
	Address string
	Agent   string // browser, for the person to recognise
}

// Session is one sign-in that still holds.
type Session struct {
	ID        int64
	Staff     desk.Staff
	Proven    bool // with the second factor, where the account has one
	Visitor   Visitor
	StartedAt time.Time
	SeenAt    time.Time
}

// SignIn begins a session and returns the text of its cookie, of which only a digest is kept. Where the account has a second
// factor the session is good for Prove only. Errors: ErrRefused, ErrTooMany, ErrDisabled; a refusal takes the same time
// whatever its reason.
func (s *Store) SignIn(ctx context.Context, login, password string, from Visitor, now time.Time) (token string, err error) {
	st, err := s.StaffByLogin(ctx, login)
	known := err == nil
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", err
	}
	digests := []string{""}
	if known {
		if digests, err = s.passwordsOf(ctx, st.ID); err != nil {
			return "", err
		}
	}
	right := s.hashing.matches(password, digests[0])
	var refusal error
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) (err error) {
		refusal = nil
		switch locked, err := anyLocked(ctx, q, login, from, now); {
		case err != nil:
			return err
		case locked: // not counted: it would never end
			refusal = ErrTooMany
			return nil
		case !right:
			refusal = ErrRefused
			return fail(ctx, q, "session.start", login, st, from, now)
		}
		if refusal, err = disable(ctx, q, st, from, now); err != nil || refusal != nil {
			return err
		}
		if token, err = startSession(ctx, q, st, from, now); err != nil || st.TOTP {
			return err
		}
		return signedIn(ctx, q, st, from, now)
	})
	if err = errors.Join(err, refusal); err != nil {
		return "", err
	}
	return token, nil
}

// disable refuses an account that is out of use, and puts one out of use that nobody used for long.
func disable(ctx context.Context, q querier, st desk.Staff, from Visitor, now time.Time) (refusal, err error) {
	if st.Disabled {
		return ErrDisabled, audit(ctx, q, signInLine(st, from, now, false, "disabled"))
	}
	used := st.PasswordAt
	if st.SignInAt.After(used) {
		used = st.SignInAt
	}
	if now.Sub(used) <= desk.Unused {
		return nil, nil
	}
	if _, err := q.ExecContext(ctx, `UPDATE staff SET disabled = 1, version = version + 1 WHERE id = $1`, st.ID); err != nil {
		return nil, err
	}
	return ErrDisabled, audit(ctx, q, staffLine("staff.unused", desk.Actor{}, &st, now, "", ""))
}

func startSession(ctx context.Context, q querier, st desk.Staff, from Visitor, now time.Time) (token string, err error) {
	if err := sweep(ctx, q, now); err != nil {
		return "", err
	}
	token = rand.Text()
	_, err = q.ExecContext(ctx, `
		INSERT INTO sessions (digest, staff, proven, address, agent, started_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		seal.Sum([]byte(token)), st.ID, number(!st.TOTP), clean(from.Address), clean(from.Agent), now.UnixMilli())
	return token, err
}

// sweep removes what has no use any more.
func sweep(ctx context.Context, q querier, now time.Time) error {
	_, err := q.ExecContext(ctx, `DELETE FROM sessions WHERE started_at < $1 OR seen_at < $2`,
		now.Add(-SessionTime).UnixMilli(), now.Add(-IdleTime).UnixMilli())
	if err != nil {
		return err
	}
	yesterday := now.AddDate(0, 0, -1).UnixMilli()
	if _, err = q.ExecContext(ctx, `DELETE FROM failures WHERE last_at < $1`, yesterday); err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `DELETE FROM posts WHERE at < $1`, yesterday)
	return err
}

// signedIn marks a whole sign-in: failures are forgotten, the time of the last one is kept to be shown.
func signedIn(ctx context.Context, q querier, st desk.Staff, from Visitor, now time.Time) error {
	if err := forgetFailures(ctx, q, accountSubject(st.Login), addressSubject(from.Address)); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, `UPDATE staff SET before_at = sign_in_at, sign_in_at = $2 WHERE id = $1`, st.ID, now.UnixMilli())
	if err != nil {
		return err
	}
	return audit(ctx, q, signInLine(st, from, now, true, ""))
}

func signInLine(st desk.Staff, from Visitor, now time.Time, ok bool, why string) desk.Audit {
	return desk.Audit{
		At: now, Actor: desk.Actor{Staff: st.ID, Login: st.Login, Address: from.Address}, Act: "session.start",
		Object: "staff:" + strconv.FormatInt(st.ID, 10), OK: ok, After: why,
	}
}

// Session finds the session of a cookie; ErrNotFound when it ended, was ended, or its account was disabled. active says
// that a person is at work: only that puts off the end. A clock that was put back never prolongs a session.
func (s *Store) Session(ctx context.Context, token string, active bool, now time.Time) (Session, error) {
	var x Session
	var staff, proven, started, seen int64
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT id, staff, proven, address, agent, started_at, seen_at FROM sessions WHERE digest = $1`, seal.Sum([]byte(token))).
		Scan(&x.ID, &staff, &proven, &x.Visitor.Address, &x.Visitor.Agent, &started, &seen)
	if err != nil {
		return Session{}, fmt.Errorf("session: %w", orNotFound(err))
	}
	x.Proven, x.StartedAt, x.SeenAt = proven != 0, timeOf(started), timeOf(seen)
	if x.Staff, err = s.Staff(ctx, staff); err != nil {
		return Session{}, err
	}
	if !x.holds(now) {
		return Session{}, fmt.Errorf("session: %w", ErrNotFound)
	}
	if active && now.Sub(x.SeenAt) > seenEvery {
		err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
			_, err := q.ExecContext(ctx, `UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, x.ID, now.UnixMilli())
			return err
		})
	}
	return x, err
}

func (x *Session) holds(now time.Time) bool {
	return !x.Staff.Disabled && now.Sub(x.SeenAt) < IdleTime && now.Sub(x.StartedAt) < SessionTime && x.SeenAt.Sub(now) < stepBack
}

// Sessions are all that hold, the latest first.
func (s *Store) Sessions(ctx context.Context, now time.Time) ([]Session, error) {
	all, err := s.AllStaff(ctx)
	if err != nil {
		return nil, err
	}
	people := map[int64]desk.Staff{}
	for _, st := range all {
		people[st.ID] = st
	}
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, staff, proven, address, agent, started_at, seen_at FROM sessions ORDER BY seen_at DESC, id DESC`)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Session
	for rows.Next() {
		var x Session
		var staff, proven, started, seen int64
		if err := rows.Scan(&x.ID, &staff, &proven, &x.Visitor.Address, &x.Visitor.Agent, &started, &seen); err != nil {
			return nil, unavailable(err)
		}
		x.Staff, x.Proven, x.StartedAt, x.SeenAt = people[staff], proven != 0, timeOf(started), timeOf(seen)
		if x.holds(now) {
			out = append(out, x)
		}
	}
	return out, unavailable(rows.Err())
}

// EndSession ends a session, one's own or another's; ErrNotFound when it has ended.
func (s *Store) EndSession(ctx context.Context, by desk.Actor, id int64, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		var staff int64
		if err := q.QueryRowContext(ctx, `DELETE FROM sessions WHERE id = $1 RETURNING staff`, id).Scan(&staff); err != nil {
			return fmt.Errorf("session %d: %w", id, orNotFound(err))
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "session.end", Object: "staff:" + strconv.FormatInt(staff, 10), OK: true})
	})
}

// endSessions ends the sessions of an account but one.
func endSessions(ctx context.Context, q querier, staff, except int64) error {
	_, err := q.ExecContext(ctx, `DELETE FROM sessions WHERE staff = $1 AND id <> $2`, staff, except)
	return err
}

// accountSubject hides what was typed, which may be a password in the wrong field.
func accountSubject(login string) string { return "account:" + seal.Sum([]byte(normalLogin(login))) }

// addressSubject takes the whole network that one IPv6 customer has.
func addressSubject(address string) string {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() && !ip.Is4In6() {
		if net, err := ip.WithZone("").Prefix(64); err == nil {
			address = net.String()
		}
	}
	return "address:" + address
}
