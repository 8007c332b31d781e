package admin

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"shangda/disclosure"
	"shangda/paper"
)

var caseKinds = map[disclosure.CaseKind]string{
	disclosure.CaseRequest: "信息公开申请", disclosure.CaseCorrection: "更正申请", disclosure.CaseSuggestion: "建议主动公开", disclosure.CasePetition: "信访",
}

var caseStates = map[disclosure.State]string{
	disclosure.Open: "办理中", disclosure.Correcting: "等申请人补正", disclosure.Review: "等科室负责人", disclosure.Signing: "等主管领导", disclosure.Decided: "待送达",
	disclosure.Served: "已送达", disclosure.Ended: "已结束",
}

// caseTasks are the next step of a case.
var caseTasks = map[disclosure.Task]string{
	disclosure.TaskCheck: "看申请内容是否明确", disclosure.TaskDecide: "拟办答复", disclosure.TaskReach: "登记对方收到征求意见书的日期", disclosure.TaskOpinion: "等对方答复意见",
	disclosure.TaskSilence: "对方逾期未答复，登记后继续办", disclosure.TaskCorrection: "等申请人补正", disclosure.TaskLapsed: "补正期限已过", disclosure.TaskPayment: "等申请人缴费",
	disclosure.TaskUnpaid: "缴费期限已过", disclosure.TaskReview: "科室负责人审核", disclosure.TaskSign: "主管领导签发", disclosure.TaskOpening: "等申请人打开答复",
	disclosure.TaskPost: "打印、邮寄，登记邮件号", disclosure.TaskHand: "等申请人来领取、查阅", disclosure.TaskSettle: "核实后告知结果", disclosure.TaskNone: "没有要办的",
}

var caseEvents = map[string]string{
	"filed": "登记", "words": "此前在聊天中提出过，工单", "correction.asked": "告知补正", "correction.answered": "收到补正", "reasons.asked": "要求说明理由", "delayed": "合理延迟", "consulted": "征求意见",
	"consult.reached": "意见书送达", "consult.answered": "收到意见", "consult.link": "重发网上答复地址", "extended": "延期", "charged": "收费通知", "paid": "缴费", "proposed": "提交拟办意见",
	"reviewed": "科室负责人同意", "signed": "主管领导签发", "returned": "退回", "withdrawn": "申请人撤回", "service.begun": "开始送达", "served": "送达", "disputed": "复议诉讼",
	"settled": "办结告知", "contact.changed": "更换联系方式", "material.added": "补充材料", "assigned": "分派承办人", "file.added": "添加附件", "extra_paper": "制作文书",
	"rescheduled": "放假安排公布，期限重算", "restricted": "申请人要求删除个人信息，转为封存",
}

// caseNeeds say why a decision can't be drafted yet.
var caseNeeds = map[disclosure.Need]string{
	disclosure.NeedConsent: "须先征求第三方意见并登记答复", disclosure.NeedAsked: "须先要求申请人说明理由", disclosure.NeedDeadline: "期限届满后才能终止",
}

var caseOutcomes = map[disclosure.Outcome]string{
	disclosure.RecordFixed: "已更正", disclosure.RecordForwarded: "转送有权更正的机关", disclosure.RecordRight: "记录无误，不予更正",
	disclosure.SuggestionTaken: "转为主动公开", disclosure.SuggestionLeft: "不宜主动公开",
	disclosure.PetitionTaken: "受理", disclosure.PetitionSent: "转送有权处理的机关", disclosure.PetitionRefused: "不予受理",
}

var consultKinds = map[disclosure.ConsultKind]string{
	disclosure.ConsultThird: "第三方", disclosure.ConsultMaker: "共同制作机关", disclosure.ConsultAgency: "其他机关", disclosure.ConsultHelp: "协办",
}

var opinions = map[disclosure.Opinion]string{disclosure.Agrees: "同意公开", disclosure.Objects: "不同意公开", disclosure.Silent: "逾期未答复"}

