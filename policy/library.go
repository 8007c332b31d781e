package policy

import (
	"fmt"
	"strings"
)

// Library is all knowledge at one revision of the store. It is immutable and safe for concurrent use.
type Library struct {
	Revision int64
	Items    []Item
	byID     map[string]*Item
	byTitle  map[string]*Item   // documents and lists; a document wins over the list of the same title
	newer    map[string][]*Item // title → documents and lists that say they replace it
	passages []Passage
	pack     Packer
	spans    map[string][2]int // item ID → its passages [from, to)
}

// NewLibrary indexes items, which it keeps and which must not change afterwards. Struck items stay out.
func NewLibrary(revision int64, items []Item) *Library {
	l := &Library{Revision: revision, byID: map[string]*Item{}, byTitle: map[string]*Item{}, newer: map[string][]*Item{}, spans: map[string][2]int{}}
	for _, it := range items {
		if it.Review != Struck {
			l.Items = append(l.Items, it)
		}
	}
	for i := range l.Items {
		it := &l.Items[i]
		l.byID[it.ID] = it
		switch it.Kind {
		case KindDocument:
			l.byTitle[it.Document.Title] = it
			l.replaces(it, it.Document.Supersedes)
		case KindList:
			l.replaces(it, it.List.Supersedes)
			if _, taken := l.byTitle[it.List.Title]; !taken {
				l.byTitle[it.List.Title] = it
			}
		}
	}
	l.passages = make([]Passage, 0, l.count())
	for i := range l.Items {
		from := len(l.passages)
		l.passages = append(l.passages, l.cut(&l.Items[i])...)
		l.spans[l.Items[i].ID] = [2]int{from, len(l.passages)}
	}
	return l
}

// count is how many passages the items are cut into.
func (l *Library) count() (n int) {
	for i := range l.Items {
		switch it := &l.Items[i]; it.Kind {
		case KindDocument:
			n += len(it.Document.Articles)
		case KindList:
			n += len(it.List.Notes) + len(it.List.Entries)
		default:
			n++
		}
	}
	return n
}

func (l *Library) replaces(it *Item, titles []string) {
	for _, t := range titles {
		if t != it.Title() {
			l.newer[t] = append(l.newer[t], it)
		}
	}
}

// Item finds an item by ID.
func (l *Library) Item(id string) (*Item, bool) {
	it, ok := l.byID[id]
	return it, ok
}

// ByTitle finds the document, else the list, with exactly this title.
func (l *Library) ByTitle(title string) (*Item, bool) {
	it, ok := l.byTitle[title]
	return it, ok
}

// On is the validity of a cited title on a day. A title that is not on file counts as in force: nothing is known against
// it. A text that declares itself in force is amended all the same from the day on which a newer edition on file applies:
// nobody may have thought of correcting the old one.
func (l *Library) On(title string, day Date) Status {
	s := InForce
	if it, ok := l.byTitle[title]; ok {
		s = it.On(day)
	}
	if s == InForce {
		for _, it := range l.newer[title] {
			if since := it.since(); since != "" && day >= since {
				return Amended
			}
		}
	}
	return s
}

// since is the day from which a document or list applies, empty when unknown.
func (it *Item) since() Date {
	switch it.Kind {
	case KindDocument:
		return it.Document.Effective
	case KindList:
		return it.List.Effective
	}
	return ""
}

// On is the validity of a document or list on a day; guides and Q&A have none of their own and are in force.
func (it *Item) On(day Date) Status {
	switch it.Kind {
	case KindDocument:
		return it.Document.On(day)
	case KindList:
		d := Document{Effective: it.List.Effective, Repealed: it.List.Repealed}
		return d.On(day)
	}
	return InForce
}

// Successor follows superseded_by, and where a text doesn't name what replaced it the editions on file that say they did,
// to the newest edition; "" when nothing replaces title. A title that replaces itself, however long the way round, ends
// the walk.
func (l *Library) Successor(title string) string {
	seen, last := map[string]bool{title: true}, ""
	for {
		next := l.replacedBy(title)
		if next == "" || seen[next] {
			return last
		}
		seen[next], last, title = true, next, next
	}
}

func (l *Library) replacedBy(title string) string {
	if it, ok := l.byTitle[title]; ok && it.Kind == KindDocument && len(it.Document.SupersededBy) > 0 {
		return it.Document.SupersededBy[0]
	}
	if newer := l.newer[title]; len(newer) > 0 {
		return newer[0].Title()
	}
	return ""
}

