package cache

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"shangda/needs"

	"github.com/redis/go-redis/v9"
)

// redisURL names a real Redis: the one of SHANGDA_TEST_REDIS, else one started for this test.
func redisURL(t testing.TB) string {
	t.Helper()
	if u := os.Getenv("SHANGDA_TEST_REDIS"); u != "" {
		return u
	}
	binary := needs.Program(t, "redis", "redis-server")
	_, port, _ := net.SplitHostPort(freeAddress(t))
	cmd := exec.Command(binary, "--bind", "127.0.0.1", "--port", port, "--dir", t.TempDir(), "--save", "", "--appendonly", "no")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	r, err := dial("redis://127.0.0.1:" + port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.close() }()
	eventually(t, "redis-server answers", func() bool { return r.alive(t.Context()) == nil })
	return "redis://127.0.0.1:" + port + "/0"
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within 10 s: %s", what)
		}
	}
}

// wire is a stretch of network before a real Redis that can be cut and mended, or swallow everything.
type wire struct {
	t          *testing.T
	url, back  string
	address    string
	mu         sync.Mutex
	listener   net.Listener
	open       []net.Conn
	swallowing bool
	pumps      sync.WaitGroup
}

func newWire(t *testing.T) *wire {
	u, err := url.Parse(redisURL(t))
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{t: t, back: u.Host, address: freeAddress(t)}
	u.Host = w.address
	w.url = u.String()
	t.Cleanup(func() {
		w.cut()
		w.pumps.Wait()
	})
	return w
}

func (w *wire) mend() {
	l, err := net.Listen("tcp", w.address)
	if err != nil {
		w.t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listener, w.swallowing = l, false
	w.pumps.Go(func() {
		for {
			front, err := l.Accept()
			if err != nil {
				return
			}
			w.join(front)
		}
	})
}

func (w *wire) join(front net.Conn) {
	back, err := net.Dial("tcp", w.back)
	if err != nil {
		_ = front.Close()
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listener == nil { // cut meanwhile
		_, _ = front.Close(), back.Close()
		return
	}
	w.open = append(w.open, front, back)
	w.pumps.Go(func() { w.pump(back, front) })
	w.pumps.Go(func() { w.pump(front, back) })
}

func (w *wire) pump(to io.Writer, from io.Reader) {
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		w.mu.Lock()
		swallow := w.swallowing
		w.mu.Unlock()
		if !swallow {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
	}
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listener != nil {
		_ = w.listener.Close()
	}
	for _, c := range w.open {
		_ = c.Close()
	}
	w.listener, w.open = nil, nil
}

func (w *wire) swallow() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.swallowing = true
}

// lines collects a log.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Split(strings.TrimSpace(l.buf.String()), "\n")
}

func (l *lines) want(t *testing.T, words ...string) {
	t.Helper()
	got := l.all()
	if len(got) != len(words) {
		t.Fatalf("%d log lines, want %d:\n%s", len(got), len(words), strings.Join(got, "\n"))
	}
	for i, w := range words {
		if !strings.Contains(got[i], w) {
			t.Errorf("log line %d is %q, want it to say %q", i+1, got[i], w)
		}
	}
}

func TestDyingRedisIsReplacedByLocalMemoryAndTakenUpAgain(t *testing.T) {
	w, log, ctx := newWire(t), &lines{}, t.Context()
	w.mend()
	c := open(t, w.url, slog.NewTextHandler(log, nil))
	c.Set(ctx, "token", "old", time.Minute)
	c.Set(ctx, "kept", "same", time.Minute)
	wantValue(t, c, "token", "old")

	w.cut()
	for range 50 {
		if !c.Allow(ctx, "citizen:"+t.Name(), 50) {
			t.Fatal("an outage spent the citizen's messages")
		}
	}
	wantNothing(t, c, "token")
	c.Set(ctx, "token", "new", time.Minute)
	wantValue(t, c, "token", "new")
	c.Delete(ctx, "kept")
	if err := c.Healthy(ctx); err == nil {
		t.Error("Healthy = nil without a Redis")
	}

	w.mend()
	eventually(t, "redis is taken up again", func() bool { return !c.down.Load() })
	wantNothing(t, c, "token") // neither the old value nor this process's own
	wantNothing(t, c, "kept")
	log.want(t, "redis lost", "redis is back")

	w.cut()
	wantNothing(t, c, "token")
	log.want(t, "redis lost", "redis is back", "redis lost")
}

func TestHangingRedisDelaysOneCallOnly(t *testing.T) {
	w, log, ctx := newWire(t), &lines{}, t.Context()
	w.mend()
	c := open(t, w.url, slog.NewTextHandler(log, nil))
	c.Set(ctx, "token", "old", time.Minute)
	w.swallow()

	start := time.Now()
	for range 1000 {
		c.Get(ctx, "token")
		c.Allow(ctx, "citizen", 20)
	}
	if d := time.Since(start); d > 100*timeout {
		t.Errorf("2000 calls took %v, as if each of them waited %v", d, timeout)
	}
	log.want(t, "redis lost")
}

func TestRedisThatIsNotThereAtStartIsTakenUpLater(t *testing.T) {
	w, log, ctx := newWire(t), &lines{}, t.Context()
	c := open(t, w.url, slog.NewTextHandler(log, nil))
	c.Set(ctx, "a", "1", time.Minute)
	wantValue(t, c, "a", "1")
	w.mend()
	eventually(t, "redis is taken up", func() bool { return !c.down.Load() })
	c.Set(ctx, "b", "2", time.Minute)
	wantValue(t, c, "b", "2")
	log.want(t, "redis lost", "redis is back")
}

func TestCallerWhoGivesUpIsNoOutageAndLeavesNoOldValue(t *testing.T) {
	log := &lines{}
	c := open(t, redisURL(t), slog.NewTextHandler(log, nil))
	c.Set(t.Context(), "token:gives-up", "old", time.Minute)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	c.Delete(gone, "token:gives-up")
	wantNothing(t, c, "token:gives-up")
	if c.down.Load() {
		t.Error("a cancelled call counted as an outage")
	}
	log.want(t, "")
}

func TestEveryKeyInRedisCarriesOurPrefix(t *testing.T) {
	w := redisURL(t)
	o, err := redis.ParseURL(w)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(o)
	defer func() { _ = client.Close() }()
	c := open(t, w, slog.DiscardHandler)
	c.Set(t.Context(), "prefix-test", "1", time.Minute)
	c.Allow(t.Context(), "prefix-test", 20)
	for _, key := range []string{"shangda:prefix-test", "shangda:rate:prefix-test"} {
		if n, err := client.Exists(t.Context(), key).Result(); err != nil || n != 1 {
			t.Errorf("Exists(%s) = %d, %v, want 1", key, n, err)
		}
	}
	for _, key := range []string{"prefix-test", "rate:prefix-test"} {
		if n, err := client.Exists(t.Context(), key).Result(); err != nil || n != 0 {
			t.Errorf("Exists(%s) = %d, %v, want 0", key, n, err)
		}
	}
}
