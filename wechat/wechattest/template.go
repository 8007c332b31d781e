package wechattest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"shangda/wechat"
)

// onceFor is how long the platform knows a client_msg_id again.
const onceFor = 10 * time.Minute

// filled is the body of both template interfaces.
type filled struct {
	To       string `json:"touser"`
	Template string `json:"template_id"`
	URL      string `json:"url"`
	Page     string `json:"page"`
	Once     string `json:"client_msg_id"`
	Data     map[string]struct {
		Value string `json:"value"`
	} `json:"data"`
}

func (p *Platform) templateSend(w http.ResponseWriter, r *http.Request) {
	m, code := p.filled(r)
	if code != 0 {
		refuse(w, code)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [2]string{m.To, m.Once}
	if first, known := p.once[key]; known && m.Once != "" && p.Now().Sub(first.At) < onceFor {
		told(w, first)
		return
	}
	if c := p.citizens[m.To]; c == nil || c.left {
		refuse(w, 43004)
		return
	}
	sent := p.take(m)
	p.once[key] = sent
	told(w, sent)
}

func (p *Platform) subscribeSend(w http.ResponseWriter, r *http.Request) {
	m, code := p.filled(r)
	if code != 0 {
		refuse(w, code)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.agreed[[2]string{m.To, m.Template}] {
		refuse(w, 43101)
		return
	}
	told(w, p.take(m))
}

// filled reads a template's body and refuses what the platform refuses: a field that is empty, long or of several lines.
func (p *Platform) filled(r *http.Request) (m filled, code int) {
	switch {
	case p.Subscription || p.Unverified:
		return m, 48001
	case json.NewDecoder(r.Body).Decode(&m) != nil:
		return m, 47001
	case m.To == "":
		return m, 40003
	case m.Template == "":
		return m, 40037
	case len(m.Data) == 0:
		return m, 47003
	}
	for _, f := range m.Data {
		if f.Value == "" || utf8.RuneCountInString(f.Value) > 20 || strings.ContainsAny(f.Value, "\r\n") {
			return m, 47003
		}
	}
	return m, 0
}

func (p *Platform) take(m filled) Sent {
	p.numbers++
	s := Sent{
		OpenID: m.To, Template: m.Template, URL: m.URL + m.Page, Fields: map[string]string{},
		ID: strconv.FormatInt(p.numbers, 10), At: p.Now(),
	}
	for name, f := range m.Data {
		s.Fields[name] = f.Value
	}
	p.sent = append(p.sent, s)
	return s
}

func told(w http.ResponseWriter, s Sent) {
	answer(w, map[string]any{"errcode": 0, "errmsg": "ok", "msgid": json.Number(s.ID)})
}

// Agree is a citizen's consent to the long-term subscription of a template, given outside the chat.
func (p *Platform) Agree(openid, template string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.agreed[[2]string{openid, template}] = true
}

// Report sends the event that tells what became of a template message: status is success, or the platform's reason after
// "failed:".
func (p *Platform) Report(ctx context.Context, openid, id, status string) (Reply, error) {
	return p.Send(ctx, wechat.Message{FromUserName: openid, MsgType: "event", Event: "TEMPLATESENDJOBFINISH", JobID: id, Status: status})
}
