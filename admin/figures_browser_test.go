package admin

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/proto"

	"shangda/desk"
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
		page.MustElement(`a.n[href*="figure=unanswered"]`).MustClick()
		page.MustElementR("h1", "没答上")
		page.MustElementR("td", "路灯坏了找谁")
		keep(t, page, fmt.Sprintf("figures-rows-%d.png", width))
	}
	page.MustNavigate(w.srv.URL + "/admin/figures/briefing").MustWaitLoad()
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
