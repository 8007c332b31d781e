package admin

import (
	"strings"

	"shangda/disclosure"
)

var caseKinds = map[disclosure.CaseKind]string{
	disclosure.CaseRequest: "信息公开申请", disclosure.CaseCorrection: "更正申请", disclosure.CaseSuggestion: "建议主动公开", disclosure.CasePetition: "信访",
}

var caseStates = map[disclosure.State]string{
	disclosure.Open: "办理中", disclosure.Correcting: "等申请人补正", disclosure.Review: "等科室负责人", disclosure.Signing: "等主管领导", disclosure.Decided: "待送达",
	disclosure.Served: "已送达", disclosure.Ended: "已结束",
}

var caseEvents = map[string]string{
	"filed": "登记", "correction.asked": "告知补正", "correction.answered": "收到补正", "reasons.asked": "要求说明理由", "delayed": "合理延迟", "consulted": "征求意见",
	"consult.reached": "意见书送达", "consult.answered": "收到意见", "extended": "延期", "charged": "收费通知", "paid": "缴费", "proposed": "提交拟办意见", "reviewed": "科室负责人同意",
	"signed": "主管领导签发", "returned": "退回", "withdrawn": "申请人撤回", "service.begun": "开始送达", "served": "送达", "disputed": "复议诉讼",
}

var caseNeeds = map[disclosure.Need]string{
	disclosure.NeedConsent: "须先征求第三方意见并登记答复", disclosure.NeedAsked: "须先要求申请人说明理由", disclosure.NeedDeadline: "期限届满后才能终止",
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
