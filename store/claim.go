package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"
)

// A serving process says every beatEvery that it lives; after silence it counts as dead.
const (
	beatEvery = 10 * time.Second
	silence   = 6 * beatEvery
)

// processLock ends with the process at the latest: whoever crashes stands in nobody's way.
type processLock interface {
	held(ctx context.Context) error
	release() error
}

type claim struct {
	process string
	shared  bool
	lock    processLock
}

// Claim announces that process, a name for people to recognise it by, serves this database. It is refused with
// ErrInUse while another does, unless both are shared: they have the means (Redis) to work together. The claim ends
// with Close, or with the process. Commands that do not serve need none.
func (s *Store) Claim(ctx context.Context, process string, shared bool, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.claim != nil {
		return errors.New("claimed already")
	}
	lock, err := s.engine.lock(ctx, shared)
	if errors.Is(err, ErrInUse) {
		return s.inUse(ctx)
	}
	if err != nil {
		return fmt.Errorf("claim: %w", err)
	}
	c := &claim{process: process, shared: shared, lock: lock}
	if err := s.announce(ctx, c, now); err != nil {
		return errors.Join(fmt.Errorf("claim: %w", err), lock.release())
	}
	s.claim = c
	return nil
}

// announce writes our heartbeat and removes those of the dead: all others when the lock is ours alone, else the silent.
func (s *Store) announce(ctx context.Context, c *claim, now time.Time) error {
	dead := int64(math.MaxInt64)
	if c.shared {
		dead = now.Add(-silence).UnixMilli()
	}
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if _, err := q.ExecContext(ctx, `DELETE FROM processes WHERE beat_at <= $1`, dead); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `
			INSERT INTO processes (name, beat_at) VALUES ($1, $2)
			    ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at`,
			c.process, now.UnixMilli())
		return err
	})
}

// inUse names the process that was heard last.
func (s *Store) inUse(ctx context.Context) error {
	var name string
	var beat int64
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT name, beat_at FROM processes ORDER BY beat_at DESC LIMIT 1`).Scan(&name, &beat)
	if err != nil {
		return ErrInUse // it holds the lock, and has not introduced itself yet
	}
	return fmt.Errorf("%w: %s, last heard of %s", ErrInUse, name, timeOf(beat).Format(time.DateTime))
}

// Run keeps the claim's heartbeat until ctx ends. A beat that cannot be written is left out, since Ping tells that the
// database is unavailable; Run fails only when another process has taken the database meanwhile.
func (s *Store) Run(ctx context.Context) error {
	ticks := time.NewTicker(beatEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-ticks.C:
			if err := s.beat(ctx, now); errors.Is(err, ErrInUse) {
				return err
			}
		}
	}
}

func (s *Store) beat(ctx context.Context, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.claim == nil {
		return nil
	}
	if s.claim.lock.held(ctx) != nil {
		if err := s.lockAgain(ctx, now); err != nil {
			return err
		}
	}
	return s.announce(ctx, s.claim, now)
}

// lockAgain follows a broken connection to PostgreSQL, which has ended our lock. While the server still believes in
// the old connection nobody else lives in the database, and the next beat tries again.
func (s *Store) lockAgain(ctx context.Context, now time.Time) error {
	lock, err := s.engine.lock(ctx, s.claim.shared)
	if errors.Is(err, ErrInUse) {
		var others bool
		err := s.engine.reader().QueryRowContext(ctx, `
			SELECT EXISTS (SELECT 1 FROM processes WHERE name <> $1 AND beat_at > $2)`,
			s.claim.process, now.Add(-silence).UnixMilli()).Scan(&others)
		if err == nil && others {
			return s.inUse(ctx)
		}
		return unavailable(err)
	}
	if err != nil {
		return err
	}
	_ = s.claim.lock.release() // of a connection that is broken already
	s.claim.lock = lock
	return nil
}

func (s *Store) release() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.claim == nil {
		return nil
	}
	c := s.claim
	s.claim = nil
	ctx, cancel := context.WithTimeout(context.Background(), busyTimeout)
	defer cancel()
	err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		_, err := q.ExecContext(ctx, `DELETE FROM processes WHERE name = $1`, c.process)
		return err
	})
	return errors.Join(err, c.lock.release())
}
