package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

func TestKeyIsRotatedAndWhatItSealedStaysReadable(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	st, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "shangda.db"))
	if err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(dir, "key")
	if err := unlock(ctx, st, key); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, disclosure.Zone)
	r := &disclosure.Request{Kind: disclosure.CaseRequest, State: disclosure.Open, Received: "2026-11-02", Application: disclosure.Application{Name: "测试人"}}
	if err := st.Register(ctx, r, "测", "ABCD2345", desk.Actor{}, now); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := command(t, dir, "key", "rotate"); code != 0 || !strings.Contains(out, "1 texts sealed") {
		t.Fatalf("rotate: %d %s %s", code, out, errs)
	}
	after, err := os.ReadFile(key)
	if err != nil || !strings.HasPrefix(string(after), string(before)) || len(after) <= len(before) {
		t.Errorf("the key file lost what was in it, or gained nothing: %v", err)
	}
	rooms, err := open(ctx, &cli{}, streams{out: io.Discard, err: io.Discard, environ: []string{"SHANGDA_DATA_DIR=" + dir}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rooms.Close() })
	if err := unlock(ctx, rooms.store, key); err != nil {
		t.Fatal(err)
	}
	if got, err := rooms.store.RequestWithCode(ctx, r.Number, "ABCD2345", now); err != nil || got.Application.Name != "测试人" {
		t.Errorf("the case: %q, %v", got.Application.Name, err)
	}
	if err := rooms.store.Claim(ctx, "server", false, now); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := command(t, dir, "key", "rotate"); code != 1 || !strings.Contains(errs, "stop every server") {
		t.Errorf("beside a server: %d %s", code, errs)
	}
}
