package bot

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"html"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// filing is what a citizen says from the first wish to the receipt; a picture stands for itself.
var filing = []string{
	"我要申请公开2025年家电补贴的发放名单", "1", "1", "1", "测试人", "1", "370211190103070014", "〔图片〕", "13800000000", "1", "1", "1", "1",
}

func (h *house) filingStep(b *Bot, openid, said string) string {
	h.t.Helper()
	m := h.text(said)
	m.FromUserName = openid
	if said == "〔图片〕" {
		m.MsgType, m.Content, m.MediaID = "image", "", "media"
	}
	return b.Answer(context.Background(), m)
}

func (h *house) requests(b *Bot) int {
	h.t.Helper()
	all, err := b.Store.Requests(context.Background(), store.RequestFilter{}, 100)
	if err != nil {
		h.t.Fatal(err)
	}
	return len(all)
}

func TestFilingSurvivesACrashAfterEveryMessage(t *testing.T) {
	h := newHouse(t)
	whole := newHouse(t)
	var want []string
	for _, said := range filing {
		want = append(want, legible(whole.filingStep(whole.Bot, citizen, said)))
	}
	contains(t, want[len(want)-1], "已收到您的申请", "第1号", "2026年")
	for i, said := range filing {
		b := h.open() // the process before is gone
		if got := legible(h.filingStep(b, citizen, said)); got != want[i] {
			t.Fatalf("after %q: got\n%s\nwant\n%s", said, got, want[i])
		}
	}
	if n := h.requests(h.open()); n != 1 {
		t.Errorf("%d cases, want 1", n)
	}
}

func TestRedeliveredConfirmationGetsItsReceiptAgainAndNoSecondCase(t *testing.T) {
	h := newHouse(t)
	for _, said := range filing[:len(filing)-1] {
		h.filingStep(h.Bot, citizen, said)
	}
	m := h.text(filing[len(filing)-1])
	first := h.Answer(context.Background(), m)
	contains(t, first, "已收到您的申请", "查询码：")
	for range 2 {
		if again := h.open().Answer(context.Background(), m); again != first {
			t.Errorf("again: %q, want %q", again, first)
		}
	}
	if n := h.requests(h.Bot); n != 1 {
		t.Errorf("%d cases, want 1", n)
	}
}

func TestReceiptLeadsToThePageOfItsOwnCase(t *testing.T) {
	h := newHouse(t)
	for n := 1; n <= 2; n++ { // the second has another number
		var receipt string
		for _, said := range filing {
			receipt = h.filingStep(h.Bot, citizen, said)
		}
		all, err := h.Store.Requests(context.Background(), store.RequestFilter{}, 10)
		if err != nil || len(all) != n {
			t.Fatalf("%d cases, %v, want %d", len(all), err, n)
		}
		links := hrefs.FindAllStringSubmatch(receipt, -1)
		if len(links) != 1 {
			t.Fatalf("links %q in %q, want one", links, receipt)
		}
		page, err := url.Parse(html.UnescapeString(links[0][1]))
		if err != nil {
			t.Fatal(err)
		}
		number, found := strings.CutPrefix(page.Path, "/r/")
		if page.Scheme+"://"+page.Host != h.PublicURL || !found {
			t.Errorf("the receipt leads to %s, want a case page of %s", page, h.PublicURL)
		}
		r, err := h.Store.RequestNumbered(context.Background(), number)
		if err != nil || !strings.Contains(receipt, number) || !strings.Contains(number, fmt.Sprintf("第%d号", n)) {
			t.Errorf("case %d: the receipt leads to %q (%v), and says %q", n, number, err, receipt)
		}
		h.now = r.Evidence.Submitted.AddDate(0, 0, 1)
	}
}

// hrefs are links to pages; choices are links, too, but to msgmenu.
var hrefs = regexp.MustCompile(`<a href="(https?://[^"]*)"`)

