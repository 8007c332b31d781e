package site

import (
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"

	"shangda/needs/chromium"
	"shangda/policy"
)

func TestElderFormIsChosenByALinkAndKept(t *testing.T) {
	srv := serve(t, newOptions(t))
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for path, want := range map[string]string{
		"/search?q=%E5%A4%87%E6%A1%88&elder=1": "/search?q=%E5%A4%87%E6%A1%88",
		"/?elder=1":                            "/",
		"//evil.example/?elder=1":              "/evil.example/",
		"/%5Cevil.example/?elder=1":            "/evil.example/",
	} {
		if got := get(t, client, srv.URL+path); got.status != http.StatusSeeOther || got.header.Get("Location") != want {
			t.Errorf("%s: %d to %q, want 303 to %q", path, got.status, got.header.Get("Location"), want)
		}
	}
	page := func() string { return get(t, client, srv.URL+"/search?q=x").body }
	if got := page(); !strings.Contains(got, `class="elder"`) || !strings.Contains(got, `href="?elder=0&amp;q=x"`) {
		t.Error("after the choice the page is not the elders', or has no way back")
	}
	get(t, client, srv.URL+"/?elder=0")
	if got := page(); strings.Contains(got, `class="elder"`) || !strings.Contains(got, `href="?elder=1&amp;q=x"`) {
		t.Error("after choosing the standard form the page is still the elders'")
	}
}

// smallTexts lists visible texts below 18 points, and blocks beside each other in what must be one column.
const smallTexts = `() => [...document.querySelectorAll("body *")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width > 2 && !e.closest("svg") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 24;
}).map((e) => getComputedStyle(e).fontSize + ": " + e.outerHTML.slice(0, 80))`

func TestElderPagesAreLargeAndFit(t *testing.T) {
	srv := serve(t, newOptions(t))
	b := chromium.Start(t)
	for name, path := range map[string]string{
		"home": "/", "search": "/search?q=备案", "document": pageURL(policy.KindDocument, titleDisclosure),
		"list": pageURL(policy.KindList, titleList), "guide": pageURL(policy.KindGuide, titleGuide), "qa": pageURL(policy.KindQA, titleQuestion),
		"count": "/count?rule=reply&from=2026-09-18", "chat": "/chat", "missing": "/nowhere",
	} {
		for width, suffix := range map[int]string{390: "-390", 1280: "-1280"} {
			if width > 600 && name != "home" && name != "document" {
				continue
			}
			p := b.MustPage().Timeout(30 * time.Second)
			p.MustSetViewport(width, 844, 1, width < 600)
			p.MustSetCookies(&proto.NetworkCookieParam{Name: elderCookie, Value: "1", URL: srv.URL})
			p.MustNavigate(srv.URL + path).MustWaitLoad()
			if got := p.MustEval(`() => document.documentElement.scrollWidth`).Int(); got > width {
				t.Errorf("%s is %d px wide, want at most %d", name, got, width)
			}
			for _, small := range p.MustEval(smallTexts).Arr() {
				t.Errorf("%s at %d px: %s", name, width, small.Str())
			}
			shoot(t, p, "elder-"+name+suffix, name != "chat")
			p.MustClose()
		}
	}
}
