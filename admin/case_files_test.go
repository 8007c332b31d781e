package admin

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/store"
)

const pngHead = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"

// filesOf are the files of a case.
func (w *world) filesOf(id int64) []store.File {
	w.t.Helper()
	files, err := w.store.Files(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

func TestFileOfACaseIsTakenByItsContentAndItsSize(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	b := w.signIn("officer")
	id, page := w.register(b, "2025年招商项目验收材料")
	for name, c := range map[string]struct {
		file, content string
		status        int
		why           string
	}{
		"text named .jpg": {"扫描件.jpg", "这是文字，不是图片", http.StatusUnprocessableEntity, faults["case_type"]},
		"page named .pdf": {"答复.pdf", "<html><script>alert(1)</script>", http.StatusUnprocessableEntity, faults["case_type"]},
		"nothing":         {"空.png", "", http.StatusUnprocessableEntity, faults["case_type"]},
		"one byte above":  {"大.png", pngHead + strings.Repeat("x", mostCaseFile+1-len(pngHead)), http.StatusUnprocessableEntity, faults["case_large"]},
		"far above":       {"太大.png", pngHead + strings.Repeat("x", largeCaseBody), http.StatusRequestEntityTooLarge, ""},
	} {
		a := b.upload(page, page+"/files", c.file, c.content, "purpose", "other")
		if a.status != c.status || !strings.Contains(a.body, c.why) {
			t.Errorf("%s: %d, want %d and %q\n%s", name, a.status, c.status, c.why, a.body)
		}
		lacks(t, a.body, "<script>alert")
	}
	if files := w.filesOf(id); len(files) != 0 {
		t.Errorf("kept %v", files)
	}
	if a := b.upload(page, page+"/files", "刚好.png", pngHead+strings.Repeat("x", mostCaseFile-len(pngHead)), "purpose", "other"); a.status != http.StatusSeeOther || len(w.filesOf(id)) != 1 {
		t.Errorf("the largest file: %d, %d kept", a.status, len(w.filesOf(id)))
	}
}

func TestFileNameIsTextEverywhere(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	b := w.signIn("officer")
	id, page := w.register(b, "2025年招商项目验收材料")
	const name = `<img src=x onerror=alert(1)>";x=.png`
	if a := b.upload(page, page+"/files", name, pngHead, "purpose", "other"); a.status != http.StatusSeeOther {
		t.Fatalf("upload: %d\n%s", a.status, a.body)
	}
	files := w.filesOf(id)
	if len(files) != 1 || files[0].Name != name {
		t.Fatalf("kept %v, want one named %q", files, name)
	}
	body := b.get(page).body
	has(t, body, "&lt;img src=x onerror=alert(1)&gt;")
	lacks(t, body, "<img src=x")
	action := page + "/files/" + fmt.Sprint(files[0].ID)
	a := b.fill(page, action)
	if a.status != http.StatusOK || a.body != pngHead {
		t.Fatalf("download: %d, %d bytes, want what was uploaded", a.status, len(a.body))
	}
	header := a.header.Get("Content-Disposition")
	how, params, err := mime.ParseMediaType(header)
	if err != nil || how != "attachment" || len(params) != 1 || params["filename"] != name {
		t.Errorf("Content-Disposition %q reads as %s %v, %v; want an attachment named %q and nothing more", header, how, params, err, name)
	}
	if kind, sniff := a.header.Get("Content-Type"), a.header.Get("X-Content-Type-Options"); kind != "image/png" || sniff != "nosniff" {
		t.Errorf("sent as %q %q, want image/pngHead that is not guessed at", kind, sniff)
	}
}
