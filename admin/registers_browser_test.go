package admin

import (
	"context"
	"fmt"
	"testing"
	"time"

	"shangda/desk"
	"shangda/needs/chromium"
	"shangda/store"
)

func TestRegistersAndTheYearlyReportAreReadAtBothWidths(t *testing.T) {
	browser := chromium.Start(t)
	w := newWorld(t, func(o *Options) {
		o.DeskSections = func() []string { return []string{"外资管理科", "商贸流通科", "办公室"} }
	})
	w.now = time.Date(2026, 1, 12, 9, 30, 0, 0, beijing)
	w.person("chen", desk.RoleLeader, "")
	ctx := context.Background()
	both := []desk.Outlet{desk.OutletWebsite, desk.OutletWeChat}
	w.published(desk.Publication{Title: "青岛西海岸新区促进消费若干措施", DocNo: "示商发〔2025〕8号", Normative: "SS-2025-8", Section: "商贸流通科", Made: "2025-11-03", Published: "2025-12-20", Outlets: both})
	w.published(desk.Publication{Title: "外商投资信息报告办事指南", Section: "外资管理科", Published: "2026-01-06", Outlets: both})
	w.published(desk.Publication{Title: "家电以旧换新补贴实施细则", Section: "商贸流通科", Made: "2025-12-08"})
	w.published(desk.Publication{Title: "成品油零售经营许可年检结果", Section: "商贸流通科", Made: "2026-01-06"})
	quotas := []desk.Quota{{Section: "外资管理科", DueDay: 25, Minimum: 1}, {Section: "商贸流通科", DueDay: 10, Minimum: 2}, {Section: "办公室", DueDay: 14, Minimum: 1}}
	if err := w.store.SaveQuotas(ctx, quotas, 0, desk.Actor{}, w.Now()); err != nil {
		t.Fatal(err)
	}
	facts := []store.Fact{{Year: 2025, Month: 12, Code: "permit", Value: 26}, {Year: 2025, Month: 12, Code: "meeting", Value: 2, Note: "领导小组会议"}, {Year: 2026, Month: 1, Code: "fund", Value: 1_250_000}}
	if err := w.store.SaveFacts(ctx, facts, desk.Actor{}, w.Now()); err != nil {
		t.Fatal(err)
	}
	six := int64(6)
	if err := w.store.Correct(ctx, store.Correction{Year: 2025, Form: "2021", Cell: "t2.r1.total", Value: &six, Basis: new(int64), Reason: "纸质申请漏登"}, desk.Actor{}, w.Now()); err != nil {
		t.Fatal(err)
	}
	page := w.signInTo(browser, "chen")
	for name, path := range map[string]string{
		"home": "/admin/", "publications": "/admin/publications?year=2025", "publication": "/admin/publications/3", "publication-new": "/admin/publications/new",
		"monthly": "/admin/monthly", "sheet": "/admin/monthly/2025-12/sheet", "quotas": "/admin/quotas", "overdue": "/admin/overdue", "yearly": "/admin/yearly",
		"report-2021": "/admin/yearly/2025/2021", "report-2018": "/admin/yearly/2025/2018", "cell": "/admin/yearly/2025/2021/cell?key=t2.r1.total",
		"cell-rows": "/admin/yearly/2025/2021/cell?key=t1.permit",
	} {
		for _, width := range []int{390, 1280} {
			page.MustSetViewport(width, 900, 1, width < 800)
			page.MustNavigate(w.srv.URL + path).MustWaitLoad()
			page.MustElement("h1")
			if wide := page.MustEval(`() => document.documentElement.scrollWidth`).Int(); wide > width {
				t.Errorf("%s is %d px wide on a screen of %d", path, wide, width)
			}
			for _, weak := range chromium.Weak(page) {
				t.Errorf("%s at %d px: %s", path, width, weak)
			}
			keep(t, page, fmt.Sprintf("registers-%s-%d.png", name, width))
		}
	}
}
