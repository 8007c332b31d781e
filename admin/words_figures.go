package admin

import (
	"html/template"
	"strconv"

	"shangda/desk"
	"shangda/report"
)

var spans = map[report.Span]string{report.SpanDay: "日", report.SpanWeek: "周", report.SpanMonth: "月", report.SpanYear: "年"}

var outcomes = map[desk.Outcome]string{
	desk.OutcomeAnswer: "自动答复", desk.OutcomeChoose: "给出选项", desk.OutcomeNone: "没答上", desk.OutcomeHuman: "转人工",
	desk.OutcomeRequest: "引导申请公开", desk.OutcomeInfo: "固定回复", desk.OutcomeSilent: "无需回复", desk.OutcomeError: "系统故障",
}

// talks stand for what a citizen wrote where that is not shown.
var talks = map[desk.Talk]string{
	desk.TalkAsk: "（提问不显示）", desk.TalkHuman: "（找人工、投诉、信访或举报）", desk.TalkApply: "（申请公开）", desk.TalkTrack: "（查询申请）",
	desk.TalkOwn: "（查询留言）", desk.TalkRate: "（评价）", desk.TalkMenu: "（菜单）", desk.TalkHelp: "（帮助）", desk.TalkWelcome: "（关注）",
	desk.TalkFarewell: "（取消关注）", desk.TalkSmall: "（寒暄）", desk.TalkForeign: "（外语）", desk.TalkMedia: "（图片、语音等）",
	desk.TalkStale: "（点了较早的选项）", desk.TalkEvent: "（平台事件）", desk.TalkLimited: "（发送太频繁）", desk.TalkApology: "（系统故障）",
	desk.TalkBind: "（绑定微信）", desk.TalkLetter: "（领取通知）",
}

var sources = map[report.Source]string{
	report.FromExchanges: "对话记录", report.FromRatings: "评价记录", report.FromTickets: "工单", report.FromRequests: "申请登记簿", report.FromPublications: "公开登记簿",
}

// programs word what changed in the rules of counting, by their number (store.Program).
var programs = map[int]string{1: "最初的口径"}

// figureWords are the functions of the templates of figures.
func figureWords() template.FuncMap {
	return template.FuncMap{
		"span": word(spans), "source": word(sources), "program": func(n int) string { return programs[n] }, "minutes": report.Minutes,
		"satisfied": satisfied, "halves": halves,
	}
}

// satisfied is the share of good opinions in percent, empty while there are none.
func satisfied(n *report.Numbers) string {
	percent, ok := n.Satisfied()
	if !ok {
		return ""
	}
	return strconv.FormatInt(percent, 10)
}

// halves splits a table into two of the same length.
func halves(all []tile) [][]tile {
	middle := (len(all) + 1) / 2
	return [][]tile{all[:middle], all[middle:]}
}
