package policy

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"shangda/needs"
)

// corpus parses every document that lies beside the project, by file name.
func corpus(t *testing.T) (texts map[string]string, docs map[string]*Document) {
	t.Helper()
	files := needs.Shared(t, "corpus/docs/*.md")
	texts, docs = map[string]string{}, map[string]*Document{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(f)
		texts[name] = string(data)
		if docs[name], err = Parse(name, string(data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	return texts, docs
}

func TestEveryDocumentOfTheCorpusParses(t *testing.T) {
	start := time.Now()
	_, docs := corpus(t)
	elapsed, total, titles := time.Since(start), 0, map[string]string{}
	var all []*Document
	for file, d := range docs {
		total += len(d.Articles)
		names := map[string]bool{}
		for _, a := range d.Articles {
			if names[a.Name] {
				t.Errorf("%s: two articles are called %s", file, a.Name)
			}
			names[a.Name] = true
			if a.Text != strings.TrimSpace(a.Text) || a.Text == "" || strings.Contains(a.Text, "\n\n") {
				t.Errorf("%s %s: text has empty lines or margins: %q", file, a.Name, a.Text)
			}
			if strings.Contains(a.Name, "（2）") && strings.HasPrefix(a.Name, "第") {
				t.Errorf("%s: %s doubles a number that stands there once", file, a.Name)
			}
		}
		if other := titles[d.Title]; other != "" {
			t.Errorf("%s and %s share a title", file, other)
		}
		titles[d.Title] = file
		all = append(all, d)
	}
	for title, err := range Cycles(all) {
		t.Errorf("%s: %v", title, err)
	}
	t.Logf("%d documents, %d articles, read and parsed in %v", len(docs), total, elapsed)
}

func TestEveryGoldArticleExistsAndHoldsItsFragments(t *testing.T) {
	_, docs := corpus(t)
	f, err := os.Open(needs.Shared(t, "eval/questions.jsonl")[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	golds := 0
	for lines.Scan() {
		var q struct {
			ID       string
			Gold     []struct{ Doc, File, Article string }
			Contains []string `json:"answer_must_contain"`
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, g := range q.Gold {
			golds++
			d := docs[g.File]
			if d == nil || d.Title != g.Doc {
				t.Errorf("%s: no document %s titled %s", q.ID, g.File, g.Doc)
				continue
			}
			i := slices.IndexFunc(d.Articles, func(a Article) bool { return a.Name == g.Article })
			if i < 0 {
				t.Errorf("%s: %s has no %s", q.ID, g.File, g.Article)
				continue
			}
			text.WriteString(d.Articles[i].Text)
		}
		for _, want := range q.Contains {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: %q is in none of its gold articles", q.ID, want)
			}
		}
	}
	if golds == 0 {
		t.Error("no gold articles read")
	}
}

// TestNoTextIsLost rebuilds from each source what must have been kept, with its own, blunter idea of title matter.
func TestNoTextIsLost(t *testing.T) {
	texts, docs := corpus(t)
	history := regexp.MustCompile(`^[（(]\s*(?:\d{4}|一九|二〇|二○).*[）)]$|^（.*未收录）$|^法释〔|^国办函〔`)
	label := regexp.MustCompile(`^第[零〇一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?\s|^\d+\. |^[一二三四五六七八九十]+、`)
	space := regexp.MustCompile(`[\s　]+`)
	strip := func(s string) string { return space.ReplaceAllString(s, "") }
	for file, text := range texts {
		d := docs[file]
		var kept strings.Builder
		for _, a := range d.Articles {
			kept.WriteString(strip(a.Text))
		}
		all := kept.String()
		_, body, _ := strings.Cut(text, "\n---\n")
		for line := range strings.Lines(body) {
			line = strings.TrimSpace(line)
			want := strip(label.ReplaceAllString(line, ""))
			switch {
			case strings.HasPrefix(line, "#"), history.MatchString(line), strings.Contains(strip(d.Title), strip(line)):
			case strings.HasPrefix(line, "附"):
				_, want, _ = strings.Cut(want, "：")
				fallthrough
			default:
				if !strings.Contains(all, want) {
					t.Errorf("%s: lost %q", file, line)
				}
			}
		}
	}
}
