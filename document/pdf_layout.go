package document

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// rect is a box in points; y grows upwards.
type rect struct{ left, bottom, right, top float64 }

func (r rect) width() float64  { return r.right - r.left }
func (r rect) height() float64 { return r.top - r.bottom }

// thin is a drawn line: of a table, when it is long enough.
func (r rect) thin() bool {
	return min(r.width(), r.height()) <= 3 && max(r.width(), r.height()) >= 5
}

// glyph is one character where it stands.
type glyph struct {
	char rune
	rect
	spaced bool // the text has a space before it; gaps without one are measured
}

// page is what is taken of a page: in the position in which it is read.
type page struct {
	width, height float64
	glyphs        []glyph
	rulings       []rect
	picture       float64 // share of the page that its largest picture covers
}

// turn brings a page that is shown turned by quarters, clockwise, into its reading position; width and height are already.
func (p *page) turn(quarters int) {
	at := func(r rect) rect {
		switch quarters {
		case 1:
			return rect{r.bottom, p.height - r.right, r.top, p.height - r.left}
		case 2:
			return rect{p.width - r.right, p.height - r.top, p.width - r.left, p.height - r.bottom}
		case 3:
			return rect{p.width - r.top, r.left, p.width - r.bottom, r.right}
		}
		return r
	}
	for i := range p.glyphs {
		p.glyphs[i].rect = at(p.glyphs[i].rect)
	}
	for i := range p.rulings {
		p.rulings[i] = at(p.rulings[i])
	}
}

// row is one line of text of a page, or a whole table.
type row struct {
	rect
	text  string
	size  float64 // height of the letters
	page  int
	table [][]string // set for a table
}

// layout puts the pages' text together again: rows to paragraphs, ruled tables to tables, without page numbers and running
// heads.
func layout(pages []page) []block {
	var rows []row
	for i, p := range pages {
		of := p.rows()
		for j := range of {
			of[j].page = i
		}
		rows = append(rows, of...)
	}
	rows = unnumbered(rows, pages)
	return newColumn(rows).blocks(rows)
}

// rows are the lines and tables of a page from top to bottom.
func (p *page) rows() []row {
	tables := grids(p.rulings)
	cells := make([][]glyph, len(tables))
	var free []glyph
	for _, g := range p.glyphs {
		at := slices.IndexFunc(tables, func(t grid) bool { return t.holds(g) })
		if at < 0 {
			free = append(free, g)
		} else {
			cells[at] = append(cells[at], g)
		}
	}
	rows := textRows(free)
	for i, t := range tables {
		if len(cells[i]) > 0 {
			rows = append(rows, row{rect: t.bounds(), table: t.fill(cells[i])})
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.top, a.top) })
	return rows
}

// textRows gathers glyphs that stand at one height.
func textRows(glyphs []glyph) []row {
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(b.top+b.bottom, a.top+a.bottom) })
	var rows []row
	for len(glyphs) > 0 {
		first, n := glyphs[0], 1
		for n < len(glyphs) && middle(first)-middle(glyphs[n]) < 0.45*max(first.height(), glyphs[n].height()) {
			n++
		}
		if r := textRow(glyphs[:n]); r.text != "" {
			rows = append(rows, r)
		}
		glyphs = glyphs[n:]
	}
	return rows
}

func middle(g glyph) float64 { return (g.top + g.bottom) / 2 }

// textRow sets glyphs side by side. One drawn twice at the same place, which makes it bold, counts once.
func textRow(glyphs []glyph) row {
	glyphs = slices.Clone(glyphs)
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.left, b.left) })
	var b strings.Builder
	out := row{rect: glyphs[0].rect}
	heights := make([]float64, 0, len(glyphs))
	for i, g := range glyphs {
		if i > 0 {
			last := glyphs[i-1]
			if last.char == g.char && g.left-last.left < 0.3*g.height() && g.left < last.right-0.3*g.width() {
				continue
			}
			if wide(last, g) {
				b.WriteByte(' ')
			}
		}
		b.WriteRune(g.char)
		heights = append(heights, g.height())
		out.rect = rect{min(out.left, g.left), min(out.bottom, g.bottom), max(out.right, g.right), max(out.top, g.top)}
	}
	slices.Sort(heights)
	out.size = heights[len(heights)/2]
	out.text = strings.TrimSpace(b.String())
	return out
}

// wide says whether a gap between neighbours is a space: between Chinese characters only a wide one is, since justified
// lines are stretched.
func wide(a, b glyph) bool {
	gap, size := b.left-a.right, min(a.height(), b.height())
	if a.char == '.' {
		return gap > 0.15*size // 1. 甲
	}
	if b.spaced {
		return gap > 0.1*size
	}
	if chineseText(a.char) || chineseText(b.char) {
		return gap > 0.6*size
	}
	return gap > 0.15*size
}

var (
	pageNumber = regexp.MustCompile(`^(?:[-—–－―~～·•.\s]*\d{1,4}[-—–－―~～·•.\s]*|[第\s]*\d{1,4}\s*页(?:[，,/\s]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|(?i:page)\s*\d{1,4}(?:\s*of\s*\d{1,4})?)$`)
	counted    = regexp.MustCompile(`\d+`)
)

// margin is the share of a page's height at its top and bottom in which running heads and page numbers stand.
const margin = 0.12

// unnumbered drops page numbers, and what stands in the margin of most pages, numbers in it aside.
func unnumbered(rows []row, pages []page) []row {
	inMargin := func(r row) bool {
		p := pages[r.page]
		return r.table == nil && (r.bottom > p.height*(1-margin) || r.top < p.height*margin)
	}
	key := func(r row) string { return counted.ReplaceAllString(r.text, "#") }
	seen := map[string]map[int]bool{}
	for _, r := range rows {
		if inMargin(r) {
			if seen[key(r)] == nil {
				seen[key(r)] = map[int]bool{}
			}
			seen[key(r)][r.page] = true
		}
	}
	return slices.DeleteFunc(rows, func(r row) bool {
		if !inMargin(r) {
			return false
		}
		on := len(seen[key(r)])
		return pageNumber.MatchString(r.text) || on >= 3 && on*5 >= len(pages)*2 || on == 2 && len(pages) == 2
	})
}
