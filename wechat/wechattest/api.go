package wechattest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"shangda/wechat"
)

// messages are the texts the platform sends along with its codes.
var messages = map[int]string{
	0:     "ok",
	-1:    "system error",
	40001: "invalid credential, access_token is invalid or not latest",
	40003: "invalid openid",
	40007: "invalid media_id",
	40013: "invalid appid",
	40016: "invalid button size",
	40018: "invalid button name size",
	40023: "invalid sub button size",
	40037: "invalid template_id",
	40125: "invalid appsecret",
	40164: "invalid ip, not in whitelist",
	41001: "access_token missing",
	42001: "access_token expired",
	43004: "require subscribe",
	43019: "user is in blacklist",
	43101: "user refuse to accept the msg",
	44004: "empty content",
	45002: "content size out of limit",
	45009: "reach max api daily quota limit",
	45011: "api minute-quota reach limit",
	45015: "response out of time limit or subscription is canceled",
	45047: "out of response count limit",
	47001: "data format error",
	47003: "argument invalid",
	48001: "api unauthorized",
}

func refuse(w http.ResponseWriter, code int) {
	answer(w, map[string]any{"errcode": code, "errmsg": messages[code]})
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; encoding=utf-8")
	json.NewEncoder(w).Encode(v) // a caller that has left reads nothing
}

// stableToken hands everybody the same token until it ends or somebody forces a new one.
func (p *Platform) stableToken(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Grant  string `json:"grant_type"`
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
		Force  bool   `json:"force_refresh"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Grant != "client_credential" {
		refuse(w, 47001)
		return
	}
	if in.AppID != p.Account.AppID {
		refuse(w, 40013)
		return
	}
	if in.Secret != p.Secret {
		refuse(w, 40125)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Now()
	if !p.tokens[p.current].After(now) || in.Force {
		if p.tokens[p.current].After(now.Add(tokenLinger)) {
			p.tokens[p.current] = now.Add(tokenLinger)
		}
		p.issued++
		p.current = fmt.Sprintf("synthetic_token_%d_%s", p.issued, nonce())
		p.tokens[p.current] = now.Add(tokenLife)
	}
	answer(w, map[string]any{
		"access_token": p.current,
		"expires_in":   int(p.tokens[p.current].Sub(now).Seconds()),
	})
}

// authorized lets a call through that carries a token which has not ended.
func (p *Platform) authorized(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := r.URL.Query().Get("access_token")
		p.mu.Lock()
		end, known := p.tokens[token]
		live := end.After(p.Now())
		p.mu.Unlock()
		switch {
		case token == "":
			refuse(w, 41001)
		case !known:
			refuse(w, 40001)
		case !live:
			refuse(w, 42001)
		default:
			next(w, r)
		}
	}
}

func (p *Platform) menuCreate(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Button []struct {
			Name string `json:"name"`
			Sub  []struct {
				Name string `json:"name"`
			} `json:"sub_button"`
		} `json:"button"`
	}
	var raw json.RawMessage
	if json.NewDecoder(r.Body).Decode(&raw) != nil || json.Unmarshal(raw, &in) != nil {
		refuse(w, 47001)
		return
	}
	code := 0
	if len(in.Button) < 1 || len(in.Button) > 3 {
		code = 40016
	}
	for _, b := range in.Button {
		switch {
		case b.Name == "" || len(b.Name) > 16:
			code = 40018
		case len(b.Sub) > 5:
			code = 40023
		}
	}
	if code == 0 {
		p.mu.Lock()
		p.menu = raw
		p.mu.Unlock()
	}
	refuse(w, code)
}

func (p *Platform) customSend(w http.ResponseWriter, r *http.Request) {
	var in struct {
		To   string `json:"touser"`
		Type string `json:"msgtype"`
		Text struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Type != "text" {
		refuse(w, 47001)
		return
	}
	switch {
	case p.Unverified:
		refuse(w, 48001)
	case in.To == "":
		refuse(w, 40003)
	case in.Text.Content == "":
		refuse(w, 44004)
	case len(in.Text.Content) > wechat.MaxText:
		refuse(w, 45002)
	default:
		refuse(w, p.deliver(in.To, in.Text.Content))
	}
}

func (p *Platform) deliver(openid, text string) (code int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Now()
	if code = p.citizens[openid].spend(now); code == 0 {
		p.sent = append(p.sent, Sent{OpenID: openid, Text: text, At: now})
	}
	return code
}

// mediaGet answers with the file itself, or with JSON and status 200 when there is none.
func (p *Platform) mediaGet(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	m, ok := p.media[r.URL.Query().Get("media_id")]
	p.mu.Unlock()
	if !ok {
		refuse(w, 40007)
		return
	}
	w.Header().Set("Content-Type", m.ContentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(m.Data)))
	w.Write(m.Data)
}
