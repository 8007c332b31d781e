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
	"case_empty":      "请填写这一项。",
	"case_length":     "太短或者太长，请核对。",
	"case_form":       "格式不对，请核对。",
	"case_old":        "15位的旧号码不能用，请填18位的。",
	"case_area":       "前两位不是省级地区代码，请核对。",
	"case_birth":      "第7到14位不是有效的出生日期，请核对。",
	"case_check":      "与最后一位校验码对不上，可能抄错了一位。",
	"case_choice":     "请从给出的选项中选择。",
	"case_mismatch":   "与另一项不一致，请核对。",
	"case_partial":    "受托人姓名、证件、授权委托书都要有。",
	"case_later":      "请填写今天以后的日期。",
	"case_days":       "延长1到20个工作日。",
	"case_tracking":   "这不像中国邮政、EMS的邮件号（13位，如 EA123456789CN）。答复只能由邮政企业寄递。",
	"case_part":       "这一行要写全：哪一部分、依据、理由。",
	"case_free":       "这个数量不收费，不用通知缴费。",
	"case_large":      "文件太大，最多10MB。",
	"case_type":       "只收 PDF、Word、Excel、JPG、PNG，按内容检查。",

	"case_need_consult":  "涉及商业秘密、个人隐私的，须先征求第三方意见并登记答复（第三十二条）。",
	"case_need_asked":    "须先要求申请人说明理由（第三十五条）。",
	"case_need_deadline": "期限届满后才能终止。",
	"case_need_wish":     "撤回是申请人自己的意思，请用“登记撤回”。",
	"case_need_code":     "请选择处理结果。",

	"calendar_file": "这不是完整的放假安排，见下面。",
	"case_remedy":   "救济告知所需的设置没有填：复议机关、法院；网上送达的还要有互联网复议渠道。请联系系统管理员。",
	"too_long":      "太长了。",
	"option":        "请从给出的选项中选择。",
	"login":         "账号最多 50 个字，不能有空格和引号。",
	"taken":         "已经有这个账号了，换一个。",
	"email":         "这不像一个邮箱地址。",
	"until":         "请选择今天起三个月以内的日期。",

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
	"ticket_urged":      "今天已经催过，承办人收到提醒了。",
	"reply_check":       "还没有发出。请看下面的提醒，改好，或者确认后再发。",
	"reply_masked":      "号码已遮盖，请再看一遍。",
	"canned_taken":      "已有同名的常用语。",

	"date_future":         "不能晚于今天。",
	"date_early":          "日期太早，请核对年份。",
	"publication_item":    "没有这条知识。",
	"publication_made":    "形成日期和公开日期至少填一个。",
	"publication_order":   "公开日期不能早于形成日期。",
	"publication_outlet":  "已公开的，至少勾一个渠道。",
	"publication_hotspot": "请写明回应的是哪个热点。",
	"fact_text":           "请填数字。没有发生填 0，还不知道就空着。",
	"fact_minus":          "不能小于 0。",
	"fact_part":           "应为整数（万元最多六位小数）。",
	"fact_large":          "太大了，请核对。",
	"fact_future":         "这个月还没有到，不能填报。",
	"quota_day":           "请填 1 到 31。",
	"quota_minimum":       "请填 0 到 999。",
	"reason_needed":       "请写明原因，会留下记录并在报告里注明。",
	"report_rules":        "勾稽关系还有不成立的，不能签发。请看下面标出的项目。",
	"report_open":         "这一年还没有结束，不能签发。",
	"report_seen":         "请看过全文和数字后勾选。",
	"year_signed":         "这一年的年度报告已经签发，数据已冻结，不能再改。您填写的内容还在下面。",

	"date":             "请写成 2026-03-05 这样的日期。",
	"before_effective": "不能早于施行日期。",
	"itself":           "不能写文件自己。",
	"outline":          "有几行要改，见下面。",
	"basis_none":       "至少要有一条依据。",
	"basis_title":      "资料库里没有这份文件，请先上传或选已有的。",
	"basis_article":    "这份文件里没有这一条。",
	"basis_old":        "这份文件不是现行有效的，不能作依据。",
	"branches":         "请按格式写：### 情形（最多10个字），下面写内容，再写“依据：《…》第…条”，依据须在上面列出。",
	"table":            "有几行要改，见下面。",
	"questions":        "这不是题目文件，或格式不对。",
	"none_chosen":      "请先勾选。",
	"file_empty":       "文件是空的，或没有文字。扫描件请先识别成文字。",
	"file_large":       "文件太大，最多 20 MB。",
	"file_kind":        "读不了这种格式。可以上传 docx、pdf、html、xlsx、md、txt。",
	"file_broken":      "文件坏了，或内容与扩展名不符。",
	"file_locked":      "文件有密码，请去掉密码再上传。",
	"file_macros":      "文件带宏，请另存为不带宏的格式。",
	"file_limits":      "文件太复杂，读取超过了限制。",
	"file_table":       "表格里有不合格的单元格，请对照模板改正。",
	"file_title":       "没有找到标题。请在第一行写上文件标题。",
	"file_many":        "一次最多 100 条，请分几次上传。",

	"draft_state":     "这一步现在不能办，请看最新状态。",
	"draft_own":       "不能审核自己写的，也不能一人审两级。",
	"draft_empty":     "内容或标题是空的。",
	"draft_questions": "三个问题都要回答：能否公开、怎样公开、在什么范围公开。",
	"draft_closed":    "“能否公开”填的不是主动公开，不能发布。请退回。",
	"draft_agencies":  "还有单位没有确认（《政府信息公开条例》第十一条）。",
	"draft_reason":    "请写明原因。",
	"draft_day":       "日期不对。",
	"draft_hard":      "还有必须改正的问题，见下面。",
	"draft_confirm":   "请看过提示后勾选。",
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
	"saved": "已保存。",
	"ended": "已强制下线。",

	"case_consulted": "征求意见书已制作，请在“文书”里打印寄出。对方收到后回来登记日期。",
	"case_signing":   "已同意，转主管领导。",
	"case_decided":   "已签发。答复文书已制作，现在办送达。",
	"case_paper":     "文书已制作。",
	"case_file":      "附件已加密保存。",
	"calendar_saved": "放假安排已导入，期限已重算。",
	"password":       "密码已修改，其他设备上的登录已全部退出。",

	"sheet_saved":         "报表已保存。",
	"quota_saved":         "上报要求已保存。",
	"figure_corrected":    "已更正，理由会在报告里注明。",
	"figure_withdrawn":    "已撤销更正，恢复系统统计的数字。",
	"text_saved":          "文字已保存。",
	"text_given_back":     "已恢复为系统拟写的文字。",
	"report_signed":       "已签发并冻结。下一年的上年结转以此为准。",
	"publication_saved":   "已登记。",
	"publication_removed": "已删除。",

	"ticket_assigned":    "已指派。",
	"ticket_handed_over": "已转科室。",
	"ticket_urgent":      "已标为急件。",
	"ticket_calm":        "已取消急件。",
	"ticket_pressed":     "已催办，承办人会收到提醒。",
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
	"letter_retry":       "马上再试一次。",
	"letter_phone":       "改为打电话。要说的话在下面，号码在工单里。",
	"letter_told":        "已记下电话答复。",
	"sending_resumed":    "已恢复发送。",

	"draft_created":       "草稿已保存。看一看，没问题就提交审核。",
	"draft_uploaded":      "文件已读出。请核对下面的内容。",
	"draft_saved":         "草稿已保存。",
	"draft_submitted":     "已提交审核。",
	"draft_approved":      "已同意，转主管领导。",
	"draft_published":     "已发布，几秒内生效。",
	"draft_scheduled":     "已批准，到日子自动生效。",
	"draft_returned":      "已退回。",
	"draft_dropped":       "草稿已作废。",
	"draft_agencies":      "已记下需要确认的单位。",
	"draft_agreed":        "已记下对方的意见。",
	"knowledge_checked":   "已记为核对无误。",
	"knowledge_withdrawn": "已撤下，两秒内不再答复。请看看要不要更正已经答出去的。",
	"knowledge_approved":  "已审定。",
	"knowledge_struck":    "已剔除。",
	"question_dismissed":  "已从清单中去掉。",
	"survey_sent":         "评议邀请已发出。",
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

	"calendar.import":    "导入工作日安排",
	"publication.save":   "登记主动公开",
	"publication.remove": "删除主动公开登记",
	"facts.save":         "填报月度报表",
	"quota.save":         "修改科室上报要求",
	"figure.correct":     "更正统计数",
	"figure.uncorrect":   "撤销统计数更正",
	"figure.define":      "统计口径变更",
	"figure.export":      "导出统计数据",
	"report.sign":        "签发年度报告",
	"report.text":        "修改年度报告文字",
	"letter.retry":       "重新发送通知",
	"letter.phone":       "改为电话通知",
	"letter.told":        "已电话告知",
	"letter.resume":      "恢复发送",
	"request.register":   "登记公开申请",
	"request.new_code":   "重发查询码",
	"request.read":       "查看申请人完整信息",
	"request.archive":    "导出申请案卷",
	"paper.issue":        "制发文书",
	"paper.void":         "作废文书",
	"request.file":       "打开申请附件",
	"paper.open":         "打开文书",
	"key.rotate":         "更换密钥",

	"ticket.read":        "查看举报",
	"ticket.phone":       "查看留的电话",
	"ticket.assigned":    "指派工单",
	"ticket.handed_over": "工单转科室",
	"ticket.urgent":      "标为急件",
	"ticket.calm":        "取消急件",
	"ticket.pressed":     "催办工单",
	"ticket.note":        "工单备注",
	"ticket.reply":       "答复工单",
	"ticket.merged":      "合并工单",
	"ticket.closed":      "办结工单",
	"ticket.reopened":    "重新办理工单",
	"ticket.classified":  "改工单类别",
	"ticket.cleared":     "核对疑似申请",
	"ticket.filed":       "疑似申请已正式提出",
	"canned.save":        "修改常用语",
	"canned.remove":      "删除常用语",

	"draft.created":       "起草",
	"draft.saved":         "修改草稿",
	"draft.submitted":     "提交审核",
	"draft.approved":      "审核同意",
	"draft.returned":      "退回",
	"draft.dropped":       "草稿作废",
	"draft.agencies":      "请其他单位确认",
	"draft.agreed":        "其他单位已确认",
	"draft.published":     "到期发布",
	"knowledge.published": "发布",
	"knowledge.imported":  "导入",
	"knowledge.approved":  "审定",
	"knowledge.struck":    "撤下",
	"knowledge.pending":   "改为待审",
	"knowledge.checked":   "核对无误",
	"recall.created":      "发起更正",
	"survey.sent":         "发出评议邀请",
	"question.dismissed":  "去掉未答问题",
	"link.approved":       "认可问法关联",
	"link.doubted":        "不再认可问法关联",
	"link.removed":        "删除问法关联",
}

// auditNouns are the kinds of acts offered for selection.
var auditNouns = []option{{"", "全部"}, {"session", "登录"}, {"staff", "账号"}, {"ticket", "工单"}, {"page.denied", "越权访问"}, {"audit", "审计"}}

type option struct{ Value, Words string }

var auditColumns = []string{"序号", "时间", "账号", "地址", "操作", "对象", "成功", "之前", "之后", "校验值"}

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
