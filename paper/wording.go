package paper

import (
	"fmt"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
)

const law = "《中华人民共和国政府信息公开条例》"

// wording is how a kind of paper is worded.
type wording struct {
	title    string
	decides  bool // ends the case: needs its decision, and names the remedy
	consults bool
	to       func(Case) string
	blocks   func(Case) []Block
}

// wordings has every kind of paper.
var wordings = map[disclosure.PaperKind]wording{
	disclosure.PaperRegister:   {title: "政府信息公开申请登记表", to: nobody, blocks: register},
	disclosure.PaperReceipt:    {title: "政府信息公开申请登记回执", blocks: receipt},
	disclosure.PaperCorrection: {title: "政府信息公开申请补正告知书", blocks: correction},
	disclosure.PaperReasons:    {title: "说明理由告知书", blocks: reasons},
	disclosure.PaperExtension:  {title: "延期答复告知书", blocks: extension},
	disclosure.PaperThird:      {title: "政府信息公开征求意见书", consults: true, to: party, blocks: third},
	disclosure.PaperConfirm:    {title: "第三方意见确认函", consults: true, to: theOffice, blocks: confirm},
	disclosure.PaperThirdTold:  {title: "征求意见告知书", blocks: thirdTold},
	disclosure.PaperOverride:   {title: "依申请公开告知书", consults: true, to: party, blocks: override},
	disclosure.PaperMaker:      {title: "政府信息公开征求意见书", consults: true, to: party, blocks: maker},
	disclosure.PaperOpinion:    {title: "征求意见函", consults: true, to: party, blocks: opinion},
	disclosure.PaperAssist:     {title: "协办函", consults: true, to: party, blocks: assist},
	disclosure.PaperFee:        {title: "信息处理费收费通知书", blocks: fee},

	disclosure.PaperFull:      decision("政府信息公开告知书", full),
	disclosure.PaperPublished: decision("已主动公开政府信息告知书", published),
	disclosure.PaperPartial:   decision("政府信息部分公开告知书", partial),
	disclosure.PaperRefusal:   decision("政府信息不予公开告知书", refusal),
	disclosure.PaperQuery:     decision("行政查询事项告知书", query),
	disclosure.PaperAbsent:    decision("政府信息不存在告知书", absent),
	disclosure.PaperElsewhere: decision("非本机关政府信息告知书", elsewhere),
	disclosure.PaperMake:      decision("政府信息需另行制作告知书", another),
	disclosure.PaperUnclear:   decision("政府信息公开申请内容不明确告知书", unclear),
	disclosure.PaperPetition:  decision("政府信息公开申请不予处理告知书", petition),
	disclosure.PaperRepeat:    decision("政府信息公开申请不予重复处理告知书", repeated),
	disclosure.PaperBook:      decision("公开出版物获取途径告知书", book),
	disclosure.PaperExcessive: decision("政府信息公开申请不予处理告知书", excessive),
	disclosure.PaperReissue:   decision("政府信息公开申请不予处理告知书", reissue),
	disclosure.PaperEnded:     decision("政府信息公开申请终止处理告知书", ended),
	disclosure.PaperWithdrawn: decision("撤回政府信息公开申请确认书", withdrawn),

	disclosure.PaperRecordFixed: {title: "政府信息更正（转送）告知书", blocks: recordFixed},
	disclosure.PaperServed:      {title: "送达回证", to: nobody, blocks: served},
	disclosure.PaperApproval:    {title: "政府信息公开审查呈批单", to: nobody, blocks: approval},
	disclosure.PaperTransfer:    {title: "主动公开移送明细表", to: nobody, blocks: transfer},
}

// decision is a paper that answers the application: what came in, what is decided, how it can be challenged.
func decision(title string, says func(Case, *disclosure.Decision) []Block) wording {
	return wording{title: title, decides: true, blocks: func(c Case) []Block {
		blocks := append([]Block{{Text: c.opening() + "经审查，现答复如下："}}, says(c, c.Request.Draft)...)
		if note := c.Request.Draft.FormNote; note != "" {
			blocks = append(blocks, Block{Text: "关于提供形式：" + note + "（依据" + law + "第四十条）。"})
		}
		return blocks
	}}
}

