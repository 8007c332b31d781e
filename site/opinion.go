package site

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// opinionPage is where a party that was consulted answers. It says what is asked for and, unless the office chose to name them, nothing of
// who asks.
type opinionPage struct {
	frame
	Token   string
	What    string
	Kind    disclosure.ConsultKind
	Asker   string // empty: not named
	Until   disclosure.Day
	Done    bool // answered, now or before
	Closed  bool // the case went on without it
	Flaw    string
	Opinion disclosure.Opinion
	Reason  string
}

func (s *site) opinion(c *gin.Context) error {
	p, _, err := s.opinionPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "opinion", p)
}

func (s *site) opinionPage(c *gin.Context) (opinionPage, disclosure.Request, error) {
	private(c)
	p := opinionPage{frame: s.frame(c), Token: c.Param("token")}
	r, n, err := s.Store.Consulted(c.Request.Context(), p.Token)
	if err != nil {
		return p, r, err
	}
	if n < 1 || n > len(r.Consultations) {
		return p, r, errNotFound
	}
	k := r.Consultations[n-1]
	p.What, p.Kind, p.Until = desk.Mask(r.Application.Unnamed()), k.Kind, k.Until
	p.Done, p.Closed = k.Answered != "", k.Answered == "" && r.State != disclosure.Open
	if k.Naming {
		p.What, p.Asker = r.Application.What, r.Application.Name
	}
	return p, r, nil
}

// answered takes the opinion, once. Who answers has the letter, so that it has reached them today at the latest.
func (s *site) answered(c *gin.Context) error {
	if err := s.posted(c, 64<<10); err != nil {
		return err
	}
	p, r, err := s.opinionPage(c)
	if err != nil {
		return err
	}
	if p.Done || p.Closed {
		return s.render(c, http.StatusOK, "opinion", p)
	}
	p.Opinion, p.Reason = disclosure.Opinion(c.PostForm("opinion")), c.PostForm("reason")
	switch {
	case p.Opinion != disclosure.Agrees && p.Opinion != disclosure.Objects:
		p.Flaw = "opinion"
	case p.Opinion == disclosure.Objects && p.Reason == "":
		p.Flaw = "reason"
	case len([]rune(p.Reason)) > 2000:
		p.Flaw = "long"
	}
	if p.Flaw != "" {
		return s.render(c, http.StatusUnprocessableEntity, "opinion", p)
	}
	_, n, err := s.Store.Consulted(c.Request.Context(), p.Token)
	if err != nil {
		return err
	}
	now := s.Now()
	today := disclosure.DayOf(now)
	var events []disclosure.Event
	if r.Consultations[n-1].Got == "" {
		event, err := r.Reached(s.Calendar(), n, today)
		if err != nil {
			return err
		}
		events = append(events, event)
	}
	event, err := r.Answered(n, p.Opinion, p.Reason, today)
	if err != nil {
		return err
	}
	err = s.Store.SaveRequest(c.Request.Context(), &r, append(events, event), nil, desk.Actor{Login: "consulted"}, now)
	if errors.Is(err, store.ErrConflict) { // staff saved something meanwhile: the party sends again
		p.Flaw = "again"
		return s.render(c, http.StatusConflict, "opinion", p)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/o/"+p.Token)
	return nil
}
