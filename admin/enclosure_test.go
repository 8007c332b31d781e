package admin

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shangda/desk"
	"shangda/document"
)

// zipped is a file of Office with these parts.
func zipped(t *testing.T, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func docx(t *testing.T, text string, more ...string) string {
	t.Helper()
	body := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`
	return zipped(t, append([]string{"word/document.xml", body}, more...)...)
}

func xlsx(t *testing.T, cell any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetRow("Sheet1", "A1", &[]any{"号码", cell}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const answerWithFile = "按《办法》可以退，请填好附件里的表带到发卡企业。"

func TestFileOfAnAnswerIsCheckedBeforeItIsSent(t *testing.T) {
	w := newDesk(t, func(o *Options) {
		o.Text = func(_ context.Context, name string, data []byte) (string, error) { return document.Text(name, data) }
	})
	w.person("wang", desk.RoleOfficer, "")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗"})
	b := w.signIn("wang")
	page, action := at(tk.ID), at(tk.ID, "reply")
	for name, c := range map[string]struct {
		file, content string
		status        int
		want          string
	}{
		"number of another in Word":  {"申请表.docx", docx(t, "领取人身份证370211190103070014"), http.StatusUnprocessableEntity, remarks["file_number"]},
		"number of another in Excel": {"名单.xlsx", xlsx(t, "13812345678"), http.StatusUnprocessableEntity, "138****5678"},
		"number as a number":         {"名单.xlsx", xlsx(t, 13812345678), http.StatusUnprocessableEntity, "138****5678"},
		"number in the name":         {"13812345678.docx", docx(t, "申请表"), http.StatusUnprocessableEntity, "138****5678"},
		"mark of secrecy":            {"内部.docx", docx(t, "机密★一年"), http.StatusUnprocessableEntity, remarks["file_mark"]},
		"picture":                    {"照片.png", pngHead, http.StatusUnprocessableEntity, remarks["file_blind"]},
		"picture in Word":            {"带图.docx", docx(t, "申请表", "word/media/image1.png", pngHead), http.StatusUnprocessableEntity, remarks["file_blind"]},
		"text named .pdf":            {"答复.pdf", "这是文字", http.StatusUnprocessableEntity, faults["case_type"]},
		"some zip":                   {"包.docx", zipped(t, "a.txt", "a"), http.StatusUnprocessableEntity, faults["enclosure_type"]},
		"old Word":                   {"旧.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", http.StatusUnprocessableEntity, faults["enclosure_type"]},
		"macros":                     {"宏.docx", docx(t, "申请表", "word/vbaProject.bin", "x"), http.StatusUnprocessableEntity, faults["file_macros"]},
		"zip bomb":                   {"弹.docx", docx(t, strings.Repeat("0", 40<<20)), http.StatusUnprocessableEntity, faults["file_large"]},
		"one byte above":             {"大.png", pngHead + strings.Repeat("x", mostCaseFile+1-len(pngHead)), http.StatusUnprocessableEntity, faults["case_large"]},
		"far above":                  {"太大.png", pngHead + strings.Repeat("x", largeCaseBody), http.StatusRequestEntityTooLarge, ""},
	} {
		a := b.upload(page, action, c.file, c.content, "reply", answerWithFile, "kept", "")
		if a.status != c.status || !strings.Contains(a.body, c.want) {
			t.Errorf("%s: %d, want %d and %q\n%.3000s", name, a.status, c.status, c.want, a.body)
		}
		if c.status == http.StatusUnprocessableEntity {
			has(t, a.body, answerWithFile)
		}
	}
	if got := w.ticket(tk.ID); got.State != desk.TicketOpen || w.letters(tk.ID) != 0 {
		t.Fatal("a draft with remarks was sent")
	}
}

func TestFileWithRemarksGoesOnlyWhenConfirmedAndOnlyTheOneLookedAt(t *testing.T) {
	w := newDesk(t, func(o *Options) {
		o.Text = func(_ context.Context, name string, data []byte) (string, error) { return document.Text(name, data) }
	})
	w.person("wang", desk.RoleOfficer, "")
	b := w.signIn("wang")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗"})
	page, action := at(tk.ID), at(tk.ID, "reply")
	b.upload(page, action, "一.docx", docx(t, "领取人电话13812345678"), "reply", answerWithFile)
	first, err := w.store.Enclosed(context.Background(), tk.ID)
	if err != nil {
		t.Fatal(err)
	}
	confirmed := func(digest string) string { return draft{Text: answerWithFile, File: digest}.digest() }
	has(t, b.get(page).body, `name="kept" value="`+first.Digest+`" checked`, "随答复发出：一.docx")
	if a := b.fill(page, at(tk.ID, "files", "1")); a.status != http.StatusOK || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("opened to be looked at: %d %v", a.status, a.header)
	}
	a := b.fill(page, action, "reply", answerWithFile, "kept", first.Digest, "confirm", draft{Text: answerWithFile}.digest())
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("only the words were confirmed: %d, want the file looked at", a.status)
	}
	b.upload(page, action, "二.docx", docx(t, "领取人电话13912345678"), "reply", answerWithFile, "confirm", confirmed(first.Digest))
	if a := b.fill(page, action, "reply", answerWithFile, "kept", first.Digest, "confirm", confirmed(first.Digest)); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, faults["enclosure_gone"]) {
		t.Errorf("a file that was replaced: %d\n%s", a.status, a.body)
	}
	second, err := w.store.Enclosed(context.Background(), tk.ID)
	if err != nil || w.letters(tk.ID) != 0 {
		t.Fatalf("%v, %d letters, want none yet", err, w.letters(tk.ID))
	}
	if a := b.fill(page, action, "reply", answerWithFile, "kept", second.Digest, "confirm", confirmed(second.Digest)); a.status != http.StatusSeeOther {
		t.Fatalf("confirmed: %d\n%s", a.status, a.body)
	}
	if got := w.ticket(tk.ID); got.State != desk.TicketAnswered || got.Enclosed != second.ID || w.letters(tk.ID) != 1 {
		t.Errorf("got %s with file %d and %d letters, want it answered with file %d", got.State, got.Enclosed, w.letters(tk.ID), second.ID)
	}
	has(t, b.get(page).body, "附件：二.docx")

	clean := w.raise("o-2", desk.Ticket{Question: "卡能退吗"})
	if a := b.upload(at(clean.ID), at(clean.ID, "reply"), "空白表", docx(t, "申请表，姓名：　电话：　"), "reply", answerWithFile); a.status != http.StatusSeeOther {
		t.Fatalf("nothing to look at: %d\n%s", a.status, a.body)
	}
	has(t, b.get(at(clean.ID)).body, "附件：空白表.docx")
	bare := w.raise("o-3", desk.Ticket{Question: "卡能退吗"})
	b.upload(at(bare.ID), at(bare.ID, "reply"), "照片.png", pngHead, "reply", answerWithFile)
	if a := b.fill(at(bare.ID), at(bare.ID, "reply"), "reply", answerWithFile, "kept", ""); a.status != http.StatusSeeOther || w.ticket(bare.ID).Enclosed != 0 {
		t.Errorf("left out: %d with file %d, want it sent without", a.status, w.ticket(bare.ID).Enclosed)
	}
}
