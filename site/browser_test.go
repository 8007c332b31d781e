package site

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"

	"shangda/needs/chromium"
	"shangda/policy"
)

// open shows an address in a window of a phone's or a desk's width.
func open(t *testing.T, b *rod.Browser, address string, width, height int) *rod.Page {
	t.Helper()
	p := b.MustPage().Timeout(30 * time.Second)
	p.MustSetViewport(width, height, 1, width < 600)
	p.MustNavigate(address).MustWaitLoad()
	return p
}

// shoot keeps a picture for a person to look at when SHANGDA_TEST_SHOTS names a folder.
func shoot(t *testing.T, p *rod.Page, name string, whole bool) {
	t.Helper()
	dir := os.Getenv("SHANGDA_TEST_SHOTS")
	if dir == "" {
		return
	}
	img, err := p.Screenshot(whole, &proto.PageCaptureScreenshot{Format: proto.PageCaptureScreenshotFormatPng})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), img, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTypedQuestionAndTappedChoiceAreAnsweredWithoutReload(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := open(t, chromium.Start(t), srv.URL+"/chat", 390, 844)
	p.MustEval(`() => { window.sameDocument = true }`)
	p.MustElement("#text").MustInput("外资公司换股东还要备案吗").MustType(input.Enter)
	p.MustElementR(".msg.account .bubble", "不用备案了")
	shoot(t, p, "chat-390", false)

	p.MustElement("button.choice").MustClick()
	p.MustElementR(".msg.account .bubble", "您问的是：A1 要办登记")
	if got := p.MustElements(".msg.visitor").Last().MustText(); !strings.HasSuffix(got, "A1 要办登记") {
		t.Errorf("tap shows %q, want A1 要办登记", got)
	}
	p.MustElement(".menu button").MustClick()
	p.MustElementR(".msg.account .bubble", "您点了 policy")
	if !p.MustEval(`() => window.sameDocument === true`).Bool() {
		t.Error("the page reloaded")
	}
	if gap := p.MustEval(`() => { const s = document.getElementById("scroller"); return document.getElementById("log").getBoundingClientRect().bottom - s.getBoundingClientRect().bottom }`).Num(); gap > 1 {
		t.Errorf("end of the chat is %.0f px below the view", gap)
	}
	shoot(t, p, "chat-390-end", false)

	live := p.MustEval(bubbles).Str()
	p.MustReload().MustWaitLoad()
	if again := p.MustEval(bubbles).Str(); again != live {
		t.Errorf("script and server show different chats:\n%s\n%s", live, again)
	}
}

const bubbles = `() => [...document.querySelectorAll(".log .bubble")].map(b => b.innerHTML.replace(/ (form|type|href|name|value|class|target|rel)="[^"]*"/g, "")).join("\n")`

func TestLongReplyIsShownFromItsBeginning(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := open(t, chromium.Start(t), srv.URL+"/chat", 390, 844)
	p.MustElement("#text").MustInput("长").MustType(input.Enter)
	p.MustElementR(".msg.account .bubble", "很长的答复")
	p.MustWaitStable()
	top := p.MustElements(".msg.account").Last().MustEval(`() => this.getBoundingClientRect().top - document.getElementById("scroller").getBoundingClientRect().top`).Num()
	if top < 0 || top > 40 {
		t.Errorf("reply begins %.0f px below the top of the chat, want 0 to 40", top)
	}
}

func TestFaultAndLostConnectionAreTold(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := open(t, chromium.Start(t), srv.URL+"/chat", 390, 844)
	p.MustElement("#text").MustInput("故障").MustType(input.Enter)
	p.MustElementR(".system", "该公众号提供的服务出现故障")
	srv.CloseClientConnections()
	srv.Listener.Close()
	p.MustElement("#text").MustInput("还在吗").MustType(input.Enter)
	p.MustElementR(".system", "没有发出去")
	shoot(t, p, "chat-390-fault", false)
	if n := len(p.MustElements(".log .typing")); n != 0 {
		t.Errorf("%d typing signs left", n)
	}
}

func TestChatOnADeskStandsInAPhone(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := open(t, chromium.Start(t), srv.URL+"/chat", 1280, 900)
	p.MustElement("#text").MustInput("备案").MustType(input.Enter)
	p.MustElementR(".msg.account .bubble", "不用备案了")
	shoot(t, p, "chat-1280", false)
	if w := p.MustElement(".phone").MustEval(`() => this.clientWidth`).Int(); w != 390 {
		t.Errorf("phone is %d px wide, want 390", w)
	}
}

