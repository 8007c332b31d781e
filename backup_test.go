package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shangda/config"
	"shangda/store"
)

// command runs the program and gives what it wrote.
func command(t *testing.T, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e strings.Builder
	code = run(context.Background(), args, streams{out: &o, err: &e, environ: []string{"SHANGDA_DATA_DIR=" + dir}})
	return code, o.String(), e.String()
}

func TestBackupOfOneMachineIsRestoredOnAnother(t *testing.T) {
	if testing.Short() {
		t.Skip("opens the whole starter pack")
	}
	old, fresh, archive := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "a.backup")
	text := filepath.Join(t.TempDir(), "new.md")
	if err := os.WriteFile(text, []byte("---\ntitle: 测试办法\nstatus: 有效\njurisdiction: 全国\n---\n\n第一条 本办法用于测试备份。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := command(t, old, "import", text); code != 0 {
		t.Fatal(errs)
	}
	if code, out, errs := command(t, old, "backup", archive); code != 0 || !strings.Contains(out, archive) {
		t.Fatalf("backup: %d %s %s", code, out, errs)
	}
	if code, _, errs := command(t, old, "backup", archive); code != 1 || !strings.Contains(errs, "exists already") {
		t.Errorf("backup over another: %d %s", code, errs)
	}
	if code, _, errs := command(t, fresh, "restore", archive); code != 1 || !strings.Contains(errs, "key") {
		t.Errorf("restore without the key file: %d %s", code, errs)
	}
	key, err := os.ReadFile(filepath.Join(old, "key"))
	if err != nil {
		t.Fatal(err)
	}
	fresh = t.TempDir()
	if err := os.WriteFile(filepath.Join(fresh, "key"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := command(t, fresh, "restore", archive); code != 0 {
		t.Fatalf("restore: %d %s", code, errs)
	}
	if code, out, errs := command(t, fresh, "ask", "测试办法第一条"); code != 0 || !strings.Contains(out, "本办法用于测试备份") {
		t.Errorf("ask after the restore: %d %s %s", code, out, errs)
	}
	if code, _, errs := command(t, fresh, "restore", archive); code != 1 || !strings.Contains(errs, "--replace") {
		t.Errorf("restore over records: %d %s", code, errs)
	}
}

func TestEveryNightBringsABackupAndTheOldestGo(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := unlock(ctx, st, filepath.Join(dir, "key")); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 2, 22, 0, 0, 0, time.UTC) // 3 November, 6:00 in Asia/Shanghai
	u := upkeep{
		store: st, cfg: config.Config{Backup: config.Backup{Dir: filepath.Join(dir, "backups"), Keep: 3}},
		log: slog.New(slog.NewTextHandler(io.Discard, nil)), now: func() time.Time { return now },
	}
	names := func() string {
		files, _ := filepath.Glob(filepath.Join(dir, "backups", "*"))
		for i := range files {
			files[i] = filepath.Base(files[i])
		}
		return strings.Join(files, " ")
	}
	for range 2 { // the second process finds it made
		u.night(ctx)
	}
	if got, want := names(), "shangda-2026-11-03.backup"; got != want {
		t.Errorf("after the first night: %s, want %s", got, want)
	}
	for range 4 {
		now = u.next().Add(time.Second)
		u.night(ctx)
	}
	if got, want := names(), "shangda-2026-11-05.backup shangda-2026-11-06.backup shangda-2026-11-07.backup"; got != want {
		t.Errorf("after five nights: %s, want %s", got, want)
	}
}

func TestUpkeepStopsWithItsContext(t *testing.T) {
	st, err := store.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	u := upkeep{store: st, log: slog.New(slog.DiscardHandler), now: time.Now}
	if err := u.Run(ctx); err != nil {
		t.Error(err)
	}
}
