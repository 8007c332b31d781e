package document

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// grid is a ruled table: the places of its lines, and which cells they part.
type grid struct {
	xs, ys  []float64 // left to right, top to bottom
	rulings []rect
}

// near is how far apart, in points, lines may be drawn that are meant as one.
const near = 4

// grids finds the tables among rulings: groups that touch and have at least two columns and one row.
func grids(rulings []rect) []grid {
	var out []grid
	for _, group := range touching(rulings) {
		g := grid{rulings: group}
		for _, r := range group {
			if r.width() < r.height() {
				g.xs = append(g.xs, (r.left+r.right)/2)
			} else {
				g.ys = append(g.ys, (r.top+r.bottom)/2)
			}
		}
		g.xs, g.ys = distinct(g.xs), distinct(g.ys)
		slices.Reverse(g.ys)
		if len(g.xs) >= 3 && len(g.ys) >= 2 {
			out = append(out, g)
		}
	}
	return out
}

// touching groups rectangles that meet, at most near apart. Sorted from the left, only those that can still meet are compared.
func touching(all []rect) [][]rect {
	slices.SortFunc(all, func(a, b rect) int { return cmp.Compare(a.left, b.left) })
	group := make([]int, len(all))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, a := range all {
		for j := i + 1; j < len(all) && all[j].left <= a.right+near; j++ {
			if b := all[j]; b.bottom <= a.top+near && a.bottom <= b.top+near {
				group[find(j)] = find(i)
			}
		}
	}
	byRoot := map[int][]rect{}
	var order []int
	for i, r := range all {
		root := find(i)
		if byRoot[root] == nil {
			order = append(order, root)
		}
		byRoot[root] = append(byRoot[root], r)
	}
	out := make([][]rect, len(order))
	for i, root := range order {
		out[i] = byRoot[root]
	}
	return out
}

// distinct sorts places and makes one of those that are near.
func distinct(at []float64) []float64 {
	slices.Sort(at)
	return slices.CompactFunc(at, func(a, b float64) bool { return math.Abs(a-b) < near })
}

func (t grid) bounds() rect {
	return rect{t.xs[0], t.ys[len(t.ys)-1], t.xs[len(t.xs)-1], t.ys[0]}
}

func (t grid) holds(g glyph) bool {
	b, x, y := t.bounds(), (g.left+g.right)/2, middle(g)
	return x > b.left && x < b.right && y > b.bottom && y < b.top
}

// fill writes glyphs into cells. Cells that no line parts are one, whose text stands in its first; the others are empty.
func (t grid) fill(glyphs []glyph) [][]string {
	rows, cols := len(t.ys)-1, len(t.xs)-1
	cells := make([][]glyph, rows*cols)
	owner := t.owners()
	for _, g := range glyphs {
		col := place(t.xs, (g.left+g.right)/2)
		row := rows - 1 - place(reversed(t.ys), middle(g))
		at := owner[row*cols+col]
		cells[at] = append(cells[at], g)
	}
	out := make([][]string, rows)
	for i := range out {
		out[i] = make([]string, cols)
		for j := range out[i] {
			text := ""
			for _, r := range textRows(cells[i*cols+j]) {
				if text == "" {
					text = r.text
				} else {
					text = joinLines(text, r.text)
				}
			}
			out[i][j] = text
		}
	}
	return pruned(out)
}

func reversed(s []float64) []float64 {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}

// place is the gap between edges, in ascending order, that v falls into.
func place(edges []float64, v float64) int {
	i, _ := slices.BinarySearch(edges, v)
	return min(max(i-1, 0), len(edges)-2)
}

// owners tells for each cell the first cell of those it is one with.
func (t grid) owners() []int {
	rows, cols := len(t.ys)-1, len(t.xs)-1
	owner := make([]int, rows*cols)
	for i := range rows {
		for j := range cols {
			at := i*cols + j
			x, y := (t.xs[j]+t.xs[j+1])/2, (t.ys[i]+t.ys[i+1])/2
			switch {
			case j > 0 && !t.ruled(t.xs[j], y):
				owner[at] = owner[at-1]
			case i > 0 && !t.ruled(x, t.ys[i]):
				owner[at] = owner[at-cols]
			default:
				owner[at] = at
			}
		}
	}
	return owner
}

// ruled says whether a line passes by a point between two cells.
func (t grid) ruled(x, y float64) bool {
	return slices.ContainsFunc(t.rulings, func(r rect) bool {
		return r.left-near < x && x < r.right+near && r.bottom-near < y && y < r.top+near
	})
}

// pruned drops rows and columns in which nothing stands, which double lines make.
func pruned(rows [][]string) [][]string {
	blank := func(row []string) bool { return strings.Join(row, "") == "" }
	rows = slices.DeleteFunc(rows, blank)
	if len(rows) == 0 {
		return [][]string{{""}}
	}
	for j := len(rows[0]) - 1; j >= 0; j-- {
		if !slices.ContainsFunc(rows, func(row []string) bool { return row[j] != "" }) {
			for i := range rows {
				rows[i] = slices.Delete(rows[i], j, j+1)
			}
		}
	}
	return rows
}
