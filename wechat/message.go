package wechat

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// Message is any message or event of the platform. Everything is text as it came, cleaned of control characters; a field
// that does not belong to the type is empty. Addresses and checksums of pictures are left out on purpose: whoever has one
// sees the picture.
type Message struct {
	ToUserName   string // the account's original ID
	FromUserName string // the citizen's openid
	CreateTime   string // Unix seconds
	MsgType      string // text, image … or event
	MsgID        string // <MsgId>; two citizens may share one

	Content      string // text
	MenuID       string // <bizmsgmenuid> of a tapped choice; test accounts leave it out
	MediaID      string // image, voice, video, shortvideo
	ThumbMediaID string // video, shortvideo
	Format       string // voice
	Recognition  string // voice, mostly empty since the platform withdraws recognition
	Title        string // link, file
	Description  string // link, file
	URL          string // link

	LocationX string // location, location_select: latitude
	LocationY string // location, location_select: longitude
	Scale     string
	Label     string
	Poiname   string

	Event      string // as the platform writes it: subscribe, CLICK …
	EventKey   string // key of the menu entry, address of VIEW, scene of SCAN
	Ticket     string // SCAN, subscribe by QR code
	MenuEntry  string // <MenuId> of VIEW and view_miniprogram
	Latitude   string // LOCATION
	Longitude  string // LOCATION
	Precision  string // LOCATION
	ScanType   string // scancode_push, scancode_waitmsg
	ScanResult string
	PicCount   string // pic_sysphoto, pic_photo_or_album, pic_weixin

	JobID       string // <MsgID> of TEMPLATESENDJOBFINISH and MASSSENDJOBFINISH
	Status      string
	TotalCount  string // MASSSENDJOBFINISH
	FilterCount string
	SentCount   string
	ErrorCount  string

	ExpiredTime string // qualification_verify_success and the like, Unix seconds
	FailTime    string
	FailReason  string

	Subscriptions []Subscription // subscribe_msg_popup_event, _change_event, _sent_event
}

// Subscription is one <List> of a subscription event.
type Subscription struct {
	TemplateID string
	Status     string // <SubscribeStatusString>: accept, reject
	Scene      string // <PopupScene>
	MsgID      string // of a message sent
	ErrorCode  string
	ErrorText  string // <ErrorStatus>
}

func parse(document string) (Message, error) {
	var m Message
	if err := scan(clean(document), m.field); err != nil {
		return Message{}, err
	}
	for _, s := range []*string{&m.ToUserName, &m.FromUserName, &m.CreateTime, &m.MsgType, &m.MsgID, &m.Event, &m.JobID} {
		*s = strings.TrimSpace(*s)
	}
	if m.FromUserName == "" || m.MsgType == "" {
		return Message{}, fmt.Errorf("%w: XML without sender or type", ErrMalformed)
	}
	return m, nil
}

// field says where the text of the element at path belongs.
func (m *Message) field(path []string) *string {
	last := path[len(path)-1]
	switch {
	case len(path) == 1:
		return m.top(last)
	case len(path) == 2:
		return m.nested(path[0], last)
	case len(path) == 3 && path[1] == "List" && subscriptions(path[0]):
		return m.Subscriptions[len(m.Subscriptions)-1].field(last)
	}
	return nil
}

func (m *Message) nested(parent, name string) *string {
	switch parent {
	case "ScanCodeInfo":
		switch name {
		case "ScanType":
			return &m.ScanType
		case "ScanResult":
			return &m.ScanResult
		}
	case "SendPicsInfo":
		if name == "Count" {
			return &m.PicCount
		}
	case "SendLocationInfo":
		return m.place(name)
	default:
		if name == "List" && subscriptions(parent) {
			m.Subscriptions = append(m.Subscriptions, Subscription{})
		}
	}
	return nil
}

func subscriptions(parent string) bool {
	return parent == "SubscribeMsgPopupEvent" || parent == "SubscribeMsgChangeEvent" || parent == "SubscribeMsgSentEvent"
}

func (m *Message) place(name string) *string {
	switch name {
	case "Location_X":
		return &m.LocationX
	case "Location_Y":
		return &m.LocationY
	case "Scale":
		return &m.Scale
	case "Label":
		return &m.Label
	case "Poiname":
		return &m.Poiname
	}
	return nil
}

func (s *Subscription) field(name string) *string {
	switch name {
	case "TemplateId":
		return &s.TemplateID
	case "SubscribeStatusString":
		return &s.Status
	case "PopupScene":
		return &s.Scene
	case "MsgID":
		return &s.MsgID
	case "ErrorCode":
		return &s.ErrorCode
	case "ErrorStatus":
		return &s.ErrorText
	}
	return nil
}

// Key is the message's own identity, the same in every delivery of it and at most 64 ASCII characters. It is unique only
// together with the sender, since the platform gives two citizens the same MsgId and events have none.
func (m Message) Key() string {
	if m.MsgType != "event" && number(m.MsgID) && number(m.CreateTime) {
		return "m" + m.MsgID + "." + m.CreateTime
	}
	h := sha256.New()
	for _, s := range []string{m.MsgType, m.MsgID, m.CreateTime, m.Event, m.EventKey, m.JobID, m.Content, m.MediaID} {
		fmt.Fprintf(h, "%d:", len(s))
		io.WriteString(h, s)
	}
	for _, s := range m.Subscriptions {
		fmt.Fprintf(h, "%q%q%q", s.TemplateID, s.Status, s.MsgID)
	}
	sum := hex.EncodeToString(h.Sum(nil)[:12])
	if number(m.CreateTime) {
		return "e" + m.CreateTime + "." + sum
	}
	return "e." + sum
}

// number says whether s fits an unsigned 64-bit number by its length.
func number(s string) bool {
	return s != "" && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}

// Kind names the type in lower case: text, image …, event.subscribe, event.click …; other and event.other for what the
// platform may invent. It is one of a fixed set and fit as a label.
func (m Message) Kind() string {
	switch kind := strings.ToLower(m.MsgType); kind {
	case "text", "image", "voice", "video", "shortvideo", "location", "link", "file", "miniprogrampage":
		return kind
	case "event":
	default:
		return "other"
	}
	switch event := strings.ToLower(m.Event); event {
	case "subscribe", "unsubscribe", "scan", "location", "click", "view",
		"scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
		"media_id", "view_limited", "article_id", "article_view_limited", "view_miniprogram",
		"templatesendjobfinish", "masssendjobfinish", "publishjobfinish",
		"subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event",
		"qualification_verify_success", "qualification_verify_fail", "naming_verify_success", "naming_verify_fail",
		"annual_renew", "verify_expired",
		"user_info_modified", "user_authorization_revoke", "user_authorization_cancellation",
		"kf_create_session", "kf_close_session", "kf_switch_session":
		return "event." + event
	}
	return "event.other"
}
