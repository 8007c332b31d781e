package policy

import (
	"slices"
	"strings"
)

// Relation says how a new document stands to an item on file.
type Relation string

const (
	RelationSame    Relation = "same"    // the same title: it takes the item's place
	RelationCopy    Relation = "copy"    // another title, the same articles
	RelationNewer   Relation = "newer"   // a newer edition of it
	RelationOlder   Relation = "older"   // an older edition of it
	RelationEdition Relation = "edition" // an edition of it, nobody knows whether older or newer
)

// Likeness is an item that a new document may replace, repeat or be replaced by.
type Likeness struct {
	Item     *Item
	Relation Relation
	Share    float64 // of the document's articles, how many stand there word for word, 0 to 1
}

// copied is the share of common articles from which two documents of different names are one text, and related that from
// which they are editions of one.
const (
	copied  = 0.8
	related = 0.3
)

// Alike finds the documents and lists on file that d may replace, repeat or be replaced by, most alike first. Editions are
// known by their name (暂行 and 管理 aside), by what either says it replaces, and by their articles.
func (l *Library) Alike(d *Document) []Likeness {
	own := words(d)
	core, _ := CoreName(d.Title)
	head, kind := split(core)
	var out []Likeness
	for i := range l.Items {
		it := &l.Items[i]
		if it.Kind != KindDocument && it.Kind != KindList {
			continue
		}
		share := 0.0
		if it.Kind == KindDocument {
			share = own.in(it.Document)
		}
		if r := d.relation(it, share, string(head), kind); r != "" {
			out = append(out, Likeness{it, r, share})
		}
	}
	slices.SortStableFunc(out, func(a, b Likeness) int { return b.rank() - a.rank() })
	return out
}

// rank puts the same title first, then by share of common articles.
func (l Likeness) rank() int {
	if l.Relation == RelationSame {
		return 1000
	}
	return int(l.Share * 100)
}

func (d *Document) relation(it *Item, share float64, head, kind string) Relation {
	core, _ := CoreName(it.Title())
	otherHead, otherKind := split(core)
	sameName := head == string(otherHead) && (kind == otherKind || share >= related)
	switch {
	case it.Title() == d.Title:
		return RelationSame
	case slices.Contains(d.Supersedes, it.Title()), it.names(d.Title):
		return RelationNewer
	case it.replaces(d.Title):
		return RelationOlder
	case sameName || len(d.Articles) > 2 && share >= related && share < copied:
		return d.order(it)
	case len(d.Articles) > 2 && share >= copied:
		return RelationCopy
	}
	return ""
}

// names says whether an item on file names title as what replaced it.
func (it *Item) names(title string) bool {
	return it.Kind == KindDocument && slices.Contains(it.Document.SupersededBy, title)
}

// replaces says whether an item on file says that it replaces title.
func (it *Item) replaces(title string) bool {
	if it.Kind == KindDocument {
		return slices.Contains(it.Document.Supersedes, title)
	}
	return slices.Contains(it.List.Supersedes, title)
}

// order tells editions apart by the day they apply from, else by the year in their titles.
func (d *Document) order(it *Item) Relation {
	_, year := CoreName(d.Title)
	_, other := CoreName(it.Title())
	by := strings.Compare(string(d.Effective), string(it.Effective()))
	if d.Effective == "" || it.Effective() == "" {
		by = 0
		if year != 0 && other != 0 {
			by = year - other
		}
	}
	switch {
	case by > 0:
		return RelationNewer
	case by < 0:
		return RelationOlder
	}
	return RelationEdition
}

// wording is the set of a document's articles, as letters.
type wording map[string]bool

func words(d *Document) wording {
	w := wording{}
	for _, a := range d.Articles {
		w[letters(a.Text)] = true
	}
	return w
}

// in is the share of w that stands in another document.
func (w wording) in(other *Document) float64 {
	if len(w) == 0 {
		return 0
	}
	n := 0
	seen := wording{}
	for _, a := range other.Articles {
		if text := letters(a.Text); w[text] && !seen[text] {
			seen[text] = true
			n++
		}
	}
	return float64(n) / float64(len(w))
}
