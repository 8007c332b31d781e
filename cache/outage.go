package cache

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// errLocal sends a call to the local memory.
var errLocal = errors.New("cache: redis is not there")

// ask lets Redis do the call; any error means the local memory must. A caller that gave up is no sign of an outage.
func (c *Cache) ask(ctx context.Context, call func(context.Context) error) error {
	if c.redis == nil || c.down.Load() {
		return errLocal
	}
	err := call(ctx)
	if err != nil && ctx.Err() == nil {
		c.lose(err)
	}
	return err
}

// lose turns to the local memory and starts the look-out; only the first of many failing calls does.
func (c *Cache) lose(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || c.down.Load() {
		return
	}
	c.down.Store(true)
	c.log.Warn("redis lost, going on with local memory", "err", err)
	c.watch.Go(c.lookOut)
}

// lookOut waits for Redis to return, so that no call has to try.
func (c *Cache) lookOut() {
	since := time.Now()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-c.ended.Done():
			return
		case <-tick.C:
			if c.regain() {
				c.log.Info("redis is back", "after", time.Since(since).Round(time.Millisecond))
				return
			}
		}
	}
}

// outdate sees to it that Redis, which missed a change of key, never answers with the old value: now if it is there (it
// has just returned, or it was the caller who gave up), else when it returns.
func (c *Cache) outdate(ctx context.Context, key string) {
	if c.redis == nil || c.mark(key) {
		return
	}
	c.local.drop(key)
	if err := c.redis.drop(context.WithoutCancel(ctx), key); err != nil {
		c.lose(err)
		c.mark(key)
	}
}

// mark notes key for the end of the outage, if there is one.
func (c *Cache) mark(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.down.Load() {
		return false
	}
	if len(c.stale) < maxStale {
		c.stale[key] = struct{}{}
	}
	return true
}

// regain returns to Redis after deleting there what changed meanwhile; beyond maxStale keys the old values stay until
// their time is up. What the local memory held is forgotten, so that the next outage doesn't bring it up again.
func (c *Cache) regain() bool {
	for {
		c.mu.Lock()
		keys := slices.Collect(maps.Keys(c.stale))
		c.mu.Unlock()
		if c.redis.alive(c.ended) != nil || c.redis.drop(c.ended, keys...) != nil {
			return false
		}
		c.mu.Lock()
		for _, k := range keys {
			delete(c.stale, k)
		}
		done := len(c.stale) == 0
		if done {
			c.local.forget()
			c.down.Store(false)
		}
		c.mu.Unlock()
		if done {
			return true
		}
	}
}
