package site

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"shangda/policy"
)

// documentPage is the full text of one edition.
type documentPage struct {
	about
	Sections []section
}

// section is an article under the headings that begin with it.
type section struct {
	Headings []heading
	ID       string // the article's name, the target of citations
	Label    string // what stands before the text; empty when the name is only its heading again
	Blocks   []block
}

type heading struct {
	Text  string
	Level int // 2 is a chapter, 3 a section
	ID    string
}

// block is a paragraph or, when Rows are given, a table whose first row is its head.
type block struct {
	Spans []span
	Rows  [][]string
}

func (*documentPage) template() string { return "document" }

func (s *site) documentPage(a about, d *policy.Document, hl highlighter) *documentPage {
	p := &documentPage{about: a}
	var above []string
	names := map[string]bool{}
	for i := range d.Articles {
		art := &d.Articles[i]
		names[art.Name] = true
		sec := section{ID: art.Name, Label: label(art.Name)}
		now := headings(art, names)
		for level, text := range now {
			if level < len(above) && above[level] == text {
				continue
			}
			above = above[:min(level, len(above))]
			h := heading{Text: text, Level: min(level+2, 4), ID: fmt.Sprintf("h%d-%d", i+1, level+1)}
			sec.Headings = append(sec.Headings, h)
			p.Contents = append(p.Contents, entry{Title: text, Level: h.Level, URL: "#" + h.ID})
		}
		above = now
		text := strings.TrimSpace(art.Text)
		if sec.Label != "" {
			text = strings.TrimLeft(strings.TrimPrefix(text, sec.Label), " \t　")
		}
		sec.Blocks = blocks(text, hl)
		p.Sections = append(p.Sections, sec)
	}
	if len(p.Contents) < 2 {
		p.Contents = articlesOf(p.Sections)
	}
	return p
}

// Names that policy gives to what has none in the official text.
const (
	whole   = "全文"
	opening = "§引言" // above the first heading
)

// label is what stands before an article; names made from a heading stand above it.
func label(name string) string {
	if name == whole || strings.HasPrefix(name, "§") {
		return ""
	}
	return name
}

var piece = regexp.MustCompile(`（\d+）$`)

// headings are the lines above an article: chapter and section, and the heading that is its name. The later pieces
// of a long section (§heading（2）) stand under the same heading as the first; names are those met so far.
func headings(a *policy.Article, names map[string]bool) []string {
	var out []string
	if a.Heading != "" {
		out = strings.Split(a.Heading, " / ")
	}
	own, ok := strings.CutPrefix(a.Name, "§")
	if !ok || a.Name == opening {
		return out
	}
	if base := piece.ReplaceAllString(own, ""); names["§"+base] {
		own = base
	}
	return append(out, own)
}

// minContents is the fewest articles for which a list of them helps.
const minContents = 6

func articlesOf(sections []section) []entry {
	if len(sections) < minContents {
		return nil
	}
	var out []entry
	for _, s := range sections {
		out = append(out, entry{Title: strings.TrimPrefix(s.ID, "§"), Level: 4, URL: (&url.URL{Fragment: s.ID}).String()})
	}
	return out
}

// blocks are the paragraphs and Markdown tables of an article.
func blocks(text string, hl highlighter) []block {
	var out []block
	table := false
	for _, line := range lines(text) {
		if cells, ok := tableRow(line); ok {
			if !table {
				out = append(out, block{})
			}
			table = true
			if last := &out[len(out)-1]; !isRule(cells) {
				last.Rows = append(last.Rows, cells)
			}
			continue
		}
		table = false
		out = append(out, block{Spans: hl.mark(line)})
	}
	return out
}

func tableRow(line string) ([]string, bool) {
	if len(line) < 3 || line[0] != '|' || line[len(line)-1] != '|' {
		return nil, false
	}
	cells := strings.Split(line[1:len(line)-1], "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells, true
}

// isRule recognises the line between a table's head and body.
func isRule(cells []string) bool {
	for _, c := range cells {
		if strings.Trim(c, "-: ") != "" || c == "" {
			return false
		}
	}
	return true
}

// listPage is one edition of a negative list.
type listPage struct {
	about
	Edition  string
	Notes    []section
	Sectors  []sector
	Changes  []policy.Change
	Compared string // this list's ID, when an earlier edition is on file to compare it with
	Banned   int    // entries that ban
	Total    int
}

type sector struct {
	Name    string
	Entries []listEntry
}

type listEntry struct {
	ID         string
	No         int
	Measure    []span
	Banned     bool
	AlsoBans   bool
	Conditions []string
	Activities []string
	Exceptions string
}

func (*listPage) template() string { return "list" }

func (s *site) listPage(a about, l *policy.List, hl highlighter) *listPage {
	p := &listPage{about: a, Edition: l.Edition, Changes: l.Changes, Total: len(l.Entries)}
	for _, n := range l.Notes {
		p.Notes = append(p.Notes, section{ID: n.Name, Label: n.Name, Blocks: blocks(n.Text, hl)})
	}
	for _, e := range l.Entries {
		if len(p.Sectors) == 0 || p.Sectors[len(p.Sectors)-1].Name != e.Sector {
			p.Sectors = append(p.Sectors, sector{Name: e.Sector})
		}
		last := &p.Sectors[len(p.Sectors)-1]
		last.Entries = append(last.Entries, listEntry{
			ID: fmt.Sprintf("清单第%d项", e.No), No: e.No, Measure: hl.mark(e.Measure), Banned: e.Banned, AlsoBans: e.AlsoBans,
			Conditions: e.Conditions, Activities: e.Activities, Exceptions: e.Exceptions,
		})
		if e.Banned {
			p.Banned++
		}
	}
	for i, sec := range p.Sectors {
		p.Contents = append(p.Contents, entry{Title: sec.Name, Level: 2, URL: fmt.Sprintf("#sector-%d", i)})
	}
	return p
}

// guidePage is a 办事指南.
type guidePage struct {
	about
	Guide *policy.Guide
}

func (*guidePage) template() string { return "guide" }

// qaPage is a question with its answer.
type qaPage struct {
	about
	QA *policy.QA
}

func (*qaPage) template() string { return "qa" }
