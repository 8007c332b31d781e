package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"shangda/desk"
	"shangda/seal"
)

// recoveryCodes stand in for the second factor, each once.
const recoveryCodes = 8

// totpPeriod is how long a code holds, in seconds; the one before and the one after are taken, too.
const totpPeriod = 30

// NewTOTP makes a secret for the person's authenticator, which holds once ConfirmTOTP has seen a code of it. address is what a QR
// code shows, secret is the same to be typed. A secret not yet confirmed stays the same until it is.
func (s *Store) NewTOTP(ctx context.Context, st *desk.Staff, issuer string) (address, secret string, err error) {
	var waiting string
	if err := s.engine.reader().QueryRowContext(ctx, `SELECT totp_new FROM staff WHERE id = $1`, st.ID).Scan(&waiting); err != nil {
		return "", "", fmt.Errorf("account %d: %w", st.ID, orNotFound(err))
	}
	if secret, err = s.unseal(waiting, totpAbout(st.ID)); err != nil {
		return "", "", err
	}
	if secret == "" {
		if secret, err = s.proposeTOTP(ctx, st, issuer); err != nil {
			return "", "", err
		}
	}
	label := url.PathEscape(issuer + ":" + st.Login)
	return "otpauth://totp/" + label + "?" + url.Values{"secret": {secret}, "issuer": {issuer}}.Encode(), secret, nil
}

func (s *Store) proposeTOTP(ctx context.Context, st *desk.Staff, issuer string) (string, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: st.Login, Period: totpPeriod})
	if err != nil {
		return "", err
	}
	sealed, err := s.seal(key.Secret(), totpAbout(st.ID))
	if err != nil {
		return "", err
	}
	return key.Secret(), s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `UPDATE staff SET totp_new = $2 WHERE id = $1`, st.ID, sealed)
		return err
	})
}

func totpAbout(staff int64) string { return fmt.Sprintf("staff.totp/%d", staff) }

