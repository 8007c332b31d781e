package paper

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"shangda/disclosure"
	"shangda/document"
)

// written is the paper of a decision, and as a file.
func written(t *testing.T, rule disclosure.Rule) (Paper, []byte) {
	t.Helper()
	p, err := Write(rule.Paper, some(rule.Code))
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.Docx()
	if err != nil {
		t.Fatal(err)
	}
	return p, data
}

func TestPaperAsFileSaysWhatThePaperSays(t *testing.T) {
	for _, rule := range disclosure.Rules() {
		p, data := written(t, rule)
		got, err := document.Text("paper.docx", data)
		if err != nil {
			t.Fatalf("%s: %v", rule.Code, err)
		}
		for line := range strings.Lines(p.Text()) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "：")
			for _, part := range []string{name, value} {
				if !strings.Contains(strings.ReplaceAll(got, `\`, ""), part) {
					t.Errorf("%s: the file lacks %q", rule.Code, part)
				}
			}
		}
	}
}

// GB/T 9704-2012, 7.3.5: office, day and seal stand on a page with text.
func TestSignatureNeverStandsOnAPageAlone(t *testing.T) {
	for _, rule := range disclosure.Rules() {
		p, data := written(t, rule)
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		above, _, _ := strings.Cut(string(body), "<w:t xml:space=\"preserve\">"+p.Office+"</w:t>")
		paragraphs := strings.Split(above, "<w:p>")
		if len(paragraphs) < 3 {
			t.Fatalf("%s: no text above %q", rule.Code, p.Office)
		}
		if last := paragraphs[len(paragraphs)-2]; !strings.Contains(last, "<w:keepNext/>") {
			t.Errorf("%s: the last paragraph may part from the signature: %s", rule.Code, last)
		}
	}
}

func TestArchiveHoldsEverythingWithItsDigest(t *testing.T) {
	c := some(disclosure.CodeFull)
	sum := func(b []byte) string { return strings.Repeat("0", len(b)%7+1) }
	d := Dossier{
		Case: c, Count: disclosure.Official().Count("2026-11-02", 20, disclosure.Workdays),
		Events:  []disclosure.Event{{At: time.Date(2026, 11, 2, 9, 0, 0, 0, disclosure.Zone), Act: "filed", Text: "=1+1", Paper: disclosure.PaperReceipt}, {Act: "note", Text: "＝2+2"}},
		Entries: []Entry{{Folder: "文书", Name: "a/b.docx", Data: []byte("x")}, {Folder: "文书", Name: "a_b.docx", Data: []byte("yy"), Digest: sum([]byte("yy"))}},
	}
	var out bytes.Buffer
	at := time.Date(2027, 1, 4, 9, 0, 0, 0, disclosure.Zone)
	if err := Archive(&out, d, at, sum); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	for name, want := range map[string]string{
		"文书/a_b.docx": "x", "文书/a_b（2）.docx": "yy", "案件信息.json": c.Request.Number, "办理过程.csv": `"'=1+1"`, "期限计算.csv": "2026-11-30,20,work",
		"目录.csv": `"文书/a_b（2）.docx",2,000`,
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s lacks %q: %q", name, want, files[name])
		}
	}
	if history := files["办理过程.csv"]; !strings.Contains(history, `"'＝2+2"`) {
		t.Errorf("a full-width formula stands in %q", history)
	}
	d.Entries[1].Digest = "0"
	if err := Archive(io.Discard, d, at, sum); err == nil {
		t.Error("a file that is not what was kept was archived")
	}
}

func TestReceiptLeadsAPhoneToItsCase(t *testing.T) {
	c := some(disclosure.CodeFull)
	c.PageURL = "https://example.gov.cn/r/1"
	p, err := Write(disclosure.PaperReceipt, c)
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.Docx()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/media/picture1.png")
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	code, err := document.NewQR(c.PageURL)
	if err != nil {
		t.Fatal(err)
	}
	if want, err := code.PNG(); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the picture is not the code of %s (%v)", c.PageURL, err)
	}
	if !strings.Contains(p.Text(), c.PageURL) {
		t.Errorf("%q doesn't name the address", p.Text())
	}
}