// opening says what came in and when.
func (c Case) opening() string {
	r := c.Request
	s := fmt.Sprintf("本机关于%s收到您（单位）提出的政府信息公开申请（登记号：%s），申请公开：“%s”。", day(r.Received), r.Number, r.Application.What)
	if r.Correction.Answered != "" {
		s += fmt.Sprintf("您（单位）于%s补正。", day(r.Correction.Answered))
	}
	return s
}

func texts(lines ...string) []Block {
	var out []Block
	for _, s := range lines {
		if s != "" {
			out = append(out, Block{Text: s})
		}
	}
	return out
}

// reasoned puts the office's own words after the rule, as a sentence.
func reasoned(s string) string {
	if s = strings.TrimSpace(s); s == "" {
		return ""
	}
	if !strings.HasSuffix(s, "。") {
		s += "。"
	}
	return s
}

func nobody(Case) string { return "" }

func theOffice(c Case) string { return c.Office.Name }

func party(c Case) string {
	x, _ := c.consulted()
	return x.Party
}

// contact is how the office is reached, as far as its settings say.
func (c Case) contact() string {
	o := c.Office
	name := o.Disclosure
	if name == "" {
		name = o.Name
	}
	var parts []string
	for _, f := range []Field{{"联系部门", name}, {"电话", o.Phone}, {"地址", o.Address}, {"邮编", o.Postcode}} {
		if f.Value != "" {
			parts = append(parts, f.Name+"："+f.Value)
		}
	}
	return strings.Join(parts, "；") + "。"
}

func receipt(c Case) []Block {
	r := c.Request
	fields := []Field{
		{"登记号", r.Number}, {"收到之日", day(r.Received)}, {"申请内容", r.Application.What}, {"答复期限", day(c.Due) + "前（含当日）"},
	}
	if c.Code != "" {
		fields = append(fields, Field{"查询码", c.Code + "（请妥善保管，勿转发）"})
	}
	blocks := []Block{
		{Text: "您（单位）提出的政府信息公开申请，本机关已登记："},
		{Fields: fields},
		{Text: "本机关将自收到之日起20个工作日内答复；需要延长的，最长延长20个工作日并告知您（单位）。征求第三方和其他机关意见所需时间不计算在内（" + law + "第三十三条）。"},
	}
	if c.PageURL != "" {
		blocks = append(blocks, Block{Text: "扫描二维码，凭查询码查看进度和答复：", QR: c.PageURL})
	}
	return append(blocks, Block{Text: c.contact()})
}

func correction(c Case) []Block {
	k := c.Request.Correction
	return texts(
		c.opening()+"因申请内容不明确，依据"+law+"第三十条，请一次性补正以下事项：",
		k.Points,
		fmt.Sprintf("请于%s前补正。答复期限自本机关收到补正的申请之日起计算；无正当理由逾期不补正的，视为放弃申请，本机关不再处理。", day(k.Until)),
		c.contact())
}

func reasons(c Case) []Block {
	return texts(c.opening()+"您（单位）申请公开政府信息的数量、频次明显超过合理范围，依据"+law+"第三十五条，请书面说明理由。",
		"本机关认为申请理由不合理的，将告知不予处理；认为理由合理但不能在规定期限内答复的，可以确定延迟答复的合理期限并告知。", c.contact())
}

func extension(c Case) []Block {
	e := c.Request.Extension
	return texts(fmt.Sprintf("%s因%s，不能按期答复。经政府信息公开工作机构负责人同意，依据%s第三十三条第二款，延长答复期限%d个工作日，答复期限至%s。",
		c.opening(), strings.TrimSuffix(e.Reason, "。"), law, e.Days, day(c.Due)), c.contact())
}

// wanted is what is asked for as those who are consulted read it: without the applicant, unless the office chose to name them.
func (c Case) wanted() string {
	if x, _ := c.consulted(); x.Naming {
		return c.Request.Application.What
	}
	return desk.Mask(c.Request.Application.Unnamed())
}

