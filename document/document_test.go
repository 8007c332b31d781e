package document

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func text(t *testing.T, name string, data []byte) string {
	t.Helper()
	s, err := Text(name, data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

func want(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestMarkdownKeepsItsFrontMatterAndLosesMarkAndCarriageReturns(t *testing.T) {
	in := "\ufeff---\r\ntitle: 甲\r\n---\r\n# 甲\r\n\r\n第一条 乙。\r\n\r\n"
	want(t, text(t, "a.md", []byte(in)), "---\ntitle: 甲\n---\n# 甲\n\n第一条 乙。\n")
}

func TestPlainTextTakesItsFirstLineAsTitle(t *testing.T) {
	want(t, text(t, "a.txt", []byte("\n  关于甲的通知 \n各单位：\n\n　　现通知如下。\n")), "# 关于甲的通知\n\n各单位：\n\n现通知如下。\n")
	want(t, text(t, "a.txt", []byte("# 已是标题\n甲\n")), "# 已是标题\n甲\n")
}

func TestEveryChineseEncodingReadsTheSame(t *testing.T) {
	const in = "关于䶮与﹏的通知\n€〇镕。\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(in)
	if err != nil {
		t.Fatal(err)
	}
	le, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(in)
	be, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(in)
	for name, data := range map[string]string{"UTF-8": in, "GB18030": gb, "UTF-16LE": le, "UTF-16BE": be, "mark": "\ufeff" + in} {
		if got, err := Text("a.txt", []byte(data)); err != nil || got != "# 关于䶮与﹏的通知\n\n€〇镕。\n" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestEveryRefusalHasItsName(t *testing.T) {
	big := bytes.Repeat([]byte("字"), 10<<20)
	for _, c := range []struct {
		name, data string
		want       error
	}{
		{"a.md", "", ErrEmpty},
		{"a.txt", " \r\n\t\n", ErrEmpty},
		{"a.docx", "", ErrEmpty},
		{"a.txt", "——\n***\n", ErrNoText},
		{"a.html", "<html><head><title></title></head><body><nav>首页</nav><img src=a></body></html>", ErrNoText},
		{"a.txt", string(big), ErrTooLarge},
		{"a.pdf", "%PDF-1.7 …", ErrUnsupported},
		{"a.md", "%PDF-1.7 …", ErrUnsupported},
		{"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ErrUnsupported},
		{"a.csv", "甲,乙", ErrUnsupported},
		{"a.txt", "甲\x00乙", ErrUnsupported},
		{"a.txt", "甲\xff\xff\xff乙", ErrBroken},
		{"a.docx", "PK\x03\x04 and nothing more", ErrBroken},
		{"a.docx", "此文件不是 Word", ErrBroken},
	} {
		if got, err := Text(c.name, []byte(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s %.20q: got %.40q, %v, want %v", c.name, c.data, got, err, c.want)
		}
	}
}

func TestContentDecidesWhatAFileIs(t *testing.T) {
	page := "<!-- x --><!DOCTYPE html><html><head><title>甲通知</title></head><body><p>乙。</p></body></html>"
	for _, name := range []string{"a.html", "a.txt", "a.md", "a.docx", "a.doc", "a"} {
		if got := text(t, name, []byte(page)); got != "# 甲通知\n\n乙。\n" {
			t.Errorf("%s: got %q", name, got)
		}
	}
	if got := text(t, "a.txt", pack(t, map[string]string{"word/document.xml": body(`<w:p><w:r><w:t>甲</w:t></w:r></w:p>`)})); got != "# 甲\n" {
		t.Errorf("docx named txt: got %q", got)
	}
	if got := text(t, "a.html", []byte("无标记的文字\n乙 < 丙\n")); got != "# 无标记的文字\n\n乙 < 丙\n" {
		t.Errorf("plain text named html: got %q", got)
	}
}

func FuzzText(f *testing.F) {
	for _, name := range []string{"a.md", "a.html", "a.docx"} {
		f.Add(name, []byte("<html><table><tr><td>甲<td><h1>乙</table><ol start=x><li>丙"))
		f.Add(name, []byte("\xfe\xff甲"))
		f.Add(name, []byte("---\n# 甲\n"))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		got, err := Text(name, data)
		if err == nil && (strings.TrimSpace(got) == "" || strings.Contains(got, "\r")) {
			t.Errorf("Text(%q) = %q without an error", name, got)
		}
	})
}
