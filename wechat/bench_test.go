package wechat_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/server"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

var (
	benchQuestion = "外商投资企业设立后在什么时间报送初始报告，需要哪些材料？"
	benchReply    = strings.Repeat("依据《外商投资信息报告办法》第三十三条。", 20)
)

func benchRequest(b *testing.B) (*http.Request, []byte, *wechat.Callback) {
	b.Helper()
	a := account(wechat.Safe)
	s := wechattest.NewSender(a, "")
	query, body, err := s.Request("openid-1", wechattest.Document(text(benchQuestion)))
	if err != nil {
		b.Fatal(err)
	}
	c, err := wechat.NewCallback(a)
	if err != nil {
		b.Fatal(err)
	}
	return httptest.NewRequest(http.MethodPost, "/wechat?"+query.Encode(), nil), body, c
}

func BenchmarkOpen(b *testing.B) {
	r, body, c := benchRequest(b)
	query, now := r.URL.Query(), time.Now()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Open(query, body, now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	r, body, c := benchRequest(b)
	now := time.Now()
	env, err := c.Open(r.URL.Query(), body, now)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Seal(env, benchReply, now); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCallback and BenchmarkSDKServer do the same from the request's query to the written answer.
func BenchmarkCallback(b *testing.B) {
	r, body, c := benchRequest(b)
	b.ReportAllocs()
	for b.Loop() {
		now := time.Now()
		env, err := c.Open(r.URL.Query(), body, now)
		if err != nil {
			b.Fatal(err)
		}
		sealed, err := c.Seal(env, benchReply, now)
		if err != nil {
			b.Fatal(err)
		}
		httptest.NewRecorder().Write(sealed)
	}
}

type nopCloser struct{ *bytes.Reader }

func (nopCloser) Close() error { return nil }

func BenchmarkSDKServer(b *testing.B) {
	r, body, _ := benchRequest(b)
	a := account(wechat.Safe)
	ctx := &context.Context{Config: &config.Config{AppID: a.AppID, Token: a.Token, EncodingAESKey: a.AESKey}}
	b.ReportAllocs()
	for b.Loop() {
		srv := server.NewServer(ctx)
		r.Body = nopCloser{bytes.NewReader(body)}
		srv.Request, srv.Writer = r, httptest.NewRecorder()
		srv.SetMessageHandler(func(*message.MixMessage) *message.Reply {
			return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText(benchReply)}
		})
		if err := srv.Serve(); err != nil {
			b.Fatal(err)
		}
		if err := srv.Send(); err != nil {
			b.Fatal(err)
		}
	}
}
