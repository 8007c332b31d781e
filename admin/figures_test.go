package admin

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/report"
	"shangda/store"
)

// said writes what a citizen said as the bot does.
func (w *world) said(citizen string, x desk.Exchange, effects ...store.Effect) int64 {
	w.t.Helper()
	ctx := context.Background()
	x.Key = fmt.Sprint(citizen, w.Now().UnixNano())
	v, err := w.store.Load(ctx, citizen, x.Key)
	if err != nil {
		w.t.Fatal(err)
	}
	x.At, x.Kind, x.Reply = w.Now(), "text", "。"
	if x.Talk == "" {
		x.Talk = desk.TalkAsk
	}
	if err := w.store.SaveExchange(ctx, citizen, &x, &v.Conversation, effects...); err != nil {
		w.t.Fatal(err)
	}
	w.pass(time.Second)
	return x.ID
}

// aMonth fills the days before now with everything that is counted.
func (w *world) aMonth() {
	w.t.Helper()
	ctx := context.Background()
	item := w.opts.Library().Passages()[0].Item.ID
	for i := range 12 {
		citizen := fmt.Sprint("o-", i%5)
		answered := desk.Exchange{Text: "卡能退吗", Outcome: desk.OutcomeAnswer, Item: item, Title: "单用途商业预付卡管理办法（试行）", Article: "第二十条"}
		id := w.said(citizen, answered)
		key := fmt.Sprint(citizen, w.Now().Add(-time.Second).UnixNano())
		w.said(citizen, desk.Exchange{Talk: desk.TalkRate, Outcome: desk.OutcomeInfo}, store.RateAnswer(key, i%3 > 0, w.Now()))
		w.said(citizen, desk.Exchange{Text: fmt.Sprintf("路灯坏了找谁%d", i), Outcome: desk.OutcomeNone})
		w.said(citizen, desk.Exchange{Text: "备案", Outcome: desk.OutcomeChoose})
		if id == 0 {
			w.t.Fatal("not saved")
		}
		w.pass(time.Hour)
	}
	for i := range 4 {
		tk := w.raise(fmt.Sprint("t-", i), desk.Ticket{Question: fmt.Sprint("等人答复", i), Section: "商贸流通科"})
		w.pass(time.Duration(i) * 12 * time.Hour)
		if i == 0 {
			continue
		}
		worker := desk.Worker{All: true, Restricted: true}
		entry, err := tk.Answer("按规定可以办理，请带身份证件到窗口。", "", "", worker, w.Now())
		if err != nil {
			w.t.Fatal(err)
		}
		if err := w.store.SaveTickets(ctx, desk.Actor{}, w.Now(), store.TicketChange{Ticket: &tk, Entries: []desk.Entry{entry}}); err != nil {
			w.t.Fatal(err)
		}
	}
	today := disclosure.DayOf(w.Now())
	for i, kind := range []desk.PublicationKind{desk.PublishedInfo, desk.PublishedInfo, desk.PublishedInterpretation, desk.PublishedResponse} {
		p := desk.Publication{
			Kind: kind, Title: fmt.Sprint("公开信息", i), Section: []string{"外资管理科", "办公室"}[i%2], Openness: desk.OpenResult,
			Published: string(today), Outlets: []desk.Outlet{desk.OutletWebsite, desk.OutletWeChat},
		}
		if err := w.store.SavePublication(ctx, &p, desk.Actor{}, w.Now()); err != nil {
			w.t.Fatal(err)
		}
	}
	for range 3 {
		r := disclosure.Request{Kind: disclosure.CaseRequest, State: disclosure.Open, Received: today, Intake: disclosure.ByPerson, Section: "办公室"}
		r.Application.Type, r.Application.What = disclosure.Person, "验收材料"
		if err := w.store.Register(ctx, &r, "示", "code", desk.Actor{}, w.Now()); err != nil {
			w.t.Fatal(err)
		}
	}
}

var tableBody = regexp.MustCompile(`(?s)<tbody>(.*?)</tbody>`)

