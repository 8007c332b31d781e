package wechat_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

const (
	secret     = "synthetic-secret"
	pathToken  = "/cgi-bin/stable_token"
	pathMenu   = "/cgi-bin/menu/create"
	pathCustom = "/cgi-bin/message/custom/send"
)

// shared is a TokenCache that can be switched off, as Redis can.
type shared struct {
	mu   sync.Mutex
	down bool
	kept map[string]string
	ttl  time.Duration
}

func (s *shared) Get(_ context.Context, key string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.kept[key]
	return v, ok && !s.down
}

func (s *shared) Set(_ context.Context, key, value string, ttl time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.down {
		s.kept[key], s.ttl = value, ttl
	}
}

func (s *shared) Delete(_ context.Context, key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, key)
}

// platform serves a fake platform over HTTP; openid-1 may be written to.
func platform(t *testing.T) (*wechattest.Platform, string) {
	t.Helper()
	answered := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "success") }))
	t.Cleanup(answered.Close)
	p := wechattest.NewPlatform(account(wechat.Safe), secret, answered.URL)
	if _, err := p.Text(t.Context(), "openid-1", "你好"); err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(p)
	t.Cleanup(served.Close)
	return p, served.URL
}

func client(t *testing.T, o wechat.ClientOptions) *wechat.Client {
	t.Helper()
	o.AppID, o.AppSecret = account(wechat.Safe).AppID, secret
	if o.Timeout == 0 {
		o.Timeout = 3 * time.Second
	}
	c, err := wechat.NewClient(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestManyCallersCauseOneToken(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := c.PushMenu(t.Context(), okMenu()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := p.Calls(pathToken); got != 1 {
		t.Errorf("%d tokens fetched, want 1", got)
	}
}

func TestWithdrawnTokenIsRenewedOnceAndTheCallRepeatedOnce(t *testing.T) {
	for _, code := range []int{40001, 40014, 42001} {
		p, base := platform(t)
		cache := &shared{kept: map[string]string{}}
		c := client(t, wechat.ClientOptions{APIBase: base, Cache: cache})
		if err := c.SendText(t.Context(), "openid-1", "一"); err != nil {
			t.Fatal(err)
		}
		p.ExpireToken()
		if err := c.SendText(t.Context(), "openid-1", "二"); err != nil {
			t.Fatalf("after the token ended: %v", err)
		}
		if got := p.Calls(pathToken); got != 2 {
			t.Errorf("%d tokens fetched, want 2", got)
		}
		if got := p.Calls(pathCustom); got != 3 {
			t.Errorf("%d calls, want 3", got)
		}
		p.Inject(pathCustom, wechattest.Fault{Code: code}, wechattest.Fault{Code: code}, wechattest.Fault{Code: code})
		err := c.SendText(t.Context(), "openid-1", "三")
		var api *wechat.APIError
		if !errors.As(err, &api) || api.Code != code || wechat.Classify(err) != wechat.Refresh {
			t.Errorf("refused twice: %v, want errcode %d", err, code)
		}
		if got := p.Calls(pathCustom); got != 5 {
			t.Errorf("%d calls, want 5: no third try", got)
		}
	}
}

func TestConcurrentRefusalsCauseOneRenewal(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	if err := c.PushMenu(t.Context(), okMenu()); err != nil {
		t.Fatal(err)
	}
	p.ExpireToken()
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if err := c.PushMenu(t.Context(), okMenu()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := p.Calls(pathToken); got != 2 {
		t.Errorf("%d tokens fetched, want 2", got)
	}
}

func TestProcessesShareOneTokenThroughTheCache(t *testing.T) {
	p, base := platform(t)
	cache := &shared{kept: map[string]string{}}
	first := client(t, wechat.ClientOptions{APIBase: base, Cache: cache})
	second := client(t, wechat.ClientOptions{APIBase: base, Cache: cache})
	for _, c := range []*wechat.Client{first, second} {
		if err := c.PushMenu(t.Context(), okMenu()); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Calls(pathToken); got != 1 {
		t.Errorf("%d tokens fetched, want 1", got)
	}
	if cache.ttl > 2*time.Hour-5*time.Minute || cache.ttl < time.Hour {
		t.Errorf("cached for %v, want the token's life less five minutes", cache.ttl)
	}
	p.ExpireToken() // the cache still holds the dead token
	for _, c := range []*wechat.Client{first, second} {
		if err := c.PushMenu(t.Context(), okMenu()); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Calls(pathToken); got != 2 {
		t.Errorf("%d tokens fetched after the token ended, want 2", got)
	}
}

func TestCacheOutOfReachCostsNoTokens(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base, Cache: &shared{down: true}})
	for range 5 {
		if err := c.PushMenu(t.Context(), okMenu()); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Calls(pathToken); got != 1 {
		t.Errorf("%d tokens fetched, want 1", got)
	}
}

func TestHungPlatformHoldsNobodyLongerThanAsked(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base, Timeout: 2 * time.Second})
	hang := wechattest.Fault{Hang: time.Minute}
	p.Inject(pathToken, hang, hang, hang)
	start, first := time.Now(), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := c.Ping(context.Background()); !errors.Is(err, context.DeadlineExceeded) || wechat.Classify(err) != wechat.Retry {
			t.Errorf("own time-out: %v, want deadline exceeded", err)
		}
	})
	wg.Go(func() {
		defer close(first)
		if err := c.PushMenu(context.Background(), okMenu()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("first caller: %v, want deadline exceeded", err)
		}
	})
	wg.Go(func() { // has to queue behind the first, and leaves when its own time is over
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		if err := c.PushMenu(ctx, okMenu()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("second caller: %v, want deadline exceeded", err)
		}
		select {
		case <-first:
			t.Error("second caller waited as long as the first although its own time was a fortieth")
		default:
		}
	})
	wg.Wait()
	if took := time.Since(start); took >= hang.Hang {
		t.Errorf("took %v, as long as the platform hung", took)
	}
	err := c.Ping(t.Context())
	if err != nil { // a caller that left before its turn has left one hang over
		err = c.Ping(t.Context())
	}
	if err != nil {
		t.Errorf("after the hang: %v", err)
	}
}

func TestErrorsCarryNoSecretAndNoToken(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	if err := c.PushMenu(t.Context(), okMenu()); err != nil {
		t.Fatal(err)
	}
	p.Inject(pathMenu, wechattest.Fault{Status: 502})
	errs := []error{c.PushMenu(t.Context(), okMenu())}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	errs = append(errs, c.PushMenu(ctx, okMenu()))
	wrong, err := wechat.NewClient(wechat.ClientOptions{AppID: account(wechat.Safe).AppID, AppSecret: "other-secret", APIBase: base})
	if err != nil {
		t.Fatal(err)
	}
	errs = append(errs, wrong.Ping(t.Context()))
	gone := client(t, wechat.ClientOptions{APIBase: "http://127.0.0.1:1"})
	errs = append(errs, gone.Ping(t.Context()))
	chatty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"errcode":40001,"errmsg":"bad access_token=abc123&secret=def456 rid: 1"}`)
	}))
	defer chatty.Close()
	errs = append(errs, client(t, wechat.ClientOptions{APIBase: chatty.URL}).Ping(t.Context()))
	moved := httptest.NewServer(http.RedirectHandler("http://127.0.0.1:1/?access_token=abc123", http.StatusFound))
	defer moved.Close()
	errs = append(errs, client(t, wechat.ClientOptions{APIBase: moved.URL}).Ping(t.Context()))
	for i, err := range errs {
		if err == nil {
			t.Errorf("error %d: none", i)
			continue
		}
		for _, leak := range []string{secret, "other-secret", "synthetic_token", "abc123", "def456", "access_token=s"} {
			if strings.Contains(err.Error(), leak) {
				t.Errorf("error %d leaks %q: %v", i, leak, err)
			}
		}
	}
	if wechat.Classify(errs[2]) != wechat.Config {
		t.Errorf("wrong secret: class %q, want config", wechat.Classify(errs[2]))
	}
}
