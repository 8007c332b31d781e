package admin

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/seal"
	"shangda/store"
)

// world is the staff pages on a real database, with a clock that tests turn.
type world struct {
	t       testing.TB
	store   *store.Store
	srv     *httptest.Server
	path    string
	opts    Options
	secrets map[int64]string // of second factors
	log     strings.Builder

	mu  sync.Mutex
	now time.Time
}

func (w *world) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func newWorld(t testing.TB, change ...func(*Options)) *world {
	t.Helper()
	return newWorldAt(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"), change...)
}

// newWorldAt has its database at an address.
func newWorldAt(t testing.TB, address string, change ...func(*Options)) *world {
	t.Helper()
	dir := t.TempDir()
	w := &world{t: t, path: address, now: time.Date(2026, 3, 5, 9, 30, 0, 0, beijing)}
	var err error
	if w.store, err = store.Open(context.Background(), w.path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	keys, err := seal.Create(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.Unlock(context.Background(), keys); err != nil {
		t.Fatal(err)
	}
	w.opts = Options{Store: w.store, Office: desk.Office{Name: "示例区商务局"}, Now: w.Now, Log: slog.New(slog.NewTextHandler(&w.log, nil))}
	for _, c := range change {
		c(&w.opts)
	}
	w.serve()
	return w
}

// serve opens the pages; what was served before is closed, as by a restart.
func (w *world) serve() {
	w.t.Helper()
	gin.SetMode(gin.TestMode)
	e := gin.New()
	if err := Routes(e, w.opts); err != nil {
		w.t.Fatal(err)
	}
	if w.srv != nil {
		w.srv.Close()
	}
	w.srv = httptest.NewServer(e)
	w.t.Cleanup(w.srv.Close)
}

// browser keeps cookies and follows redirections by itself only when told.
type browser struct {
	w      *world
	client *http.Client
}

type answer struct {
	status   int
	location string
	body     string
	header   http.Header
}

func (w *world) browser() *browser {
	jar, _ := cookiejar.New(nil) // never fails
	return &browser{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (b *browser) do(req *http.Request) answer {
	b.w.t.Helper()
	res, err := b.client.Do(req)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(body), res.Header}
}

func (b *browser) get(path string) answer {
	b.w.t.Helper()
	req, err := http.NewRequest(get, b.w.srv.URL+path, nil)
	if err != nil {
		b.w.t.Fatal(err)
	}
	return b.do(req)
}

// post sends a form as it is.
func (b *browser) post(path string, form url.Values) answer {
	b.w.t.Helper()
	req, err := http.NewRequest(post, b.w.srv.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// fill opens page and sends one of its forms with what the page hides in it and the pairs of field and value.
func (b *browser) fill(page, action string, pairs ...string) answer {
	b.w.t.Helper()
	return b.post(action, b.form(page, action, pairs...))
}

func (b *browser) form(page, action string, pairs ...string) url.Values {
	b.w.t.Helper()
	a := b.get(page)
	_, rest, found := strings.Cut(a.body, `action="`+action+`"`)
	if !found {
		b.w.t.Fatalf("page %s (%d) has no form to %s:\n%s", page, a.status, action, a.body)
	}
	inside, _, _ := strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(inside, -1) {
		form.Set(m[1], m[2])
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

const secret = "Kirsche-7-Blau"

// person creates an account that has changed its password to secret.
func (w *world) person(login string, role desk.Role, section string) desk.Staff {
	w.t.Helper()
	ctx := context.Background()
	st := desk.Staff{Login: login, Name: "测试" + login, Role: role, Section: section}
	once, err := w.store.CreateStaff(ctx, desk.Actor{}, &st, w.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.ChangePassword(ctx, desk.Actor{Staff: st.ID, Login: login}, 0, once, secret, w.Now()); err != nil {
		w.t.Fatal(err)
	}
	if st, err = w.store.Staff(ctx, st.ID); err != nil {
		w.t.Fatal(err)
	}
	return st
}

// signIn opens a browser with a session.
func (w *world) signIn(login string) *browser {
	w.t.Helper()
	b := w.browser()
	if a := b.fill("/admin/sign-in", "/admin/sign-in", "login", login, "password", secret); a.status != http.StatusSeeOther {
		w.t.Fatalf("sign-in of %s: %d\n%s", login, a.status, a.body)
	}
	return b
}

func TestLastSignInIsShownAtTheNext(t *testing.T) {
	w := newWorld(t)
	w.person("wang", desk.RoleOfficer, "外资科")
	if body := w.signIn("wang").get("/admin/").body; !strings.Contains(body, "这是您第一次登录") {
		t.Error("the first one is not called so")
	}
	w.pass(26 * time.Hour)
	b := w.signIn("wang")
	for _, page := range []string{"/admin/", "/admin/self"} {
		if body := b.get(page).body; !regexp.MustCompile(`上次登录.{1,20}2026-03-05 09:30`).MatchString(body) {
			t.Errorf("%s doesn't show it:\n%s", page, body)
		}
	}
}

func TestOfficerSignsInAndOut(t *testing.T) {
	w := newWorld(t)
	w.person("wang", desk.RoleOfficer, "外资科")
	b := w.browser()
	if a := b.get("/admin/self?x=1"); a.status != 303 || a.location != "/admin/sign-in?next=%2Fadmin%2Fself%3Fx%3D1" {
		t.Errorf("anonymous: %d to %q, want 303 to the sign-in", a.status, a.location)
	}
	a := b.fill("/admin/sign-in?next=/admin/self", "/admin/sign-in", "login", " WANG ", "password", secret)
	if a.status != 303 || a.location != "/admin/self" {
		t.Fatalf("sign-in: %d to %q\n%s", a.status, a.location, a.body)
	}
	if a := b.get("/admin/self"); a.status != 200 || !strings.Contains(a.body, "测试wang") {
		t.Errorf("own page: %d\n%s", a.status, a.body)
	}
	if a := b.fill("/admin/", "/admin/sign-out"); a.status != 303 {
		t.Errorf("sign-out: %d", a.status)
	}
	if a := b.get("/admin/"); a.status != 303 {
		t.Errorf("after signing out: %d, want 303", a.status)
	}
}
