package admin

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/store"
)

// newDesk is a world with hours, sections and a Q&A on file.
func newDesk(t testing.TB, change ...func(*Options)) *world {
	t.Helper()
	return newDeskAt(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"), change...)
}

func newDeskAt(t testing.TB, address string, change ...func(*Options)) *world {
	t.Helper()
	hours, err := desk.ParseHours("09:00-12:00,13:30-17:00")
	if err != nil {
		t.Fatal(err)
	}
	qa := &policy.QA{Question: "卡能退吗", Answer: "可以退。", Basis: []policy.Basis{{Title: "单用途商业预付卡管理办法（试行）", Article: "第二十条"}}}
	lib := policy.NewLibrary(1, []policy.Item{policy.NewItem(qa, policy.FromStaff, policy.Approved)})
	return newWorldAt(t, address, append([]func(*Options){func(o *Options) {
		o.Hours, o.Calendar, o.ReplyTime = hours, disclosure.Official, 8*time.Hour
		o.DeskSections = func() []string { return []string{"外资管理科", "商贸流通科", "办公室"} }
		o.Library = func() *policy.Library { return lib }
		o.Office.Phone, o.PublicURL = "0532-00000000", "https://example.gov.cn"
	}}, change...)...)
}

// raise writes a ticket as if a citizen had asked, and returns it as stored.
func (w *world) raise(citizen string, t desk.Ticket) desk.Ticket {
	w.t.Helper()
	ctx := context.Background()
	id, err := w.store.NextTicket(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	t.ID, t.OpenedAt, t.DueAt = id, w.Now(), w.Now().Add(24*time.Hour)
	if t.Kind == "" {
		t.Kind, t.Origin = desk.TicketQuestion, desk.FromHuman
	}
	lib := policy.NewLibrary(0, nil)
	if w.opts.Library != nil {
		lib = w.opts.Library()
	}
	x := &desk.Exchange{
		Key: fmt.Sprint("k", id), At: w.Now(), Kind: "text", Text: t.Question, Talk: desk.TalkAsk, Outcome: desk.OutcomeNone,
		Reply: `没有找到。<a href="weixin://x">A0 人工</a>`,
	}
	for _, p := range lib.Passages() {
		x.Hits = append(x.Hits, desk.Hit{Passage: p.ID, Confidence: 0.42})
	}
	if err := w.store.SaveExchange(ctx, citizen, x, nil, store.Raise(t)); err != nil {
		w.t.Fatal(err)
	}
	return w.ticket(id)
}

func (w *world) ticket(id int64) desk.Ticket {
	w.t.Helper()
	t, err := w.store.Ticket(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return t
}

func (w *world) letters(id int64) int {
	w.t.Helper()
	letters, err := w.store.RepliesOf(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(letters)
}

func at(id int64, act ...string) string {
	return fmt.Sprintf("/admin/tickets/%d", id) + strings.Join(append([]string{""}, act...), "/")
}

func has(t testing.TB, body string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(body, w) {
			t.Errorf("no %q in\n%s", w, body)
		}
	}
}

func lacks(t testing.TB, body string, not ...string) {
	t.Helper()
	for _, w := range not {
		if strings.Contains(body, w) {
			t.Errorf("%q in\n%s", w, body)
		}
	}
}

func TestOfficerAnswersATicket(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "<script>alert(1)</script>卡里的钱能退吗", Section: "商贸流通科"})
	b := w.signIn("wang")
	for _, page := range []string{"/admin/tickets", at(tk.ID)} {
		a := b.get(page)
		has(t, a.body, "&lt;script&gt;alert(1)&lt;/script&gt;卡里的钱能退吗")
		lacks(t, a.body, "<script>alert")
	}
	has(t, b.get(at(tk.ID)).body, "《单用途商业预付卡管理办法（试行）》第二十条", "系统把握 42%", "https://example.gov.cn/p/", "没有找到。A0 人工")

	basis := w.opts.Library().Passages()[0].ID
	form := b.form(at(tk.ID), at(tk.ID, "reply"), "reply", "可以退。原卡办理，钱退回原卡，请带购卡凭证到发卡企业。", "basis", basis)
	if a := b.post(at(tk.ID, "reply"), form); a.status != http.StatusSeeOther {
		t.Fatalf("reply: %d\n%s", a.status, a.body)
	}
	b.post(at(tk.ID, "reply"), form) // the button pressed twice
	if got := w.ticket(tk.ID); got.State != desk.TicketAnswered || got.Article != "第二十条" || w.letters(tk.ID) != 1 {
		t.Errorf("got %+v and %d letters; want it answered with its basis and one letter", got, w.letters(tk.ID))
	}
	_, links, err := w.store.Links(context.Background(), -1)
	if err != nil || len(links) != 1 || links[0].Kind != desk.LinkStaff || links[0].Approved {
		t.Errorf("got links %v, %v; want one of staff that nobody approved", links, err)
	}
	has(t, b.get(at(tk.ID)).body, "等待发送", "转为知识")
	has(t, b.get("/admin/tickets?view=done").body, "卡里的钱能退吗")
	lacks(t, b.get("/admin/tickets").body, "卡里的钱能退吗")
}

func TestDraftIsCheckedBeforeItIsSent(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗"})
	b := w.signIn("wang")
	for reply, want := range map[string]string{
		"可以。": remarks["reply_short"],
		"可以退，请带购卡凭证到发卡企业办理。":                              remarks["reply_basis"],
		"按《办法》可以退，有问题请找张三，电话13812345678。":                 "138****5678",
		"按《办法》可以退，当事人身份证370211190103070014。":              remarks["reply_number"],
		"按《办法》可以退，请拨打{{网址}}咨询，谢谢。":                        "还有没填的空",
		"【机密】\n按《办法》可以退，请带购卡凭证到发卡企业办理。":                   remarks["reply_mark"],
		"按《办法》可以退，账号6222021234567890123，请核对后再到发卡企业办理，谢谢。": remarks["reply_number"],
	} {
		a := b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", reply)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d, want it refused", reply, a.status)
		}
		has(t, a.body, want, faults["reply_check"])
	}
	if got := w.ticket(tk.ID); got.State != desk.TicketOpen {
		t.Fatal("a draft with remarks was sent")
	}

	own := w.raise("o-2", desk.Ticket{Question: "电话多少"})
	if a := b.fill(at(own.ID), at(own.ID, "reply"), "reply", "按《办法》可以退，请拨打0532-00000000咨询。"); a.status != http.StatusSeeOther {
		t.Errorf("with the office's own number: %d, want it sent\n%s", a.status, a.body)
	}
	masked := b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", "按《办法》可以退，有问题请找张三，电话13812345678。", "do", "mask")
	has(t, masked.body, "电话138****5678。</textarea>", faults["reply_masked"])

	d := draft{Text: "可以。"}
	first := b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", d.Text)
	has(t, first.body, `name="confirm" value="`+d.digest()+`"`)
	if a := b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", "不行。", "confirm", d.digest()); a.status != http.StatusUnprocessableEntity {
		t.Errorf("another text than the confirmed one: %d, want it looked at again", a.status)
	}
	if a := b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", d.Text, "confirm", d.digest()); a.status != http.StatusSeeOther {
		t.Errorf("confirmed: %d", a.status)
	}
}

