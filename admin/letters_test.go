package admin

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/store"
)

// stuck answers a ticket whose letter the platform refused, and returns the letter's number.
func (w *world) stuck(tk desk.Ticket, state desk.LetterState, reason string) int64 {
	w.t.Helper()
	ctx := context.Background()
	b := w.signIn("wang")
	b.fill(at(tk.ID), at(tk.ID, "reply"), "reply", "可以退，原卡办理，依据《单用途商业预付卡管理办法（试行）》第二十条。")
	l, err := w.store.Lease(ctx, w.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	l.End(state, reason)
	if err := w.store.Settle(ctx, store.Sending{Way: desk.WayMessage, Outcome: reason}, w.Now(), l); err != nil {
		w.t.Fatal(err)
	}
	return l.ID
}

// leave leaves a number with an open ticket, as its citizen does in the chat.
func (w *world) leave(tk desk.Ticket, number string) {
	w.t.Helper()
	effect, err := w.store.LeavePhone(tk.ID, number, w.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	x := &desk.Exchange{Key: "phone", At: w.Now(), Kind: "text", Text: "（电话）", Talk: desk.TalkHuman, Outcome: desk.OutcomeInfo, Reply: "好"}
	if err := w.store.SaveExchange(context.Background(), "o-1", x, nil, effect); err != nil {
		w.t.Fatal(err)
	}
}

func TestUndeliveredLetterIsListedWithItsReasonAndTriedAgain(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	w.person("qian", desk.RoleOfficer, "外资管理科")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗", Section: "商贸流通科"})
	id := w.stuck(tk, desk.LetterFailed, "43019")
	b, other := w.signIn("wang"), w.signIn("qian")
	has(t, b.get("/admin/letters").body, "卡能退吗", "对方在公众号的黑名单里", "没有送到", "不再自动发")
	has(t, b.get("/admin/").body, "件答复、通知没有送到")
	has(t, b.get(at(tk.ID)).body, "没有送到", "对方在公众号的黑名单里")
	lacks(t, other.get("/admin/letters").body, "卡能退吗")
	retry := "/admin/letters/" + itoa(id) + "/retry"
	form := b.form("/admin/letters", retry)
	form.Set("token", formToken(other.token()))
	form.Set("once", newOnce())
	if a := other.post(retry, form); a.status != http.StatusNotFound {
		t.Errorf("another section's letter: %d, want 404", a.status)
	}
	if a := b.fill("/admin/letters", retry); a.status != http.StatusSeeOther {
		t.Fatalf("retry: %d", a.status)
	}
	if l, err := w.store.Letter(context.Background(), id); err != nil || l.State != desk.LetterWaiting {
		t.Errorf("after the retry: %+v, %v", l, err)
	}
	lacks(t, b.get("/admin/letters").body, `action="`+strings.Replace(retry, "retry", "phone", 1)) // no number was left
}

func TestCallTaskHasItsPlaceUntilTheCallWasMade(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗", Section: "商贸流通科"})
	w.leave(tk, "13800000000")
	id := w.stuck(tk, desk.LetterHeld, "window")
	b := w.signIn("wang")
	path := "/admin/letters/" + itoa(id)
	if a := b.fill("/admin/letters", path+"/phone"); a.status != http.StatusSeeOther {
		t.Fatalf("to the telephone: %d", a.status)
	}
	has(t, b.get("/admin/letters").body, "要打电话的", "卡能退吗")
	has(t, b.get(at(tk.ID)).body, "请打电话", "可以退，原卡办理", "显示（会留下记录）")
	has(t, b.fill(at(tk.ID), at(tk.ID, "number")).body, "13800000000")
	if a := b.fill("/admin/letters", path+"/told"); a.status != http.StatusSeeOther {
		t.Fatalf("told: %d", a.status)
	}
	has(t, b.get(at(tk.ID)).body, "已电话告知")
	has(t, b.get("/admin/letters").body, "都送到了")
}

// TestCorrectionIsToldByTelephoneToWhoLeftANumber recalls an answer that two citizens got and the chat doesn't bring to either.
func TestCorrectionIsToldByTelephoneToWhoLeftANumber(t *testing.T) {
	w, ctx := newDesk(t), context.Background()
	w.person("gongkai", desk.RoleDisclosureHead, "")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗", Section: "商贸流通科"})
	w.leave(tk, "13800000000")
	other := w.raise("o-2", desk.Ticket{Question: "卡丢了怎么办", Section: "商贸流通科"})
	r := desk.Recall{Title: "单用途商业预付卡管理办法（试行）", Since: w.Now().Add(-time.Hour)}
	if err := w.store.NewRecall(ctx, desk.Actor{Staff: 1}, &r, &desk.Draft{Title: r.Title, Body: "更正"}, w.Now()); err != nil {
		t.Fatal(err)
	}
	for _, told := range []desk.Ticket{tk, other} {
		l := desk.Letter{
			Key: "correction:" + itoa(told.ID), Citizen: told.Citizen, Channel: desk.ByChat, Kind: desk.LetterCorrection, Subject: r.ID,
			Text: "更正：余额应在10日内退还，原来的答复有误。", State: desk.LetterHeld, Reason: "window", At: w.Now(),
		}
		if err := w.store.Write(ctx, l); err != nil {
			t.Fatal(err)
		}
	}
	all, err := w.store.Undelivered(ctx, 10)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d undelivered, %v", len(all), err)
	}
	b := w.signIn("gongkai")
	page := b.get("/admin/letters").body
	has(t, page, "《单用途商业预付卡管理办法（试行）》", `action="/admin/letters/`+itoa(all[0].ID)+`/phone"`)
	lacks(t, page, `action="/admin/letters/`+itoa(all[1].ID)+`/phone"`) // no number was left
	if a := b.fill("/admin/letters", "/admin/letters/"+itoa(all[0].ID)+"/phone"); a.status != http.StatusSeeOther {
		t.Fatalf("to the telephone: %d", a.status)
	}
	page = b.get("/admin/letters").body
	has(t, page, "要打电话的", "这里是示例区商务局", "余额应在10日内退还", `href="`+at(tk.ID)+`"`)
	lacks(t, page, "13800000000")
	has(t, b.fill(at(tk.ID), at(tk.ID, "number")).body, "13800000000")
	if a := b.fill("/admin/letters", "/admin/letters/"+itoa(all[0].ID)+"/told"); a.status != http.StatusSeeOther {
		t.Fatalf("told: %d", a.status)
	}
	if l, err := w.store.Letter(ctx, all[0].ID); err != nil || l.State != desk.LetterTold || l.Way != desk.WayPhone {
		t.Errorf("got %+v, %v; want it told by telephone", l, err)
	}
}

func TestAdministratorSeesWhyNothingLeavesAndNobodysWords(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗", Section: "商贸流通科"})
	w.stuck(tk, desk.LetterHeld, store.QuotaSpent)
	b := w.proven(desk.RoleSystemAdmin)
	has(t, b.get("/admin/").body, "种故障使消息发不出去")
	page := b.get("/admin/sending").body
	has(t, page, "今天的接口次数用完了", "恢复发送", "客服消息", "最近七天")
	lacks(t, page, "卡能退吗")
	if a := b.fill("/admin/sending", "/admin/sending/resume"); a.status != http.StatusSeeOther {
		t.Fatalf("resume: %d", a.status)
	}
	lacks(t, b.get("/admin/sending").body, "恢复发送</button>")
}

func TestUndeliveredLetterOfACaseIsNamedByItsNumber(t *testing.T) {
	w := newDesk(t)
	w.person("wang", desk.RoleOfficer, "商贸流通科")
	tk := w.raise("o-1", desk.Ticket{Question: "卡能退吗", Section: "商贸流通科"})
	b := w.signIn("wang")
	id, page := w.register(b, "2025年家电补贴的发放名单")
	r, err := w.store.Request(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	l := desk.Letter{Kind: desk.LetterCase, Citizen: tk.Citizen, Subject: id, DueAt: w.Now()}
	if err := w.store.SaveRequest(context.Background(), &r, nil, []desk.Letter{l}, desk.Actor{}, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.pass(time.Minute)
	lease, err := w.store.Lease(context.Background(), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	lease.End(desk.LetterFailed, "43019")
	if err := w.store.Settle(context.Background(), store.Sending{Way: desk.WayMessage, Outcome: "43019"}, w.Now(), lease); err != nil {
		t.Fatal(err)
	}
	has(t, b.get("/admin/letters").body, `<a href="`+page+`">`+r.Number+`</a>`)
}
