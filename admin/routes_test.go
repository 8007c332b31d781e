package admin

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shangda/desk"
)

const deniedText = "您的角色不能使用这一页"

// proven creates an account with a second factor where its role needs one, and signs it in.
func (w *world) proven(role desk.Role) *browser {
	w.t.Helper()
	login := "is-" + string(role)
	st := w.person(login, role, "外资科")
	if !role.NeedsTOTP() {
		return w.signIn(login)
	}
	w.enrol(st)
	b := w.browser()
	b.fill("/admin/sign-in", "/admin/sign-in", "login", login, "password", secret)
	w.pass(time.Minute) // no code is taken twice
	if a := b.fill("/admin/second", "/admin/second", "code", w.code(st)); a.status != http.StatusSeeOther {
		w.t.Fatalf("second factor of %s: %d\n%s", login, a.status, a.body)
	}
	return b
}

func (w *world) enrol(st desk.Staff) []string {
	w.t.Helper()
	ctx := context.Background()
	_, secret, err := w.store.NewTOTP(ctx, &st, "test")
	if err != nil {
		w.t.Fatal(err)
	}
	if w.secrets == nil {
		w.secrets = map[int64]string{}
	}
	w.secrets[st.ID] = secret
	codes, err := w.store.ConfirmTOTP(ctx, desk.Actor{Staff: st.ID, Login: st.Login}, 0, w.code(st), w.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return codes
}

func (w *world) code(st desk.Staff) string {
	w.t.Helper()
	code, err := totp.GenerateCode(w.secrets[st.ID], w.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

func (b *browser) token() string {
	u, _ := url.Parse(b.w.srv.URL + "/admin/") // of our own server
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == "shangda" {
			return c.Value
		}
	}
	return ""
}

// visit goes to a route with nothing in its form, at objects that don't exist.
func (b *browser) visit(rt route) answer {
	b.w.t.Helper()
	path := "/admin" + rt.path
	for part := range strings.SplitSeq(rt.path, "/") {
		if strings.HasPrefix(part, ":") || strings.HasPrefix(part, "*") {
			path = strings.Replace(path, part, "999", 1)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	form := url.Values{"token": {formToken(b.token())}, "once": {newOnce()}}
	req, err := http.NewRequestWithContext(ctx, rt.method, b.w.srv.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if rt.quiet { // may be a stream without an end
		res, err := b.client.Do(req)
		if err != nil {
			b.w.t.Fatal(err)
		}
		defer res.Body.Close()
		return answer{status: res.StatusCode, location: res.Header.Get("Location")}
	}
	return b.do(req)
}

func TestEveryRouteIsOpenToItsRolesOnly(t *testing.T) {
	for _, apart := range []bool{false, true} {
		w := newWorld(t, func(o *Options) { o.ThreeApart = apart })
		for _, role := range append(desk.Roles(), "") {
			if apart && !role.Administers() {
				continue // the setting says nothing about the others
			}
			b := w.proven(role)
			for _, rt := range routes() {
				if rt.path == "/sign-out" {
					continue
				}
				a := b.visit(rt)
				denied := a.status == http.StatusForbidden && (rt.quiet || strings.Contains(a.body, deniedText))
				if may := role.May(rt.act, apart); denied == may || strings.HasPrefix(a.location, "/admin/sign-in?") || a.status >= 500 {
					t.Errorf("%q, apart %v: %s %s: %d to %q, want it open: %v", role, apart, rt.method, rt.path, a.status, a.location, may)
				}
			}
		}
	}
}

func TestEveryRouteSendsAnonymousVisitorsToTheSignIn(t *testing.T) {
	w := newWorld(t)
	for _, rt := range routes() {
		a := w.browser().visit(rt)
		switch {
		case rt.method == get && (a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/admin/sign-in?next=")):
			t.Errorf("%s %s: %d to %q, want 303 to the sign-in", rt.method, rt.path, a.status, a.location)
		case rt.method == post && (a.status != http.StatusUnauthorized || !strings.Contains(a.body, `name="password"`)):
			t.Errorf("%s %s: %d, want the sign-in page", rt.method, rt.path, a.status)
		}
	}
}

func TestRoleTakenAwayOrForgedOpensNothing(t *testing.T) {
	w := newWorld(t)
	st := w.person("wang", desk.RoleOfficer, "外资科")
	b := w.signIn("wang")
	form := url.Values{"token": {formToken(b.token())}, "once": {newOnce()}, "role": {"system_admin"}, "version": {"3"}}
	if a := b.post("/admin/roles/1", form); a.status != http.StatusForbidden {
		t.Errorf("an officer gives a role: %d, want 403", a.status)
	}
	if got, _ := w.store.Staff(context.Background(), st.ID); got.Role != desk.RoleOfficer {
		t.Errorf("role is %q", got.Role)
	}
	got, err := w.store.Staff(context.Background(), st.ID)
	if err != nil {
		t.Fatal(err)
	}
	got.Role = desk.RoleAuditAdmin
	if err := w.store.SetRole(context.Background(), desk.Actor{Staff: 99}, &got, w.Now()); err != nil {
		t.Fatal(err)
	}
	if a := b.get("/admin/"); a.location != "/admin/totp" {
		t.Errorf("after becoming an auditor without second factor: %d to %q, want it asked for at once", a.status, a.location)
	}
}

func TestPagesLinkOnlyToWhatTheRoleMayOpen(t *testing.T) {
	w := newWorld(t)
	for _, role := range append(desk.Roles(), "") {
		b := w.proven(role)
		for _, n := range navigation {
			shown := strings.Contains(b.get("/admin/").body, `<a href="`+n.path+`"`)
			if may := role.May(n.act, false); shown != may {
				t.Errorf("%q: %s in the navigation: %v, want %v", role, n.path, shown, may)
			}
			if a := b.get(n.path); shown && a.status != http.StatusOK {
				t.Errorf("%q: %s: %d", role, n.path, a.status)
			}
		}
	}
}

func TestEveryPageFitsTheFrame(t *testing.T) {
	pages, err := parsePages(loadAssets())
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range pages {
		if p, err := page(); err != nil || p.Lookup("main") == nil {
			t.Errorf("page %s: %v, want it to parse and to have a main part", name, err)
		}
	}
}
