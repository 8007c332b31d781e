package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	yearly "shangda/report"
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
	want := map[string]float64{
		"1": 41, "1.1": 41, "1.2": 41, "1.2.1": 2, "1.2.2": 6, "1.2.4": 14, "1.2.5": 19, "2": 2, "2.2.3": 1, "2.2.4": 1, "3.1": 14, "3.1.3": 14,
		"3.2": 14, "3.2.1": 14, "3.2.2": 0, "3.3": 14, "3.3.2": 3, "3.3.3": 2, "3.3.4": 2, "3.3.4.2": 2, "3.3.5": 1, "3.3.6": 5, "3.3.7": 1, "3.3.8": 0,
	}
	for key, n := range want {
		if got := r.Cells[key]; got != n {
			t.Errorf("cell %s = %v, want %v", key, got, n)
		}
	}
	for _, key := range []string{"1.1.1", "1.1.2", "1.2.3", "2.1", "2.2", "3", "3.1.1", "3.3.1", "3.3.4.1", "10", "11"} {
		if got := r.Cells[key]; got != nil {
			t.Errorf("cell %s = %v, want it empty", key, got)
		}
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
}
