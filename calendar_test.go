package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestImportedCalendarMakesTheClockFirm(t *testing.T) {
	dir := t.TempDir()
	if code, out, errs := command(t, dir, "clock", "2026-12-04", "--json"); code != 0 || !strings.Contains(out, `"provisional": true`) {
		t.Errorf("before: %d %s %s", code, out, errs)
	}
	if _, err := os.Stat(filepath.Join(dir, "shangda.db")); err == nil {
		t.Error("clock made a database")
	}
	file := filepath.Join(t.TempDir(), "2027.csv")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("date,kind\n2027-01-01,off\n2027-02-30,off\n2027-02-08,work\n")
	code, _, errs := command(t, dir, "calendar", "import", file)
	if code != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "line 3") || !strings.Contains(errs, "line 4") || !strings.Contains(errs, "国庆") {
		t.Errorf("a wrong notice: %d %q", code, errs)
	}
	write("date,kind\n2027-01-01,off\n2027-10-01,off\n")
	if code, _, errs := command(t, dir, "calendar", "import", file); code != 0 {
		t.Fatal(errs)
	}
	if code, out, errs := command(t, dir, "clock", "2026-12-04", "--json"); code != 0 || !strings.Contains(out, `"provisional": false`) || !strings.Contains(out, `"due": "2027-01-04"`) {
		t.Errorf("after: %d %s %s", code, out, errs)
	}
}
