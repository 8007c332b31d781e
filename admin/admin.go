// Package admin is the staff's door: accounts, the desk, knowledge under review, requests, figures. Pages are rendered on the
// server and work without JavaScript.
//
// To add a page: a line in routes below; a handler func(*visit) error in the subject's file; templates/NAME.html that defines
// "title" and "main"; if the navigation should show it, a line in navigation (words.go).
//
// A GET handler fills a struct that embeds frame (v.frame()) and ends with v.show("NAME", page). Its forms stand as
//
//	<form method="post" action="…">{{template "token" .}} <input type="hidden" name="version" value="{{.X.Version}}">
//	  <label for="name">…</label><input id="name" name="name" value="{{.Was "name" .X.Name}}" {{.Invalid "name"}}>{{template "fault" .At "name"}}
//
// A POST handler loads, changes, saves and ends with v.done(path), a 303. When it returns refused{"name": "code"} (codes are
// worded in words.go), or store.ErrConflict, the page the form stands on is shown again with everything typed in its place and
// the message beside the field; that page is the route's form, by default the GET of the same path. store.ErrNotFound and
// errForbidden become pages. Posting twice, cross-site posts and sessions that end in the middle of a form are dealt with
// before the handler: nothing typed is lost, nothing is done twice.
package admin

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/store"
)

// Options is what the pages need from the rest of the program.
type Options struct {
	Store         *store.Store
	Office        desk.Office
	ReviewBody    string // 行政复议机关, for the remedy paragraph
	Court         string
	FeeRestarts   bool                   // the reply's clock starts anew with the payment of a fee
	PartialEither bool                   // a partial disclosure names 复议 or suit, where it would name 复议 first
	URL           string                 // how staff reach the pages; https: cookies are for https only
	PublicURL     string                 // of the citizens' pages
	ThreeApart    bool                   // 三员分立: the 系统管理员 does not give roles
	Networks      []netip.Prefix         // from where staff may come; empty: from everywhere
	Library       func() *policy.Library // what is published; nil: nothing
	Hours         desk.Hours
	Calendar      func() disclosure.Calendar  // as known now
	Imported      func(context.Context) error // tells the program at once that a notice was imported; nil: it finds out by itself
	ReplyTime     time.Duration               // working time within which a ticket is answered
	DeskSections  func() []string             // 科室 to which tickets may be handed
	Feed          *Feed                       // tells open inboxes of changes; nil: they don't hear
	// Read makes items of a file's content, which decides what it is; name is only what the sender calls it.
	Read func(ctx context.Context, name string, data []byte) ([]policy.Item, error)
	// Text is the text of a file whose name tells what it is.
	Text   func(ctx context.Context, name string, data []byte) (string, error)
	Tables map[desk.TableName]Table // what may be edited beside items
	// Evaluate asks the questions of a file and returns the worst, how many there are and how many were answered rightly.
	Evaluate func(ctx context.Context, questions []byte) (worst []Worst, asked, right int, err error)
	// Allow bounds sign-ins from one network address; nil: they are not bounded.
	Allow func(ctx context.Context, address string) bool
	Now   func() time.Time
	Log   *slog.Logger
}

// handler answers a request or says why not; serve turns the error into a page.
type handler func(*visit) error

