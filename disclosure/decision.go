package disclosure

import "slices"

// Code is what is decided on an application. Stored: never rename.
type Code string

const (
	CodePublished   Code = "published"   // 已主动公开
	CodeFull        Code = "full"        // 予以公开
	CodePartial     Code = "partial"     // 部分公开
	CodeSecret      Code = "secret"      // 国家秘密
	CodeBanned      Code = "banned"      // 其他法律行政法规禁止公开
	CodeSafety      Code = "safety"      // 三安全一稳定
	CodeTrade       Code = "trade"       // 商业秘密
	CodePrivacy     Code = "privacy"     // 个人隐私
	CodeInternal    Code = "internal"    // 内部事务信息
	CodeProcess     Code = "process"     // 过程性信息
	CodeEnforcement Code = "enforcement" // 行政执法案卷信息
	CodeQuery       Code = "query"       // 行政查询事项
	CodeAbsent      Code = "absent"      // 经检索不存在
	CodeElsewhere   Code = "elsewhere"   // 非本机关
	CodeMake        Code = "make"        // 需另行制作
	CodeUnclear     Code = "unclear"     // 补正后仍不明确
	CodePetition    Code = "petition"    // 信访举报投诉类
	CodeRepeat      Code = "repeat"      // 重复申请
	CodeBook        Code = "book"        // 公开出版物
	CodeExcessive   Code = "excessive"   // 无正当理由大量反复申请
	CodeReissue     Code = "reissue"     // 确认或重新出具已获取信息
	CodeUncorrected Code = "uncorrected" // 逾期不补正
	CodeUnpaid      Code = "unpaid"      // 逾期未缴费
	CodeWithdrawn   Code = "withdrawn"   // 撤回
	CodeOther       Code = "other"       // 其他
)

// Remedy is which way a decision can be challenged (行政复议法 of 2023, 行政诉讼法).
type Remedy string

const (
	RemedyEither      Remedy = "either"       // 复议 within 60 days, or suit within 6 months
	RemedyReviewFirst Remedy = "review_first" // 复议 first, then suit within 15 days (第二十三条第四项)
	RemedyNone        Remedy = "none"         // nothing was refused: withdrawn by the applicant
)

// Need is something that a decision of a kind must say.
type Need string

const (
	NeedReason   Need = "reason"   // in the office's own words
	NeedContent  Need = "content"  // the information, or how and when it is provided
	NeedWhere    Need = "where"    // where exactly it is published, or how to get it
	NeedParts    Need = "parts"    // every withheld part with its ground
	NeedLaw      Need = "law"      // the law that forbids, or that rules the query
	NeedSearch   Need = "search"   // which systems, which keywords, who, when
	NeedAgency   Need = "agency"   // the right agency with contact, or that it can't be determined
	NeedChannel  Need = "channel"  // the channel for 信访, 投诉, 举报
	NeedEarlier  Need = "earlier"  // number and date of the earlier reply
	NeedAsked    Need = "asked"    // the applicant was asked for reasons (第三十五条)
	NeedConsent  Need = "consult"  // the third party was heard (第三十二条)
	NeedDeadline Need = "deadline" // a period that has run out: 补正, 缴费
	NeedWish     Need = "wish"     // the applicant's statement
	NeedCode     Need = "code"     // one that there is
	NeedOverride Need = "override" // a third party objected: the public interest that outweighs it (第三十二条)
)

// Rule is everything that follows from a code.
type Rule struct {
	Code    Code
	Article string // of the 条例
	Remedy  Remedy
	Needs   []Need
	Paper   PaperKind
	Row2018 string // cell of the yearly table of 2018
	Row2021 string // row of table 2 of the form of 2021
}

