package bot

import (
	"testing"

	"shangda/desk"
	"shangda/disclosure"
)

// Thursday, 5 November 2026.
const thursday = disclosure.Day("2026-11-05")

func TestDaysAreReadAsCitizensNameThem(t *testing.T) {
	for text, want := range map[string]disclosure.Day{
		"11月3日股东会决议的": "2026-11-03", "十一月三号": "2026-11-03", "２０２６年１１月３日": "2026-11-03", "2026-11-3": "2026-11-03",
		"2026/11/03": "2026-11-03", "2026.11.3": "2026-11-03", "20261103": "2026-11-03", "26年11月3日": "2026-11-03",
		"今天": "2026-11-05", "昨天收到": "2026-11-04", "大前天": "2026-11-02", "3天前": "2026-11-02", "三天之前收到": "2026-11-02",
		"上周五": "2026-10-30", "上个星期天": "2026-11-01", "周五": "2026-10-30", "周四": "2026-11-05", "这周二": "2026-11-03", "下周一": "2026-11-09", "上上周一": "2026-10-19",
		"3号收到": "2026-11-03", "28号": "2026-10-28", "上个月28日": "2026-10-28", "本月二号": "2026-11-02",
		"去年12月20日": "2025-12-20", "12月20日": "2026-12-20", "6月1日": "2026-06-01", "廿三号": "2026-10-23", "十月三十一日": "2026-10-31",
		"11月3日（周二）": "2026-11-03", "昨天（11月4日）": "2026-11-04",
	} {
		got := daysIn(text, thursday, false)
		if len(got) != 1 || got[0].day != want {
			t.Errorf("%s: got %+v, want %s", text, got, want)
		}
	}
	if got := daysIn("12月20日", "2026-01-10", false); len(got) != 1 || got[0].day != "2025-12-20" {
		t.Errorf("in January, 12月20日 is %+v, want that of last year", got)
	}
}

func TestNumbersThatAreNoDaysAreNotRead(t *testing.T) {
	for _, text := range []string{
		"20个工作日内", "30日内备案", "商务部令2019年第2号", "第48号令", "第十一条", "外资比例51.5", "1/3的股权", "提前15天前要报", "10号楼", "3号令",
		"持股25%", "2018年的时候", "每周几上班", "0532-86988888",
	} {
		if got := daysIn(text, thursday, false); len(got) != 0 {
			t.Errorf("%s: read %+v, want no day", text, got)
		}
	}
	if got := daysIn("11.3", thursday, true); len(got) != 1 || got[0].day != "2026-11-03" {
		t.Errorf("11.3, when a day was asked for: %+v", got)
	}
}

func TestDaysThatCannotBeAreTold(t *testing.T) {
	for text, want := range map[string]string{
		"11月31日": "没有2026年11月31日", "2027年2月29日": "没有2027年2月29日", "13月1日": "没有2026年13月1日", "11月3日周五": "2026年11月3日（周二），不是周五",
	} {
		got := daysIn(text, thursday, false)
		if len(got) != 1 || got[0].day != "" {
			t.Errorf("%s: got %+v, want a fault", text, got)
			continue
		}
		contains(t, got[0].fault, want)
	}
}

func TestQuestionsThatOnlyLookLikeADeadlineGoToSearch(t *testing.T) {
	h := newHouse(t)
	for _, q := range []string{"外资年报最晚几号报", "2019年5月15日施行的条例，什么时候废止的", "特许经营备案每年几号前报", "你们几号上班"} {
		h.say(q)
		// A computed last day always carries the link to its count.
		if c := h.conversation().Subject; c != "" {
			t.Errorf("%s: heard as a deadline, subject %q", q, c)
		}
	}
}

func TestQuestionAboutSomethingElseIsNoDeadlineOfTheLastAnswer(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("政府信息公开申请多久答复"), "20个工作日")
	h.say("蓬蓬展会名单几号公布")
	if c := h.conversation().Subject; c != "" {
		t.Errorf("heard as a deadline, subject %q", c)
	}
	contains(t, h.say("政府信息公开申请多久答复"), "20个工作日")
	contains(t, h.say("那最晚几号"), "收到申请之日") // and says nothing else
}

// conversation is what the store keeps of the citizen's talk.
func (h *house) conversation() desk.Conversation {
	h.t.Helper()
	visit, err := h.Store.Load(h.t.Context(), citizen, "none")
	if err != nil {
		h.t.Fatal(err)
	}
	return visit.Conversation
}

func TestTappedDayIsCountedAndAnotherDayAfterIt(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("信息公开申请最晚哪天答复"), "20个工作日", "今天")
	contains(t, h.say("A2"), "最晚 ", "/count?from=", "加入日历")
	contains(t, h.say("那9月30日呢"), "最晚 2026年11月3日（周二）", "10月10日（周六）计入")
}

func TestReplyFitsThePlatformWithEveryTerm(t *testing.T) {
	h := newHouse(t)
	for _, term := range h.Terms {
		t.Run(term.ID, func(t *testing.T) {
			turn := h.consult(t.Context(), "", "", h.now, h.freshConversation())
			turn.clock(term.ID + "|2026-12-28")
			if n := len(turn.x.Reply); n == 0 || n > limit {
				t.Errorf("%d bytes, want at most %d", n, limit)
			}
			contains(t, turn.x.Reply, "最晚 ", "暂定", "第", term.Rule[:12])
		})
	}
}
