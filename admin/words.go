package admin

import (
	"html/template"
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
	{"/admin/accounts", desk.ActAccounts, "账号"},
	{"/admin/roles", desk.ActRoles, "授权"},
	{"/admin/sessions", desk.ActAccounts, "登录状态"},
	{"/admin/audit", desk.ActAudit, "审计"},
}

// faults say what is wrong with what was typed, by code.
var faults = map[string]string{
	"required": "请填写这一项。",
	"too_long": "太长了。",
	"option":   "请从给出的选项中选择。",
	"login":    "账号最多 50 个字，不能有空格和引号。",
	"taken":    "已经有这个账号了，换一个。",
	"email":    "这不像一个邮箱地址。",
	"until":    "请选择今天起三个月以内的日期。",

	"sign_in":  "账号或密码不对。连续输错 5 次会锁定 15 分钟。",
	"code":     "验证码不对或已经用过。请等下一个验证码，或使用备用码。",
	"too_many": "输错次数太多，请 15 分钟后再试，或请系统管理员重置密码。",
	"disabled": "账号已停用，请联系系统管理员。",
	"ended":    "为了安全，登录已过期，请重新登录。",

	"password_short":  "太短了，至少 12 个字符。",
	"password_long":   "太长了，最多 200 个字节。",
	"password_plain":  "大写字母、小写字母、数字、其他字符，至少要有三种。",
	"password_named":  "不能包含账号或姓名。",
	"password_weak":   "太常见了，容易被猜到。试试几个不相干的词加数字。",
	"password_before": "最近用过，请换一个新的。",
	"present":         "现在的密码不对。",
	"again":           "两次填写的不一样。",
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

// dones say what was done, by the code that v.done's path ends with: ?done=code.
var dones = map[string]string{
	"saved":    "已保存。",
	"ended":    "已强制下线。",
	"password": "密码已修改，其他设备上的登录已全部退出。",
}

// acts word the acts of the audit trail.
var acts = map[string]string{
	"session.start":     "登录",
	"session.end":       "退出、下线",
	"staff.create":      "建立账号",
	"staff.change":      "修改账号",
	"staff.role":        "授权",
	"staff.reset":       "重置密码",
	"staff.password":    "修改密码",
	"staff.confirm":     "再次核对密码",
	"staff.totp":        "启用验证器",
	"staff.totp_remove": "停用验证器",
	"staff.recovery":    "更换备用码",
	"staff.unused":      "长期未用，自动停用",
	"page.denied":       "越权访问",
	"audit.export":      "导出审计",
}

// auditNouns are the kinds of acts offered for selection.
var auditNouns = []option{{"", "全部"}, {"session", "登录"}, {"staff", "账号"}, {"page.denied", "越权访问"}, {"audit", "审计"}}

type option struct{ Value, Words string }

var auditColumns = []string{"序号", "时间", "账号", "地址", "操作", "对象", "成功", "之前", "之后", "校验值"}

// words are the functions of the templates.
func words() template.FuncMap {
	return template.FuncMap{
		"fault": word(faults), "done": word(dones), "act": word(acts), "role": word(roles), "clock": clock, "day": day, "seconds": seconds, "device": device, "who": who,
	}
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
