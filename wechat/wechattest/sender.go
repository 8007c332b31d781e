// Package wechattest is a WeChat that can be taken along: a Sender that signs, encrypts and delivers citizens' messages to a
// callback exactly as the platform does, and a Platform that also answers the interfaces which the office calls. Tests run
// against it, and the demo's chat page talks through it.
//
// It shares no protocol code with package wechat: envelopes are made and opened with the SDK's util, documents are read with
// encoding/xml. What both sides agree on is therefore the platform's protocol and not a common mistake.
package wechattest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"shangda/wechat"
)

// FaultNotice is what the platform itself shows a citizen in place of a reply that did not come or could not be read.
const FaultNotice = "该公众号提供的服务出现故障，请稍后再试"

// deliveries is how often the platform sends one message in all.
const deliveries = 3

// Sender delivers messages to one callback. The exported fields may be changed before the first message.
type Sender struct {
	Account  wechat.Account
	URL      string
	Client   *http.Client
	Patience time.Duration    // how long one delivery waits for its answer, and when the next one starts
	Now      func() time.Time // stamps messages and requests

	note func(wechat.Message) // tells the Platform who wrote
	ids  atomic.Int64
}

// NewSender sends with the platform's own patience of 5 seconds.
func NewSender(a wechat.Account, callbackURL string) *Sender {
	s := &Sender{Account: a, URL: callbackURL, Client: &http.Client{}, Patience: 5 * time.Second, Now: time.Now}
	s.ids.Store(time.Now().UnixNano())
	return s
}

// Reply is what the citizen sees.
type Reply struct {
	Text     string // FaultNotice when Fault
	Type     string // the reply's MsgType; empty when Silent or Fault
	Silent   bool   // the callback said success, or nothing: no bubble, no fault
	Fault    bool
	Reason   string // of the fault
	Attempts int    // deliveries used
}

// Send delivers m, with a new MsgID unless it has one, and with the time of now unless it has one. A callback that answers
// badly or not at all is a Fault in the Reply; the error is the sender's own, or the end of ctx.
func (s *Sender) Send(ctx context.Context, m wechat.Message) (Reply, error) {
	m.ToUserName = s.Account.OriginalID
	if m.CreateTime == "" {
		m.CreateTime = strconv.FormatInt(s.Now().Unix(), 10)
	}
	if m.MsgID == "" && m.MsgType != "event" {
		m.MsgID = strconv.FormatInt(s.ids.Add(1), 10)
	}
	if s.note != nil {
		s.note(m)
	}
	return s.Deliver(ctx, m.FromUserName, Document(m))
}

// Text, Tap, Click, Subscribe and Unsubscribe send what a citizen does most.
func (s *Sender) Text(ctx context.Context, openid, text string) (Reply, error) {
	return s.Send(ctx, wechat.Message{FromUserName: openid, MsgType: "text", Content: text})
}

// Tap is a text message with the ID of the choice that was tapped, see wechat.ChoiceLink.
func (s *Sender) Tap(ctx context.Context, openid, content string, id int) (Reply, error) {
	return s.Send(ctx, wechat.Message{FromUserName: openid, MsgType: "text", Content: content, MenuID: strconv.Itoa(id)})
}

// Click taps a menu entry with a key.
func (s *Sender) Click(ctx context.Context, openid, key string) (Reply, error) {
	return s.Send(ctx, wechat.Message{FromUserName: openid, MsgType: "event", Event: "CLICK", EventKey: key})
}

// Subscribe follows the account.
func (s *Sender) Subscribe(ctx context.Context, openid string) (Reply, error) {
	return s.Send(ctx, wechat.Message{FromUserName: openid, MsgType: "event", Event: "subscribe"})
}

// Unsubscribe leaves the account.
func (s *Sender) Unsubscribe(ctx context.Context, openid string) (Reply, error) {
	return s.Send(ctx, wechat.Message{FromUserName: openid, MsgType: "event", Event: "unsubscribe"})
}

