package wechat

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/silenceper/wechat/v2/officialaccount/message"
)

// Filled is a template of the account's own library with its fields filled in.
type Filled struct {
	Template string            // its ID in the account's library
	Fields   map[string]string // such as thing1; cut to what the platform shows
	URL      string            // opened by a tap; may be empty
	// Once identifies a template message: within ten minutes the platform sends only one of a citizen with the same. The
	// subscription interface has nothing like it.
	Once string
}

// Characters that the platform shows of a field, without line ends (模板消息规则, 2023-05-04); of phrase fields only five.
const (
	maxField  = 20
	maxPhrase = 5
)

// SendTemplate sends a template message (模板消息), which only a verified service account may, and returns the platform's number
// of it. What became of it is told by the event TEMPLATESENDJOBFINISH with that number.
func (c *Client) SendTemplate(ctx context.Context, openid string, f Filled) (id string, err error) {
	if err := f.check(openid); err != nil {
		return "", err
	}
	m := struct {
		message.TemplateMessage
		MiniProgram *struct{} `json:"miniprogram,omitempty"` // hides the SDK's, which is never left out
	}{TemplateMessage: message.TemplateMessage{ToUser: openid, TemplateID: f.Template, URL: f.URL, ClientMsgID: f.Once}}
	m.Data = map[string]*message.TemplateDataItem{}
	for name, value := range f.Fields {
		m.Data[name] = &message.TemplateDataItem{Value: field(name, value)}
	}
	var answer sentNumber
	err = c.call(ctx, "/cgi-bin/message/template/send", m, &answer)
	return answer.ID.String(), err
}

// SendSubscription sends a subscription notification (订阅通知), which the citizen has agreed to outside the chat; a long-term
// one may be sent many times. The number is empty where the platform gives none; the event is subscribe_msg_sent_event.
func (c *Client) SendSubscription(ctx context.Context, openid string, f Filled) (id string, err error) {
	if err := f.check(openid); err != nil {
		return "", err
	}
	m := struct {
		message.SubscribeMessage
		MiniProgram *struct{} `json:"miniprogram,omitempty"`
	}{SubscribeMessage: message.SubscribeMessage{ToUser: openid, TemplateID: f.Template, Page: f.URL}}
	m.Data = map[string]*message.SubscribeDataItem{}
	for name, value := range f.Fields {
		m.Data[name] = &message.SubscribeDataItem{Value: field(name, value)}
	}
	var answer sentNumber
	err = c.call(ctx, "/cgi-bin/message/subscribe/bizsend", m, &answer)
	return answer.ID.String(), err
}

type sentNumber struct {
	ID json.Number `json:"msgid"`
}

func (f Filled) check(openid string) error {
	switch {
	case openid == "":
		return fmt.Errorf("%w: no openid", errUnsendable)
	case f.Template == "" || len(f.Fields) == 0:
		return fmt.Errorf("%w: no template", errUnsendable)
	}
	return nil
}

// field is one line of at most what is shown, the cut marked.
func field(name, value string) string {
	limit := maxField
	if strings.HasPrefix(name, "phrase") {
		limit = maxPhrase
	}
	r := []rune(strings.Join(strings.Fields(clean(value)), " "))
	if len(r) > limit {
		r = append(r[:limit-1], '…')
	}
	return string(r)
}
