package bot

import (
	"context"
	"strings"
	"testing"

	"shangda/desk"
)

func (h *house) followed() []desk.Topic {
	h.t.Helper()
	visit, err := h.Store.Load(context.Background(), citizen, "")
	if err != nil {
		h.t.Fatal(err)
	}
	own, err := h.Store.Subscriptions(context.Background(), visit.Citizen)
	if err != nil {
		h.t.Fatal(err)
	}
	return own
}

func TestNobodyFollowsATopicUnasked(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("订阅"), "您没有订阅通知", "订阅负面清单更新", "随时回复“退订”取消")
	if own := h.followed(); len(own) != 0 {
		t.Errorf("looking subscribes to %v", own)
	}
	contains(t, h.say("1"), "已订阅：负面清单更新", "取消负面清单更新")
	contains(t, h.say("3"), "已订阅：办事指南修订")
	if own := h.followed(); len(own) != 2 {
		t.Errorf("follows %v, want two topics", own)
	}
	contains(t, h.say("退订"), "您订阅了：负面清单更新、办事指南修订")
	contains(t, h.say("1"), "已取消：负面清单更新")
	if own := h.followed(); len(own) != 1 || own[0] != desk.TopicGuides {
		t.Errorf("follows %v, want the guides only", own)
	}
	contains(t, h.say("全部退订"), "已全部退订")
	if own := h.followed(); len(own) != 0 {
		t.Errorf("follows %v after taking all back", own)
	}
}

func TestSurveyCountsACitizenOnceAYear(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("评议"), "满意吗", "很满意", "很不满意")
	contains(t, h.say("1"), "还有意见或建议")
	contains(t, h.say("窗口很好找，电话13812345678常占线"), "意见已记下")
	h.say("评议")
	contains(t, h.say("5"), "已记入")
	h.say("取消")
	got, err := h.Store.Survey(context.Background(), int64(desk.SurveyYear(h.now)))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Scores) != 1 || got.Scores[1] != 1 {
		t.Errorf("scores %v, want the last one only", got.Scores)
	}
	if len(got.Comments) != 1 || strings.Contains(got.Comments[0].Text, "13812345678") {
		t.Errorf("comments %+v, want one without the number", got.Comments)
	}
}

func TestInvitationToTheSurveyIsAnsweredFromTheBubble(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	p.write("订阅")
	p.write("4") // 年度评议邀请
	year := int64(desk.SurveyYear(p.now))
	for range 2 {
		if n, err := p.Store.SendSurvey(ctx, desk.Actor{}, year, p.now); err != nil || n != 1 {
			t.Fatalf("asked %d, %v; want one", n, err)
		}
	}
	p.deliver()
	contains(t, p.told(), "参加评议")
	p.write("评议")
	p.write("2")
	if got, err := p.Store.Survey(ctx, year); err != nil || got.Scores[4] != 1 {
		t.Errorf("scores %v, %v", got.Scores, err)
	}
}
