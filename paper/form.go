package paper

import (
	"strings"

	"shangda/disclosure"
)

// Labels of codes, as forms and papers print them.
var (
	ApplicantTypes = map[disclosure.ApplicantType]string{
		disclosure.Person: "自然人", disclosure.Company: "商业企业", disclosure.Research: "科研机构", disclosure.Charity: "社会公益组织",
		disclosure.LawFirm: "法律服务机构", disclosure.OtherBody: "其他",
	}
	IDKinds = map[string]string{
		disclosure.IDCard: "居民身份证", disclosure.IDPassport: "护照", disclosure.IDHongKong: "港澳居民来往内地通行证",
		disclosure.IDTaiwan: "台湾居民来往大陆通行证", disclosure.IDResident: "居住证（港澳台、外国人永久居留）", disclosure.IDOfficer: "军官证",
		disclosure.IDCredit: "统一社会信用代码", disclosure.IDOtherBody: "其他登记证书",
	}
	Deliveries = map[disclosure.Delivery]string{
		disclosure.DeliverPost: "邮寄", disclosure.DeliverMail: "电子邮件", disclosure.DeliverOnline: "网上（微信）获取",
		disclosure.DeliverPickup: "自行领取", disclosure.DeliverInspect: "当场查阅、抄录", disclosure.DeliverFax: "传真",
	}
	Carriers = map[disclosure.Carrier]string{
		disclosure.CarrierPaper: "纸质", disclosure.CarrierFile: "电子文件", disclosure.CarrierDisc: "光盘",
	}
	Intakes = map[disclosure.Intake]string{
		disclosure.ByPerson: "当面", disclosure.ByOral: "口头（代填）", disclosure.ByRegistered: "邮寄（签收）", disclosure.ByLetter: "平常信函",
		disclosure.ByFax: "传真", disclosure.ByWeb: "互联网",
	}
	Codes = map[disclosure.Code]string{
		disclosure.CodePublished: "已主动公开", disclosure.CodeFull: "予以公开", disclosure.CodePartial: "部分公开",
		disclosure.CodeSecret: "不予公开：国家秘密", disclosure.CodeBanned: "不予公开：法律行政法规禁止", disclosure.CodeSafety: "不予公开：三安全一稳定",
		disclosure.CodeTrade: "不予公开：商业秘密", disclosure.CodePrivacy: "不予公开：个人隐私", disclosure.CodeInternal: "不予公开：内部事务信息",
		disclosure.CodeProcess: "不予公开：过程性信息", disclosure.CodeEnforcement: "不予公开：行政执法案卷", disclosure.CodeQuery: "行政查询事项",
		disclosure.CodeAbsent: "信息不存在", disclosure.CodeElsewhere: "非本机关信息", disclosure.CodeMake: "需另行制作",
		disclosure.CodeUnclear: "补正后仍不明确", disclosure.CodePetition: "不予处理：信访举报投诉", disclosure.CodeRepeat: "不予处理：重复申请",
		disclosure.CodeBook: "不予处理：公开出版物", disclosure.CodeExcessive: "不予处理：大量反复申请", disclosure.CodeReissue: "不予处理：确认或重新出具",
		disclosure.CodeUncorrected: "终止：逾期不补正", disclosure.CodeUnpaid: "终止：逾期未缴费", disclosure.CodeWithdrawn: "终止：申请人撤回",
		disclosure.CodeOther: "其他处理",
	}
	ServiceMethods = map[disclosure.ServiceMethod]string{
		disclosure.ServeOnline: "网上（申请人凭查询码打开）", disclosure.ServePost: "邮寄", disclosure.ServeHand: "直接送达", disclosure.ServeAgency: "委托送达",
	}
)

func yesNo(is bool) string {
	if is {
		return "是"
	}
	return "否"
}

