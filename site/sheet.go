package site

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"shangda/policy"
)

// sheetPage is an answer as it was given (答复单), and what has changed since. It says nothing about who asked.
type sheetPage struct {
	frame
	policy.Sheet
	Token   string
	Day     policy.Date // today
	Changes []sheetChange
	Stands  bool // the office still gives this answer
	Now     link // the item's page today, while it is published
	Pending bool
	Basis   []sheetSource
}

type sheetChange struct {
	policy.SourceChange
	Now       link // the changed text
	Successor link
}

type sheetSource struct {
	policy.Source
	URL string // empty when it is not on file today
}

func (s *site) sheet(c *gin.Context) error {
	if s.Sheet == nil {
		return errNotFound
	}
	token := c.Param("token")
	given, err := s.Sheet(c.Request.Context(), token)
	if err != nil {
		return err
	}
	lib, today := s.Library(), s.Today()
	p := sheetPage{
		frame: s.frame(c), Sheet: given, Token: token, Day: today, Stands: lib.Stands(given), Pending: !given.Reviewed && !s.Demo,
	}
	p.Canonical = s.PublicURL + "/a/" + url.PathEscape(token)
	if it, ok := lib.Item(given.Item); ok {
		p.Now = link{Title: it.Title(), URL: itemURL(it.ID, "", "")}
	}
	for _, change := range lib.Since(given, today) {
		p.Changes = append(p.Changes, sheetChange{SourceChange: change, Now: articleLink(lib, change.Basis), Successor: linkTo(lib, change.Successor)})
	}
	for _, src := range given.Basis {
		p.Basis = append(p.Basis, sheetSource{Source: src, URL: articleLink(lib, src.Basis).URL})
	}
	return s.render(c, http.StatusOK, "sheet", p)
}

// articleLink leads to an article of a document.
func articleLink(lib *policy.Library, b policy.Basis) link {
	l := linkTo(lib, b.Title)
	if l.URL != "" && b.Article != "" {
		l.URL += (&url.URL{Fragment: b.Article}).String()
	}
	return l
}
