package site

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// consulted files an application and asks a third party, whose page is /o/token.
func (c *counter) consulted(t *testing.T, token string, naming bool) string {
	t.Helper()
	number, _ := c.file()
	ctx := context.Background()
	r, err := c.store.RequestNumbered(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	today := disclosure.DayOf(c.now)
	r.Application.What += "（测试人要，13800000000，朋友13911112222）"
	e, err := r.Consult(disclosure.Consultation{Kind: disclosure.ConsultThird, Party: "某公司", Naming: naming}, today)
	if err != nil {
		t.Fatal(err)
	}
	err = c.store.SaveRequest(ctx, &r, []disclosure.Event{e}, nil, desk.Actor{}, c.now, store.OpenOpinion(r.ID, 1, token, c.now))
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func TestThirdPartyAnswersOnceAndDoesNotLearnWhoAsks(t *testing.T) {
	c := newCounter(t)
	number := c.consulted(t, "TOKEN", false)
	status, page := c.get("/o/TOKEN")
	if status != http.StatusOK || strings.Contains(page, "测试人") || strings.Contains(page, "13800000000") || strings.Contains(page, "13911112222") || !strings.Contains(page, "15个工作日") {
		t.Fatalf("the page: %d\n%s", status, page)
	}
	if status, _ := c.get("/o/OTHER"); status != http.StatusNotFound {
		t.Errorf("another token: %d, want 404", status)
	}
	for name, form := range map[string]map[string]string{"nothing chosen": {"reason": "不行"}, "no reason": {"opinion": "objects"}} {
		if status, _ := c.post("/o/TOKEN", form, nil); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d, want 422", name, status)
		}
	}
	if status, _ := c.post("/o/TOKEN", map[string]string{"opinion": "objects", "reason": "含商业秘密"}, nil); status != http.StatusSeeOther {
		t.Errorf("answered: %d", status)
	}
	if _, page := c.get("/o/TOKEN"); !strings.Contains(page, "已收到您的意见") {
		t.Error("the page does not say that the answer came in")
	}
	c.post("/o/TOKEN", map[string]string{"opinion": "agrees"}, nil)
	r, err := c.store.RequestNumbered(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	if k := r.Consultations[0]; k.Opinion != disclosure.Objects || k.Reason != "含商业秘密" || k.Got == "" || k.Answered == "" {
		t.Errorf("on file: %+v, want the first answer", k)
	}
}

func TestThirdPartyIsToldWhoAsksWhereTheOfficeChoseTo(t *testing.T) {
	c := newCounter(t)
	c.consulted(t, "TOKEN", true)
	if _, page := c.get("/o/TOKEN"); !strings.Contains(page, "测试人") {
		t.Error("the applicant is not named")
	}
}

func TestDecisionIsNotServedOnlineWithoutAnInternetChannelForReview(t *testing.T) {
	c := newCounter(t, func(o *Options) { o.Office.ReviewChannel = "" })
	number, code := c.file()
	c.decide(number, disclosure.Decision{Code: disclosure.CodePublished, Where: "网站"})
	if _, page := c.post("/r/"+url.PathEscape(number), map[string]string{"code": code, "act": "open"}, nil); strings.Contains(page, "已送达") {
		t.Error("served without the channel that it must name")
	}
}
