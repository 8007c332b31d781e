package document

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"shangda/needs"
)

func pdfText(t *testing.T, data []byte) (string, error) {
	t.Helper()
	return fromPDF(t.Context(), data, engineCache)
}

// minimal is a PDF of one page.
func minimal(resources, content, object string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<" + resources + ">>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content), object,
	} {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}

func TestEveryBadPDFHasItsReason(t *testing.T) {
	locked, err := os.ReadFile("testdata/locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile("testdata/notice.pdf")
	if err != nil {
		t.Fatal(err)
	}
	scan := minimal("/XObject<</I 5 0 R>>", "200 0 0 200 0 0 cm /I Do",
		"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nx\nendstream")
	font := "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
	for name, c := range map[string]struct {
		data []byte
		want error
		says string
	}{
		"password":  {locked, ErrEncrypted, "password"},
		"scan":      {scan, ErrNoText, "page 1 is a picture without a text layer"},
		"blank":     {minimal("", "", font), ErrNoText, "no text layer"},
		"cut off":   {whole[:len(whole)/3], ErrBroken, "PDF"},
		"only head": {[]byte("%PDF-1.7\n"), ErrBroken, "PDF"},
	} {
		got, err := pdfText(t, c.data)
		if got != "" || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %.40q, %v, want %v: %s", name, got, err, c.want, c.says)
		}
	}
	if got, err := pdfText(t, minimal("/Font<</F 5 0 R>>", "BT /F 12 Tf 20 100 Td (Notice on fees) Tj ET", font)); got != "# Notice on fees\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestAPaperReadsTheSameAsPDF: testdata/notice.pdf is paper() as LibreOffice prints it; headings are lines there.
func TestAPaperReadsTheSameAsPDF(t *testing.T) {
	data, err := os.ReadFile("testdata/notice.pdf")
	if err != nil {
		t.Fatal(err)
	}
	got, err := pdfText(t, data)
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, asPrinted(paperText))
}

// asPrinted is a text without the marks of headings, which print doesn't keep.
func asPrinted(text string) string {
	title, rest, _ := strings.Cut(text, "\n")
	return title + "\n" + strings.ReplaceAll(regexp.MustCompile(`(?m)^#+ `).ReplaceAllString(rest, ""), "公开透明。\n\n", "公开透明。\n")
}

// printed is a docx as LibreOffice prints it.
func printed(t *testing.T, docx []byte) []byte {
	t.Helper()
	needs.Program(t, "libreoffice", "soffice")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.docx"), docx, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "a.docx"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "a.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestChromiumsPagesReadTheSame(t *testing.T) {
	needs.Program(t, "chromium", "chromium")
	dir := t.TempDir()
	page := `<html lang="zh"><meta charset="utf-8"><body style="font:16pt 'Noto Serif CJK SC'"><h1 style="text-align:center;font-size:22pt">某某通知</h1>
<p style="text-indent:2em">` + strings.Repeat("为规范管理，维护秩序，制定本办法。", 5) + `</p><table border="1" style="border-collapse:collapse"><tr><th>序号</th><th>材料</th></tr>
<tr><td>1</td><td>` + strings.Repeat("申请表需加盖公章，", 9) + `</td></tr></table></body></html>`
	if err := os.WriteFile(filepath.Join(dir, "a.html"), []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", "--user-data-dir="+dir, "--print-to-pdf="+dir+"/a.pdf", dir+"/a.html")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "a.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := pdfText(t, data)
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "# 某某通知\n\n"+strings.Repeat("为规范管理，维护秩序，制定本办法。", 5)+"\n\n| 序号 | 材料 |\n| --- | --- |\n| 1 | "+strings.Repeat("申请表需加盖公章，", 9)+" |\n")
}
