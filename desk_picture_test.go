package main

import (
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"

	"shangda/needs/chromium"
)

// TestDeskIsReadInTheBrowser looks at a ticket as the officer who answers it. Its picture is the README's.
func TestDeskIsReadInTheBrowser(t *testing.T) {
	browser := chromium.Start(t)
	s := launchDemo(t, t.TempDir())
	officer := s.clerk("王丽", "officer", "商贸流通科")
	citizen := browser.MustPage().Timeout(3 * time.Minute)
	citizen.MustNavigate("http://" + s.addr + "/chat").MustWaitLoad()
	for _, said := range [][2]string{{"展会停车证怎么领", "没有找到"}, {"人工", "已转给工作人员"}} {
		citizen.MustElement("#text").MustInput(said[0])
		citizen.MustElementR("button", "发送").MustClick()
		citizen.MustElementR(".msg.account .bubble", said[1])
	}
	page := browser.MustIncognito().MustPage().Timeout(3 * time.Minute)
	for _, c := range officer.client.Jar.Cookies(officer.address("/admin/")) {
		page.MustSetCookies(&proto.NetworkCookieParam{Name: c.Name, Value: c.Value, URL: officer.base})
	}
	page.MustSetViewport(960, 640, 1, false)
	page.MustNavigate(officer.base + "/admin/tickets").MustWaitLoad()
	ticket := page.MustElementR("#inbox a", "展会停车证怎么领").MustProperty("href").Str() // the inbox renews itself: a click might meet a row that goes
	page.MustActivate().MustNavigate(ticket).MustWaitLoad()
	page.MustElementR("h1", "第 1 号")
	picture(t, page, "desk.png")
}
