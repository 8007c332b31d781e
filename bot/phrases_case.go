package bot

import (
	"fmt"
	"strings"

	"shangda/disclosure"
)

func sayReceipt(number string, received disclosure.Day, due disclosure.Count, access string) string {
	s := "已收到您的申请。\n登记号：" + number + "\n收到之日：" + chineseDay(received) + "（双方确认）\n答复期限：" + chineseDay(due.Due()) + "（" + weekdays[due.Due().Weekday()] + "）"
	if due.Provisional {
		s += "，暂定；最早可能为" + chineseDay(due.Earliest) + "，以国务院办公厅放假通知为准"
	}
	return s + "\n查询码：" + access + "，请勿转发"
}

func chineseDay(d disclosure.Day) string {
	t := d.Start()
	return fmt.Sprintf("%d年%d月%d日", t.Year(), int(t.Month()), t.Day())
}

// stateWords say where a case stands.
var stateWords = map[disclosure.State]string{
	disclosure.Open: "办理中", disclosure.Correcting: "等您补正", disclosure.Review: "办理中", disclosure.Signing: "办理中",
	disclosure.Decided: "已作出答复，待送达", disclosure.Served: "已送达", disclosure.Ended: "已结束",
}

func sayCaseLine(r disclosure.Request) string {
	return fmt.Sprintf("%s　%s", r.Number, stateWords[r.State])
}

// sayOpenCase names a case by the end of its number: 看〔2026〕第3号.
func sayOpenCase(number string) string {
	if i := strings.Index(number, "〔"); i > 0 {
		number = number[i:]
	}
	return "看" + number
}

// sayRequestState tells how a case stands. What was asked for is not repeated: others may see the screen.
func sayRequestState(r disclosure.Request, due disclosure.Day, provisional bool, history []disclosure.Event) string {
	lines := []string{r.Number, "进度：" + stateWords[r.State], "收到之日：" + chineseDay(r.Received)}
	switch {
	case r.State == disclosure.Correcting:
		lines = append(lines, "请在"+chineseDay(r.Correction.Until)+"前补正："+r.Correction.Points, "收到补正后，答复期限重新计算。")
	case r.State == disclosure.Decided:
		lines = append(lines, "请凭查询码打开答复，打开即为收到。")
	case r.Running() && due != "":
		line := "答复期限：" + chineseDay(due)
		if provisional {
			line += "（暂定）"
		}
		lines = append(lines, line)
		if r.Correction.Answered != "" {
			lines = append(lines, "自收到补正之日（"+chineseDay(r.Correction.Answered)+"）起计算。")
		}
		if len(r.Consultations) > 0 {
			lines = append(lines, "征求意见的时间不计算在内。")
		}
		if r.Extension.Days > 0 {
			lines = append(lines, fmt.Sprintf("已延长%d个工作日：%s", r.Extension.Days, r.Extension.Reason))
		}
		if from, to, moved := disclosure.Moved(history); moved && from != to {
			lines = append(lines, "放假安排公布后重算："+chineseDay(from)+"改为"+chineseDay(to)+"。")
		}
	}
	return strings.Join(lines, "\n")
}

func sayWithdrawSure(number string) string {
	return "确定撤回" + number + "吗？撤回后本局不再处理。"
}

func sayWithdrawn(number string) string {
	return number + "已按您的要求撤回。需要时可以再次申请。"
}

func sayCorrected(number string) string {
	return number + "的补正已收到，答复期限自今日起重新计算。"
}

func sayCorrectionAsk(r disclosure.Request) string {
	return "请补正：" + r.Correction.Points + "\n请直接回复补正后的完整申请内容（5到1000字）。"
}

// sayCaseNews says no more than that something happened: it may be read on a lock screen.
func sayCaseNews(page string) string {
	return "您的政府信息公开申请有新进展。请回复“我的申请”，或者" + anchor{sayCasePage, page}.String() + "。"
}

// sayCaseWork tells staff which case is due, without its applicant.
func sayCaseWork(r disclosure.Request, due, warned disclosure.Day, provisional bool, link string) string {
	s := r.Number + "：" + chineseDay(due) + "前答复"
	if r.State == disclosure.Decided {
		s = r.Number + "：答复已作出，尚未送达，" + chineseDay(due) + "前须送达或者交邮"
	}
	if provisional {
		s += "（暂定"
		if warned != due {
			s += "，放假安排公布后可能提前到" + chineseDay(warned)
		}
		s += "）"
	}
	return s + "\n" + link
}
