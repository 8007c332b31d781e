package main

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"shangda/wechat"
)

// Another program holds the write lock of the file, as a copy or a repair tool does.
func TestLockedDatabaseIsAdmittedAndRecoveredFromWithoutRestart(t *testing.T) {
	dir := t.TempDir()
	s := start(t, dir, wechat.Safe)
	db, err := sql.Open("sqlite", filepath.Join(dir, "data", "shangda.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	holder, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := holder.ExecContext(t.Context(), "PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	got := s.ask("oSynthetic1", "政府信息公开申请多久答复")
	if !strings.Contains(got, "没有记录") {
		t.Errorf("while locked: got %q, want that nothing was recorded", got)
	}
	if status, _ := s.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("while locked: readiness %d, want 503", status)
	}
	if _, body := s.get("/metrics"); !strings.Contains(body, "shangda_unrecorded_total 1") {
		t.Error("the unrecorded message is not counted")
	}
	if _, err := holder.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if got := s.ask("oSynthetic1", "政府信息公开申请多久答复"); !strings.Contains(got, "20个工作日") {
		t.Errorf("unlocked again: got %q, want the answer", got)
	}
	if status, body := s.get("/readyz"); status != http.StatusOK {
		t.Errorf("unlocked again: readiness %d %s", status, body)
	}
	s.stop()
	if log := s.errors.String(); !strings.Contains(log, "message not recorded") || strings.Contains(log, "公开申请") {
		t.Errorf("log: %s", log)
	}
}
