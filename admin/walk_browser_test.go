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
	"shangda/policy"
	"shangda/store"
)

// as opens a page with the session of b.
func (b *browser) as(of *rod.Browser) *rod.Page {
	b.w.t.Helper()
	page := of.MustIncognito().MustPage().Timeout(2 * time.Minute)
	page.MustSetCookies(&proto.NetworkCookieParam{Name: "shangda", Value: b.token(), URL: b.w.srv.URL})
	return page
}

// furnish puts something on every page of the desk and of knowledge.
func (o *office) furnish() (tk desk.Ticket, draft, item string) {
	o.t.Helper()
	hours, err := desk.ParseHours("09:00-12:00,13:30-17:00")
	if err != nil {
		o.t.Fatal(err)
	}
	o.opts.Hours, o.opts.Calendar, o.opts.ReplyTime = hours, disclosure.Official, 8*time.Hour
	o.opts.DeskSections = func() []string { return []string{"外资科", "商贸科", "办公室"} }
	o.serve()
	late := o.raise("o-0", desk.Ticket{Question: "促销活动要提前报备吗，去年交过一次材料", Section: "外资科"})
	o.pass(26 * time.Hour)
	tk = o.raise("o-1", desk.Ticket{Question: question, Section: "外资科", Urgent: true})
	o.raise("o-2", desk.Ticket{Question: "申请公开2025年家电补贴的发放名单", Kind: desk.TicketRequest, Origin: desk.FromText})
	o.officer, o.head, o.lead = o.back(desk.RoleOfficer), o.back(desk.RoleSectionHead), o.back(desk.RoleLeader)
	o.led(o.officer.fill(at(late.ID), at(late.ID, "reply"), "reply", "不用报备。依据《示例预付卡管理办法》第二条，只有发卡要备案。"))
	l, err := o.store.Lease(context.Background(), o.Now())
	if err != nil {
		o.t.Fatal(err)
	}
	l.End(desk.LetterHeld, "window")
	if err := o.store.Settle(context.Background(), store.Sending{Way: desk.WayMessage, Outcome: store.QuotaSpent}, o.Now(), l); err != nil {
		o.t.Fatal(err)
	}
	guide := policy.NewItem(&policy.Guide{
		Title: cardGuide, Summary: "发卡企业开展业务30日内网上备案。", Who: "发卡企业", Conditions: []string{"已登记为企业法人"},
		Materials: []string{"备案表", "营业执照复印件"}, Steps: []string{"登录备案系统填表", "上传材料", "五个工作日内领取备案号"},
		Where: "政务服务中心二楼", Days: "5个工作日", Fee: "不收费", Late: "责令限期改正，可处罚款", Checked: "2026-03-01",
		Basis: []policy.Basis{{Title: cardRules, Article: "第二条"}},
	}, policy.FromStaff, policy.Approved)
	if _, err := o.store.SaveItems(context.Background(), []policy.Item{guide}, o.Now()); err != nil {
		o.t.Fatal(err)
	}
	o.refresh()
	draft = o.newQA()
	o.led(o.act(o.officer, draft, "submit"))
	return tk, draft, "/admin/knowledge/item/" + policy.ID(policy.KindDocument, cardRules)
}

// cardGuide is a guide on file.
const cardGuide = "预付卡备案怎么办"

// back signs somebody in again whose session has ended.
func (w *world) back(role desk.Role) *browser {
	w.t.Helper()
	login := "is-" + string(role)
	st, err := w.store.StaffByLogin(context.Background(), login)
	if err != nil {
		w.t.Fatal(err)
	}
	b := w.browser()
	b.fill("/admin/sign-in", "/admin/sign-in", "login", login, "password", secret)
	if st.TOTP {
		w.pass(time.Minute)
		b.fill("/admin/second", "/admin/second", "code", w.code(st))
	}
	return b
}

// TestEveryRoleWalksItsPagesInABrowser looks at each page of each role at both widths.
func TestEveryRoleWalksItsPagesInABrowser(t *testing.T) {
	of := chromium.Start(t)
	o := newOffice(t)
	tk, draft, item := o.furnish()
	guide := "/admin/knowledge/item/" + policy.ID(policy.KindGuide, cardGuide)
	for role, pages := range map[desk.Role][]string{
		desk.RoleOfficer: {
			"/", "/tickets", at(tk.ID), "/letters", "/canned", "/knowledge", "/knowledge/new", "/knowledge/new?kind=qa", "/knowledge/new?kind=guide",
			"/knowledge/checks", item, guide, guide + "/poster", "/drafts?view=mine", draft, "/tables", "/recalls", "/learn", "/learn/worst", "/links", "/notices", "/self", "/cases",
		},
		desk.RoleSectionHead:    {"/", "/drafts", draft, "/tickets?view=free"},
		desk.RoleLeader:         {"/", "/overdue", "/knowledge/starter", "/notices", "/recalls/new?title=" + cardRules},
		desk.RoleDisclosureHead: {"/", "/tickets?view=requests", "/letters"},
		desk.RoleSystemAdmin:    {"/", "/accounts", "/roles", "/sessions", "/sending"},
		desk.RoleAuditAdmin:     {"/", "/audit"},
	} {
		b, known := map[desk.Role]*browser{desk.RoleOfficer: o.officer, desk.RoleSectionHead: o.head, desk.RoleLeader: o.lead}[role]
		if !known {
			b = o.proven(role)
		}
		page := b.as(of)
		for _, path := range pages {
			path = "/admin" + strings.TrimPrefix(path, "/admin")
			page.MustNavigate(o.srv.URL + path).MustWaitLoad()
			if heading := page.MustElement("h1").MustText(); heading == "登录" || strings.Contains(heading, "没有这个") || strings.Contains(heading, "出错") {
				t.Fatalf("%s: %s shows %q", role, path, heading)
			}
			name, _, _ := strings.Cut(strings.TrimPrefix(path, "/admin/"), "?title")
			look(t, page, string(role)+"-"+strings.NewReplacer("/", "_", "?", "_", "=", "_").Replace(name))
		}
	}
}
