package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"shangda/desk"
)

// ErrPassword: the password given as the present one is not.
var ErrPassword = errors.New("wrong password")

// Parameters of argon2id, which stand in every stored digest.
const (
	argonTime   = 2
	argonMemory = 19 << 10 // KiB
	argonKey    = 32
	argonSalt   = 16
)

// rememberedPasswords may not come back, the present one among them.
const rememberedPasswords = 5

// hashing bounds how much memory digests take at a time. One per Store; its zero value is not usable.
type hashing chan struct{}

func newHashing() hashing { return make(hashing, 2) }

// digest takes about 70 ms and 19 MiB.
func (h hashing) digest(password string, salt []byte) []byte {
	h <- struct{}{}
	defer func() { <-h }()
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, 1, argonKey)
}

// encode makes what is stored, in the usual notation.
func (h hashing) encode(password string) string {
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime,
		b64.EncodeToString(salt), b64.EncodeToString(h.digest(password, salt)))
}

// matches takes the same time whether stored is a digest or not, so that nobody learns which accounts exist.
func (h hashing) matches(password, stored string) bool {
	salt, want, ok := parseDigest(stored)
	got := h.digest(password, salt)
	return subtle.ConstantTimeCompare(got, want) == 1 && ok
}

func parseDigest(stored string) (salt, want []byte, ok bool) {
	head := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$", argon2.Version, argonMemory, argonTime)
	rest, ours := strings.CutPrefix(stored, head)
	first, second, _ := strings.Cut(rest, "$")
	salt, errSalt := base64.RawStdEncoding.DecodeString(first)
	want, errWant := base64.RawStdEncoding.DecodeString(second)
	if !ours || errSalt != nil || errWant != nil || len(want) != argonKey {
		return make([]byte, argonSalt), make([]byte, argonKey), false
	}
	return salt, want, true
}

// oneTimePassword is easy to type and passes the policy; it is told once.
func (s *Store) oneTimePassword() (password, digest string) {
	text := rand.Text()
	password = text[:4] + "-" + strings.ToLower(text[4:8]) + "-" + text[8:12] + "-" + strings.ToLower(text[12:16]) + "-7"
	return password, s.hashing.encode(password)
}

// PasswordRefused says which rule a new password breaks.
type PasswordRefused struct{ Fault desk.PasswordFault }

func (e PasswordRefused) Error() string { return "password refused: " + string(e.Fault) }

// ChangePassword replaces the person's own password and ends their other sessions. Errors are those of ConfirmPassword for
// the present one, PasswordRefused when next is against the policy or was used before.
func (s *Store) ChangePassword(ctx context.Context, by desk.Actor, session int64, present, next string, now time.Time) error {
	st, err := s.Staff(ctx, by.Staff)
	if err != nil {
		return err
	}
	before, err := s.passwordsOf(ctx, st.ID)
	if err != nil {
		return err
	}
	if err := s.ConfirmPassword(ctx, by, present, now); err != nil {
		return err
	}
	if fault := desk.CheckPassword(next, st.Login, st.Name); fault != "" {
		return PasswordRefused{fault}
	}
	for _, old := range before {
		if s.hashing.matches(next, old) {
			return PasswordRefused{desk.PasswordBefore}
		}
	}
	digest := s.hashing.encode(next)
	st.OneTime = false
	return s.changeStaff(ctx, by, "staff.password", &st, now, func(ctx context.Context, q querier, _ *desk.Staff) error {
		if err := setPassword(ctx, q, st.ID, digest, false, now); err != nil {
			return err
		}
		return endSessions(ctx, q, st.ID, session)
	})
}

// passwordsOf are the digests that may not be used again, the present one first.
func (s *Store) passwordsOf(ctx context.Context, id int64) ([]string, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT password FROM (
		       SELECT 9223372036854775807 AS age, password FROM staff WHERE id = $1
		        UNION ALL SELECT id, password FROM passwords WHERE staff = $1) AS used
		 ORDER BY age DESC LIMIT $2`, id, rememberedPasswords)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var digest string
		if err := rows.Scan(&digest); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, digest)
	}
	if len(out) == 0 {
		return nil, errors.Join(fmt.Errorf("account %d: %w", id, ErrNotFound), unavailable(rows.Err()))
	}
	return out, unavailable(rows.Err())
}

// setPassword keeps the old digest among those that may not come back, as many as count.
func setPassword(ctx context.Context, q querier, id int64, digest string, oneTime bool, now time.Time) error {
	_, err := q.ExecContext(ctx, `INSERT INTO passwords (staff, password) SELECT id, password FROM staff WHERE id = $1`, id)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `
		DELETE FROM passwords WHERE staff = $1
		   AND id NOT IN (SELECT id FROM passwords WHERE staff = $1 ORDER BY id DESC LIMIT $2)`, id, rememberedPasswords-1)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `UPDATE staff SET password = $2, password_at = $3, must_change = $4 WHERE id = $1`,
		id, digest, now.UnixMilli(), number(oneTime))
	return err
}

// ConfirmPassword asks whether the person is still the one who signed in; else ErrPassword, or ErrTooMany. Failures count as
// those of a sign-in.
func (s *Store) ConfirmPassword(ctx context.Context, by desk.Actor, password string, now time.Time) error {
	st, err := s.Staff(ctx, by.Staff)
	if err != nil {
		return err
	}
	digests, err := s.passwordsOf(ctx, by.Staff)
	if err != nil {
		return err
	}
	right := s.hashing.matches(password, digests[0])
	from := Visitor{Address: by.Address}
	var refusal error
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		refusal = nil
		switch locked, err := anyLocked(ctx, q, st.Login, from, now); {
		case err != nil:
			return err
		case locked:
			refusal = ErrTooMany
			return nil
		case !right:
			refusal = ErrPassword
			return fail(ctx, q, "staff.confirm", st.Login, st, from, now)
		}
		return nil
	})
	return errors.Join(err, refusal)
}
