package cache

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	prefix  = "shangda:"
	timeout = 150 * time.Millisecond // of any call, connecting included
)

// shared is the memory in Redis. Every call ends within timeout.
type shared struct {
	client *redis.Client
	limit  *redis_rate.Limiter
}

func dial(url string) (*shared, error) {
	o, err := redis.ParseURL(url)
	if err != nil { // its text quotes the url, perhaps with the password
		return nil, errors.New("redis url: want redis://[user:password@]host:port/number")
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = timeout, timeout, timeout, timeout
	o.ContextTimeoutEnabled = true
	o.MaxRetries, o.MinRetryBackoff, o.MaxRetryBackoff = 1, -1, -1 // a connection that the server closed while idle
	o.DialerRetries = 1
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	logging.Disable() // the client would repeat every failed connection on stderr, and has one logger for the whole process
	client := redis.NewClient(o)
	return &shared{client, redis_rate.NewLimiter(prefixed{client})}, nil
}

func (s *shared) get(ctx context.Context, key string) (string, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	v, err := s.client.Get(ctx, prefix+key).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return v, err == nil, err
}

func (s *shared) set(ctx context.Context, key, value string, ttl time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return s.client.Set(ctx, prefix+key, value, max(ttl, time.Millisecond)).Err()
}

func (s *shared) drop(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	full := make([]string, len(keys))
	for i, k := range keys {
		full[i] = prefix + k
	}
	return s.client.Del(ctx, full...).Err()
}

func (s *shared) allow(ctx context.Context, key string, perMinute int) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r, err := s.limit.Allow(ctx, key, redis_rate.PerMinute(perMinute))
	if err != nil {
		return false, err
	}
	return r.Allowed > 0, nil
}

// alive writes, because a full or read-only Redis answers a ping.
func (s *shared) alive(ctx context.Context) error {
	if err := s.set(ctx, "alive", "1", time.Minute); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	return nil
}

func (s *shared) close() error {
	if s == nil {
		return nil
	}
	return s.client.Close()
}

// prefixed puts our prefix before the limiter's own.
type prefixed struct{ *redis.Client }

func (p prefixed) EvalSha(ctx context.Context, sha string, keys []string, args ...any) *redis.Cmd {
	return p.Client.EvalSha(ctx, sha, ours(keys), args...)
}

func (p prefixed) Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd {
	return p.Client.Eval(ctx, script, ours(keys), args...)
}

func ours(keys []string) []string {
	full := make([]string, len(keys))
	for i, k := range keys {
		full[i] = prefix + k
	}
	return full
}
