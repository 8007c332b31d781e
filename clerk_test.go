package main

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// clerk is a member of staff with a browser that does not follow redirections.
type clerk struct {
	t      *testing.T
	base   string
	client *http.Client
}

const clerkPassword = "Kirsche-7-Blau"

// clerk creates an account by the command line, signs it in, changes its password and sets a second factor up if it must have
// one.
func (s *server) clerk(login, role, section string) *clerk {
	s.t.Helper()
	out, errs, code := runIn(s.t, s.dir, "staff", "add", login, "--role", role, "--section", section)
	m := oneTime.FindStringSubmatch(out)
	if code != 0 || m == nil {
		s.t.Fatalf("staff add: exit %d: %s%s", code, out, errs)
	}
	jar, _ := cookiejar.New(nil) // never fails
	c := &clerk{s.t, "http://" + s.addr, &http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	c.led(c.fill("/admin/sign-in", "/admin/sign-in", "login", login, "password", m[2]))
	c.led(c.fill("/admin/password", "/admin/password", "present", m[2], "next_password", clerkPassword, "again", clerkPassword))
	if page := c.get("/admin/"); page.location != "/admin/totp" {
		return c
	}
	secret := regexp.MustCompile(`<p class="code">([^<]+)<`).FindStringSubmatch(c.get("/admin/totp").body)
	if secret == nil {
		s.t.Fatal("no secret on the page of the second factor")
	}
	now, err := totp.GenerateCode(strings.ReplaceAll(secret[1], " ", ""), time.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	if a := c.fill("/admin/totp", "/admin/totp", "code", now); a.status != http.StatusOK && a.status != http.StatusSeeOther {
		s.t.Fatalf("second factor of %s: %d\n%s", login, a.status, textOf(a.body))
	}
	return c
}

// shown is what a browser was shown.
type shown struct {
	status   int
	location string
	body     string
}

func (c *clerk) do(req *http.Request) shown {
	c.t.Helper()
	res, err := c.client.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return shown{res.StatusCode, res.Header.Get("Location"), string(body)}
}

func (c *clerk) get(path string) shown {
	c.t.Helper()
	req, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.do(req)
}

func (c *clerk) post(path string, form url.Values) shown {
	c.t.Helper()
	req, err := http.NewRequest(http.MethodPost, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(req)
}

// fill opens page and sends its form to action, with what the page hides in it and the pairs of field and value.
func (c *clerk) fill(page, action string, pairs ...string) shown {
	c.t.Helper()
	return c.post(action, c.form(page, action, pairs...))
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

func (c *clerk) form(page, action string, pairs ...string) url.Values {
	c.t.Helper()
	p := c.get(page)
	_, rest, found := strings.Cut(p.body, `action="`+action+`"`)
	if !found {
		c.t.Fatalf("page %s (%d, to %q) has no form to %s:\n%.2000s", page, p.status, p.location, action, textOf(p.body))
	}
	inside, _, _ := strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(inside, -1) {
		form.Set(m[1], m[2])
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// upload sends the form of page to action with one file.
func (c *clerk) upload(page, action, name string, data []byte) shown {
	c.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range c.form(page, action) {
		if err := w.WriteField(field, values[0]); err != nil {
			c.t.Fatal(err)
		}
	}
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		c.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, c.base+action, &body)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return c.do(req)
}

// led wants a redirection and says where to, without what was done.
func (c *clerk) led(p shown) string {
	c.t.Helper()
	if p.status != http.StatusSeeOther {
		c.t.Fatalf("got %d, want 303:\n%.3000s", p.status, textOf(p.body))
	}
	path, _, _ := strings.Cut(p.location, "?")
	return path
}

func (c *clerk) sees(path string, want ...string) {
	c.t.Helper()
	p := c.get(path)
	for _, w := range want {
		if !strings.Contains(p.body, w) {
			c.t.Errorf("%s (%d) lacks %q:\n%.3000s", path, p.status, w, textOf(p.body))
		}
	}
}

// approve lets both levels approve a draft.
func approve(draft string, reviewers ...*clerk) {
	for _, c := range reviewers {
		c.t.Helper()
		c.led(c.fill(draft, draft+"/approve", "may", "open", "how", "政务微信", "scope", "向社会公开"))
	}
}

var markup = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]*>`)

// textOf is the text of a page, for messages.
func textOf(body string) string {
	return strings.Join(strings.Fields(markup.ReplaceAllString(body, " ")), " ")
}

// eventually waits until holds, for at most so long.
func eventually(t *testing.T, d time.Duration, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(d); !holds(); time.Sleep(300 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", d, what)
		}
	}
}

// ticketAt is the address of a ticket's page, or of an act on it.
func ticketAt(number int, act string) string {
	return strings.TrimSuffix(fmt.Sprintf("/admin/tickets/%d/%s", number, act), "/")
}

// address is the whole address of a path.
func (c *clerk) address(path string) *url.URL {
	c.t.Helper()
	u, err := url.Parse(c.base + path)
	if err != nil {
		c.t.Fatal(err)
	}
	return u
}