// Passage is what search retrieves and an answer cites.
type Passage struct {
	ID      string // item ID, "#", article name: unique in a Library, stable across revisions
	Item    *Item
	Title   string // of the cited document; for Q&A and guides, of their first basis
	DocNo   string
	Article string // of the cited document
	Heading string
	Asked   string // for Q&A and guides: question and wordings, one a line; for list entries: activities
	Text    string // what the citizen reads
}

// Passages are the units of retrieval of every item, in order of items and articles. The slice is shared: don't change it.
func (l *Library) Passages() []Passage { return l.passages }

// PassagesOf are the passages of one item; the slice is shared.
func (l *Library) PassagesOf(itemID string) []Passage {
	s := l.spans[itemID]
	return l.passages[s[0]:s[1]:s[1]]
}

// Passage finds a passage by its ID.
func (l *Library) Passage(id string) (*Passage, bool) {
	item, _, _ := strings.Cut(id, "#")
	of := l.PassagesOf(item)
	for i := range of {
		if of[i].ID == id {
			return &of[i], true
		}
	}
	return nil, false
}

// Find is the passage that holds a cited article, if it is on file.
func (l *Library) Find(b Basis) (*Passage, bool) {
	it, ok := l.byTitle[b.Title]
	if !ok {
		return nil, false
	}
	return l.Passage(it.ID + "#" + b.Article)
}

func (l *Library) cut(it *Item) []Passage {
	switch it.Kind {
	case KindDocument:
		d := it.Document
		out := make([]Passage, 0, len(d.Articles))
		for _, a := range d.Articles {
			out = append(out, Passage{
				ID: l.pack.text(it.ID, "#", a.Name), Item: it, Title: d.Title, DocNo: d.DocNo,
				Article: a.Name, Heading: a.Heading, Text: a.Text,
			})
		}
		return out
	case KindList:
		return listPassages(it)
	case KindGuide:
		g := it.Guide
		p := l.cited(it, g.Basis)
		p.Asked = strings.Join(append([]string{g.Title}, g.Wordings...), "\n")
		p.Text = g.Summary
		return []Passage{p}
	default:
		q := it.QA
		p := l.cited(it, q.Basis)
		p.Asked = strings.Join(append([]string{q.Question}, q.Wordings...), "\n")
		p.Text = q.Answer
		return []Passage{p}
	}
}

func (l *Library) cited(it *Item, basis []Basis) Passage {
	p := Passage{ID: it.ID + "#", Item: it}
	if len(basis) > 0 {
		p.Title, p.Article = basis[0].Title, basis[0].Article
	}
	if doc, ok := l.byTitle[p.Title]; ok {
		p.DocNo = doc.DocNo()
	}
	return p
}

func listPassages(it *Item) []Passage {
	ls := it.List
	var out []Passage
	for _, n := range ls.Notes {
		out = append(out, Passage{
			ID: it.ID + "#" + n.Name, Item: it, Title: ls.Title, DocNo: ls.DocNo,
			Article: n.Name, Heading: "说明", Text: n.Text,
		})
	}
	for _, e := range ls.Entries {
		name := e.Name()
		out = append(out, Passage{
			ID: it.ID + "#" + name, Item: it, Title: ls.Title, DocNo: ls.DocNo,
			Article: name, Heading: e.Sector, Asked: strings.Join(e.Activities, "\n"), Text: e.Measure,
		})
	}
	return out
}

// Name is what a citation of the entry says: 清单第N项; 摘录第N项 where the official number is not known.
func (e Entry) Name() string {
	if e.Unnumbered {
		return fmt.Sprintf("摘录第%d项", e.No)
	}
	return fmt.Sprintf("清单第%d项", e.No)
}

// DocNo is the document number of a document or list, else empty.
func (it *Item) DocNo() string {
	switch it.Kind {
	case KindDocument:
		return it.Document.DocNo
	case KindList:
		return it.List.DocNo
	}
	return ""
}

// Basis lists what an item cites: its own title for a document or list.
func (it *Item) Basis() []Basis {
	switch it.Kind {
	case KindQA:
		return it.QA.Basis
	case KindGuide:
		return it.Guide.Basis
	}
	return []Basis{{Title: it.Title()}}
}

// Validity is the status of a passage on a day: the worst of everything its item cites.
func (l *Library) Validity(p *Passage, day Date) Status {
	worst := InForce
	for _, b := range p.Item.Basis() {
		if s := l.On(b.Title, day); badness[s] > badness[worst] {
			worst = s
		}
	}
	return worst
}

var badness = map[Status]int{InForce: 0, NotYet: 1, Amended: 2, Repealed: 3}
