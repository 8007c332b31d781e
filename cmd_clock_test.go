package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"shangda/needs"
)

// clocked runs the command in an empty folder, where it must leave nothing behind.
func clocked(t *testing.T, args ...string) map[string]any {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(context.Background(), append([]string{"clock", "--json"}, args...), streams{&out, &errs, nil}); code != 0 {
		t.Fatalf("clock %v: exit %d: %s", args, code, &errs)
	}
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	return got
}

func TestClockPrintsTheOracleAndOpensNothing(t *testing.T) {
	f, err := os.Open(needs.Shared(t, "domain/deadlines.csv")[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for _, row := range rows[1:] {
		got := clocked(t, row[1])
		for i, key := range []string{"received", "correction_by", "consult_by", "due", "latest"} {
			if got[key] != row[i+1] {
				t.Errorf("%s: %s is %v, want %s", row[0], key, got[key], row[i+1])
			}
		}
		if got["due_now"] != got["due"] || got["provisional"] != false {
			t.Errorf("%s: due_now %v, provisional %v, want due and false", row[0], got["due_now"], got["provisional"])
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestClockFollowsTheFlags(t *testing.T) {
	for _, tt := range []struct {
		args string
		want map[string]string
	}{
		{"2024-04-24 --corrected 2024-05-10", map[string]string{"correction_by": "2024-05-07", "due": "2024-06-06", "latest": "2024-07-05", "due_now": "2024-06-06"}},
		{"2025-09-15 --consulted 2025-09-24 --paused 2025-09-22..2025-10-13", map[string]string{"due": "2025-10-17", "consult_by": "2025-10-21", "due_now": "2025-11-03"}},
		{"2025-09-15 --consulted 2025-09-24 --paused 2025-09-22..2025-10-21", map[string]string{"due_now": "2025-11-11"}},
		{"2025-09-15 --paused 2025-09-22..2025-09-30 --paused 2025-09-26..2025-10-13", map[string]string{"due_now": "2025-11-03"}},
		{"2026-01-26 --extended 10", map[string]string{"due": "2026-02-28", "due_now": "2026-03-13"}},
		{"2026-01-26 --extended 20", map[string]string{"latest": "2026-03-27", "due_now": "2026-03-27"}},
		{"2026-02-10 --consulted 2026-02-14 --paused 2026-02-13..2026-03-13", map[string]string{"consult_by": "2026-03-13", "due_now": "2026-04-08"}},
	} {
		got := clocked(t, strings.Fields(tt.args)...)
		for key, want := range tt.want {
			if got[key] != want {
				t.Errorf("%s: %s is %v, want %s", tt.args, key, got[key], want)
			}
		}
		days := got["days"].([]any)
		if last := days[len(days)-1].(map[string]any); last["date"] != got["due_now"] {
			t.Errorf("%s: the last day is %v, want %v", tt.args, last["date"], got["due_now"])
		}
	}
	if got := clocked(t, "2026-12-20"); got["provisional"] != true {
		t.Errorf("over the end of the known years: provisional is %v", got["provisional"])
	}
}

func TestClockRefusesWrongDatesInOneLine(t *testing.T) {
	for args, want := range map[string]string{
		"2026-02-30":                                 "RECEIVED",
		"2026-03-02 --paused 2026-03-05":             "FROM..TO",
		"2026-03-02 --paused 2026-03-05..2026-03-01": "2026-03-05..2026-03-01",
		"2026-03-02 --extended 21":                   "extended by 21",
		"2026-03-02 --corrected 2026-03-01":          "corrected 2026-03-01",
		"2026-03-02 --paused 2026-03-05..2026-13-01": "2026-13-01",
	} {
		var out, errs bytes.Buffer
		code := run(context.Background(), append([]string{"clock"}, strings.Fields(args)...), streams{&out, &errs, nil})
		if line := strings.TrimSpace(errs.String()); code != 2 || !strings.Contains(line, want) || strings.Contains(line, "\n") {
			t.Errorf("clock %s: exit %d, %q, want 2 and one line with %q", args, code, line, want)
		}
	}
}