func TestSecondOfficerLearnsThatTheFirstHasAnswered(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	w.person("li", desk.RoleSectionHead, "")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗"})
	first, second := w.signIn("wang"), w.signIn("li")
	late := second.form(at(tk.ID), at(tk.ID, "reply"), "reply", "按《办法》不能退，这是第二个人写的。")
	if a := first.fill(at(tk.ID), at(tk.ID, "reply"), "reply", "按《办法》可以退，请带购卡凭证办理。"); a.status != http.StatusSeeOther {
		t.Fatalf("first: %d\n%s", a.status, a.body)
	}
	a := second.post(at(tk.ID, "reply"), late)
	if a.status != http.StatusConflict {
		t.Errorf("second: %d, want a conflict", a.status)
	}
	has(t, a.body, "这是第二个人写的", "按《办法》可以退，请带购卡凭证办理。")
	if n := w.letters(tk.ID); n != 1 {
		t.Errorf("%d letters, want 1", n)
	}
}

func TestTicketsOfOthersAndReportsStayUnseen(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "外资管理科")
	w.person("gongkai", desk.RoleDisclosureHead, "")
	other := w.raise("o-1", desk.Ticket{Question: "二手车怎么过户", Section: "商贸流通科"})
	report := w.raise("o-2", desk.Ticket{Question: "举报某科长收礼", Kind: desk.TicketReport, Origin: desk.FromText})
	own := w.raise("o-2", desk.Ticket{Question: "外资年报怎么报", Section: "外资管理科"})
	b, chief := w.signIn("wang"), w.signIn("gongkai")
	for _, page := range []string{"/admin/tickets", "/admin/tickets?q=举报", "/admin/tickets?kind=report", at(own.ID), "/admin/"} {
		a := b.get(page)
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", page, a.status)
		}
		lacks(t, a.body, "举报某科长收礼", "二手车怎么过户")
	}
	for _, id := range []int64{other.ID, report.ID, 99} {
		if a := b.get(at(id)); a.status != http.StatusNotFound {
			t.Errorf("ticket %d: %d, want 404", id, a.status)
		}
		form := b.form(at(own.ID), at(own.ID, "note"), "note", "看一下")
		if a := b.post(at(id, "note"), form); a.status != http.StatusNotFound {
			t.Errorf("note on ticket %d: %d, want 404", id, a.status)
		}
	}
	if a := b.get("/admin/overdue"); a.status != http.StatusForbidden {
		t.Errorf("overdue list for an officer: %d, want 403", a.status)
	}
	has(t, chief.get("/admin/tickets?kind=report").body, "举报某科长收礼")
	lacks(t, chief.get("/admin/tickets?q=科长").body, "举报某科长收礼")
	has(t, chief.get(at(report.ID)).body, "举报某科长收礼")
	lines, err := w.store.Trail(context.Background(), store.AuditFilter{Act: "ticket.read"}, 10)
	if err != nil || len(lines) != 1 || lines[0].Actor.Login != "gongkai" {
		t.Errorf("got %v, %v; want the reading of the report on record", lines, err)
	}
}

