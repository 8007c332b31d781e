package admin

import (
	"encoding/json"
	"errors"
	"html/template"

	"shangda/desk"
	"shangda/document"
	"shangda/policy"
)

var kinds = map[string]string{
	string(policy.KindDocument): "文件", string(policy.KindGuide): "办事指南", string(policy.KindQA): "问答", string(policy.KindList): "负面清单",
	desk.KindTable: "词表", desk.KindNotice: "订阅通知", desk.KindCorrection: "更正通知",
}

// statuses4 are the four states of a text's validity.
var statuses4 = map[policy.Status]string{
	policy.InForce: "现行有效", policy.Amended: "已被新版替代", policy.Repealed: "已废止", policy.NotYet: "尚未施行",
}

var statusTones = map[policy.Status]string{policy.InForce: "good", policy.Amended: "bad", policy.Repealed: "bad", policy.NotYet: "soon"}

var reviews = map[policy.Review]string{policy.Pending: "待审", policy.Approved: "已审定", policy.Struck: "已撤下"}

var reviewTones = map[policy.Review]string{policy.Pending: "warn", policy.Approved: "good", policy.Struck: "plain"}

var origins = map[policy.Origin]string{policy.FromStarter: "随系统提供", policy.FromImport: "导入", policy.FromStaff: "本局编写"}

var draftStates = map[desk.DraftState]string{
	desk.DraftOpen: "草稿", desk.DraftSection: "待科室负责人审核", desk.DraftLeader: "待主管领导审核", desk.DraftScheduled: "定时发布",
	desk.DraftPublished: "已发布", desk.DraftReturned: "已退回", desk.DraftDropped: "已作废",
}

var draftTones = map[desk.DraftState]string{
	desk.DraftOpen: "plain", desk.DraftSection: "warn", desk.DraftLeader: "warn", desk.DraftScheduled: "soon",
	desk.DraftPublished: "good", desk.DraftReturned: "bad", desk.DraftDropped: "plain",
}

// attributes answer 能否公开.
var attributes = map[desk.Attribute]string{
	desk.AttributeOpen: "能，主动公开", desk.AttributeRequest: "依申请公开", desk.AttributeClosed: "不能公开",
}

var topics = map[desk.Topic]string{
	desk.TopicLists: "清单更新", desk.TopicAnnual: "外资年报", desk.TopicGuides: "指南修订", desk.TopicSurvey: "年度评议",
}

var tableNames = map[desk.TableName]string{
	desk.TableVocabulary: "群众说法对照表", desk.TableDirectory: "其他部门职责表", desk.TableSections: "科室分工表",
}

var tableHints = map[desk.TableName]string{
	desk.TableVocabulary: "每行三栏，用制表符（Tab）分开：群众的说法、文件里的说法（可以几个，用空格分开）、理由。# 开头的行是说明。",
	desk.TableDirectory:  "每件事一段：topic 事项，words 群众的说法（6 到 20 个），unless 出现时不算的词，who 归谁管，contact 怎么联系。缩进要对齐。",
	desk.TableSections:   "每个科室一段：section 科室，topics 主题，words 问题里的词。缩进要对齐。",
}

// How and in which scope a table is made public: it is not; both are asked all the same.
const (
	tableHow   = "系统内部使用"
	tableScope = "本局"
)

var tableFaults = map[string]string{
	"twice": "前面已经有了。", "columns": "要有三栏，用制表符分开，第二栏不能空。", "reason": "缺理由。", "itself": "对应到了自己，或与排除词矛盾。",
	"short": "词太短，至少两个字。", "count": "词的个数不对，要 6 到 20 个。", "contact": "归谁管和怎么联系要一起填。", "empty": "有必填的没填。",
	"shape": "格式不对，请检查缩进、冒号和项目名称。",
}

var outlineFaultWords = map[policy.OutlineFault]string{
	policy.OutlineLoose: "这行文字不属于任何一条，请在前面加上“### 条款名”。", policy.OutlineUnnamed: "### 后面要写条款名。",
	policy.OutlineTwice: "这个条款名用过了：", policy.OutlineEmpty: "这一条没有内容：",
}

var stales = map[string]string{
	string(policy.Repealed): "依据已废止", string(policy.Amended): "已有新版", "check": "该核对了", "guide": "指南一年没有更新",
}

