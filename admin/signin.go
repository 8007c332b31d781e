package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"shangda/store"
)

// signInPage is shown to whoever is not signed in; Next is where to go afterwards, Carried a form that came without a session.
type signInPage struct {
	frame
	Login   string
	Next    string
	Code    string // of what went wrong
	Second  bool   // asks for the second factor
	Carried string
}

// cookieName: browsers let nobody set a __Secure- cookie over http.
func (a *room) cookieName() string {
	if a.secure() {
		return "__Secure-shangda"
	}
	return "shangda"
}

// setCookie lasts until the browser closes; the session ends by itself.
func (a *room) setCookie(c *gin.Context, token string) {
	cookie := &http.Cookie{
		Name: a.cookieName(), Value: token, Path: "/admin/", HttpOnly: true, Secure: a.secure(), SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
}

func visitorOf(c *gin.Context) store.Visitor {
	return store.Visitor{Address: c.ClientIP(), Agent: c.Request.UserAgent()[:min(len(c.Request.UserAgent()), 200)]}
}

// local is path if it is one of ours, else the first page: nobody is sent elsewhere after signing in.
func local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(path, "/admin/") || strings.ContainsAny(path, "\\\n\r") {
		return "/admin/"
	}
	return path
}

// askToSignIn keeps what was asked for: an address by redirection, a form in the page.
func (v *visit) askToSignIn() {
	if v.Request.Method != http.MethodPost {
		v.Redirect(http.StatusSeeOther, "/admin/sign-in?"+url.Values{"next": {v.Request.URL.RequestURI()}}.Encode())
		return
	}
	page := signInPage{frame: frame{Office: v.Office}, Code: "ended"}
	v.Request.Body = http.MaxBytesReader(v.Writer, v.Request.Body, smallBody) // whoever it is, files stay outside
	if v.readForm() == nil && len(v.Request.PostForm) > 0 && v.FullPath() != "/admin/sign-out" {
		page.Carried = v.carry().encode()
	}
	v.showSignIn(v.Context, http.StatusUnauthorized, page)
}

func (a *room) showSignIn(c *gin.Context, status int, page signInPage) {
	if err := a.render(c, status, "sign_in", page); err != nil {
		a.fault(c, err)
	}
}

func (a *room) signInPage(c *gin.Context) {
	a.showSignIn(c, http.StatusOK, signInPage{frame: frame{Office: a.Office}, Next: local(c.Query("next"))})
}

func (a *room) signIn(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 2*smallBody) // may carry a form
	page := signInPage{
		frame: frame{Office: a.Office}, Login: c.PostForm("login"), Next: local(c.PostForm("next")), Carried: c.PostForm("carried"),
	}
	if a.Allow != nil && !a.Allow(c.Request.Context(), c.ClientIP()) {
		page.Code = "too_many"
		a.showSignIn(c, http.StatusTooManyRequests, page)
		return
	}
	token, err := a.Store.SignIn(c.Request.Context(), page.Login, c.PostForm("password"), visitorOf(c), a.Now())
	if a.refuses(c, page, err) {
		return
	}
	a.welcome(c, token, page)
}

// refuses shows the form again with what went wrong; nothing of the password stays in it.
func (a *room) refuses(c *gin.Context, page signInPage, err error) bool {
	switch {
	case err == nil:
		return false
	case errors.Is(err, store.ErrRefused):
		page.Code = "sign_in"
	case errors.Is(err, store.ErrTooMany):
		page.Code = "too_many"
	case errors.Is(err, store.ErrDisabled):
		page.Code = "disabled"
	default:
		a.fault(c, err)
		return true
	}
	a.showSignIn(c, http.StatusUnauthorized, page)
	return true
}

// welcome leads on: to the second factor, to the form that was kept, or to the page asked for.
func (a *room) welcome(c *gin.Context, token string, page signInPage) {
	session, err := a.Store.Session(c.Request.Context(), token, true, a.Now())
	if err != nil {
		a.fault(c, err)
		return
	}
	a.setCookie(c, token)
	switch {
	case !session.Proven:
		page.Second, page.Code = true, ""
		a.showSignIn(c, http.StatusOK, page)
	case page.Carried != "":
		v := &visit{Context: c, room: a, staff: session.Staff, session: session, token: token, now: a.Now()}
		v.resume(decodeCarried(page.Carried))
	default:
		c.Redirect(http.StatusSeeOther, page.Next)
	}
}

func (a *room) secondPage(c *gin.Context) {
	a.showSignIn(c, http.StatusOK, signInPage{frame: frame{Office: a.Office}, Next: "/admin/", Second: true})
}

func (a *room) second(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 2*smallBody)
	page := signInPage{
		frame: frame{Office: a.Office}, Next: local(c.PostForm("next")), Carried: c.PostForm("carried"), Second: true,
	}
	token, err := c.Cookie(a.cookieName())
	if err == nil {
		token, err = a.Store.Prove(c.Request.Context(), token, c.PostForm("code"), visitorOf(c), a.Now())
	}
	if errors.Is(err, http.ErrNoCookie) || errors.Is(err, store.ErrNotFound) { // waited too long: from the beginning
		page.Second, page.Code = false, "ended"
		a.showSignIn(c, http.StatusUnauthorized, page)
		return
	}
	if errors.Is(err, store.ErrTooMany) {
		page.Second = false
	}
	if errors.Is(err, store.ErrRefused) {
		page.Code = "code"
		a.showSignIn(c, http.StatusUnauthorized, page)
		return
	}
	if a.refuses(c, page, err) {
		return
	}
	a.welcome(c, token, page)
}

func signOut(v *visit) error {
	if err := v.Store.EndSession(v.ctx(), v.actor(), v.session.ID, v.now); err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	v.setCookie(v.Context, "")
	return v.done("/admin/sign-in")
}
