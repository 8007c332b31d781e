package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// own are the citizen's tickets, newest first.
func (h *house) own() []desk.Ticket {
	h.t.Helper()
	visit, err := h.Store.Load(context.Background(), citizen, "")
	if err != nil {
		h.t.Fatal(err)
	}
	own, err := h.Store.TicketsOf(context.Background(), visit.Citizen)
	if err != nil {
		h.t.Fatal(err)
	}
	return own
}

// unanswerable finds nothing in the starter knowledge.
const unanswerable = "补贴名单几号公布"

func TestEveryWayToStaffRaisesOneTicket(t *testing.T) {
	for name, c := range map[string]struct {
		said   []string
		kind   desk.TicketKind
		origin desk.TicketOrigin
		about  string
	}{
		"human after an answer":      {[]string{"政府信息公开申请多久答复", "人工"}, desk.TicketQuestion, desk.FromHuman, "政府信息公开申请多久答复"},
		"human, then the question":   {[]string{"人工", "展位补贴到哪一步"}, desk.TicketQuestion, desk.FromHuman, "展位补贴到哪一步"},
		"human with the question":    {[]string{"人工，展位补贴到哪一步"}, desk.TicketQuestion, desk.FromHuman, "展位补贴到哪一步"},
		"nothing found":              {[]string{unanswerable, "A0"}, desk.TicketQuestion, desk.FromNone, unanswerable},
		"none of the candidates":     {[]string{"预付卡能退吗", "A0"}, desk.TicketQuestion, desk.FromNone, "预付卡能退吗"},
		"no help":                    {[]string{"政府信息公开申请多久答复", "没用", "B1"}, desk.TicketUnhelpful, desk.FromRating, "政府信息公开申请多久答复"},
		"complaint":                  {[]string{"我要投诉某商场的预付卡关门不退钱"}, desk.TicketComplaint, desk.FromText, "我要投诉某商场的预付卡关门不退钱"},
		"report":                     {[]string{"举报某某超市卖过期牛奶"}, desk.TicketReport, desk.FromText, "举报某某超市卖过期牛奶"},
		"complaint about staff":      {[]string{"你们窗口那个人态度太差了"}, desk.TicketReport, desk.FromText, "你们窗口那个人态度太差了"},
		"petition":                   {[]string{"我们几十个业主准备集体上访"}, desk.TicketPetition, desk.FromText, "我们几十个业主准备集体上访"},
		"wanted document":            {[]string{"申请公开2025年家电补贴的发放名单"}, desk.TicketRequest, desk.FromText, "申请公开2025年家电补贴的发放名单"},
		"question about reporting":   {[]string{"举报有奖励吗", "人工"}, desk.TicketQuestion, desk.FromHuman, "举报有奖励吗"},
		"report in the next words":   {[]string{"人工", "我知道有人卖假酒，要举报"}, desk.TicketReport, desk.FromHuman, "我知道有人卖假酒，要举报"},
		"channel, then human":        {[]string{"我要信访", "A0"}, desk.TicketPetition, desk.FromHuman, "我要信访"},
		"follow-up, then human":      {[]string{"单张记名预付卡限额多少", "那不记名的呢", "人工"}, desk.TicketQuestion, desk.FromHuman, "不记名"},
		"subject of other authority": {[]string{"社保断了怎么补", "A0"}, desk.TicketQuestion, desk.FromHuman, "社保断了怎么补"},
	} {
		h := newHouse(t)
		reply := ""
		for _, s := range c.said {
			reply = h.say(s)
		}
		own := h.own()
		if len(own) != 1 {
			t.Errorf("%s: %d tickets, want 1; last reply %q", name, len(own), reply)
			continue
		}
		if tk := own[0]; tk.Kind != c.kind || tk.Origin != c.origin || !strings.Contains(tk.Question, c.about) || tk.State != desk.TicketOpen {
			t.Errorf("%s: got %s from %s about %q, want %s from %s about %q", name, tk.Kind, tk.Origin, tk.Question, c.kind, c.origin, c.about)
		}
		contains(t, reply, fmt.Sprintf("第%d号", own[0].ID))
	}
}

