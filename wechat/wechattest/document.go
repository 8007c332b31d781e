package wechattest

import (
	"fmt"
	"strings"

	"shangda/wechat"
)

// Document writes m as the platform does: one element a line, texts as CDATA, and a picture's address where the platform
// puts one, which package wechat must not keep. Characters are not checked, so a test can send what citizens' phones send.
func Document(m wechat.Message) string {
	var b strings.Builder
	b.WriteString("<xml>")
	element(&b, "ToUserName", m.ToUserName)
	element(&b, "FromUserName", m.FromUserName)
	fmt.Fprintf(&b, "<CreateTime>%s</CreateTime>\n", m.CreateTime)
	element(&b, "MsgType", m.MsgType)
	if m.MsgType == "image" {
		element(&b, "PicUrl", "http://mmbiz.example/synthetic/0")
	}
	for _, f := range []struct{ name, value string }{
		{"Content", m.Content},
		{"MediaId", m.MediaID},
		{"ThumbMediaId", m.ThumbMediaID},
		{"Format", m.Format},
		{"Recognition", m.Recognition},
		{"Title", m.Title},
		{"Description", m.Description},
		{"Url", m.URL},
		{"Event", m.Event},
		{"EventKey", m.EventKey},
		{"Ticket", m.Ticket},
		{"MenuId", m.MenuEntry},
		{"Latitude", m.Latitude},
		{"Longitude", m.Longitude},
		{"Precision", m.Precision},
		{"Status", m.Status},
		{"TotalCount", m.TotalCount},
		{"FilterCount", m.FilterCount},
		{"SentCount", m.SentCount},
		{"ErrorCount", m.ErrorCount},
		{"ExpiredTime", m.ExpiredTime},
		{"FailTime", m.FailTime},
		{"FailReason", m.FailReason},
		{"MsgID", m.JobID},
		{"bizmsgmenuid", m.MenuID},
	} {
		optional(&b, f.name, f.value)
	}
	groups(&b, m)
	if m.MsgID != "" {
		fmt.Fprintf(&b, "<MsgId>%s</MsgId>\n", m.MsgID)
	}
	b.WriteString("</xml>")
	return b.String()
}

// groups writes what the platform nests.
func groups(b *strings.Builder, m wechat.Message) {
	place := func() {
		optional(b, "Location_X", m.LocationX)
		optional(b, "Location_Y", m.LocationY)
		optional(b, "Scale", m.Scale)
		optional(b, "Label", m.Label)
		optional(b, "Poiname", m.Poiname)
	}
	switch {
	case m.MsgType != "event":
		place()
	case m.Event == "location_select":
		b.WriteString("<SendLocationInfo>")
		place()
		b.WriteString("</SendLocationInfo>\n")
	}
	if m.ScanType != "" {
		b.WriteString("<ScanCodeInfo>")
		element(b, "ScanType", m.ScanType)
		element(b, "ScanResult", m.ScanResult)
		b.WriteString("</ScanCodeInfo>\n")
	}
	if m.PicCount != "" {
		fmt.Fprintf(b, "<SendPicsInfo><Count>%s</Count>\n<PicList>", m.PicCount)
		b.WriteString("<item><PicMd5Sum><![CDATA[1b5f7c23b5bf75682a53e7b6d163e185]]></PicMd5Sum>\n</item>\n</PicList>\n</SendPicsInfo>\n")
	}
	parent := map[string]string{
		"subscribe_msg_popup_event":  "SubscribeMsgPopupEvent",
		"subscribe_msg_change_event": "SubscribeMsgChangeEvent",
		"subscribe_msg_sent_event":   "SubscribeMsgSentEvent",
	}[m.Event]
	if parent == "" {
		return
	}
	fmt.Fprintf(b, "<%s>", parent)
	for _, s := range m.Subscriptions {
		b.WriteString("<List>")
		optional(b, "TemplateId", s.TemplateID)
		optional(b, "SubscribeStatusString", s.Status)
		optional(b, "PopupScene", s.Scene)
		optional(b, "MsgID", s.MsgID)
		optional(b, "ErrorCode", s.ErrorCode)
		optional(b, "ErrorStatus", s.ErrorText)
		b.WriteString("</List>\n")
	}
	fmt.Fprintf(b, "</%s>", parent)
}

func optional(b *strings.Builder, name, value string) {
	if value != "" {
		element(b, name, value)
	}
}

func element(b *strings.Builder, name, value string) {
	fmt.Fprintf(b, "<%s><![CDATA[%s]]></%s>\n", name, strings.ReplaceAll(value, "]]>", "]]]]><![CDATA[>"), name)
}
