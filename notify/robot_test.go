package notify

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// group is a group chat whose platform answers with answer.
func group(t *testing.T, answer func() (status int, body string)) (*Robot, *[]string) {
	t.Helper()
	var posted []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Type     string `json:"msgtype"`
			Markdown struct {
				Content string `json:"content"`
			} `json:"markdown"`
		}
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.Type != "markdown" || r.URL.Query().Get("key") != "k3y" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		posted = append(posted, in.Markdown.Content)
		status, body := answer()
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	t.Cleanup(srv.Close)
	return NewRobot(srv.URL + "/cgi-bin/webhook/send?key=k3y"), &posted
}

func ok() (int, string) { return 200, `{"errcode":0,"errmsg":"ok"}` }

func reason(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Reason()
}

func TestGroupReadsTheNotice(t *testing.T) {
	r, posted := group(t, ok)
	if err := r.Send(t.Context(), "新工单**1**件", time.Now()); err != nil {
		t.Fatal(err)
	}
	if len(*posted) != 1 || (*posted)[0] != "新工单**1**件" {
		t.Errorf("posted %q", *posted)
	}
}

func TestRefusedPostNamesTheCodeAndNotTheKey(t *testing.T) {
	for want, answer := range map[string]func() (int, string){
		"93000":    func() (int, string) { return 200, `{"errcode":93000,"errmsg":"invalid webhook url"}` },
		"45009":    func() (int, string) { return 200, `{"errcode":45009,"errmsg":"api freq out of limit"}` },
		"http_502": func() (int, string) { return 502, "" },
		"answer":   func() (int, string) { return 200, "<html>" },
	} {
		r, _ := group(t, answer)
		err := r.Send(t.Context(), "x", time.Now())
		if reason(err) != want || strings.Contains(err.Error(), "k3y") {
			t.Errorf("got %v, want %s without the key", err, want)
		}
	}
	err := NewRobot("http://127.0.0.1:1/?key=k3y").Send(t.Context(), "x", time.Now())
	if reason(err) != "unreachable" || strings.Contains(err.Error(), "k3y") {
		t.Errorf("nobody there: %v, want unreachable without the key", err)
	}
	var e *Error
	if err := NewRobot("http://127.0.0.1:1/").Send(t.Context(), strings.Repeat("x", 4097), time.Now()); !errors.As(err, &e) || !e.Final() {
		t.Errorf("too long: %v, want final", err)
	}
}

func TestGroupGetsTwentyPostsAMinute(t *testing.T) {
	r, posted := group(t, ok)
	now := time.Now()
	for range 20 {
		if err := r.Send(t.Context(), "x", now); err != nil {
			t.Fatal(err)
		}
	}
	if got := reason(r.Send(t.Context(), "x", now.Add(59*time.Second))); got != "minute" {
		t.Errorf("the 21st: %q, want minute", got)
	}
	if err := r.Send(t.Context(), "x", now.Add(time.Minute)); err != nil || len(*posted) != 21 {
		t.Errorf("a minute later: %v, %d posted, want 21", err, len(*posted))
	}
}
