package admin

import (
	"net/http"
	"strings"
	"testing"

	"shangda/desk"
)

// Markup that would run if a page took it for its own. A file name has no slash.
const (
	hostileText = `<script>alert(1)</script>`
	hostileName = `"><img src=x onerror=alert(1)>`
)

// harmless wants a page to show what was written, and only as text.
func (w *world) harmless(a answer, want ...string) {
	w.t.Helper()
	has(w.t, a.body, want...)
	lacks(w.t, a.body, "<script>alert", "<img src=x")
}

func TestMarkupInAnApplicationOrItsFileIsShownAsText(t *testing.T) {
	w := newWorld(t, courts)
	w.person("officer", desk.RoleOfficer, "办公室")
	b := w.signIn("officer")
	_, page := w.register(b, "2025年招商项目验收材料"+hostileText)
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("0", 100)
	if a := b.upload(page, page+"/files", hostileName+".png", png, "purpose", "handout"); a.status != http.StatusSeeOther {
		t.Fatalf("upload: %d\n%s", a.status, a.body)
	}
	const text, name = "验收材料&lt;script&gt;alert(1)&lt;/script&gt;", "&gt;&lt;img src=x onerror=alert(1)&gt;.png"
	w.harmless(b.get(page), text, name)
	w.harmless(b.get("/admin/cases"), text)
	w.harmless(b.fill(page, page+"/full", "reason", "核对身份"), text, name)
	w.harmless(b.upload(page, page+"/files", hostileName+".png", "no picture", "purpose", "handout"), text)
}

func TestMarkupInAnUploadedTextOrItsNameIsShownAsText(t *testing.T) {
	o := newOffice(t)
	text := "# 蓬蓬卡办法" + hostileText + "\n\n第一条 发卡企业" + hostileText + "应当备案。\n"
	edit := o.led(o.officer.upload("/admin/knowledge/new", "/admin/knowledge/upload", hostileName+".md", text))
	const shown = "&lt;script&gt;alert(1)&lt;/script&gt;"
	for _, page := range []string{edit, strings.TrimSuffix(edit, "/edit"), "/admin/drafts?view=mine"} {
		o.harmless(o.officer.get(page), "蓬蓬卡办法"+shown)
	}
	o.harmless(o.officer.upload("/admin/knowledge/new", "/admin/knowledge/upload", hostileName+".md", "\x00\x01"))
	o.harmless(o.officer.upload("/admin/knowledge/new", "/admin/knowledge/upload", hostileName+".md", "第一条 没有标题的文件。\n"))
}
