package policy

import "strings"

// Pack moves the texts of a document's articles into one piece of memory: many small ones take more room and longer to collect.
// The list of the articles keeps no room to grow.
func (d *Document) Pack() {
	if len(d.Articles) < cap(d.Articles) {
		d.Articles = append(make([]Article, 0, len(d.Articles)), d.Articles...)
	}
	size := 0
	for i := range d.Articles {
		for _, s := range d.Articles[i].texts() {
			size += len(*s)
		}
	}
	var all strings.Builder
	all.Grow(size)
	for i := range d.Articles {
		for _, s := range d.Articles[i].texts() {
			all.WriteString(*s)
		}
	}
	rest := all.String()
	for i := range d.Articles {
		for _, s := range d.Articles[i].texts() {
			*s, rest = rest[:len(*s)], rest[len(*s):]
		}
	}
}

func (a *Article) texts() [3]*string { return [3]*string{&a.Name, &a.Heading, &a.Text} }
