package admin

import (
	"html/template"

	"shangda/desk"
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