func TestReportFoundByAnOfficerLeavesTheirSight(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "外资管理科")
	tk := w.raise("o-1", desk.Ticket{Question: "有人收礼你们管吗", Section: "外资管理科"})
	b := w.signIn("wang")
	if a := b.fill(at(tk.ID), at(tk.ID, "kind"), "kind", "report"); a.location != "/admin/tickets?done=ticket_gone" {
		t.Errorf("led to %q", a.location)
	}
	if a := b.get(at(tk.ID)); a.status != http.StatusNotFound {
		t.Errorf("%d, want 404", a.status)
	}
}

func TestSuspectedRequestIsClearedByAPersonBeforeItsAnswer(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "申请公开补贴名单", Kind: desk.TicketRequest, Origin: desk.FromText})
	b := w.signIn("wang")
	page := b.get(at(tk.ID)).body
	clock, err := w.opts.Calendar().Clock(disclosure.Facts{Received: disclosure.DayOf(w.Now())})
	if err != nil {
		t.Fatal(err)
	}
	has(t, page, "像是信息公开申请", string(clock.Due), string(clock.CorrectionBy))
	lacks(t, page, at(tk.ID, "reply"), at(tk.ID, "close")+`"`)
	has(t, b.get("/admin/tickets?view=requests").body, "申请公开补贴名单")
	has(t, b.get("/admin/").body, "件疑似信息公开申请待核对")
	if a := b.fill(at(tk.ID), at(tk.ID, "clear"), "is", "maybe"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("neither yes nor no: %d", a.status)
	}
	if a := b.fill(at(tk.ID), at(tk.ID, "clear"), "is", "no"); a.status != http.StatusSeeOther {
		t.Errorf("cleared: %d\n%s", a.status, a.body)
	}
	if got := w.ticket(tk.ID); got.Kind != desk.TicketQuestion || got.Cleared != desk.NotRequest {
		t.Errorf("got %+v", got)
	}
	has(t, b.get(at(tk.ID)).body, at(tk.ID, "reply"))
}

