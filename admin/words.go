package admin

import (
	"html/template"
	"maps"
	"strings"
	"time"

	"shangda/desk"
)

// navigation is what the frame offers; each person sees the lines of what they may do.
var navigation = []struct {
	path  string
	act   desk.Act
	words string
}{
	{"/admin/", desk.ActSelf, "首页"},
	{"/admin/tickets", desk.ActDesk, "工单"},
	{"/admin/overdue", desk.ActAllDesk, "超时"},
	{"/admin/letters", desk.ActDesk, "没有送到的"},
	{"/admin/canned", desk.ActDesk, "常用语"},
	{"/admin/knowledge", desk.ActKnowledge, "知识"},
	{"/admin/drafts", desk.ActKnowledge, "审核"},
	{"/admin/learn", desk.ActKnowledge, "没答上的"},
	{"/admin/notices", desk.ActKnowledge, "通知与评议"},
	{"/admin/cases", desk.ActCases, "信息公开申请"},
	{"/admin/publications", desk.ActFigures, "主动公开"},
	{"/admin/monthly", desk.ActFigures, "每月上报"},
	{"/admin/yearly", desk.ActFigures, "年度报告"},
	{"/admin/figures", desk.ActFigures, "数据"},
	{"/admin/calendar", desk.ActCalendar, "放假安排"},
	{"/admin/accounts", desk.ActAccounts, "账号"},
	{"/admin/roles", desk.ActRoles, "授权"},
	{"/admin/sessions", desk.ActAccounts, "登录状态"},
	{"/admin/sending", desk.ActSystem, "发送情况"},
	{"/admin/audit", desk.ActAudit, "审计"},
}

var roles = map[desk.Role]string{
	desk.RoleOfficer:        "受理、承办人员",
	desk.RoleSectionHead:    "科室负责人",
	desk.RoleLeader:         "主管领导",
	desk.RoleDisclosureHead: "公开机构负责人",
	desk.RoleSystemAdmin:    "系统管理员",
	desk.RoleSecurityAdmin:  "安全管理员",
	desk.RoleAuditAdmin:     "审计管理员",
	"":                      "尚未授权",
}

// words are the functions of the templates.
func words() template.FuncMap {
	all := template.FuncMap{
		"fault": word(faults), "done": word(dones), "act": actWord, "role": word(roles), "clock": clock, "day": day, "seconds": seconds, "device": device, "who": who,
		"light": word(lights), "lightTone": word(lightTones), "ticketKind": word(ticketKinds), "ticketState": word(ticketStates),
		"ticketOrigin": word(ticketOrigins), "ticketAct": word(ticketActs), "remark": word(remarks), "letterState": word(letterStates),
		"letterKind": word(letterKinds), "letterReason": reasonWords, "way": word(letterWays), "channel": word(letterChannels), "waited": waited,
		"brief": brief,
		"today": today, "placeholder": placeholder,
	}
	maps.Copy(all, knowledgeWords())
	maps.Copy(all, registerWords())
	maps.Copy(all, figureWords())
	maps.Copy(all, caseWords())
	return all
}

// word looks a code up; an unknown one is shown as it is, which a test forbids.
func word[K ~string](table map[K]string) func(K) string {
	return func(code K) string {
		if w, ok := table[code]; ok {
			return w
		}
		return string(code)
	}
}

// known is the code if it is one: nothing of an address is shown unless we wrote it.
func known(table map[string]string, code string) string {
	if _, ok := table[code]; ok {
		return code
	}
	return ""
}

var beijing = time.FixedZone("CST", 8*60*60)

// clock is a moment as staff read it; empty for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(beijing).Format("2006-01-02 15:04")
}

func seconds(t time.Time) string { return t.In(beijing).Format("2006-01-02 15:04:05") }

// who acted: an account, the program, or somebody who typed an account that there isn't.
func who(a desk.Actor) string {
	switch {
	case a.Login != "":
		return a.Login
	case a.Address != "":
		return "（没有的账号）"
	}
	return "（程序）"
}

// device is what of a browser's description a person recognises.
func device(agent string) string {
	for _, known := range [][2]string{
		{"MicroMessenger", "微信"}, {"Edg", "Edge"}, {"Firefox", "Firefox"}, {"HuaweiBrowser", "华为浏览器"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	} {
		if strings.Contains(agent, known[0]) {
			return known[1] + "，" + system(agent)
		}
	}
	return system(agent)
}

func system(agent string) string {
	for _, known := range [][2]string{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"OpenHarmony", "鸿蒙"},
		{"Android", "安卓"},
		{"Windows", "Windows"},
		{"Mac OS", "Mac"},
		{"Linux", "Linux"},
	} {
		if strings.Contains(agent, known[0]) {
			return known[1]
		}
	}
	return "其他设备"
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(beijing).Format(time.DateOnly)
}
