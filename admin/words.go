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

// words are the functions of the templates.
func words() template.FuncMap {
	return template.FuncMap{
		"fault": word(faults), "role": word(roles), "clock": clock, "day": day, "has": strings.Contains,
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

var beijing = time.FixedZone("CST", 8*60*60)

// clock is a moment as staff read it, with the year only where it isn't this one's neighbour; empty for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(beijing).Format("2006-01-02 15:04")
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(beijing).Format(time.DateOnly)
}
