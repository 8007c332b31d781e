package main

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var oneTime = regexp.MustCompile(`login (\S+), one-time password (\S+) `)

// bureau is the program in a folder of its own.
type bureau struct {
	t       *testing.T
	dir     string
	address string
}

func newBureau(t *testing.T) *bureau {
	return &bureau{t, t.TempDir(), freeAddress(t)}
}

func (o *bureau) streams(out, errs *lockedBuffer) streams {
	return streams{out, errs, []string{"SHANGDA_DATA_DIR=" + o.dir, "SHANGDA_LISTEN=" + o.address}}
}

func (o *bureau) run(want int, args ...string) string {
	o.t.Helper()
	var out, errs lockedBuffer
	if got := run(o.t.Context(), args, o.streams(&out, &errs)); got != want {
		o.t.Fatalf("%v: exit %d, want %d: %s", args, got, want, errs.String())
	}
	return out.String() + errs.String()
}

// serve runs until stop is called, which returns what was printed.
func (o *bureau) serve() (stop func() string) {
	o.t.Helper()
	var out, errs lockedBuffer
	ctx, cancel := context.WithCancel(o.t.Context())
	done := make(chan int, 1)
	go func() { done <- run(ctx, []string{"serve"}, o.streams(&out, &errs)) }()
	stop = func() string {
		o.t.Helper()
		cancel()
		if code := <-done; code != 0 {
			o.t.Errorf("serve: exit %d: %s", code, errs.String())
		}
		return out.String()
	}
	for range 200 {
		res, err := http.Get("http://" + o.address + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return stop
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	o.t.Fatalf("not ready: %s %s", stop(), errs.String())
	return nil
}

func (o *bureau) signIn(login, password string) int {
	o.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm("http://"+o.address+"/admin/sign-in", url.Values{"login": {login}, "password": {password}})
	if err != nil {
		o.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

func TestFirstStartTellsTheFirstAdministratorsPasswordOnce(t *testing.T) {
	o := newBureau(t)
	stop := o.serve()
	if got := o.run(0, "staff", "list"); !strings.Contains(got, "system_admin") || strings.Count(got, "\n") != 1 {
		t.Errorf("accounts after the first start:\n%s\nwant one 系统管理员", got)
	}
	added := oneTime.FindStringSubmatch(o.run(0, "staff", "add", "WangLi", "--role", "officer", "--section", "外资科"))
	if added == nil || added[1] != "wangli" {
		t.Fatalf("staff add printed %q", added)
	}
	if got := o.signIn("wangli", added[2]); got != http.StatusSeeOther {
		t.Errorf("sign-in with the password of staff add: %d, want 303", got)
	}
	again := oneTime.FindStringSubmatch(o.run(0, "staff", "reset", "wangli"))
	if again == nil || again[2] == added[2] {
		t.Fatalf("staff reset printed %q after %q", again, added)
	}
	if got := o.signIn("wangli", added[2]); got != http.StatusUnauthorized {
		t.Errorf("sign-in with the password before the reset: %d, want 401", got)
	}
	first := stop()
	m := oneTime.FindAllStringSubmatch(first, -1)
	if len(m) != 1 || m[0][1] != "admin" || !strings.Contains(first, "http://"+o.address+"/admin/") {
		t.Fatalf("first start printed\n%s\nwant the address of the staff pages, and one login and password", first)
	}
	stop = o.serve()
	if got := o.signIn(m[0][1], m[0][2]); got != http.StatusSeeOther {
		t.Errorf("sign-in with the printed password: %d, want 303", got)
	}
	if second := stop(); strings.Contains(second, "password") {
		t.Errorf("second start printed\n%s", second)
	}
	if got := o.run(0, "doctor"); !strings.Contains(got, "audit") || !strings.Contains(got, "unbroken") {
		t.Errorf("doctor says nothing of the audit trail:\n%s", got)
	}
}

func TestStaffCommandsRefuseWhatIsWrong(t *testing.T) {
	o := newBureau(t)
	o.run(0, "staff", "add", "li", "--role", "leader")
	for _, tt := range []struct {
		code int
		args []string
		says string
	}{
		{1, []string{"staff", "add", "LI", "--role", "officer"}, "taken"},
		{2, []string{"staff", "add", "wang", "--role", "king"}, "section_head"},
		{2, []string{"staff", "add", "wang"}, "--role"},
		{2, []string{"staff", "add", " ", "--role", "officer"}, "empty"},
		{1, []string{"staff", "reset", "nobody"}, "nobody"},
	} {
		got := o.run(tt.code, tt.args...)
		if !strings.Contains(got, tt.says) || bytes.Count([]byte(got), []byte("\n")) > 3 && tt.code == 1 {
			t.Errorf("%v says %q, want one line with %q", tt.args, got, tt.says)
		}
	}
}

func TestStaffPagesKeepToTheirOwnListener(t *testing.T) {
	dir := t.TempDir()
	public, staff := freeAddress(t), freeAddress(t)
	o := &bureau{t, dir, public}
	var out, errs lockedBuffer
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int, 1)
	s := o.streams(&out, &errs)
	s.environ = append(s.environ, "SHANGDA_ADMIN_LISTEN="+staff)
	go func() { done <- run(ctx, []string{"serve"}, s) }()
	status := func(address, path string) int {
		for range 200 {
			if res, err := http.Get("http://" + address + path); err == nil {
				res.Body.Close()
				return res.StatusCode
			}
			time.Sleep(50 * time.Millisecond)
		}
		return 0
	}
	if got := status(staff, "/admin/sign-in"); got != http.StatusOK {
		t.Errorf("sign-in on the staff's listener: %d, want 200", got)
	}
	if got := status(public, "/admin/sign-in"); got != http.StatusNotFound {
		t.Errorf("sign-in on the public listener: %d, want 404", got)
	}
	if got := status(staff, "/admin/nowhere"); got != http.StatusNotFound {
		t.Errorf("unknown page: %d, want 404", got)
	}
	cancel()
	if code := <-done; code != 0 {
		t.Errorf("serve: exit %d: %s", code, errs.String())
	}
}
