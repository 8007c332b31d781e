package bot

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// What is said about questions handed to staff, and about opinions.

const (
	sayAddMore    = "补充说明"
	sayRewrite    = "不是这件事，重写"
	sayCallMe     = "留电话，请打给我"
	sayTellMore   = "请写要补充的内容，我加到这件咨询里。不用了请回复“取消”。"
	sayTellPhone  = "请发一个能找到您的电话号码。号码加密保存，只用于答复这件咨询。不用了请回复“取消”。"
	sayNoPhone    = "没看出电话号码，请再发一次，例如手机号或带区号的座机。不用了请回复“取消”。"
	sayNeverMind  = "好的。"
	sayCommented  = "谢谢，已记下，会用来改进答复。"
	sayOffPoint   = "答非所问，请领导重新答复"
	sayUseful     = "有用"
	sayUseless    = "没用"
	sayRated      = "谢谢，已记下。"
	saySorry      = "抱歉没帮上忙，已记下。也可以换个说法再问。"
	saySorryStaff = "抱歉没帮上忙，已记下。没答到点上的，可以请领导重新答复一次。"

	sayOpinionKept     = "抱歉没帮上忙，已记下。"
	sayAskStaff        = "请工作人员答复"
	sayWhatIsWrong     = "说说哪里不对"
	sayTellWhatIsWrong = "请用一句话写哪里不对，这一句只作为意见记下。不想写请回复“取消”。"

	sayNoSuchTicket = "没有找到这件咨询。"
	sayNoTickets    = "您还没有转给工作人员的咨询。要问工作人员，请回复“人工”。"
)

// Words that citizens type, as they are written without punctuation.
var (
	cancelWords   = []string{"取消", "算了", "不用了", "不用", "不要了", "不写了", "返回", "不问了", "没事了"}
	usefulWords   = []string{"有用", "有帮助", "很有用", "有用谢谢", "很有帮助", "满意", "解决了"}
	uselessWords  = []string{"没用", "没有用", "没帮助", "没有帮助", "不满意", "没解决", "没有解决", "不对", "答得不对"}
	offPointWords = []string{"答非所问", "没答到点上", "不是我问的", "我问的不是这个"}
	trackWords    = []string{"我的咨询", "查询", "查进度", "进度", "工单", "我的工单", "我的问题", "咨询进度", "我的提问", "查询进度"}
	urgeWords     = []string{"催办", "催一下", "催催", "怎么还没回复", "怎么还不回复", "怎么还没答复", "还没回复", "什么时候回复我", "什么时候答复我"}
)

// sayPresence says when staff are there.
func sayPresence(p presence) string {
	switch {
	case !p.until.IsZero():
		return "工作人员现在上班，" + p.until.Format("15:04") + "前可以联系。"
	case p.next.IsZero():
		return ""
	case p.next.Format("02") == p.now.Format("02"):
		return "工作人员今天" + p.next.Format("15:04") + "上班。" + sayUnlessMoved(p.certain)
	}
	now := "现在已下班"
	if d := p.now.Weekday(); d == time.Saturday || d == time.Sunday {
		now = "今天是" + weekday(p.now)
	}
	return fmt.Sprintf("%s，工作人员最早%s %s上班。", now, dayWord(p.now, p.next), p.next.Format("15:04")) + sayUnlessMoved(p.certain)
}

func sayUnlessMoved(certain bool) string {
	if certain {
		return ""
	}
	return "（当年放假安排尚未公布，以公告为准）"
}

// sayPromise says by when an answer can be expected; empty when nobody knows.
func sayPromise(p promise) string {
	if p.by.IsZero() {
		return ""
	}
	s := fmt.Sprintf("最晚%s %s前答复。", dayWord(p.now.In(disclosure.Zone), p.by), p.by.Format("15:04"))
	if p.until.IsZero() && !p.next.IsZero() {
		return s + sayPresence(p.presence)
	}
	return s + sayUnlessMoved(p.certain)
}

// sayWhatToHandIn asks for the question and says how staff can be reached otherwise.
func sayWhatToHandIn(o desk.Office, p presence) string {
	return join("请用一句话写明要问的事，我转给工作人员，答复会发到这里。", sayPresence(p), sayReach(o))
}

// questionShown is how many bytes of a question are repeated.
const questionShown = 180

// unmarked keeps the platform from reading a citizen's words as a link.
var unmarked = strings.NewReplacer("<", "＜", ">", "＞")

func sayQuoted(question string) string {
	return "“" + clip(unmarked.Replace(strings.Join(strings.Fields(question), " ")), questionShown) + "”"
}

func sayHandedIn(h handed, o desk.Office) string {
	var lead string
	switch {
	case h.ID == 0:
		lead = "已转给工作人员："
	case h.fresh && h.Kind == desk.TicketReport:
		lead = fmt.Sprintf("已转给本局负责人，第%d号，经办科室看不到：", h.ID)
	case h.fresh && h.Kind == desk.TicketRequest:
		lead = fmt.Sprintf("已按今天收到记下，工作人员会核对这是不是政府信息公开申请，第%d号：", h.ID)
	case h.fresh:
		lead = fmt.Sprintf("已转给工作人员，第%d号：", h.ID)
	case h.urged:
		lead = fmt.Sprintf("这件事正在办，第%d号，已帮您催办：", h.ID)
	default:
		lead = fmt.Sprintf("这件事正在办，第%d号，今天已经催过：", h.ID)
	}
	urgent := ""
	if o.Phone != "" {
		urgent = "急事请打电话：" + o.Phone
	}
	return lead + "\n" + sayQuoted(h.Question) + "\n\n" +
		join(sayPromise(h.promise), "答复会发到这里，也可以随时回复“我的咨询”看进度。", urgent)
}

