package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// What a page has around its text, and where the text is when the page says so: HTML's own elements, then the
// containers that the usual publishing systems of government sites write.
const (
	furniture = `script, style, noscript, template, nav, header, footer, aside, iframe, object, svg, button, select, textarea,
		[hidden], [aria-hidden=true], [style*="display:none"], [style*="display: none"]`
	content = `main, article, [role=main], #UCAP-CONTENT, .TRS_Editor, #zoom`
)

// siteSuffix is what a page title says behind the title of the document: _某某政府网, - 某某商务局.
var siteSuffix = regexp.MustCompile(`\s*(?:[_|｜]|\s[-–—]\s).*$`)

// fromHTML keeps title, headings, paragraphs, lists and tables of a page.
func fromHTML(text string) (string, error) {
	page, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return "", fmt.Errorf("%w: HTML: %w", ErrBroken, err)
	}
	title := pageTitle(page)
	page.Find(furniture).Remove()
	root := page.Find("body")
	if found := page.Find(content).First(); utf8.RuneCountInString(strings.TrimSpace(found.Text())) > 50 {
		root = found
	}
	var w walker
	for _, n := range root.Nodes {
		w.children(n)
	}
	w.flush()
	if len(w.out) == 0 {
		return "", ErrNoText
	}
	if title == "" {
		title, _, _ = strings.Cut(w.out[0].text, "\n")
	}
	return render(title, w.out), nil
}

// pageTitle is the main h1 (one in the page's header names the site), the ArticleTitle that government pages carry, or the page's title without the site's name.
func pageTitle(page *goquery.Document) string {
	candidates := []string{
		page.Find("main h1, article h1").First().Text(),
		page.Find("h1").Not("header h1, nav h1, footer h1").First().Text(),
		page.Find(`meta[name="ArticleTitle"]`).AttrOr("content", ""),
		siteSuffix.ReplaceAllString(page.Find("head title").First().Text(), ""),
	}
	for _, c := range candidates {
		if c = collapse(c); c != "" {
			return c
		}
	}
	return ""
}

// walker turns nodes into blocks; inline text gathers until a block begins or ends.
type walker struct {
	out    []block
	inline strings.Builder
	prefix string // of the next block: a list item's mark
	depth  int    // of lists
}

func (w *walker) children(n *html.Node) {
	for c := range n.ChildNodes() {
		w.node(c)
	}
}

func (w *walker) node(n *html.Node) {
	if n.Type == html.TextNode {
		w.inline.WriteString(strings.ReplaceAll(n.Data, "\x00", ""))
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	switch n.Data {
	case "br":
		w.inline.WriteByte(lineBreak)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.flush()
		w.children(n)
		if text := collapse(w.take()); text != "" {
			w.out = append(w.out, block{level: int(n.Data[1] - '0'), text: text})
		}
	case "ul", "ol", "menu":
		w.list(n)
	case "table":
		w.table(n)
	case "pre":
		w.flush()
		w.inline.WriteString(strings.ReplaceAll(goquery.NewDocumentFromNode(n).Text(), "\n", string(lineBreak)))
		w.flush()
	case "p", "div", "section", "article", "main", "center", "address", "blockquote", "figure", "figcaption", "details",
		"summary", "dl", "dt", "dd", "li", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "fieldset", "hr":
		w.flush()
		w.children(n)
		w.flush()
	default:
		w.children(n)
	}
}

func (w *walker) list(n *html.Node) {
	w.flush()
	count := 1
	for _, a := range n.Attr {
		if start, err := strconv.Atoi(a.Val); a.Key == "start" && err == nil {
			count = start
		}
	}
	for c := range n.ChildNodes() {
		if c.Type != html.ElementNode || c.Data != "li" {
			w.node(c)
			continue
		}
		w.prefix = strings.Repeat("  ", w.depth) + "- "
		if n.Data == "ol" {
			w.prefix = fmt.Sprintf("%s%d. ", strings.Repeat("  ", w.depth), count)
			count++
		}
		w.depth++
		w.children(c)
		w.flush()
		w.depth--
		w.prefix = ""
	}
}

// table writes a table of facts as rows; one that holds tables or headings, or has a single column, is layout.
func (w *walker) table(n *html.Node) {
	w.flush()
	t := goquery.NewDocumentFromNode(n)
	rows, width := [][]string(nil), 0
	layout := t.Find("table, h1, h2, h3, h4, h5, h6").Length() > 0
	if !layout {
		t.Find("tr").Each(func(_ int, tr *goquery.Selection) {
			var row []string
			tr.ChildrenFiltered("td, th").Each(func(_ int, cell *goquery.Selection) {
				var inner walker
				inner.children(cell.Nodes[0])
				inner.flush()
				row = append(row, joined(inner.out))
			})
			rows, width = append(rows, row), max(width, len(row))
		})
	}
	if layout || width < 2 {
		w.children(n)
		w.flush()
		return
	}
	if caption := collapse(t.Find("caption").First().Text()); caption != "" {
		w.out = append(w.out, block{text: caption})
	}
	w.out = append(w.out, table(rows)...)
}

// lineBreak marks <br> in gathered text, where line ends of the source mean nothing.
const lineBreak = '\x00'

func (w *walker) take() string {
	s := w.inline.String()
	w.inline.Reset()
	return s
}

// flush ends a block: one paragraph for every line that <br> made.
func (w *walker) flush() {
	for line := range strings.SplitSeq(w.take(), string(lineBreak)) {
		if line = collapse(line); line != "" {
			w.out = append(w.out, block{text: w.prefix + line})
			w.prefix = ""
		}
	}
}

// collapse makes white space single, as a browser does; a line end between Chinese characters is no space at all.
func collapse(s string) string {
	var b strings.Builder
	var last rune
	gap, wrapped := false, false
	for _, r := range s {
		if strings.ContainsRune(" \t\n\r\f\u00a0\u200b\ufeff\x00", r) {
			gap, wrapped = true, wrapped || r == '\n'
			continue
		}
		if gap && last != 0 && !(wrapped && chineseText(last) && chineseText(r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, gap, wrapped = r, false, false
	}
	return strings.TrimSpace(b.String())
}

func chineseText(r rune) bool {
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。；：、？！（）《》“”", r)
}
