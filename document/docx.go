package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// fromDocx reads WordprocessingML (ISO/IEC 29500-1). Tracked insertions count, deletions don't; text boxes, drawings,
// hidden text, fields' codes and tables of contents are left out.
func fromDocx(p parts) (string, error) {
	document, err := p.read(p.like(wordPart))
	if err != nil {
		return "", err
	}
	styles, err := p.read("word/styles.xml")
	if err != nil {
		return "", err
	}
	numbering, err := p.read("word/numbering.xml")
	if err != nil {
		return "", err
	}
	d := &docx{Decoder: xml.NewDecoder(bytes.NewReader(document))}
	if d.styles, err = readStyles(styles); err != nil {
		return "", fmt.Errorf("%w: docx styles: %w", ErrBroken, err)
	}
	if d.numbers, err = readNumbering(numbering); err != nil {
		return "", fmt.Errorf("%w: docx numbering: %w", ErrBroken, err)
	}
	blocks, err := d.document()
	if err != nil {
		return "", fmt.Errorf("%w: docx: %w", ErrBroken, err)
	}
	if len(blocks) == 0 {
		return "", ErrNoText
	}
	title, blocks := docxTitle(blocks)
	return render(title, blocks), nil
}

// docxTitle prefers the paragraphs in the style Title, then a heading that opens the text, then its first line.
func docxTitle(blocks []block) (string, []block) {
	for i, b := range blocks {
		if !b.title {
			continue
		}
		end := i
		var title strings.Builder
		for ; end < len(blocks) && blocks[end].title; end++ {
			title.WriteString(blocks[end].text)
		}
		return title.String(), append(append([]block{}, blocks[:i]...), blocks[end:]...)
	}
	first, rest, _ := strings.Cut(blocks[0].text, "\n")
	if blocks[0].level > 0 || strings.HasPrefix(first, "|") {
		return strings.TrimSpace(strings.ReplaceAll(blocks[0].text, "|", " ")), blocks
	}
	if rest == "" {
		return first, blocks[1:]
	}
	return first, append([]block{{text: rest}}, blocks[1:]...)
}

// docx walks the main part by tokens; every method returns behind the end of the element it was called in.
type docx struct {
	*xml.Decoder
	styles  map[string]style
	numbers *numbering
	nested  int // tables around the current token
}

const (
	maxNested  = 50
	maxColumns = 200
)

var (
	errNoBody = errors.New("no document inside")
	errNested = errors.New("tables nested too deep")
)

func (d *docx) document() ([]block, error) {
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil, errNoBody
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "body" {
			return d.blocks()
		}
	}
}

// blocks reads paragraphs and tables.
func (d *docx) blocks() ([]block, error) {
	var out []block
	err := d.each(func(start xml.StartElement) (bool, error) {
		b, done, err := d.block(start)
		out = append(out, b...)
		return done, err
	})
	return out, err
}

// block reads one paragraph or table, looking through content controls and tracked insertions around them.
func (d *docx) block(start xml.StartElement) (read []block, done bool, err error) {
	switch start.Name.Local {
	case "p":
		b, err := d.paragraph()
		if b.text != "" {
			read = []block{b}
		}
		return read, true, err
	case "tbl":
		rows, err := d.rows()
		return table(rows), true, err
	case "sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice":
		return nil, false, nil
	}
	return nil, true, d.Skip()
}

// each calls visit for every element below the current one, until its end. visit says whether it has read the element to
// its end; otherwise its children are visited as well.
func (d *docx) each(visit func(xml.StartElement) (done bool, err error)) error {
	for depth := 0; depth >= 0; {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			done, err := visit(token)
			if err != nil {
				return err
			}
			if !done {
				depth++
			}
		}
	}
	return nil
}

// rows reads a table; a cell's paragraphs are joined, and deleted rows are left out.
func (d *docx) rows() ([][]string, error) {
	if d.nested++; d.nested > maxNested {
		return nil, errNested
	}
	defer func() { d.nested-- }()
	var rows [][]string
	deleted := false
	err := d.each(func(start xml.StartElement) (bool, error) {
		switch start.Name.Local {
		case "tr":
			if deleted {
				rows = rows[:len(rows)-1]
			}
			rows, deleted = append(rows, nil), false
			return false, nil
		case "trPr", "sdt", "sdtContent", "customXml", "ins", "moveTo":
			return false, nil
		case "del":
			deleted = true
			return true, d.Skip()
		case "tc":
			if len(rows) > 0 {
				last := len(rows) - 1
				cell, err := d.cell()
				rows[last] = append(rows[last], cell...)
				return true, err
			}
		}
		return true, d.Skip()
	})
	if deleted && len(rows) > 0 {
		rows = rows[:len(rows)-1]
	}
	return rows, err
}

// cell reads a cell, its text and empty ones for the further columns it takes.
func (d *docx) cell() ([]string, error) {
	var own []block
	across := 1
	err := d.each(func(start xml.StartElement) (bool, error) {
		if start.Name.Local == "tcPr" {
			var props struct {
				Span value `xml:"gridSpan"`
			}
			err := d.DecodeElement(&props, &start)
			if n, bad := strconv.Atoi(props.Span.Val); bad == nil && n > 1 && n <= maxColumns {
				across = n
			}
			return true, err
		}
		b, done, err := d.block(start)
		own = append(own, b...)
		return done, err
	})
	return append([]string{joined(own)}, make([]string, across-1)...), err
}

func joined(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n")
}