// sayNoted says beside a channel that staff have the text, too.
func sayNoted(h handed) string {
	number := fmt.Sprintf("第%d号", h.ID)
	switch {
	case h.full:
		return ""
	case h.ID == 0:
		return "您写的内容会转给工作人员。"
	case h.Kind == desk.TicketRequest:
		return "为稳妥起见，这段话已按今天收到记下，工作人员会核对这是不是政府信息公开申请（" + number + "）。"
	case h.Kind == desk.TicketReport && h.fresh:
		return "您写的内容已转给本局负责人（" + number + "），经办科室看不到。" + sayPromise(h.promise)
	case h.fresh:
		return "您写的内容已转给工作人员（" + number + "）。" + sayPromise(h.promise)
	}
	return "这件事已转给工作人员，正在办（" + number + "）。"
}

func sayTooMany(most int, o desk.Office) string {
	return join(fmt.Sprintf("您有%d件咨询正在办，请等答复后再转新的；急事请直接联系。回复“我的咨询”看进度。", most), sayReach(o))
}

func sayAdded(id int64) string { return fmt.Sprintf("已补充到第%d号。", id) }

func sayPhoneKept(id int64) string {
	return fmt.Sprintf("号码已加密保存，只用于第%d号的答复。", id)
}

func sayCannotCall(o desk.Office) string {
	return join("现在不能保存电话号码，请直接联系。", sayReach(o))
}

func sayRewritten(id int64) string {
	return fmt.Sprintf("第%d号已撤回。请用一句话写明要问的事，我转给工作人员。", id)
}

func sayToLeader(id int64, p promise) string {
	return fmt.Sprintf("已请领导重新答复，第%d号。", id) + sayPromise(p)
}

// sayAppealed says why an answer cannot be disputed.
func sayAppealed(err error, o desk.Office) string {
	switch {
	case errors.Is(err, desk.ErrAppealedOnce):
		return join("这件已请领导答复过一次。还有不同意见，请直接联系。", sayReach(o))
	case errors.Is(err, desk.ErrTicketOpen):
		return "这件正在重新答复。"
	}
	return join("这件已办结。还有要问的，请直接再问，或联系本局。", sayReach(o))
}

func sayUrgeNumber(id int64) string { return fmt.Sprintf("催办第%d号", id) }

func sayShowNumber(id int64) string { return fmt.Sprintf("看第%d号答复", id) }

var ticketWords = map[desk.TicketState]string{
	desk.TicketOpen: "正在办", desk.TicketAnswered: "已答复", desk.TicketMerged: "与同类问题一并答复", desk.TicketClosed: "已办结",
}

// sayStandingOf says how a ticket stands, in one line.
func sayStandingOf(tk desk.Ticket, h desk.Hours) string {
	state := ticketWords[tk.State]
	switch {
	case tk.State == desk.TicketOpen && tk.Kind == desk.TicketRequest && tk.Cleared == desk.Uncleared:
		state = "正在核对是不是政府信息公开申请"
	case tk.State == desk.TicketOpen && tk.Kind == desk.TicketRequest:
		state = "按政府信息公开申请办理"
	case tk.State == desk.TicketOpen && !h.Closing(tk.DueAt).IsZero():
		by := h.Closing(tk.DueAt)
		state += fmt.Sprintf("，最晚%d月%d日 %s前答复", by.Month(), by.Day(), by.Format("15:04"))
	case tk.State == desk.TicketMerged && tk.Reply == "":
		state = "正在办，与同类问题一并答复"
	case !tk.DoneAt.IsZero():
		done := tk.DoneAt.In(disclosure.Zone)
		state += fmt.Sprintf("（%d月%d日）", done.Month(), done.Day())
	}
	return fmt.Sprintf("第%d号 %s", tk.ID, state)
}

func sayOwn(own []desk.Ticket, h desk.Hours) string {
	if len(own) == 0 {
		return sayNoTickets
	}
	lines := []string{"您的咨询："}
	for _, tk := range own {
		lines = append(lines, sayStandingOf(tk, h)+"\n"+sayQuoted(tk.Question))
	}
	return strings.Join(lines, "\n")
}

// sayTicket is one ticket with its answer.
func sayTicket(tk desk.Ticket, h desk.Hours) string {
	s := sayStandingOf(tk, h) + "\n" + sayQuoted(tk.Question)
	if tk.Reply != "" {
		s += "\n\n" + clip(tk.Reply, replyShown)
	}
	if tk.Reply != "" && tk.Title != "" {
		s += "\n\n" + saySource + "：" + sayTitle(tk.Title) + sayArticle(tk.Article)
	}
	return s
}

// replyShown is how many bytes of staff's answer fit a bubble with everything else.
const replyShown = 1200