// listed are the rows of the first table of a page.
func listed(body string) int64 {
	m := tableBody.FindStringSubmatch(body)
	if m == nil {
		return 0
	}
	return int64(strings.Count(m[1], "<tr>"))
}

func TestEveryFigureOfTheDashboardOpensAsManyRows(t *testing.T) {
	w := newDesk(t)
	leader := w.proven(desk.RoleLeader)
	w.aMonth()
	leader = w.again(leader)
	day := disclosure.DayOf(w.Now())
	period := report.PeriodOf(report.SpanMonth, day)
	d, err := report.Look(context.Background(), w.store, period, period.Against(false, day), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	page := leader.get("/admin/figures?span=month")
	if page.status != http.StatusOK {
		t.Fatalf("dashboard: %d\n%s", page.status, page.body)
	}
	for _, v := range d.Values {
		path := rowsPath(v.Name, period.From, period.To)
		if got := listed(leader.get(path).body); got != min(v.Now, figureRows) {
			t.Errorf("%s is %d and lists %d rows", v.Name, v.Now, got)
		}
		if v.Now == 0 && v.Name != "human" && v.Name != "guided" && v.Name != "decided" && v.Name != "late" {
			t.Errorf("%s is 0: the test says nothing of it", v.Name)
		}
	}
	for _, m := range regexp.MustCompile(`href="(/admin/figures/(?:rows|alike)\?[^"]+)"`).FindAllStringSubmatch(page.body, -1) {
		if a := leader.get(strings.ReplaceAll(m[1], "&amp;", "&")); a.status != http.StatusOK {
			t.Errorf("%s: %d", m[1], a.status)
		}
	}
	for _, span := range report.Spans() {
		for _, path := range []string{"/admin/figures?against=year&span=", "/admin/figures/briefing?span=", "/admin/figures/definitions?span="} {
			if a := leader.get(path + string(span)); a.status != http.StatusOK {
				t.Errorf("%s%s: %d\n%s", path, span, a.status, a.body)
			}
		}
	}
}

// again signs a browser in anew after the clock moved on.
func (w *world) again(b *browser) *browser {
	w.t.Helper()
	if a := b.get("/admin/"); a.status == http.StatusOK {
		return b
	}
	fresh := w.browser()
	st := w.staff("is-leader")
	fresh.fill("/admin/sign-in", "/admin/sign-in", "login", "is-leader", "password", secret)
	if a := fresh.fill("/admin/second", "/admin/second", "code", w.code(st)); a.status != http.StatusSeeOther {
		w.t.Fatalf("signed in again: %d\n%s", a.status, a.body)
	}
	return fresh
}

func TestBarOpensTheRowsOfItsOwnPart(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "外资管理科")
	w.said("o-1", desk.Exchange{Text: "上午问的", Outcome: desk.OutcomeNone})
	w.pass(5 * time.Hour)
	b := w.signIn("wang")
	w.said("o-1", desk.Exchange{Text: "下午问的", Outcome: desk.OutcomeNone})
	day := disclosure.DayOf(w.Now())
	a := b.get(rowsPath("interactions", day, day, "hour", "10"))
	if !strings.Contains(a.body, "上午问的") || strings.Contains(a.body, "下午问的") {
		t.Errorf("the bar of nine o'clock lists\n%s", a.body)
	}
	for _, bad := range []string{"figure=nothing&from=2026-03-05&to=2026-03-05", "figure=bot&from=x&to=2026-03-05", "figure=bot&from=2026-03-06&to=2026-03-05", "figure=bot&from=2026-03-05&to=2026-03-06&hour=3", "figure=bot&from=2026-03-05&to=2026-03-05&hour=25"} {
		if a := b.get("/admin/figures/rows?" + bad); a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", bad, a.status)
		}
	}
}

