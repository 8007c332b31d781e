package admin

import (
	"time"

	"shangda/desk"
)

var lights = map[desk.Light]string{
	desk.LightGreen: "正常", desk.LightAmber: "快到期", desk.LightRed: "马上到期", desk.LightLate: "已超时", desk.LightDone: "已办结",
}

// lightTones are the tones of the stylesheet.
var lightTones = map[desk.Light]string{
	desk.LightGreen: "good", desk.LightAmber: "warn", desk.LightRed: "bad", desk.LightLate: "bad", desk.LightDone: "plain",
}

var ticketKinds = map[desk.TicketKind]string{
	desk.TicketQuestion: "咨询", desk.TicketUnhelpful: "答案没帮上忙", desk.TicketComplaint: "投诉", desk.TicketPetition: "信访",
	desk.TicketReport: "举报", desk.TicketRequest: "疑似信息公开申请",
}

var ticketStates = map[desk.TicketState]string{
	desk.TicketOpen: "待答复", desk.TicketAnswered: "已答复", desk.TicketMerged: "已合并", desk.TicketClosed: "已办结",
}

var ticketOrigins = map[desk.TicketOrigin]string{
	desk.FromHuman: "要求人工", desk.FromNone: "系统没找到答案", desk.FromRating: "点了“没用”", desk.FromText: "从文字识别",
	desk.FromAppeal: "认为答非所问，请领导答复",
}

var ticketActs = map[desk.TicketAct]string{
	desk.TicketRaised: "提出", desk.TicketAssigned: "指派给", desk.TicketHandedOver: "转科室", desk.TicketUrgent: "标为急件",
	desk.TicketCalm: "取消急件", desk.TicketNoted: "备注", desk.TicketReplied: "答复", desk.TicketJoined: "合并到",
	desk.TicketShut: "办结", desk.TicketWithdrawn: "提问人撤回", desk.TicketUrged: "提问人催办", desk.TicketPressed: "领导催办", desk.TicketReopened: "重新办理",
	desk.TicketAppealed: "提问人认为答非所问", desk.TicketClassified: "改类别", desk.TicketCleared: "核对疑似申请",
	desk.TicketPhoneLeft: "提问人留了电话", desk.TicketAdded: "提问人补充",
	desk.TicketFiled: "提问人已正式申请",
}

// remarks say what to look at before an answer is sent.
var remarks = map[string]string{
	"reply_short":  "答复很短，提问人可能看不明白。",
	"reply_basis":  "没有写依据：选一条，或写明文件名称和条款。",
	"reply_blank":  "还有没填的空：{{…}}。",
	"reply_number": "像是个人号码，请确认不是别人的：",
	"reply_mark":   "有不宜公开的标志：",
	"file_number":  "附件里像是有个人号码，请打开核对；是别人的，请换掉附件：",
	"file_mark":    "附件里有不宜公开的标志：",
	"file_blind":   "附件里有图片，系统看不见图上的字。请确认里面没有别人的信息：",
}

// letterStates say what is known of an answer's letter, never more.
var letterStates = map[desk.LetterState]string{
	desk.LetterWaiting: "等待发送", desk.LetterHeld: "等提问人下次发消息时送上", desk.LetterSent: "已交平台", desk.LetterDelivered: "已送达",
	desk.LetterOpened: "已打开", desk.LetterTold: "已电话告知", desk.LetterFailed: "没有送到", desk.LetterDropped: "不再发送",
}

// placeholderNames stand in canned replies between {{ and }}, see placeholders.
var placeholderNames = [...]string{"单位名称", "办公电话", "办公地址", "办公时间", "网址", "邮箱", "科室", "今天"}

func placeholder(name string) string { return "{{" + name + "}}" }

// today writes a moment of today as its time only.
func today(t, now time.Time) string {
	switch t, now := t.In(beijing), now.In(beijing); {
	case t.IsZero():
		return ""
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return "今天 " + t.Format("15:04")
	case t.Year() == now.Year():
		return t.Format("1月2日 15:04")
	}
	return clock(t)
}

// entryWords say what a line of a ticket's history is about; question and answer stand on the page already.
func entryWords(e desk.Entry) string {
	switch e.Act {
	case desk.TicketRaised, desk.TicketReplied:
		return ""
	case desk.TicketClassified:
		return word(ticketKinds)(desk.TicketKind(e.Text))
	case desk.TicketCleared:
		return map[bool]string{true: "是申请", false: "不是申请"}[e.Text == string(desk.IsRequest)]
	case desk.TicketJoined:
		return "第 " + e.Text + " 号"
	}
	return e.Text
}
