package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/store"
)

// inDir writes files into a folder in which the program runs.
func inDir(t *testing.T, dir, name, content string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestImportReadsPrintAndSpreadsheetsAndSaysWhatBecameOfThem(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes that compile the PDF engine")
	}
	dir := t.TempDir()
	pdf, err := os.ReadFile("document/testdata/notice.pdf")
	if err != nil {
		t.Fatal(err)
	}
	inDir(t, dir, "notice.pdf", string(pdf))
	inDir(t, dir, "qa.xlsx", sheets(t, map[string][][]any{"问答": {
		{"问题", "回答", "依据文件", "条款"}, {"某某卡怎么办？", "办卡。", "某某办法", "第一条"}, {"某某证怎么办？", "办证。", "某某办法", "第二条"},
	}}))
	inDir(t, dir, "page.html", "<!DOCTYPE html><html><head><title>某某公告</title></head><body><p>现公告如下。</p></body></html>")
	out, errs, code := runIn(t, dir, "import", "notice.pdf", "qa.xlsx", "page.html")
	want := "new        某某区商务局关于印发《某某区单用途预付卡管理办法》的通知: 17 articles\nnew        qa.xlsx: 2 questions, 0 lists\nnew        某某公告: 1 articles\n3 files imported, 0 failed\n"
	if code != 0 || out != want {
		t.Fatalf("exit %d: %s\ngot\n%s\nwant\n%s", code, errs, out, want)
	}
	inDir(t, dir, "qa.xlsx", sheets(t, map[string][][]any{"问答": {
		{"问题", "回答", "依据文件", "条款"}, {"某某卡怎么办？", "另办。", "某某办法", "第一条"}, {"某某证怎么办？", "办证。", "某某办法", "第二条"},
	}}))
	out, _, _ = runIn(t, dir, "import", "qa.xlsx")
	if want := "1 changed, 1 unchanged qa.xlsx: 2 questions, 0 lists\n"; !strings.HasPrefix(out, want) {
		t.Errorf("got %s, want %s", out, want)
	}
	out, errs, code = runIn(t, dir, "ask", "--json", "某某卡怎么办？")
	if code != 0 || !strings.Contains(out, "另办。") {
		t.Errorf("exit %d: %s\nthe answer is not what was imported: %s", code, errs, out)
	}
	trail, err := databaseOf(t, dir).Trail(t.Context(), store.AuditFilter{Act: "knowledge.imported"}, 10)
	if err != nil || len(trail) != 4 || !strings.Contains(trail[0].After, "qa.xlsx") || len(trail[0].Object) != len("file:")+64 {
		t.Errorf("audit trail: got %+v, %v; want a line a file", trail, err)
	}
}

// databaseOf opens the database that the program uses in dir.
func databaseOf(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "data", "shangda.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestImportedDraftsWaitForTheirReviewOnce(t *testing.T) {
	dir := t.TempDir()
	inDir(t, dir, "a.md", "# 某某办法\n\n第一条 甲。\n")
	for i, want := range []string{"draft      某某办法: 1 articles\n", "waiting    某某办法: 1 articles\n"} {
		out, errs, code := runIn(t, dir, "import", "--draft", "a.md")
		if code != 0 || !strings.HasPrefix(out, want) {
			t.Fatalf("import %d: exit %d: %s: got %s, want %s", i+1, code, errs, out, want)
		}
	}
	drafts, err := databaseOf(t, dir).Drafts(t.Context(), store.DraftFilter{Alive: true}, 10)
	if err != nil || len(drafts) != 1 || drafts[0].State != desk.DraftSection || drafts[0].Item != "" || drafts[0].Author != 0 {
		t.Fatalf("got %+v, %v; want one draft before the first reviewer", drafts, err)
	}
	if out, _, _ := runIn(t, dir, "ask", "某某办法第一条"); strings.Contains(out, "甲。") {
		t.Errorf("a draft answers: %s", out)
	}
	if out, errs, code := runIn(t, dir, "import", "a.md"); code != 0 {
		t.Fatalf("%s%s", out, errs)
	}
	inDir(t, dir, "b.md", "# 某某规定\n\n第一条 乙。\n")
	out, _, _ := runIn(t, dir, "import", "--draft", "a.md", "b.md")
	if want := "waiting    某某办法: 1 articles\ndraft      某某规定: 1 articles\n2 files imported, 0 failed\n"; out != want {
		t.Errorf("got %s, want %s", out, want)
	}
}

func TestADryRunSavesNothing(t *testing.T) {
	dir := t.TempDir()
	inDir(t, dir, "a.md", "# 某某办法\n\n第一条 甲。\n")
	out, _, code := runIn(t, dir, "import", "--dry-run", "a.md")
	if want := "would be saved 某某办法: 1 articles\n1 files imported, 0 failed\n"; code != 0 || out != want {
		t.Errorf("exit %d: got %s, want %s", code, out, want)
	}
	if out, _, _ := runIn(t, dir, "ask", "某某办法第一条"); strings.Contains(out, "甲。") {
		t.Errorf("a dry run answers: %s", out)
	}
}
