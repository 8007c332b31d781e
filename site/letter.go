package site

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shangda/desk"
)

// letterPage is what a letter tells, in full.
type letterPage struct {
	frame
	Letter desk.Letter
	Ticket *desk.Ticket // of a reply
}

// letter shows a letter to whoever has its address, which is how we know that it was opened.
func (s *site) letter(c *gin.Context) error {
	ctx, token := c.Request.Context(), c.Param("token")
	l, err := s.Store.LetterAt(ctx, token)
	if err != nil {
		return err
	}
	p := letterPage{frame: s.frame(c), Letter: l}
	if l.Kind == desk.LetterReply {
		t, err := s.Store.Ticket(ctx, l.Subject)
		if err != nil {
			return err
		}
		p.Ticket = &t
	}
	if c.Request.Method == http.MethodGet {
		if err := s.Store.Opened(ctx, token, s.Now()); err != nil {
			return err
		}
	}
	private(c)
	return s.render(c, http.StatusOK, "letter", p)
}