// rules is the one table from a code to article, paper, remedy, required fields and rows of both forms. The remedy goes by the
// article, never by the row.
var rules = []Rule{
	{CodePublished, "第三十六条第一项", RemedyEither, []Need{NeedWhere}, PaperPublished, "3.3.1", "r3.1"},
	{CodeFull, "第三十六条第二项", RemedyEither, []Need{NeedContent}, PaperFull, "3.3.2", "r3.1"},
	{CodePartial, "第三十七条", RemedyEither, []Need{NeedContent, NeedParts, NeedReason}, PaperPartial, "3.3.3", "r3.2"},
	{CodeSecret, "第十四条", RemedyReviewFirst, []Need{NeedReason}, PaperRefusal, "3.3.4.1", "r3.3.1"},
	{CodeBanned, "第十四条", RemedyReviewFirst, []Need{NeedReason, NeedLaw}, PaperRefusal, "3.3.4.6", "r3.3.2"},
	{CodeSafety, "第十四条", RemedyReviewFirst, []Need{NeedReason}, PaperRefusal, "3.3.4.4", "r3.3.3"},
	{CodeTrade, "第十五条", RemedyReviewFirst, []Need{NeedReason, NeedConsent}, PaperRefusal, "3.3.4.2", "r3.3.4"},
	{CodePrivacy, "第十五条", RemedyReviewFirst, []Need{NeedReason, NeedConsent}, PaperRefusal, "3.3.4.3", "r3.3.4"},
	{CodeInternal, "第十六条第一款", RemedyReviewFirst, []Need{NeedReason}, PaperRefusal, "3.3.4.6", "r3.3.5"},
	{CodeProcess, "第十六条第二款", RemedyReviewFirst, []Need{NeedReason}, PaperRefusal, "3.3.4.6", "r3.3.6"},
	{CodeEnforcement, "第十六条第二款", RemedyReviewFirst, []Need{NeedReason}, PaperRefusal, "3.3.4.6", "r3.3.7"},
	{CodeQuery, "第三十六条第七项", RemedyEither, []Need{NeedLaw, NeedWhere}, PaperQuery, "3.3.8", "r3.3.8"},
	{CodeAbsent, "第三十六条第四项", RemedyEither, []Need{NeedSearch}, PaperAbsent, "3.3.6", "r3.4.1"},
	{CodeElsewhere, "第三十六条第五项", RemedyEither, []Need{NeedReason, NeedAgency}, PaperElsewhere, "3.3.5", "r3.4.1"},
	{CodeMake, "第三十八条", RemedyEither, []Need{NeedReason}, PaperMake, "3.3.6", "r3.4.2"},
	{CodeUnclear, "第三十条", RemedyEither, []Need{NeedReason}, PaperUnclear, "3.3.7", "r3.4.3"},
	{CodePetition, "第三十九条第一款", RemedyEither, []Need{NeedReason, NeedChannel}, PaperPetition, "3.3.8", "r3.5.1"},
	{CodeRepeat, "第三十六条第六项", RemedyEither, []Need{NeedEarlier}, PaperRepeat, "3.3.8", "r3.5.2"},
	{CodeBook, "第三十九条第二款", RemedyEither, []Need{NeedWhere}, PaperBook, "3.3.8", "r3.5.3"},
	{CodeExcessive, "第三十五条", RemedyEither, []Need{NeedReason, NeedAsked}, PaperExcessive, "3.3.8", "r3.5.4"},
	{CodeReissue, "第三十六条", RemedyEither, []Need{NeedReason}, PaperReissue, "3.3.8", "r3.5.5"},
	{CodeUncorrected, "第三十条", RemedyEither, []Need{NeedDeadline}, PaperEnded, "3.3.7", "r3.6.1"},
	{CodeUnpaid, "第四十二条", RemedyEither, []Need{NeedDeadline}, PaperEnded, "3.3.8", "r3.6.2"},
	{CodeWithdrawn, "", RemedyNone, []Need{NeedWish}, PaperWithdrawn, "3.3.8", "r3.6.3"},
	{CodeOther, "", RemedyEither, []Need{NeedReason}, PaperEnded, "3.3.8", "r3.6.3"},
}

// Rules are all codes in the order of the yearly table.
func Rules() []Rule { return slices.Clone(rules) }

// Rule is what follows from the code; false for an unknown one.
func (c Code) Rule() (Rule, bool) {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.Code == c })
	if i < 0 {
		return Rule{}, false
	}
	return rules[i], true
}

// Withholds says that information is kept back under articles 14 to 16.
func (c Code) Withholds() bool {
	r, _ := c.Rule()
	return r.Remedy == RemedyReviewFirst
}

// Decision is the reply to an application (第三十六条). Only the fields that its code needs are required.
type Decision struct {
	Code      Code    `json:"code"`
	Reason    string  `json:"reason,omitempty"`
	Content   string  `json:"content,omitempty"`
	Where     string  `json:"where,omitempty"`
	Parts     []Part  `json:"parts,omitempty"`
	Law       string  `json:"law,omitempty"`
	Search    Search  `json:"search,omitzero"`
	Agency    string  `json:"agency,omitempty"` // name of the right agency
	Contact   string  `json:"contact,omitempty"`
	Unknown   bool    `json:"unknown,omitempty"` // the right agency can't be determined
	Channel   string  `json:"channel,omitempty"`
	Earlier   string  `json:"earlier,omitempty"`   // number and date
	FormNote  string  `json:"form_note,omitempty"` // why another form than asked for (第四十条)
	Files     []int64 `json:"files,omitempty"`     // what is handed out, redacted
	Overrides bool    `json:"overrides,omitempty"` // disclosed against a third party's will (第三十二条)
}

// Part is a withheld part of what was asked for.
type Part struct {
	What   string `json:"what"`
	Code   Code   `json:"code"` // one that withholds
	Reason string `json:"reason"`
	File   int64  `json:"file,omitempty"` // the original; the redacted one is among Decision.Files
}

// Search is how the office looked for what it does not have (第三十六条第四项).
type Search struct {
	Systems  string `json:"systems"`
	Keywords string `json:"keywords"`
	By       string `json:"by"`
	On       Day    `json:"on"`
}

// Missing are the things that the decision must say and doesn't. What depends on the case (a third party heard, reasons
// asked for, a period run out) is asked of r.
func (d *Decision) Missing(r *Request) []Need {
	rule, ok := d.Code.Rule()
	if !ok {
		return []Need{NeedCode}
	}
	var missing []Need
	for _, n := range rule.Needs {
		if !d.says(n, r) {
			missing = append(missing, n)
		}
	}
	if d.Code == CodeFull && r.objected() && (!d.Overrides || d.Reason == "") {
		missing = append(missing, NeedOverride)
	}
	return missing
}