func TestChatWorksWithoutScript(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := chromium.Start(t).MustPage().Timeout(30 * time.Second)
	p.MustSetViewport(390, 844, 1, true)
	// Pages load with script off; it is on again only while the test looks around.
	loading := func(act func()) {
		t.Helper()
		for _, off := range []bool{true, false} {
			if err := (proto.EmulationSetScriptExecutionDisabled{Value: off}).Call(p); err != nil {
				t.Fatal(err)
			}
			if off {
				wait := p.WaitEvent(&proto.PageLoadEventFired{})
				act()
				wait()
			}
		}
	}
	click := func(selector string) {
		t.Helper()
		at := p.MustElement(selector).MustShape().OnePointInside()
		loading(func() { p.Mouse.MustMoveTo(at.X, at.Y).MustClick(proto.InputMouseButtonLeft) })
	}
	loading(func() { p.MustNavigate(srv.URL + "/chat") })
	p.MustElement("#text").MustInput("备案")
	click(".composer button")
	p.MustElementR(".msg.account .bubble", "您问的是：备案")
	click("button.choice")
	p.MustElementR(".msg.account .bubble", "您问的是：A1 要办登记")
	if got := p.MustInfo().URL; !strings.HasSuffix(got, "/chat#latest") {
		t.Errorf("after the tap the browser is at %s, want the page rendered by the server", got)
	}
	shoot(t, p, "chat-390-noscript", false)
}

func TestFragmentScrollsToTheArticle(t *testing.T) {
	srv := serve(t, newOptions(t))
	b := chromium.Start(t)
	for _, fragment := range []string{"第三十三条", "%E7%AC%AC%E4%B8%89%E5%8D%81%E4%B8%89%E6%9D%A1"} {
		p := open(t, b, srv.URL+pageURL(policy.KindDocument, titleDisclosure)+"?q=20个工作日#"+fragment, 390, 844)
		p.MustWaitStable()
		box := p.MustElement(`[id="第三十三条"]`).MustShape().Box()
		if box.Y < 0 || box.Y > 844-100 {
			t.Errorf("#%s: article stands at %.0f px, want it in view", fragment, box.Y)
		}
		marked := p.MustElement(`[id="第三十三条"]`).MustEval(`() => getComputedStyle(this).backgroundColor`).Str()
		if other := p.MustElement(`[id="第二条"]`).MustEval(`() => getComputedStyle(this).backgroundColor`).Str(); marked == other {
			t.Errorf("#%s: the article is not marked: %s like the others", fragment, marked)
		}
		shoot(t, p, "document-390-anchor", false)
	}
}

func TestNoPageIsWiderThanAPhone(t *testing.T) {
	o := newOptions(t)
	o.Sheet = func(context.Context, string) (policy.Sheet, error) { return sheetOf(o.Library(), titleGuide), nil }
	srv := serve(t, o)
	b := chromium.Start(t)
	for name, path := range map[string]string{
		"home": "/", "search": "/search?q=备案", "search-none": "/search?q=火星移民", "missing": "/nowhere", "chat-first": "/chat",
		"document": pageURL(policy.KindDocument, titleDisclosure), "repealed": pageURL(policy.KindDocument, titleOldRules),
		"list": pageURL(policy.KindList, titleList), "guide": pageURL(policy.KindGuide, titleGuide), "qa": pageURL(policy.KindQA, titleQuestion),
		"table": pageURL(policy.KindDocument, titleReporting), "hostile": pageURL(policy.KindDocument, titleHostile),
		"sheet": "/a/aaaaaaaaaaaa", "diff": pageURL(policy.KindList, titleList) + "/diff",
		"count": "/count?rule=reply&from=2026-09-18", "count-provisional": "/count?rule=reply&from=2026-12-21", "count-form": "/count", "count-fault": "/count?rule=reply&from=x",
	} {
		for width, suffix := range map[int]string{390: "-390", 1280: "-1280"} {
			p := open(t, b, srv.URL+path, width, 844)
			if got := p.MustEval(`() => document.documentElement.scrollWidth`).Int(); got > width {
				t.Errorf("%s is %d px wide, want at most %d", name, got, width)
			}
			if name == "home" {
				p.MustEval(`() => document.querySelector(".topic").open = true`)
			}
			shoot(t, p, name+suffix, !strings.HasPrefix(path, "/chat"))
			p.MustClose()
		}
	}
}

func TestTextsHaveContrastAndTargetsHaveSize(t *testing.T) {
	srv := serve(t, newOptions(t))
	b := chromium.Start(t)
	for _, path := range []string{"/", "/search?q=备案", "/chat", pageURL(policy.KindList, titleList), pageURL(policy.KindDocument, titleOldRules), pageURL(policy.KindGuide, titleGuide), "/count?rule=reply&from=2026-12-21"} {
		p := open(t, b, srv.URL+path, 390, 844)
		for _, weak := range chromium.Weak(p) {
			t.Errorf("%s: %s", path, weak)
		}
	}
}
