package bot

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"shangda/wechat"
)

func TestEveryKindOfMessageIsAnsweredPolitely(t *testing.T) {
	h := newHouse(t)
	for i, m := range []wechat.Message{
		{MsgType: "image", MediaID: "m"},
		{MsgType: "video"},
		{MsgType: "shortvideo"},
		{MsgType: "voice"},
		{MsgType: "location"},
		{MsgType: "link"},
		{MsgType: "file"},
		{MsgType: "hologram"},
		{MsgType: "text"},
		{MsgType: "text", Content: "？？！"},
		{MsgType: "text", Content: "😀😀"},
	} {
		m.FromUserName, m.MsgID, m.CreateTime = citizen, fmt.Sprint(i), "1793584800"
		if got := h.Answer(context.Background(), m); got == "" {
			t.Errorf("%s %q: no reply", m.MsgType, m.Content)
		}
	}
	for _, name := range []string{"SCAN", "LOCATION", "VIEW", "scancode_push", "TEMPLATESENDJOBFINISH", "something_new", "unsubscribe"} {
		if got := h.event(name, "k"); got != "" {
			t.Errorf("event %s: got %q, want silence", name, got)
		}
	}
	contains(t, h.event("subscribe", ""), "您好", "身份证", "人工")
}

func TestRecognisedVoiceIsReadAsText(t *testing.T) {
	h := newHouse(t)
	m := h.text("")
	m.MsgType, m.Recognition = "voice", "政府信息公开申请多久答复？"
	contains(t, h.Answer(context.Background(), m), "20个工作日")
}

func TestOtherLanguagesGetOneFixedLine(t *testing.T) {
	h := newHouse(t)
	for said, want := range map[string]string{
		"How do I register a company?": sayEnglish, "hello": sayEnglish, "외국인 투자 신고는 어떻게 하나요": sayKorean,
		"会社を設立するにはどうすればいいですか": sayJapanese, "Как открыть компанию": sayEnglish,
	} {
		if got := h.say(said); got != want {
			t.Errorf("%s: got %q, want %q", said, got, want)
		}
	}
}

func TestSmallTalkStaysShort(t *testing.T) {
	h := newHouse(t)
	for said, want := range map[string]string{"谢谢！": sayThanks, "你好～": sayHello, "好的": sayOK, "再见。": sayGoodbye} {
		if got := h.say(said); got != want {
			t.Errorf("%s: got %q, want %q", said, got, want)
		}
	}
}

func TestPersonIsPromisedOnlyWhenSomebodyIsThere(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("人工"), "现在上班", "12:00前", "0532-00000000")
	h.now = monday.AddDate(0, 0, 5) // Saturday 7 November
	contains(t, h.say("转人工"), "周六", "11月9日（周一） 09:00", "0532-00000000")
}

var tap = regexp.MustCompile(`msgmenucontent=([^&]*)&msgmenuid=(\d+)">([A-Z]\d+) ([^<]*)</a>`)

func TestChoiceIsTakenByTapCodeOrNumber(t *testing.T) {
	for _, typed := range []string{"%s", "%s ", "a0", "A 0", "0", "Ａ０"} {
		h := newHouse(t)
		reply := h.say("政府信息公开申请多久答复")
		if !strings.Contains(reply, ">A0 人工</a>") {
			t.Fatalf("no choice A0 in %q", reply)
		}
		if strings.Contains(typed, "%s") {
			typed = fmt.Sprintf(typed, "A0 人工")
		}
		contains(t, h.say(typed), "0532-00000000")
	}
}

func TestChoiceIsTakenByItsWords(t *testing.T) {
	h := newHouse(t)
	h.say("我要申请公开2025年家电补贴的发放名单")
	contains(t, h.say("申请公开。"), "填写前，请了解", "在这里填")
}

func TestOldChoiceNeverActsOnAnotherStep(t *testing.T) {
	h := newHouse(t)
	old := h.event("subscribe", "")
	h.say("政府信息公开申请多久答复")
	m := tap.FindStringSubmatch(old)
	if m == nil {
		t.Fatalf("no choices in %q", old)
	}
	contains(t, h.say(m[3]+" "+m[4]), sayStale)
	withID := h.text("B0 人工")
	withID.MenuID = m[2]
	contains(t, h.Answer(context.Background(), withID), sayStale)
	contains(t, h.say("B0"), "0532-00000000")
}

func TestNumberAtTheStartOfAQuestionIsNoChoice(t *testing.T) {
	h := newHouse(t)
	h.say("政府信息公开申请多久答复")
	for _, q := range []string{"20个工作日怎么算", "2024年版负面清单有多少条", "4S店能强制买保险吗"} {
		if got := h.say(q); strings.Contains(got, sayStale) {
			t.Errorf("%s: taken for a choice: %q", q, got)
		}
	}
}

func TestHostileTextIsOnlyText(t *testing.T) {
	h := newHouse(t)
	for _, q := range []string{
		"]]><Content>x</Content>", "&lt;b&gt;&#x4e00;", "'; DROP TABLE exchanges; --", "<script>alert(1)</script> 外资", "\u202e政府信息公开\u202c",
		strings.Repeat("政府信息公开申请多久答复，", 330), strings.Repeat("a", 4000), "外资😀能投资😀稀土开采吗",
	} {
		got := h.say(q)
		if got == "" || len(got) > limit || !utf8.ValidString(got) || strings.Contains(got, "<script") {
			t.Errorf("%.40q: got %d bytes: %q", q, len(got), got)
		}
	}
	if got, want := h.logged(), 8; got != want {
		t.Errorf("logged %d, want %d", got, want)
	}
}

func TestEveryPassageFitsOneReplyWithItsSource(t *testing.T) {
	h := newHouse(t)
	for _, p := range h.Search.Library().Passages() {
		tn := h.newTurn(context.Background(), h.text("政府信息公开 申请"), h.freshConversation(), h.now)
		tn.conv.Asked = tn.text
		tn.answer(tn.hit(&p))
		got := tn.x.Reply
		if len(got) > limit || !utf8.ValidString(got) {
			t.Errorf("%s: %d bytes, want at most %d valid ones", p.ID, len(got), limit)
		}
		if p.Title != "" && !strings.Contains(got, p.Title) {
			t.Errorf("%s: no source in %q", p.ID, got)
		}
		if strings.Count(got, "<a ") != strings.Count(got, "</a>") {
			t.Errorf("%s: a link was cut in %q", p.ID, got)
		}
	}
}