func TestWhatIsNoCallForAPersonRaisesNothing(t *testing.T) {
	h := newHouse(t)
	for _, s := range []string{"人工", "取消", "政府信息公开申请多久答复", unanswerable, "我要信访", "怎么投诉商家", "举报有奖励吗", "取消", "有用", "没用", "我的咨询", "催办", "答非所问"} {
		h.say(s)
	}
	if own := h.own(); len(own) != 0 {
		t.Errorf("got %v, want no ticket", own)
	}
	if outcome, reply := h.outcome("人工"); outcome != desk.OutcomeHuman || strings.Contains(reply, "号：") {
		t.Errorf("without a citizen: got %s %q, want human without a number", outcome, reply)
	}
}

// The promise is the end of the day on which eight working hours are over.
func TestAnswerIsPromisedInWorkingTime(t *testing.T) {
	for name, c := range map[string]struct {
		at   string
		want []string
		not  string
	}{
		"Friday evening":   {"2026-11-06 16:50", []string{"最晚11月10日（周二） 17:00前"}, "最早"},
		"after Friday":     {"2026-11-06 17:20", []string{"最晚11月10日（周二） 17:00前", "现在已下班", "最早11月9日（周一） 09:00"}, ""},
		"Saturday":         {"2026-11-07 10:00", []string{"最晚11月10日（周二） 17:00前", "今天是周六", "最早11月9日（周一） 09:00"}, ""},
		"make-up Sunday":   {"2026-09-20 09:00", []string{"最晚9月21日（周一） 17:00前"}, "最早"},
		"lunch":            {"2026-11-02 12:30", []string{"最晚11月3日（周二） 17:00前", "今天13:30上班"}, "现在是"},
		"before a holiday": {"2026-09-30 16:00", []string{"最晚10月9日（周五） 17:00前"}, ""},
		"unknown year":     {"2026-12-31 16:00", []string{"放假安排尚未公布"}, ""},
	} {
		h := newHouse(t)
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, disclosure.Zone)
		if err != nil {
			t.Fatal(err)
		}
		h.now = at
		h.say(unanswerable)
		reply := h.say("A0")
		t.Run(name, func(t *testing.T) { contains(t, reply, c.want...) })
		if c.not != "" && strings.Contains(reply, c.not) {
			t.Errorf("%s: %q says %q", name, reply, c.not)
		}
		if due := h.own()[0].DueAt; !due.Equal(h.Hours.After(at, 8*time.Hour, h.workdays)) {
			t.Errorf("%s: due %s", name, due)
		}
	}
}

func (h *house) workdays(day string) bool {
	is, _ := h.Calendar().Workday(disclosure.Day(day))
	return is
}

func TestCallingAgainUrgesOnceADay(t *testing.T) {
	h := newHouse(t)
	h.say(unanswerable)
	for i, want := range []string{"已转给工作人员", "已帮您催办", "今天已经催过"} {
		contains(t, h.say("人工"), want)
		if own := h.own(); len(own) != 1 || own[0].Urged != min(i, 1) {
			t.Errorf("call %d: got %v", i, own)
		}
	}
	h.now = h.now.AddDate(0, 0, 1)
	contains(t, h.say("催办"), "已帮您催办")
	if own := h.own(); own[0].Urged != 2 {
		t.Errorf("next day: urged %d times, want 2", own[0].Urged)
	}
}

func TestFloodOfQuestionsReachesStaffInPieces(t *testing.T) {
	h := newHouse(t)
	questions := []string{"展位补贴到哪一步", "厂房租金找谁谈", "会议室能借用吗", "停车证怎么领", "食堂对外开放吗", "电梯坏了谁修"}
	for _, q := range questions {
		h.say("人工 " + q)
	}
	reply := h.say("人工 " + questions[len(questions)-1])
	if own := h.own(); len(own) != mostOpen {
		t.Errorf("%d tickets, want %d", len(own), mostOpen)
	}
	contains(t, reply, "5件咨询正在办")
	contains(t, h.say("申请公开2025年家电补贴的发放名单"), "信息公开申请（第")
}

