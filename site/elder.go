package site

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// elderCookie holds "1" for whoever chose the 长辈版: text of at least 18 points, one column. It is a browser's preference and
// says nothing else.
const elderCookie = "elder"

// elderYear is how long the choice is kept.
const elderYear = 365 * 24 * 60 * 60

func elder(c *gin.Context) bool {
	v, err := c.Cookie(elderCookie)
	return err == nil && v == "1"
}

// switched keeps the choice of ?elder=1 or ?elder=0 and leads back to the same page without it.
func (s *site) switched(c *gin.Context) bool {
	choice := c.Query("elder")
	if c.Request.Method != http.MethodGet || choice != "1" && choice != "0" {
		return false
	}
	cookie := &http.Cookie{
		Name: elderCookie, Value: "1", Path: "/", MaxAge: elderYear, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(s.PublicURL, "https://"),
	}
	if choice == "0" {
		cookie.MaxAge = -1
	}
	http.SetCookie(c.Writer, cookie)
	c.Redirect(http.StatusSeeOther, samePage(c))
	return true
}

// elderLink leads to this page in the other form; there is none on the answer to a form, where it would lose what was typed. It
// is relative: an address may hold a number that no page repeats.
func elderLink(c *gin.Context, on bool) string {
	if c.Request.Method == http.MethodPost {
		return ""
	}
	query := c.Request.URL.Query()
	query.Set("elder", "1")
	if on {
		query.Set("elder", "0")
	}
	return "?" + query.Encode()
}

// samePage is the address of this page without the choice; one that begins with // would be another site.
func samePage(c *gin.Context) string {
	query := c.Request.URL.Query()
	query.Del("elder")
	u := url.URL{Path: "/" + strings.TrimLeft(c.Request.URL.Path, "/\\"), RawQuery: query.Encode()}
	return u.String()
}
