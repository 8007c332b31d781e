package policy

import (
	"slices"
	"strings"
	"unicode"
)

// Names finds the texts that a sentence names, in full or as people shorten them, and follows which replaced which. It
// is immutable and safe for concurrent use.
type Names struct {
	lib      *Library
	works    map[string]*Work   // by Name
	having   map[rune][]*Work   // works by every character of their heads
	bare     map[string]*Work   // the plainest work of a kind that names it alone
	heirs    map[string][]*Item // title → those that say they replaced it
	numbered []numbered
	short    *strings.Replacer
	shorts   []string
}

// NewNames reads a library's titles. short maps everyday words to the official ones that titles use.
func NewNames(l *Library, short map[string]string) *Names {
	n := &Names{lib: l, works: map[string]*Work{}, having: map[rune][]*Work{}, bare: map[string]*Work{}, heirs: map[string][]*Item{}}
	var pairs []string
	for from, to := range short {
		n.shorts = append(n.shorts, from)
		pairs = append(pairs, from, to)
	}
	n.short = strings.NewReplacer(longestFirst(pairs)...)
	for i := range l.Items {
		it := &l.Items[i]
		switch it.Kind {
		case KindDocument:
			n.file(it.Document.Title, it)
			n.unfiled(it.Document.Supersedes, it)
			for _, m := range inMarks.FindAllStringSubmatch(it.Document.Title, -1) {
				n.unfiled(m[1:], nil)
			}
			for _, r := range Numbers(it.Document.DocNo) {
				n.numbered = append(n.numbered, numbered{r, it})
			}
		case KindList:
			n.file(it.List.Title, it)
			n.unfiled(it.List.Supersedes, it)
		}
	}
	for _, w := range n.works {
		w.sort()
		w.head, w.kind = split(w.Name)
		for i, r := range w.head {
			if !slices.Contains(w.head[:i], r) {
				n.having[r] = append(n.having[r], w)
			}
		}
		if b := n.bare[w.kind]; len(w.kind) >= len("负面清单") && w.filed() && (b == nil || len(w.head) < len(b.head)) {
			n.bare[w.kind] = w
		}
	}
	return n
}

// longestFirst orders pairs of a strings.Replacer so that a longer word wins over one that it begins with.
func longestFirst(pairs []string) []string {
	type pair struct{ from, to string }
	var all []pair
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, pair{pairs[i], pairs[i+1]})
	}
	slices.SortFunc(all, func(a, b pair) int {
		if d := len(b.from) - len(a.from); d != 0 {
			return d
		}
		return strings.Compare(a.from, b.from)
	})
	pairs = pairs[:0]
	for _, p := range all {
		pairs = append(pairs, p.from, p.to)
	}
	return pairs
}

func (n *Names) file(title string, it *Item) {
	core, year := CoreName(title)
	w, ok := n.works[core]
	if !ok {
		w = &Work{Name: core}
		n.works[core] = w
	}
	w.add(Edition{Title: title, Year: year, Item: it})
}

// unfiled files titles that others name, most of them not on file themselves; heir is what replaced them, nil when they
// are only named.
func (n *Names) unfiled(titles []string, heir *Item) {
	for _, title := range titles {
		if heir != nil {
			n.heirs[title] = append(n.heirs[title], heir)
		}
		if _, ok := n.lib.ByTitle(title); !ok {
			n.file(title, nil)
		}
	}
}

// Work is the text that a title is an edition of.
func (n *Names) Work(title string) *Work {
	core, _ := CoreName(title)
	return n.works[core]
}

// Edition finds the edition with a title: exactly, else the one of the same text and year, such as a summary of it.
func (n *Names) Edition(title string) Edition {
	core, year := CoreName(title)
	w := n.works[core]
	if w == nil {
		return Edition{Title: title, Year: year}
	}
	var like *Edition
	for i := range w.Editions {
		e := &w.Editions[i]
		if e.Title == title && e.Item != nil {
			return *e
		}
		if year != 0 && e.Year == year && (like == nil || like.Item == nil) {
			like = e
		}
	}
	if like != nil {
		return *like
	}
	return Edition{Title: title, Year: year}
}

// Chain lists what replaced an edition, one after the other to the newest. A link that either side states counts. Where
// the links break off at a text not on file, the next edition of the same text goes on.
func (n *Names) Chain(e Edition) []Edition {
	var out []Edition
	seen := map[string]bool{e.Title: true}
	for {
		next, ok := n.next(e)
		if !ok || seen[next.Title] {
			return out
		}
		seen[next.Title] = true
		out, e = append(out, next), next
	}
}

func (n *Names) next(e Edition) (Edition, bool) {
	if e.Item != nil && e.Item.Kind == KindDocument && len(e.Item.Document.SupersededBy) > 0 {
		return n.Edition(e.Item.Document.SupersededBy[0]), true
	}
	if heirs := n.heirs[e.Title]; len(heirs) > 0 {
		return n.Edition(heirs[0].Title()), true
	}
	if e.Item != nil && (e.Item.Kind == KindList || e.Item.Ended() == "") {
		return Edition{}, false
	}
	if w := n.Work(e.Title); w != nil && e.Year != 0 {
		for _, later := range w.Editions {
			if later.Year > e.Year && later.Item != nil {
				return later, true
			}
		}
	}
	return Edition{}, false
}

// Before is the edition that e replaced, as far as it is known.
func (n *Names) Before(e Edition) (Edition, bool) {
	if e.Item == nil {
		return Edition{}, false
	}
	var titles []string
	switch e.Item.Kind {
	case KindDocument:
		titles = e.Item.Document.Supersedes
	case KindList:
		titles = e.Item.List.Supersedes
	}
	if len(titles) > 0 {
		return n.Edition(titles[0]), true
	}
	if w := n.Work(e.Title); w != nil {
		for i := len(w.Editions) - 1; i >= 0; i-- {
			if o := w.Editions[i]; o.Item != nil && o.Item.Effective() != "" && o.Item.Effective() < e.Item.Effective() {
				return o, true
			}
		}
	}
	return Edition{}, false
}

// plainRunes folds a text's characters one to one and tells where each began.
func plainRunes(s string) (runes []rune, at []int) {
	for i, r := range s {
		runes, at = append(runes, unicode.ToLower(r)), append(at, i)
	}
	return runes, append(at, len(s))
}
