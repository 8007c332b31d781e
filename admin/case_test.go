package admin

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

func courts(o *Options) {
	o.ReviewBody, o.Court, o.Calendar = "示例区人民政府", "示例区人民法院", disclosure.Official
	o.Office.Short, o.Office.ReviewChannel = "示", "https://review.example.cn"
}

// register writes down a paper application and gives the address of its page.
func (w *world) register(b *browser, what string) (id int64, page string) {
	w.t.Helper()
	a := b.fill("/admin/cases/new", "/admin/cases/new", "kind", "request", "intake", "in_person", "received", w.Now().Format(time.DateOnly),
		"type", "person", "name", "测试人", "id_kind", "id_card", "id_number", "370211190103070014", "phone", "13800000000", "what", what,
		"delivery", "pickup", "carrier", "paper")
	if a.status != http.StatusOK || !strings.Contains(a.body, "查询码") {
		w.t.Fatalf("register: %d\n%s", a.status, a.body)
	}
	all, err := w.store.Requests(context.Background(), store.RequestFilter{}, 1)
	if err != nil {
		w.t.Fatal(err)
	}
	return all[0].ID, fmt.Sprintf("/admin/cases/%d", all[0].ID)
}

func TestEveryResultIsReachedOnTheCasePage(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	w.person("head", desk.RoleSectionHead, "办公室")
	leader := w.proven(desk.RoleLeader)
	officer, head := w.signIn("officer"), w.signIn("head")
	for _, rule := range disclosure.Rules() {
		if rule.Code == disclosure.CodeWithdrawn {
			continue
		}
		_, page := w.register(officer, "2025年招商项目验收材料"+string(rule.Code))
		must := func(b *browser, from, act string, pairs ...string) {
			t.Helper()
			if a := b.fill(from, page+"/"+act, pairs...); a.status != http.StatusSeeOther {
				t.Fatalf("%s, %s: %d\n%s", rule.Code, act, a.status, a.body)
			}
		}
		switch rule.Code {
		case disclosure.CodeTrade, disclosure.CodePrivacy:
			must(officer, page, "consult", "kind", "third", "party", "某公司")
			has(t, officer.get(page).body, paper.Title(w.opts.Office, disclosure.PaperThird), paper.Title(w.opts.Office, disclosure.PaperConfirm), paper.Title(w.opts.Office, disclosure.PaperThirdTold))
			must(officer, page, "reached", "day", w.Now().Format(time.DateOnly))
			must(officer, page, "answered", "opinion", "objects", "reason", "涉密", "day", w.Now().Format(time.DateOnly))
		case disclosure.CodeExcessive:
			must(officer, page, "reasons")
		case disclosure.CodeUncorrected:
			must(officer, page, "correction", "points", "文号", "until", w.Now().AddDate(0, 0, 10).Format(time.DateOnly))
			w.pass(11 * 24 * time.Hour)
			officer, head, leader = w.signIn("officer"), w.signIn("head"), w.leader()
		case disclosure.CodeUnpaid:
			must(officer, page, "fee", "by", "page", "units", "31")
			w.pass(40 * 24 * time.Hour)
			officer, head, leader = w.signIn("officer"), w.signIn("head"), w.leader()
		}
		form := page + "?code=" + string(rule.Code)
		if len(rule.Needs) > 0 && rule.Code != disclosure.CodeExcessive && rule.Code != disclosure.CodeUncorrected && rule.Code != disclosure.CodeUnpaid {
			if a := officer.fill(form, page+"/decide"); a.status != http.StatusUnprocessableEntity {
				t.Errorf("%s without its required fields: %d", rule.Code, a.status)
			}
		}
		must(officer, form, "decide", "reason", "具体理由", "content", "具体内容", "where", "网站", "law", "某法", "part1", "附件", "why1", "含住址", "ground1", "privacy",
			"systems", "档案系统", "keywords", "招商", "agency", "某局", "contact", "电话", "channel", "窗口", "earlier", "第1号")
		if strings.Contains(officer.get(page).body, page+"/approve") {
			t.Errorf("%s: the officer may approve", rule.Code)
		}
		must(head, page, "approve")
		must(leader, page, "approve")
		must(officer, page, "serve", "method", "post", "proof", "EA123456789CN", "day", w.Now().Format(time.DateOnly))
		body := officer.get(page).body
		if !strings.Contains(body, "已送达") || !strings.Contains(body, paper.Title(w.opts.Office, disclosure.PaperApproval)) || !strings.Contains(body, paper.Title(w.opts.Office, rule.Paper)) {
			t.Errorf("%s: not served, or without its papers:\n%s", rule.Code, body)
		}
		transfer := paper.Title(w.opts.Office, disclosure.PaperTransfer)
		if may := rule.Code == disclosure.CodeFull || rule.Code == disclosure.CodePartial; strings.Contains(body, transfer) != may {
			t.Errorf("%s: %s offered: %v, want %v", rule.Code, transfer, !may, may)
		} else if may {
			must(officer, page, "papers", "kind", string(disclosure.PaperTransfer))
		}
		if a := officer.post(page+"/decide", officer.form(page, page+"/dispute")); a.status == http.StatusSeeOther {
			t.Errorf("%s: a served decision was changed", rule.Code)
		}
	}
}

