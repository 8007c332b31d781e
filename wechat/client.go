package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/util"
)

const (
	defaultBase    = "https://api.weixin.qq.com"
	defaultTimeout = 3 * time.Second
	maxAnswer      = 1 << 20
)

// TokenCache shares one access token between processes. All of it may fail or forget at any time.
type TokenCache interface {
	Get(ctx context.Context, key string) (string, bool)
	Set(ctx context.Context, key, value string, ttl time.Duration)
	Delete(ctx context.Context, key string)
}

// ClientOptions names the account at the platform's server interfaces.
type ClientOptions struct {
	AppID     string
	AppSecret string
	APIBase   string            // https://api.weixin.qq.com when empty
	Cache     TokenCache        // nil: the token is kept in memory only
	Timeout   time.Duration     // of one call; 0 is 3 seconds
	Transport http.RoundTripper // nil: one of its own with the usual settings
}

// Client calls the platform. Its errors never carry a secret or a token. It is safe for concurrent use.
//
// The SDK's managers are not used for sending: they take no context, share one process-wide HTTP client without time-out,
// send to another address only through a process-wide hook, and do not renew a token that the platform has withdrawn.
type Client struct {
	base    string
	http    *http.Client
	timeout time.Duration
	tokens  *tokens
}

// NewClient calls nobody: a platform out of reach must not keep a program from starting.
func NewClient(o ClientOptions) (*Client, error) {
	if o.AppID == "" || o.AppSecret == "" {
		return nil, errors.New("wechat client: app id and app secret are both needed")
	}
	if o.APIBase == "" {
		o.APIBase = defaultBase
	}
	if u, err := url.Parse(o.APIBase); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("wechat client: api base is no http address")
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	c := &Client{
		base:    strings.TrimRight(o.APIBase, "/"),
		timeout: o.Timeout,
		http: &http.Client{
			Transport: o.Transport,
			// A redirect would carry the token in its query to another host.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.tokens = newTokens(c, o.AppID, o.AppSecret, o.Cache)
	return c, nil
}

// Ping says whether the account can call the platform: it asks for a token, cached ones not counted.
func (c *Client) Ping(ctx context.Context) error {
	_, _, err := c.tokens.fetch(ctx)
	return err
}

// SendText sends a customer message (客服消息), which the platform allows five times within 48 hours of the citizen's own last
// message; Classify says what to do with a refusal. text is at most MaxText bytes and may hold links.
func (c *Client) SendText(ctx context.Context, openid, text string) error {
	text = clean(text)
	switch {
	case openid == "":
		return fmt.Errorf("%w: no openid", errUnsendable)
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%w: no text", errUnsendable)
	case len(text) > MaxText:
		return fmt.Errorf("%w: %d bytes, limit %d", errUnsendable, len(text), MaxText)
	}
	return c.call(ctx, "/cgi-bin/message/custom/send", message.NewCustomerTextMessage(openid, text), nil)
}

// call posts with the current token, and once more with a new one when the platform no longer takes it. There is no third
// time: a token refused right after it was issued stays refused, and asking on spends the day's quota.
func (c *Client) call(ctx context.Context, path string, in, out any) error {
	token, err := c.tokens.get(ctx, "")
	if err != nil {
		return unasked{err}
	}
	err = c.post(ctx, path, token, in, out)
	if Classify(err) != Refresh {
		return err
	}
	if token, err = c.tokens.get(ctx, token); err != nil {
		return unasked{err}
	}
	return c.post(ctx, path, token, in, out)
}

// post sends in as JSON and reads the answer into out unless it is nil. An errcode other than 0 is an *APIError.
func (c *Client) post(ctx context.Context, path, token string, in, out any) error {
	address := c.base + path
	if token != "" {
		address += "?access_token=" + url.QueryEscape(token)
	}
	answer, err := c.exchange(ctx, address, in)
	if err != nil {
		return fmt.Errorf("wechat %s: %w", path, err)
	}
	var code util.CommonError
	if err := json.Unmarshal(answer, &code); err != nil {
		return fmt.Errorf("wechat %s: answer is not JSON", path)
	}
	if code.ErrCode != 0 {
		return fmt.Errorf("wechat %s: %w", path, &APIError{Code: int(code.ErrCode), Message: redact(code.ErrMsg)})
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("wechat %s: answer has another shape", path)
	}
	return nil
}

func (c *Client) exchange(ctx context.Context, address string, in any) ([]byte, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false) // links in a text are shown as they are sent
	if err := enc.Encode(in); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, &body)
	if err != nil {
		return nil, errors.New("address is no URL")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, withoutAddress(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, statusError(resp.StatusCode)
	}
	return io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
}
