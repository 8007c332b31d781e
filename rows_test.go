package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"shangda/disclosure"
)

// Through the signed callback of a fake WeChat a request is filed for each of the 21 result rows of the form of 2021, by applicants of every
// type in turn, and worked on to its end; the yearly table counts each where it belongs.
func TestARequestReachesEachResultRowOfTheYearlyTable(t *testing.T) {
	if testing.Short() {
		t.Skip("opens the whole starter pack")
	}
	ctx, dir := context.Background(), t.TempDir()
	r, err := open(ctx, &cli{}, streams{out: io.Discard, err: io.Discard, environ: []string{"SHANGDA_DATA_DIR=" + dir}})
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(ctx, r.store, r.cfg.KeyFile); err != nil {
		t.Fatal(err)
	}
	if err := r.search.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	h := &rehearsal{rooms: r, now: time.Date(2026, 3, 2, 9, 30, 0, 0, disclosure.Zone)}
	if err := h.hire(ctx, h.now); err != nil {
		t.Fatal(err)
	}
	stop, err := h.connect()
	if err != nil {
		t.Fatal(err)
	}
	columns := []string{"person", "company", "research", "charity", "law_firm", "other"}
	want := map[string]int{}
	var rows []string
	for _, rule := range disclosure.Rules() {
		if slices.Contains(rows, rule.Row2021) {
			continue
		}
		kind := len(rows)%len(columns) + 1
		rows = append(rows, rule.Row2021)
		want["t2."+rule.Row2021+"."+columns[kind-1]]++
		want["t2."+rule.Row2021+".total"]++
		filed := h.now
		c := &playedCase{rehearsal: h, rehearsed: rehearsed{kind, rule.Code}, what: fmt.Sprintf("第%d份招商项目验收材料", len(rows))}
		if err := c.file(ctx); err != nil {
			t.Fatalf("%s: %v", rule.Code, err)
		}
		for _, step := range c.steps() {
			if at := filed.AddDate(0, 0, step.after); at.After(h.now) {
				h.now = at
			}
			if err := step.do(ctx); err != nil {
				t.Fatalf("%s: %v", rule.Code, err)
			}
		}
		h.now = filed.AddDate(0, 0, 5)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 21 {
		t.Fatalf("%d result rows %v, want 21", len(rows), rows)
	}
	table := rehearsedReport(t, dir, "2026", "--form", "2021")
	for _, row := range rows {
		for _, column := range append(columns, "total") {
			key := "t2." + row + "." + column
			if got := table.Cells[key]; got != float64(want[key]) {
				t.Errorf("%s = %v, want %d", key, got, want[key])
			}
		}
	}
	if got := table.Cells["t2.r1.total"]; got != 21. {
		t.Errorf("requests received: %v, want 21", got)
	}
}
