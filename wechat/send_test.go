package wechat_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

func okMenu() wechat.Menu {
	return wechat.Menu{
		{Name: "问一问", Type: "click", Key: "ASK"},
		{Name: "服务", SubButtons: []*wechat.Button{
			{Name: "办事指南", Type: "click", Key: "GUIDES"},
			{Name: "官网", Type: "view", URL: "https://example.org/"},
		}},
	}
}

func TestMenuArrivesAsTheConsoleWouldWriteIt(t *testing.T) {
	p, base := platform(t)
	if err := client(t, wechat.ClientOptions{APIBase: base}).PushMenu(t.Context(), okMenu()); err != nil {
		t.Fatal(err)
	}
	want := `{"button":[{"type":"click","name":"问一问","key":"ASK"},{"name":"服务","sub_button":[` +
		`{"type":"click","name":"办事指南","key":"GUIDES"},{"type":"view","name":"官网","url":"https://example.org/"}]}]}`
	if got := string(p.Menu()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestMenuOverALimitIsNotSent(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	click := func(name string) *wechat.Button { return &wechat.Button{Name: name, Type: "click", Key: "K"} }
	for name, m := range map[string]wechat.Menu{
		"empty":        {},
		"four entries": {click("a"), click("b"), click("c"), click("d")},
		"six below": {{Name: "x", SubButtons: []*wechat.Button{
			click("a"), click("b"), click("c"), click("d"), click("e"), click("f"),
		}}},
		"third level":      {{Name: "x", SubButtons: []*wechat.Button{{Name: "y", SubButtons: []*wechat.Button{click("z")}}}}},
		"long name":        {click("政务公开申请")},
		"no name":          {click(" ")},
		"long name below":  {{Name: "x", SubButtons: []*wechat.Button{click(strings.Repeat("政", 21))}}},
		"long key":         {{Name: "x", Type: "click", Key: strings.Repeat("k", 129)}},
		"no key":           {{Name: "x", Type: "click"}},
		"no address":       {{Name: "x", Type: "view"}},
		"no action":        {{Name: "x"}},
		"action and below": {{Name: "x", Type: "click", Key: "K", SubButtons: []*wechat.Button{click("a")}}},
	} {
		if err := c.PushMenu(t.Context(), m); wechat.Classify(err) != wechat.Config {
			t.Errorf("%s: %v, want a mistake of the menu", name, err)
		}
	}
	if got := p.Calls(pathMenu); got != 0 {
		t.Errorf("%d menus sent, want 0", got)
	}
}

func TestCustomerMessageKeepsItsLink(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	link := wechat.ChoiceLink("查看 & 回复", "查询", 101)
	if err := c.SendText(t.Context(), "openid-1", link+"\x08"); err != nil {
		t.Fatal(err)
	}
	if sent := p.Sent(); len(sent) != 1 || sent[0].Text != link || sent[0].OpenID != "openid-1" {
		t.Errorf("got %+v, want %s", sent, link)
	}
	raw := &recorder{}
	c = client(t, wechat.ClientOptions{Transport: raw})
	if err := c.SendText(t.Context(), "openid-1", "<a&b>"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(raw.last, `\u003c`) || !strings.Contains(raw.last, "<a&b>") {
		t.Errorf("body %s hides the link from clients", raw.last)
	}
	if !strings.HasPrefix(raw.address, "https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=") {
		t.Errorf("sent to %.60s", raw.address)
	}
}

// recorder is a platform that says yes to everything.
type recorder struct{ last, address string }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	body := make([]byte, req.ContentLength)
	if _, err := io.ReadFull(req.Body, body); err != nil {
		return nil, err
	}
	r.last, r.address = string(body), req.URL.String()
	w := httptest.NewRecorder()
	json.NewEncoder(w).Encode(map[string]any{"errcode": 0, "access_token": "t", "expires_in": 7200})
	return w.Result(), nil
}

func TestTextThatNobodyCouldReadIsNotSent(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	for _, err := range []error{
		c.SendText(t.Context(), "openid-1", " \x08"),
		c.SendText(t.Context(), "", "x"),
		c.SendText(t.Context(), "openid-1", strings.Repeat("x", wechat.MaxText+1)),
	} {
		if wechat.Classify(err) != wechat.Terminal {
			t.Errorf("%v: class %q, want terminal", err, wechat.Classify(err))
		}
	}
	if got := p.Calls(pathCustom); got != 0 {
		t.Errorf("%d sent, want 0", got)
	}
}

func TestQuotasOfThePlatformAreTold(t *testing.T) {
	p, base := platform(t)
	now := time.Now()
	p.Now = func() time.Time { return now }
	c := client(t, wechat.ClientOptions{APIBase: base})
	code := func(openid string) int {
		err := c.SendText(t.Context(), openid, "x")
		var api *wechat.APIError
		if errors.As(err, &api) {
			return api.Code
		}
		if err != nil {
			t.Error(err)
		}
		return 0
	}
	if got := code("stranger"); got != 45015 {
		t.Errorf("who never wrote: %d, want 45015", got)
	}
	for i := range 5 {
		if got := code("openid-1"); got != 0 {
			t.Errorf("message %d: %d, want 0", i+1, got)
		}
	}
	if got := code("openid-1"); got != 45047 {
		t.Errorf("sixth: %d, want 45047", got)
	}
	if _, err := p.Click(t.Context(), "openid-1", "ASK"); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		if got, want := code("openid-1"), []int{0, 0, 0, 45047}[i]; got != want {
			t.Errorf("after a tap, message %d: %d, want %d", i+1, got, want)
		}
	}
	now = now.Add(49 * time.Hour)
	if got := code("openid-1"); got != 45015 {
		t.Errorf("after 49 hours: %d, want 45015", got)
	}
	if _, err := p.Unsubscribe(t.Context(), "openid-1"); err != nil {
		t.Fatal(err)
	}
	if got := code("openid-1"); got != 43004 {
		t.Errorf("after leaving: %d, want 43004", got)
	}
}

func TestEveryCodeOfThePlatformHasItsClass(t *testing.T) {
	for code, want := range map[int]wechat.Class{
		-1: wechat.Retry, 45011: wechat.Retry,
		40001: wechat.Refresh, 40014: wechat.Refresh, 42001: wechat.Refresh,
		43004: wechat.Terminal, 43019: wechat.Terminal, 45002: wechat.Terminal, 45015: wechat.Terminal, 45047: wechat.Terminal,
		45009: wechat.Quota,
		40164: wechat.Config, 40243: wechat.Config, 40013: wechat.Config, 40125: wechat.Config,
		99999: wechat.Terminal,
	} {
		err := fmt.Errorf("courier: %w", &wechat.APIError{Code: code})
		if got := wechat.Classify(err); got != want {
			t.Errorf("%d: class %q, want %q", code, got, want)
		}
	}
	if got := wechat.Classify(errors.New("connection reset")); got != wechat.Retry {
		t.Errorf("transport: class %q, want retry", got)
	}
	if got := wechat.Classify(nil); got != wechat.None {
		t.Errorf("nil: class %q, want none", got)
	}
}

func TestClientMistakesAreRefusedAtTheStart(t *testing.T) {
	for name, o := range map[string]wechat.ClientOptions{
		"no secret": {AppID: "a"},
		"no id":     {AppSecret: "s"},
		"no scheme": {AppID: "a", AppSecret: "s", APIBase: "api.example.org"},
		"ftp":       {AppID: "a", AppSecret: "s", APIBase: "ftp://api.example.org"},
	} {
		if _, err := wechat.NewClient(o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestInjectedFaultsEndAfterTheirCalls(t *testing.T) {
	p, base := platform(t)
	c := client(t, wechat.ClientOptions{APIBase: base})
	p.Inject(pathMenu, wechattest.Fault{Code: 45009}, wechattest.Fault{Code: -1})
	for i, want := range []wechat.Class{wechat.Quota, wechat.Retry, wechat.None} {
		if got := wechat.Classify(c.PushMenu(t.Context(), okMenu())); got != want {
			t.Errorf("call %d: class %q, want %q", i+1, got, want)
		}
	}
}
