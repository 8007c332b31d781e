package admin

import (
	"errors"
	"fmt"
	"html/template"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/report"
)

var publicationKinds = map[desk.PublicationKind]string{
	desk.PublishedInfo: "政府信息", desk.PublishedInterpretation: "政策解读", desk.PublishedResponse: "回应关切",
}

var opennesses = map[desk.Openness]string{
	desk.OpenDecision: "决策公开", desk.OpenExecution: "执行公开", desk.OpenManagement: "管理公开", desk.OpenService: "服务公开", desk.OpenResult: "结果公开",
}

var outlets = map[desk.Outlet]string{
	desk.OutletGazette: "政府公报", desk.OutletWebsite: "政府网站", desk.OutletWeibo: "政务微博", desk.OutletWeChat: "政务微信", desk.OutletOther: "其他方式",
}

var quotaLights = map[desk.QuotaLight]string{
	desk.QuotaMet: "已完成", desk.QuotaTardy: "迟报", desk.QuotaOpen: "进行中", desk.QuotaNear: "快到期", desk.QuotaMissed: "未完成",
}

var quotaTones = map[desk.QuotaLight]string{
	desk.QuotaMet: "good", desk.QuotaTardy: "warn", desk.QuotaOpen: "plain", desk.QuotaNear: "warn", desk.QuotaMissed: "bad",
}

var forms = map[string]string{report.Form2021: "国家统一格式（2021）", report.Form2018: "区统计表（2018）"}

// sheetFaults say what is wrong with a cell of an uploaded sheet.
var sheetFaults = map[string]string{
	report.SheetBroken: "这不是 xlsx 表格，或者文件坏了。请下载模板，在模板里填。", report.SheetMonth: "没有这个月的工作表。文件里的工作表是：",
	report.SheetHeading: "表头不对，应为：", report.SheetUnknown: "没有这个项目：", report.SheetTwice: "这个项目重复了：", report.SheetFormula: "是公式，请填数字：",
	report.SheetText: "不是数字，或者是文本格式的数字：", report.SheetMinus: "不能小于 0：", report.SheetPart: "应为整数（万元最多六位小数）：", report.SheetLarge: "太大了：",
	report.SheetLong: "备注太长。", report.SheetExtra: "表格以外还有内容：",
}

// registerWords are the functions of these pages' templates.
func registerWords() template.FuncMap {
	return template.FuncMap{
		"publicationKinds": desk.PublicationKinds, "publicationKind": word(publicationKinds), "openness": word(opennesses), "outlet": word(outlets),
		"quotaLight": word(quotaLights), "quotaTone": word(quotaTones), "form": word(forms), "sheetFault": word(sheetFaults), "minus": func(n int) int { return -n },
		"lines": lines, "figureOf": func(c *report.Cell, n *int64) string { return shownFigure(c, n) },
	}
}

// emptyFigure is how a cell is told that the form leaves empty; factRow joins a month with its line.
const (
	emptyFigure = "空"
	factRow     = "报表："
)

// noticeWords say what is wrong with a file of 放假安排; %s is what stands there.
var noticeWords = map[disclosure.NoticeFault]string{
	disclosure.NoticeLine: "一行要有两项：日期,off 或者 日期,work%.0s", disclosure.NoticeDate: "“%s”不是日期，请写成 2027-01-01 的样子",
	disclosure.NoticeKind: "“%s”不认识，只能写 off（放假）或者 work（调休上班）", disclosure.NoticeTwice: "%s写了两次",
	disclosure.NoticeWeekday: "%s不是周六、周日，不用写成调休上班", disclosure.NoticeEmpty: "里面没有一个日期%.0s",
	disclosure.NoticeRest: "%s没有放假的日子，看来没有写全一整年",
}

// noticeFaults are the mistakes of a file of 放假安排, a line each.
func noticeFaults(err error) []string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var out []string
		for _, e := range joined.Unwrap() {
			out = append(out, noticeFaults(e)...)
		}
		return out
	}
	bad, ok := errors.AsType[*disclosure.NoticeError](err)
	if !ok {
		return []string{"读不懂这个文件，请另存为CSV（UTF-8）再试"}
	}
	text := fmt.Sprintf(noticeWords[bad.Fault], bad.Name)
	if bad.Line > 0 {
		text = fmt.Sprintf("第%d行：%s", bad.Line, text)
	}
	return []string{text}
}
