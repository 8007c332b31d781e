package report

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"github.com/xuri/excelize/v2"

	"shangda/desk"
	"shangda/document"
)

// Text is a whole yearly report: figures and sections.
type Text struct {
	*Report
	Office   desk.Office
	Sections []Section
}

// table is an official table as rows of cells; docx, xlsx and HTML draw the same one.
type table struct {
	name   string
	widths []int
	head   int
	rows   [][]document.Cell
}

// tables are the official tables by their key.
func (r *Report) tables() map[string]table {
	if r.Form == Form2018 {
		return map[string]table{"2018": r.table2018()}
	}
	return map[string]table{"t1": r.table1(), "t2": r.table2(), "t3": r.table3()}
}

// shown is a cell's figure as printed: nothing, a number, or 万元.
func (r *Report) shown(key string) string {
	c := r.byKey[key]
	switch {
	case c == nil || c.Value == nil:
		return ""
	case c.Unit == "万元":
		return money(*c.Value)
	}
	return fmt.Sprint(*c.Value)
}

func text(texts ...string) []document.Cell {
	var out []document.Cell
	for _, t := range texts {
		out = append(out, document.Cell{Text: t})
	}
	return out
}

func (r *Report) table2018() table {
	t := table{name: "统计表", widths: []int{7, 1, 2}, head: 1, rows: [][]document.Cell{text("统计指标", "单位", "统计数")}}
	for _, c := range r.Cells {
		indent := strings.Repeat("　", strings.Count(c.Key, "."))
		t.rows = append(t.rows, []document.Cell{{Text: indent + c.Label, Left: true}, {Text: c.Unit}, {Text: r.shown(c.Key)}})
	}
	return t
}