func TestReportsNeverStandAmongFigures(t *testing.T) {
	const secretText = "举报隔壁某某公司偷税"
	w := newDesk(t)
	leader := w.proven(desk.RoleLeader)
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: secretText, Kind: desk.TicketReport, Origin: desk.FromText, Section: "商贸流通科"})
	w.said("o-1", desk.Exchange{Talk: desk.TalkRate, Outcome: desk.OutcomeInfo}, store.RateTicket(tk.ID, false, w.Now()))
	w.pass(30 * time.Hour)
	officer := w.signIn("wang")
	leader = w.again(leader)
	day := disclosure.DayOf(w.Now())
	period := report.PeriodOf(report.SpanMonth, day)
	paths := []string{"/admin/figures", "/admin/figures/briefing", "/admin/figures/export", "/admin/figures/briefing?on=" + string(day.Add(-7))}
	for _, f := range report.Figures() {
		path := rowsPath(f.Name, period.From, period.To)
		paths = append(paths, path, strings.Replace(path, "/rows?", "/rows/export?", 1))
	}
	for _, path := range paths {
		if a := officer.get(path); a.status != http.StatusOK || strings.Contains(a.body, secretText) {
			t.Errorf("an officer at %s: %d, shows the report: %v", path, a.status, strings.Contains(a.body, secretText))
		}
		// The leader may open the ticket, from the lists of tickets only.
		if a := leader.get(path); strings.Contains(a.body, secretText) && !strings.Contains(path, "rows") {
			t.Errorf("%s shows the leader the report", path)
		}
	}
}

func TestExportHoldsNoFormula(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "外资管理科")
	b := w.signIn("wang")
	for i, text := range []string{`=HYPERLINK("http://x","y")`, "+1+1", "@SUM(1)", "＝1+1", "普通问题"} {
		w.said(fmt.Sprint("o-", i), desk.Exchange{Text: text, Outcome: desk.OutcomeNone})
	}
	day := disclosure.DayOf(w.Now())
	path := strings.Replace(rowsPath("unanswered", day, day), "/rows?", "/rows/export?", 1)
	a := b.get(path)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	if err != nil || len(lines) != 6 {
		t.Fatalf("%d lines, %v\n%s", len(lines), err, a.body)
	}
	f, err := excelize.OpenReader(bytes.NewReader([]byte(b.get(path + "&format=xlsx").body)))
	if err != nil {
		t.Fatal(err)
	}
	cells, err := f.GetRows("Sheet1")
	if err != nil || len(cells) != 6 {
		t.Fatalf("%d rows, %v", len(cells), err)
	}
	for _, table := range [][][]string{lines, cells} {
		for i, row := range table {
			for j, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@") || strings.HasPrefix(cell, "＝") {
					t.Errorf("cell %q may be computed", cell)
				}
				name, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula("Sheet1", name); formula != "" {
					t.Errorf("%s is the formula %s", name, formula)
				}
			}
		}
	}
	whole := b.get("/admin/figures/export?" + url.Values{"span": {"day"}}.Encode())
	if !strings.Contains(whole.body, "没答上,个,5,0") {
		t.Errorf("the dashboard as CSV:\n%s", whole.body)
	}
	trail, err := w.store.Trail(context.Background(), store.AuditFilter{Act: "figure.export"}, 10)
	if err != nil || len(trail) != 3 {
		t.Errorf("%d exports in the trail, %v, want 3", len(trail), err)
	}
}

func TestDefinitionsPageSaysEachFigureAndEachVersion(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "外资管理科")
	b := w.signIn("wang")
	if err := w.store.Define(context.Background(), 45*time.Minute, w.Now()); err != nil {
		t.Fatal(err)
	}
	a := b.get("/admin/figures/definitions")
	for _, f := range report.Figures() {
		if !strings.Contains(a.body, ">"+f.Label+"</a>") || strings.Contains(f.Meaning(time.Hour), "{") {
			t.Errorf("%s is not defined", f.Name)
		}
	}
	for _, words := range []string{"相隔45分钟以上", "第 2 版", "第 1 版", "启用时", "30分钟"} {
		if !strings.Contains(a.body, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	if programs[store.Program] == "" {
		t.Errorf("rules of counting number %d have no words", store.Program)
	}
}
