package paper

import "shangda/document"

// Docx is the paper as a file: number below the title, the addressee flush, the office and the day with room for the seal.
func (p Paper) Docx() ([]byte, error) {
	var d document.Doc
	d.Title(p.Title)
	if p.Number != "" {
		d.Centred(p.Number)
	}
	if p.To != "" {
		d.Flush(p.To + "：")
	}
	for i, b := range p.Blocks {
		if b.Heading != "" {
			d.Heading(2, b.Heading)
		}
		switch {
		case b.QR != "": // its text stands before it
		case b.Text != "" && i == len(p.Blocks)-1 && len(b.Fields) == 0:
			d.Closing(b.Text)
		case b.Text != "":
			d.Paragraph(b.Text)
		}
		if len(b.Fields) > 0 {
			d.Table(table(b.Fields))
		}
		if b.QR == "" {
			continue
		}
		code, err := document.NewQR(b.QR)
		if err != nil {
			return nil, err
		}
		picture, err := code.PNG()
		if err != nil {
			return nil, err
		}
		d.Picture(b.Text, picture, qrWidth, b.QR)
	}
	d.Sign(p.Office, day(p.Day))
	if len(p.Record) > 0 {
		d.Table(table(p.Record))
	}
	return d.Bytes()
}

// qrWidth is that of a QR code on paper, in millimetres.
const qrWidth = 22

func table(fields []Field) document.Table {
	t := document.Table{Widths: []int{1, 3}}
	for _, f := range fields {
		t.Rows = append(t.Rows, []document.Cell{{Text: f.Name}, {Text: f.Value, Left: true}})
	}
	return t
}