// ConfirmTOTP sets up the second factor with the secret last shown, if code is one of it; else ErrRefused. The recovery
// codes it returns are told once. The other sessions of the person end.
func (s *Store) ConfirmTOTP(ctx context.Context, by desk.Actor, session int64, code string, now time.Time) (recovery []string, err error) {
	st, err := s.Staff(ctx, by.Staff)
	if err != nil {
		return nil, err
	}
	recovery, digests := newRecovery()
	st.TOTP = true
	err = s.changeStaff(ctx, by, "staff.totp", &st, now, func(ctx context.Context, q querier, _ *desk.Staff) error {
		var waiting string
		if err := q.QueryRowContext(ctx, `SELECT totp_new FROM staff WHERE id = $1`, st.ID).Scan(&waiting); err != nil {
			return err
		}
		secret, err := s.unseal(waiting, totpAbout(st.ID))
		if err != nil {
			return err
		}
		step, ok := totpStep(secret, code, 0, now)
		if !ok {
			return ErrRefused
		}
		_, err = q.ExecContext(ctx, `
			UPDATE staff SET totp = totp_new, totp_new = '', totp_step = $2, recovery = $3 WHERE id = $1`, st.ID, step, digests)
		if err != nil {
			return err
		}
		return endSessions(ctx, q, st.ID, session)
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// RemoveTOTP takes the second factor off an account whose owner lost it, and ends its sessions.
func (s *Store) RemoveTOTP(ctx context.Context, by desk.Actor, st *desk.Staff, now time.Time) error {
	st.TOTP = false
	return s.changeStaff(ctx, by, "staff.totp_remove", st, now, func(ctx context.Context, q querier, _ *desk.Staff) error {
		_, err := q.ExecContext(ctx, `UPDATE staff SET totp = '', totp_new = '', totp_step = 0, recovery = '[]' WHERE id = $1`, st.ID)
		if err != nil {
			return err
		}
		return endSessions(ctx, q, st.ID, 0)
	})
}

// RecoveryLeft counts the person's recovery codes not yet used.
func (s *Store) RecoveryLeft(ctx context.Context, id int64) (int, error) {
	var text string
	var left []string
	if err := s.engine.reader().QueryRowContext(ctx, `SELECT recovery FROM staff WHERE id = $1`, id).Scan(&text); err != nil {
		return 0, fmt.Errorf("account %d: %w", id, orNotFound(err))
	}
	err := json.Unmarshal([]byte(text), &left)
	return len(left), err
}

// Prove completes a sign-in with the second factor: a code of the authenticator, none of which is taken twice, or a recovery
// code. The session goes on under the new token it returns. Errors: ErrRefused, ErrTooMany; ErrNotFound when the session
// has ended.
func (s *Store) Prove(ctx context.Context, token, code string, from Visitor, now time.Time) (fresh string, err error) {
	x, err := s.Session(ctx, token, false, now)
	if err != nil {
		return "", err
	}
	if x.Proven {
		return token, nil
	}
	fresh = rand.Text()
	var refusal error
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		refusal = nil
		switch locked, err := anyLocked(ctx, q, x.Staff.Login, from, now); {
		case err != nil:
			return err
		case locked:
			refusal = ErrTooMany
			_, err := q.ExecContext(ctx, `DELETE FROM sessions WHERE id = $1`, x.ID)
			return err
		}
		ok, err := s.takeCode(ctx, q, x.Staff, code, now)
		if err != nil {
			return err
		}
		if !ok {
			refusal = ErrRefused
			return fail(ctx, q, "session.start", x.Staff.Login, x.Staff, from, now)
		}
		_, err = q.ExecContext(ctx, `UPDATE sessions SET digest = $2, proven = 1, seen_at = $3 WHERE id = $1`,
			x.ID, seal.Sum([]byte(fresh)), now.UnixMilli())
		if err != nil {
			return err
		}
		return signedIn(ctx, q, x.Staff, from, now)
	})
	if err = errors.Join(err, refusal); err != nil {
		return "", err
	}
	return fresh, nil
}

// takeCode uses up a code if it is right.
func (s *Store) takeCode(ctx context.Context, q querier, st desk.Staff, code string, now time.Time) (bool, error) {
	var sealed, recovery string
	var last int64
	err := q.QueryRowContext(ctx, `SELECT totp, totp_step, recovery FROM staff WHERE id = $1`, st.ID).Scan(&sealed, &last, &recovery)
	if err != nil {
		return false, err
	}
	secret, err := s.unseal(sealed, totpAbout(st.ID))
	if err != nil {
		return false, err
	}
	if step, ok := totpStep(secret, code, last, now); ok {
		_, err = q.ExecContext(ctx, `UPDATE staff SET totp_step = $2 WHERE id = $1`, st.ID, step)
		return err == nil, err
	}
	left, ok := withoutCode(recovery, code)
	if !ok {
		return false, nil
	}
	_, err = q.ExecContext(ctx, `UPDATE staff SET recovery = $2 WHERE id = $1`, st.ID, left)
	return err == nil, err
}

// totpStep finds the step of time whose code this is, later than the last one taken.
func totpStep(secret, code string, last int64, now time.Time) (step int64, ok bool) {
	code = strings.ReplaceAll(code, " ", "")
	for step := now.Unix()/totpPeriod - 1; step <= now.Unix()/totpPeriod+1; step++ {
		want, err := hotp.GenerateCode(secret, uint64(step))
		if err == nil && secret != "" && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

func newRecovery() (codes []string, digests string) {
	var sums []string
	for range recoveryCodes {
		text := strings.ToLower(rand.Text())
		code := text[:5] + "-" + text[5:10]
		codes, sums = append(codes, code), append(sums, recoverySum(code))
	}
	text, err := json.Marshal(sums)
	if err != nil {
		panic(err) // texts: cannot fail
	}
	return codes, string(text)
}

func recoverySum(code string) string {
	code = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	return seal.Sum([]byte("recovery " + code))
}

func withoutCode(digests, code string) (left string, found bool) {
	var sums []string
	if err := json.Unmarshal([]byte(digests), &sums); err != nil {
		return "", false
	}
	rest := slices.DeleteFunc(slices.Clone(sums), func(s string) bool { return s == recoverySum(code) })
	text, err := json.Marshal(rest)
	return string(text), err == nil && len(rest) < len(sums)
}

// RenewRecovery replaces the person's recovery codes by new ones, told once.
func (s *Store) RenewRecovery(ctx context.Context, by desk.Actor, now time.Time) ([]string, error) {
	st, err := s.Staff(ctx, by.Staff)
	if err != nil {
		return nil, err
	}
	codes, digests := newRecovery()
	err = s.changeStaff(ctx, by, "staff.recovery", &st, now, func(ctx context.Context, q querier, _ *desk.Staff) error {
		_, err := q.ExecContext(ctx, `UPDATE staff SET recovery = $2 WHERE id = $1 AND totp <> ''`, st.ID, digests)
		return err
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}
