// Package site is the citizens' door in a browser: the office's page, search, the full text of what is published and,
// in demo mode, a chat that looks like the official account inside WeChat. Pages are rendered on the server and work
// without JavaScript; every sentence stands in templates/.
package site

import (
	"context"
	"log/slog"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/store"
)

// Options is what the pages need from the rest of the program.
type Options struct {
	Office    desk.Office
	Demo      bool   // serves /chat
	PublicURL string // without a trailing slash; empty: links in downloads stay relative

	// Library is the knowledge now served, never nil.
	Library func() *policy.Library
	// Find returns what answers a question today, best first; nothing found is no error.
	Find  func(ctx context.Context, question string, limit int) ([]Found, error)
	Today func() policy.Date

	// Sheet reads an answer given earlier; store.ErrNotFound for none.
	Sheet func(ctx context.Context, token string) (policy.Sheet, error)

	// Store holds the disclosure requests; without one, or locked, their pages do not exist.
	Store *store.Store
	Now   func() time.Time

	Calendar func() disclosure.Calendar // as known now
	Terms    []policy.Term              // time limits that /count computes; empty is allowed

	// Examples are questions to start with; when empty one of each topic is taken from the library.
	Examples []string

	// Send, Click and Subscribe pass a visitor's message, menu click and first visit to the account and return its
	// reply. Click and Subscribe may be nil. An error is shown as the platform's fault notice. Only called in demo mode.
	Send      func(ctx context.Context, visitor, text string) (Reply, error)
	Click     func(ctx context.Context, visitor, key string) (Reply, error)
	Subscribe func(ctx context.Context, visitor string) (Reply, error)
	Menu      []MenuButton

	VerifyName, VerifyText string // the platform's domain check, MP_verify_*.txt; empty: none

	Log *slog.Logger
}

// Found is one passage that answers a question.
type Found struct {
	Passage   *policy.Passage
	Status    policy.Status
	Successor string // title of the newest edition that replaces the cited one
}

// Reply is what the account sent back.
type Reply struct {
	Text   string // as the platform delivers it, links included
	Silent bool   // the account chose to say nothing
	Fault  bool   // the platform would show its fault notice
}

// MenuButton is one button of the account's menu.
type MenuButton struct{ Name, Key string }

var verifyName = regexp.MustCompile(`^MP_verify_[0-9A-Za-z]+\.txt$`)

// Routes registers every page for citizens on r.
func Routes(r gin.IRouter, o Options) {
	s := newSite(o)
	get := func(path string, h handler) {
		r.GET(path, s.page(h))
		r.HEAD(path, s.page(h))
	}
	get("/", s.home)
	get("/search", s.search)
	get("/p/:id", s.text)
	get("/p/:id/diff", s.diff)
	get("/a/:token", s.sheet)
	get("/count", s.count)
	get("/count.ics", s.countFile)
	if o.Store != nil && o.Store.Unlocked() {
		post := func(path string, h handler) { r.POST(path, s.page(h)) }
		get("/u/:token", s.upload)
		post("/u/:token", s.uploaded)
		get("/f/:token", s.form)
		post("/f/:token", s.filled)
		post("/f/:token/confirm", s.confirmed)
		get("/r/:number", s.request)
		get("/l/:token", s.letter)
		get("/l/:token/file", s.letterFile)
		post("/r/:number", s.opened)
		get("/o/:token", s.opinion)
		post("/o/:token", s.answered)
		get("/me/:token", s.own)
		post("/me/:token", s.ownFile)
	}
	get("/static/:name", s.static)
	get("/favicon.ico", s.favicon)
	get("/robots.txt", s.robots)
	if verifyName.MatchString(o.VerifyName) {
		get("/"+o.VerifyName, s.verify)
	}
	if !o.Demo {
		get("/chat", missing)
		return
	}
	get("/chat", s.chat)
	r.POST("/chat", s.page(s.say))
	r.POST("/chat/send", s.page(s.send))
}

// NotFound is the page for every address nobody serves.
func NotFound(o Options) gin.HandlerFunc { return newSite(o).page(missing) }