// fields leaves out what is empty.
func fields(all ...Field) []Field {
	out := all[:0]
	for _, f := range all {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

func register(c Case) []Block {
	r, a := c.Request, c.Request.Application
	return []Block{
		{Heading: "申请人", Fields: fields(
			Field{"类型", ApplicantTypes[a.Type]}, Field{"姓名（名称）", a.Name}, Field{IDKinds[a.IDKind], a.IDNumber},
			Field{"法定代表人", a.Representative}, Field{"联系人", a.Contact}, Field{"受托人", a.Agent.Name}, Field{"受托人证件号码", a.Agent.IDNumber},
			Field{"联系电话", a.Phone}, Field{"电子邮箱", a.Email}, Field{"联系地址", a.Address}, Field{"邮政编码", a.Postcode})},
		{Heading: "所需信息", Fields: fields(
			Field{"名称、文号或者其他特征性描述", a.What}, Field{"获取信息的方式", Deliveries[a.Delivery]}, Field{"载体形式", Carriers[a.Carrier]},
			Field{"无法按指定方式提供时接受其他方式", yesNo(a.AcceptOther)}, Field{"需要阅读、视听帮助", yesNo(a.Help)})},
		{Heading: "登记", Fields: fields(
			Field{"登记号", r.Number}, Field{"收到渠道", Intakes[r.Intake]}, Field{"收到之日", day(r.Received)}, Field{"答复期限", day(c.Due)})},
	}
}

func served(c Case) []Block {
	r, s := c.Request, c.Request.Service
	opened := ""
	if !s.Opened.IsZero() {
		opened = s.Opened.In(disclosure.Zone).Format("2006年1月2日15:04")
	}
	return []Block{{Fields: fields(
		Field{"登记号", r.Number}, Field{"受送达人", r.Application.Name}, Field{"送达方式", ServiceMethods[s.Method]},
		Field{"打开时间", opened}, Field{"交邮之日", day(s.Posted)}, Field{"邮件号", s.Tracking}, Field{"签收之日", day(s.Signed)}, Field{"签收人（经办人）", s.By})}}
}

func approval(c Case) []Block {
	r := c.Request
	blocks := []Block{{Fields: fields(
		Field{"登记号", r.Number}, Field{"申请内容", r.Application.What}, Field{"收到之日", day(r.Received)}, Field{"答复期限", day(c.Due)})}}
	if d := r.Draft; d != nil {
		blocks = append(blocks, Block{Heading: "拟办意见", Fields: fields(
			Field{"处理结果", Codes[d.Code]}, Field{"依据", strings.TrimPrefix(rule(d), "依据")}, Field{"理由", d.Reason}, Field{"内容", d.Content})})
	}
	if len(c.Record) > 0 {
		return append(blocks, Block{Heading: "审查意见", Fields: c.Record})
	}
	return append(blocks, Block{Heading: "审查意见", Fields: []Field{{"科室负责人", " "}, {"主管领导", " "}}})
}

// transfer hands what was given to an applicant, or suggested by one, to be put before the public (第四十四条).
func transfer(c Case) []Block {
	r := c.Request
	why := "多个申请人申请或者适宜主动公开，依据" + law + "第四十四条纳入主动公开"
	if r.Kind == disclosure.CaseSuggestion {
		why = "申请人建议主动公开，依据" + law + "第四十四条第二款审核认为属于主动公开范围"
	}
	form := ""
	if d := r.Draft; d != nil {
		form = Codes[d.Code]
	}
	return []Block{
		{Heading: "移送的信息", Fields: fields(
			Field{"登记号", r.Number}, Field{"信息名称", r.Application.What}, Field{"原处理结果", form}, Field{"移送事由", why}, Field{"移送科室", r.Section})},
		{Heading: "审核和公开", Fields: []Field{
			{"能否公开、在什么范围公开", " "}, {"公开渠道", " "}, {"公开期限（形成或者变更之日起20个工作日内）", " "}, {"移送人、日期", " "}, {"接收人、日期", " "},
		}},
	}
}
