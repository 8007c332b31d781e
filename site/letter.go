package site

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/document"
	"shangda/store"
)

// letterPage is what a letter tells, in full.
type letterPage struct {
	frame
	Letter desk.Letter
	Ticket *desk.Ticket // of a reply
	Token  string
	File   *store.File // that goes with it and may still be had
	Until  string      // empty: not sent yet
}

// letter shows a letter to whoever has its address, which is how we know that it was opened.
func (s *site) letter(c *gin.Context) error {
	ctx, token := c.Request.Context(), c.Param("token")
	l, err := s.Store.LetterAt(ctx, token)
	if err != nil {
		return err
	}
	p := letterPage{frame: s.frame(c), Letter: l, Token: token}
	if l.Kind == desk.LetterReply {
		t, err := s.Store.Ticket(ctx, l.Subject)
		if err != nil {
			return err
		}
		p.Ticket = &t
		f, err := s.enclosed(c, l, t)
		switch {
		case err == nil:
			p.File = &f
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		if !l.SentAt.IsZero() {
			p.Until = lapses(l).In(disclosure.Zone).Format("1月2日")
		}
	}
	if c.Request.Method == http.MethodGet {
		if err := s.Store.Opened(ctx, token, s.Now()); err != nil {
			return err
		}
	}
	private(c)
	return s.render(c, http.StatusOK, "letter", p)
}

// letterFile hands out the file that goes with an answer, to whoever has the letter's address, while that is valid.
func (s *site) letterFile(c *gin.Context) error {
	ctx, token := c.Request.Context(), c.Param("token")
	l, err := s.Store.LetterAt(ctx, token)
	if err != nil {
		return err
	}
	if l.Kind != desk.LetterReply {
		return errNotFound
	}
	t, err := s.Store.Ticket(ctx, l.Subject)
	if err != nil {
		return err
	}
	f, err := s.enclosed(c, l, t)
	if err != nil {
		return err
	}
	if c.Request.Method == http.MethodGet {
		if err := s.Store.Opened(ctx, token, s.Now()); err != nil {
			return err
		}
	}
	private(c)
	c.Header("Content-Disposition", document.Attachment(fileName(f.Name)))
	return write(c, http.StatusOK, f.Type, f.Data)
}

// enclosed is the file that went with an answer, for as long as its letter's address opens it; store.ErrNotFound when there is
// none or it has lapsed.
func (s *site) enclosed(c *gin.Context, l desk.Letter, t desk.Ticket) (store.File, error) {
	if t.Enclosed == 0 || !l.SentAt.IsZero() && !s.Now().Before(lapses(l)) {
		return store.File{}, fmt.Errorf("file of letter %d: %w", l.ID, store.ErrNotFound)
	}
	f, err := s.Store.OpenFile(c.Request.Context(), t.Enclosed)
	if err == nil && f.Purpose != store.FileReply {
		err = fmt.Errorf("file %d: %w", f.ID, store.ErrNotFound)
	}
	return f, err
}

func lapses(l desk.Letter) time.Time { return l.SentAt.Add(desk.EnclosureLife) }
