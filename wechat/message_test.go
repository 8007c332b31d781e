package wechat_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

func event(name string, m wechat.Message) wechat.Message {
	m.MsgType, m.Event = "event", name
	return m
}

// everyMessage is one of each type of the platform, with the kind it must get.
func everyMessage() map[string]wechat.Message {
	lists := []wechat.Subscription{{TemplateID: "t1", Status: "accept", Scene: "2"}, {TemplateID: "t2", Status: "reject", Scene: "2"}}
	all := map[string]wechat.Message{
		"text":            {MsgType: "text", MsgID: "9223372036854775807", Content: "办理依据", MenuID: "not-a-number"},
		"image":           {MsgType: "image", MsgID: "2", MediaID: "m2"},
		"voice":           {MsgType: "voice", MsgID: "3", MediaID: "m3", Format: "amr", Recognition: "怎么备案"},
		"video":           {MsgType: "video", MsgID: "4", MediaID: "m4", ThumbMediaID: "t4"},
		"shortvideo":      {MsgType: "shortvideo", MsgID: "5", MediaID: "m5", ThumbMediaID: "t5"},
		"location":        {MsgType: "location", MsgID: "6", LocationX: "35.96", LocationY: "120.17", Scale: "20", Label: "某路 1 号"},
		"link":            {MsgType: "link", MsgID: "7", Title: "标题", Description: "说明", URL: "https://example.org/?a=1&b=2"},
		"file":            {MsgType: "file", MsgID: "8", Title: "表.docx", Description: "1 KB"},
		"miniprogrampage": {MsgType: "miniprogrampage", MsgID: "9", Title: "小程序"},
		"other":           {MsgType: "hologram", MsgID: "10"},

		"event.subscribe":                  event("subscribe", wechat.Message{EventKey: "qrscene_123", Ticket: "ticket"}),
		"event.unsubscribe":                event("unsubscribe", wechat.Message{}),
		"event.scan":                       event("SCAN", wechat.Message{EventKey: "123", Ticket: "ticket"}),
		"event.location":                   event("LOCATION", wechat.Message{Latitude: "35.9", Longitude: "120.1", Precision: "65"}),
		"event.click":                      event("CLICK", wechat.Message{EventKey: "MENU_ASK"}),
		"event.view":                       event("VIEW", wechat.Message{EventKey: "https://example.org/", MenuEntry: "418"}),
		"event.scancode_push":              event("scancode_push", wechat.Message{EventKey: "6", ScanType: "qrcode", ScanResult: "1"}),
		"event.scancode_waitmsg":           event("scancode_waitmsg", wechat.Message{EventKey: "6", ScanType: "qrcode", ScanResult: "2"}),
		"event.pic_sysphoto":               event("pic_sysphoto", wechat.Message{EventKey: "6", PicCount: "1"}),
		"event.pic_photo_or_album":         event("pic_photo_or_album", wechat.Message{EventKey: "6", PicCount: "1"}),
		"event.pic_weixin":                 event("pic_weixin", wechat.Message{EventKey: "6", PicCount: "1"}),
		"event.location_select":            event("location_select", wechat.Message{EventKey: "6", LocationX: "23", LocationY: "113", Scale: "15", Label: "某地", Poiname: "某点"}),
		"event.view_miniprogram":           event("view_miniprogram", wechat.Message{EventKey: "pages/index", MenuEntry: "418"}),
		"event.templatesendjobfinish":      event("TEMPLATESENDJOBFINISH", wechat.Message{JobID: "200163836", Status: "failed:user block"}),
		"event.masssendjobfinish":          event("MASSSENDJOBFINISH", wechat.Message{JobID: "1000001625", Status: "err(30003)", TotalCount: "0", FilterCount: "1", SentCount: "2", ErrorCount: "3"}),
		"event.subscribe_msg_popup_event":  event("subscribe_msg_popup_event", wechat.Message{Subscriptions: lists}),
		"event.subscribe_msg_change_event": event("subscribe_msg_change_event", wechat.Message{Subscriptions: lists}),
		"event.subscribe_msg_sent_event": event("subscribe_msg_sent_event", wechat.Message{Subscriptions: []wechat.Subscription{
			{TemplateID: "t1", MsgID: "1700827132819554304", ErrorCode: "0", ErrorText: "success"},
		}}),
		"event.qualification_verify_success": event("qualification_verify_success", wechat.Message{ExpiredTime: "1442401156"}),
		"event.qualification_verify_fail":    event("qualification_verify_fail", wechat.Message{FailTime: "1442401122", FailReason: "by time"}),
		"event.other":                        event("teleported", wechat.Message{EventKey: "x"}),
	}
	for kind, m := range all {
		m.ToUserName, m.FromUserName, m.CreateTime = "gh_synthetic", "openid-1", "1795000000"
		all[kind] = m
	}
	return all
}