func TestNothingOfAnApplicantIsLoggedInTheClear(t *testing.T) {
	h := newHouse(t)
	for _, said := range filing {
		h.filingStep(h.Bot, citizen, said)
	}
	db, err := sql.Open("sqlite", h.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT text || reply FROM exchanges`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	logged := 0
	for ; rows.Next(); logged++ {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"测试人", "370211190103070014", "3702**", "13800000000", "1380***", "查询码"} {
			if strings.Contains(row, secret) {
				t.Errorf("the log shows %q: %q", secret, row)
			}
		}
	}
	if logged != len(filing) || rows.Err() != nil {
		t.Errorf("%d messages logged, %v, want %d", logged, rows.Err(), len(filing))
	}
	for _, suffix := range []string{"", "-wal"} { // nor any other table
		stored, err := os.ReadFile(h.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"测试人", "370211190103070014", "13800000000"} {
			if bytes.Contains(stored, []byte(secret)) {
				t.Errorf("shangda.db%s shows %q", suffix, secret)
			}
		}
	}
	for _, secret := range []string{"测试人", "370211190103070014", "13800000000"} {
		if strings.Contains(h.log.String(), secret) {
			t.Errorf("the program's log shows %q", secret)
		}
	}
}

func TestTwoPhonesFillInTwoApplications(t *testing.T) {
	h := newHouse(t)
	for _, said := range filing {
		for _, openid := range []string{"oPhoneOne", "oPhoneTwo"} {
			h.filingStep(h.Bot, openid, said)
		}
	}
	all, err := h.Store.Requests(context.Background(), store.RequestFilter{}, 10)
	if err != nil || len(all) != 2 || all[0].Number == all[1].Number || all[0].Citizen == all[1].Citizen {
		t.Errorf("cases %+v, %v, want two of their own", all, err)
	}
}

func TestOldTapDuringFilingRepeatsTheCurrentQuestion(t *testing.T) {
	h := newHouse(t)
	for _, said := range filing[:4] {
		h.filingStep(h.Bot, citizen, said)
	}
	contains(t, h.say("B1 在这里填"), sayStale, "请回复您的姓名")
	contains(t, h.say("测试人"), "用哪种证件")
}

func TestNobodyOpensAnothersCase(t *testing.T) {
	h := newHouse(t)
	for _, said := range filing {
		h.filingStep(h.Bot, "oPhoneOne", said)
	}
	other := &turn{Bot: h.Bot, ctx: context.Background(), now: h.now, text: "x", msg: h.text("x"), conv: desk.Conversation{}}
	if _, ok, err := other.ownCase("1"); ok || err != nil {
		t.Errorf("a stranger's case: %v, %v", ok, err)
	}
	contains(t, h.say("我的申请"), sayNoCases)
}

func TestVoicePictureAndSeveralLinesAreHeardOrExplained(t *testing.T) {
	h := newHouse(t)
	for _, said := range filing[:4] {
		h.filingStep(h.Bot, citizen, said)
	}
	m := h.text("")
	m.MsgType, m.MediaID = "voice", "media"
	contains(t, h.Answer(context.Background(), m), sayTextPlease, "请回复您的姓名")
	contains(t, h.filingStep(h.Bot, citizen, "〔图片〕"), sayTextPlease, "请回复您的姓名")
	contains(t, h.say("测试人\n370211190103070014\n13800000000"), sayOneThing, "请回复您的姓名")
	m = h.text("")
	m.MsgType, m.Recognition = "voice", "测试人"
	contains(t, h.Answer(context.Background(), m), "用哪种证件")
	contains(t, h.say("1"), "请回复证件号码")
	for wrong, why := range map[string]string{
		"370211190103070015": "校验码", "370284190302290034": "出生日期", "000000190103070010": "地区代码", "370211210001010024": "出生日期",
	} {
		contains(t, h.say(wrong), why, "请回复证件号码")
	}
	contains(t, h.say("37021119010101000x"), "请上传证件照片")
}

func TestChoicesOfAnApplicationAreTakenByTheirWords(t *testing.T) {
	h := newHouse(t)
	for _, said := range []string{"我要申请公开2025年家电补贴的发放名单", "1", "在这里填", "公民", "测试人", "身份证", "370211190103070014", "〔图片〕", "13800000000"} {
		h.filingStep(h.Bot, citizen, said)
	}
	if got := legible(h.filingStep(h.Bot, citizen, "电子")); !strings.Contains(got, "电子邮箱") {
		t.Errorf("电子: %q, want the question for the address", got)
	}
	for said, want := range map[string]string{"自然人": "您的姓名", "企业": "单位名称"} {
		h := newHouse(t)
		for _, begun := range []string{"我要申请公开2025年家电补贴的发放名单", "1", "在这里填"} {
			h.filingStep(h.Bot, citizen, begun)
		}
		if got := legible(h.filingStep(h.Bot, citizen, said)); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want the question with %q", said, got, want)
		}
		if got := legible(h.filingStep(h.Bot, citizen, "返回")); !strings.Contains(got, "什么身份") {
			t.Errorf("返回: %q", got)
		}
		if got := legible(h.filingStep(h.Bot, citizen, "组织机构")); !strings.Contains(got, "请从下面的选项里选") {
			t.Errorf("words of no choice: %q, want the choices again", got)
		}
	}
}

func TestPickedValuesAreNeverGuessed(t *testing.T) {
	person := &disclosure.Application{Type: disclosure.Person, Delivery: disclosure.DeliverPost}
	for _, c := range []struct {
		field      disclosure.Field
		said, want string
	}{
		{disclosure.FieldIDKind, "来往内地通行证", disclosure.IDHongKong},
		{disclosure.FieldIDKind, "通行证", "通行证"}, // two
		{disclosure.FieldType, "机构", "机构"},     // two
		{disclosure.FieldAcceptOther, "不可以", "no"},
		{disclosure.FieldAcceptOther, "可以", "yes"},
		{disclosure.FieldHelp, "需要", "yes"},
		{disclosure.FieldHelp, "不需要。", "no"},
		{disclosure.FieldDelivery, "邮寄", string(disclosure.DeliverPost)},
		{disclosure.FieldDelivery, "邮", "post"},
		{disclosure.FieldCarrier, "纸质", string(disclosure.CarrierPaper)},
		{disclosure.FieldName, "其他", "其他"}, // no choice
	} {
		if got := pickedValue(person, c.field, c.said); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.field, c.said, got, c.want)
		}
	}
}
