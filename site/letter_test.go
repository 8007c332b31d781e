package site

import (
	"context"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/store"
)

// told has the citizen told an answer with a file, at the address with TOKEN.
func (c *counter) told(name string) desk.Letter {
	c.t.Helper()
	ctx := context.Background()
	tk := desk.Ticket{ID: 1, Kind: desk.TicketQuestion, Origin: desk.FromHuman, Question: "表格在哪", OpenedAt: c.now, DueAt: c.now}
	if err := c.store.SaveExchange(ctx, "o1", &desk.Exchange{Key: "asked", At: c.now, Kind: "text"}, nil, store.Raise(tk)); err != nil {
		c.t.Fatal(err)
	}
	tk, err := c.store.Ticket(ctx, 1)
	if err != nil {
		c.t.Fatal(err)
	}
	f := store.File{Ticket: tk.ID, Purpose: store.FileReply, Type: "application/pdf", Name: name, Data: []byte("%PDF-1.7 a form")}
	if err := c.store.Enclose(ctx, &f, desk.Actor{}, c.now); err != nil {
		c.t.Fatal(err)
	}
	tk.State, tk.Reply, tk.DoneAt, tk.Enclosed = desk.TicketAnswered, "请填附件里的表。", c.now, f.ID
	if err := c.store.SaveTickets(ctx, desk.Actor{}, c.now, store.TicketChange{Ticket: &tk, Letters: []desk.Letter{tk.Letter(c.now)}}); err != nil {
		c.t.Fatal(err)
	}
	l, err := c.store.Lease(ctx, c.now)
	if err == nil {
		err = c.store.Begin(ctx, l.ID, store.PageDigest("TOKEN"))
	}
	if err != nil {
		c.t.Fatal(err)
	}
	l.Sent(desk.WayMessage, "", c.now)
	if err := c.store.Settle(ctx, store.Sending{Way: desk.WayMessage, Outcome: "sent"}, c.now, l); err != nil {
		c.t.Fatal(err)
	}
	return l
}

func TestFileOfAnAnswerIsHadWithTheLettersTokenUntilItLapses(t *testing.T) {
	c := newCounter(t)
	const name = `申请表";x=<b>.pdf`
	l := c.told(name)
	fetch := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		c.handler.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w
	}
	state := func() desk.LetterState {
		now, err := c.store.LetterAt(context.Background(), "TOKEN")
		if err != nil || now.ID != l.ID {
			t.Fatal(now, err)
		}
		return now.State
	}
	for _, path := range []string{"/l/forged/file", "/l/TOKENx/file", "/l/1/file"} {
		if w := fetch(http.MethodGet, path); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "%PDF") {
			t.Errorf("%s: %d, want nothing", path, w.Code)
		}
	}
	if w := fetch(http.MethodHead, "/l/TOKEN/file"); w.Code != http.StatusOK || state() != desk.LetterSent {
		t.Errorf("HEAD: %d, %s; want it not to count as opened", w.Code, state())
	}
	w := fetch(http.MethodGet, "/l/TOKEN/file")
	if w.Code != http.StatusOK || w.Body.String() != "%PDF-1.7 a form" || state() != desk.LetterOpened {
		t.Errorf("got %d, %q, %s; want the file, and the letter opened", w.Code, w.Body, state())
	}
	how, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
	if err != nil || how != "attachment" || len(params) != 1 || params["filename"] != "申请表;x=b.pdf" {
		t.Errorf("Content-Disposition %q reads as %s %v, %v", w.Header().Get("Content-Disposition"), how, params, err)
	}
	for field, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
	} {
		if got := w.Header().Get(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if _, body := c.get("/l/TOKEN"); !strings.Contains(body, `href="/l/TOKEN/file"`) || !strings.Contains(body, "12月2日前") || strings.Contains(body, "<b>") {
		t.Errorf("the letter's page:\n%s", body)
	}
	if strings.Contains(c.log.String(), "TOKEN") || strings.Contains(c.log.String(), "申请表") {
		t.Errorf("logged: %s", c.log)
	}
	c.now = c.now.Add(desk.EnclosureLife - time.Second)
	if w := fetch(http.MethodGet, "/l/TOKEN/file"); w.Code != http.StatusOK {
		t.Errorf("in the last second: %d", w.Code)
	}
	c.now = c.now.Add(time.Second)
	if w := fetch(http.MethodGet, "/l/TOKEN/file"); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "%PDF") {
		t.Errorf("lapsed: %d", w.Code)
	}
	if _, body := c.get("/l/TOKEN"); !strings.Contains(body, "下载期限已过") || !strings.Contains(body, "请填附件里的表。") || strings.Contains(body, "/file") {
		t.Errorf("the letter's page after it lapsed:\n%s", body)
	}
}
