package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"shangda/document"
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

// outcome is one line a file: its path below dir, then its title and articles, or the error.
func outcome(dir string, files []imported) []string {
	var out []string
	for _, f := range files {
		rel, _ := filepath.Rel(dir, f.Path)
		line := filepath.ToSlash(rel) + ": "
		if f.Err != nil {
			line += "! " + strings.ReplaceAll(f.Err.Error(), dir+string(filepath.Separator), "")
		} else {
			line += f.Doc.Title
			for _, a := range f.Doc.Articles {
				line += " " + a.Name
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
	got := readFiles(context.Background(), []string{dir, filepath.Join(dir, "b", "picture.png"), filepath.Join(dir, "absent.md")},
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
		"b/half.docx: ! file is broken: docx: zip: not a valid zip file",
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

func TestALargeFileIsRefusedUnread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.md")
	f, err := os.Create(path)
	if err == nil {
		err = errors.Join(f.Truncate(1<<40), f.Close())
	}
	if err != nil {
		t.Skipf("no sparse files here: %v", err)
	}
	start := time.Now()
	got := readFiles(context.Background(), []string{path}, nil)
	if d := time.Since(start); d > time.Second || !errors.Is(got[0].Err, document.ErrTooLarge) {
		t.Errorf("got %v after %v, want %v at once", got[0].Err, d, document.ErrTooLarge)
	}
}

func TestACancelledImportImportsNothingMore(t *testing.T) {
	dir := folder(t, map[string]string{"1.md": "# 甲\n文。\n", "2.md": "# 乙\n文。\n", "3.md": "# 丙\n文。\n"})
	ctx, cancel := context.WithCancel(context.Background())
	got := readFiles(ctx, []string{dir}, func(done, _ int, _ string) {
		if done == 1 {
			cancel()
		}
	})
	if len(got) != 3 || got[0].Doc == nil || !errors.Is(got[1].Err, context.Canceled) || !errors.Is(got[2].Err, context.Canceled) {
		t.Errorf("got %v, want the first file and two cancelled ones", outcome(dir, got))
	}
}

func TestCirclesOfSuccessorsAreRefusedAlsoWithWhatIsOnFile(t *testing.T) {
	dir := folder(t, map[string]string{
		"1.md": "---\ntitle: 甲\nsuperseded_by: 乙\n---\n文。\n",
		"2.md": "---\ntitle: 乙\nsuperseded_by: 丙\n---\n文。\n",
		"3.md": "---\ntitle: 丁\nsupersedes: 甲\n---\n文。\n",
	})
	got := readFiles(context.Background(), []string{dir}, nil)
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

const corpusDir = "../shared/corpus/docs"

// corpusFiles lists the documents that lie beside the project.
func corpusFiles(t *testing.T) []string {
	t.Helper()
	files, _ := filepath.Glob(corpusDir + "/*.md")
	if len(files) == 0 {
		if slices.Contains(strings.Split(os.Getenv("SHANGDA_TEST_REQUIRE"), ","), "shared") {
			t.Fatal("no documents beside the project, but SHANGDA_TEST_REQUIRE names shared")
		}
		t.Skip("no documents beside the project")
	}
	return files
}

func TestTheWholeCorpusIsReadInOneCall(t *testing.T) {
	files := corpusFiles(t)
	start, articles := time.Now(), 0
	got := readFiles(context.Background(), []string{corpusDir}, nil)
	refuseCycles(got, nil)
	for _, f := range got {
		if f.Err != nil {
			t.Errorf("%s: %v", f.Path, f.Err)
			continue
		}
		articles += len(f.Doc.Articles)
	}
	if len(got) != len(files) {
		t.Errorf("got %d files, want %d", len(got), len(files))
	}
	t.Logf("%d files, %d articles in %v", len(got), articles, time.Since(start))
}

// TestALawReadsTheSameInEveryFormat writes each law and negative list of the corpus, without its marked headings, as
// GB18030 text, docx and page, and expects the same articles under the same headings from all of them.
func TestALawReadsTheSameInEveryFormat(t *testing.T) {
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
			d, err := readDocument(f.Path)
			if err != nil {
				t.Errorf("%s as %s: %v", file, filepath.Ext(f.Path), err)
			} else if diff := cmp.Diff(md.Articles, d.Articles); diff != "" {
				t.Errorf("%s as %s (-md +it)\n%.600s", file, filepath.Ext(f.Path), diff)
			}
		}
		compared++
	}
	if compared < 100 {
		t.Errorf("compared %d documents, want the laws of the corpus", compared)
	}
}

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
