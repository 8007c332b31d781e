package document

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// Doc is an official paper to be written as docx: A4, margins, fonts and lines of GB/T 9704-2012, page numbers outside
// below. The zero value is an empty one. What its methods add follows in their order.
type Doc struct {
	Landscape bool   // for wide tables
	Header    string // running head of every page; empty for none
	body      strings.Builder
	lists     int
	pictures  [][]byte
}

// Title adds the title: 二号小标宋, centred.
func (d *Doc) Title(text string) { d.paragraph("Title", "", text) }

// Heading adds a heading of level 1 to 4: 一、 黑体, （一） 楷体, 1. and （1） 仿宋. Its number is part of the text.
func (d *Doc) Heading(level int, text string) {
	d.paragraph(fmt.Sprintf("Heading%d", min(max(level, 1), 4)), "", text)
}

// Paragraph adds text with its first line indented by two characters.
func (d *Doc) Paragraph(text string) { d.paragraph("Body", "", text) }

// Closing adds the last paragraph, which goes to the next page whole with the signature: that never stands on a page alone.
func (d *Doc) Closing(text string) { d.paragraph("Body", "<w:keepNext/><w:keepLines/>", text) }

// Flush adds text without indent: 主送机关, 附件.
func (d *Doc) Flush(text string) { d.paragraph("", "", text) }

// Centred adds a line in the middle: 文号 below a title, a form's note.
func (d *Doc) Centred(text string) { d.paragraph("", `<w:jc w:val="center"/>`, text) }

// Numbered adds a list that counts 1. 2. 3. by itself, each list from 1.
func (d *Doc) Numbered(items ...string) {
	d.lists++
	for _, item := range items {
		d.paragraph("Body", fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, d.lists), item)
	}
}

// Picture adds a line of text with a square PNG behind it, so many millimetres wide, on one page with what follows; says is what it shows,
// for those who don't see it.
func (d *Doc) Picture(text string, png []byte, millimetres int, says string) {
	d.pictures = append(d.pictures, png)
	n, side := len(d.pictures), millimetres*36000 // EMU
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="Body"/><w:keepNext/><w:spacing w:line="240" w:lineRule="auto"/><w:textAlignment w:val="center"/></w:pPr>%[4]s<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[2]d" cy="%[2]d"/><wp:docPr id="%[1]d" name="picture%[1]d" descr="%[3]s"/>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[1]d" name="picture%[1]d.png"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="picture%[1]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		n, side, escape(says), run(text))
}

// PageBreak begins a new page.
func (d *Doc) PageBreak() { d.body.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`) }

// Sign adds office and date at the right, the office centred above the date, with room for the seal across both (GB/T
// 9704-2012, 7.3.5.1). They stay together.
func (d *Doc) Sign(office, date string) {
	const right = 4 * bodySize // the date stands four characters from the edge
	wider := (width(office) - width(date)) / 2
	line := func(properties string, indent int, text string) {
		d.paragraph("", fmt.Sprintf(`%s<w:ind w:right="%d"/><w:jc w:val="right"/>`, properties, indent), text)
	}
	line(fmt.Sprintf(`<w:keepNext/><w:spacing w:before="%d"/>`, 2*linePitch), max(right-wider, 0), office)
	line("", max(right, wider), date)
}

// width of a text in twips, in the size of the body: Chinese characters are squares, others half of it.
func width(text string) int {
	w := 0
	for _, r := range text {
		if r < 0x2000 {
			w += bodySize / 2
		} else {
			w += bodySize
		}
	}
	return w
}

// paragraph writes w:p; a newline in text is a line break.
func (d *Doc) paragraph(style, properties, text string) {
	if style != "" {
		style = `<w:pStyle w:val="` + style + `"/>`
	}
	fmt.Fprintf(&d.body, `<w:p><w:pPr>%s%s</w:pPr>%s</w:p>`, style, properties, run(text))
}

func run(text string) string {
	var b strings.Builder
	b.WriteString(`<w:r>`)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

// escape writes text for XML; what XML can't hold becomes U+FFFD.
func escape(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

// Table is a ruled table over the whole width.
type Table struct {
	Widths []int // shares of the width, one a column
	Head   int   // how many rows are repeated on each page, in 黑体
	Rows   [][]Cell
}

// Cell is a cell and how many columns and rows it takes; 0 counts as 1. Rows list only the cells that begin in them.
type Cell struct {
	Text   string
	Across int
	Down   int
	Left   bool // set at the left; otherwise centred
}

// Table adds a table.
func (d *Doc) Table(t Table) {
	total, sum := d.textWidth(), 0
	for _, share := range t.Widths {
		sum += share
	}
	widths := make([]int, len(t.Widths))
	fmt.Fprintf(&d.body, `<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, total)
	for i, share := range t.Widths {
		widths[i] = total * share / max(sum, 1)
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, widths[i])
	}
	d.body.WriteString(`</w:tblGrid>`)
	down := make([]Cell, len(widths)) // cells from above that go on here; Down counts the rows left
	for i, row := range t.Rows {
		d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		style := "Cell"
		if i < t.Head {
			d.body.WriteString(`<w:tblHeader/>`)
			style = "HeadCell"
		}
		d.body.WriteString(`</w:trPr>`)
		d.row(row, widths, down, style)
		d.body.WriteString(`</w:tr>`)
	}
	d.body.WriteString(`</w:tbl>`)
}

// row writes the cells of a row, and empty ones where none begins.
func (d *Doc) row(cells []Cell, widths []int, down []Cell, style string) {
	for col := 0; col < len(widths); {
		c, merge := Cell{}, ""
		switch {
		case down[col].Down > 0:
			down[col].Down--
			c, merge = Cell{Across: down[col].Across}, `<w:vMerge/>`
		case len(cells) > 0:
			c, cells = cells[0], cells[1:]
			if c.Down > 1 {
				merge = `<w:vMerge w:val="restart"/>`
				down[col] = Cell{Across: c.Across, Down: c.Down - 1}
			}
		}
		across := min(max(c.Across, 1), len(widths)-col)
		w := 0
		for _, one := range widths[col : col+across] {
			w += one
		}
		span := ""
		if across > 1 {
			span = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, across)
		}
		align := ""
		if c.Left {
			align = `<w:jc w:val="left"/>`
		}
		fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s%s<w:vAlign w:val="center"/></w:tcPr>`, w, span, merge)
		d.paragraph(style, align, c.Text)
		d.body.WriteString(`</w:tc>`)
		col += across
	}
}

// textWidth is what the margins leave, in twips.
func (d *Doc) textWidth() int {
	if d.Landscape {
		return pageHeight - marginTop - marginBottom
	}
	return pageWidth - marginLeft - marginRight
}

// Bytes is the file. The same content gives the same bytes.
func (d *Doc) Bytes() ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range d.parts() {
		f, err := w.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write([]byte(cmp.Or(part.content, " "))); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
