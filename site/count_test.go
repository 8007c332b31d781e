package site

import (
	"net/http"
	"strings"
	"testing"

	"shangda/policy"
)

func fixtureTerms() []policy.Term {
	return []policy.Term{
		{
			ID: "reply", Basis: policy.Basis{Title: titleDisclosure, Article: "第三十三条"}, Paragraph: "第二款", Rule: "自收到申请之日起20个工作日内予以答复",
			N: 20, Unit: "workday", Act: "答复政府信息公开申请", Event: "收到申请之日", Zero: "收到申请之日",
			Note: "征求第三方、其他机关意见的时间不计；网上提交的，双方确认之日为收到之日（第三十一条）。", Extend: 20, Words: []string{"申请公开"},
		},
		{
			ID: "gone", Basis: policy.Basis{Title: titleOldRules, Article: "第一条"}, Rule: "为了示范", N: 30, Unit: "day",
			Act: "备案", Event: "变更之日", Zero: "变更之日", Words: []string{"备案"},
		},
	}
}

func TestCountShowsEveryDayWithItsReason(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+"/count?rule=reply&from=2026-09-18")
	if got := p.text(".due"); !strings.Contains(got, "2026年10月22日（周四）") || !strings.Contains(got, "2026年11月19日") || strings.Contains(got, "暂定") {
		t.Errorf("answer: %s", got)
	}
	rows := p.Find(".days tbody tr")
	if rows.Length() != 35 {
		t.Errorf("%d days, want 35 from 18 September to 22 October", rows.Length())
	}
	for row, want := range map[int]string{
		0: "收到申请之日，不计入", 2: "2026年9月20日周日1调休上班", 7: "2026年9月25日周五—法定节假日", 22: "2026年10月10日周六11调休上班", 34: "20工作日 最晚这天",
	} {
		if got := strings.Join(strings.Fields(rows.Eq(row).Text()), " "); !strings.Contains(strings.ReplaceAll(got, " ", ""), strings.ReplaceAll(want, " ", "")) {
			t.Errorf("row %d: %q, want %q", row, got, want)
		}
	}
	if got := p.text("article"); !strings.Contains(got, "国务院办公厅关于2026年部分节假日安排的通知") || !strings.Contains(got, "“自收到申请之日起20个工作日内予以答复”") {
		t.Error("the page names neither notice nor rule")
	}
	if link, _ := p.Find(`dd a[href*="#"]`).Attr("href"); !strings.HasPrefix(link, pageURL(policy.KindDocument, titleDisclosure)+"#") {
		t.Errorf("basis links %q", link)
	}
}

func TestCountOverAnUnknownYearIsProvisional(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+"/count?rule=reply&from=2026-12-21")
	if got := p.text("article"); !strings.Contains(got, "暂定") || !strings.Contains(got, "2027年1月15日（周五）") {
		t.Errorf("no warning of the earliest day: %s", got)
	}
}

func TestCountRefusesWhatItCannotCount(t *testing.T) {
	srv := serve(t, newOptions(t))
	for query, want := range map[string]string{
		"?rule=reply&from=2026-02-30": "日期不对", "?rule=reply&from=": "日期不对", "?rule=nothing&from=2026-03-02": "期限不对",
		"?n=401&from=2026-03-02": "期限不对", "?n=-1&from=2026-03-02": "期限不对", "?rule=reply&from=2018-03-05": "2019年5月15日",
		"?n=20&from=9999-12-31": "日期不对",
	} {
		p := get(t, srv.Client(), srv.URL+"/count"+query)
		if got := p.text(".banner"); p.status != http.StatusBadRequest || !strings.Contains(got, want) {
			t.Errorf("%s: %d %q, want 400 and %q", query, p.status, got, want)
		}
		if f := get(t, srv.Client(), srv.URL+"/count.ics"+query); f.status != http.StatusNotFound {
			t.Errorf("calendar file of %s: %d, want 404", query, f.status)
		}
	}
	if p := get(t, srv.Client(), srv.URL+"/count"); p.status != http.StatusOK || p.Find("option").Length() != 2 || p.Find(".banner").Length() != 0 {
		t.Errorf("empty form: %d, %s", p.status, p.text(".banner"))
	}
	if p := get(t, srv.Client(), srv.URL+"/count?n=20&from=2026-11-03"); !strings.Contains(p.text(".due"), "2026年12月1日（周二）") {
		t.Errorf("20 working days: %s", p.text(".due"))
	}
}

func TestCountSaysWhenTheRuleHasChanged(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+"/count?rule=gone&from=2019-03-05")
	if got := p.text(".banner"); !strings.Contains(got, "规定已变") {
		t.Errorf("banner %q", got)
	}
}

// The form of the file is that of RFC 5545: CRLF, lines of at most 75 bytes, no character cut in two.
func TestCalendarFileIsAnAllDayEventWithAnAlarm(t *testing.T) {
	srv := serve(t, newOptions(t))
	f := get(t, srv.Client(), srv.URL+"/count.ics?rule=reply&from=2026-09-30")
	if kind := f.header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
		t.Errorf("type %q", kind)
	}
	lines := strings.Split(f.body, "\r\n")
	if lines[len(lines)-1] != "" || strings.Contains(strings.ReplaceAll(f.body, "\r\n", ""), "\n") {
		t.Error("lines don't all end with CRLF")
	}
	for _, l := range lines {
		if len(l) > 75 || !strings.HasPrefix(l, " ") && l != "" && !strings.ContainsAny(l, ":") || strings.ToValidUTF8(l, "") != l {
			t.Errorf("line of %d bytes: %q", len(l), l)
		}
	}
	whole := strings.ReplaceAll(f.body, "\r\n ", "")
	for _, want := range []string{
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "\r\nUID:reply-20260930@shangda\r\n", "\r\nDTSTART;VALUE=DATE:20261103\r\nDTEND;VALUE=DATE:20261104\r\n",
		"\r\nSUMMARY:答复政府信息公开申请", `依据：《` + titleDisclosure + `》第三十三条第二款\n`, "\r\nTRIGGER:-P2DT15H\r\n", "\r\nEND:VCALENDAR\r\n",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("no %q in\n%s", want, whole)
		}
	}
}
