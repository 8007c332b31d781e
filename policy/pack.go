package policy

import "strings"

// Packer moves texts that live as long as each other into few pieces of memory: many small ones take more room, and longer to
// collect, and between what was needed to read them they keep pages in use that are nearly empty.
type Packer struct {
	texts    strings.Builder
	articles []Article // free
}

// How much is allocated together: bytes of text, and articles.
const (
	textPiece    = 64 << 10
	articlePiece = 1 << 10
)

// Document packs a document's articles.
func (p *Packer) Document(d *Document) {
	n := len(d.Articles)
	if n == 0 {
		return
	}
	if n > len(p.articles) {
		p.articles = make([]Article, max(n, articlePiece))
	}
	packed := p.articles[:n:n]
	p.articles = p.articles[n:]
	for i, a := range d.Articles {
		packed[i] = Article{Name: p.text(a.Name), Heading: p.text(a.Heading), Text: p.text(a.Text)}
	}
	d.Articles = packed
}

// text copies parts, joined.
func (p *Packer) text(parts ...string) string {
	size := 0
	for _, s := range parts {
		size += len(s)
	}
	if size > p.texts.Cap()-p.texts.Len() {
		p.texts = strings.Builder{}
		p.texts.Grow(max(size, textPiece))
	}
	from := p.texts.Len()
	for _, s := range parts {
		p.texts.WriteString(s)
	}
	return p.texts.String()[from:]
}