// route is one address of the staff pages, below /admin.
type route struct {
	method string
	path   string
	act    desk.Act
	handle handler

	form  handler // shows the form that posts here; nil: the GET of the same path
	open  bool    // also before the password is changed or the second factor is set up
	quiet bool    // asked by the page itself, which is no sign of a person at work
	large int64   // bytes a body may have; 0: 1 MiB
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes are all addresses for which one must be signed in; the acts are those of desk.Role.May.
func routes() []route {
	return []route{
		{method: get, path: "/", act: desk.ActSelf, handle: home},

		{method: get, path: "/self", act: desk.ActSelf, handle: self},
		{method: post, path: "/self", act: desk.ActSelf, handle: saveSelf},
		{method: post, path: "/self/deputy", act: desk.ActSelf, handle: saveDeputy, form: self},
		{method: post, path: "/self/sessions/:id/end", act: desk.ActSelf, handle: endOwnSession, form: self},
		{method: get, path: "/password", act: desk.ActSelf, handle: password, open: true},
		{method: post, path: "/password", act: desk.ActSelf, handle: changePassword, open: true},
		{method: get, path: "/totp", act: desk.ActSelf, handle: totpSetup, open: true},
		{method: post, path: "/totp", act: desk.ActSelf, handle: confirmTOTP, open: true},
		{method: post, path: "/totp/recovery", act: desk.ActSelf, handle: renewRecovery, form: totpSetup},
		{method: post, path: "/totp/remove", act: desk.ActSelf, handle: removeTOTP, form: totpSetup},
		{method: post, path: "/sign-out", act: desk.ActSelf, handle: signOut, open: true},

		{method: get, path: "/tickets", act: desk.ActDesk, handle: tickets},
		{method: get, path: "/tickets/list", act: desk.ActDesk, handle: tickets, quiet: true},
		{method: get, path: "/tickets/events", act: desk.ActDesk, handle: ticketEvents, quiet: true},
		{method: get, path: "/tickets/:id", act: desk.ActDesk, handle: ticket},
		{method: post, path: "/tickets/:id/reply", act: desk.ActDesk, handle: replyTicket, form: ticket, large: largeCaseBody},
		{method: post, path: "/tickets/:id/take", act: desk.ActDesk, handle: takeTicket, form: ticket},
		{method: post, path: "/tickets/:id/assign", act: desk.ActDesk, handle: assignTicket, form: ticket},
		{method: post, path: "/tickets/:id/section", act: desk.ActDesk, handle: handOverTicket, form: ticket},
		{method: post, path: "/tickets/:id/urgent", act: desk.ActDesk, handle: urgentTicket, form: ticket},
		{method: post, path: "/tickets/:id/press", act: desk.ActAllDesk, handle: pressTicket, form: overdue},
		{method: post, path: "/tickets/:id/kind", act: desk.ActDesk, handle: classifyTicket, form: ticket},
		{method: post, path: "/tickets/:id/clear", act: desk.ActDesk, handle: clearTicket, form: ticket},
		{method: post, path: "/tickets/:id/note", act: desk.ActDesk, handle: noteTicket, form: ticket},
		{method: post, path: "/tickets/:id/merge", act: desk.ActDesk, handle: mergeTicket, form: ticket},
		{method: post, path: "/tickets/:id/close", act: desk.ActDesk, handle: closeTicket, form: ticket},
		{method: post, path: "/tickets/:id/reopen", act: desk.ActDesk, handle: reopenTicket, form: ticket},
		{method: post, path: "/tickets/:id/number", act: desk.ActDesk, handle: showNumber, form: ticket},
		{method: post, path: "/tickets/:id/call", act: desk.ActDesk, handle: callInstead, form: ticket},
		{method: post, path: "/tickets/:id/files/:file", act: desk.ActDesk, handle: openEnclosure, form: ticket},
		{method: get, path: "/overdue", act: desk.ActAllDesk, handle: overdue},
		{method: get, path: "/letters", act: desk.ActDesk, handle: letters},
		{method: post, path: "/letters/:id/retry", act: desk.ActDesk, handle: retryLetter, form: letters},
		{method: post, path: "/letters/:id/phone", act: desk.ActDesk, handle: phoneLetter, form: letters},
		{method: post, path: "/letters/:id/told", act: desk.ActDesk, handle: toldLetter, form: letters},
		{method: get, path: "/sending", act: desk.ActSystem, handle: sending},
		{method: post, path: "/sending/resume", act: desk.ActSystem, handle: resumeSending, form: sending},
		{method: get, path: "/canned", act: desk.ActDesk, handle: canned},
		{method: post, path: "/canned", act: desk.ActDesk, handle: saveCanned},
		{method: post, path: "/canned/:id", act: desk.ActDesk, handle: saveCanned, form: canned},

		{method: get, path: "/knowledge", act: desk.ActKnowledge, handle: knowledge},
		{method: get, path: "/knowledge/new", act: desk.ActKnowledge, handle: newDraft},
		{method: post, path: "/knowledge/new", act: desk.ActKnowledge, handle: createDraft},
		{method: post, path: "/knowledge/upload", act: desk.ActKnowledge, handle: upload, form: newDraft, large: largeBody},
		{method: get, path: "/knowledge/starter", act: desk.ActReviewLeader, handle: starter},
		{method: post, path: "/knowledge/starter", act: desk.ActReviewLeader, handle: reviewStarter},
		{method: get, path: "/knowledge/checks", act: desk.ActKnowledge, handle: checks},
		{method: get, path: "/knowledge/item/:id", act: desk.ActKnowledge, handle: itemShown},
		{method: post, path: "/knowledge/item/:id/revise", act: desk.ActKnowledge, handle: reviseItem, form: itemShown},
		{method: post, path: "/knowledge/item/:id/check", act: desk.ActKnowledge, handle: checkItem, form: itemShown},
		{method: post, path: "/knowledge/item/:id/end", act: desk.ActKnowledge, handle: dropItem, form: itemShown},
		{method: post, path: "/knowledge/item/:id/approve", act: desk.ActReviewLeader, handle: approveItem, form: itemShown},
		{method: post, path: "/knowledge/item/:id/withdraw", act: desk.ActWithdraw, handle: withdrawItem, form: itemShown},
		{method: get, path: "/knowledge/item/:id/poster", act: desk.ActKnowledge, handle: poster},
		{method: get, path: "/drafts", act: desk.ActKnowledge, handle: drafts},
		{method: get, path: "/drafts/:id", act: desk.ActKnowledge, handle: draftShown},
		{method: get, path: "/drafts/:id/edit", act: desk.ActKnowledge, handle: editDraft},
		{method: post, path: "/drafts/:id/edit", act: desk.ActKnowledge, handle: saveEdit, large: largeBody},
		{method: post, path: "/drafts/:id/submit", act: desk.ActKnowledge, handle: submitDraft, form: draftShown},
		{method: post, path: "/drafts/:id/approve", act: desk.ActKnowledge, handle: approveDraft, form: draftShown},
		{method: post, path: "/drafts/:id/return", act: desk.ActKnowledge, handle: returnDraft, form: draftShown},
		{method: post, path: "/drafts/:id/drop", act: desk.ActKnowledge, handle: dropDraft, form: draftShown},
		{method: post, path: "/drafts/:id/agencies", act: desk.ActKnowledge, handle: askAgencies, form: draftShown},
		{method: post, path: "/drafts/:id/agree", act: desk.ActKnowledge, handle: agreeAgency, form: draftShown},
		{method: get, path: "/tables", act: desk.ActKnowledge, handle: tables},
		{method: post, path: "/tables/:name/edit", act: desk.ActKnowledge, handle: editTable, form: tables},
		{method: get, path: "/recalls", act: desk.ActKnowledge, handle: recalls},
		{method: get, path: "/recalls/new", act: desk.ActWithdraw, handle: newRecall},
		{method: post, path: "/recalls/new", act: desk.ActWithdraw, handle: createRecall},
		{method: get, path: "/learn", act: desk.ActKnowledge, handle: learn},
		{method: post, path: "/learn/answer", act: desk.ActKnowledge, handle: answerCluster, form: learn},
		{method: post, path: "/learn/dismiss", act: desk.ActKnowledge, handle: dismissCluster, form: learn},
		{method: get, path: "/learn/worst", act: desk.ActKnowledge, handle: worstQuestions},
		{method: post, path: "/learn/worst", act: desk.ActKnowledge, handle: evaluate, large: largeBody},
		{method: get, path: "/links", act: desk.ActKnowledge, handle: questionLinks},
		{method: post, path: "/links/:id", act: desk.ActReviewSection, handle: weighLinks, form: questionLinks},
		{method: get, path: "/notices", act: desk.ActKnowledge, handle: notices},
		{method: post, path: "/notices", act: desk.ActKnowledge, handle: newNotice},
		{method: post, path: "/notices/survey", act: desk.ActReviewLeader, handle: sendSurvey, form: notices},

		{method: get, path: "/cases", act: desk.ActCases, handle: cases},
		{method: get, path: "/cases/new", act: desk.ActCases, handle: newCase},
		{method: post, path: "/cases/new", act: desk.ActCases, handle: createCase},
		{method: get, path: "/cases/:id", act: desk.ActCases, handle: showCase},
		{method: post, path: "/cases/:id/full", act: desk.ActCases, handle: unmaskCase, form: showCase},
		{method: post, path: "/cases/:id/assign", act: desk.ActCases, handle: caseAssign, form: showCase},
		{method: post, path: "/cases/:id/correction", act: desk.ActCases, handle: caseCorrection, form: showCase},
		{method: post, path: "/cases/:id/corrected", act: desk.ActCases, handle: caseCorrected, form: showCase},
		{method: post, path: "/cases/:id/consult", act: desk.ActCases, handle: caseConsult, form: showCase},
		{method: post, path: "/cases/:id/answer-page", act: desk.ActCases, handle: caseAnswerPage, form: showCase},
		{method: post, path: "/cases/:id/reached", act: desk.ActCases, handle: caseReached, form: showCase},
		{method: post, path: "/cases/:id/answered", act: desk.ActCases, handle: caseAnswered, form: showCase},
		{method: post, path: "/cases/:id/reasons", act: desk.ActCases, handle: caseReasons, form: showCase},
		{method: post, path: "/cases/:id/delay", act: desk.ActCases, handle: caseDelay, form: showCase},
		{method: post, path: "/cases/:id/extend", act: desk.ActCaseExtend, handle: caseExtend, form: showCase},
		{method: post, path: "/cases/:id/fee", act: desk.ActCases, handle: caseFee, form: showCase},
		{method: post, path: "/cases/:id/paid", act: desk.ActCases, handle: casePaid, form: showCase},
		{method: post, path: "/cases/:id/decide", act: desk.ActCases, handle: caseDecide, form: showCase},
		{method: post, path: "/cases/:id/approve", act: desk.ActCases, handle: caseApprove, form: showCase},
		{method: post, path: "/cases/:id/return", act: desk.ActCases, handle: caseReturn, form: showCase},
		{method: post, path: "/cases/:id/withdraw", act: desk.ActCases, handle: caseWithdraw, form: showCase},
		{method: post, path: "/cases/:id/settle", act: desk.ActCases, handle: caseSettle, form: showCase},
		{method: post, path: "/cases/:id/serve", act: desk.ActCases, handle: caseServe, form: showCase},
		{method: post, path: "/cases/:id/dispute", act: desk.ActCases, handle: caseDispute, form: showCase},
		{method: post, path: "/cases/:id/contact", act: desk.ActCases, handle: caseContact, form: showCase},
		{method: post, path: "/cases/:id/material", act: desk.ActCases, handle: caseMaterial, form: showCase},
		{method: post, path: "/cases/:id/access", act: desk.ActCases, handle: caseAccess, form: showCase},
		{method: post, path: "/cases/:id/files", act: desk.ActCases, handle: addCaseFile, form: showCase, large: largeCaseBody},
		{method: post, path: "/cases/:id/files/:file", act: desk.ActCases, handle: openCaseFile, form: showCase},
		{method: get, path: "/cases/:id/clock", act: desk.ActCases, handle: caseClock},
		{method: post, path: "/cases/:id/papers", act: desk.ActCases, handle: writePaper, form: showCase},
		{method: get, path: "/cases/:id/papers/:paper", act: desk.ActCases, handle: paperShown},
		{method: get, path: "/cases/:id/papers/:paper/file", act: desk.ActCases, handle: paperFile},
		{method: post, path: "/cases/:id/papers/:paper/void", act: desk.ActCases, handle: voidPaper, form: paperShown},
		{method: get, path: "/cases/:id/archive", act: desk.ActCases, handle: caseArchive},
		{method: get, path: "/calendar", act: desk.ActCalendar, handle: calendar},
		{method: post, path: "/calendar", act: desk.ActCalendar, handle: importCalendar},

		{method: get, path: "/publications", act: desk.ActFigures, handle: publications},
		{method: get, path: "/publications/new", act: desk.ActFigures, handle: newPublication},
		{method: post, path: "/publications/new", act: desk.ActFigures, handle: createPublication},
		{method: get, path: "/publications/:id", act: desk.ActFigures, handle: editPublication},
		{method: post, path: "/publications/:id", act: desk.ActFigures, handle: changePublication},
		{method: post, path: "/publications/:id/remove", act: desk.ActFigures, handle: removePublication, form: editPublication},

		{method: get, path: "/monthly", act: desk.ActFigures, handle: monthly},
		{method: get, path: "/monthly/:month/sheet", act: desk.ActFigures, handle: factSheet},
		{method: post, path: "/monthly/:month/sheet", act: desk.ActFigures, handle: saveFactSheet},
		{method: get, path: "/monthly/:month/template", act: desk.ActFigures, handle: sheetTemplate},
		{method: post, path: "/monthly/:month/upload", act: desk.ActFigures, handle: uploadSheet, form: factSheet},
		{method: get, path: "/quotas", act: desk.ActQuota, handle: quotas},
		{method: post, path: "/quotas", act: desk.ActQuota, handle: saveQuotas},
		{method: get, path: "/yearly", act: desk.ActFigures, handle: yearlyReports},
		{method: get, path: "/yearly/:year/:form", act: desk.ActFigures, handle: yearlyReport},
		{method: get, path: "/yearly/:year/:form/cell", act: desk.ActFigures, handle: yearlyCell},
		{method: post, path: "/yearly/:year/:form/correct", act: desk.ActYearly, handle: correctCell, form: yearlyCell},
		{method: post, path: "/yearly/:year/:form/uncorrect", act: desk.ActYearly, handle: uncorrectCell, form: yearlyCell},
		{method: post, path: "/yearly/:year/:form/text", act: desk.ActYearly, handle: saveReportText, form: yearlyReport},
		{method: post, path: "/yearly/:year/:form/sign", act: desk.ActSign, handle: signReport, form: yearlyReport},
		{method: get, path: "/yearly/:year/:form/file/:format", act: desk.ActFigures, handle: reportFile},

		{method: get, path: "/figures", act: desk.ActFigures, handle: figures},
		{method: get, path: "/figures/export", act: desk.ActFigures, handle: exportFigures},
		{method: get, path: "/figures/rows", act: desk.ActFigures, handle: figureEvents},
		{method: get, path: "/figures/rows/export", act: desk.ActFigures, handle: exportRows},
		{method: get, path: "/figures/alike", act: desk.ActFigures, handle: figureAlike},
		{method: get, path: "/figures/briefing", act: desk.ActFigures, handle: briefing},
		{method: get, path: "/figures/definitions", act: desk.ActFigures, handle: definitions},

		{method: get, path: "/accounts", act: desk.ActAccounts, handle: accounts},
		{method: get, path: "/accounts/new", act: desk.ActAccounts, handle: newAccount},
		{method: post, path: "/accounts/new", act: desk.ActAccounts, handle: createAccount},
		{method: get, path: "/accounts/:id", act: desk.ActAccounts, handle: account},
		{method: post, path: "/accounts/:id", act: desk.ActAccounts, handle: saveAccount},
		{method: post, path: "/accounts/:id/disable", act: desk.ActAccounts, handle: disableAccount, form: account},
		{method: post, path: "/accounts/:id/reset", act: desk.ActAccounts, handle: resetAccount, form: account},
		{method: get, path: "/sessions", act: desk.ActAccounts, handle: sessions},
		{method: post, path: "/sessions/:id/end", act: desk.ActAccounts, handle: endSession, form: sessions},
		{method: get, path: "/roles", act: desk.ActRoles, handle: giveRoles},
		{method: post, path: "/roles/:id", act: desk.ActRoles, handle: setRole, form: giveRoles},
		{method: post, path: "/roles/:id/totp", act: desk.ActRoles, handle: removeOthersTOTP, form: giveRoles},

		{method: get, path: "/audit", act: desk.ActAudit, handle: auditTrail},
		{method: get, path: "/audit/export", act: desk.ActAudit, handle: exportAudit},
	}
}

// Routes registers every page for staff below /admin.
func Routes(r gin.IRouter, o Options) error {
	a, err := newRoom(o)
	if err != nil {
		return err
	}
	r.Use(a.unknown)
	g := r.Group("/admin")
	g.GET("/static/:name", a.headers, a.static)
	g.GET("/sign-in", a.headers, a.guard, a.signInPage)
	g.POST("/sign-in", a.headers, a.guard, a.signIn)
	g.GET("/second", a.headers, a.guard, a.secondPage)
	g.POST("/second", a.headers, a.guard, a.second)
	all := routes()
	for _, rt := range all {
		if rt.method == post && rt.form == nil {
			rt.form = formAt(all, rt.path)
		}
		g.Handle(rt.method, rt.path, a.headers, a.guard, a.serve(rt))
	}
	return nil
}

// formAt is the page at the address a form posts to.
func formAt(all []route, path string) handler {
	for _, rt := range all {
		if rt.method == get && rt.path == path {
			return rt.handle
		}
	}
	return nil
}
