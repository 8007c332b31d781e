package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/store"
)

func TestLinksAreListedExportedAndRemoved(t *testing.T) {
	dir := t.TempDir()
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "shangda.db"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		l := desk.Link{Question: "卡能退吗", Title: "价格法", Article: "第一条", Kind: desk.LinkStaff, Approved: true, At: time.Now()}
		if err := st.AddLink(t.Context(), &l); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	shangda := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if got := run(t.Context(), append([]string{"links"}, args...), streams{&out, &errs, []string{"SHANGDA_DATA_DIR=" + dir}}); got != want {
			t.Fatalf("links %v: exit %d, want %d: %s", args, got, want, &errs)
		}
		return out.String()
	}
	if got := shangda(0, "list"); !strings.Contains(got, "价格法第一条") || strings.Count(got, "\n") != 2 {
		t.Errorf("list: got %s, want one line below the head", got)
	}
	if got := shangda(0, "export"); strings.Count(got, `"question":"卡能退吗"`) != 2 {
		t.Errorf("export: got %s, want two objects", got)
	}
	shangda(2, "remove")
	shangda(1, "remove", "99")
	shangda(0, "remove", "1")
	if got := shangda(0, "remove", "--question", "卡能退吗"); !strings.Contains(got, "1 links removed") {
		t.Errorf("remove: got %s, want the other one gone", got)
	}
	if got := shangda(0, "export"); got != "" {
		t.Errorf("export: got %s, want nothing left", got)
	}
}
