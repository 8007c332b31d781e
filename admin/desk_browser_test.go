package admin

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"

	"shangda/desk"
	"shangda/document"
	"shangda/needs/chromium"
)

// keep writes a picture of the page where SHANGDA_PICTURES names a folder.
func keep(t *testing.T, page *rod.Page, name string) {
	t.Helper()
	dir := os.Getenv("SHANGDA_PICTURES")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name), page.MustScreenshotFullPage(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A file with somebody's number: the officer sees what was found, opens it or leaves it out, at both widths.
func TestOfficerSeesWhatIsInTheFileOfAnAnswer(t *testing.T) {
	browser := chromium.Start(t)
	w := newDesk(t, func(o *Options) {
		o.Text = func(_ context.Context, name string, data []byte) (string, error) { return document.Text(name, data) }
	})
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "预付卡里的余额能退吗"})
	file := filepath.Join(t.TempDir(), "余额退款申请表（填写样例）.docx")
	if err := os.WriteFile(file, []byte(docx(t, "填写样例：身份证370211190103070014，电话13812345678", "word/media/image1.png", pngHead)), 0o600); err != nil {
		t.Fatal(err)
	}
	page := browser.MustPage().Timeout(time.Minute)
	page.MustSetViewport(390, 844, 2, true)
	page.MustNavigate(w.srv.URL + at(tk.ID)).MustWaitLoad()
	page.MustElement("#login").MustInput("wang")
	page.MustElement("#password").MustInput(secret)
	chromium.Follow(page, func() { page.MustElementR("button", "登录").MustClick() })
	keep(t, page, "enclosure-390-before.png")
	page.MustElement("#reply").MustInput(answerWithFile)
	page.MustElement("#file").MustSetFiles(file)
	chromium.Follow(page, func() { page.MustElementR("button", "发出答复").MustClick() })
	for _, width := range []int{390, 1280} {
		page.MustSetViewport(width, 844, 1, width == 390)
		if wide := page.MustEval(`() => document.documentElement.scrollWidth`).Int(); wide > width {
			t.Errorf("the page is %d wide at %d", wide, width)
		}
		keep(t, page, fmt.Sprintf("enclosure-%d.png", width))
	}
	said := page.MustElement(".banner.warn").MustText()
	has(t, said, "138****5678", remarks["file_number"], remarks["file_blind"])
	if got := page.MustElement("#reply").MustText(); got != answerWithFile {
		t.Errorf("the words are now %q", got)
	}
	page.MustElement(`[name="confirm"]`).MustClick()
	chromium.Follow(page, func() { page.MustElementR("button", "发出答复").MustClick() })
	page.MustElementR("form span", "附件：余额退款申请表（填写样例）.docx")
	keep(t, page, "enclosure-1280-sent.png")
}