// leader signs in again after a long time.
func (w *world) leader() *browser {
	w.t.Helper()
	st, err := w.store.StaffByLogin(context.Background(), "is-"+string(desk.RoleLeader))
	if err != nil {
		w.t.Fatal(err)
	}
	b := w.browser()
	b.fill("/admin/sign-in", "/admin/sign-in", "login", st.Login, "password", secret)
	w.pass(time.Minute)
	if a := b.fill("/admin/second", "/admin/second", "code", w.code(st)); a.status != http.StatusSeeOther {
		w.t.Fatalf("second factor: %d\n%s", a.status, a.body)
	}
	return b
}

func TestPersonalDataIsMaskedUntilAReasonIsGiven(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	b := w.signIn("officer")
	_, page := w.register(b, "2025年招商项目验收材料")
	if body := b.get(page).body; strings.Contains(body, "370211190103070014") || strings.Contains(body, "测试人") || !strings.Contains(body, "3702**********0014") {
		t.Error("the page shows personal data, or no masked number")
	}
	if a := b.fill(page, page+"/full", "reason", "核对身份"); a.status != http.StatusOK || !strings.Contains(a.body, "370211190103070014") {
		t.Errorf("with a reason: %d", a.status)
	}
	lines, err := w.store.Trail(context.Background(), store.AuditFilter{Act: "request.read"}, 5)
	if err != nil || len(lines) != 1 || lines[0].After != "核对身份" {
		t.Errorf("audit %+v, %v", lines, err)
	}
}

func TestTwoOfficersOnOneCaseGetAConflictPage(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	w.person("other", desk.RoleOfficer, "办公室")
	one, two := w.signIn("officer"), w.signIn("other")
	_, page := w.register(one, "2025年招商项目验收材料")
	late := two.form(page, page+"/consult", "kind", "third", "party", "乙公司")
	if a := one.fill(page, page+"/consult", "kind", "third", "party", "甲公司"); a.status != http.StatusSeeOther {
		t.Fatalf("first: %d\n%s", a.status, a.body)
	}
	if a := two.post(page+"/consult", late); a.status != http.StatusConflict {
		t.Errorf("second: %d, want 409", a.status)
	}
}

func TestExtensionNeedsItsRoleAndItsTime(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	w.person("chief", desk.RoleDisclosureHead, "办公室")
	officer := w.signIn("officer")
	_, page := w.register(officer, "2025年招商项目验收材料")
	if strings.Contains(officer.get(page).body, page+"/extend") {
		t.Error("an officer is offered the extension")
	}
	w.pass(40 * 24 * time.Hour)
	if a := w.signIn("chief").fill(page, page+"/extend", "days", "10", "reason", "需核实"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "已过法定期限") {
		t.Errorf("after the due day: %d", a.status)
	}
}
