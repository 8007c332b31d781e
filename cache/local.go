package cache

import (
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

const (
	maxValues   = 10_000
	maxLimiters = 50_000

	// idle is how long a limiter nobody asks is kept. It is full again after one minute, so forgetting it loses nothing.
	idle = 2 * time.Minute
)

// local is the memory of this process, bounded in size.
type local struct {
	values *otter.Cache[string, value]
	limits *otter.Cache[string, *rate.Limiter]
}

type value struct {
	text string
	ttl  time.Duration
}

func newLocal() (*local, error) {
	values, err := otter.New(&otter.Options[string, value]{
		MaximumSize:      maxValues,
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[string, value]) time.Duration { return e.Value.ttl }),
	})
	if err != nil {
		return nil, err
	}
	limits, err := otter.New(&otter.Options[string, *rate.Limiter]{
		MaximumSize:      maxLimiters,
		ExpiryCalculator: otter.ExpiryAccessing[string, *rate.Limiter](idle),
	})
	if err != nil {
		return nil, err
	}
	return &local{values, limits}, nil
}

func (l *local) get(key string) (string, bool) {
	v, ok := l.values.GetIfPresent(key)
	return v.text, ok
}

func (l *local) set(key, text string, ttl time.Duration) { l.values.Set(key, value{text, ttl}) }

func (l *local) drop(key string) { l.values.Invalidate(key) }

func (l *local) forget() { l.values.InvalidateAll() }

func (l *local) allow(key string, perMinute int) bool {
	limiter, ok := l.limits.GetIfPresent(key)
	if !ok {
		limiter, _ = l.limits.ComputeIfAbsent(key, func() (*rate.Limiter, bool) {
			return rate.NewLimiter(rate.Limit(perMinute)/60, perMinute), false
		})
	}
	return limiter.Allow()
}

func (l *local) close() {
	l.values.StopAllGoroutines()
	l.limits.StopAllGoroutines()
}
