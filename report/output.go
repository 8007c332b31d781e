package report

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"github.com/xuri/excelize/v2"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/document"
	"shangda/store"
)

// Text is a whole yearly report: figures and sections.
type Text struct {
	*Report
	Office   desk.Office
	Sections []Section
	Signed   *store.Signed // nil: a draft
}

// Docx is the report as an official paper.
func (t Text) Docx() ([]byte, error) {
	var d document.Doc
	d.Title(t.Title(t.Office))
	d.Paragraph(t.Opening(t.Office))
	tables := t.Tables()
	for _, s := range t.Sections {
		d.Heading(1, s.Title)
		for line := range strings.Lines(s.Text) {
			d.Paragraph(strings.TrimSpace(line))
		}
		if tab, ok := tables[s.Table]; ok {
			d.Table(document.Table{Widths: tab.Widths, Head: tab.Head, Rows: tab.cells()})
		}
	}
	for _, note := range t.notes() {
		d.Paragraph(note)
	}
	if t.Signed != nil {
		d.Sign(t.Office.Name, t.Signed.At.In(disclosure.Zone).Format("2006年1月2日"))
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
		tab, ok := t.Tables()[s.Table]
		if !ok {
			continue
		}
		if f.SheetCount == 1 && f.GetSheetName(0) == "Sheet1" {
			if err := f.SetSheetName("Sheet1", tab.Name); err != nil {
				return nil, err
			}
		} else if _, err := f.NewSheet(tab.Name); err != nil {
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

func sheet(f *excelize.File, t Table) error {
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
	return t.each(func(row, col int, c Box) error {
		from, err := excelize.CoordinatesToCellName(col+1, row+1)
		if err != nil {
			return err
		}
		to, err := excelize.CoordinatesToCellName(col+max(c.Across, 1), row+max(c.Down, 1))
		if err != nil {
			return err
		}
		if from != to {
			if err := f.MergeCell(t.Name, from, to); err != nil {
				return err
			}
		}
		if err := f.SetCellStyle(t.Name, from, to, style); err != nil {
			return err
		}
		return f.SetCellValue(t.Name, from, number(c.Text))
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
		Rows  [][]Box
	}
	data := struct {
		Title, Opening string
		Sections       []section
		Notes          []string
	}{t.Title(t.Office), t.Opening(t.Office), nil, t.notes()}
	tables := t.Tables()
	for _, s := range t.Sections {
		data.Sections = append(data.Sections, section{s.Title, strings.Fields(s.Text), tables[s.Table].Rows})
	}
	var out bytes.Buffer
	err := page.Execute(&out, data)
	return out.Bytes(), err
}
