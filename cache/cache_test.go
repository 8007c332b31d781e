package cache

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// each runs a test on the local memory and on a real Redis.
func each(t *testing.T, test func(t *testing.T, c *Cache, key string)) {
	t.Run("local", func(t *testing.T) { test(t, open(t, "", slog.DiscardHandler), "k") })
	t.Run("redis", func(t *testing.T) {
		url := redisURL(t)
		test(t, open(t, url, slog.DiscardHandler), fmt.Sprintf("test:%s:%d", t.Name(), time.Now().UnixNano()))
	})
}

func open(t *testing.T, url string, h slog.Handler) *Cache {
	t.Helper()
	c, err := Open(url, slog.New(h))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return c
}

func wantValue(t *testing.T, c *Cache, key, want string) {
	t.Helper()
	if got, ok := c.Get(t.Context(), key); !ok || got != want {
		t.Errorf("Get(%s) = %q, %v, want %q", key, got, ok, want)
	}
}

func wantNothing(t *testing.T, c *Cache, key string) {
	t.Helper()
	if got, ok := c.Get(t.Context(), key); ok {
		t.Errorf("Get(%s) = %q, want nothing", key, got)
	}
}

func TestValueIsThereUntilReplacedDeletedOrOutlived(t *testing.T) {
	each(t, func(t *testing.T, c *Cache, key string) {
		ctx := t.Context()
		wantNothing(t, c, key)
		c.Set(ctx, key, "one", time.Minute)
		wantValue(t, c, key, "one")
		c.Set(ctx, key, "two", time.Minute)
		wantValue(t, c, key, "two")
		c.Delete(ctx, key)
		wantNothing(t, c, key)

		c.Set(ctx, key, "", time.Minute)
		wantValue(t, c, key, "")
		c.Set(ctx, key, "gone", 0)
		wantNothing(t, c, key)

		c.Set(ctx, key, "short", 400*time.Millisecond)
		wantValue(t, c, key, "short")
		time.Sleep(500 * time.Millisecond)
		wantNothing(t, c, key)
	})
}

func TestNewTTLReplacesTheOldOne(t *testing.T) {
	each(t, func(t *testing.T, c *Cache, key string) {
		c.Set(t.Context(), key, "short", 400*time.Millisecond)
		c.Set(t.Context(), key, "long", time.Minute)
		time.Sleep(500 * time.Millisecond)
		wantValue(t, c, key, "long")
	})
}

func TestAllowStopsAtTheLimitForThatKeyOnly(t *testing.T) {
	each(t, func(t *testing.T, c *Cache, key string) {
		ctx := t.Context()
		for i := range 20 {
			if !c.Allow(ctx, key, 20) {
				t.Fatalf("event %d of 20 refused", i+1)
			}
		}
		if c.Allow(ctx, key, 20) {
			t.Error("event 21 of 20 allowed")
		}
		if !c.Allow(ctx, key+"other", 20) {
			t.Error("another key is limited too")
		}
		if c.Allow(ctx, key+"none", 0) {
			t.Error("a limit of 0 allowed an event")
		}
	})
}

func TestAllowRefillsEvenly(t *testing.T) {
	each(t, func(t *testing.T, c *Cache, key string) {
		ctx := t.Context()
		const perMinute = 600 // one every 100 ms
		for c.Allow(ctx, key, perMinute) {
		}
		empty, got := time.Now(), 0
		time.Sleep(250 * time.Millisecond)
		for c.Allow(ctx, key, perMinute) {
			got++
		}
		if most := int(time.Since(empty)/(100*time.Millisecond)) + 1; got < 2 || got > most {
			t.Errorf("%d events allowed at one every 100 ms, want 2 to %d", got, most)
		}
	})
}

func TestConcurrentEventsShareOneLimit(t *testing.T) {
	each(t, func(t *testing.T, c *Cache, key string) {
		var mu sync.Mutex
		var wg sync.WaitGroup
		allowed := 0
		for range 8 {
			wg.Go(func() {
				for range 10 {
					if c.Allow(t.Context(), key, 5) {
						mu.Lock()
						allowed++
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		if allowed != 5 {
			t.Errorf("%d of 80 concurrent events allowed, want 5", allowed)
		}
	})
}

func TestHealthyCacheSaysSo(t *testing.T) {
	each(t, func(t *testing.T, c *Cache, _ string) {
		if err := c.Healthy(t.Context()); err != nil {
			t.Errorf("Healthy = %v, want nil", err)
		}
	})
}

func TestWrongURLIsRefusedWithoutItsPassword(t *testing.T) {
	for _, url := range []string{
		"http://127.0.0.1:6379", "127.0.0.1:6379", "redis://u:s3cret@host/x", "redis://u:s3cret/word@host", "redis://h/0?nonsense=s3cret",
		"redis://:s3cret%zz@h",
	} {
		c, err := Open(url, slog.New(slog.DiscardHandler))
		if err == nil {
			_ = c.Close()
			t.Errorf("Open(%q) worked, want an error", url)
			continue
		}
		if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("error shows the password: %v", err)
		}
	}
}

func TestLocalLimitersOfQuietKeysAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, err := newLocal()
		if err != nil {
			t.Fatal(err)
		}
		defer l.close()
		for i := range 1000 {
			l.allow(fmt.Sprint(i), 20)
		}
		time.Sleep(idle + 5*time.Second)
		l.limits.CleanUp()
		if n := l.limits.EstimatedSize(); n != 0 {
			t.Errorf("%d limiters kept after %v of silence, want 0", n, idle)
		}
	})
}

func TestLocalMemoryIsBounded(t *testing.T) {
	l, err := newLocal()
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	for i := range 3 * maxLimiters {
		l.allow(fmt.Sprint(i), 20)
		l.set(fmt.Sprint(i), "v", time.Hour)
	}
	l.limits.CleanUp()
	l.values.CleanUp()
	if n, m := l.limits.EstimatedSize(), l.values.EstimatedSize(); n > maxLimiters || m > maxValues {
		t.Errorf("%d limiters and %d values kept, want at most %d and %d", n, m, maxLimiters, maxValues)
	}
}

func BenchmarkAllow(b *testing.B) {
	run := func(b *testing.B, url string) {
		c, err := Open(url, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		ctx := context.Background()
		b.ReportAllocs()
		for b.Loop() {
			c.Allow(ctx, "bench", 1_000_000)
		}
	}
	b.Run("local", func(b *testing.B) { run(b, "") })
	b.Run("redis", func(b *testing.B) { run(b, redisURL(b)) })
}
