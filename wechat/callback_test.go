package wechat_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

const (
	keyOne = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	keyTwo = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func account(mode wechat.Mode) wechat.Account {
	return wechat.Account{AppID: "wx1234567890abcdef", OriginalID: "gh_synthetic", Token: "synthetic", AESKey: keyOne, Mode: mode}
}

func sender(a wechat.Account) *wechattest.Sender {
	s := wechattest.NewSender(a, "")
	s.Now = func() time.Time { return noon }
	return s
}

func callback(t *testing.T, a wechat.Account) *wechat.Callback {
	t.Helper()
	c, err := wechat.NewCallback(a)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func text(content string) wechat.Message {
	return wechat.Message{
		ToUserName: "gh_synthetic", FromUserName: "openid-1", CreateTime: "1795000000", MsgType: "text", MsgID: "77", Content: content,
	}
}

// request seals m as the platform would for a.
func request(t *testing.T, a wechat.Account, m wechat.Message) (url.Values, []byte) {
	t.Helper()
	query, body, err := sender(a).Request(m.FromUserName, wechattest.Document(m))
	if err != nil {
		t.Fatal(err)
	}
	return query, body
}

func TestEveryConsoleModeReachesEverySettingThatCanReadIt(t *testing.T) {
	for _, tt := range []struct {
		console, setting wechat.Mode
		want             error
	}{
		{wechat.Safe, wechat.Safe, nil},
		{wechat.Compat, wechat.Safe, nil},
		{wechat.Safe, wechat.Compat, nil},
		{wechat.Compat, wechat.Compat, nil},
		{wechat.Compat, wechat.Plain, nil},
		{wechat.Plain, wechat.Plain, nil},
		{wechat.Plain, wechat.Safe, wechat.ErrForbidden},
		{wechat.Plain, wechat.Compat, wechat.ErrForbidden},
		{wechat.Safe, wechat.Plain, wechat.ErrMalformed},
	} {
		query, body := request(t, account(tt.console), text("你好"))
		env, err := callback(t, account(tt.setting)).Open(query, body, noon)
		if !errors.Is(err, tt.want) {
			t.Errorf("console %s, setting %s: %v, want %v", tt.console, tt.setting, err, tt.want)
		}
		if tt.want == nil && env.Message.Content != "你好" {
			t.Errorf("console %s, setting %s: got %q", tt.console, tt.setting, env.Message.Content)
		}
	}
}

// A captured query is worth nothing with another body: its plain signature is good, but does not open an encrypted account.
func TestDowngradeIsForbidden(t *testing.T) {
	for _, mode := range []wechat.Mode{wechat.Safe, wechat.Compat} {
		c := callback(t, account(mode))
		query, body := request(t, account(mode), text("real"))
		forged := []byte(wechattest.Document(text("forged")))
		sealed := string(body[strings.Index(string(body), "<Encrypt>"):])
		for name, try := range map[string]func(url.Values) []byte{
			"plain body":                  func(url.Values) []byte { return forged },
			"plain body, no encrypt_type": func(q url.Values) []byte { q.Del("encrypt_type"); return forged },
			"raw":                         func(q url.Values) []byte { q.Set("encrypt_type", "raw"); return forged },
			"no msg_signature":            func(q url.Values) []byte { q.Del("msg_signature"); return body },
			"plain signature for the other": func(q url.Values) []byte {
				q.Set("msg_signature", q.Get("signature"))
				return body
			},
			"empty encrypted part": func(url.Values) []byte { return []byte("<xml><Encrypt></Encrypt></xml>") },
			"another envelope": func(url.Values) []byte {
				return []byte(strings.Replace(string(body), "<Encrypt><![CDATA[", "<Encrypt><![CDATA[AAAA", 1))
			},
			"another encrypt_type":  func(q url.Values) []byte { q.Set("encrypt_type", "AES"); return body },
			"query of a later time": func(q url.Values) []byte { q.Set("timestamp", fmt.Sprint(noon.Unix()+1)); return body },
		} {
			q := url.Values{}
			for k, v := range query {
				q[k] = append([]string(nil), v...)
			}
			if _, err := c.Open(q, try(q), noon); !errors.Is(err, wechat.ErrForbidden) {
				t.Errorf("%s: %s: %v, want forbidden", mode, name, err)
			}
		}
		// In compat the plain fields come along unsigned: only the sealed ones count.
		mixed := []byte("<xml><Content>forged</Content>" + sealed)
		if env, err := c.Open(query, mixed, noon); err != nil || env.Message.Content != "real" {
			t.Errorf("%s: forged plain fields gave %q, %v, want real", mode, env.Message.Content, err)
		}
	}
}

func TestSafeModeNeedsNoPlainSignature(t *testing.T) {
	query, body := request(t, account(wechat.Safe), text("x"))
	query.Del("signature")
	if _, err := callback(t, account(wechat.Safe)).Open(query, body, noon); err != nil {
		t.Errorf("got %v, want none", err)
	}
}

func TestStaleRequestIsForbiddenInEveryMode(t *testing.T) {
	for _, mode := range []wechat.Mode{wechat.Safe, wechat.Compat, wechat.Plain} {
		c := callback(t, account(mode))
		query, body := request(t, account(mode), text("x"))
		for late, want := range map[time.Duration]error{
			10 * time.Minute: nil, -10 * time.Minute: nil,
			10*time.Minute + time.Second: wechat.ErrForbidden, -10*time.Minute - time.Second: wechat.ErrForbidden,
			24 * 365 * time.Hour: wechat.ErrForbidden,
		} {
			if _, err := c.Open(query, body, noon.Add(late)); !errors.Is(err, want) {
				t.Errorf("%s: %v late: %v, want %v", mode, late, err, want)
			}
		}
	}
	a := account(wechat.Plain)
	a.Freshness = time.Second
	query, body := request(t, a, text("x"))
	if _, err := callback(t, a).Open(query, body, noon.Add(2*time.Second)); !errors.Is(err, wechat.ErrForbidden) {
		t.Errorf("own freshness: %v, want forbidden", err)
	}
}

func TestTimesOutsideThirtyTwoBitsAreRead(t *testing.T) {
	far := time.Date(2038, 1, 20, 0, 0, 0, 0, time.UTC)
	a := account(wechat.Safe)
	s := sender(a)
	s.Now = func() time.Time { return far }
	query, body, err := s.Request("openid-1", wechattest.Document(text("x")))
	if err != nil {
		t.Fatal(err)
	}
	c := callback(t, a)
	if _, err := c.Open(query, body, far); err != nil {
		t.Errorf("2038: %v, want none", err)
	}
	for _, timestamp := range []string{"", "x", "-9223372036854775808", "9223372036854775807", "99999999999999999999", "1e9"} {
		query := url.Values{"timestamp": {timestamp}, "nonce": {"1"}, "signature": {util.Signature(a.Token, timestamp, "1")}}
		if _, err := c.Verify(query, noon); !errors.Is(err, wechat.ErrForbidden) {
			t.Errorf("timestamp %q: %v, want forbidden", timestamp, err)
		}
	}
}

func TestMessageForAnotherAccountOrCitizenIsForbidden(t *testing.T) {
	c := callback(t, account(wechat.Safe))
	elsewhere := account(wechat.Safe)
	elsewhere.AppID = "wx_other"
	query, body := request(t, elsewhere, text("x"))
	if _, err := c.Open(query, body, noon); !errors.Is(err, wechat.ErrForbidden) {
		t.Errorf("envelope of another app: %v, want forbidden", err)
	}
	m := text("x")
	m.ToUserName = "gh_other"
	query, body = request(t, account(wechat.Safe), m)
	if _, err := c.Open(query, body, noon); !errors.Is(err, wechat.ErrForbidden) {
		t.Errorf("another ToUserName: %v, want forbidden", err)
	}
	query, body = request(t, account(wechat.Safe), text("x"))
	query.Set("openid", "openid-2")
	if _, err := c.Open(query, body, noon); !errors.Is(err, wechat.ErrForbidden) {
		t.Errorf("another openid: %v, want forbidden", err)
	}
	query.Del("openid")
	if _, err := c.Open(query, body, noon); err != nil {
		t.Errorf("no openid: %v, want none", err)
	}
}

func TestWrongTokenIsForbiddenAndBrokenBodiesAreMalformed(t *testing.T) {
	a := account(wechat.Safe)
	c := callback(t, a)
	stranger := a
	stranger.Token = "guessed"
	query, body := request(t, stranger, text("x"))
	if _, err := c.Open(query, body, noon); !errors.Is(err, wechat.ErrForbidden) {
		t.Errorf("another token: %v, want forbidden", err)
	}
	query, body = request(t, a, text("x"))
	for name, tt := range map[string]struct {
		sealed string
		want   error
	}{
		"no base64":    {"!!!!", wechat.ErrMalformed},
		"cut base64":   {"AAAAA", wechat.ErrMalformed},
		"short":        {"AAAA", wechat.ErrMalformed},
		"random bytes": {strings.Repeat("QUJD", 32), wechat.ErrMalformed},
	} {
		query.Set("msg_signature", util.Signature(a.Token, query.Get("timestamp"), query.Get("nonce"), tt.sealed))
		if _, err := c.Open(query, []byte("<xml><Encrypt>"+tt.sealed+"</Encrypt></xml>"), noon); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if _, err := c.Open(query, body[:len(body)-20], noon); !errors.Is(err, wechat.ErrMalformed) {
		t.Errorf("cut XML: %v, want malformed", err)
	}
	if _, err := c.Open(query, make([]byte, wechat.MaxBody+1), noon); !errors.Is(err, wechat.ErrTooLarge) {
		t.Errorf("%d bytes: %v, want too large", wechat.MaxBody+1, err)
	}
	query, body, err := sender(a).Request("openid-1", "<xml><Content>half")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Open(query, body, noon); !errors.Is(err, wechat.ErrMalformed) {
		t.Errorf("broken XML inside: %v, want malformed", err)
	}
}

func TestMessageUnderTheKeyBeforeTheChangeIsAnsweredUnderIt(t *testing.T) {
	changed := account(wechat.Safe)
	changed.AESKey, changed.AESKeyPrevious = keyTwo, keyOne
	c := callback(t, changed)
	for _, k := range []string{keyOne, keyTwo} {
		console := account(wechat.Safe)
		console.AESKey = k
		query, body := request(t, console, text("x"))
		env, err := c.Open(query, body, noon)
		if err != nil {
			t.Fatalf("key %.4s…: %v", k, err)
		}
		sealed, err := c.Seal(env, "答", noon)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := unseal(t, sealed, console); got != "答" {
			t.Errorf("key %.4s…: reply %q, want 答", k, got)
		}
	}
	query, body := request(t, account(wechat.Safe), text("x"))
	only := account(wechat.Safe)
	only.AESKey = keyTwo
	if _, err := callback(t, only).Open(query, body, noon); err == nil {
		t.Error("a key that is not on the ring opened the envelope")
	}
}

func TestAccountMistakesAreReportedWithoutSecrets(t *testing.T) {
	for name, spoil := range map[string]func(*wechat.Account){
		"short token":   func(a *wechat.Account) { a.Token = "ab" },
		"long token":    func(a *wechat.Account) { a.Token = strings.Repeat("s", 33) },
		"no app id":     func(a *wechat.Account) { a.AppID = "" },
		"no own id":     func(a *wechat.Account) { a.OriginalID = "" },
		"short key":     func(a *wechat.Account) { a.AESKey = keyOne[:42] },
		"no key":        func(a *wechat.Account) { a.AESKey = "" },
		"key no base64": func(a *wechat.Account) { a.AESKey = strings.Repeat("!", 43) },
		"previous key":  func(a *wechat.Account) { a.AESKeyPrevious = "short" },
		"mode":          func(a *wechat.Account) { a.Mode = "aes" },
		"freshness":     func(a *wechat.Account) { a.Freshness = -1 },
	} {
		a := account(wechat.Safe)
		spoil(&a)
		_, err := wechat.NewCallback(a)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		for _, secret := range []string{a.Token, a.AESKey} {
			if len(secret) > 3 && strings.Contains(err.Error(), secret) {
				t.Errorf("%s: error quotes a secret: %v", name, err)
			}
		}
	}
	a := account(wechat.Plain)
	a.AESKey = "not a key"
	callback(t, a) // not used in plain
}
