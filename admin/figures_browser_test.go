package admin

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/needs/chromium"
)

// overlaps are the pairs of texts of one chart that touch, and texts that leave their chart, as the browser lays them out.
const overlaps = `() => {
	const bad = []
	for (const svg of document.querySelectorAll('svg.chart')) {
		if (getComputedStyle(svg).display === 'none') continue
		const size = svg.viewBox.baseVal
		const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()])
		boxes.forEach(([a, x], i) => {
			if (x.x < -1 || x.x + x.width > size.width + 1 || x.y < -1 || x.y + x.height > size.height + 4) bad.push(a + ' leaves the chart')
			for (const [b, y] of boxes.slice(0, i))
				if (x.x < y.x + y.width && y.x < x.x + x.width && x.y + 3 < y.y + y.height && y.y + 3 < x.y + x.height) bad.push(a + ' over ' + b)
		})
	}
	return bad
}`

func TestDashboardIsReadAtBothWidthsAndTheBriefingFitsOneSheet(t *testing.T) {
	browser := chromium.Start(t)
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	w.aMonth()
	page := w.signInTo(browser, "wang")
	for _, width := range []int{390, 1280} {
		page.MustSetViewport(width, 900, 1, width < 800)
		for _, path := range []string{"/admin/figures?span=day", "/admin/figures?span=week", "/admin/figures?span=month", "/admin/figures?span=year&against=year", "/admin/figures/briefing", "/admin/figures/definitions"} {
			page.MustNavigate(w.srv.URL + path).MustWaitLoad()
			if wide := page.MustEval(`() => document.documentElement.scrollWidth`).Int(); wide > width {
				t.Errorf("%s is %d px wide on a screen of %d", path, wide, width)
			}
			for _, bad := range page.MustEval(overlaps).Arr() {
				t.Errorf("%s at %d px: %s", path, width, bad.Str())
			}
			for _, weak := range chromium.Weak(page) {
				t.Errorf("%s at %d px: %s", path, width, weak)
			}
			keep(t, page, fmt.Sprintf("figures-%s-%d.png", regexp.MustCompile(`\W+`).ReplaceAllString(path[14:], "-"), width))
		}
		page.MustNavigate(w.srv.URL + "/admin/figures?span=month").MustWaitLoad()
		chromium.Follow(page, func() { page.MustElement(`a.n[href*="figure=unanswered"]`).MustClick() })
		page.MustElementR("h1", "没答上")
		page.MustElementR("td", "路灯坏了找谁")
		keep(t, page, fmt.Sprintf("figures-rows-%d.png", width))
	}
	w.crowd()
	page.MustNavigate(w.srv.URL + "/admin/figures/briefing").MustWaitLoad()
	keep(t, page, "figures-briefing-full.png")
	if n := len(page.MustElements(".sheet li")); n < 7 {
		t.Errorf("the sheet lists %d questions: it is not full", n)
	}
	stream, err := page.Timeout(time.Minute).PDF(&proto.PagePrintToPDF{PreferCSSPageSize: true, PrintBackground: true})
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(stream)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`/Type\s*/Page[^s]`).FindAll(data, -1)); n != 1 || !bytes.HasPrefix(data, []byte("%PDF")) {
		t.Errorf("the briefing takes %d sheets, want 1", n)
	}
}

// crowd fills every list of the briefing: long questions, late tickets, many sections.
func (w *world) crowd() {
	w.t.Helper()
	const late = 30 * time.Hour // over their time by now
	for i, what := range []string{"家政服务机构信用记录", "跨境电子商务综合试验区", "报废机动车回收拆解", "老字号示范创建与认定", "对外劳务合作经营资格", "单用途商业预付卡备案", "成品油零售经营批准", "商业特许经营备案管理"} {
		w.pass(-late)
		w.raise(fmt.Sprint("c-", i), desk.Ticket{Question: what + "、" + what + "、" + what + "归谁办", Section: "商贸流通科"})
		w.pass(late)
		p := desk.Publication{Kind: desk.PublishedInfo, Title: what, Section: what + "科", Openness: desk.OpenResult, Published: w.Now().Format(time.DateOnly), Outlets: []desk.Outlet{desk.OutletWebsite}}
		if err := w.store.SavePublication(context.Background(), &p, desk.Actor{}, w.Now()); err != nil {
			w.t.Fatal(err)
		}
	}
	for i := range 5 {
		r := disclosure.Request{Kind: disclosure.CaseRequest, State: disclosure.Open, Received: disclosure.DayOf(w.Now()), Intake: disclosure.ByPerson, Section: "办公室"}
		r.Application.Type, r.Application.What = disclosure.Person, fmt.Sprint("材料", i)
		if err := w.store.Register(context.Background(), &r, "示例区商务局", "code", desk.Actor{}, w.Now()); err != nil {
			w.t.Fatal(err)
		}
	}
}