func TestTicketIsTakenGivenAndHandedOver(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "外资管理科")
	li := w.person("li", desk.RoleOfficer, "外资管理科")
	w.person("zhao", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "外资年报怎么报", Section: "外资管理科"})
	b := w.signIn("wang")
	page := b.get(at(tk.ID)).body
	has(t, page, "测试li（外资管理科）")
	lacks(t, page, "测试zhao")
	b.fill(at(tk.ID), at(tk.ID, "take"))
	b.fill(at(tk.ID), at(tk.ID, "urgent"))
	b.fill(at(tk.ID), at(tk.ID, "assign"), "to", fmt.Sprint(li.ID))
	if got := w.ticket(tk.ID); got.Assignee != li.ID || !got.Urgent {
		t.Fatalf("got %+v", got)
	}
	if a := b.fill(at(tk.ID), at(tk.ID, "take")); a.status != http.StatusUnprocessableEntity {
		t.Errorf("taken from a colleague: %d, want it refused", a.status)
	}
	other := w.signIn("li")
	if a := other.fill(at(tk.ID), at(tk.ID, "section"), "section", "没有的科"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no such section: %d", a.status)
	}
	if a := other.fill(at(tk.ID), at(tk.ID, "section"), "section", "商贸流通科", "reason", "是流通的事"); a.location != "/admin/tickets?done=ticket_gone" {
		t.Errorf("handed over: led to %q", a.location)
	}
	has(t, w.signIn("zhao").get(at(tk.ID)).body, "是流通的事", "标为急件")
}

func TestInternalNoteIsForColleaguesOnly(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "外资管理科")
	w.person("li", desk.RoleOfficer, "外资管理科")
	tk := w.raise("o-1", desk.Ticket{Question: "外资年报怎么报", Section: "外资管理科"})
	b := w.signIn("wang")
	const note = "已电话问过市局，等回话"
	if a := b.fill(at(tk.ID), at(tk.ID, "note"), "note", note); a.status != http.StatusSeeOther {
		t.Fatalf("note: %d\n%s", a.status, a.body)
	}
	has(t, w.signIn("li").get(at(tk.ID)).body, note)
	basis := w.opts.Library().Passages()[0].ID
	if a := b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", "请在每年六月三十日前登录系统填报，不收费。", "basis", basis); a.status != http.StatusSeeOther {
		t.Fatalf("reply: %d\n%s", a.status, a.body)
	}
	l, err := w.store.Letter(context.Background(), 1)
	if answered := w.ticket(tk.ID); err != nil || strings.Contains(l.Text+answered.Reply, note) {
		t.Errorf("the letter %q of %q tells the note, %v", l.Text, answered.Reply, err)
	}
}

func TestDuplicatesAreFoundMergedAndAnsweredTogether(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	main := w.raise("o-1", desk.Ticket{Question: "预付卡里的余额能退吗"})
	twin := w.raise("o-2", desk.Ticket{Question: "预付卡余额能退吗"})
	w.raise("o-3", desk.Ticket{Question: "停车证怎么领"})
	b := w.signIn("wang")
	page := b.get(at(twin.ID)).body
	has(t, page, fmt.Sprintf(`<option value="%d">`, main.ID))
	lacks(t, page, "停车证怎么领")
	for into, code := range map[string]string{"99": "ticket_missing", fmt.Sprint(twin.ID): "ticket_same"} {
		has(t, b.fill(at(twin.ID), at(twin.ID, "merge"), "into", into).body, faults[code])
	}
	if a := b.fill(at(twin.ID), at(twin.ID, "merge"), "into", fmt.Sprint(main.ID)); a.status != http.StatusSeeOther {
		t.Fatalf("merge: %d\n%s", a.status, a.body)
	}
	has(t, b.get(at(main.ID)).body, "合并过来的 1 件")
	if a := b.fill(at(main.ID), at(main.ID, "reply"), "reply", "按《办法》可以退，请带购卡凭证办理。"); a.status != http.StatusSeeOther {
		t.Fatalf("reply: %d", a.status)
	}
	if got := w.ticket(twin.ID); got.Reply == "" || w.letters(twin.ID) != 1 || w.letters(main.ID) != 1 {
		t.Errorf("got %+v with %d letters, want the same reply and a letter", got, w.letters(twin.ID))
	}
}

func TestClosedTicketTellsWhyAndMayBeTakenUpAgain(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "停车证怎么领"})
	b := w.signIn("wang")
	b.fill(at(tk.ID), at(tk.ID, "close"), "why", "停车证请到物业办理。")
	if got := w.ticket(tk.ID); got.State != desk.TicketClosed || w.letters(tk.ID) != 1 {
		t.Fatalf("got %+v with %d letters", got, w.letters(tk.ID))
	}
	b.fill(at(tk.ID), at(tk.ID, "reopen"), "reason", "物业说不归他们")
	if got := w.ticket(tk.ID); got.State != desk.TicketOpen || !got.DueAt.After(w.Now()) {
		t.Errorf("got %+v, want it open with a new time", got)
	}
}