var flawWords = map[string]string{
	"basis_title": "依据的文件不在库里：", "basis_article": "依据的条款不在库里：", "basis_old": "依据不是现行有效：", "table": "格式有误，请先改好。",
	"missing_title": "没有标题。", "missing_articles": "没有正文。", "missing_doc_no": "没有文号。", "missing_issuer": "没有发文机关。",
	"missing_published": "没有发布日期。", "missing_effective": "没有施行日期：系统会当作一直有效。", "missing_jurisdiction": "没有适用地域：按全国对待。",
	"missing_completeness": "没有注明是否全文。",
	"scan_identity":        "像是身份证号：", "scan_mobile": "像是手机号：", "scan_account": "像是账号：", "scan_secret": "有密级标志：",
	"scan_internal": "有内部资料标志：", "scan_withheld": "公开属性不是主动公开：", "scan_unissued": "像是未定稿：",
}

var relations = map[policy.Relation]string{
	policy.RelationSame: "同名，将替换", policy.RelationCopy: "内容几乎一样，可能重复了", policy.RelationNewer: "看起来是它的新版",
	policy.RelationOlder: "看起来是它的旧版", policy.RelationEdition: "看起来是它的另一个版本",
}

var whys = map[string]string{"none": "没找到", "choose": "没选中", "unhelpful": "说没用"}

var trends = map[string]string{"rising": "在增多", "falling": "在减少"}

// parts of an item, by the key that room policy gives them.
var partNames = map[string]string{
	"title": "标题", "doc_no": "文号", "issuer": "发文机关", "published": "发布日期", "effective": "施行日期", "repealed": "失效日期", "status": "效力",
	"jurisdiction": "适用地域", "supersedes": "替代的文件", "superseded_by": "被替代", "wordings": "其他问法", "answer": "答案", "caution": "注意",
	"next": "下一步", "summary": "一句话说明", "who": "谁能办", "conditions": "条件", "materials": "材料", "steps": "步骤", "where": "在哪办", "days": "时限",
	"fee": "收费", "late": "逾期后果", "branches": "分情形", "basis": "依据",
}

// partName names a part; an article names itself.
func partName(key string) string {
	if w, ok := partNames[key]; ok {
		return w
	}
	return key
}

const overtakenWords = "在审核期间，这一条已被别人修改并发布。请对照现在的内容改好，再提交。"

// readFault is the code of what is wrong with a file; empty for a failure of ours.
func readFault(err error) string {
	var cell *policy.CellError
	var field *policy.FieldError
	for _, f := range []struct {
		err  error
		code string
	}{
		{document.ErrEmpty, "file_empty"},
		{document.ErrNoText, "file_empty"},
		{document.ErrTooLarge, "file_large"},
		{document.ErrUnsupported, "file_kind"},
		{document.ErrBroken, "file_broken"},
		{document.ErrEncrypted, "file_locked"},
		{document.ErrMacros, "file_macros"},
		{document.ErrLimits, "file_limits"},
		{policy.ErrNoTitle, "file_title"},
		{policy.ErrNoBody, "file_empty"},
	} {
		if errors.Is(err, f.err) {
			return f.code
		}
	}
	if errors.As(err, &cell) || errors.As(err, &field) {
		return "file_table"
	}
	return ""
}

// knowledgeWords are the functions of the templates about knowledge.
func knowledgeWords() template.FuncMap {
	return template.FuncMap{
		"kind":   func(k any) string { return word(kinds)(asText(k)) },
		"status": word(statuses4), "statusTone": word(statusTones), "review": word(reviews), "reviewTone": word(reviewTones), "origin": word(origins),
		"draftState": word(draftStates), "draftTone": word(draftTones), "attribute": word(attributes), "topic": func(t any) string { return word(topics)(desk.Topic(asText(t))) },
		"tableName": word(tableNames), "tableHint": word(tableHints), "tableFault": word(tableFaults), "outlineFault": word(outlineFaultWords),
		"stale": word(stales), "flaw": word(flawWords), "relation": word(relations), "why": word(whys), "trend": word(trends), "reason": reasonOf,
		"part": partName, "list": joined, "percent": func(share float64) int { return int(share*100 + 0.5) }, "high": high, "short": short,
		"add": func(a, b int) int { return a + b }, "sub": func(a, b int) int { return a - b }, "mul": func(a, b int) int { return a * b },
		"said": said, "pair": func(page, rows any) map[string]any { return map[string]any{"Page": page, "Rows": rows} },
		"topics": desk.Topics, "attributes": func() []desk.Attribute {
			return []desk.Attribute{desk.AttributeOpen, desk.AttributeRequest, desk.AttributeClosed}
		},
		"statuses": func() []policy.Status {
			return []policy.Status{policy.InForce, policy.NotYet, policy.Amended, policy.Repealed}
		},
	}
}

// said is what an entry of the audit trail says in words: the reason of a decision.
func said(after string) string {
	var facts struct{ Reason string }
	if err := json.Unmarshal([]byte(after), &facts); err != nil {
		return "" // not every line of the trail holds facts
	}
	return reasonOf(facts.Reason)
}
