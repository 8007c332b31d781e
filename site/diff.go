package site

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"shangda/policy"
)

// diffPage shows two editions of a negative list side by side.
type diffPage struct {
	about
	Before   link
	Partial  bool // the earlier edition is incomplete on file
	Editions []edition
	Rows     []policy.Difference
	Same     int
	Numbers  int // entries that only changed their number
}

// edition is another one to compare with.
type edition struct {
	link
	Edition string
	URL     string
	Shown   bool
}

// diff compares a list with the edition named by the query, else with the one before it.
func (s *site) diff(c *gin.Context) error {
	lib := s.Library()
	it, ok := lib.Item(c.Param("id"))
	if !ok || it.Kind != policy.KindList {
		return errNotFound
	}
	earlier := earlierEditions(lib, it)
	if len(earlier) == 0 {
		return errNotFound
	}
	before := earlier[0]
	if id := c.Query("with"); id != "" {
		i := slices.IndexFunc(earlier, func(e *policy.Item) bool { return e.ID == id })
		if i < 0 {
			return errNotFound
		}
		before = earlier[i]
	}
	p := &diffPage{about: s.about(c, lib, it), Before: linkTo(lib, before.Title()), Partial: !before.List.Complete || !it.List.Complete}
	p.Before.URL = itemURL(before.ID, "", "")
	p.Canonical = s.PublicURL + itemURL(it.ID, "", "") + "/diff?with=" + before.ID
	for _, e := range earlier {
		p.Editions = append(p.Editions, edition{
			link: link{Title: e.Title()}, Edition: e.List.Edition, URL: itemURL(it.ID, "", "") + "/diff?with=" + e.ID, Shown: e == before,
		})
	}
	for _, d := range policy.Diff(before.List, it.List) {
		switch d.Kind {
		case policy.EntrySame:
			p.Same++
		case policy.EntryRenumbered:
			p.Numbers++
		default:
			p.Rows = append(p.Rows, d)
		}
	}
	return s.render(c, http.StatusOK, "diff", p)
}

// earlierEditions are the lists of the same scope that began before it and have entries, the newest first.
func earlierEditions(lib *policy.Library, it *policy.Item) []*policy.Item {
	var out []*policy.Item
	for i := range lib.Items {
		o := &lib.Items[i]
		if o.Kind == policy.KindList && o.List.Scope == it.List.Scope && o.List.Effective < it.List.Effective && len(o.List.Entries) > 0 {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b *policy.Item) int { return cmp.Compare(b.List.Effective, a.List.Effective) })
	return out
}
