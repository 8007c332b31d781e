package wechattest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

func account(mode wechat.Mode) wechat.Account {
	return wechat.Account{AppID: "wx1234567890abcdef", OriginalID: "gh_synthetic", Token: "synthetic", AESKey: aesKey, Mode: mode}
}

// office is a callback as it should be: it opens, asks answer, and seals.
func office(t *testing.T, a wechat.Account, answer func(wechat.Message) string) http.Handler {
	t.Helper()
	c, err := wechat.NewCallback(a)
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			echo, err := c.Verify(r.URL.Query(), time.Now())
			if err != nil {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			io.WriteString(w, echo)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wechat.MaxBody))
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		env, err := c.Open(r.URL.Query(), body, time.Now())
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		sealed, err := c.Seal(env, answer(env.Message), time.Now())
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Write(sealed)
	})
}

func sender(t *testing.T, a wechat.Account, h http.Handler) *wechattest.Sender {
	t.Helper()
	served := httptest.NewServer(h)
	t.Cleanup(served.Close)
	s := wechattest.NewSender(a, served.URL+"/wechat")
	s.Patience = 2 * time.Second
	return s
}

func TestCitizenIsAnsweredInEveryMode(t *testing.T) {
	for _, mode := range []wechat.Mode{wechat.Safe, wechat.Compat, wechat.Plain} {
		s := sender(t, account(mode), office(t, account(mode), func(m wechat.Message) string { return m.Kind() + " " + m.Content + m.MenuID + m.EventKey }))
		if err := s.Verify(t.Context()); err != nil {
			t.Errorf("%s: %v", mode, err)
		}
		for _, tt := range []struct {
			send func() (wechattest.Reply, error)
			want string
		}{
			{func() (wechattest.Reply, error) { return s.Text(t.Context(), "openid-1", "你好]]>\x08") }, "text 你好]]>"},
			{func() (wechattest.Reply, error) { return s.Tap(t.Context(), "openid-1", "A1", 101) }, "text A1101"},
			{func() (wechattest.Reply, error) { return s.Click(t.Context(), "openid-1", "ASK") }, "event.click ASK"},
			{func() (wechattest.Reply, error) { return s.Subscribe(t.Context(), "openid-1") }, "event.subscribe "},
			{func() (wechattest.Reply, error) { return s.Unsubscribe(t.Context(), "openid-1") }, "event.unsubscribe "},
		} {
			got, err := tt.send()
			if err != nil || got.Text != tt.want || got.Attempts != 1 || got.Type != "text" {
				t.Errorf("%s: got %+v, %v, want %q", mode, got, err, tt.want)
			}
		}
	}
}

func TestEveryMessageHasItsOwnID(t *testing.T) {
	seen := map[string]bool{}
	s := sender(t, account(wechat.Safe), office(t, account(wechat.Safe), func(m wechat.Message) string {
		if seen[m.MsgID] {
			t.Errorf("ID %s came twice", m.MsgID)
		}
		seen[m.MsgID] = true
		return ""
	}))
	for range 20 {
		if got, err := s.Text(t.Context(), "openid-1", "x"); err != nil || !got.Silent {
			t.Errorf("got %+v, %v, want silence", got, err)
		}
	}
}

func TestUnansweredMessageComesThreeTimesWithOneIdentity(t *testing.T) {
	for name, fail := range map[string]func(w http.ResponseWriter, r *http.Request){
		"hangs":  func(_ http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body); <-r.Context().Done() },
		"breaks": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
	} {
		for answeredAt := 1; answeredAt <= 4; answeredAt++ {
			var came atomic.Int32
			keys := make(chan string, 3)
			good := office(t, account(wechat.Safe), func(m wechat.Message) string { keys <- m.Key(); return "终于" })
			s := sender(t, account(wechat.Safe), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if int(came.Add(1)) == answeredAt {
					good.ServeHTTP(w, r)
					return
				}
				fail(w, r)
			}))
			s.Patience = 50 * time.Millisecond
			start := time.Now()
			got, err := s.Text(t.Context(), "openid-1", "x")
			if err != nil {
				t.Fatal(err)
			}
			if answeredAt == 4 {
				if !got.Fault || got.Attempts != 3 || got.Text != wechattest.FaultNotice {
					t.Errorf("%s: never answered: %+v, want a fault after 3", name, got)
				}
				continue
			}
			if got.Text != "终于" || got.Attempts != answeredAt {
				t.Errorf("%s: got %+v, want the answer of delivery %d", name, got, answeredAt)
			}
			if least := time.Duration(answeredAt-1) * s.Patience; time.Since(start) < least {
				t.Errorf("%s: delivery %d came after %v, want %v", name, answeredAt, time.Since(start), least)
			}
		}
	}
}