func third(c Case) []Block {
	x, _ := c.consulted()
	who := "有申请人"
	if x.Naming {
		who = c.Request.Application.Name
	}
	return texts(
		fmt.Sprintf("%s向本机关申请公开：“%s”。该信息公开后可能损害你（单位）合法权益，依据%s第三十二条，现征求你（单位）意见。", who, c.wanted(), law),
		"请自收到本征求意见书之日起15个工作日内，书面答复是否同意公开；不同意公开的，请说明理由。逾期未提出意见的，由本机关依法决定是否公开。",
		c.answerPage(), c.contact())
}

// confirm is what a third party fills in, signs and sends back (第三十二条).
func confirm(c Case) []Block {
	return []Block{
		{Text: "贵单位关于公开“" + c.wanted() + "”的征求意见书收悉。经研究，意见如下："},
		{Fields: []Field{
			{"收到征求意见书的日期", "　　　　年　　月　　日"},
			{"意见（请勾选）", "□ 同意公开　　□ 部分同意公开　　□ 不同意公开"},
			{"同意公开的部分", " "},
			{"不同意公开的理由", " "},
			{"第三方（签名或者盖章）", " "},
			{"联系人、电话", " "},
			{"日期", "　　　　年　　月　　日"},
		}},
		{Text: "请自收到征求意见书之日起15个工作日内，将本函交回。" + c.contact()},
	}
}

func thirdTold(c Case) []Block {
	return texts(c.opening()+"因申请公开的信息涉及第三方合法权益或者其他机关，本机关正在依法征求意见。依据"+law+"第三十三条第三款，征求意见所需时间不计算在答复期限内。", c.contact())
}

func override(c Case) []Block {
	d := c.Request.Draft
	content, reason := "", ""
	if d != nil {
		content, reason = d.Content, d.Reason
	}
	blocks := texts(
		"你（单位）就“"+c.wanted()+"”提出了不同意公开的意见。本机关认为，不公开该信息可能对公共利益造成重大影响，依据"+law+"第三十二条，决定予以公开。",
		"决定公开的内容："+reasoned(content), "理由："+reasoned(reason))
	if remedy, err := c.remedyOf(disclosure.RemedyEither); err == nil {
		blocks = append(blocks, Block{Text: remedy})
	}
	return blocks
}

func maker(c Case) []Block {
	return texts(
		fmt.Sprintf("本机关收到公开“%s”的申请。该信息由本机关牵头、与贵单位共同制作，依据%s第三十四条，现征求贵单位意见。", c.wanted(), law),
		"请自收到本征求意见书之日起15个工作日内提出意见；逾期未提出意见的，视为同意公开。", c.answerPage(), c.contact())
}

// answerPage is where a party that is asked may answer in a browser.
func (c Case) answerPage() string {
	if c.AnswerURL == "" {
		return ""
	}
	return "也可以在网上答复（专用网址，请勿转发）：" + c.AnswerURL
}

func opinion(c Case) []Block {
	return texts(
		fmt.Sprintf("本机关收到公开“%s”的申请（登记号：%s）。该信息涉及贵单位，依据%s第三十三条第三款，现征求贵单位能否公开的意见，请尽快答复。",
			c.wanted(), c.Request.Number, law),
		c.answerPage(), c.contact())
}

func assist(c Case) []Block {
	return texts(fmt.Sprintf("本机关正在办理政府信息公开申请（登记号：%s），申请公开：“%s”。请协助检索是否制作或者保存该信息，并将检索情况和材料交我单位。",
		c.Request.Number, c.wanted()), c.contact())
}

func fee(c Case) []Block {
	f := c.Request.Fee
	unit := map[string]string{"item": "按件计收", "page": "按量计收"}[f.By]
	return texts(
		c.opening()+"依据"+law+"第四十二条和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），应当缴纳信息处理费。",
		fmt.Sprintf("计收方式：%s；数额：%d元。", unit, f.Yuan),
		fmt.Sprintf("请自收到本通知次日起20个工作日内（至%s）缴纳，费用缴入同级国库，开具财政票据。逾期未缴纳的，视为放弃申请，本机关不再处理。", day(f.PayBy)),
		c.contact())
}