// Deliver sends a document as it is, up to three times, each in a freshly sealed request.
func (s *Sender) Deliver(ctx context.Context, openid, document string) (Reply, error) {
	for attempt := 1; ; attempt++ {
		round := time.NewTimer(s.Patience)
		reply, err := s.attempt(ctx, openid, document)
		reply.Attempts = attempt
		switch {
		case ctx.Err() != nil:
			round.Stop()
			return Reply{}, ctx.Err()
		case err == nil:
			round.Stop()
			return reply, nil
		case attempt == deliveries || errors.Is(err, errAbnormal):
			round.Stop()
			return Reply{Text: FaultNotice, Fault: true, Reason: err.Error(), Attempts: attempt}, nil
		}
		select {
		case <-round.C:
		case <-ctx.Done():
			round.Stop()
			return Reply{}, ctx.Err()
		}
	}
}

func (s *Sender) attempt(ctx context.Context, openid, document string) (Reply, error) {
	query, body, err := s.Request(openid, document)
	if err != nil {
		return Reply{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	status, answer, err := s.exchange(ctx, http.MethodPost, query, body)
	if err != nil {
		return Reply{}, err
	}
	if status < 200 || status > 299 {
		return Reply{}, fmt.Errorf("HTTP status %d", status)
	}
	return s.read(answer, openid)
}

// Verify sends the GET by which the console checks a callback's address.
func (s *Sender) Verify(ctx context.Context) error {
	query := s.signed()
	echo := nonce()
	query.Set("echostr", echo)
	ctx, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	status, answer, err := s.exchange(ctx, http.MethodGet, query, nil)
	if err != nil {
		return err
	}
	if status != http.StatusOK || string(answer) != echo {
		return fmt.Errorf("verify: HTTP status %d and %d bytes, want 200 and the echostr", status, len(answer))
	}
	return nil
}

func (s *Sender) exchange(ctx context.Context, method string, query url.Values, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.URL+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return 0, nil, errors.New("callback address is no URL")
	}
	req.Header.Set("Content-Type", "text/xml")
	resp, err := s.Client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // without the signed query
		}
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, answer, err
}

// Request is one signed delivery of document in the account's mode: its query and its body.
func (s *Sender) Request(openid, document string) (url.Values, []byte, error) {
	query := s.signed()
	query.Set("openid", openid)
	if s.Account.Mode == wechat.Plain {
		return query, []byte(document), nil
	}
	sealed, err := util.EncryptMsg([]byte(nonce()[:16]), []byte(document), s.Account.AppID, s.Account.AESKey)
	if err != nil {
		return nil, nil, err
	}
	query.Set("encrypt_type", "aes")
	query.Set("msg_signature", util.Signature(s.Account.Token, query.Get("timestamp"), query.Get("nonce"), string(sealed)))
	if s.Account.Mode == wechat.Compat {
		return query, bothForms(document, sealed), nil
	}
	return query, fmt.Appendf(nil, "<xml>\n    <ToUserName><![CDATA[%s]]></ToUserName>\n    <Encrypt><![CDATA[%s]]></Encrypt>\n</xml>\n",
		s.Account.OriginalID, sealed), nil
}

func bothForms(document string, sealed []byte) []byte {
	plain, _ := bytes.CutSuffix([]byte(document), []byte("</xml>"))
	return fmt.Appendf(plain, "<Encrypt><![CDATA[%s]]></Encrypt></xml>", sealed)
}

// signed is a query with a fresh nonce and the plain signature, which the platform sends in every mode.
func (s *Sender) signed() url.Values {
	timestamp, n := strconv.FormatInt(s.Now().Unix(), 10), nonce()
	return url.Values{
		"timestamp": {timestamp},
		"nonce":     {n},
		"signature": {util.Signature(s.Account.Token, timestamp, n)},
	}
}

func nonce() string { return rand.Text() }