func TestEveryTypeArrivesWhole(t *testing.T) {
	a := account(wechat.Safe)
	c := callback(t, a)
	for kind, m := range everyMessage() {
		query, body := request(t, a, m)
		env, err := c.Open(query, body, noon)
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if diff := cmp.Diff(m, env.Message, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: -sent +got\n%s", kind, diff)
		}
		if got := env.Message.Kind(); got != kind {
			t.Errorf("kind %q, want %q", got, kind)
		}
		if strings.Contains(fmt.Sprintf("%+v", env.Message), "mmbiz") {
			t.Errorf("%s: keeps the address of a picture", kind)
		}
	}
}

func TestKeyNamesTheMessageAndNothingElse(t *testing.T) {
	keys := map[string]string{}
	for kind, m := range everyMessage() {
		k := m.Key()
		if other := keys[k]; other != "" {
			t.Errorf("%s and %s have the key %q", kind, other, k)
		}
		keys[k] = kind
		if len(k) > 64 || strings.Contains(k, m.FromUserName) {
			t.Errorf("%s: key %q", kind, k)
		}
		again := m
		again.FromUserName = "openid-2"
		if again.Key() != k {
			t.Errorf("%s: the key depends on the openid", kind)
		}
	}
	base := event("CLICK", wechat.Message{CreateTime: "1795000000", EventKey: "A", JobID: "1"})
	for name, change := range map[string]func(*wechat.Message){
		"time":         func(m *wechat.Message) { m.CreateTime = "1795000001" },
		"event":        func(m *wechat.Message) { m.Event = "VIEW" },
		"key":          func(m *wechat.Message) { m.EventKey = "B" },
		"job":          func(m *wechat.Message) { m.JobID = "2" },
		"moved border": func(m *wechat.Message) { m.Event, m.EventKey = "CLICKA", "" },
	} {
		m := base
		change(&m)
		if m.Key() == base.Key() {
			t.Errorf("another %s has the same key", name)
		}
	}
	long := event("VIEW", wechat.Message{CreateTime: strings.Repeat("9", 500), EventKey: strings.Repeat("长", 5000)})
	if got := len(long.Key()); got > 64 {
		t.Errorf("a long event has a key of %d bytes", got)
	}
}

func TestUncleanMessagesStillArrive(t *testing.T) {
	a := account(wechat.Safe)
	c := callback(t, a)
	for sent, want := range map[string]string{
		"退格\x08符":                 "退格符",
		"a\x00\x1b[31mb":          "a[31mb",
		"断\xe4\xbd":               "断\uFFFD",
		"]]>":                     "]]>",
		"\u202e反\u202c 👩🏽\u200d💻": "\u202e反\u202c 👩🏽\u200d💻",
		" 前后空格 ":                  " 前后空格 ",
	} {
		query, body := request(t, a, text(sent))
		env, err := c.Open(query, body, noon)
		if err != nil || env.Message.Content != want {
			t.Errorf("%q arrives as %q, %v, want %q", sent, env.Message.Content, err, want)
		}
	}
}

func TestChoiceLinkCarriesItsContentUnbroken(t *testing.T) {
	for _, tt := range []struct{ label, content, want string }{
		{"备案怎么办", "A1", `<a href="weixin://bizmsgmenu?msgmenucontent=A1&msgmenuid=101">备案怎么办</a>`},
		{`1<2>"&`, "人工 &+\"", `<a href="weixin://bizmsgmenu?msgmenucontent=%E4%BA%BA%E5%B7%A5%20%26%2B%22&msgmenuid=101">1＜2＞"&</a>`},
		{"两\n行", "x", `<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=101">两 行</a>`},
	} {
		if got := wechat.ChoiceLink(tt.label, tt.content, 101); got != tt.want {
			t.Errorf("got %s\nwant %s", got, tt.want)
		}
	}
}

func TestDocumentsOfTheFakeAreTheirOwnProof(t *testing.T) {
	if doc := wechattest.Document(everyMessage()["image"]); !strings.Contains(doc, "<PicUrl>") {
		t.Error("the fake sends no picture address, so nothing shows that it is not kept")
	}
}
