// Package cache keeps what may be forgotten but must be shared: the platform's access token, counters of messages. It
// lives in this process alone, or in Redis when several processes serve the same account. A Redis may die and return at
// any time: meanwhile every process goes on with its own memory, and nobody waits for the dead one.
package cache

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	pause    = 2 * time.Second // between two looks at a lost Redis
	maxStale = 10_000          // keys written during an outage that are remembered
)

// Cache is safe for concurrent use.
type Cache struct {
	log   *slog.Logger
	local *local
	redis *shared // nil: this process alone

	down   atomic.Bool // Redis is lost; the local memory serves
	mu     sync.Mutex  // guards what follows and every change of down
	stale  map[string]struct{}
	closed bool
	stop   context.CancelFunc
	ended  context.Context
	watch  sync.WaitGroup
}

// Open takes an empty url for a cache of this process alone, or redis://, rediss:// or unix:// for a shared one. A url
// that cannot be read is an error, whose text never contains the url; a Redis that does not answer is only logged.
func Open(url string, log *slog.Logger) (*Cache, error) {
	c := &Cache{log: log, stale: map[string]struct{}{}}
	if url != "" {
		r, err := dial(url)
		if err != nil {
			return nil, err
		}
		c.redis = r
	}
	l, err := newLocal()
	if err != nil {
		return nil, errors.Join(err, c.redis.close())
	}
	c.local = l
	c.ended, c.stop = context.WithCancel(context.Background())
	if err := c.Healthy(c.ended); err != nil {
		c.lose(err)
	}
	return c, nil
}

// Get finds what was set and neither deleted nor outlived. During an outage it knows only what this process set since.
func (c *Cache) Get(ctx context.Context, key string) (value string, found bool) {
	err := c.ask(ctx, func(ctx context.Context) (err error) {
		value, found, err = c.redis.get(ctx, key)
		return err
	})
	if err != nil {
		return c.local.get(key)
	}
	return value, found
}

// Set keeps value for ttl; a ttl of zero or less deletes.
func (c *Cache) Set(ctx context.Context, key, value string, ttl time.Duration) {
	if ttl <= 0 {
		c.Delete(ctx, key)
		return
	}
	err := c.ask(ctx, func(ctx context.Context) error { return c.redis.set(ctx, key, value, ttl) })
	if err != nil {
		c.local.set(key, value, ttl)
		c.outdate(ctx, key)
	}
}

// Delete forgets key.
func (c *Cache) Delete(ctx context.Context, key string) {
	err := c.ask(ctx, func(ctx context.Context) error { return c.redis.drop(ctx, key) })
	if err != nil {
		c.local.drop(key)
		c.outdate(ctx, key)
	}
}

// Allow counts one event of key and says whether it is within perMinute, refilled evenly; as many may come at once after
// a quiet minute. A key always comes with the same perMinute; below 1 nothing is allowed.
func (c *Cache) Allow(ctx context.Context, key string, perMinute int) (allowed bool) {
	if perMinute < 1 {
		return false
	}
	err := c.ask(ctx, func(ctx context.Context) (err error) {
		allowed, err = c.redis.allow(ctx, key, perMinute)
		return err
	})
	if err != nil {
		return c.local.allow(key, perMinute)
	}
	return allowed
}

// Healthy says why the cache is not shared although it should be.
func (c *Cache) Healthy(ctx context.Context) error {
	if c.redis == nil {
		return nil
	}
	return c.redis.alive(ctx)
}

// Close ends the look-out for a lost Redis and the connections. The cache must not be used afterwards.
func (c *Cache) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.stop()
	c.watch.Wait()
	c.local.close()
	return c.redis.close()
}