func TestNumberToCallIsShownOnceAndOnRecord(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗"})
	leave, err := w.store.LeavePhone(tk.ID, "13812345678", w.Now())
	if err != nil {
		t.Fatal(err)
	}
	x := &desk.Exchange{Key: "phone", At: w.Now(), Kind: "text", Talk: desk.TalkHuman}
	if err := w.store.SaveExchange(context.Background(), "o-1", x, nil, leave); err != nil {
		t.Fatal(err)
	}
	b := w.signIn("wang")
	lacks(t, b.get(at(tk.ID)).body, "13812345678")
	has(t, b.fill(at(tk.ID), at(tk.ID, "number")).body, "13812345678")
	lacks(t, b.get(at(tk.ID)).body, "13812345678")
	lines, err := w.store.Trail(context.Background(), store.AuditFilter{Act: "ticket.phone"}, 10)
	if err != nil || len(lines) != 1 {
		t.Errorf("got %v, %v; want one line", lines, err)
	}
	b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", "按《办法》可以退，请带购卡凭证办理。")
	b.fill(at(tk.ID), at(tk.ID, "call"))
	has(t, b.get(at(tk.ID)).body, "请打电话", "您好，这里是示例区商务局")
	b.fill(at(tk.ID), at(tk.ID, "call"))
	has(t, b.get(at(tk.ID)).body, "已电话告知")
}

func TestCannedReplyIsFilledIn(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗"})
	b := w.signIn("wang")
	if a := b.fill("/admin/canned", "/admin/canned", "title", "到窗口", "body", "请拨打{{办公电话}}，网址{{网址}}。"); a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	has(t, b.fill("/admin/canned", "/admin/canned", "title", "到窗口", "body", "又一个").body, faults["canned_taken"])
	has(t, b.fill("/admin/canned", "/admin/canned", "title", "", "body", "没有名称").body, faults["required"], "没有名称")
	has(t, b.get(at(tk.ID)+"?canned=1").body, "请拨打0532-00000000，网址{{网址}}。</textarea>")
	b.fill("/admin/canned", "/admin/canned/1", "title1", "到窗口办", "body1", "请带材料。")
	has(t, b.get("/admin/canned").body, "到窗口办")
	b.fill("/admin/canned", "/admin/canned/1", "title1", "到窗口办", "body1", "请带材料。", "do", "remove")
	has(t, b.get("/admin/canned").body, "还没有常用语")
}

func TestOverdueListIsTheLeaders(t *testing.T) {
	w := newDesk(t)
	w.person("gongkai", desk.RoleDisclosureHead, "")
	w.raise("o-1", desk.Ticket{Question: "二手车怎么过户", Section: "商贸流通科"})
	b := w.signIn("gongkai")
	has(t, b.get("/admin/overdue").body, "没有超时的工单")
	w.pass(25 * time.Hour)
	b = w.signIn("gongkai")
	has(t, b.get("/admin/overdue").body, "商贸流通科", "二手车怎么过户")
	has(t, b.get("/admin/").body, "件已超时的工单")
	has(t, b.get("/admin/tickets").body, "已超时")
}

func TestLeaderUrgesWhatIsLateOnceADay(t *testing.T) {
	w := newDesk(t)
	w.person("gongkai", desk.RoleDisclosureHead, "")
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "二手车怎么过户", Section: "商贸流通科"})
	w.pass(25 * time.Hour)
	b, officer := w.signIn("gongkai"), w.signIn("wang")
	if a := b.fill("/admin/overdue", at(tk.ID, "press")); a.status != http.StatusSeeOther {
		t.Fatalf("urged: %d\n%s", a.status, a.body)
	}
	if got := w.ticket(tk.ID); got.Urged != 1 || !got.UrgedAt.Equal(w.Now()) {
		t.Errorf("got %d times, at %s; want it urged once, now: the watch goes by that", got.Urged, got.UrgedAt)
	}
	has(t, officer.get(at(tk.ID)).body, "领导催办", "催办1次")
	has(t, b.get("/admin/overdue").body, "已催 1 次")
	if a := b.fill("/admin/overdue", at(tk.ID, "press")); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "今天已经催过") {
		t.Errorf("urged again: %d, want it refused", a.status)
	}
}