func (r *Report) table1() table {
	v := func(code string) string { return r.shown("t1." + code) }
	return table{name: "主动公开", widths: []int{1, 1, 1, 1}, rows: [][]document.Cell{
		{{Text: "第二十条第（一）项", Across: 4}},
		text("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
		text("规章", v("rule.made"), v("rule.repealed"), v("rule.in_force")),
		text("行政规范性文件", v("normative.made"), v("normative.repealed"), v("normative.in_force")),
		{{Text: "第二十条第（五）项", Across: 4}},
		{{Text: "信息内容"}, {Text: "本年处理决定数量", Across: 3}},
		{{Text: "行政许可"}, {Text: v("permit"), Across: 3}},
		{{Text: "第二十条第（六）项", Across: 4}},
		{{Text: "信息内容"}, {Text: "本年处理决定数量", Across: 3}},
		{{Text: "行政处罚"}, {Text: v("penalty"), Across: 3}},
		{{Text: "行政强制"}, {Text: v("coercion"), Across: 3}},
		{{Text: "第二十条第（八）项", Across: 4}},
		{{Text: "信息内容"}, {Text: "本年收费金额（单位：万元）", Across: 3}},
		{{Text: "行政事业性收费"}, {Text: v("fee_wan"), Across: 3}},
	}}
}

// groups2021 are the headings of table 2 that span several result rows: the first row's key, and how many.
var groups2021 = map[string]struct {
	label string
	rows  int
}{"r3.3.1": {"（三）不予公开", 8}, "r3.4.1": {"（四）无法提供", 3}, "r3.5.1": {"（五）不予处理", 5}, "r3.6.1": {"（六）其他处理", 3}}

func (r *Report) table2() table {
	t := table{name: "依申请公开", widths: []int{2, 2, 6, 2, 2, 2, 2, 2, 2, 2}, head: 3}
	t.rows = append(t.rows,
		[]document.Cell{{Text: "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", Across: 3, Down: 3}, {Text: "申请人情况", Across: 7}},
		[]document.Cell{{Text: "自然人", Down: 2}, {Text: "法人或其他组织", Across: 5}, {Text: "总计", Down: 2}},
		text("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))
	for _, row := range rows2021 {
		cells := labels2021(row)
		for _, c := range columns2021 {
			cells = append(cells, document.Cell{Text: r.shown(t2(row.key, c.key))})
		}
		t.rows = append(t.rows, cells)
	}
	return t
}

// labels2021 are the cells to the left of a row's figures.
func labels2021(row row2021) []document.Cell {
	label := row.label
	for _, heading := range []string{"三、本年度办理结果", "（三）不予公开 ", "（四）无法提供 ", "（五）不予处理 ", "（六）其他处理 "} {
		label = strings.TrimPrefix(label, heading)
	}
	group, heads := groups2021[row.key]
	switch {
	case !strings.Contains(row.key, "."): // r1, r2, r4
		return []document.Cell{{Text: label, Across: 3, Left: true}}
	case row.key == "r3.1":
		return []document.Cell{{Text: "三、本年度办理结果", Down: 22}, {Text: label, Across: 2, Left: true}}
	case strings.Count(row.key, ".") == 1:
		return []document.Cell{{Text: label, Across: 2, Left: true}}
	case heads:
		return []document.Cell{{Text: group.label, Down: group.rows}, {Text: label, Left: true}}
	}
	return []document.Cell{{Text: label, Left: true}}
}

func (r *Report) table3() table {
	t := table{name: "复议诉讼", widths: make([]int, 15), rows: [][]document.Cell{
		{{Text: "行政复议", Across: 5, Down: 2}, {Text: "行政诉讼", Across: 10}},
		{{Text: "未经复议直接起诉", Across: 5}, {Text: "复议后起诉", Across: 5}},
		nil, nil,
	}}
	for i := range t.widths {
		t.widths[i] = 1
	}
	for _, b := range blocks2021 {
		for _, x := range results2021 {
			t.rows[2] = append(t.rows[2], document.Cell{Text: x.label})
			t.rows[3] = append(t.rows[3], document.Cell{Text: r.shown("t3." + b.key + "." + x.key)})
		}
		t.rows[2] = append(t.rows[2], document.Cell{Text: "总计"})
		t.rows[3] = append(t.rows[3], document.Cell{Text: r.shown("t3." + b.key + ".total")})
	}
	return t
}

// Docx is the report as an official paper.
func (t Text) Docx() ([]byte, error) {
	var d document.Doc
	d.Title(t.Title(t.Office))
	d.Paragraph(t.Opening(t.Office))
	tables := t.tables()
	for _, s := range t.Sections {
		d.Heading(1, s.Title)
		for line := range strings.Lines(s.Text) {
			d.Paragraph(strings.TrimSpace(line))
		}
		if tab, ok := tables[s.Table]; ok {
			d.Table(document.Table{Widths: tab.widths, Head: tab.head, Rows: tab.rows})
		}
	}
	for _, note := range t.notes() {
		d.Paragraph(note)
	}
	return d.Bytes()
}

// notes are what a reader must know about the figures.
func (t Text) notes() []string {
	var out []string
	if t.Provisional {
		out = append(out, fmt.Sprintf("注：未录入%d年放假安排，按时办结数按双休日和法定节日暂行计算。", t.Year))
	}
	for _, c := range t.Cells {
		if c.Correct != nil {
			out = append(out, fmt.Sprintf("注：“%s”为人工更正（系统统计%d），理由：%s", c.Label, *c.Computed, c.Correct.Reason))
		}
	}
	return out
}

// Xlsx is the report's tables, one a sheet.
func (t Text) Xlsx() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range t.Sections {
		tab, ok := t.tables()[s.Table]
		if !ok {
			continue
		}
		if f.SheetCount == 1 && f.GetSheetName(0) == "Sheet1" {
			if err := f.SetSheetName("Sheet1", tab.name); err != nil {
				return nil, err
			}
		} else if _, err := f.NewSheet(tab.name); err != nil {
			return nil, err
		}
		if err := sheet(f, tab); err != nil {
			return nil, fmt.Errorf("section %d: %w", i+1, err)
		}
	}
	var out bytes.Buffer
	err := f.Write(&out)
	return out.Bytes(), err
}

func sheet(f *excelize.File, t table) error {
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	style, err := f.NewStyle(&excelize.Style{
		Border: border, Font: &excelize.Font{Family: "宋体", Size: 11},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
	})
	if err != nil {
		return err
	}
	return t.each(func(row, col int, c document.Cell) error {
		from, err := excelize.CoordinatesToCellName(col+1, row+1)
		if err != nil {
			return err
		}
		to, err := excelize.CoordinatesToCellName(col+max(c.Across, 1), row+max(c.Down, 1))
		if err != nil {
			return err
		}
		if from != to {
			if err := f.MergeCell(t.name, from, to); err != nil {
				return err
			}
		}
		if err := f.SetCellStyle(t.name, from, to, style); err != nil {
			return err
		}
		return f.SetCellValue(t.name, from, number(c.Text))
	})
}

// number gives figures as numbers; a text stays one, so that none is ever a formula.
func number(s string) any {
	var n float64
	if _, err := fmt.Sscanf(s, "%g", &n); err == nil && fmt.Sprint(n) == strings.TrimSuffix(s, ".00") {
		return n
	}
	return s
}

// each passes every cell with the place where it begins.
func (t table) each(f func(row, col int, c document.Cell) error) error {
	taken := map[[2]int]bool{}
	for i, row := range t.rows {
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

// page is the report for the office's website: one file, no scripts, no pictures of tables.
var page = template.Must(template.New("report").Parse(`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.8 "FangSong","Noto Serif CJK SC",serif;color:#1a1a1a}
h1{text-align:center;font-size:1.5rem}h2{font-size:1.15rem}p{text-indent:2em;margin:.4em 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}td{border:1px solid #444;padding:.3rem;text-align:center}td.l{text-align:left}
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<p>{{.Opening}}</p>
{{range .Sections}}<h2>{{.Title}}</h2>
{{range .Lines}}<p>{{.}}</p>
{{end}}{{with .Rows}}<div class="scroll" tabindex="0"><table>
{{range .}}<tr>{{range .}}<td{{if .Left}} class="l"{{end}}{{if gt .Across 1}} colspan="{{.Across}}"{{end}}{{if gt .Down 1}} rowspan="{{.Down}}"{{end}}>{{.Text}}</td>{{end}}</tr>
{{end}}</table></div>
{{end}}{{end}}{{range .Notes}}<p>{{.}}</p>
{{end}}</body>
</html>
`))

// HTML is the report as a page of its own.
func (t Text) HTML() ([]byte, error) {
	type section struct {
		Title string
		Lines []string
		Rows  [][]document.Cell
	}
	data := struct {
		Title, Opening string
		Sections       []section
		Notes          []string
	}{t.Title(t.Office), t.Opening(t.Office), nil, t.notes()}
	tables := t.tables()
	for _, s := range t.Sections {
		data.Sections = append(data.Sections, section{s.Title, strings.Fields(s.Text), tables[s.Table].rows})
	}
	var out bytes.Buffer
	err := page.Execute(&out, data)
	return out.Bytes(), err
}
