package report

import (
	"fmt"
	"slices"
	"strings"

	"shangda/document"
)

// Table is an official table as rows of boxes; docx, xlsx, HTML and the staff's page draw the same one.
type Table struct {
	Name   string
	Widths []int // shares of the width
	Head   int   // rows repeated on each page
	Rows   [][]Box
}

// Box is a place in a table, and how many columns and rows it takes. Rows list only the boxes that begin in them.
type Box struct {
	document.Cell
	Key string // of the figure that stands in it; empty for a label
}

// Tables are the official tables by their key.
func (r *Report) Tables() map[string]Table {
	if r.Form == Form2018 {
		return map[string]Table{"2018": r.table2018()}
	}
	return map[string]Table{"t1": r.table1(), "t2": r.table2(), "t3": r.table3()}
}

// cells are the rows of boxes as a document draws them.
func (t Table) cells() [][]document.Cell {
	out := make([][]document.Cell, len(t.Rows))
	for i, row := range t.Rows {
		for _, b := range row {
			out[i] = append(out[i], b.Cell)
		}
	}
	return out
}

// box holds a figure, across so many columns.
func (r *Report) box(key string, across int) Box {
	return Box{document.Cell{Text: r.Shown(key), Across: across}, key}
}

// label is a box without a figure.
func label(text string, across, down int) Box {
	return Box{Cell: document.Cell{Text: text, Across: across, Down: down}}
}

// Shown is a cell's figure as printed: nothing, a number, or 万元.
func (r *Report) Shown(key string) string {
	c := r.byKey[key]
	switch {
	case c == nil || c.Value == nil:
		return ""
	case c.Unit == "万元":
		return money(*c.Value)
	}
	return fmt.Sprint(*c.Value)
}

func labels(texts ...string) []Box {
	var out []Box
	for _, t := range texts {
		out = append(out, label(t, 1, 1))
	}
	return out
}

func left(text string, across int) Box {
	return Box{Cell: document.Cell{Text: text, Across: across, Left: true}}
}

func (r *Report) table2018() Table {
	t := Table{Name: "统计表", Widths: []int{7, 1, 2}, Head: 1, Rows: [][]Box{labels("统计指标", "单位", "统计数")}}
	for _, c := range r.Cells {
		indent := strings.Repeat("　", strings.Count(c.Key, "."))
		t.Rows = append(t.Rows, []Box{left(indent+c.Label, 1), label(c.Unit, 1, 1), r.box(c.Key, 1)})
	}
	return t
}

func (r *Report) table1() Table {
	three := func(name, code string) []Box {
		return []Box{label(name, 1, 1), r.box("t1."+code+".made", 1), r.box("t1."+code+".repealed", 1), r.box("t1."+code+".in_force", 1)}
	}
	one := func(name, code string) []Box { return []Box{label(name, 1, 1), r.box("t1."+code, 3)} }
	head := func(what string) []Box { return []Box{label("信息内容", 1, 1), label(what, 3, 1)} }
	return Table{Name: "主动公开", Widths: []int{1, 1, 1, 1}, Rows: [][]Box{
		{label("第二十条第（一）项", 4, 1)},
		labels("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
		three("规章", "rule"),
		three("行政规范性文件", "normative"),
		{label("第二十条第（五）项", 4, 1)},
		head("本年处理决定数量"),
		one("行政许可", "permit"),
		{label("第二十条第（六）项", 4, 1)},
		head("本年处理决定数量"),
		one("行政处罚", "penalty"),
		one("行政强制", "coercion"),
		{label("第二十条第（八）项", 4, 1)},
		head("本年收费金额（单位：万元）"),
		one("行政事业性收费", "fee_wan"),
	}}
}

// groups2021 are the headings of table 2 that span several result rows: the first row's key, and how many.
var groups2021 = map[string]struct {
	label string
	rows  int
}{"r3.3.1": {"（三）不予公开", 8}, "r3.4.1": {"（四）无法提供", 3}, "r3.5.1": {"（五）不予处理", 5}, "r3.6.1": {"（六）其他处理", 3}}

func (r *Report) table2() Table {
	t := Table{Name: "依申请公开", Widths: []int{3, 4, 9, 3, 3, 3, 3, 3, 3, 3}, Head: 3}
	t.Rows = append(t.Rows,
		[]Box{label("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), label("申请人情况", 7, 1)},
		[]Box{label("自然人", 1, 2), label("法人或其他组织", 5, 1), label("总计", 1, 2)},
		labels("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))
	for _, row := range rows2021 {
		boxes := labels2021(row)
		for _, c := range columns2021 {
			boxes = append(boxes, r.box(t2(row.key, c.key), 1))
		}
		t.Rows = append(t.Rows, boxes)
	}
	return t
}

// labels2021 are the boxes to the left of a row's figures.
func labels2021(row row2021) []Box {
	text := row.label
	for _, heading := range []string{"三、本年度办理结果", "（三）不予公开 ", "（四）无法提供 ", "（五）不予处理 ", "（六）其他处理 "} {
		text = strings.TrimPrefix(text, heading)
	}
	group, heads := groups2021[row.key]
	switch {
	case !strings.Contains(row.key, "."): // r1, r2, r4
		return []Box{left(text, 3)}
	case row.key == "r3.1":
		return []Box{label("三、本年度办理结果", 1, 22), left(text, 2)}
	case strings.Count(row.key, ".") == 1:
		return []Box{left(text, 2)}
	case heads:
		return []Box{label(group.label, 1, group.rows), left(text, 1)}
	}
	return []Box{left(text, 1)}
}

func (r *Report) table3() Table {
	t := Table{Name: "复议诉讼", Widths: slices.Repeat([]int{1}, 15), Rows: [][]Box{
		{label("行政复议", 5, 2), label("行政诉讼", 10, 1)},
		{label("未经复议直接起诉", 5, 1), label("复议后起诉", 5, 1)},
		nil, nil,
	}}
	for _, b := range blocks2021 {
		for _, x := range results2021 {
			t.Rows[2] = append(t.Rows[2], label(x.label, 1, 1))
			t.Rows[3] = append(t.Rows[3], r.box("t3."+b.key+"."+x.key, 1))
		}
		t.Rows[2] = append(t.Rows[2], label("总计", 1, 1))
		t.Rows[3] = append(t.Rows[3], r.box("t3."+b.key+".total", 1))
	}
	return t
}

// each passes every cell with the place where it begins.
func (t Table) each(f func(row, col int, b Box) error) error {
	taken := map[[2]int]bool{}
	for i, row := range t.Rows {
		col := 0
		for _, c := range row {
			for taken[[2]int{i, col}] {
				col++
			}
			for y := range max(c.Down, 1) {
				for x := range max(c.Across, 1) {
					taken[[2]int{i + y, col + x}] = true
				}
			}
			if err := f(i, col, c); err != nil {
				return err
			}
			col += max(c.Across, 1)
		}
	}
	return nil
}