// On a telephone: a new ticket appears by itself, and is answered with two taps and the words.
func TestOfficerAnswersFromThePhone(t *testing.T) {
	browser := chromium.Start(t)
	w := newDesk(t, func(o *Options) { o.Feed = NewFeed(o.Store, slog.New(slog.DiscardHandler)) })
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.opts.Feed.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	w.raise("o-1", desk.Ticket{Question: "二手车跨省过户要带什么材料，能不能网上办", Section: "商贸流通科", Urgent: true})
	w.raise("o-2", desk.Ticket{Question: "申请公开2025年家电补贴的发放名单", Kind: desk.TicketRequest, Origin: desk.FromText})
	old := w.raise("o-3", desk.Ticket{Question: "预付卡里的余额能退吗", Section: "商贸流通科"})

	page := browser.MustPage().Timeout(time.Minute)
	page.MustSetViewport(390, 844, 2, true)
	page.MustNavigate(w.srv.URL + "/admin/tickets").MustWaitLoad()
	page.MustElement("#login").MustInput("wang")
	page.MustElement("#password").MustInput(secret)
	chromium.Follow(page, func() { page.MustElementR("button", "登录").MustClick() })
	page.MustElementR("#inbox a", "预付卡里的余额能退吗")
	keep(t, page, "inbox-390.png")

	fresh := w.raise("o-4", desk.Ticket{Question: "预付卡余额能退给我吗", Section: "商贸流通科", Kind: desk.TicketUnhelpful, Origin: desk.FromRating})
	link := page.MustElementR("#inbox a", "预付卡余额能退给我吗")
	if wide := page.MustEval(`() => document.documentElement.scrollWidth`).Int(); wide > 390 {
		t.Errorf("the inbox is %d px wide", wide)
	}
	chromium.Follow(page, func() { link.MustClick() })
	page.MustElement("#reply").MustInput("可以退。")
	keep(t, page, "ticket-390.png")
	chromium.Follow(page, func() { page.MustElementR("button", "发出答复").MustClick() })
	page.MustElementR(".banner", "请看一下")
	page.MustWaitStable()
	keep(t, page, "remarks-390.png")
	if wide := page.MustEval(`() => document.documentElement.scrollWidth`).Int(); wide > 390 {
		t.Errorf("the ticket is %d px wide", wide)
	}
	page.MustElement("#reply").MustSelectAllText().MustInput("按《单用途商业预付卡管理办法（试行）》可以退，请带购卡凭证到发卡企业办理。")
	chromium.Follow(page, func() { page.MustElementR("button", "发出答复").MustClick() })
	page.MustElementR(".banner.good", "答复已发出")
	keep(t, page, "answered-390.png")
	if got := w.ticket(fresh.ID); got.State != desk.TicketAnswered {
		t.Errorf("got %s, want it answered", got.State)
	}

	page.MustSetViewport(1280, 900, 1, false)
	page.MustNavigate(w.srv.URL + "/admin/tickets").MustWaitLoad()
	keep(t, page, "inbox-1280.png")
	page.Keyboard.MustType(input.KeyJ, input.KeyJ, input.KeyK)
	if got := page.MustEval(`() => document.activeElement.textContent`).Str(); !strings.Contains(got, "二手车") {
		t.Errorf("j j k leads to %q, want the first ticket", got)
	}
	chromium.Follow(page, func() { page.Keyboard.MustType(input.Enter) })
	page.MustElementR("h1", "第 1 号")
	page.MustNavigate(w.srv.URL + at(old.ID)).MustWaitLoad()
	keep(t, page, "ticket-1280.png")
	page.MustNavigate(w.srv.URL + at(2)).MustWaitLoad()
	keep(t, page, "request-1280.png")
}

// On a telephone a leader urges what is late, and an officer lets a colleague stand in for a week, in three taps each.
func TestUrgingAndStandingInTakeThreeTapsOnAPhone(t *testing.T) {
	browser := chromium.Start(t)
	w := newDesk(t)
	w.person("gongkai", desk.RoleDisclosureHead, "")
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	li := w.person("li", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "二手车跨省过户要带什么材料，能不能网上办", Section: "商贸流通科"})
	w.pass(25 * time.Hour)

	page := w.signIn("gongkai").as(browser)
	page.MustSetViewport(390, 844, 2, true)
	page.MustNavigate(w.srv.URL + "/admin/overdue").MustWaitLoad() // where the day's notice leads
	look(t, page, "overdue-list")
	page.MustSetViewport(390, 844, 2, true)
	chromium.Follow(page, func() { page.MustElementR("main button", "催办").MustClick() })
	page.MustElementR(".banner.good", "已催办")
	if got := w.ticket(tk.ID); got.Urged != 1 {
		t.Errorf("urged %d times, want once", got.Urged)
	}

	page = w.signIn("wang").as(browser)
	page.MustSetViewport(390, 844, 2, true)
	page.MustNavigate(w.srv.URL + "/admin/self").MustWaitLoad()
	chromium.Follow(page, func() { page.MustElementR("main button", "请他代办").MustClick() })
	page.MustElementR("main", "正在代您处理工作，到 2026-03-1[34]")
	if got := w.staff("wang"); got.Deputy != li.ID {
		t.Errorf("%d stands in, want %d", got.Deputy, li.ID)
	}
}
