package admin

import (
	"strings"

	"shangda/desk"
)

var letterKinds = map[desk.LetterKind]string{
	desk.LetterReply: "答复", desk.LetterCorrection: "更正通知", desk.LetterNotice: "订阅通知", desk.LetterSurvey: "评议邀请",
	desk.LetterWork: "工单提醒", desk.LetterOverdue: "超时清单", desk.LetterCase: "公开申请进展", desk.LetterCaseWork: "公开申请提醒",
	desk.LetterQuota: "上报提醒", desk.LetterPublish: "公开期限提醒", desk.LetterCard: "每日概览", desk.LetterAlarm: "发送故障提醒",
}

var letterWays = map[desk.Way]string{
	desk.WayMessage: "客服消息", desk.WayTemplate: "模板消息", desk.WaySubscription: "长期订阅通知", desk.WayAnswer: "随下一次回复",
	desk.WayRobot: "企业微信群机器人", desk.WayMail: "邮件", desk.WayPhone: "电话",
}

var letterChannels = map[desk.Channel]string{
	desk.ByChat: "微信", desk.ByRobot: "企业微信群", desk.ByMail: "邮件", desk.ByPhone: "电话",
}

// letterReasons say why a letter has not left, by the platform's code or a word of ours.
var letterReasons = map[string]string{
	"window":         "对方超过48小时没有发消息，平台不让主动发",
	"quota":          "对方发一次消息最多回5条，已经用完",
	"behind":         "前面还有一件没有送到，按顺序等着",
	"no_account":     "公众号没有接通，或没有认证，不能主动发",
	"unsubscribed":   "对方已取消关注",
	"no_words":       "程序不认识这类通知，请联系维护人员",
	"no_answer":      "平台没有回应，会自动再试",
	"unreachable":    "连不上，会自动再试",
	"unsendable":     "发不出去",
	"not_configured": "没有设置这种通知方式",
	"failed":         "平台说没有送到",
	"user_block":     "对方拒收",
	"system_failed":  "平台系统故障",
	"-1":             "平台繁忙，会自动再试",
	"40001":          "凭证失效，会自动更新再试",
	"40003":          "平台不认识这位用户",
	"40014":          "凭证失效，会自动更新再试",
	"42001":          "凭证失效，会自动更新再试",
	"40013":          "AppID 不对，请核对设置",
	"40125":          "AppSecret 不对，请核对设置",
	"40164":          "服务器地址不在公众号后台的 IP 白名单里",
	"40243":          "AppSecret 被冻结，请在公众号后台解冻",
	"40037":          "模板编号不对，请核对设置",
	"43004":          "对方没有关注公众号",
	"43019":          "对方在公众号的黑名单里",
	"43101":          "对方没有同意接收订阅通知",
	"45009":          "今天的接口次数用完了，明天零点后自动再发",
	"45011":          "发得太快，稍后自动再试",
	"45015":          "对方超过48小时没有发消息，平台不让主动发",
	"45047":          "对方发一次消息最多回5条，已经用完",
	"47003":          "模板字段不对，请核对设置",
	"48001":          "公众号没有这项接口权限",
	"50002":          "公众号接口被停用",
	"sent":           "已发出",
}

// reasonWords words a reason; a code that is not in the table is named.
func reasonWords(reason string) string {
	if w, ok := letterReasons[reason]; ok {
		return w
	}
	if strings.Trim(reason, "-0123456789") == "" && reason != "" {
		return "平台返回错误 " + reason
	}
	return reason
}
