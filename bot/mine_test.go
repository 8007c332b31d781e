package bot

import (
	"context"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

func (h *house) filed() disclosure.Request {
	h.t.Helper()
	for _, said := range filing {
		h.filingStep(h.Bot, citizen, said)
	}
	return h.newest()
}

func (h *house) newest() disclosure.Request {
	h.t.Helper()
	all, err := h.Store.Requests(context.Background(), store.RequestFilter{}, 1)
	if err != nil || len(all) != 1 {
		h.t.Fatalf("%d cases, %v", len(all), err)
	}
	return all[0]
}

func TestReceiptLeadsToThePageOfItsCase(t *testing.T) {
	h := newHouse(t)
	var last string
	for _, said := range filing {
		last = h.filingStep(h.Bot, citizen, said)
	}
	if want := "/r/" + strings.NewReplacer("〔", "%E3%80%94", "〕", "%E3%80%95").Replace(""); !strings.Contains(last, want) || strings.Contains(last, "%EE%80%80") {
		t.Errorf("the receipt has no address of its page:\n%s", last)
	}
}

func TestApplicantAddsMaterialAndChangesContactInTheChat(t *testing.T) {
	h := newHouse(t)
	h.filed()
	h.say("我的申请")
	contains(t, h.say("1"), sayAddMaterial, sayChangeContact, sayWithdraw)
	h.say(sayAddMaterial)
	contains(t, h.say("名单里要有乡镇一栏"), sayMaterialAdded)
	h.say("我的申请")
	h.say("1")
	h.say(sayAddMaterial)
	h.filingStep(h.Bot, citizen, "〔图片〕")
	h.say("我的申请")
	h.say("1")
	h.say(sayChangeContact)
	contains(t, h.say("123"), "电话格式不对")
	contains(t, h.say("+82-10-0000-0000"), sayContactChanged)
	h.say("我的申请")
	h.say("1")
	h.say(sayChangeContact)
	h.say("266000 青岛市黄岛区示例路1号")
	r := h.newest()
	files, err := h.Store.Files(context.Background(), r.ID)
	if err != nil || len(files) != 2 || len(r.Materials) != 2 || r.Materials[0].Text != "名单里要有乡镇一栏" {
		t.Errorf("materials %+v, %d files, %v", r.Materials, len(files), err)
	}
	if a := r.Application; a.Phone != "+82-10-0000-0000" || a.Address != "青岛市黄岛区示例路1号" || a.Postcode != "266000" {
		t.Errorf("contact: %q %q %q", a.Phone, a.Address, a.Postcode)
	}
}

func TestOwnDataAreToldTakenAwayAndErased(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	h.say("预付卡余额能退吗")
	h.filed()
	contains(t, h.say("我的信息"), "1件信息公开申请", sayMineExport, sayMineDelete)
	page := h.say(sayMineExport)
	_, rest, _ := strings.Cut(page, "/me/")
	token, _, _ := strings.Cut(rest, `"`)
	id, err := h.Store.OwnBehind(token, h.now)
	if err != nil {
		t.Fatalf("the address of %q opens nothing: %v", page, err)
	}
	own, err := h.Store.Own(ctx, id, h.now)
	if err != nil || len(own.Requests) != 1 || own.Requests[0].Application.Name != "测试人" || len(own.Talk) < len(filing) {
		t.Errorf("own data: %d requests, %d messages, %v", len(own.Requests), len(own.Talk), err)
	}
	if _, err := h.Store.OwnBehind(token+"0", h.now); err == nil {
		t.Error("a changed address opens")
	}
	if _, err := h.Store.OwnBehind(token, h.now.Add(31*60*1e9)); err == nil {
		t.Error("the address opens after half an hour")
	}
	r := h.newest()
	event, err := r.Withdraw(disclosure.DayOf(h.now))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Store.SaveRequest(ctx, &r, []disclosure.Event{event}, nil, desk.Actor{}, h.now); err != nil {
		t.Fatal(err)
	}
	h.say("我的信息")
	contains(t, h.say(sayMineDelete), "不能恢复")
	contains(t, h.say(sayMineReally), sayMineDeleted)
	if own, err = h.Store.Own(ctx, id, h.now); err != nil || len(own.Talk) > 2 { // this one, and the one that staff have as a ticket
		t.Errorf("after erasing: %+v, %v", own.Talk, err)
	}
	if r = h.newest(); !r.Restricted || r.Application.Name != "测试人" {
		t.Errorf("the ended case: restricted %v, of %q, want it kept for the archive only", r.Restricted, r.Application.Name)
	}
}

func TestUnsubscribingErasesTheProfileNotTheCase(t *testing.T) {
	h := newHouse(t)
	h.filed()
	for _, said := range filing[:4] {
		h.filingStep(h.Bot, citizen, said)
	}
	id := h.newest().Citizen
	h.event("unsubscribe", "")
	if _, err := h.Store.Form(context.Background(), id, h.now); err == nil {
		t.Error("the form that was begun is still there")
	}
	if r := h.newest(); r.State != disclosure.Open || r.Restricted {
		t.Errorf("the case: %s, restricted %v, want it to go on", r.State, r.Restricted)
	}
}

func TestApplicantIsToldOfTheirEarlierApplication(t *testing.T) {
	h := newHouse(t)
	h.filed()
	contains(t, h.say(filing[0]), "您申请过同样的内容", "第1号", sayApplyStill)
}
