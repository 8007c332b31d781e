package admin

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"shangda/desk"
	"shangda/store"
)

func TestFormOfAnEndedSessionLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.person("wang", desk.RoleOfficer, "外资科")
	b := w.signIn("wang")
	form := b.form("/admin/self", "/admin/self", "email", "wang@example.cn", "remark", "这句话很长，不想再写一遍 <b>")
	w.pass(store.IdleTime + time.Second)
	a := b.post("/admin/self", form)
	if a.status != http.StatusUnauthorized || !strings.Contains(a.body, "已经留住") {
		t.Fatalf("form after idle time: %d, want the sign-in that keeps it\n%s", a.status, a.body)
	}
	kept := url.Values{"login": {"wang"}, "password": {secret}}
	for _, m := range hidden.FindAllStringSubmatch(a.body, -1) {
		kept.Set(m[1], unescape(m[2]))
	}
	a = b.post("/admin/sign-in", kept)
	if a.status != http.StatusOK || !strings.Contains(a.body, "这句话很长，不想再写一遍 &lt;b&gt;") {
		t.Fatalf("after signing in: %d, want what was typed\n%s", a.status, a.body)
	}
	again := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(a.body, -1) {
		again.Set(m[1], unescape(m[2]))
	}
	if again.Get("token") == form.Get("token") {
		t.Error("the token of the ended session is used again")
	}
	if a = b.post("/admin/self", again); a.status != http.StatusSeeOther {
		t.Fatalf("sent again: %d\n%s", a.status, a.body)
	}
	st, err := w.store.StaffByLogin(context.Background(), "wang")
	if err != nil || st.Email != "wang@example.cn" {
		t.Errorf("saved %q, %v", st.Email, err)
	}
}

func unescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&", "&lt;", "<", "&gt;", ">", "&#43;", "+").Replace(s)
}

func TestPasswordsDoNotTravelInAKeptForm(t *testing.T) {
	w := newWorld(t)
	a := w.browser().post("/admin/password", url.Values{"present": {"oldSecret"}, "next_password": {"newSecret"}, "again": {"newSecret"}})
	if strings.Contains(a.body, "Secret") {
		t.Errorf("the sign-in page holds a password:\n%s", a.body)
	}
}

func TestDoubleSubmitActsOnce(t *testing.T) {
	w := newWorld(t)
	b := w.proven(desk.RoleSystemAdmin)
	form := b.form("/admin/accounts/new", "/admin/accounts/new", "login", "li", "name", "李四", "role", "officer", "section", "外资科")
	var posts sync.WaitGroup
	answers := make([]answer, 4)
	for i := range answers {
		posts.Go(func() { answers[i] = b.post("/admin/accounts/new", form) })
	}
	posts.Wait()
	shown, led := 0, 0
	for _, a := range answers {
		switch {
		case a.status == http.StatusOK && strings.Contains(a.body, "只显示这一次"):
			shown++
		case a.status == http.StatusSeeOther && a.location == "/admin/accounts":
			led++
		}
	}
	if shown != 1 || led != 3 {
		t.Errorf("of 4 presses %d showed the password and %d led to the accounts; want 1 and 3", shown, led)
	}
	all, err := w.store.AllStaff(context.Background())
	if err != nil || len(all) != 2 {
		t.Errorf("%d accounts, %v; want 2", len(all), err)
	}
}

func TestStaleVersionShowsBothVersions(t *testing.T) {
	w := newWorld(t)
	st := w.person("wang", desk.RoleOfficer, "外资科")
	b := w.proven(desk.RoleSystemAdmin)
	path := "/admin/accounts/1"
	form := b.form(path, path, "name", "王丽丽", "section", "外贸科")
	st.Name = "王美丽"
	if err := w.store.SaveStaff(context.Background(), desk.Actor{Staff: 99}, &st, w.Now()); err != nil {
		t.Fatal(err)
	}
	a := b.post(path, form)
	if a.status != http.StatusConflict {
		t.Fatalf("stale form: %d, want 409", a.status)
	}
	for _, want := range []string{`value="王丽丽"`, "现在是：王美丽", `value="外贸科"`, "现在是：外资科", "被别人改过"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("conflict page lacks %q", want)
		}
	}
	if got, _ := w.store.Staff(context.Background(), st.ID); got.Name != "王美丽" {
		t.Errorf("name is %q: the stale form overwrote it", got.Name)
	}
	again := url.Values{}
	_, rest, _ := strings.Cut(a.body, `action="`+path+`"`)
	inside, _, _ := strings.Cut(rest, "</form>")
	for _, m := range hidden.FindAllStringSubmatch(inside, -1) {
		again.Set(m[1], m[2])
	}
	again.Set("name", "王丽丽")
	if a := b.post(path, again); a.status != http.StatusSeeOther {
		t.Errorf("saved after looking: %d, want 303", a.status)
	}
}

func TestRefusedFormKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	w.person("wang", desk.RoleOfficer, "外资科")
	b := w.proven(desk.RoleSystemAdmin)
	a := b.fill("/admin/accounts/new", "/admin/accounts/new", "login", "Wang", "name", `李"四<script>`, "role", "leader", "section", "外资科", "email", "x")
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d, want 422\n%s", a.status, a.body)
	}
	a2 := b.fill("/admin/accounts/new", "/admin/accounts/new", "login", "Wang", "name", `李"四<script>`, "role", "leader", "section", "外资科")
	for _, want := range []string{`value="Wang"`, `李&#34;四&lt;script&gt;`, `value="leader" selected`, `aria-invalid="true" aria-describedby="login-note"`, faults["taken"]} {
		if !strings.Contains(a2.body, want) {
			t.Errorf("refused form lacks %q", want)
		}
	}
	if !strings.Contains(a.body, faults["email"]) {
		t.Error("nothing said about the e-mail")
	}
}

func TestPostsFromElsewhereAreRefused(t *testing.T) {
	w := newWorld(t)
	w.person("wang", desk.RoleOfficer, "外资科")
	b := w.signIn("wang")
	form := b.form("/admin/self", "/admin/self", "email", "evil@example.cn")
	for name, set := range map[string]func(http.Header){
		"cross-site by the browser's word": func(h http.Header) { h.Set("Sec-Fetch-Site", "cross-site") },
		"another origin":                   func(h http.Header) { h.Set("Origin", "https://evil.example") },
	} {
		req, err := http.NewRequest(post, w.srv.URL+"/admin/self", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		set(req.Header)
		if a := b.do(req); a.status != http.StatusForbidden {
			t.Errorf("%s: %d, want 403", name, a.status)
		}
	}
	form.Set("token", "0000")
	if a := b.post("/admin/self", form); a.status != http.StatusOK || !strings.Contains(a.body, "继续提交") {
		t.Errorf("a form of another session: %d, want it offered, not done", a.status)
	}
	if st, _ := w.store.StaffByLogin(context.Background(), "wang"); st.Email != "" {
		t.Errorf("e-mail is now %q", st.Email)
	}
}

func TestNobodyIsLedElsewhereAfterSigningIn(t *testing.T) {
	for next, want := range map[string]string{
		"/admin/audit?act=x": "/admin/audit?act=x", "https://evil.example/admin/": "/admin/", "//evil.example/admin/": "/admin/",
		"/admin/\\evil.example": "/admin/", "/search": "/admin/", "": "/admin/", "/admin/\r\nX: y": "/admin/",
	} {
		if got := local(next); got != want {
			t.Errorf("local(%q) = %q, want %q", next, got, want)
		}
	}
}

func TestStrangersNetworksAreShutOut(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Networks = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	if a := w.browser().get("/admin/sign-in"); a.status != http.StatusForbidden {
		t.Errorf("from 127.0.0.1: %d, want 403", a.status)
	}
	w = newWorld(t, func(o *Options) { o.Networks = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	if a := w.browser().get("/admin/sign-in"); a.status != http.StatusOK {
		t.Errorf("from 127.0.0.1: %d, want 200", a.status)
	}
}

func TestAnswersCarryTheHeadersThatProtectThem(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.URL = "https://desk.example" })
	w.person("wang", desk.RoleOfficer, "外资科")
	b := w.browser()
	a := b.fill("/admin/sign-in", "/admin/sign-in", "login", "wang", "password", secret)
	cookie := a.header.Get("Set-Cookie")
	for _, want := range []string{"__Secure-shangda=", "Path=/admin/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %s", cookie, want)
		}
	}
	for name, want := range map[string]string{
		"Strict-Transport-Security": "max-age=31536000", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestEndedSessionIsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	st := w.person("wang", desk.RoleOfficer, "外资科")
	admin, wang := w.proven(desk.RoleSystemAdmin), w.signIn("wang")
	all, err := w.store.Sessions(context.Background(), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		if x.Staff.ID == st.ID {
			path := "/admin/sessions/" + itoa(x.ID) + "/end"
			if a := admin.fill("/admin/sessions", path); a.status != http.StatusSeeOther {
				t.Fatalf("end: %d", a.status)
			}
		}
	}
	if a := wang.get("/admin/self"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/admin/sign-in") {
		t.Errorf("after being put off: %d to %q", a.status, a.location)
	}
}

func TestLogsHoldNeitherSecretsNorWhatWasTyped(t *testing.T) {
	w := newWorld(t)
	w.person("wang", desk.RoleOfficer, "外资科")
	b := w.signIn("wang")
	form := b.form("/admin/self", "/admin/self", "email", "wang@example.cn")
	w.store.Close() // every page fails now
	if a := b.post("/admin/self?q=citizen-words", form); a.status != http.StatusServiceUnavailable && a.status != http.StatusInternalServerError {
		t.Errorf("without a database: %d", a.status)
	}
	text := w.log.String()
	if text == "" {
		t.Fatal("nothing was logged")
	}
	for _, never := range []string{secret, b.token(), form.Get("token"), "wang@example.cn", "citizen-words"} {
		if strings.Contains(text, never) {
			t.Errorf("log holds %q:\n%s", never, text)
		}
	}
}
