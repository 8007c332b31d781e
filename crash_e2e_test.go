package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

// TestKilledBetweenSendAndMarkTheLetterGoesOnceMoreAndSaysSo kills the program when the platform has taken a letter and before the
// program hears of it.
func TestKilledBetweenSendAndMarkTheLetterGoesOnceMoreAndSaysSo(t *testing.T) {
	p := wechattest.NewPlatform(account, "secret-of-the-app", "")
	var s *server
	var kill atomic.Bool
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != sendMessage || !kill.CompareAndSwap(true, false) {
			p.ServeHTTP(w, r)
			return
		}
		p.ServeHTTP(httptest.NewRecorder(), r)
		if err := s.cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(api.Close)
	environ := []string{"SHANGDA_WECHAT_API_BASE=" + api.URL, "SHANGDA_WECHAT_TEMPLATES=reply template T1 thing1=what time2=time"}
	dir := t.TempDir()
	s = start(t, dir, wechat.Safe, environ...)
	p.URL = "http://" + s.addr + "/wechat"
	c := &counter{server: s, platform: p, officer: s.clerk("wang", "officer", "商贸流通科")}
	const reply = "蓬蓬展会名单每年三月在本局网站公布，可以在备案的展馆领取纸质件。"
	ticket := c.handIn("oSynthetic1", "蓬蓬展会名单几号公布")
	kill.Store(true)
	c.answer(ticket, reply)
	if err := <-s.exit; err == nil {
		t.Fatal("the program ended by itself, want it killed")
	}
	if texts, _ := c.told("oSynthetic1"); len(texts) != 1 {
		t.Fatalf("told %q before the end, want the answer once", texts)
	}

	s = start(t, dir, wechat.Safe, environ...)
	eventually(t, 20*time.Second, "the letter goes once more", func() bool {
		texts, _ := c.told("oSynthetic1")
		return len(texts) > 1
	})
	time.Sleep(3 * time.Second) // the courier looks every second
	texts, _ := c.told("oSynthetic1")
	if len(texts) != 2 || !strings.HasPrefix(texts[1], "（重发）") || !strings.Contains(texts[1], reply) || strings.Contains(texts[0], "重发") {
		t.Errorf("told %q, want the answer once more, marked", texts)
	}
}
