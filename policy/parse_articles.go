package policy

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Names that are not read off the text.
const (
	wholeText = "全文"  // a document without articles and headings
	opening   = "§引言" // text above the first article or heading of a document that has some
)

// A section without articles that is longer than passage characters is cut between paragraphs into §heading,
// §heading（2） …; a document without any heading only when it is longer than whole.
const (
	passage = 1500
	whole   = 3 * passage
)

// cutter turns the lines of a document into articles.
type cutter struct {
	doc   *Document
	title string // squeezed
	list  bool   // a negative list: numbered entries are articles

	above      []level         // headings above the current line, outermost first
	attachment string          // 附件1, once the text has come to it
	contents   map[string]bool // lines of the table of contents while inside it, else nil
	history    bool            // inside a bracket of dates that runs over several lines
	begun      bool            // something was kept: what looks like title matter is text from here on

	number int // of the article before
	entry  int // of the list entry before
	out    []piece
	open   bool // the last piece takes further lines
	taken  map[string]bool
}

type level struct {
	depth int // grows inwards
	text  string
}

type piece struct {
	name, heading string
	lines         []string
	divisible     bool // named by a heading, not by a number
}

func newCutter(d *Document) *cutter {
	return &cutter{doc: d, title: squeeze(d.Title), list: strings.Contains(d.Title, "负面清单"), taken: map[string]bool{}}
}

func (c *cutter) line(raw string) {
	line := clean(raw)
	if line == "" || rule.MatchString(line) {
		return
	}
	depth, text := heading(line)
	if depth > 0 {
		line = text
		if line == "" {
			return
		}
	}
	if c.inContents(line, depth) || depth == 0 && c.titleMatter(line) {
		return
	}
	if name, n, rest, ok := article(line, c.number); ok {
		c.number = n
		c.start(name, c.path(0), rest, false)
		return
	}
	if depth > 0 {
		c.descend(depth, line)
		return
	}
	if rank, text, ok := chapter(line); ok {
		c.descend(6+rank, text)
		return
	}
	if c.attached(line) || c.inList() && c.listLine(line) || omission.MatchString(line) {
		return
	}
	c.keep(line)
}

// keep adds a paragraph to the open article, or begins the section of the heading above it.
func (c *cutter) keep(line string) {
	if !c.open {
		name := opening
		if n := len(c.above); n > 0 {
			name = "§" + c.above[n-1].text
		}
		c.start(name, c.path(1), "", true)
	}
	p := &c.out[len(c.out)-1]
	p.lines = append(p.lines, line)
	c.begun = true
}

// start opens an article; a name that is taken is told apart by its attachment, else by a count.
func (c *cutter) start(name, heading, text string, divisible bool) {
	if c.taken[name] && c.attachment != "" {
		name = c.attachment + name
	}
	unique := name
	for n := 2; c.taken[unique]; n++ {
		unique = fmt.Sprintf("%s（%d）", name, n)
	}
	c.taken[unique] = true
	p := piece{name: unique, heading: heading, divisible: divisible}
	if text != "" {
		p.lines = append(p.lines, text)
	}
	c.out, c.open, c.begun = append(c.out, p), true, true
}

// descend moves below a heading. One that is or repeats the title stands for nothing.
func (c *cutter) descend(depth int, text string) {
	for len(c.above) > 0 && c.above[len(c.above)-1].depth >= depth {
		c.above = c.above[:len(c.above)-1]
	}
	c.open = false
	if strings.Contains(text, "负面清单") {
		c.entry = 0
	}
	if squeeze(text) == c.title || depth == 1 && !c.begun {
		return
	}
	if _, name, ok := chapter(text); ok {
		text = name
	}
	c.above = append(c.above, level{depth, text})
	c.begun = true
}

// path joins the headings above, without the innermost n.
func (c *cutter) path(n int) string {
	var parts []string
	for _, l := range c.above[:max(0, len(c.above)-n)] {
		parts = append(parts, l.text)
	}
	return strings.Join(parts, " / ")
}

// titleMatter tells lines that repeat title, number and issuer above the text, and the bracket of dates on which it was
// adopted, published and amended. They are facts about the document, not part of an article.
func (c *cutter) titleMatter(line string) bool {
	if c.history {
		c.history = !closes(line)
		return true
	}
	if c.begun {
		return false
	}
	bare := squeeze(line)
	if strings.HasPrefix(bare, "（") || strings.HasPrefix(bare, "(") {
		c.history = dated.MatchString(bare) && !closes(bare)
		return dated.MatchString(bare)
	}
	if docNumber.MatchString(bare) {
		if c.doc.DocNo == "" {
			c.doc.DocNo = bare
		}
		return true
	}
	return bare == squeeze(c.doc.Issuer) || bare == squeeze(c.doc.DocNo) ||
		utf8.RuneCountInString(bare) >= 4 && strings.Contains(c.title, bare)
}

func closes(line string) bool { return strings.HasSuffix(line, "）") || strings.HasSuffix(line, ")") }

// inContents skips a table of contents: from its heading to the first line that can't be an entry or stands there again.
func (c *cutter) inContents(line string, depth int) bool {
	bare := squeeze(line)
	if bare == "目录" || bare == "目次" {
		c.contents = map[string]bool{}
		return true
	}
	if c.contents == nil {
		return false
	}
	bare = strings.TrimRight(bare, ".…·0123456789")
	_, _, _, isArticle := article(line, 0)
	if depth > 0 || isArticle || c.contents[bare] || utf8.RuneCountInString(bare) > 40 || strings.HasSuffix(bare, "。") {
		c.contents = nil
		return false
	}
	c.contents[bare] = true
	return true
}

// attached opens the section of an attachment that follows the articles.
func (c *cutter) attached(line string) bool {
	if c.number == 0 {
		return false
	}
	m := attachLabel.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	label := squeeze(m[1])
	c.above, c.number, c.entry = []level{{1, label}}, 0, 0
	c.attachment = label
	c.start("§"+label, "", m[2]+m[3], true)
	return true
}

// articles closes the document: sections that are too long are cut, and the only text of a document without headings is 全文.
func (c *cutter) articles() []Article {
	if len(c.out) == 1 && c.out[0].name == opening {
		c.out[0].name = wholeText
	}
	var out []Article
	for _, p := range c.out {
		parts := []string{strings.Join(p.lines, "\n")}
		limit := passage
		if p.name == wholeText {
			limit = whole
		}
		if p.divisible && utf8.RuneCountInString(parts[0]) > limit {
			parts = divide(p.lines)
		}
		name := p.name
		for i, text := range parts {
			for n := i + 1; i > 0 && c.taken[name]; n++ {
				name = fmt.Sprintf("%s（%d）", p.name, n)
			}
			c.taken[name] = true
			if text != "" {
				out = append(out, Article{Name: name, Heading: p.heading, Text: text})
			}
		}
	}
	return out
}

// divide groups lines into texts of at most passage characters; a longer line is cut behind a full stop.
func divide(lines []string) []string {
	var out []string
	var b strings.Builder
	size := 0
	for _, line := range lines {
		for i, part := range sentences(line) {
			n := utf8.RuneCountInString(part)
			switch {
			case size == 0:
			case size+n > passage:
				out, size = append(out, b.String()), 0
				b.Reset()
			case i == 0:
				b.WriteByte('\n')
			}
			b.WriteString(part)
			size += n
		}
	}
	return append(out, b.String())
}

// sentences leaves a line of ordinary length whole.
func sentences(line string) []string {
	if utf8.RuneCountInString(line) <= passage {
		return []string{line}
	}
	return strings.SplitAfter(line, "。")
}
