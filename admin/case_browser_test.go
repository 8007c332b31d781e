package admin

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/needs/chromium"
)

// A clerk registers a paper application, asks a third party, drafts; the next step and the days left stand first on the page, and no page
// is wider than the window.
func TestClerkWorksOnACaseInTheBrowser(t *testing.T) {
	browser := chromium.Start(t)
	for _, width := range []int{390, 1280} {
		w := newWorld(t, courts)
		w.now = time.Date(2026, 11, 3, 9, 30, 0, 0, beijing)
		w.opts.PublicURL = "https://example.cn"
		w.serve()
		w.person("officer", desk.RoleOfficer, "办公室")
		w.person("head", desk.RoleSectionHead, "办公室")
		_, path := w.register(w.signIn("officer"), "2025年家电补贴的发放名单")
		page := browser.MustIncognito().MustPage()
		page.MustSetViewport(width, 900, 1, width < 500)
		w.enter(page, "officer")
		see := func(at, name string) {
			t.Helper()
			page.MustNavigate(w.srv.URL + at).MustWaitLoad()
			if wide := page.MustEval(`() => document.documentElement.scrollWidth`).Int(); wide > width {
				t.Errorf("%s is %d px wide, want %d", at, wide, width)
			}
			keep(t, page, "case-"+name+"-"+map[bool]string{true: "390", false: "1280"}[width < 500]+".png")
		}
		see("/admin/", "home")
		see("/admin/cases", "register")
		see("/admin/cases/new", "new")
		see(path, "open")
		first := page.MustElement("#main section").MustText()
		if !strings.Contains(first, "下一步") || !strings.Contains(first, "还剩") {
			t.Errorf("the page begins with %q, want the next step and the days left", first)
		}
		see(path+"?code=partial#decide", "decide")
		page.MustNavigate(w.srv.URL + path).MustWaitLoad()
		page.MustEval(`() => [...document.querySelectorAll('details')].forEach(d => { if (d.textContent.includes('征求意见、协办')) d.open = true })`)
		page.MustElement("#consult-party").MustInput("示例贸易有限公司")
		wait := page.MustWaitNavigation()
		page.MustElement(`form[action$="/consult"] button`).MustClick()
		wait()
		see(path, "consulted")
		see(path+"/clock", "clock")
		paperLink := page.MustNavigate(w.srv.URL + path).MustWaitLoad().MustElement(".papers a").MustAttribute("href")
		see(*paperLink, "paper")
		if text := page.MustElement(".sheet").MustText(); !strings.Contains(text, "https://example.cn/o/") || strings.Contains(text, "测试人") {
			t.Errorf("the letter to the third party reads:\n%s", text)
		}
		w.decided(path)
		see(path, "review")
		w.signedBy(path)
		see(path, "decided")
		see("/admin/cases?view=serve", "serve")
		if width == 1280 {
			page.MustNavigate(w.srv.URL + path + "/clock").MustWaitLoad()
			_ = proto.EmulationSetEmulatedMedia{Media: "print"}.Call(page)
			keep(t, page, "case-clock-print.png")
			w.printedReceipt(t, page, path)
		}
	}
}

// printedReceipt gives the case a new query code, and looks at the receipt as it comes out on A4 with its margins: a table, not the
// cards of a phone.
func (w *world) printedReceipt(t *testing.T, page *rod.Page, path string) {
	t.Helper()
	page = page.Timeout(time.Minute)
	send := func() {
		t.Helper()
		wait := page.MustWaitNavigation()
		page.MustEval(`() => document.querySelector('form[action$="/access"]').requestSubmit()`)
		wait()
	}
	_ = proto.EmulationSetEmulatedMedia{}.Call(page)
	page.MustNavigate(w.srv.URL + path).MustWaitLoad()
	send()
	if note := page.MustElement(`form[action$="/access"] .note`).MustText(); !strings.Contains(note, "核对申请人身份") {
		t.Errorf("a new code without proof is refused with %q", note)
	}
	page.MustEval(`() => { document.querySelector('[name=proved]').checked = true }`)
	send()
	keep(t, page, "case-receipt.png")
	if text := page.MustElement(".sheet").MustText(); !strings.Contains(text, "原查询码已作废") {
		t.Errorf("the receipt of a new code reads:\n%s", text)
	}
	page.MustSetViewport(642, 971, 1, false) // A4 without 20 mm on each side
	_ = proto.EmulationSetEmulatedMedia{Media: "print"}.Call(page)
	keep(t, page, "case-receipt-print.png")
	if got := page.MustEval(`() => getComputedStyle(document.querySelector('.sheet td')).display`).Str(); got != "table-cell" {
		t.Errorf("a cell of the printed receipt is %s, want table-cell", got)
	}
}

// enter signs in by the page.
func (w *world) enter(page *rod.Page, login string) {
	page.MustNavigate(w.srv.URL + "/admin/sign-in").MustWaitLoad()
	page.MustElement("#login").MustInput(login)
	page.MustElement("#password").MustInput(secret)
	wait := page.MustWaitNavigation()
	page.MustElement("main button").MustClick()
	wait()
}

// decided drafts a reply to the case behind a page.
func (w *world) decided(path string) {
	w.change(path, func(r *disclosure.Request) (disclosure.Event, error) {
		return r.Propose(disclosure.Decision{
			Code: disclosure.CodePartial, Reason: "名单中含个人住址和银行账号", Content: "2025年家电补贴发放名单（已遮盖），共126户",
			Parts: []disclosure.Part{{What: "领取人住址、账号", Code: disclosure.CodePrivacy, Reason: "公开会损害领取人的合法权益"}},
		}, 1, disclosure.DayOf(w.Now()))
	})
}

// signedBy takes it through both levels.
func (w *world) signedBy(path string) {
	for _, by := range []int64{90, 91} {
		w.change(path, func(r *disclosure.Request) (disclosure.Event, error) { return r.Approve(by, disclosure.DayOf(w.Now())) })
	}
}

func (w *world) change(path string, act func(*disclosure.Request) (disclosure.Event, error)) {
	w.t.Helper()
	ctx := context.Background()
	r, err := w.store.Request(ctx, parseNumber(path[strings.LastIndex(path, "/")+1:]))
	if err != nil {
		w.t.Fatal(err)
	}
	event, err := act(&r)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.SaveRequest(ctx, &r, []disclosure.Event{event}, nil, desk.Actor{}, w.Now()); err != nil {
		w.t.Fatal(err)
	}
}
