package wechat_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/util"

	"shangda/wechat"
)

type wireReply struct {
	ToUserName, FromUserName, CreateTime, MsgType, Content string
}

// unseal opens a reply with the SDK, and returns its text and nonce.
func unseal(t *testing.T, sealed []byte, a wechat.Account) (nonce, content string) {
	t.Helper()
	var out struct{ Encrypt, MsgSignature, TimeStamp, Nonce string }
	if err := xml.Unmarshal(sealed, &out); err != nil {
		t.Fatal(err)
	}
	if want := util.Signature(a.Token, out.TimeStamp, out.Nonce, out.Encrypt); out.MsgSignature != want {
		t.Fatalf("signature %s, want %s", out.MsgSignature, want)
	}
	_, inner, err := util.DecryptMsg(a.AppID, out.Encrypt, a.AESKey)
	if err != nil {
		t.Fatal(err)
	}
	var r wireReply
	if err := xml.Unmarshal(inner, &r); err != nil {
		t.Fatal(err)
	}
	if r.ToUserName != "openid-1" || r.FromUserName != a.OriginalID || r.MsgType != "text" || r.CreateTime != "1795176000" {
		t.Fatalf("reply is addressed %+v", r)
	}
	return out.Nonce, r.Content
}

func TestReplyReadsTheSameThroughTheSDK(t *testing.T) {
	for _, mode := range []wechat.Mode{wechat.Safe, wechat.Compat, wechat.Plain} {
		a := account(mode)
		c := callback(t, a)
		query, body := request(t, a, text("x"))
		env, err := c.Open(query, body, noon)
		if err != nil {
			t.Fatal(err)
		}
		for reply, want := range map[string]string{
			"第三十三条\n见全文":                       "第三十三条\n见全文",
			"a]]>b]]>":                         "a]]>b]]>",
			"]]>":                              "]]>",
			"<a href=\"x?a=1&b=2\">点</a>":      "<a href=\"x?a=1&b=2\">点</a>",
			"a\x08b\x00c":                      "abc",
			"\xffa":                            "\uFFFDa",
			"\u202eשלום👨\u200d👩":               "\u202eשלום👨\u200d👩",
			"&lt;":                             "&lt;",
			strings.Repeat("政", 682):           strings.Repeat("政", 682),
			"<![CDATA[x]]> and ]]]]><![CDATA[": "<![CDATA[x]]> and ]]]]><![CDATA[",
		} {
			sealed, err := c.Seal(env, reply, noon)
			if err != nil {
				t.Fatal(err)
			}
			if mode != wechat.Plain {
				if _, got := unseal(t, sealed, a); got != want {
					t.Errorf("%s: %q arrives as %q, want %q", mode, reply, got, want)
				}
				continue
			}
			var got wireReply
			if err := xml.Unmarshal(sealed, &got); err != nil || got.Content != want {
				t.Errorf("%s: %q arrives as %q, %v, want %q", mode, reply, got.Content, err, want)
			}
		}
	}
}

func TestSilenceIsSuccessInEveryMode(t *testing.T) {
	for _, mode := range []wechat.Mode{wechat.Safe, wechat.Compat, wechat.Plain} {
		a := account(mode)
		c := callback(t, a)
		query, body := request(t, a, text("x"))
		env, err := c.Open(query, body, noon)
		if err != nil {
			t.Fatal(err)
		}
		for _, reply := range []string{"", " \n", "\x00\x08"} {
			if got, err := c.Seal(env, reply, noon); err != nil || string(got) != "success" {
				t.Errorf("%s: reply %q became %q, %v, want success", mode, reply, got, err)
			}
		}
	}
}

func TestEqualRepliesDifferOnTheWire(t *testing.T) {
	a := account(wechat.Safe)
	c := callback(t, a)
	query, body := request(t, a, text("x"))
	env, err := c.Open(query, body, noon)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{query.Get("nonce"): true}
	for range 100 {
		sealed, err := c.Seal(env, "同一句", noon)
		if err != nil {
			t.Fatal(err)
		}
		nonce, _ := unseal(t, sealed, a)
		if seen[nonce] || seen[string(sealed)] {
			t.Fatal("nonce or envelope came twice")
		}
		seen[nonce], seen[string(sealed)] = true, true
	}
}

func TestForeignEnvelopeIsNotSealed(t *testing.T) {
	if _, err := callback(t, account(wechat.Safe)).Seal(wechat.Envelope{}, "x", noon); err == nil {
		t.Error("sealed an envelope that nobody opened")
	}
}
