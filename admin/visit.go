package admin

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/store"
)

// visit is one request of a person who is signed in.
type visit struct {
	*gin.Context
	*room
	staff     desk.Staff
	standsFor []desk.Staff // whose work the person does too, as deputy
	session   store.Session
	token     string // of the cookie
	now       time.Time
	typed     *typed // what a form held that is shown again
	status    int
	location  string     // where done led
	enclosed  *enclosure // that the draft shall go with
	first     string     // what must be done before anything else
	cases     []caseRow  // see runningCases
}

func (v *visit) ctx() context.Context { return v.Request.Context() }

// actor is the person as the audit trail names them.
func (v *visit) actor() desk.Actor {
	return desk.Actor{Staff: v.staff.ID, Login: v.staff.Login, Address: v.ClientIP()}
}

// may says whether the person may do the act, by their own role or for somebody they stand in for.
func (v *visit) may(act desk.Act) bool {
	return v.staff.Role.May(act, v.ThreeApart) ||
		act != desk.ActSelf && slices.ContainsFunc(v.standsFor, func(s desk.Staff) bool { return s.Role.May(act, v.ThreeApart) })
}

// approve fails with errOwnWork unless the person may do the act to work of these authors: nobody approves their own, and
// a deputy approves nothing of the colleague whose right it is.
func (v *visit) approve(act desk.Act, authors ...int64) error {
	if slices.Contains(authors, v.staff.ID) {
		return errOwnWork
	}
	if v.staff.Role.May(act, v.ThreeApart) {
		return nil
	}
	fault := errForbidden
	for _, s := range v.standsFor {
		switch {
		case !s.Role.May(act, v.ThreeApart):
		case slices.Contains(authors, s.ID):
			fault = errOwnWork
		default:
			return nil
		}
	}
	return fault
}

// done ends a POST that changed something: 303 to the page that shows it.
func (v *visit) done(path string) error {
	v.location = path
	v.Redirect(http.StatusSeeOther, path)
	return nil
}

// show renders templates/NAME.html with page, which embeds frame.
func (v *visit) show(name string, page any) error {
	return v.render(v.Context, max(v.status, http.StatusOK), name, page)
}

// frame is what every page shares. It is made anew for each page.
func (v *visit) frame() frame {
	return frame{
		Office: v.Office, Staff: v.staff, StandsFor: v.standsFor, Nav: v.navigation(), Path: v.Request.URL.Path, Now: v.now, Done: known(dones, v.Query("done")),
		Token: formToken(v.token), Once: newOnce(), typed: v.typed,
	}
}

// formToken belongs to one session, so that another's form, or one made elsewhere, is not taken.
func formToken(cookie string) string {
	sum := sha256.Sum256([]byte("form " + cookie))
	return hex.EncodeToString(sum[:16])
}

func (v *visit) tokenFits() bool {
	return subtle.ConstantTimeCompare([]byte(v.PostForm("token")), []byte(formToken(v.token))) == 1
}
