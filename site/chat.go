package site

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
)

const (
	visitorCookie = "visitor"
	maxPost       = 16 << 10
	// replyWithin is longer than the platform waits, so that its own fault notice comes first.
	replyWithin = 20 * time.Second
	// silence between two messages after which the time is shown again
	silence = 5 * time.Minute
)

type chatPage struct {
	frame
	Chat     []line
	Menu     []MenuButton
	Examples []string
	MaxText  int
}

// line is a message on the page, with the time above it when a while has passed.
type line struct {
	message
	Time *moment
	Last bool
}

// moment is a time as a chat shows it: today only the clock.
type moment struct {
	Day       *day // nil today
	Yesterday bool
	Clock     string
}

func (s *site) chat(c *gin.Context) error {
	v := s.visitor(c)
	s.greet(c, v)
	p := chatPage{
		frame: s.frame(c), Menu: s.Menu, Examples: s.examples(s.Library()), MaxText: maxQuestion,
		Chat: timed(v.history(), time.Now()),
	}
	c.Header("Cache-Control", "no-store")
	return s.render(c, http.StatusOK, "chat", p)
}

// say is the form without JavaScript.
func (s *site) say(c *gin.Context) error {
	if _, err := s.exchange(c); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, "/chat#latest")
	return nil
}

// send answers the script: what the account said, nothing when it stayed silent.
func (s *site) send(c *gin.Context) error {
	replies, err := s.exchange(c)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"messages": replies})
	return nil
}

// exchange passes on what the visitor typed, tapped or clicked, and records both sides.
func (s *site) exchange(c *gin.Context) ([]message, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxPost)
	if err := s.protection.Check(c.Request); err != nil {
		return nil, errForeign
	}
	if err := c.Request.ParseForm(); err != nil {
		return nil, err
	}
	v := s.visitor(c)
	s.greet(c, v)
	if key := c.Request.PostForm.Get("key"); s.hasButton(key) {
		return s.listen(c, v, func(ctx context.Context) (Reply, error) { return s.Click(ctx, v.id, key) }), nil
	}
	text := strings.TrimSpace(strings.ToValidUTF8(c.Request.PostForm.Get("text"), ""))
	if text == "" || utf8.RuneCountInString(text) > maxQuestion {
		return []message{}, nil // the form's own limits were bypassed
	}
	v.add(message{From: fromVisitor, At: time.Now(), Segments: []segment{{Kind: segmentText, Text: text}}})
	return s.listen(c, v, func(ctx context.Context) (Reply, error) { return s.Send(ctx, v.id, text) }), nil
}

func (s *site) hasButton(key string) bool {
	for _, b := range s.Menu {
		if b.Key == key {
			return s.Click != nil
		}
	}
	return false
}

// greet lets a new visitor subscribe, which brings the account's welcome.
func (s *site) greet(c *gin.Context, v *visit) {
	if s.Subscribe != nil && v.welcome() {
		s.listen(c, v, func(ctx context.Context) (Reply, error) { return s.Subscribe(ctx, v.id) })
	}
}

// listen waits for a reply even when the visitor leaves, so that the history tells what happened.
func (s *site) listen(c *gin.Context, v *visit, ask func(context.Context) (Reply, error)) []message {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), replyWithin)
	defer cancel()
	reply, err := ask(ctx)
	m := message{From: fromAccount, At: time.Now()}
	switch {
	case err != nil:
		s.Log.Error("chat", "error", err)
		m.From = fromFault
	case reply.Fault:
		m.From = fromFault
	case reply.Silent || reply.Text == "":
		return []message{}
	default:
		m.Segments = segments(reply.Text, s.PublicURL)
	}
	v.add(m)
	return []message{m}
}

// visitor knows a browser by its cookie; a new one gets one.
func (s *site) visitor(c *gin.Context) *visit {
	id, err := c.Cookie(visitorCookie)
	if err != nil || !isVisitor(id) {
		id = newVisitor()
		http.SetCookie(c.Writer, &http.Cookie{
			Name: visitorCookie, Value: id, Path: "/chat", HttpOnly: true, SameSite: http.SameSiteLaxMode,
			Secure: c.Request.TLS != nil, MaxAge: int((24 * time.Hour).Seconds()),
		})
	}
	return s.visits.of(id)
}

// timed puts times between messages as WeChat does: at the start and after a silence.
func timed(messages []message, now time.Time) []line {
	out := make([]line, 0, len(messages))
	var before time.Time
	for i, m := range messages {
		l := line{message: m, Last: i == len(messages)-1}
		if m.At.Sub(before) >= silence {
			l.Time = momentOf(m.At, now)
		}
		before = m.At
		out = append(out, l)
	}
	return out
}

func momentOf(at, now time.Time) *moment {
	at, now = at.In(beijing), now.In(beijing)
	m := &moment{Clock: clock(at)}
	today, that := now.Format(time.DateOnly), at.Format(time.DateOnly)
	if that != today {
		m.Yesterday = now.AddDate(0, 0, -1).Format(time.DateOnly) == that
		m.Day = &day{Year: at.Year(), Month: int(at.Month()), Day: at.Day()}
	}
	return m
}
