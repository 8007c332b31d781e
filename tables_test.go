package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"shangda/wechat"
)

// TestTablesEditedInTheBrowserTakeEffectInTheRunningProgram edits all three under both reviews.
func TestTablesEditedInTheBrowserTakeEffectInTheRunningProgram(t *testing.T) {
	s := start(t, t.TempDir(), wechat.Safe)
	officer, head, leader := s.clerk("wang", "officer", "外资管理科"), s.clerk("li", "section_head", "外资管理科"), s.clerk("zhao", "leader", "")
	edit := func(name, line string) {
		t.Helper()
		form := officer.led(officer.fill("/admin/tables", "/admin/tables/"+name+"/edit"))
		text := regexp.MustCompile(`(?s)<textarea[^>]*name="body"[^>]*>(.*?)</textarea>`).FindStringSubmatch(officer.get(form).body)
		if text == nil {
			t.Fatalf("%s: no text to edit", name)
		}
		body := strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(text[1])
		draft := officer.led(officer.fill(form, form, "body", strings.TrimSpace(body)+"\n"+line))
		officer.led(officer.fill(draft, draft+"/submit"))
		approve(draft, head, leader)
	}
	const asks, answer = "蓬蓬萝最高能充多少钱", "单张记名卡不超过5000元，"
	if got := s.ask("oSynthetic1", asks); strings.Contains(got, answer) {
		t.Fatalf("before the edit: %q", got)
	}
	citizens := 0
	hears := func(question, want string) func() bool {
		return func() bool {
			citizens++ // a citizen of the first answer would be told again what was said, or too often
			got := s.ask(fmt.Sprintf("oSynthetic1%d", citizens), question)
			return strings.Contains(got, want)
		}
	}
	edit("vocabulary", "蓬蓬萝\t预付卡 单用途\t测试用的说法")
	edit("directory", "- topic: 蓬蓬卡车\n  words: [蓬蓬卡车, 蓬蓬车证, 蓬蓬车牌, 蓬蓬车票, 蓬蓬车站, 蓬蓬车友]\n  who: 示例区交通局\n  contact: 12328")
	edit("sections", "- section: 蓬蓬科\n  words: [蓬蓬名单]")
	eventually(t, 10*time.Second, "the vocabulary is followed", hears(asks, answer))
	eventually(t, 10*time.Second, "the directory is followed", hears("蓬蓬车证在哪里办", "示例区交通局"))
	eventually(t, 10*time.Second, "the sections are followed", func() bool { return strings.Contains(leader.get("/admin/tickets").body, "蓬蓬科") })
	s.ask("oSynthetic4", "人工")
	s.ask("oSynthetic4", "蓬蓬名单几号公布")
	leader.sees("/admin/tickets?section=蓬蓬科", "蓬蓬名单几号公布")
	officer.sees("/admin/tables", "本局改过")
}

func TestUploadedFileIsReadInTheServedProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes that compile the PDF engine")
	}
	s := start(t, t.TempDir(), wechat.Safe)
	officer := s.clerk("wang", "officer", "外资管理科")
	text := "# 示例蓬蓬卡管理办法\n\n（2026年1月5日示例部令第9号公布，自2026年2月1日起施行）\n\n第一条 为规范蓬蓬卡管理，制定本办法。\n\n第二条 发卡企业应当自开展业务之日起15日内备案。\n"
	edit := officer.led(officer.upload("/admin/knowledge/new", "/admin/knowledge/upload", "办法.md", []byte(text)))
	officer.sees(strings.TrimSuffix(edit, "/edit"), "拆成 2 条", "示例部令第9号")
	locked, err := os.ReadFile(filepath.Join("document", "testdata", "locked.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"locked.pdf":       {locked, "文件有密码"},
		"macros.docx":      {zipped(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", "word/vbaProject.bin": "x"}), "文件带宏"},
		"bomb.docx":        {zipped(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": strings.Repeat("0", 300<<20)}), "超过了限制|文件太大|文件坏了"},
		"photo.docx":       {[]byte("\x89PNG\r\n\x1a\nnot a document"), "读不了这种格式|文件坏了"},
		"large.md":         {bytes.Repeat([]byte("字\n"), 5_300_000), "文件太大"},
		"huge.md":          {bytes.Repeat([]byte("字\n"), 8_000_000), "文件太大|太大"},
		"<b>script</b>.md": {[]byte{}, "请填写这一项|文件是空的"},
	} {
		p := officer.upload("/admin/knowledge/new", "/admin/knowledge/upload", name, c.data)
		if p.status < 400 || p.status >= 500 || !regexp.MustCompile(c.want).MatchString(p.body) {
			t.Errorf("%s: %d, want it refused with %s:\n%.700s", name, p.status, c.want, textOf(p.body))
		}
	}
	officer.sees("/admin/drafts?view=mine", "示例蓬蓬卡管理办法")
}

// zipped is an archive of files.
func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestQuestionsFileIsEvaluatedOnTheServedPages(t *testing.T) {
	s := start(t, t.TempDir(), wechat.Safe)
	officer := s.clerk("wang", "officer", "外资管理科")
	file := `{"id":"1","question":"政府信息公开申请多久答复","kind":"faq","gold":[{"doc":"没有这份文件","article":"第一条","role":"answer"}]}` + "\n"
	if p := officer.upload("/admin/learn/worst", "/admin/learn/worst", "q.jsonl", []byte(file)); p.status != http.StatusOK || !strings.Contains(p.body, "《没有这份文件》第一条") {
		t.Errorf("got %d\n%.2000s", p.status, textOf(p.body))
	}
	if p := officer.upload("/admin/learn/worst", "/admin/learn/worst", "q.jsonl", []byte("no json")); p.status != http.StatusUnprocessableEntity {
		t.Errorf("no questions file: %d, want 422", p.status)
	}
}
