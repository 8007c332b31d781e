package document

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Limits on what a zipped file may unpack to: all parts together, and each part in relation to its packed size once it is
// larger than smallPart.
const (
	maxUnpacked = 64 << 20
	maxRatio    = 200
	smallPart   = 1 << 20
	maxParts    = 10_000
)

// parts are the files in a zip by their names.
type parts map[string]*zip.File

// unzip opens an archive. Anything that would unpack to too much is refused before it is unpacked, and a file with macros
// for what it could do where it is opened next. Archives inside it stay closed.
func unzip(data []byte) (parts, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	var total uint64
	out := parts{}
	for _, f := range archive.File {
		total += f.UncompressedSize64
		bomb := f.UncompressedSize64 > smallPart && f.UncompressedSize64/maxRatio > f.CompressedSize64
		if bomb || total > maxUnpacked || f.UncompressedSize64 > maxUnpacked || len(archive.File) > maxParts {
			return nil, fmt.Errorf("%w: unpacks to too much", ErrTooLarge)
		}
		if strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin") {
			return nil, ErrMacros
		}
		out[f.Name] = f
	}
	return out, nil
}

// read unpacks a part; sizes that lie are caught here.
func (p parts) read(name string) ([]byte, error) {
	f := p[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBroken, name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBroken, name, err)
	}
	return data, nil
}

// like is the first name in order that a pattern matches, "" for none.
func (p parts) like(pattern *regexp.Regexp) string {
	var names []string
	for name := range p {
		if pattern.MatchString(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Concat(names, []string{""})[0]
}

var (
	wordPart  = regexp.MustCompile(`^word/document\d*\.xml$`)
	sheetPart = regexp.MustCompile(`^xl/workbook\d*\.xml$`)
)

// fromZip reads the formats that are zipped.
func fromZip(data []byte) (string, error) {
	p, err := unzip(data)
	if err != nil {
		return "", err
	}
	switch {
	case p.like(wordPart) != "":
		return fromDocx(p)
	case p.like(sheetPart) != "":
		return fromXlsx(data)
	case p["OFD.xml"] != nil:
		return "", fmt.Errorf("%w: OFD; save it as PDF or docx", ErrUnsupported)
	}
	return "", fmt.Errorf("%w: a zip archive that is neither a Word document nor a spreadsheet", ErrUnsupported)
}
