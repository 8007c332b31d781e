package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

// requestPage is how a case stands. Code is what opened it; it stands in the page's forms, never in an address.
type requestPage struct {
	frame
	Number, Code string
	Wrong        bool // the code, or the number: nobody learns which
	Late         bool // what was asked for is no longer possible
	R            *disclosure.Request
	Due          disclosure.Day
	Provisional  bool
	From, To     disclosure.Day // by what 放假安排 has moved the due day; empty: by nothing
	Papers       []paperLine
	Files        []store.File // handed out with the decision
	Flaw         disclosure.Flaw
	Decision     *paper.Paper // as it was served, to read
}

type paperLine struct {
	ID    int64
	Title string
	Day   disclosure.Day
}

// request asks for the query code.
func (s *site) request(c *gin.Context) error {
	private(c)
	return s.render(c, http.StatusOK, "request", requestPage{frame: s.frame(c), Number: c.Param("number")})
}

// opened shows a case to whoever has its code, and does what they ask.
func (s *site) opened(c *gin.Context) error {
	if err := s.posted(c, 64<<10); err != nil {
		return err
	}
	private(c)
	p := requestPage{frame: s.frame(c), Number: c.Param("number"), Code: strings.ToUpper(strings.Join(strings.Fields(c.PostForm("code")), ""))}
	r, err := s.Store.RequestWithCode(c.Request.Context(), p.Number, p.Code, s.Now())
	if errors.Is(err, store.ErrAccess) {
		p.Wrong, p.Code = true, ""
		return s.render(c, http.StatusForbidden, "request", p)
	}
	if err != nil {
		return err
	}
	if id, ok := strings.CutPrefix(c.PostForm("act"), "paper "); ok {
		return s.handPaper(c, r, id)
	}
	if id, ok := strings.CutPrefix(c.PostForm("act"), "file "); ok {
		return s.handFile(c, r, id)
	}
	if err := s.actOn(c, &r, &p); err != nil {
		return err
	}
	return s.showRequest(c, r, p)
}

// actOn does what the applicant asks for: open the decision, withdraw, correct.
func (s *site) actOn(c *gin.Context, r *disclosure.Request, p *requestPage) error {
	now := s.Now()
	today := disclosure.DayOf(now)
	changed := *r
	var event disclosure.Event
	var err error
	switch c.PostForm("act") {
	case "open":
		if s.Office.ReviewChannel == "" { // an electronic decision must name one (行政复议法第二十二条第二款)
			p.Late = true
			return nil
		}
		service := changed.Service
		service.Method, service.Opened = disclosure.ServeOnline, now
		event, err = changed.Serve(service)
	case "withdraw":
		event, err = changed.Withdraw(today)
	case "correct":
		event, err = changed.Correct(c.PostForm("what"), today)
	default:
		return nil
	}
	if bad := (*disclosure.Invalid)(nil); errors.As(err, &bad) {
		p.Flaw = bad.Flaw
		return nil
	}
	if err != nil {
		p.Late = !errors.Is(err, disclosure.ErrFrozen) // opened before: nothing to do
		return nil
	}
	err = s.Store.SaveRequest(c.Request.Context(), &changed, []disclosure.Event{event}, nil, desk.Actor{Login: "applicant"}, now)
	if errors.Is(err, store.ErrConflict) {
		p.Late = true
		*r, err = s.Store.Request(c.Request.Context(), r.ID)
		return err
	}
	if err == nil {
		*r = changed
	}
	return err
}

func (s *site) showRequest(c *gin.Context, r disclosure.Request, p requestPage) error {
	ctx := c.Request.Context()
	var err error
	p.R = &r
	if p.Due, p.Provisional, err = r.Due(s.Calendar(), disclosure.DayOf(s.Now())); err != nil {
		return err
	}
	history, err := s.Store.Events(ctx, r.ID)
	if err != nil {
		return err
	}
	p.From, p.To, _ = disclosure.Moved(history)
	papers, err := s.Store.Papers(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, x := range papers {
		if outward(x) && (!decides(x.Kind) || r.State == disclosure.Served) {
			p.Papers = append(p.Papers, paperLine{x.ID, paper.Title(s.Office, x.Kind), disclosure.DayOf(x.At)})
		}
	}
	if r.State == disclosure.Served {
		if p.Decision, err = s.decision(c, papers); err != nil {
			return err
		}
		files, err := s.Store.Files(ctx, r.ID)
		if err != nil {
			return err
		}
		for _, f := range files {
			if handedOut(&r, f) {
				p.Files = append(p.Files, f)
			}
		}
	}
	return s.render(c, http.StatusOK, "request", p)
}

// decision is the text of the paper that was served; nil where only its file was kept.
func (s *site) decision(c *gin.Context, papers []store.Paper) (*paper.Paper, error) {
	i := slices.IndexFunc(papers, func(x store.Paper) bool { return !x.Void && decides(x.Kind) })
	if i < 0 {
		return nil, nil
	}
	x, err := s.Store.OpenPaper(c.Request.Context(), papers[i].ID)
	if err != nil || len(x.Page) == 0 {
		return nil, err
	}
	var p paper.Paper
	return &p, json.Unmarshal(x.Page, &p)
}

// handedOut says whether the decision gives a file to the applicant.
func handedOut(r *disclosure.Request, f store.File) bool {
	return f.Purpose == store.FileHandout && r.Draft != nil && slices.Contains(r.Draft.Files, f.ID)
}

// decides says whether a paper is a decision, which is handed out only against the proof that it was opened.
func decides(kind disclosure.PaperKind) bool {
	for _, rule := range disclosure.Rules() {
		if rule.Paper == kind && rule.Code != disclosure.CodeWithdrawn {
			return true
		}
	}
	return false
}

func (s *site) handPaper(c *gin.Context, r disclosure.Request, id string) error {
	n, _ := strconv.ParseInt(id, 10, 64)
	x, err := s.Store.OpenPaper(c.Request.Context(), n)
	switch {
	case err != nil:
		return err
	case x.Request != r.ID || !outward(x) || decides(x.Kind) && r.State != disclosure.Served:
		return errNotFound
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="paper-%d.docx"`, x.ID))
	return write(c, http.StatusOK, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", x.Data)
}

func (s *site) handFile(c *gin.Context, r disclosure.Request, id string) error {
	n, _ := strconv.ParseInt(id, 10, 64)
	f, err := s.Store.OpenFile(c.Request.Context(), n)
	switch {
	case err != nil:
		return err
	case f.Request != r.ID || !handedOut(&r, f) || r.State != disclosure.Served:
		return errNotFound
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="file-%d"`, f.ID))
	return write(c, http.StatusOK, "application/octet-stream", f.Data)
}
