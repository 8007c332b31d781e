package admin

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"shangda/desk"
	"shangda/report"
	"shangda/store"
)

// newRegisters is an office in January: 2025 is over and its report due.
func newRegisters(t *testing.T) (*world, *browser, *browser) {
	t.Helper()
	w := newWorld(t, func(o *Options) { o.DeskSections = func() []string { return []string{"外资科", "商贸科"} } })
	w.now = time.Date(2026, 1, 12, 9, 30, 0, 0, beijing)
	w.person("wang", desk.RoleOfficer, "外资科")
	return w, w.signIn("wang"), w.proven(desk.RoleLeader)
}

func (w *world) published(p desk.Publication) desk.Publication {
	w.t.Helper()
	if p.Kind == "" {
		p.Kind, p.Openness = desk.PublishedInfo, desk.OpenService
	}
	if err := w.store.SavePublication(context.Background(), &p, desk.Actor{}, w.Now()); err != nil {
		w.t.Fatal(err)
	}
	return p
}

func saved(t *testing.T, a answer, to string) {
	t.Helper()
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, to) {
		t.Fatalf("%d to %q, want 303 to %s\n%s", a.status, a.location, to, a.body)
	}
}

func refusedWith(t *testing.T, a answer, words ...string) {
	t.Helper()
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d to %q, want 422", a.status, a.location)
	}
	for _, word := range words {
		if !strings.Contains(a.body, word) {
			t.Errorf("the page lacks %q\n%s", word, a.body)
		}
	}
}

func TestPublicationIsRegisteredTimedAndCorrected(t *testing.T) {
	w, b, _ := newRegisters(t)
	const path = "/admin/publications/new"
	fields := []string{"title", "消费券发放办法", "kind", "information", "openness", "decision", "section", "商贸科", "published", ""}
	refusedWith(t, b.fill(path, path, fields...), "形成日期和公开日期至少填一个", "消费券发放办法")
	refusedWith(t, b.fill(path, path, append(fields, "published", "2026-01-09")...), "至少勾一个渠道")
	refusedWith(t, b.fill(path, path, append(fields, "made", "2026-02-01")...), "不能晚于今天")
	refusedWith(t, b.fill(path, path, append(fields, "kind", "response", "made", "2026-01-05")...), "请写明回应的是哪个热点")
	saved(t, b.fill(path, path, append(fields, "made", "2025-12-10")...), "/admin/publications?")
	list := b.get("/admin/publications").body
	// Without an official calendar the 20th working day after 10 December 2025 is counted by the week.
	for _, want := range []string{"待公开", "消费券发放办法", "超期"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q\n%s", want, list)
		}
	}
	p := w.published(desk.Publication{Title: "登重的", Section: "外资科", Published: "2026-01-08", Outlets: []desk.Outlet{desk.OutletWebsite}})
	at := "/admin/publications/" + itoa(p.ID)
	refusedWith(t, b.fill(at, at+"/remove", "reason", ""), "请填写这一项")
	saved(t, b.fill(at, at+"/remove", "reason", "登重了"), "/admin/publications?")
	if a := b.get(at); a.status != http.StatusNotFound {
		t.Errorf("removed, and still there: %d", a.status)
	}
}

