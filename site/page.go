package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"
	texttemplate "text/template"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// handler answers a request or says why not; page turns the error into a page.
type handler func(*gin.Context) error

var (
	errNotFound = errors.New("no such page")
	errForeign  = errors.New("posted from another site")
)

type site struct {
	Options
	assets     assets
	pages      map[string]func() *template.Template
	downloads  downloads
	calendar   *texttemplate.Template
	visits     *visits
	protection *http.CrossOriginProtection
}

// frame is what every page shares. Office and Demo decide the header and footer.
type frame struct {
	Office    desk.Office
	Demo      bool
	Query     string // stands in the search box
	Canonical string // address of this page, when it has one of its own
	Elder     bool   // 长辈版
	Switch    string // this page in the other form
}

func newSite(o Options) *site {
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	if o.Office.Account == "" {
		o.Office.Account = o.Office.Name
	}
	if o.Office.Disclosure == "" {
		o.Office.Disclosure = o.Office.Name
	}
	a := loadAssets()
	return &site{
		Options: o, assets: a, pages: parsePages(a), downloads: parseDownloads(), calendar: parseCalendar(),
		visits: newVisits(maxVisits), protection: http.NewCrossOriginProtection(),
	}
}

func (s *site) frame(c *gin.Context) frame {
	on := elder(c)
	return frame{Office: s.Office, Demo: s.Demo, Elder: on, Switch: elderLink(c, on)}
}

// missing is the handler of what does not exist.
func missing(*gin.Context) error { return errNotFound }

// page runs h behind the headers every page has. It is the only place where errors become pages and are logged;
// the address is logged by its route, since a query is a citizen's text.
func (s *site) page(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		s.secure(c)
		if s.switched(c) {
			return
		}
		err := h(c)
		if err == nil || errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
			return
		}
		status := statusOf(err)
		if status == http.StatusInternalServerError {
			s.Log.Error("page", "route", c.FullPath(), "error", err)
		}
		if c.Writer.Written() {
			return
		}
		if err := s.render(c, status, "error", errorPage{frame: s.frame(c), Status: status, Link: c.Param("token") != ""}); err != nil {
			s.Log.Error("error page", "route", c.FullPath(), "error", err)
			c.Status(http.StatusInternalServerError)
		}
	}
}

type errorPage struct {
	frame
	Status int
	Link   bool // the address was sent to somebody, and may have lapsed
}

func statusOf(err error) int {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, errNotFound), errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, errForeign):
		return http.StatusForbidden
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

func (s *site) secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy",
		"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin") // a search stays on this site
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	if strings.HasPrefix(s.PublicURL, "https://") {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// render writes a whole page or nothing, so a template that fails halfway becomes an error page.
func (s *site) render(c *gin.Context, status int, name string, data any) error {
	var b bytes.Buffer
	if err := s.pages[name]().ExecuteTemplate(&b, "frame", data); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	c.Writer.Header().Add("Vary", "Cookie")
	return write(c, status, "text/html; charset=utf-8", b.Bytes())
}

// parsePages joins the frame with each page's own file, when the page is first shown: each takes a copy of the frame.
func parsePages(a assets) map[string]func() *template.Template {
	funcs := template.FuncMap{"asset": a.url, "date": anyDate, "lines": lines, "clock": clock, "phone": phoneURL, "middle": hideMiddle}
	base := template.Must(template.New("frame").Funcs(funcs).ParseFS(templateFiles,
		"templates/frame.html", "templates/parts.html"))
	pages := map[string]func() *template.Template{}
	for _, name := range []string{"home", "search", "document", "list", "guide", "qa", "sheet", "diff", "count", "upload", "opinion", "own", "form", "confirm", "receipt", "request", "letter", "chat", "error"} {
		pages[name] = sync.OnceValue(func() *template.Template {
			return template.Must(template.Must(base.Clone()).ParseFS(templateFiles, "templates/"+name+".html"))
		})
	}
	return pages
}

// day is a date in the parts that a sentence needs; nil for an unknown one.
type day struct {
	ISO              policy.Date
	Year, Month, Day int
}

func splitDate(d policy.Date) *day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return nil
	}
	return &day{ISO: d, Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// anyDate takes the dates of every vocabulary.
func anyDate(d any) *day { return splitDate(policy.Date(fmt.Sprint(d))) }

// lines are the paragraphs of a text, without empty ones.
func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// hideMiddle keeps the first and the last four signs of a number.
func hideMiddle(s string) string {
	if len(s) < 9 {
		return s
	}
	return s[:4] + strings.Repeat("*", len(s)-8) + s[len(s)-4:]
}

var beijing = time.FixedZone("CST", 8*60*60)

func clock(t time.Time) string { return t.In(beijing).Format("15:04") }

// phoneURL makes a number callable: its first run of digits, spaces and dashes.
func phoneURL(number string) template.URL {
	var b strings.Builder
	for _, r := range number {
		switch {
		case r >= '0' && r <= '9', r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case r == '-' || r == ' ' || r == '－':
		default:
			if b.Len() > 0 {
				return template.URL("tel:" + b.String()) // digits only
			}
		}
	}
	return template.URL("tel:" + b.String()) // digits only
}

// itemURL is the page of an item; article, when given, becomes the anchor.
func itemURL(id, query, article string) string {
	u := url.URL{Path: "/p/" + id, Fragment: article}
	if query != "" {
		u.RawQuery = url.Values{"q": {query}}.Encode()
	}
	return u.String()
}
