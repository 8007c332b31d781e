package admin

import (
	"bytes"
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
)

//go:embed templates
var templateFiles embed.FS

// room is what all requests share.
type room struct {
	Options
	assets     assets
	pages      map[string]func() (*template.Template, error)
	protection *http.CrossOriginProtection
}

func newRoom(o Options) (*room, error) {
	o.URL = strings.TrimRight(o.URL, "/")
	if o.Calendar == nil {
		o.Calendar = disclosure.Official
	}
	a := &room{Options: o, assets: loadAssets(), protection: http.NewCrossOriginProtection()}
	var err error
	a.pages, err = parsePages(a.assets)
	return a, err
}

// parsePages joins the frame and the parts (parts*.html) with each page's own file, when the page is first shown: each takes a
// copy of them all.
func parsePages(a assets) (map[string]func() (*template.Template, error), error) {
	funcs := words()
	funcs["asset"] = a.url
	base, err := template.New("frame").Funcs(funcs).ParseFS(templateFiles, "templates/frame.html", "templates/parts*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]func() (*template.Template, error){}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "frame" || strings.HasPrefix(name, "parts") {
			continue
		}
		pages[name] = sync.OnceValues(func() (*template.Template, error) {
			t, err := base.Clone()
			if err != nil {
				return nil, err
			}
			return t.ParseFS(templateFiles, file)
		})
	}
	return pages, nil
}

// render writes a whole page or nothing, so a template that fails halfway becomes an error page.
func (a *room) render(c *gin.Context, status int, name string, page any) error {
	whole, ok := a.pages[name]
	if !ok {
		return fmt.Errorf("no template %q", name)
	}
	t, err := whole()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "frame", page); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	c.Data(status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

// frame is what every page shares.
type frame struct {
	Office    desk.Office
	Staff     desk.Staff
	StandsFor []desk.Staff
	Nav       []link
	Path      string
	Now       time.Time
	Done      string // code of what was just done
	Token     string
	Once      string
	typed     *typed
}

// link is a line of the navigation; Here says that the page shown is it or below it.
type link struct {
	Path  string
	Words string
	Here  bool
}

// typed is a form that is shown again: refused, or overtaken by another's change.
type typed struct {
	values  url.Values
	faults  refused
	changed bool
	current map[string]string
}

func retype(values url.Values, faults refused, changed bool) *typed {
	return &typed{values: values, faults: faults, changed: changed, current: map[string]string{}}
}

// Refused and Changed say why a form is shown again.
func (f frame) Refused() bool { return f.typed != nil && !f.typed.changed }
func (f frame) Changed() bool { return f.typed != nil && f.typed.changed }

// Was is what a field holds: what was typed, else what is stored.
func (f frame) Was(name string, stored any) string {
	now := fmt.Sprint(stored)
	if f.typed == nil {
		return now
	}
	f.typed.current[name] = now
	if values := f.typed.values[name]; len(values) > 0 {
		return values[0]
	}
	return now
}

// Chose says whether an option or box is on. A box needs a hidden field of its name before it, so that "off" is sent too.
func (f frame) Chose(name string, value, stored any) bool {
	if f.typed != nil {
		f.typed.current[name] = fmt.Sprint(stored)
		if values := f.typed.values[name]; len(values) > 0 {
			return values[len(values)-1] == fmt.Sprint(value)
		}
	}
	return fmt.Sprint(value) == fmt.Sprint(stored)
}

// note is what stands beside a field.
type note struct {
	Name string
	Code string // of the fault
	Now  string // what somebody else has saved meanwhile
}

// At is the note beside a field, empty for a field in order. It comes after the field itself.
func (f frame) At(name string) note {
	n := note{Name: name}
	if f.typed == nil {
		return n
	}
	n.Code = f.typed.faults[name]
	if values := f.typed.values[name]; f.typed.changed && len(values) > 0 && values[len(values)-1] != f.typed.current[name] {
		n.Now = f.typed.current[name]
	}
	return n
}

// Fault is the code of what is wrong with the form as a whole.
func (f frame) Fault() string {
	if f.typed == nil {
		return ""
	}
	return f.typed.faults[""]
}

// Invalid ties a field to the note beside it.
func (f frame) Invalid(name string) template.HTMLAttr {
	if f.typed == nil || f.typed.faults[name] == "" {
		return ""
	}
	return template.HTMLAttr(`aria-invalid="true" aria-describedby="` + template.HTMLEscapeString(name) + `-note"`)
}

func newOnce() string { return rand.Text() }
