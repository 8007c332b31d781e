package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/wechat"
)

// What letters say to citizens and, as notices, to staff.

const (
	sayAgain       = "（重发）"
	sayOpenPage    = "打开网页版"
	sayOpenFile    = "打开网页版，下载附件"
	sayReadAll     = "看全部答复"
	sayContinue    = "继续"
	sayTapAgain    = "您刚才的操作请再点一次。"
	sayBound       = "绑定成功。以后有新工单或快到期的工单，这里会提醒您；答复请在工作人员页面上写。"
	sayWrongCode   = "验证码不对或已过期。请在工作人员页面的“我的账号”里重新生成，10分钟内发送：绑定 验证码"
	sayBindTooMany = "试得太多了，请10分钟后再试。"
	sayDivider     = "————————"
)

// lockScreen is all that a template shows before it is tapped, and in its field "what".
var lockScreen = map[desk.LetterKind]string{
	desk.LetterReply:      "您的咨询有新答复",
	desk.LetterCorrection: "此前的答复有更正",
	desk.LetterNotice:     "您订阅的内容有更新",
	desk.LetterSurvey:     "邀请您评议我们的工作",
	desk.LetterCase:       "您的申请有新进展",
	desk.LetterWork:       "有工单需要处理",
	desk.LetterOverdue:    "有工单已超时",
	desk.LetterCaseWork:   "有申请需要处理",
	desk.LetterCard:       "今日工作概览",
	desk.LetterQuota:      "有公开信息要上报",
	desk.LetterPublish:    "有信息到期要公开",
	desk.LetterAlarm:      "公众号消息发不出去",
}

const sayDayCardHead = "今日工作概览"

// sayDayCard is the leader's overview of the day.
func sayDayCard(c card, link string) string {
	lines := []string{sayDayCardHead}
	for _, x := range []struct {
		n    int
		what string
	}{
		{c.late, "件申请1个工作日内到期或者已超期"},
		{c.near, "件申请3个工作日内到期"},
		{c.sign, "件答复等您签发"},
		{c.post, "件答复要打印交邮"},
		{c.suspected, "件疑似信息公开申请待办"},
		{c.tickets, "件工单已超时"},
	} {
		if x.n > 0 {
			lines = append(lines, fmt.Sprintf("· %d%s", x.n, x.what))
		}
	}
	return strings.Join(append(lines, link+"/admin/"), "\n")
}

const sayHint = "点击查看详情"

// sayReply is the answer of staff, or the reason why there is none, cut to room with a link to the whole.
func sayReply(t desk.Ticket, o desk.Office, page string, room int, now time.Time) string {
	head := "您咨询的“" + clip(oneLine(t.Question), questionBytes) + "”有答复了："
	if t.State == desk.TicketClosed {
		head = "您咨询的“" + clip(oneLine(t.Question), questionBytes) + "”已办结："
	}
	var tail []string
	if t.Enclosed != 0 {
		tail = append(tail, "随附文件一份，请点下面的链接下载，"+sayDayShort(disclosure.DayOf(now.Add(desk.EnclosureLife)), false)+"前有效。")
	}
	if t.Title != "" {
		tail = append(tail, saySource+"："+sayTitle(t.Title)+t.Article)
	}
	if o.Name != "" {
		tail = append(tail, "答复单位："+o.Name)
	}
	if t.State != desk.TicketClosed {
		tail = append(tail, "有没有帮助？"+wechat.ChoiceLink("有用", "有用", 0)+"　"+wechat.ChoiceLink("没用", "没用", 0)+
			"\n没答到点上，请回复“答非所问”。")
	}
	open := sayOpenPage
	if t.Enclosed != 0 {
		open = sayOpenFile
	}
	rest := "\n" + strings.Join(tail, "\n") + "\n" + anchor{open, page}.String()
	if free := room - len(head) - len(rest) - len("\n\n"); len(t.Reply) > free {
		rest = "\n" + anchor{sayReadAll, page}.String() + "\n" + strings.Join(tail, "\n")
		return head + "\n" + clip(t.Reply, room-len(head)-len(rest)-len("\n\n")) + "\n" + rest
	}
	return head + "\n" + t.Reply + "\n" + rest
}

// questionBytes is how much of a question is repeated above its answer.
const questionBytes = 120

// sayTold is a text of staff that was approved.
func sayTold(l desk.Letter, page string, room int) string {
	link := "\n\n" + anchor{sayOpenPage, page}.String()
	return clip(l.Text, room-len(link)) + link
}

func saySurvey(year int64) string {
	return fmt.Sprintf("邀请您评议我们%d年的政务公开和咨询服务，只有一道题，自愿参加：\n", year) +
		wechat.ChoiceLink("参加评议", "评议", 0) + "\n不想参加不用理会，不影响任何服务。"
}

// sayWaiting tells that the answer to the message just sent waits behind a letter.
func sayWaiting(question string) string {
	return "您刚才的问题：" + clip(oneLine(question), questionBytes) + "\n要看它的回答，请回复“继续”。"
}

func sayWork(w work, now time.Time) string {
	var parts []string
	due := sayDue(w.due, now)
	if w.fresh > 0 {
		parts = append(parts, fmt.Sprintf("新工单%d件，%s前回复", w.fresh, due))
	}
	if w.near > 0 {
		parts = append(parts, fmt.Sprintf("快到期工单%d件，最早%s到期", w.near, due))
	}
	if w.late > 0 {
		parts = append(parts, fmt.Sprintf("已超时工单%d件，请尽快回复", w.late))
	}
	return linked(strings.Join(parts, "；"), w.link)
}

// alarmWords say what somebody must do at the platform's console, by its code.
var alarmWords = map[int64]string{
	45009: "今天的接口次数用完了，明天零点后自动再发；急用请在公众号后台清零次数",
	40164: "服务器地址不在公众号后台的IP白名单里，请添加",
	40243: "AppSecret 被冻结，请在公众号后台解冻",
	40013: "AppID 不对，请核对设置",
	40125: "AppSecret 不对，请核对设置",
	48001: "公众号没有这项接口权限，请核对账号类型和认证",
	50002: "公众号接口被停用，请在公众号后台查看原因",
}

func sayAlarm(code int64, staffURL string) string {
	return linked(lockScreen[desk.LetterAlarm]+"："+alarmWords[code]+fmt.Sprintf("（%d）", code), staffURL+"/admin/sending")
}

func sayOverdue(late map[string]int, staffURL string) string {
	sections := make([]string, 0, len(late))
	n := 0
	for section, count := range late {
		n += count
		if section == "" {
			section = "未分科室"
		}
		sections = append(sections, fmt.Sprintf("%s%d件", section, count))
	}
	slices.Sort(sections)
	return linked(fmt.Sprintf("已超时工单%d件：%s", n, strings.Join(sections, "，")), staffURL+"/admin/overdue")
}

func linked(text, link string) string {
	if strings.HasPrefix(link, "/") { // nobody knows where the staff pages are
		return text
	}
	return text + "\n" + link
}

func sayDue(due, now time.Time) string {
	due, now = due.In(disclosure.Zone), now.In(disclosure.Zone)
	switch due.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return due.Format("今日15:04")
	case now.AddDate(0, 0, 1).Format(time.DateOnly):
		return due.Format("明日15:04")
	}
	return fmt.Sprintf("%d月%d日%s", due.Month(), due.Day(), due.Format("15:04"))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