func TestDeputySeesWhatTheAbsentColleagueSees(t *testing.T) {
	w := newDesk(t)
	wang, li := w.person("wang", desk.RoleOfficer, "外资管理科"), w.person("li", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "外资年报怎么报", Section: "外资管理科"})
	wang.Deputy, wang.DeputyUntil = li.ID, w.Now().AddDate(0, 0, 7)
	if err := w.store.SaveStaff(context.Background(), desk.Actor{}, &wang, w.Now()); err != nil {
		t.Fatal(err)
	}
	b := w.signIn("li")
	has(t, b.get("/admin/tickets").body, "外资年报怎么报")
	if a := b.fill(at(tk.ID), at(tk.ID, "take")); a.status != http.StatusSeeOther {
		t.Errorf("%d\n%s", a.status, a.body)
	}
}

func TestInboxHearsOfNewTickets(t *testing.T) {
	w := newDesk(t, func(o *Options) { o.Feed = NewFeed(o.Store, slog.New(slog.DiscardHandler)) })
	w.person("wang", desk.RoleOfficer, "")
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- w.opts.Feed.Run(ctx) }()
	b := w.signIn("wang")
	res, err := b.client.Get(w.srv.URL + "/admin/tickets/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if kind := res.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("got %s", kind)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			lines <- s.Text()
		}
	}()
	w.raise("o-1", desk.Ticket{Question: "卡能退吗"})
	revision, err := w.store.DeskRevision(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want, enough := fmt.Sprintf("data: %d", revision), time.After(10*time.Second)
	for heard := false; !heard; {
		select {
		case line := <-lines:
			heard = line == want
		case <-enough:
			t.Fatalf("no %q within 10 s", want)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for range lines { // ends with the feed
	}
}

func TestInboxIsPagedAndFiltered(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "")
	for i := range 60 {
		w.raise(fmt.Sprint("o-", i), desk.Ticket{Question: fmt.Sprintf("第%d个问题", i)})
	}
	b := w.signIn("wang")
	first := b.get("/admin/tickets?q=" + url.QueryEscape("问题")).body
	if n := strings.Count(first, `<td class="ask">`); n != inboxPage {
		t.Errorf("%d rows on the first page, want %d", n, inboxPage)
	}
	has(t, first, "page=1")
	if n := strings.Count(b.get("/admin/tickets?page=1").body, `<td class="ask">`); n != 60-inboxPage {
		t.Errorf("%d rows on the second page, want %d", n, 60-inboxPage)
	}
	has(t, b.get("/admin/tickets?q=nothing").body, "没有找到")
	has(t, b.get("/admin/tickets?page=x&view=zzz&kind=zzz").body, "没有等着答复的工单")
}

func TestEveryCodeOfTheDeskHasItsWords(t *testing.T) {
	for _, k := range desk.TicketKinds() {
		if ticketKinds[k] == "" {
			t.Errorf("kind %s has no words", k)
		}
	}
	for _, a := range []desk.TicketAct{
		desk.TicketAssigned, desk.TicketHandedOver, desk.TicketUrgent, desk.TicketCalm, desk.TicketNoted, desk.TicketReplied, desk.TicketJoined,
		desk.TicketShut, desk.TicketReopened, desk.TicketPressed, desk.TicketClassified, desk.TicketCleared,
	} {
		if code := "ticket_" + string(a); ticketActs[a] == "" || dones[code] == "" || acts["ticket."+string(a)] == "" {
			t.Errorf("act %s: %q, %q, %q; want words for history, page and audit", a, ticketActs[a], dones[code], acts["ticket."+string(a)])
		}
	}
	for _, a := range []desk.TicketAct{
		desk.TicketRaised, desk.TicketWithdrawn, desk.TicketUrged, desk.TicketAppealed, desk.TicketPhoneLeft, desk.TicketAdded, desk.TicketFiled,
	} {
		if ticketActs[a] == "" {
			t.Errorf("act %s has no words", a)
		}
	}
	for _, f := range ticketFaults {
		if faults[f.code] == "" {
			t.Errorf("fault %s has no words", f.code)
		}
	}
	if len(newDesk(t).placeholders()) != len(placeholderNames) {
		t.Error("a placeholder has no value")
	}
}

func (w *world) placeholders() map[string]string {
	v := &visit{room: &room{Options: w.opts}}
	return v.placeholders()
}
