package admin

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"

	"shangda/desk"
	"shangda/needs/chromium"
)

// look checks the page at both widths and keeps a picture of each.
func look(t *testing.T, page *rod.Page, name string) {
	t.Helper()
	for _, width := range []int{390, 1280} {
		page.MustSetViewport(width, 844, 1, width < 600)
		if got := page.MustEval(`() => document.documentElement.scrollWidth`).Int(); got > width {
			t.Errorf("%s is %d px wide, want at most %d", name, got, width)
		}
		for _, weak := range chromium.Weak(page) {
			t.Errorf("%s at %d px: %s", name, width, weak)
		}
		keep(t, page, name+"-"+itoa(int64(width))+".png")
	}
}

// TestFirstAdministratorSetsTheOfficeUp walks from the one-time password of the first start to the first officer.
func TestFirstAdministratorSetsTheOfficeUp(t *testing.T) {
	browser := chromium.Start(t)
	w := newWorld(t)
	first := desk.Staff{Login: "admin", Name: "admin", Role: desk.RoleSystemAdmin}
	once, err := w.store.CreateStaff(context.Background(), desk.Actor{}, &first, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	page := browser.MustPage().Timeout(time.Minute)
	type field struct{ name, value string }
	send := func(button string, fields ...field) {
		t.Helper()
		for _, f := range fields {
			page.MustElement("#" + f.name).MustSelectAllText().MustInput(f.value)
		}
		wait := page.MustWaitNavigation()
		page.MustElementR("main button", button).MustClick()
		wait()
	}
	heading := func(want string) {
		t.Helper()
		page.MustElementR("h1", want)
	}

	page.MustNavigate(w.srv.URL + "/admin/").MustWaitLoad()
	send("登录", field{"login", "admin"}, field{"password", "wrong"})
	page.MustElementR(".banner.bad", "账号或密码不对")
	look(t, page, "sign-in")
	send("登录", field{"password", once})

	heading("先换成您自己的密码")
	send("修改密码", field{"present", once}, field{"next_password", "Admin123456!"}, field{"again", "Admin123456!"})
	page.MustElementR(".note", "不能包含账号和姓名|不能包含账号或姓名")
	look(t, page, "password")
	send("修改密码", field{"present", once}, field{"next_password", secret}, field{"again", secret})

	heading("两步验证")
	look(t, page, "totp")
	page.MustElement("main details summary").MustClick()
	w.secrets = map[int64]string{first.ID: strings.ReplaceAll(page.MustElement("main details .code").MustText(), " ", "")}
	send("启用", field{"code", w.code(first)})
	heading("请保存备用码")
	look(t, page, "recovery")
	wait := page.MustWaitNavigation()
	page.MustElementR("a", "已经保存").MustClick()
	wait()
	heading("admin，您好")
	look(t, page, "home-empty")

	page.MustNavigate(w.srv.URL + "/admin/accounts").MustWaitLoad()
	look(t, page, "accounts-empty")
	wait = page.MustWaitNavigation()
	page.MustElementR("a", "新建账号").MustClick()
	wait()
	page.MustElement("#role").MustSelect("受理、承办人员")
	send("建立账号", field{"login", "wangli"}, field{"name", "王丽"}, field{"section", "外资科"}, field{"email", "wangli@example"})
	heading("王丽 的一次性密码")
	look(t, page, "one-time")
	password := page.MustElement(".big").MustText()

	w.person("lihang", desk.RoleSectionHead, "外资科")
	w.person("zhaomin", desk.RoleLeader, "")
	for _, name := range []string{"accounts", "accounts/2", "roles", "sessions", "self", "nowhere", "audit"} {
		page.MustNavigate(w.srv.URL + "/admin/" + name).MustWaitLoad()
		look(t, page, strings.ReplaceAll(name, "/", "-"))
	}

	page = browser.MustIncognito().MustPage().Timeout(time.Minute)
	page.MustNavigate(w.srv.URL + "/admin/").MustWaitLoad()
	send("登录", field{"login", "wangli"}, field{"password", password})
	send("修改密码", field{"present", password}, field{"next_password", secret}, field{"again", secret})
	page.MustElementR(".banner.good", "密码已修改")
	look(t, page, "self-officer")

	w.person("shen", desk.RoleAuditAdmin, "")
	auditor := w.signInTo(browser, "shen")
	auditor.MustNavigate(w.srv.URL + "/admin/audit?verify=1").MustWaitLoad()
	auditor.MustElementR(".banner.good", "完整")
	look(t, auditor, "audit")
}

// signInTo opens a page with a session of its own, with the second factor set up.
func (w *world) signInTo(browser *rod.Browser, login string) *rod.Page {
	w.t.Helper()
	st, err := w.store.StaffByLogin(context.Background(), login)
	if err != nil {
		w.t.Fatal(err)
	}
	w.enrol(st)
	w.pass(time.Minute)
	page := browser.MustIncognito().MustPage().Timeout(time.Minute)
	page.MustNavigate(w.srv.URL + "/admin/").MustWaitLoad()
	page.MustElement("#login").MustInput(login)
	page.MustElement("#password").MustInput(secret)
	chromium.Follow(page, func() { page.MustElementR("main button", "登录").MustClick() })
	page.MustElement("#code").MustInput(w.code(st))
	wait := page.MustWaitNavigation()
	page.MustElementR("main button", "确认").MustClick()
	wait()
	return page
}
