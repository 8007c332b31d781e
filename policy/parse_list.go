package policy

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// inList tells whether numbered lines are entries: the title or a heading above speaks of a negative list.
func (c *cutter) inList() bool {
	for _, l := range c.above {
		if strings.Contains(l.text, "负面清单") {
			return true
		}
	}
	return c.list
}

// listLine reads what only negative lists have: notes (一、 under 说明), entries (12.) under their sector, both also as
// rows of a table, and sector headings that are not marked as headings.
func (c *cutter) listLine(line string) bool {
	if c.listHeading(line) {
		return true
	}
	cells, isRow := row(line)
	if c.inNotes() {
		return !isRow && c.noteLine(line)
	}
	if isRow {
		return c.listRow(cells)
	}
	if m := entryLabel.FindStringSubmatch(line); m != nil {
		return c.listEntry(m[1], trim(m[2]+m[3]))
	}
	return c.sector(line)
}

// listHeading takes 说明 and 清单（摘录） as headings of a list's two parts where they aren't marked as such.
func (c *cutter) listHeading(line string) bool {
	bare := squeeze(line)
	if utf8.RuneCountInString(bare) > 40 || strings.ContainsAny(bare, "，。；：、|") || strings.HasPrefix(bare, "-") {
		return false
	}
	if !strings.HasPrefix(bare, "说明") && (!c.inNotes() || !strings.Contains(bare, "清单")) {
		return false
	}
	c.descend(6, bare)
	return true
}

func (c *cutter) inNotes() bool {
	n := len(c.above)
	return n > 0 && strings.HasPrefix(c.above[n-1].text, "说明")
}

func (c *cutter) noteLine(line string) bool {
	m := noteLabel.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	c.start("说明第"+m[1]+"条", c.above[len(c.above)-1].text, m[2], false)
	return true
}

// listEntry refuses a number that doesn't rise: a count inside an entry belongs to its text.
func (c *cutter) listEntry(number, text string) bool {
	n := parseNumber(number)
	if n <= c.entry || text == "" {
		return false
	}
	c.entry = n
	sector := ""
	if len(c.above) > 0 {
		sector = c.above[len(c.above)-1].text
	}
	c.start(fmt.Sprintf("清单第%d项", n), sector, text, false)
	return true
}

// sector takes 一、农、林、牧、渔业 as the heading of the entries below it: short and no sentence.
func (c *cutter) sector(line string) bool {
	if !noteLabel.MatchString(line) || utf8.RuneCountInString(line) > 30 || strings.ContainsAny(line, "。；：，") {
		return false
	}
	c.descend(7, line)
	return true
}

func (c *cutter) listRow(cells []string) bool {
	if len(cells) == 1 {
		return c.sector(cells[0])
	}
	if len(cells) == 0 || strings.Trim(cells[0], "0123456789０１２３４５６７８９.．") != "" {
		return false
	}
	return c.listEntry(strings.TrimRight(cells[0], ".．"), strings.Join(cells[1:], " "))
}

// row reads a Markdown table row without its empty and repeated cells.
func row(line string) ([]string, bool) {
	if !strings.HasPrefix(line, "|") {
		return nil, false
	}
	var cells []string
	for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
		if cell = trim(cell); cell != "" && (len(cells) == 0 || cells[len(cells)-1] != cell) {
			cells = append(cells, cell)
		}
	}
	return cells, true
}