func TestSectionIsSuggestedButNotForReports(t *testing.T) {
	h := newHouse(t)
	for said, want := range map[string]string{
		"人工 外资企业年报晚了找谁": "外资管理科", "人工 预付卡退不了": "商贸流通科", "人工 举报外资企业造假": "", "人工 停车证怎么领": "",
	} {
		h.say(said)
		if got := h.own()[0].Section; got != want {
			t.Errorf("%s: suggested %q, want %q", said, got, want)
		}
	}
}

func TestNumberIsKeptOnlySealed(t *testing.T) {
	h := newHouse(t)
	h.say("人工 展位补贴到哪一步")
	contains(t, h.say("A3"), "加密保存")
	contains(t, h.say("没有电话"), sayNoPhone)
	contains(t, h.say("我的是 138-1234-5678"), "第1号")
	if got, err := h.Store.Phone(context.Background(), 1, desk.Actor{}, h.now); err != nil || got != "13812345678" {
		t.Errorf("got %q, %v", got, err)
	}
	talk, err := h.Store.Dialogue(context.Background(), &h.own()[0], true)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range talk {
		if strings.Contains(x.Text, "1234-5678") || strings.Contains(x.Text, "12345678") {
			t.Errorf("logged in clear: %q", x.Text)
		}
	}
}

func TestNextWordsAreTakenForWhatWasAskedAndNothingElse(t *testing.T) {
	h := newHouse(t)
	h.say("人工 展位补贴到哪一步")
	h.say("A1")
	contains(t, h.say("补充：是2025年的展位，电话13812345678"), "已补充到第1号")
	log, err := h.Store.TicketLog(context.Background(), 1)
	if err != nil || log[len(log)-1].Act != desk.TicketAdded || strings.Contains(log[len(log)-1].Text, "13812345678") {
		t.Errorf("got %v, %v; want the addition, masked", log, err)
	}
	h.say("人工 厂房租金找谁谈")
	contains(t, h.say("B2"), "已撤回")
	contains(t, h.say("会议室能借用吗"), "第3号")
	if own := h.own(); len(own) != 3 || own[1].State != desk.TicketClosed {
		t.Errorf("got %v, want the second withdrawn and a third", own)
	}
	h.now = h.now.Add(matterLasts + time.Minute)
	contains(t, h.say("人工"), "请用一句话写明")
	if got := h.say("取消"); got != sayNeverMind {
		t.Errorf("got %q, want %q", got, sayNeverMind)
	}
	if got := h.say("外资能投资稀土开采吗"); !strings.Contains(got, "稀土") || strings.Contains(got, "已转给") {
		t.Errorf("after 取消: got %q", got)
	}
}

func TestOneCitizensTicketIsNobodyElses(t *testing.T) {
	h := newHouse(t)
	h.say("人工 展位补贴到哪一步")
	other := h.text("我的咨询")
	other.FromUserName = "oCitizen00000000000000000002"
	if got := h.Answer(context.Background(), other); got != sayNoTickets {
		t.Errorf("another citizen: got %q, want %q", got, sayNoTickets)
	}
}

func TestAnswerIsRatedByTapOrWordOnce(t *testing.T) {
	h, ctx := newHouse(t), context.Background()
	reply := h.say("政府信息公开申请多久答复")
	if !strings.Contains(reply, ">有用</a>　<a ") || len(reply) > limit {
		t.Fatalf("no rating beside the choices in %q", reply)
	}
	m := h.text("A3 没用")
	contains(t, h.Answer(ctx, m), saySorry)
	h.Answer(ctx, m) // delivered again
	contains(t, h.say("B2"), sayTellWhatIsWrong)
	contains(t, h.say("问的是急件"), sayCommented)
	if got := h.say("A2 有用"); !strings.Contains(got, sayStale) {
		t.Errorf("rated again by an old bubble: %q", got)
	}
	bad, err := h.Store.BadRatings(ctx, 10)
	if err != nil || len(bad) != 1 || bad[0].Comment != "问的是急件" || bad[0].Article != "第三十三条" {
		t.Errorf("got %+v, %v; want one with its comment", bad, err)
	}
}

