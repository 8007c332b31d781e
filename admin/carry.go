package admin

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"unicode"
)

// carried is a posted form whose session had ended: it travels in the sign-in page and is offered to be sent afterwards.
type carried struct {
	To     string     `json:"to"`
	Fields url.Values `json:"fields"`
	Files  bool       `json:"files,omitempty"` // there were files, which cannot travel
}

// frameFields belong to the session that ended.
var frameFields = []string{"token", "once"}

func (v *visit) carry() carried {
	c := carried{To: v.Request.URL.RequestURI(), Fields: url.Values{}}
	for name, values := range v.Request.PostForm {
		if !slices.Contains(frameFields, name) && !slices.Contains(secretFields, name) {
			c.Fields[name] = values
		}
	}
	c.Files = v.Request.MultipartForm != nil && len(v.Request.MultipartForm.File) > 0
	return c
}

// secretFields are typed again rather than written into a page.
var secretFields = []string{"password", "present", "next_password", "again", "code"}

func (c carried) encode() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // texts: cannot fail
	}
	return string(text)
}

func decodeCarried(text string) carried {
	var c carried
	if json.Unmarshal([]byte(text), &c) != nil {
		return carried{}
	}
	c.To = local(c.To)
	return c
}

type resumePage struct {
	frame
	carried
}

// Legible are the texts a person typed, to be recognised; numbers and codes of the form say nothing to them.
func (p resumePage) Legible() []string {
	var out []string
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range p.Fields {
			if !yield(name) {
				return
			}
		}
	}) {
		for _, value := range p.Fields[name] {
			if slices.ContainsFunc([]rune(value), func(r rune) bool { return unicode.Is(unicode.Han, r) || r == ' ' }) {
				out = append(out, value)
			}
		}
	}
	return out
}

// resume offers to send a form again, now in the person's new session.
func (v *visit) resume(c carried) {
	if c.To == "" {
		v.Redirect(http.StatusSeeOther, "/admin/")
		return
	}
	if err := v.render(v.Context, http.StatusOK, "resume", resumePage{v.frame(), c}); err != nil {
		v.fault(v.Context, err)
	}
}
