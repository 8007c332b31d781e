package store

import (
	"context"
	"errors"
	"fmt"

	"shangda/seal"
)

// ErrLocked: what was asked for is encrypted, and the store has no key.
var ErrLocked = errors.New("encrypted data, and no key was given")

const (
	probe      = "probe"
	probeAbout = "seals.probe/1"
)

// Bound says whether a key file was ever given to the database.
func (s *Store) Bound(ctx context.Context) (bool, error) {
	var bound bool
	err := s.engine.reader().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM seals WHERE name = $1)`, probe).Scan(&bound)
	return bound, unavailable(err)
}

// Sealed says whether the database holds encrypted data, which nobody can read without their key.
func (s *Store) Sealed(ctx context.Context) (bool, error) {
	var sealed bool
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM requests) OR EXISTS (SELECT 1 FROM files) OR EXISTS (SELECT 1 FROM forms)
		    OR EXISTS (SELECT 1 FROM concealed) OR EXISTS (SELECT 1 FROM tickets WHERE phone <> '') OR EXISTS (SELECT 1 FROM staff WHERE totp <> '')`).
		Scan(&sealed)
	return sealed, unavailable(err)
}

// Unlock gives the store its keys, before anything else uses it. The first ones are bound to the database; later ones that
// do not open what those sealed are refused with seal.ErrSealed.
func (s *Store) Unlock(ctx context.Context, keys *seal.Keys) error {
	sealed, err := keys.Seal([]byte(probe), probeAbout)
	if err != nil {
		return err
	}
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `INSERT INTO seals (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, probe, sealed)
		if err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT sealed FROM seals WHERE name = $1`, probe).Scan(&sealed)
	})
	if err != nil {
		return err
	}
	if _, err := keys.Open(sealed, probeAbout); err != nil {
		return fmt.Errorf("key file belongs to another database: %w", err)
	}
	s.keys = keys
	return nil
}

// seal encrypts a value for the place it is stored in, see seal.Keys. Nothing stays nothing.
func (s *Store) seal(plain, about string) (string, error) {
	switch {
	case plain == "":
		return "", nil
	case s.keys == nil:
		return "", ErrLocked
	}
	return s.keys.Seal([]byte(plain), about)
}

func (s *Store) unseal(sealed, about string) (string, error) {
	switch {
	case sealed == "":
		return "", nil
	case s.keys == nil:
		return "", ErrLocked
	}
	plain, err := s.keys.Open(sealed, about)
	if err != nil {
		return "", fmt.Errorf("%s: %w", about, err)
	}
	return string(plain), nil
}

// Unlocked says whether the store has its keys, so that it can take personal data.
func (s *Store) Unlocked() bool { return s.keys != nil }