func TestMonthlySheetIsFilledInByHandOrByFileAndNeverByHalves(t *testing.T) {
	_, b, _ := newRegisters(t)
	const path = "/admin/monthly/2025-12/sheet"
	refusedWith(t, b.fill(path, path, "value:meeting", "-1", "value:training", "两次"), "不能小于 0", "请填数字", `value="两次"`)
	saved(t, b.fill(path, path, "value:meeting", "2", "value:training", "0", "value:fund", "1.25"), "/admin/monthly?month=2025-12")
	stale := b.form(path, path, "value:meeting", "9")
	stale.Set("version", "0")
	if a := b.post(path, stale); a.status != http.StatusConflict || !strings.Contains(a.body, "现在是：2") {
		t.Errorf("another's sheet: %d\n%s", a.status, a.body)
	}
	if a := b.get("/admin/monthly/2026-02/sheet"); !strings.Contains(a.body, "还没有开始") {
		t.Errorf("a month to come can be filled in\n%s", a.body)
	}
	template := b.get("/admin/monthly/2025-12/template")
	fill := func(edit func(*excelize.File) error) []byte {
		f, err := excelize.OpenReader(strings.NewReader(template.body))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := edit(f); err != nil {
			t.Fatal(err)
		}
		out, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	bad := fill(func(f *excelize.File) error { return f.SetCellFormula("2025-12", "D2", "1+1") })
	refusedWith(t, b.uploadSheet(path, bad), "D2", "是公式")
	good := fill(func(f *excelize.File) error { return f.SetCellValue("2025-12", "D2", 4) })
	if a := b.uploadSheet(path, good); a.status != http.StatusOK || !strings.Contains(a.body, "还没有保存") || !strings.Contains(a.body, `name="value:press" inputmode="decimal" autocomplete="off" value="4"`) {
		t.Errorf("uploaded: %d\n%s", a.status, a.body)
	}
	if a := b.get(path); strings.Contains(a.body, `name="value:press" inputmode="decimal" autocomplete="off" value="4"`) || !strings.Contains(a.body, "空 → 2") {
		t.Errorf("saved without having been looked at, or without history\n%s", a.body)
	}
}

// uploadSheet sends a file with what the page hides in its form.
func (b *browser) uploadSheet(page string, data []byte) answer {
	b.w.t.Helper()
	action := strings.TrimSuffix(page, "sheet") + "upload"
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range b.form(page, action) {
		if err := form.WriteField(name, values[0]); err != nil {
			b.w.t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", "monthly.xlsx")
	if err != nil {
		b.w.t.Fatal(err)
	}
	if _, err := file.Write(data); err != nil {
		b.w.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		b.w.t.Fatal(err)
	}
	req, err := http.NewRequest(post, b.w.srv.URL+action, &body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(req)
}

func TestSectionsAreHeldAgainstTheirQuotas(t *testing.T) {
	w, b, leader := newRegisters(t)
	if a := b.get("/admin/quotas"); a.status != http.StatusForbidden {
		t.Errorf("an officer changes the quotas: %d", a.status)
	}
	refusedWith(t, leader.fill("/admin/quotas", "/admin/quotas", "day:外资科", "40", "minimum:外资科", "2", "day:商贸科", "10", "minimum:商贸科", "1", "day:", "25", "minimum:", "1"), "请填 1 到 31")
	saved(t, leader.fill("/admin/quotas", "/admin/quotas", "day:外资科", "25", "minimum:外资科", "2", "day:商贸科", "10", "minimum:商贸科", "1", "day:", "25", "minimum:", "1"), "/admin/monthly?")
	w.published(desk.Publication{Title: "甲", Section: "外资科", Published: "2026-01-08", Outlets: []desk.Outlet{desk.OutletWebsite}})
	body := b.get("/admin/monthly").body
	for _, want := range []string{"2026-01-25 前至少 2 条", "进行中", "2026-01-10 前至少 1 条", "未完成"} {
		if !strings.Contains(body, want) {
			t.Errorf("the month lacks %q\n%s", want, body)
		}
	}
	if body := leader.get("/admin/overdue").body; !strings.Contains(body, "本月未按时上报的科室") {
		t.Errorf("the leader's list lacks the section\n%s", body)
	}
	if body := leader.get("/admin/").body; !strings.Contains(body, "还有 19 天") {
		t.Errorf("the first page does not count down to 31 January\n%s", body)
	}
}

func TestYearlyReportIsCorrectedWrittenSignedAndFrozen(t *testing.T) {
	w, b, leader := newRegisters(t)
	p := w.published(desk.Publication{Title: "甲", Section: "外资科", Published: "2025-05-08", Outlets: []desk.Outlet{desk.OutletWebsite}})
	ctx := context.Background()
	if err := w.store.SaveFacts(ctx, []store.Fact{{Year: 2025, Month: 3, Code: "permit", Value: 12}}, desk.Actor{}, w.Now()); err != nil {
		t.Fatal(err)
	}
	const at = "/admin/yearly/2025/2021"
	if a := b.get(at + "/cell?key=t1.permit"); !strings.Contains(a.body, "2025年3月报表：行政许可处理决定") || strings.Contains(a.body, "人工更正") {
		t.Errorf("the figure's rows, as an officer sees them: %d\n%s", a.status, a.body)
	}
	cell := at + "/cell?key=t1.permit"
	refusedWith(t, leader.fill(cell, at+"/correct?key=t1.permit", "value", "13", "reason", ""), "请写明原因")
	saved(t, leader.fill(cell, at+"/correct?key=t1.permit", "value", "13", "reason", "漏报一件"), cell)
	if a := leader.get(cell); !strings.Contains(a.body, "漏报一件") || !strings.Contains(a.body, "系统统计 12") {
		t.Errorf("the correction is not shown\n%s", a.body)
	}
	saved(t, leader.fill(cell, at+"/uncorrect?key=t1.permit"), cell)

	total := at + "/cell?key=t2.r1.total"
	saved(t, leader.fill(total, at+"/correct?key=t2.r1.total", "value", "5", "reason", "试"), total)
	if a := leader.get(at); !strings.Contains(a.body, "T2-1") || strings.Contains(a.body, "签发并冻结") {
		t.Errorf("a broken rule is not named, or does not block the signature\n%s", a.body)
	}
	saved(t, leader.fill(total, at+"/uncorrect?key=t2.r1.total"), total)

	text := leader.form(at, at+"/text", "section", "1", "body:1", "全年新收申请7件。")
	saved(t, leader.post(at+"/text", text), at)
	if a := leader.get(at); !strings.Contains(a.body, "与表中数字：7 ≠ 0") {
		t.Errorf("a text that contradicts the table is not named\n%s", a.body)
	}
	back := leader.form(at, at+"/text", "section", "1", "do", "proposed")
	saved(t, leader.post(at+"/text", back), at)

	refusedWith(t, leader.fill(at, at+"/sign"), "请看过全文和数字后勾选")
	stale := leader.form(at, at+"/sign", "seen", "on", "digest", "other")
	if a := leader.post(at+"/sign", stale); a.status != http.StatusConflict {
		t.Errorf("signed as it was not seen: %d", a.status)
	}
	saved(t, leader.fill(at, at+"/sign", "seen", "on"), at)
	if a := leader.get(at); !strings.Contains(a.body, "已签发，已冻结") || strings.Contains(a.body, "修改文字") {
		t.Errorf("signed, and still open\n%s", a.body)
	}
	frozen := "/admin/publications/" + itoa(p.ID)
	form := b.form("/admin/publications/new", "/admin/publications/new", "version", "1", "title", "改", "kind", "information", "openness", "result", "section", "外资科", "published", "2025-05-08", "outlet_website", "on")
	refusedWith(t, b.post(frozen, form), "年度报告已经签发")
	for _, format := range []string{"docx", "xlsx", "html", "json"} {
		if a := b.get(at + "/file/" + format); a.status != http.StatusOK || len(a.body) < 500 {
			t.Errorf("%s: %d, %d bytes", format, a.status, len(a.body))
		}
	}
	if a := b.get("/admin/yearly/2027/2021"); a.status != http.StatusNotFound {
		t.Errorf("a year to come: %d", a.status)
	}
	next, err := report.Year(ctx, w.store, 2026, report.Form2021)
	if err != nil || next.Cell("t2.r2.total").Carried == nil {
		t.Errorf("next year does not begin with what was signed: %v", err)
	}
}
