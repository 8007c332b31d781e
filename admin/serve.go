package admin

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/store"
)

var (
	errSignIn    = errors.New("not signed in")
	errForbidden = errors.New("not for this role")
	errOwnWork   = errors.New("own work")
	errNotFound  = errors.New("no such page")
	errStale     = errors.New("form of another session")
	errBusy      = errors.New("the same form is still in hand")
	errElsewhere = errors.New("posted from another site")
	errNetwork   = errors.New("not from this network")
)

// refused is what is wrong with a form: a code by field, "" for the form as a whole. faults in words.go words the codes.
type refused map[string]string

func (refused) Error() string { return "form refused" }

// smallBody is how many bytes a form may have unless its route says otherwise.
const smallBody = 1 << 20

func (a *room) secure() bool { return strings.HasPrefix(a.URL, "https://") }

// headers are on every answer. Nothing of the staff's pages may stay in a cache.
func (a *room) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy",
		"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	if a.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// unknown answers for addresses below /admin that nobody serves.
func (a *room) unknown(c *gin.Context) {
	if c.FullPath() == "" && strings.HasPrefix(c.Request.URL.Path, "/admin/") {
		a.headers(c)
		a.fault(c, errNotFound)
		c.Abort()
	}
}

// guard lets nobody in from other networks, and no form from other sites.
func (a *room) guard(c *gin.Context) {
	ip, err := netip.ParseAddr(c.ClientIP())
	inside := err == nil && slices.ContainsFunc(a.Networks, func(n netip.Prefix) bool { return n.Contains(ip.Unmap()) })
	switch {
	case len(a.Networks) > 0 && !inside:
		a.fault(c, errNetwork)
	case a.protection.Check(c.Request) != nil:
		a.fault(c, errElsewhere)
	default:
		return
	}
	c.Abort()
}

// serve runs a route for a person who is signed in and may do its act.
func (a *room) serve(rt route) gin.HandlerFunc {
	return func(c *gin.Context) {
		v := &visit{Context: c, room: a, now: a.Now()}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, max(rt.large, smallBody))
		err := v.enter(rt)
		if err == nil {
			err = v.run(rt)
		}
		if form := c.Request.MultipartForm; form != nil {
			err = errors.Join(err, form.RemoveAll())
		}
		v.finish(err)
	}
}

// enter finds out who it is and whether they may.
func (v *visit) enter(rt route) (err error) {
	if v.token, err = v.Cookie(v.cookieName()); err != nil {
		return errSignIn
	}
	v.session, err = v.Store.Session(v.ctx(), v.token, !rt.quiet, v.now)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return errSignIn
	case err != nil:
		return err
	case !v.session.Proven:
		return redirect("/admin/second")
	}
	v.staff = v.session.Staff
	if v.standsFor, err = v.Store.StandsFor(v.ctx(), &v.staff, v.now); err != nil {
		return err
	}
	switch {
	case v.staff.MustChange(v.now):
		v.first = "/admin/password"
	case v.staff.Role.NeedsTOTP() && !v.staff.TOTP:
		v.first = "/admin/totp"
	}
	if v.first != "" && !rt.open {
		return redirect(v.first)
	}
	if v.may(rt.act) {
		return nil
	}
	return errors.Join(errForbidden, v.Store.Audit(v.ctx(), desk.Audit{
		At: v.now, Actor: v.actor(), Act: "page.denied", Object: "page:" + rt.method + " " + rt.path,
	}))
}

// run handles a GET at once, and a POST once: what is posted again is led where the first time led.
func (v *visit) run(rt route) error {
	if rt.method == get {
		return rt.handle(v)
	}
	if err := v.readForm(); err != nil {
		return err
	}
	if !v.tokenFits() {
		return errStale
	}
	once := v.PostForm("once")
	if first, err := v.claim(once); err != nil || !first {
		return err
	}
	err := rt.handle(v)
	// The person may have gone meanwhile; what was done is noted all the same.
	noted := v.Store.EndPost(context.WithoutCancel(v.ctx()), once, v.location)
	var faults refused
	switch {
	case rt.form == nil:
	case errors.As(err, &faults):
		v.status, v.typed = http.StatusUnprocessableEntity, retype(v.Request.PostForm, faults, false)
		err = rt.form(v)
	case errors.Is(err, store.ErrConflict):
		v.status, v.typed = http.StatusConflict, retype(v.Request.PostForm, nil, true)
		err = rt.form(v)
	}
	return errors.Join(err, noted)
}

// claim says whether this is the first time that the form comes. A later one waits a little for the first to end.
func (v *visit) claim(once string) (first bool, err error) {
	for range 30 {
		first, location, err := v.Store.BeginPost(v.ctx(), once, v.now)
		if first || err != nil {
			return first, err
		}
		if location != "" {
			v.Redirect(http.StatusSeeOther, location)
			return false, nil
		}
		select {
		case <-v.ctx().Done():
			return false, v.ctx().Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return false, errBusy
}

func (v *visit) readForm() error {
	if strings.HasPrefix(v.ContentType(), "multipart/") {
		return v.Request.ParseMultipartForm(2 << 20)
	}
	return v.Request.ParseForm()
}

// redirect is the error of a visit that must go elsewhere first.
type redirect string

func (r redirect) Error() string { return "go to " + string(r) }

// finish turns an error into a page. It is the only place where errors are logged; the address is logged by its route.
func (v *visit) finish(err error) {
	var to redirect
	switch {
	case err == nil:
	case errors.As(err, &to):
		v.Redirect(http.StatusSeeOther, string(to))
	case errors.Is(err, errSignIn):
		v.askToSignIn()
	case errors.Is(err, errStale):
		v.resume(v.carry())
	default:
		v.fault(v.Context, err)
	}
}

// statuses are the errors that have a page of their own, by what it says.
var statuses = []struct {
	err    error
	status int
	word   string
}{
	{errForbidden, http.StatusForbidden, "forbidden"},
	{errOwnWork, http.StatusForbidden, "own"},
	{store.ErrOwn, http.StatusForbidden, "self"},
	{store.ErrLast, http.StatusConflict, "last"},
	{errElsewhere, http.StatusForbidden, "elsewhere"},
	{errNetwork, http.StatusForbidden, "network"},
	{errNotFound, http.StatusNotFound, "missing"},
	{store.ErrNotFound, http.StatusNotFound, "missing"},
	{store.ErrConflict, http.StatusConflict, "changed"},
	{store.ErrSigned, http.StatusConflict, "signed"},
	{errBusy, http.StatusConflict, "busy"},
	{store.ErrLocked, http.StatusServiceUnavailable, "locked"},
	{store.ErrUnavailable, http.StatusServiceUnavailable, "unavailable"},
}

type faultPage struct {
	frame
	Word string
}

// fault shows the page of an error, without navigation: it may be anybody's.
func (a *room) fault(c *gin.Context, err error) {
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		return
	}
	status, word := http.StatusInternalServerError, "broken"
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		status, word = http.StatusRequestEntityTooLarge, "large"
	}
	for _, s := range statuses {
		if errors.Is(err, s.err) {
			status, word = s.status, s.word
			break
		}
	}
	if status >= http.StatusInternalServerError {
		a.Log.Error("staff page", "route", c.FullPath(), "err", err)
	}
	if c.Writer.Written() {
		return
	}
	if err := a.render(c, status, "fault", faultPage{frame{Office: a.Office}, word}); err != nil {
		a.Log.Error("fault page", "route", c.FullPath(), "err", err)
		c.Status(http.StatusInternalServerError)
	}
}
