package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/bot"
	"shangda/config"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/search"
	"shangda/site"
	"shangda/wechat"
	"shangda/wechat/wechattest"
)

// callbackAccount is the official account of the settings; in demo mode one that lives as long as the process.
func callbackAccount(cfg config.Config) (wechat.Account, error) {
	w := cfg.WeChat
	if !cfg.Demo() {
		return wechat.Account{
			AppID: w.AppID, OriginalID: w.OriginalID, Token: w.Token.Reveal(), AESKey: w.AESKey.Reveal(),
			AESKeyPrevious: w.AESKeyPrevious.Reveal(), Mode: wechat.Mode(w.Mode), Freshness: w.Freshness,
		}, nil
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return wechat.Account{}, err
	}
	return wechat.Account{
		AppID: "wxdemo", OriginalID: "gh_demo", Token: rand.Text()[:16], Mode: wechat.Safe,
		AESKey: strings.TrimRight(base64.StdEncoding.EncodeToString(key), "="), Freshness: w.Freshness,
	}, nil
}

// siteRoutes opens the citizens' pages; in demo mode the chat page sends through the real callback on this listener.
func (r *rooms) siteRoutes(e *gin.Engine, account wechat.Account) error {
	o := site.Options{
		Office: office(r.cfg), Demo: r.cfg.Demo(), PublicURL: r.cfg.PublicURL, Library: r.search.Library, Find: r.find,
		Today:      func() policy.Date { return policy.DateOf(time.Now().In(disclosure.Zone)) },
		VerifyName: r.cfg.WeChat.VerifyFile, VerifyText: r.cfg.WeChat.VerifyText, Examples: bot.Examples(), Log: r.log,
		Calendar: r.calendar.Now, Terms: r.bot.Terms, Sheet: r.store.Sheet,
		Store: r.store, Now: time.Now,
	}
	if o.Demo {
		_, port, err := net.SplitHostPort(r.cfg.Listen)
		if err != nil {
			return err
		}
		sender := wechattest.NewSender(account, "http://"+net.JoinHostPort("127.0.0.1", port)+"/wechat")
		o.Send = func(ctx context.Context, visitor, text string) (site.Reply, error) {
			return delivered(sender.Text(ctx, visitor, text))
		}
		o.Click = func(ctx context.Context, visitor, key string) (site.Reply, error) {
			return delivered(sender.Click(ctx, visitor, key))
		}
		o.Subscribe = func(ctx context.Context, visitor string) (site.Reply, error) {
			return delivered(sender.Subscribe(ctx, visitor))
		}
		o.Menu = []site.MenuButton{}
		for _, b := range bot.Menu(r.cfg.PublicURL) {
			o.Menu = append(o.Menu, site.MenuButton{Name: b.Name, Key: firstKey(b)})
		}
	}
	pages := e.Group("/", func(c *gin.Context) {
		if !r.allowAddress(c.Request.Context(), c.ClientIP()) {
			c.AbortWithStatus(429)
		}
	})
	site.Routes(pages, o)
	e.NoRoute(site.NotFound(o))
	return nil
}

func delivered(r wechattest.Reply, err error) (site.Reply, error) {
	return site.Reply{Text: r.Text, Silent: r.Silent, Fault: r.Fault}, err
}

func firstKey(b *wechat.Button) string {
	if len(b.SubButtons) > 0 {
		return b.SubButtons[0].Key
	}
	return b.Key
}

// find is the chat's search for the pages.
func (r *rooms) find(ctx context.Context, question string, limit int) ([]site.Found, error) {
	result, err := r.search.Find(ctx, search.Query{
		Text: question, On: policy.DateOf(time.Now().In(disclosure.Zone)), Jurisdiction: r.cfg.Office.Jurisdiction, Limit: limit,
	})
	if err != nil {
		return nil, err
	}
	out := make([]site.Found, 0, len(result.Hits))
	for _, h := range append(result.Hits, result.Old...) {
		out = append(out, site.Found{Passage: h.Passage, Status: h.Status, Successor: h.Successor})
	}
	return out, nil
}
