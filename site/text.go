package site

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"shangda/policy"
)

// about is what every text's page says above the text. It carries nothing that is for staff only.
type about struct {
	frame
	ID        string
	Kind      policy.Kind
	Name      string
	DocNo     string
	Issuer    string
	Published policy.Date
	Effective policy.Date
	Repealed  policy.Date // last: the first day on which it no longer applies
	Checked   policy.Date // 核对日期
	Day       policy.Date // the day Status is about
	Status    policy.Status
	Successor link   // the newest edition, on file or not
	Replaces  []link // the editions before
	Twin      link   // the same text in its other form: list as document, document as list
	Scope     string // 全国, 青岛市 …
	Parts     parts
	Pending   bool // nobody in the office has approved it yet
	Basis     []basis
	Contents  []entry
}

// parts says how much of a text is here.
type parts string

const (
	partsAll     parts = "all"
	partsMain    parts = "main"    // the articles are complete, annexes are missing
	partsExcerpt parts = "excerpt" // articles are missing
)

// link is another text by title. URL is empty when it is not on file.
type link struct {
	Title, URL string
	Effective  policy.Date
	Status     policy.Status
}

// basis is a citation of a guide or an answer.
type basis struct {
	link
	Article string
}

// entry is a line of the table of contents.
type entry struct {
	Title string
	Level int
	URL   string
}

func (s *site) text(c *gin.Context) error {
	id, form := c.Param("id"), ""
	if i := strings.LastIndexByte(id, '.'); i >= 0 {
		id, form = id[:i], id[i+1:]
	}
	lib := s.Library()
	it, ok := lib.Item(id)
	if !ok || it.Review == policy.Struck {
		return errNotFound
	}
	hl := newHighlighter(firstRunes(c.Query("q"), maxQuestion))
	page := s.pageOf(c, lib, it, hl)
	switch form {
	case "":
		return s.render(c, http.StatusOK, page.template(), page)
	case "txt", "md":
		return s.download(c, form, page)
	}
	return errNotFound
}

// textPage is one of documentPage, listPage, guidePage, qaPage.
type textPage interface {
	template() string
	head() *about
}

func (a *about) head() *about { return a }

func (s *site) pageOf(c *gin.Context, lib *policy.Library, it *policy.Item, hl highlighter) textPage {
	a := s.about(c, lib, it)
	switch it.Kind {
	case policy.KindDocument:
		return s.documentPage(a, it.Document, hl)
	case policy.KindList:
		p := s.listPage(a, it.List, hl)
		if len(earlierEditions(lib, it)) > 0 {
			p.Compared = it.ID
		}
		return p
	case policy.KindGuide:
		return &guidePage{about: a, Guide: it.Guide}
	default:
		return &qaPage{about: a, QA: it.QA}
	}
}

func (s *site) about(c *gin.Context, lib *policy.Library, it *policy.Item) about {
	today := s.Today()
	a := about{
		frame: s.frame(c), ID: it.ID, Kind: it.Kind, Name: it.Title(), DocNo: it.DocNo(), Day: today,
		Status: it.On(today), Parts: partsAll, Pending: s.pending(it),
	}
	a.Canonical = s.PublicURL + itemURL(it.ID, "", "")
	switch it.Kind {
	case policy.KindDocument:
		d := it.Document
		a.Issuer, a.Published, a.Effective, a.Repealed = d.Issuer, d.Published, d.Effective, d.Repealed
		a.Scope, a.Parts = d.Jurisdiction, partsOf(d.Completeness)
		a.Successor, a.Replaces = linkTo(lib, successor(lib, it)), linksTo(lib, d.Supersedes)
		a.Twin = twin(lib, it)
	case policy.KindList:
		l := it.List
		a.Issuer, a.Effective, a.Repealed, a.Checked, a.Scope = l.Issuer, l.Effective, l.Repealed, l.Checked, l.Scope
		if !l.Complete {
			a.Parts = partsExcerpt
		}
		a.Successor, a.Replaces = linkTo(lib, successor(lib, it)), linksTo(lib, l.Supersedes)
		a.Twin = twin(lib, it)
	case policy.KindGuide:
		a.Checked, a.Basis = it.Guide.Checked, basisOf(lib, it.Guide.Basis, today)
	case policy.KindQA:
		a.Checked, a.Basis = it.QA.Checked, basisOf(lib, it.QA.Basis, today)
	}
	for _, b := range a.Basis {
		if b.Status != policy.InForce && a.Status == policy.InForce {
			a.Status, a.Successor = b.Status, linkTo(lib, lib.Successor(b.Title))
		}
	}
	return a
}

// pending says whether a text must be shown as not yet approved; a demo shows the starter knowledge as it is.
func (s *site) pending(it *policy.Item) bool { return it.Review == policy.Pending && !s.Demo }

func partsOf(completeness string) parts {
	switch {
	case completeness == "" || completeness == "full":
		return partsAll
	case strings.HasPrefix(completeness, "full"):
		return partsMain
	}
	return partsExcerpt
}

// linkTo is empty for an empty title.
func linkTo(lib *policy.Library, title string) link {
	l := link{Title: title, Status: policy.InForce}
	if it, ok := lib.ByTitle(title); ok && title != "" {
		l.URL = itemURL(it.ID, "", "")
		switch it.Kind {
		case policy.KindDocument:
			l.Effective = it.Document.Effective
		case policy.KindList:
			l.Effective = it.List.Effective
		}
	}
	return l
}

func linksTo(lib *policy.Library, titles []string) []link {
	var out []link
	for _, title := range titles {
		out = append(out, linkTo(lib, title))
	}
	return out
}

func basisOf(lib *policy.Library, cited []policy.Basis, today policy.Date) []basis {
	var out []basis
	for _, b := range cited {
		l := linkTo(lib, b.Title)
		l.Status = lib.On(b.Title, today)
		if l.URL != "" && b.Article != "" {
			l.URL += (&url.URL{Fragment: b.Article}).String()
		}
		out = append(out, basis{link: l, Article: b.Article})
	}
	return out
}

// successor is the newest edition that replaces it: documents name their successors, lists their predecessors.
func successor(lib *policy.Library, it *policy.Item) string {
	title := it.Title()
	if next := lib.Successor(title); next != "" || it.Kind != policy.KindList {
		return next
	}
	last, seen := "", map[string]bool{title: true}
	for found := true; found; {
		found = false
		for i := range lib.Items {
			other := &lib.Items[i]
			if other.Kind != policy.KindList || seen[other.List.Title] || !slices.Contains(other.List.Supersedes, title) {
				continue
			}
			title, found = other.List.Title, true
			last, seen[title] = title, true
			break
		}
	}
	return last
}

// twin is the item of the other kind with the same title: a list is published by a document.
func twin(lib *policy.Library, it *policy.Item) link {
	kind := policy.KindList
	if it.Kind == policy.KindList {
		kind = policy.KindDocument
	}
	if other, ok := lib.Item(policy.ID(kind, it.Title())); ok {
		return link{Title: other.Title(), URL: itemURL(other.ID, "", "")}
	}
	return link{}
}

func firstRunes(s string, n int) string {
	if r := []rune(strings.ToValidUTF8(s, "")); len(r) > n {
		return string(r[:n])
	}
	return strings.ToValidUTF8(s, "")
}
