package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Limits on what a docx may unpack to: all parts together, and each part in relation to its packed size once it is
// larger than smallPart.
const (
	maxUnpacked = 64 << 20
	maxRatio    = 200
	smallPart   = 1 << 20
	maxParts    = 10_000
)

var mainPart = regexp.MustCompile(`^word/document\d*\.xml$`)

// fromDocx reads WordprocessingML (ISO/IEC 29500-1). Tracked insertions count, deletions don't; text boxes, drawings,
// hidden text, fields' codes and tables of contents are left out.
func fromDocx(data []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", fmt.Errorf("%w: docx: %w", ErrBroken, err)
	}
	parts, err := docxParts(archive)
	if err != nil {
		return "", err
	}
	d := &docx{Decoder: xml.NewDecoder(bytes.NewReader(parts["document"]))}
	if d.styles, err = readStyles(parts["styles"]); err != nil {
		return "", fmt.Errorf("%w: docx styles: %w", ErrBroken, err)
	}
	if d.numbers, err = readNumbering(parts["numbering"]); err != nil {
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

// docxParts unpacks what is needed: document, styles, numbering. Anything that would unpack to too much is refused
// before it is unpacked, and sizes that lie are caught while unpacking.
func docxParts(archive *zip.Reader) (map[string][]byte, error) {
	var total uint64
	for _, f := range archive.File {
		total += f.UncompressedSize64
		bomb := f.UncompressedSize64 > smallPart && f.UncompressedSize64/maxRatio > f.CompressedSize64
		if bomb || total > maxUnpacked || f.UncompressedSize64 > maxUnpacked || len(archive.File) > maxParts {
			return nil, fmt.Errorf("%w: unpacks to too much", ErrTooLarge)
		}
	}
	parts := map[string][]byte{}
	for _, f := range archive.File {
		key := strings.TrimSuffix(strings.TrimPrefix(f.Name, "word/"), ".xml")
		if mainPart.MatchString(f.Name) {
			key = "document"
		} else if f.Name != "word/styles.xml" && f.Name != "word/numbering.xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrBroken, f.Name, err)
		}
		parts[key], err = io.ReadAll(io.LimitReader(r, maxUnpacked))
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrBroken, f.Name, err)
		}
	}
	if parts["document"] == nil {
		return nil, fmt.Errorf("%w: a zip archive that is no Word document", ErrUnsupported)
	}
	return parts, nil
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

const maxNested = 50

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

// blocks reads paragraphs and tables, looking through content controls and tracked insertions around them.
func (d *docx) blocks() ([]block, error) {
	var out []block
	err := d.each(func(start xml.StartElement) (bool, error) {
		switch start.Name.Local {
		case "p":
			b, err := d.paragraph()
			if b.text != "" {
				out = append(out, b)
			}
			return true, err
		case "tbl":
			rows, err := d.rows()
			out = append(out, table(rows)...)
			return true, err
		case "sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice":
			return false, nil
		}
		return true, d.Skip()
	})
	return out, err
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
			blocks, err := d.blocks()
			if len(rows) > 0 {
				last := &rows[len(rows)-1]
				*last = append(*last, joined(blocks))
			}
			return true, err
		}
		return true, d.Skip()
	})
	if deleted && len(rows) > 0 {
		rows = rows[:len(rows)-1]
	}
	return rows, err
}

func joined(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n")
}
