package main

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
	"shangda/disclosure"
	yearly "shangda/report"
	"shangda/store"
)

func rehearsedReport(t *testing.T, dir string, args ...string) yearly.JSON {
	t.Helper()
	code, out, errs := command(t, dir, append([]string{"report"}, args...)...)
	if code != 0 {
		t.Fatal(errs)
	}
	var r yearly.JSON
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Checks {
		if !c.OK {
			t.Errorf("rule %s: %s", c.Rule, c.Detail)
		}
	}
	return r
}

func TestOfficesOwnYearPlayedThroughTheChatGivesItsTable(t *testing.T) {
	if testing.Short() {
		t.Skip("plays a year")
	}
	dir := t.TempDir()
	began := time.Now()
	if code, out, errs := command(t, dir, "rehearse", "--year", "2018"); code != 0 || !strings.Contains(out, "14 requests") {
		t.Fatalf("rehearse: %d %s %s", code, out, errs)
	}
	t.Logf("played in %s", time.Since(began))
	r := rehearsedReport(t, dir, "2018", "--form", "2018")
	// Every cell of the table: 1.1 and 3.3.4, which the office had left empty, are filled, and what it had left empty is null.
	zeros := "3.2.2 3.3.8 4 4.1 4.2 4.3 5 5.1 5.2 5.3 6 6.1 6.2 6.3 7 7.1 7.2 8 8.1 8.2 9 10.1 10.2 10.3 10.3.1 10.3.2 10.4 11.1 11.2 11.3"
	want := map[string]any{
		"1": 41., "1.1": 41., "1.2": 41., "1.2.1": 2., "1.2.2": 6., "1.2.4": 14., "1.2.5": 19., "2": 2., "2.2.3": 1., "2.2.4": 1., "3.1": 14., "3.1.3": 14.,
		"3.2": 14., "3.2.1": 14., "3.3": 14., "3.3.2": 3., "3.3.3": 2., "3.3.4": 2., "3.3.4.2": 2., "3.3.5": 1., "3.3.6": 5., "3.3.7": 1.,
	}
	for _, key := range strings.Fields(zeros) {
		want[key] = 0.
	}
	for key := range r.Cells {
		if _, filled := want[key]; !filled {
			want[key] = nil
		}
	}
	if diff := cmp.Diff(want, r.Cells); diff != "" || len(r.Cells) != 74 {
		t.Errorf("%d cells (-the office's table +rehearsed):\n%s", len(r.Cells), diff)
	}
	code, html, errs := command(t, dir, "report", "2018", "--form", "2018", "--format", "html")
	if code != 0 || !strings.Contains(html, "互动交流55次") || !strings.Contains(html, "暂行计算") {
		t.Errorf("text of the report: %d %s", code, errs)
	}
	if code, _, errs := command(t, dir, "rehearse"); code != 1 || !strings.Contains(errs, "not empty") {
		t.Errorf("into a database with records: %d %s", code, errs)
	}
}

func TestMadeUpYearKeepsTheRulesOfBothForms(t *testing.T) {
	if testing.Short() {
		t.Skip("plays a year")
	}
	dir := t.TempDir()
	if code, _, errs := command(t, dir, "rehearse", "--year", "2025", "--seed", "7"); code != 0 {
		t.Fatal(errs)
	}
	for _, form := range []string{yearly.Form2018, yearly.Form2021} {
		rehearsedReport(t, dir, "2025", "--form", form)
	}
	everyPageHasSomething(t, dir)
}

// everyPageHasSomething looks for work of staff in every state that the pages show.
func everyPageHasSomething(t *testing.T, dir string) {
	ctx := context.Background()
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "shangda.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	found := map[string]bool{}
	tickets, err := st.Tickets(ctx, store.TicketFilter{Worker: desk.Worker{All: true, Restricted: true}}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, tk := range tickets {
		found["ticket "+string(tk.State)], found["ticket "+string(tk.Kind)] = true, true
	}
	requests, err := st.Requests(ctx, store.RequestFilter{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range requests {
		found["request "+string(r.State)] = true
	}
	drafts, err := st.Drafts(ctx, store.DraftFilter{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drafts {
		found["draft "+string(d.State)] = true
	}
	day := disclosure.Day("2025-12-31")
	d, err := yearly.Look(ctx, st, yearly.PeriodOf(yearly.SpanYear, day), yearly.PeriodOf(yearly.SpanYear, "2024-12-31"), day.Start())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range d.Values {
		found["figure "+v.Name] = v.Now > 0
	}
	found["top questions"], found["clusters"] = len(d.Top) > 0, len(d.Clusters) > 0
	pending, err := st.Pending(ctx)
	if err != nil {
		t.Fatal(err)
	}
	quotas, _, err := st.Quotas(ctx)
	if err != nil {
		t.Fatal(err)
	}
	staff, err := st.AllStaff(ctx)
	if err != nil {
		t.Fatal(err)
	}
	replies := 0
	for id := int64(1); ; id++ {
		l, err := st.Letter(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		found["letter "+string(l.Kind)] = true
		if l.Kind == desk.LetterReply {
			replies++
		}
	}
	var ended int
	for _, tk := range tickets {
		if tk.State == desk.TicketAnswered || tk.State == desk.TicketClosed && tk.Kind != desk.TicketRequest {
			ended++
		}
	}
	if replies != ended {
		t.Errorf("%d letters for %d tickets that staff ended", replies, ended)
	}
	found["pending"], found["quotas"], found["staff"] = len(pending) > 0, len(quotas) > 0, len(staff) == 5
	want := []string{
		"ticket open", "ticket answered", "ticket closed", "ticket report", "ticket complaint", "request open", "request correcting", "request review", "request signing",
		"request decided", "request served", "draft draft", "draft section", "draft leader", "draft returned", "draft published",
		"top questions", "clusters", "pending", "quotas", "staff", "letter reply", "letter case",
	}
	for _, f := range yearly.Figures() {
		want = append(want, "figure "+f.Name)
	}
	for _, name := range want {
		if !found[name] {
			t.Errorf("the year has no %s", name)
		}
	}
}
