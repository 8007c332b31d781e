package wechat

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Callback opens what the platform posts to one account and seals the replies. It is safe for concurrent use.
type Callback struct {
	account Account
	ring    []key // current key first; empty in Plain
}

// NewCallback refuses an account it could not serve, naming every mistake but no secret.
func NewCallback(a Account) (*Callback, error) {
	if a.Mode == "" {
		a.Mode = Safe
	}
	if err := a.check(); err != nil {
		return nil, fmt.Errorf("wechat account: %w", err)
	}
	if a.Freshness == 0 {
		a.Freshness = defaultFreshness
	}
	c := &Callback{account: a}
	if a.Mode == Plain {
		return c, nil
	}
	ring, err := a.keys()
	if err != nil {
		return nil, fmt.Errorf("wechat account: %w", err)
	}
	c.ring = ring
	return c, nil
}

// Envelope is a message and the manner in which it came, which is the manner of its reply.
type Envelope struct {
	Message   Message
	encrypted bool
	key       int // index into the callback's ring
}

// Verify answers the platform's GET, sent when the callback's address is entered in the console: the echostr is plain in
// every mode and is to be returned as it is.
func (c *Callback) Verify(query url.Values, now time.Time) (echostr string, err error) {
	if err := c.plainSigned(query, now); err != nil {
		return "", err
	}
	if echostr = query.Get("echostr"); echostr == "" {
		return "", fmt.Errorf("%w: no echostr", ErrMalformed)
	}
	return echostr, nil
}

// Open checks and reads a POST: ErrForbidden when it is not provably the platform's, recent and for this account,
// ErrMalformed when it cannot be read, ErrTooLarge above MaxBody.
func (c *Callback) Open(query url.Values, body []byte, now time.Time) (Envelope, error) {
	if len(body) > MaxBody {
		return Envelope{}, ErrTooLarge
	}
	env := Envelope{encrypted: c.account.Mode != Plain}
	document := string(body)
	if env.encrypted {
		message, key, err := c.decrypt(query, document, now)
		if err != nil {
			return Envelope{}, err
		}
		document, env.key = message, key
	} else if err := c.plainSigned(query, now); err != nil {
		return Envelope{}, err
	}
	m, err := parse(document)
	if err != nil {
		return Envelope{}, err
	}
	if err := c.addressed(m, query); err != nil {
		return Envelope{}, err
	}
	env.Message = m
	return env, nil
}

// plainSigned checks `signature`, which covers only the query. An encrypted message may come without it.
func (c *Callback) plainSigned(query url.Values, now time.Time) error {
	timestamp := query.Get("timestamp")
	if !signed(query.Get("signature"), c.account.Token, timestamp, query.Get("nonce")) {
		return fmt.Errorf("%w: signature", ErrForbidden)
	}
	return c.fresh(timestamp, now)
}

// decrypt checks msg_signature, the only one that covers the body, and tries the keys in order.
func (c *Callback) decrypt(query url.Values, document string, now time.Time) (message string, ring int, err error) {
	if query.Get("encrypt_type") != "aes" {
		return "", 0, fmt.Errorf("%w: plaintext for an account in %s mode", ErrForbidden, c.account.Mode)
	}
	sealed, err := encryptedPart(document)
	if err != nil {
		return "", 0, err
	}
	timestamp := query.Get("timestamp")
	if !signed(query.Get("msg_signature"), c.account.Token, timestamp, query.Get("nonce"), sealed) {
		return "", 0, fmt.Errorf("%w: msg_signature", ErrForbidden)
	}
	if err := c.fresh(timestamp, now); err != nil {
		return "", 0, err
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", 0, fmt.Errorf("%w: base64 of the envelope", ErrMalformed)
	}
	buf := make([]byte, len(raw))
	for i, k := range c.ring {
		plain, failed := k.open(buf, raw, c.account.AppID)
		if failed == nil {
			return string(plain), i, nil
		}
		if err == nil || errors.Is(failed, ErrForbidden) {
			err = failed // a key that opens it for another account says more than one that does not open it
		}
	}
	return "", 0, err
}

// encryptedPart finds <Encrypt> in the outer document.
func encryptedPart(document string) (string, error) {
	var sealed string
	err := scan(document, func(path []string) *string {
		if len(path) == 1 && path[0] == "Encrypt" {
			return &sealed
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if sealed = strings.TrimSpace(sealed); sealed == "" {
		return "", fmt.Errorf("%w: no encrypted part", ErrForbidden)
	}
	return sealed, nil
}

// fresh bounds how long a captured request can be replayed. Seconds are compared, never subtracted, so no value overflows.
func (c *Callback) fresh(timestamp string, now time.Time) error {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: timestamp is not a number", ErrForbidden)
	}
	if at < now.Add(-c.account.Freshness).Unix() || at > now.Add(c.account.Freshness).Unix() {
		return fmt.Errorf("%w: timestamp is not within %v of now", ErrForbidden, c.account.Freshness)
	}
	return nil
}

// addressed ties the message to this account and to the openid in the query, when the platform names it there.
func (c *Callback) addressed(m Message, query url.Values) error {
	switch openid := query.Get("openid"); {
	case m.ToUserName != c.account.OriginalID:
		return fmt.Errorf("%w: for another account", ErrForbidden)
	case openid != "" && openid != m.FromUserName:
		return fmt.Errorf("%w: from another citizen than the query names", ErrForbidden)
	}
	return nil
}