func TestHelpfulAnswerIsALinkThatNobodyApproved(t *testing.T) {
	h, ctx := newHouse(t), context.Background()
	h.say("政府信息公开申请多久答复")
	contains(t, h.say("A2 有用"), sayRated)
	_, links, err := h.Store.Links(ctx, -1)
	if err != nil || len(links) != 1 {
		t.Fatalf("got %v, %v; want one link", links, err)
	}
	if l := links[0]; l.Kind != desk.LinkRating || l.Approved || l.Citizen == 0 || l.Article != "第三十三条" {
		t.Errorf("got %+v", l)
	}
	contains(t, h.say("A1"), "收到申请之日是哪天") // the other choices still stand
}

func TestRatingNeverCostsWordsOrAnswersWithoutItem(t *testing.T) {
	h := newHouse(t)
	for _, s := range []string{"人工", "谢谢", unanswerable, "预付卡能退吗"} {
		if got := h.say(s); strings.Contains(got, ">有用<") {
			t.Errorf("%s: %q asks for a rating", s, got)
		}
	}
	if got := h.Consult(context.Background(), "政府信息公开申请多久答复", "", ""); strings.Contains(got.Reply, ">有用<") {
		t.Errorf("without a citizen: %q", got.Reply)
	}
}

func TestMarkupInAQuestionStaysText(t *testing.T) {
	h := newHouse(t)
	reply := h.say(`人工 <script>alert(1)</script>能不能<a href="x">点</a>`)
	if strings.Contains(reply, "<script") || strings.Contains(reply, `<a href="x"`) {
		t.Errorf("got %q", reply)
	}
	if tk := h.own()[0]; !strings.Contains(tk.Question, "<script>") {
		t.Errorf("got %q, want the question as it was written", tk.Question)
	}
}

// answer ends the citizen's newest ticket as a member of staff, and has its letter count as told.
func (h *house) answer(reply string) desk.Ticket {
	h.t.Helper()
	tk, ctx := h.own()[0], context.Background()
	st := desk.Staff{Login: "wang", Name: "王", Role: desk.RoleLeader}
	if _, err := h.Store.CreateStaff(ctx, desk.Actor{}, &st, h.now); err != nil {
		h.t.Fatal(err)
	}
	if _, err := tk.Answer(reply, "", "", desk.WorkerOf(st), h.now); err != nil {
		h.t.Fatal(err)
	}
	if err := h.Store.SaveTickets(ctx, desk.Actor{}, h.now, store.TicketChange{Ticket: &tk, Letters: []desk.Letter{tk.Letter(h.now)}}); err != nil {
		h.t.Fatal(err)
	}
	leased, err := h.Store.Lease(ctx, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	leased.Sent(desk.WayMessage, "", h.now)
	if err := h.Store.Settle(ctx, store.Sending{Way: desk.WayMessage, Outcome: "sent"}, h.now, leased); err != nil {
		h.t.Fatal(err)
	}
	return tk
}

func TestStaffsAnswerIsRatedAndDisputedOnce(t *testing.T) {
	h := newHouse(t)
	h.say("人工 展位补贴到哪一步")
	h.now = h.now.Add(time.Hour)
	tk := h.answer("已受理。")
	contains(t, h.say("我的咨询"), "第1号 已答复", "看第1号答复")
	h.now = h.now.Add(time.Minute)
	contains(t, h.say("答非所问"), "已请领导重新答复", "第1号")
	if own := h.own(); own[0].ID != tk.ID || own[0].State != desk.TicketOpen || own[0].Origin != desk.FromAppeal {
		t.Errorf("got %+v, want it open for the leader", own[0])
	}
	bad, err := h.Store.BadRatings(context.Background(), 10)
	if err != nil || len(bad) != 1 || bad[0].Ticket != tk.ID {
		t.Errorf("got %+v, %v; want the ticket's rating", bad, err)
	}
	if got := h.say("没用"); strings.Contains(got, "领导") {
		t.Errorf("rated a second time: %q", got)
	}
}
