package document

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// block is a paragraph, a heading, a list item or a whole table.
type block struct {
	level int // of a heading, 1 is the highest; 0 is text
	title bool
	text  string
}

// longest is how many characters a heading may have; what is longer is text that somebody styled as a heading.
const longest = 120

// render writes the blocks below their title. A first block that only repeats it is left out, and the highest level of
// heading that occurs becomes ##.
func render(title string, blocks []block) string {
	top := 9
	body := make([]block, 0, len(blocks))
	for i, b := range blocks {
		if i == 0 && b.text == title {
			continue
		}
		if utf8.RuneCountInString(b.text) > longest {
			b.level = 0
		}
		if b.level > 0 {
			top = min(top, b.level)
		}
		body = append(body, b)
	}
	var out strings.Builder
	out.WriteString("# " + oneLine(title) + "\n")
	for i, b := range body {
		if i == 0 || !b.item() || !body[i-1].item() {
			out.WriteByte('\n')
		}
		if b.level > 0 {
			b.text = strings.Repeat("#", min(b.level-top+2, 6)) + " " + oneLine(b.text)
		}
		out.WriteString(b.text + "\n")
	}
	return out.String()
}

// oneLine joins the lines of a heading, without a space between Chinese characters.
func oneLine(s string) string { return strings.Join(strings.Fields(collapse(s)), " ") }

var itemMark = regexp.MustCompile(`^\s*(?:-|\d+\.) `)

func (b block) item() bool { return b.level == 0 && itemMark.MatchString(b.text) }

// table writes rows as Markdown. A table of a single column is layout and becomes paragraphs.
func table(rows [][]string) []block {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	if width <= 1 {
		var out []block
		for _, row := range rows {
			if len(row) == 1 && row[0] != "" {
				out = append(out, block{text: row[0]})
			}
		}
		return out
	}
	var b strings.Builder
	for i, row := range rows {
		b.WriteByte('|')
		for col := range width {
			cell := ""
			if col < len(row) {
				cell = strings.ReplaceAll(strings.Join(strings.Fields(row[col]), " "), "|", "｜")
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteByte('\n')
		if i == 0 {
			b.WriteString("|" + strings.Repeat(" --- |", width) + "\n")
		}
	}
	return []block{{text: strings.TrimRight(b.String(), "\n")}}
}