func contestKinds() []labelled {
	return []labelled{{string(disclosure.ContestReview), "行政复议"}, {string(disclosure.ContestSuit), "未经复议直接起诉"}, {string(disclosure.ContestSuitAfter), "复议后起诉"}}
}

func contestResults() []labelled {
	return []labelled{
		{string(disclosure.ContestPending), "尚未审结"}, {string(disclosure.ContestUpheld), "结果维持"}, {string(disclosure.ContestCorrected), "结果纠正"}, {string(disclosure.ContestOther), "其他结果"},
	}
}

func contestWord(kind disclosure.ContestKind) string { return labelIn(contestKinds(), string(kind)) }

func contestResult(r disclosure.ContestResult) string { return labelIn(contestResults(), string(r)) }

func labelIn(all []labelled, code string) string {
	for _, l := range all {
		if l.Code == code {
			return l.Label
		}
	}
	return code
}

// codeGroupOf is the group of a row of the yearly table.
func codeGroupOf(row string) string {
	switch {
	case row == "r3.1":
		return "予以公开"
	case row == "r3.2":
		return "部分公开"
	case row == "r3.3.8" || strings.HasPrefix(row, "r3.3."):
		return "不予公开"
	case strings.HasPrefix(row, "r3.4."):
		return "无法提供"
	case strings.HasPrefix(row, "r3.5."):
		return "不予处理"
	}
	return "其他处理"
}

// service words how a decision goes out.
func service(m disclosure.ServiceMethod) string { return paper.ServiceMethods[m] }

var weekdayWords = []string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// dated is a day as people say it: 11月30日（周一）, with the year when it is another than now's.
func dated(d disclosure.Day, now time.Time) string {
	if d == "" {
		return ""
	}
	t := d.Start()
	layout := "1月2日"
	if d.Year() != now.In(disclosure.Zone).Year() {
		layout = "2006年1月2日"
	}
	return t.Format(layout) + "（" + weekdayWords[t.Weekday()] + "）"
}

// caseWords are the functions of the templates about cases.
func caseWords() template.FuncMap {
	return template.FuncMap{
		"qr":       picture,
		"caseKind": word(caseKinds), "caseState": word(caseStates), "caseEvent": word(caseEvents), "caseTask": word(caseTasks), "need": word(caseNeeds),
		"applicant": word(paper.ApplicantTypes), "delivery": word(paper.Deliveries), "carrier": word(paper.Carriers), "intake": word(paper.Intakes),
		"idKind": word(paper.IDKinds), "code": word(paper.Codes), "service": service, "paperTitle": paper.Title, "filePurpose": word(filePurposes),
		"outcome": word(caseOutcomes), "consultKind": word(consultKinds), "opinion": word(opinions), "contest": contestWord, "contestResult": contestResult,
		"middle": hideMiddle, "surname": surname, "dated": dated,
		"bytes": bytesWord, "chineseDate": chineseDate, "weekday": weekday, "offDays": offDays, "workDays": workDays, "add": func(a, b int) int { return a + b },
	}
}

func chineseDate(d disclosure.Day) string { return d.Start().Format("2006年1月2日") }

func weekday(d disclosure.Day) string { return weekdayWords[d.Weekday()] }

// offDays and workDays count what a notice names.
func offDays(n disclosure.Notice) int { return len(n.Work) - workDays(n) }

func workDays(n disclosure.Notice) int {
	count := 0
	for _, works := range n.Work {
		if works {
			count++
		}
	}
	return count
}

// bytesWord is a file's size as people say it.
func bytesWord(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// hideMiddle keeps the first and the last four signs of a number.
func hideMiddle(s string) string {
	if len(s) < 9 {
		return s
	}
	return s[:4] + strings.Repeat("*", len(s)-8) + s[len(s)-4:]
}

// surname keeps the first sign of a name.
func surname(name string) string {
	for _, r := range name {
		return string(r) + "**"
	}
	return ""
}
