package wechat_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

const pathTemplate = "/cgi-bin/message/template/send"

func filled(value string) wechat.Filled {
	return wechat.Filled{Template: "tpl-1", Fields: map[string]string{"thing1": value}, URL: "https://office.example/l/x", Once: "letter-1"}
}

func TestTemplateFieldsFitWhatThePlatformShows(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	f := filled("您的咨询有新答复，\n请点击这里查看全部内容和依据")
	f.Fields["phrase2"] = "等待工作人员"
	id, err := c.SendTemplate(t.Context(), "openid-1", f)
	if err != nil || id == "" {
		t.Fatalf("got %q, %v, want a number", id, err)
	}
	got := p.Sent()[0]
	if want := "您的咨询有新答复， 请点击这里查看全部…"; got.Fields["thing1"] != want || got.Fields["phrase2"] != "等待工作…" {
		t.Errorf("got %q, want %q and 等待工作…", got.Fields, want)
	}
	if got.ID != id || got.URL != f.URL || got.Template != "tpl-1" {
		t.Errorf("got %+v", got)
	}
}

func TestTemplateSentTwiceArrivesOnce(t *testing.T) {
	p, base := platform(t)
	now := time.Now()
	p.Now = func() time.Time { return now }
	c := client(t, wechat.ClientOptions{APIBase: base})
	first, err := c.SendTemplate(t.Context(), "openid-1", filled("a"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.SendTemplate(t.Context(), "openid-1", filled("a")); err != nil || again != first || len(p.Sent()) != 1 {
		t.Errorf("repeat: %q, %v, %d sent, want %q and one", again, err, len(p.Sent()), first)
	}
	now = now.Add(11 * time.Minute)
	if _, err := c.SendTemplate(t.Context(), "openid-1", filled("a")); err != nil || len(p.Sent()) != 2 {
		t.Errorf("eleven minutes later: %v, %d sent, want two", err, len(p.Sent()))
	}
}

func TestSubscriptionNeedsConsent(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	if _, err := c.SendSubscription(t.Context(), "openid-1", filled("a")); wechat.Classify(err) != wechat.Terminal {
		t.Errorf("without consent: %v, want terminal", err)
	}
	p.Agree("openid-1", "tpl-1")
	if id, err := c.SendSubscription(t.Context(), "openid-1", filled("a")); err != nil || id == "" {
		t.Errorf("with consent: %q, %v", id, err)
	}
	if sent := p.Sent(); len(sent) != 1 || sent[0].URL != "https://office.example/l/x" {
		t.Errorf("got %+v, want one with its page", sent)
	}
}

func TestAccountsWithoutTheInterfaceAreTold(t *testing.T) {
	for name, set := range map[string]func(*wechattest.Platform){
		"subscription account": func(p *wechattest.Platform) { p.Subscription = true },
		"unverified":           func(p *wechattest.Platform) { p.Unverified = true },
	} {
		p, base := platform(t)
		set(p)
		if _, err := client(t, wechat.ClientOptions{APIBase: base}).SendTemplate(t.Context(), "openid-1", filled("a")); wechat.Classify(err) != wechat.Config {
			t.Errorf("%s: %v, want a matter of the account", name, err)
		}
	}
}

func TestTemplateThatSaysNothingIsNotSent(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	for _, f := range []wechat.Filled{{}, {Template: "tpl-1"}, {Fields: map[string]string{"thing1": "a"}}} {
		if _, err := c.SendTemplate(t.Context(), "openid-1", f); wechat.Classify(err) != wechat.Terminal {
			t.Errorf("%+v: %v, want terminal", f, err)
		}
	}
	if got := p.Calls(pathTemplate); got != 0 {
		t.Errorf("%d calls, want 0", got)
	}
}

func TestOnlyACallThatMayHaveArrivedIsUncertain(t *testing.T) {
	p, base := platform(t)
	send := func(base string, faults ...wechattest.Fault) error {
		p.Inject(pathCustom, faults...)
		return client(t, wechat.ClientOptions{APIBase: base, Timeout: 200 * time.Millisecond}).SendText(t.Context(), "openid-1", "x")
	}
	refused := send(base, wechattest.Fault{Code: -1})
	gateway := send(base, wechattest.Fault{Status: http.StatusServiceUnavailable})
	late := send(base, wechattest.Fault{Status: http.StatusGatewayTimeout})
	hung := send(base, wechattest.Fault{Hang: time.Minute})
	nobody := send("http://127.0.0.1:1")
	p.Inject(pathToken, wechattest.Fault{Status: http.StatusGatewayTimeout})
	unasked := send(base)
	for name, tt := range map[string]struct {
		err  error
		want bool
	}{
		"refused": {refused, false}, "service unavailable": {gateway, false}, "gateway time-out": {late, true}, "hung": {hung, true},
		"nobody there": {nobody, false}, "no token": {unasked, false}, "success": {nil, false}, "unknown": {errors.New("reset"), true},
		"wrapped": {fmt.Errorf("letter: %w", refused), false},
	} {
		if tt.err == nil && name != "success" {
			t.Fatalf("%s: no error", name)
		}
		if got := wechat.Uncertain(tt.err); got != tt.want {
			t.Errorf("%s (%v): uncertain %v, want %v", name, tt.err, got, tt.want)
		}
	}
	if strings.Contains(nobody.Error(), "access_token") {
		t.Errorf("%v names the token", nobody)
	}
}

func TestPlatformThatIsDownComesBack(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	p.Down(true)
	if err := c.SendText(t.Context(), "openid-1", "x"); wechat.Classify(err) != wechat.Retry {
		t.Errorf("down: %v, want retry", err)
	}
	p.Down(false)
	if err := c.SendText(t.Context(), "openid-1", "x"); err != nil {
		t.Error(err)
	}
}
