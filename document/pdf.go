package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode"

	pdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits on what is read of a PDF.
const (
	maxPages   = 1000
	maxObjects = 50_000   // drawn on one page, looked through for rulings
	enginePage = 64 << 10 // bytes of a page of the engine's memory
)

// fromPDF reads the text layer with PDFium, compiled to WebAssembly: without files, network, scripts or forms. Compiling
// takes seconds and is kept in the folder cache; empty keeps nothing.
func fromPDF(ctx context.Context, data []byte, cache string) (string, error) {
	pages, err := pdfPages(ctx, data, cache)
	if err != nil {
		return "", err
	}
	if err := readable(pages); err != nil {
		return "", err
	}
	blocks := layout(pages)
	if len(blocks) == 0 {
		return "", ErrNoText
	}
	title, blocks := docxTitle(blocks)
	return render(title, blocks), nil
}

func pdfPages(ctx context.Context, data []byte, cache string) ([]page, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(maxMemory / 2 / enginePage)
	if cache != "" {
		compiled, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, err
		}
		defer compiled.Close(ctx)
		config = config.WithCompilationCache(compiled)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MinIdle: 1, MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	engine, err := pool.GetInstance(time.Minute)
	if err != nil {
		return nil, err
	}
	doc, err := engine.FPDF_LoadMemDocument64(&requests.FPDF_LoadMemDocument64{Data: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return nil, ErrEncrypted
	case err != nil:
		return nil, fmt.Errorf("%w: PDF: %w", ErrBroken, err)
	}
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: PDF: %w", ErrBroken, err)
	case count.PageCount == 0:
		return nil, fmt.Errorf("%w: PDF without pages", ErrBroken)
	case count.PageCount > maxPages:
		return nil, fmt.Errorf("%w: %d pages, at most %d", ErrTooLarge, count.PageCount, maxPages)
	}
	pages := make([]page, count.PageCount)
	for i := range pages {
		r := pageReader{engine, doc.Document, i}
		if pages[i], err = r.read(); err != nil {
			return nil, fmt.Errorf("%w: page %d: %w", ErrBroken, i+1, err)
		}
	}
	return pages, nil
}

// pageReader reads one page of an open document.
type pageReader struct {
	pdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	index int
}

func (r pageReader) read() (page, error) {
	loaded, err := r.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: r.doc, Index: r.index})
	if err != nil {
		return page{}, err
	}
	defer r.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	ref := requests.Page{ByReference: &loaded.Page}
	size, err := r.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: r.doc, Index: r.index})
	if err != nil {
		return page{}, err
	}
	turned, err := r.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: ref})
	if err != nil {
		return page{}, err
	}
	p := page{width: size.Width, height: size.Height}
	if p.glyphs, err = r.glyphs(ref); err != nil {
		return page{}, err
	}
	if err := r.drawings(ref, &p); err != nil {
		return page{}, err
	}
	p.turn(int(turned.PageRotation))
	return p, nil
}

func (r pageReader) glyphs(ref requests.Page) ([]glyph, error) {
	text, err := r.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: ref})
	if err != nil {
		return nil, err
	}
	defer r.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := r.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	out := make([]glyph, 0, count.Count)
	spaced := false
	for i := range count.Count {
		char, err := r.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text.TextPage, Index: i})
		if err != nil {
			return nil, err
		}
		c := rune(char.Unicode)
		if unicode.IsSpace(c) && c != '　' {
			made, err := r.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text.TextPage, Index: i})
			spaced = c == ' ' && (err != nil || !made.IsGenerated)
			continue
		}
		box, err := r.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue // a character that is drawn nowhere
		}
		b := box.Rect
		out = append(out, glyph{c, rect{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)}, spaced})
		spaced = false
	}
	return out, nil
}

// drawings finds the rulings of tables, and how much of the page is a picture.
func (r pageReader) drawings(ref requests.Page, p *page) error {
	count, err := r.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: ref})
	if err != nil {
		return err
	}
	for i := range min(count.Count, maxObjects) {
		object, err := r.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: ref, Index: i})
		if err != nil {
			return err
		}
		kind, err := r.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil {
			return err
		}
		bounds, err := r.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err != nil {
			continue // draws nothing
		}
		box := rect{float64(bounds.Left), float64(bounds.Bottom), float64(bounds.Right), float64(bounds.Top)}
		switch kind.Type {
		case enums.FPDF_PAGEOBJ_IMAGE:
			p.picture = max(p.picture, box.width()*box.height()/(p.width*p.height))
		case enums.FPDF_PAGEOBJ_PATH:
			if box.thin() {
				p.rulings = append(p.rulings, box)
				continue
			}
			segments, err := r.segments(object.PageObject)
			if err != nil {
				return err
			}
			p.rulings = append(p.rulings, segments...)
		}
	}
	return nil
}

// mostSegments bounds the paths looked through: what has more is a drawing.
const mostSegments = 400

// segments are the level and upright lines of a path.
func (r pageReader) segments(path references.FPDF_PAGEOBJECT) ([]rect, error) {
	count, err := r.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: path})
	if err != nil || count.Count > mostSegments {
		return nil, err
	}
	m, err := r.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: path})
	if err != nil {
		return nil, err
	}
	var out []rect
	var x, y float64
	for i := range count.Count {
		segment, err := r.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: path, Index: i})
		if err != nil {
			return nil, err
		}
		kind, err := r.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: segment.PathSegment})
		if err != nil {
			return nil, err
		}
		at, err := r.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: segment.PathSegment})
		if err != nil {
			return nil, err
		}
		toX := float64(m.Matrix.A*at.X + m.Matrix.C*at.Y + m.Matrix.E)
		toY := float64(m.Matrix.B*at.X + m.Matrix.D*at.Y + m.Matrix.F)
		if line := (rect{min(x, toX), min(y, toY), max(x, toX), max(y, toY)}); kind.Type == enums.FPDF_SEGMENT_LINETO && line.thin() {
			out = append(out, line)
		}
		x, y = toX, toY
	}
	return out, nil
}

// readable refuses pages of which the text would be lost: a page that is a picture, and letters nobody can tell.
func readable(pages []page) error {
	letters, unknown := 0, 0
	for i, p := range pages {
		if len(p.glyphs) == 0 && p.picture > 0.4 {
			return fmt.Errorf("%w: page %d is a picture without a text layer, as a scanner makes it; recognise its text first", ErrNoText, i+1)
		}
		for _, g := range p.glyphs {
			letters++
			if g.char == unicode.ReplacementChar || g.char == 0 || unicode.Is(unicode.Co, g.char) || unicode.IsControl(g.char) {
				unknown++
			}
		}
	}
	switch {
	case letters == 0:
		return fmt.Errorf("%w: no text layer", ErrNoText)
	case unknown*20 > letters:
		return fmt.Errorf("%w: %d of %d letters of the text layer are unknown signs; its fonts don't say which they are", ErrNoText, unknown, letters)
	}
	return nil
}
