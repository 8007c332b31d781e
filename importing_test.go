package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"shangda/document"
	"shangda/needs"
	"shangda/policy"
)

// folder writes files below a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func word(t *testing.T, paragraphs ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` +
		escaped(paragraphs, `</w:t></w:r></w:p><w:p><w:r><w:t>`) + `</w:t></w:r></w:p></w:body></w:document>`))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// escaped joins lines as text of XML or HTML.
func escaped(lines []string, between string) string {
	return strings.ReplaceAll(html.EscapeString(strings.Join(lines, "\n")), "\n", between)
}

// testReader reads files in processes of the test binary, see TestMain.
func testReader(t *testing.T) *document.Reader {
	t.Helper()
	r, err := reader(filepath.Join(os.TempDir(), "shangda-test"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// outcome is one line a file: its path below dir, then its title and articles, or the error.
func outcome(dir string, files []imported) []string {
	var out []string
	for _, f := range files {
		rel, _ := filepath.Rel(dir, f.Path)
		line := filepath.ToSlash(rel) + ": "
		if f.Err != nil {
			line += "! " + strings.ReplaceAll(f.Err.Error(), dir+string(filepath.Separator), "")
		} else {
			for _, it := range f.Items {
				line += it.Title()
				if it.Kind != policy.KindDocument {
					continue
				}
				for _, a := range it.Document.Articles {
					line += " " + a.Name
				}
			}
		}
		out = append(out, line)
	}
	return out
}

func TestBadFilesAreNamedAndTheOthersImported(t *testing.T) {
	gb, err := simplifiedchinese.GBK.NewEncoder().String("老办法\r\n第一条　甲。\r\n第二条　乙。\r\n")
	if err != nil {
		t.Fatal(err)
	}
	good := word(t, "新办法", "第一条 甲。")
	dir := folder(t, map[string]string{
		"a/broken-yaml.md":    "---\ntitle: \"甲\nstatus: 有效\n---\n# 甲\n第一条 文。\n",
		"a/bad-date.md":       "---\ntitle: 乙\neffective: 2024-13-01\n---\n第一条 文。\n",
		"a/empty.md":          "",
		"a/no-text.html":      "<html><body><img src=x></body></html>",
		"a/only-title.txt":    "只有标题\n",
		"b/gb.txt":            gb,
		"b/good.docx":         good,
		"b/half.docx":         good[:len(good)/2],
		"b/large.md":          "# 大\n" + strings.Repeat("字", 10<<20),
		"b/page.htm":          "<html><head><title>网页通知</title></head><body><p>现通知如下。</p></body></html>",
		"b/.hidden.md":        "# 隐\n文。\n",
		"b/~$good.docx":       "lock",
		".git/x.md":           "# 隐\n文。\n",
		"b/picture.png":       "\x89PNG",
		"c/good-again.md":     "# 新办法\n\n第一条 甲。\n",
		"c/good-differing.md": "# 新办法\n\n第一条 改。\n",
	})
	var names []string
	got := readFiles(context.Background(), testReader(t), []string{dir, filepath.Join(dir, "b", "picture.png"), filepath.Join(dir, "absent.md")},
		func(done, total int, name string) {
			if done != len(names) || total != 14 {
				t.Errorf("progress says %d of %d before file %d of 14", done, total, len(names))
			}
			names = append(names, filepath.Base(name))
		})
	want := []string{
		"a/bad-date.md: ! line 3: effective: date \"2024-13-01\": want YYYY-MM-DD of a day that exists",
		"a/broken-yaml.md: ! line 4: front matter: found unexpected end of stream",
		"a/empty.md: ! file is empty",
		"a/no-text.html: ! file has no text",
		"a/only-title.txt: ! no text below the title",
		"b/gb.txt: 老办法 第一条 第二条",
		"b/good.docx: 新办法 第一条",
		"b/half.docx: ! file is broken: zip: not a valid zip file",
		"b/large.md: ! file is too large: 30 MB, at most 20",
		"b/page.htm: 网页通知 全文",
		"c/good-again.md: 新办法 第一条",
		"c/good-differing.md: ! has the title of b/good.docx and other content",
		"b/picture.png: ! format is not supported: a picture",
		"absent.md: ! no such file or directory",
	}
	if diff := cmp.Diff(want, outcome(dir, got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(names) != 15 {
		t.Errorf("progress was told of %d files, want 14 and the end", len(names))
	}
	for i, want := range map[int]error{2: document.ErrEmpty, 3: document.ErrNoText, 4: policy.ErrNoBody, 8: document.ErrTooLarge, 13: fs.ErrNotExist} {
		if !errors.Is(got[i].Err, want) {
			t.Errorf("%s: got %v, want %v", got[i].Path, got[i].Err, want)
		}
	}
}

// sheets makes an xlsx file of rows.
func sheets(t *testing.T, rows map[string][][]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, of := range rows {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range of {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestASpreadsheetIsImportedWholeOrNotAtAll(t *testing.T) {
	head, row := []any{"问题", "回答", "依据文件", "条款"}, []any{"甲？", "答。", "甲法", "第1条"}
	list := [][]any{{"名称", "某清单"}, {"版本", "2030"}, {"适用范围", "全国"}, {"施行日期", "2030-01-01"}, {"序号", "领域", "措施"}, {1, "采矿业", "禁止投资。"}}
	dir := folder(t, map[string]string{
		"1.xlsx": sheets(t, map[string][][]any{"问答": {head, row}, "清单": list}),
		"2.xlsx": sheets(t, map[string][][]any{"问答": {head, row}, "清单": append(list[:5:5], []any{7, "采矿业", "禁止投资。"})}),
		"3.xlsx": sheets(t, map[string][][]any{"杂": {{"甲", "乙"}}}),
		"4.xlsx": sheets(t, nil),
		"5.xlsx": sheets(t, map[string][][]any{"问答": {head, {"甲？", "另答。", "甲法", "第1条"}}}),
	})
	got := outcome(dir, readFiles(t.Context(), testReader(t), []string{dir}, nil))
	for i, want := range []string{
		"1.xlsx: 甲？某清单", "2.xlsx: ! 清单!A6: number: 7", "3.xlsx: ! 杂: no row with the headers of a known table",
		"4.xlsx: ! file has no text", "5.xlsx: ! has the title of 1.xlsx and other content",
	} {
		if sorted := strings.Replace(got[i], "某清单甲？", "甲？某清单", 1); !strings.HasPrefix(sorted, want) {
			t.Errorf("got %s, want %s", got[i], want)
		}
	}
}

func TestALargeFileIsRefusedUnread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.md")
	f, err := os.Create(path)
	if err == nil {
		err = errors.Join(f.Truncate(1<<40), f.Close())
	}
	if err != nil {
		t.Skipf("no sparse files here: %v", err)
	}
	got := readFiles(context.Background(), testReader(t), []string{path}, nil) // reading the terabyte would outlast the test
	if !errors.Is(got[0].Err, document.ErrTooLarge) {
		t.Errorf("got %v, want %v", got[0].Err, document.ErrTooLarge)
	}
}

func TestACancelledImportImportsNothingMore(t *testing.T) {
	dir := folder(t, map[string]string{"1.md": "# 甲\n文。\n", "2.md": "# 乙\n文。\n", "3.md": "# 丙\n文。\n"})
	ctx, cancel := context.WithCancel(context.Background())
	got := readFiles(ctx, testReader(t), []string{dir}, func(done, _ int, _ string) {
		if done == 1 {
			cancel()
		}
	})
	if len(got) != 3 || got[0].Items == nil || !errors.Is(got[1].Err, context.Canceled) || !errors.Is(got[2].Err, context.Canceled) {
		t.Errorf("got %v, want the first file and two cancelled ones", outcome(dir, got))
	}
}

func TestCirclesOfSuccessorsAreRefusedAlsoWithWhatIsOnFile(t *testing.T) {
	dir := folder(t, map[string]string{
		"1.md": "---\ntitle: 甲\nsuperseded_by: 乙\n---\n文。\n",
		"2.md": "---\ntitle: 乙\nsuperseded_by: 丙\n---\n文。\n",
		"3.md": "---\ntitle: 丁\nsupersedes: 甲\n---\n文。\n",
	})
	got := readFiles(context.Background(), testReader(t), []string{dir}, nil)
	refuseCycles(got, nil)
	if lines := outcome(dir, got); strings.Contains(strings.Join(lines, ""), "!") {
		t.Errorf("no circle: got %v", lines)
	}
	refuseCycles(got, []*policy.Document{{Title: "丙", SupersededBy: []string{"甲"}}, {Title: "乙", SupersededBy: []string{"丁"}}})
	want := []string{
		"1.md: ! replaced in a circle: 甲 → 乙 → 丙 → 甲", "2.md: ! replaced in a circle: 乙 → 丙 → 甲 → 乙", "3.md: 丁 全文",
	}
	if diff := cmp.Diff(want, outcome(dir, got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAReplacedTextNamesItsSuccessorOrIsRefused(t *testing.T) {
	dir := folder(t, map[string]string{
		"1.md": "---\ntitle: 甲\nstatus: 已修改\n---\n文。\n",
		"2.md": "---\ntitle: 乙\nstatus: 已修改\nsuperseded_by: [丙, 丁]\n---\n文。\n",
		"3.md": "---\ntitle: 丙\n---\n文。\n",
		"4.md": "---\ntitle: 戊\nstatus: 已废止\nsuperseded_by: 己\n---\n文。\n",
	})
	got := readFiles(context.Background(), testReader(t), []string{dir}, nil)
	nameMissing(got, map[string]bool{"己": true})
	var out strings.Builder
	err := report(&out, got, nil)
	said := out.String()
	if err == nil || !strings.Contains(said, "1.md: superseded_by: missing") {
		t.Errorf("got %v and %s, want 1.md refused for its missing successor", err, said)
	}
	if !strings.Contains(said, "replaced by 丁, which is not on file") || strings.Count(said, "not on file") != 1 {
		t.Errorf("got %s, want 丁 named, and only it", said)
	}
}

const corpusDir = "../shared/corpus/docs"

// corpusFiles lists the documents that lie beside the project.
func corpusFiles(t *testing.T) []string {
	t.Helper()
	return needs.Shared(t, "corpus/docs/*.md")
}

func TestTheWholeCorpusIsReadInOneCall(t *testing.T) {
	files := corpusFiles(t)
	start, articles := time.Now(), 0
	got := readFiles(context.Background(), testReader(t), []string{corpusDir}, nil)
	refuseCycles(got, nil)
	for _, f := range got {
		if f.Err != nil {
			t.Errorf("%s: %v", f.Path, f.Err)
			continue
		}
		articles += len(f.Items[0].Document.Articles)
	}
	if len(got) != len(files) {
		t.Errorf("got %d files, want %d", len(got), len(files))
	}
	t.Logf("%d files, %d articles in %v", len(got), articles, time.Since(start))
}

// TestALawReadsTheSameInEveryFormat writes each law and negative list of the corpus, without its marked headings, as
// GB18030 text, docx and page, and expects the same articles under the same headings from all of them.
func TestALawReadsTheSameInEveryFormat(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes for every law")
	}
	compared := 0
	for _, file := range corpusFiles(t) {
		text := withoutFrontMatter(t, file)
		md, err := policy.Parse("", text)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(md.Articles, func(a policy.Article) bool { return numbered.MatchString(a.Name) }) {
			continue // a report: its sections are known by their marks alone
		}
		var lines []string
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(strings.TrimLeft(line, "#")); line != "" {
				lines = append(lines, line)
			}
		}
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(strings.Join(lines, "\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		dir := folder(t, map[string]string{
			"a.txt": gb, "a.docx": word(t, lines...),
			"a.html": "<html><body><p>" + escaped(lines, "</p>\n<p>") + "</p></body></html>",
		})
		for _, f := range findFiles([]string{dir}) {
			if f.read(t.Context(), testReader(t)); f.Err != nil {
				t.Errorf("%s as %s: %v", file, filepath.Ext(f.Path), f.Err)
			} else if diff := cmp.Diff(md.Articles, f.Items[0].Document.Articles); diff != "" {
				t.Errorf("%s as %s (-md +it)\n%.600s", file, filepath.Ext(f.Path), diff)
			}
		}
		compared++
	}
	if compared < 100 {
		t.Errorf("compared %d documents, want the laws of the corpus", compared)
	}
}

// TestLawsSurviveTheOfficeSuite writes laws of the corpus as our own docx, prints them with LibreOffice and reads both back.
func TestLawsSurviveTheOfficeSuite(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the office suite for every law")
	}
	needs.Program(t, "libreoffice", "soffice")
	dir := t.TempDir()
	articles := map[string][]policy.Article{}
	files := corpusFiles(t)
	for i := 0; i < len(files); i += len(files) / officeSample {
		text := withoutFrontMatter(t, files[i])
		var doc document.Doc
		var lines []string
		for line := range strings.Lines(text) {
			bare := strings.TrimSpace(strings.TrimLeft(line, "#"))
			switch {
			case bare == "":
				continue
			case strings.HasPrefix(line, "# "):
				doc.Title(bare)
			case strings.HasPrefix(line, "#"):
				doc.Centred(bare)
			default:
				doc.Paragraph(bare)
			}
			lines = append(lines, bare)
		}
		data, err := doc.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%d.docx", i)
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		want, err := policy.Parse("", "# "+strings.Join(lines, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		articles[name], articles[strings.TrimSuffix(name, "docx")+"pdf"] = want.Articles, want.Articles
	}
	args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "pdf", "--outdir", dir}
	for name := range articles {
		if strings.HasSuffix(name, "docx") {
			args = append(args, filepath.Join(dir, name))
		}
	}
	if out, err := exec.CommandContext(t.Context(), "soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	r, same := testReader(t), 0
	for name, want := range articles {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		items, err := readItems(t.Context(), r, name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		noGaps := cmp.Transformer("noGaps", func(s string) string { return gaps.ReplaceAllString(s, "") })
		if diff := cmp.Diff(want, items[0].Document.Articles, noGaps); diff != "" {
			t.Errorf("%s %s (-written +read)\n%.1500s", name, items[0].Title(), diff)
		} else {
			same++
		}
	}
	t.Logf("%d of %d read the same", same, len(articles))
}

// officeSample is about how many laws go through LibreOffice.
const officeSample = 12

// gaps at the ends of lines are no part of what is printed.
var gaps = regexp.MustCompile(` +`)

var numbered = regexp.MustCompile(`^(?:清单|说明)?第.+[条项]`)

func withoutFrontMatter(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(data), "\n---\n")
	return text
}

func TestATextWithoutFrontMatterTellsItsNumberAndDates(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "某某区商务局文件\n某商务规〔2024〕5号\n关于某事的通知\n各单位：\n本通知自2025年1月1日起施行，有效期至2027年12月31日。\n某某区商务局\n2024年11月28日\n"})
	got := readFiles(t.Context(), testReader(t), []string{dir}, nil)
	if got[0].Err != nil {
		t.Fatal(got[0].Err)
	}
	d := *got[0].Items[0].Document
	d.Articles = nil
	want := policy.Document{
		Title: "关于某事的通知", DocNo: "某商务规〔2024〕5号", Issuer: "某某区商务局", Published: "2024-11-28", Effective: "2025-01-01",
		Repealed: "2028-01-01", Status: policy.InForce, Source: "a.txt",
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