func TestAbnormalAnswersAreFaultsAtOnce(t *testing.T) {
	other := account(wechat.Safe)
	other.AESKey = strings.Repeat("A", 43)
	stranger := account(wechat.Safe)
	stranger.Token = "another"
	body := func(s string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, s) })
	}
	plain := func(to, from, kind, content string) string {
		return "<xml><ToUserName>" + to + "</ToUserName><FromUserName>" + from + "</FromUserName><CreateTime>1</CreateTime>" +
			"<MsgType>" + kind + "</MsgType><Content>" + content + "</Content></xml>"
	}
	for name, tt := range map[string]struct {
		mode wechat.Mode
		h    http.Handler
	}{
		"JSON":              {wechat.Safe, body(`{"errcode":0}`)},
		"some text":         {wechat.Plain, body("ok")},
		"plain for safe":    {wechat.Safe, body(plain("openid-1", "gh_synthetic", "text", "x"))},
		"empty content":     {wechat.Plain, body(plain("openid-1", "gh_synthetic", "text", ""))},
		"another citizen":   {wechat.Plain, body(plain("openid-2", "gh_synthetic", "text", "x"))},
		"another account":   {wechat.Plain, body(plain("openid-1", "gh_other", "text", "x"))},
		"unknown type":      {wechat.Plain, body(plain("openid-1", "gh_synthetic", "card", "x"))},
		"control character": {wechat.Plain, body(plain("openid-1", "gh_synthetic", "text", "a\x08"))},
		"2049 bytes":        {wechat.Plain, body(plain("openid-1", "gh_synthetic", "text", strings.Repeat("x", wechat.MaxText+1)))},
		"bad envelope":      {wechat.Safe, body("<xml><Encrypt>AAAA</Encrypt></xml>")},
	} {
		got, err := sender(t, account(tt.mode), tt.h).Text(t.Context(), "openid-1", "x")
		if err != nil || !got.Fault || got.Attempts != 1 || got.Text != wechattest.FaultNotice || got.Reason == "" {
			t.Errorf("%s: got %+v, %v, want a fault at once", name, got, err)
		}
	}
	for name, body := range map[string]string{"success": "success", "nothing": ""} {
		h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) })
		if got, err := sender(t, account(wechat.Safe), h).Text(t.Context(), "openid-1", "x"); err != nil || !got.Silent || got.Fault {
			t.Errorf("%s: got %+v, %v, want silence", name, got, err)
		}
	}
	compat := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, plain("openid-1", "gh_synthetic", "text", "x"))
	})
	if got, err := sender(t, account(wechat.Compat), compat).Text(t.Context(), "openid-1", "x"); err != nil || got.Text != "x" {
		t.Errorf("plain reply in compat: got %+v, %v, want x", got, err)
	}
	for name, a := range map[string]wechat.Account{"another key": other, "another token": stranger} {
		s := sender(t, account(wechat.Safe), office(t, a, func(wechat.Message) string { return "x" }))
		s.Patience = 20 * time.Millisecond
		if got, err := s.Text(t.Context(), "openid-1", "x"); err != nil || !got.Fault || got.Attempts != 3 {
			t.Errorf("%s: got %+v, %v, want refusals and a fault", name, got, err)
		}
	}
}

func TestSenderLeavesWithItsContext(t *testing.T) {
	s := sender(t, account(wechat.Safe), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := s.Text(ctx, "openid-1", "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want deadline exceeded", err)
	}
}