// objected says that a third party has given reasons against disclosure.
func (r *Request) objected() bool {
	return slices.ContainsFunc(r.Consultations, func(c Consultation) bool { return c.Kind == ConsultThird && c.Opinion == Objects })
}

func (d *Decision) says(n Need, r *Request) bool {
	switch n {
	case NeedReason:
		return d.Reason != ""
	case NeedContent:
		return d.Content != "" || len(d.Files) > 0
	case NeedWhere:
		return d.Where != ""
	case NeedParts:
		whole := func(p Part) bool { return p.What != "" && p.Reason != "" && p.Code.Withholds() }
		return len(d.Parts) > 0 && !slices.ContainsFunc(d.Parts, func(p Part) bool { return !whole(p) })
	case NeedLaw:
		return d.Law != ""
	case NeedSearch:
		return d.Search.Systems != "" && d.Search.Keywords != "" && d.Search.By != "" && d.Search.On != ""
	case NeedAgency:
		return d.Unknown || d.Agency != "" && d.Contact != ""
	case NeedChannel:
		return d.Channel != ""
	case NeedEarlier:
		return d.Earlier != ""
	case NeedAsked:
		return r.ReasonsAsked != ""
	case NeedConsent:
		return slices.ContainsFunc(r.Consultations, func(c Consultation) bool { return c.Kind == ConsultThird && c.Opinion != "" })
	case NeedDeadline:
		return d.Code == CodeUncorrected && r.Correction.Until != "" || d.Code == CodeUnpaid && r.Fee.PayBy != ""
	case NeedWish:
		return r.Withdrawn != ""
	}
	return false
}

// RemedyOf is the remedy that the decision's paper must name. For a partial one that keeps parts back under articles 14 to
// 16 the office chooses which text applies.
func (d *Decision) RemedyOf(partialReviewFirst bool) Remedy {
	rule, _ := d.Code.Rule()
	if d.Code == CodePartial && partialReviewFirst && slices.ContainsFunc(d.Parts, func(p Part) bool { return p.Code.Withholds() }) {
		return RemedyReviewFirst
	}
	return rule.Remedy
}

// PaperKind is a type of official paper; each is numbered by itself in a year. Stored: never rename.
type PaperKind string

const (
	PaperRegister    PaperKind = "register"   // 申请登记表
	PaperReceipt     PaperKind = "receipt"    // 登记回执
	PaperCorrection  PaperKind = "correction" // 补正告知书
	PaperReasons     PaperKind = "reasons"    // 说明理由告知书
	PaperExtension   PaperKind = "extension"  // 延期答复告知书
	PaperThird       PaperKind = "third"      // 征求意见书 to a third party
	PaperConfirm     PaperKind = "confirm"    // 确认函: on which the third party answers
	PaperThirdTold   PaperKind = "third_told" // 征求意见告知书 to the applicant
	PaperOverride    PaperKind = "override"   // 依申请公开告知书 to the third party
	PaperMaker       PaperKind = "maker"      // 征求意见书 to a joint maker
	PaperOpinion     PaperKind = "opinion"    // 征求意见函 to another agency
	PaperAssist      PaperKind = "assist"     // 协办函
	PaperFee         PaperKind = "fee"        // 收费通知书
	PaperFull        PaperKind = "full"       // 予以公开告知书
	PaperPublished   PaperKind = "published"  // 已主动公开告知书
	PaperPartial     PaperKind = "partial"    // 部分公开告知书
	PaperRefusal     PaperKind = "refusal"    // 不予公开告知书
	PaperQuery       PaperKind = "query"      // 行政查询事项告知书
	PaperAbsent      PaperKind = "absent"     // 政府信息不存在告知书
	PaperElsewhere   PaperKind = "elsewhere"  // 非本机关政府信息告知书
	PaperMake        PaperKind = "make"       // 需另行制作告知书
	PaperUnclear     PaperKind = "unclear"    // 补正后仍不明确告知书
	PaperPetition    PaperKind = "petition"   // 不予处理告知书（信访举报投诉）
	PaperRepeat      PaperKind = "repeat"     // 不予重复处理告知书
	PaperBook        PaperKind = "book"       // 公开出版物告知书
	PaperExcessive   PaperKind = "excessive"  // 大量反复申请不予处理告知书
	PaperReissue     PaperKind = "reissue"    // 确认或重新出具不予处理告知书
	PaperEnded       PaperKind = "ended"      // 终止通知
	PaperWithdrawn   PaperKind = "withdrawn"  // 撤回申请确认书
	PaperRecordFixed PaperKind = "record"     // 更正、转送告知书
	PaperServed      PaperKind = "service"    // 送达回证
	PaperApproval    PaperKind = "approval"   // 公开审查呈批单
	PaperTransfer    PaperKind = "transfer"   // 主动公开移送明细表
)
