package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Limits of a group robot (企业微信 群机器人 配置说明).
const (
	robotPerMinute = 20
	robotBytes     = 4096
)

const robotTimeout = 5 * time.Second

// Robot posts into one WeCom group chat. It is safe for concurrent use.
type Robot struct {
	address string // holds the key: never logged
	http    *http.Client

	mu   sync.Mutex
	last []time.Time // of the posts within the last minute
}

// NewRobot posts to the webhook's address.
func NewRobot(address string) *Robot {
	return &Robot{address: address, http: &http.Client{
		Timeout:       robotTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the key stays with its host
	}}
}

// Send posts text as Markdown. Beyond the twenty posts a minute that the platform allows it is refused with code minute.
func (r *Robot) Send(ctx context.Context, text string, now time.Time) error {
	if text == "" || len(text) > robotBytes {
		return &Error{Code: "size", final: true}
	}
	if !r.allowed(now) {
		return &Error{Code: "minute"}
	}
	body, err := json.Marshal(map[string]any{"msgtype": "markdown", "markdown": map[string]string{"content": text}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.address, bytes.NewReader(body))
	if err != nil {
		return &Error{Code: "address"} // err would quote it
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := r.http.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return &Error{Code: "unreachable", cause: err}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return &Error{Code: "http_" + strconv.Itoa(resp.StatusCode)}
	}
	var answer struct {
		Code *int `json:"errcode"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&answer); err != nil || answer.Code == nil {
		return &Error{Code: "answer"}
	}
	if *answer.Code != 0 {
		return &Error{Code: strconv.Itoa(*answer.Code)}
	}
	return nil
}

func (r *Robot) allowed(now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.last) > 0 && now.Sub(r.last[0]) >= time.Minute {
		r.last = r.last[1:]
	}
	if len(r.last) == robotPerMinute {
		return false
	}
	r.last = append(r.last, now)
	return true
}
