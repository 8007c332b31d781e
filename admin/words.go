package admin

import (
	"html/template"
	"strings"
	"time"

	"shangda/desk"
	"shangda/paper"
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
	{"/admin/canned", desk.ActDesk, "常用语"},
	{"/admin/cases", desk.ActCases, "信息公开申请"},
	{"/admin/accounts", desk.ActAccounts, "账号"},
	{"/admin/roles", desk.ActRoles, "授权"},
	{"/admin/sessions", desk.ActAccounts, "登录状态"},
	{"/admin/audit", desk.ActAudit, "审计"},
}

// faults say what is wrong with what was typed, by code.
var faults = map[string]string{
	"required":        "请填写这一项。",
	"case_day":        "请填写实际日期，不能晚于今天。",
	"case_field":      "格式不对，请核对。",
	"case_state":      "这件现在不能这样办，请看最新进度。",
	"case_once":       "这一步只能办一次。",
	"case_late":       "已过法定期限，不能再办。",
	"case_own":        "不能审批自己拟的意见，也不能一人审两级。",
	"case_incomplete": "还缺必填内容，请补全。",
	"case_frozen":     "答复已送达，不能再改。",
	"case_remedy":     "救济告知所需的设置没有填：复议机关、法院；网上送达的还要有互联网复议渠道。请联系系统管理员。",
	"too_long":        "太长了。",
	"option":          "请从给出的选项中选择。",
	"login":           "账号最多 50 个字，不能有空格和引号。",
	"taken":           "已经有这个账号了，换一个。",
	"email":           "这不像一个邮箱地址。",
	"until":           "请选择今天起三个月以内的日期。",

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
	"second_needed":   "您的角色必须使用两步验证，不能停用。",

	"ticket_done":       "这件已经答复、合并或办结了。",
	"ticket_open":       "这件还在等答复。",
	"ticket_other":      "这件在别人手里，请先请他转交，或请科室负责人重新指派。",
	"ticket_restricted": "举报件不能转科室，也不能与其他工单合并。",
	"ticket_person":     "不能交给这位同事，或不能改成这一类。",
	"ticket_same":       "这就是本件。",
	"ticket_missing":    "没有这个编号的工单。",
	"ticket_uncleared":  "请先核对这是不是政府信息公开申请。",
	"ticket_nothing":    "没有变化。",
	"reply_check":       "还没有发出。请看下面的提醒，改好，或者确认后再发。",
	"reply_masked":      "号码已遮盖，请再看一遍。",
	"canned_taken":      "已有同名的常用语。",
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

// dones say what was done, by the code that the path given to v.done ends with.
var dones = map[string]string{
	"saved":    "已保存。",
	"ended":    "已强制下线。",
	"password": "密码已修改，其他设备上的登录已全部退出。",

	"ticket_assigned":    "已指派。",
	"ticket_handed_over": "已转科室。",
	"ticket_urgent":      "已标为急件。",
	"ticket_calm":        "已取消急件。",
	"ticket_note":        "备注已记下。",
	"ticket_reply":       "答复已发出，会送到提问人的微信。",
	"ticket_merged":      "已合并，答复时一并通知。",
	"ticket_closed":      "已办结，会告诉提问人。",
	"ticket_reopened":    "已重新办理。",
	"ticket_classified":  "类别已改。",
	"ticket_cleared":     "已核对。",
	"ticket_gone":        "已转出，不再由您这里办理。",
	"ticket_call":        "改为电话答复，请打过电话后回来点“已打电话”。",
	"ticket_told":        "已记下电话答复。",
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
	"staff.bind_code":   "取绑定码",
	"staff.bind":        "绑定微信",
	"staff.unbind":      "解除微信绑定",
	"staff.unused":      "长期未用，自动停用",
	"page.denied":       "越权访问",
	"audit.export":      "导出审计",

	"ticket.read":        "查看举报",
	"ticket.phone":       "查看留的电话",
	"ticket.assigned":    "指派工单",
	"ticket.handed_over": "工单转科室",
	"ticket.urgent":      "标为急件",
	"ticket.calm":        "取消急件",
	"ticket.note":        "工单备注",
	"ticket.reply":       "答复工单",
	"ticket.merged":      "合并工单",
	"ticket.closed":      "办结工单",
	"ticket.reopened":    "重新办理工单",
	"ticket.classified":  "改工单类别",
	"ticket.cleared":     "核对疑似申请",
	"canned.save":        "修改常用语",
	"canned.remove":      "删除常用语",
}

// auditNouns are the kinds of acts offered for selection.
var auditNouns = []option{{"", "全部"}, {"session", "登录"}, {"staff", "账号"}, {"ticket", "工单"}, {"page.denied", "越权访问"}, {"audit", "审计"}}

type option struct{ Value, Words string }

var auditColumns = []string{"序号", "时间", "账号", "地址", "操作", "对象", "成功", "之前", "之后", "校验值"}

// words are the functions of the templates.
func words() template.FuncMap {
	return template.FuncMap{
		"fault": word(faults), "done": word(dones), "act": word(acts), "role": word(roles), "clock": clock, "day": day, "seconds": seconds, "device": device, "who": who,
		"light": word(lights), "lightTone": word(lightTones), "ticketKind": word(ticketKinds), "ticketState": word(ticketStates),
		"ticketOrigin": word(ticketOrigins), "ticketAct": word(ticketActs), "remark": word(remarks), "letterState": word(letterStates), "caseKind": word(caseKinds), "caseState": word(caseStates), "caseEvent": word(caseEvents), "code": word(paper.Codes),
		"applicant": word(paper.ApplicantTypes), "delivery": word(paper.Deliveries), "carrier": word(paper.Carriers), "intake": word(paper.Intakes), "paperTitle": paper.Title, "middle": hideMiddle, "need": word(caseNeeds), "surname": surname, "brief": brief,
		"today": today, "placeholder": placeholder,
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
