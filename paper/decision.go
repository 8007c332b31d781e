package paper

import (
	"fmt"
	"strings"

	"shangda/disclosure"
)

// rule names the article that a decision rests on.
func rule(d *disclosure.Decision) string {
	r, _ := d.Code.Rule()
	return "依据" + law + r.Article
}

func full(_ Case, d *disclosure.Decision) []Block {
	s := reasoned(d.Content)
	if len(d.Files) > 0 {
		s += "所申请的信息见附件。"
	}
	return texts(rule(d)+"，您（单位）申请的信息予以公开。", s)
}

func published(_ Case, d *disclosure.Decision) []Block {
	return texts(rule(d)+"，您（单位）申请的信息已经主动公开，获取方式和途径："+reasoned(d.Where), reasoned(d.Content))
}

func partial(_ Case, d *disclosure.Decision) []Block {
	blocks := texts(rule(d) + "，您（单位）申请的信息中，可以公开的部分予以公开：" + reasoned(d.Content))
	if len(d.Files) > 0 {
		blocks = append(blocks, Block{Text: "可以公开的信息见附件。"})
	}
	var parts []Field
	for _, p := range d.Parts {
		part := disclosure.Decision{Code: p.Code}
		parts = append(parts, Field{p.What, ground(p.Code) + "（" + rule(&part) + "）。" + reasoned(p.Reason)})
	}
	return append(blocks, Block{Heading: "不予公开的部分及理由", Fields: parts}, Block{Text: reasoned(d.Reason)})
}

// ground says why a code withholds, in the law's words.
func ground(code disclosure.Code) string {
	return map[disclosure.Code]string{
		disclosure.CodeSecret:      "依法确定为国家秘密",
		disclosure.CodeBanned:      "法律、行政法规禁止公开",
		disclosure.CodeSafety:      "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
		disclosure.CodeTrade:       "涉及商业秘密，公开会对第三方合法权益造成损害",
		disclosure.CodePrivacy:     "涉及个人隐私，公开会对第三方合法权益造成损害",
		disclosure.CodeInternal:    "属于行政机关内部事务信息",
		disclosure.CodeProcess:     "属于行政机关履行行政管理职能过程中形成的过程性信息",
		disclosure.CodeEnforcement: "属于行政执法案卷信息",
	}[code]
}

func refusal(_ Case, d *disclosure.Decision) []Block {
	lawful := ""
	if d.Law != "" {
		lawful = "禁止公开的依据：" + reasoned(d.Law)
	}
	return texts("您（单位）申请的信息"+ground(d.Code)+"，"+rule(d)+"，不予公开。", lawful, "理由："+reasoned(d.Reason))
}

func query(_ Case, d *disclosure.Decision) []Block {
	return texts(rule(d)+"，您（单位）申请的信息属于行政查询事项，有关法律、行政法规对其获取另有规定："+reasoned(d.Law), "请按照规定办理："+reasoned(d.Where))
}

func absent(_ Case, d *disclosure.Decision) []Block {
	s := d.Search
	return texts(
		"经检索，"+rule(d)+"，您（单位）申请的信息不存在。",
		fmt.Sprintf("检索情况：%s，由%s在%s中，以“%s”为关键词检索，未检索到相关信息。", day(s.On), s.By, s.Systems, s.Keywords),
		reasoned(d.Reason))
}

func elsewhere(_ Case, d *disclosure.Decision) []Block {
	s := "根据现有情况，暂不能确定负责公开该信息的行政机关。"
	if !d.Unknown {
		s = "负责公开该信息的行政机关为" + d.Agency + "，联系方式：" + reasoned(d.Contact)
	}
	return texts("您（单位）申请的信息不属于本机关负责公开，"+rule(d)+"，现予告知。", "理由："+reasoned(d.Reason), s)
}

func another(_ Case, d *disclosure.Decision) []Block {
	return texts("行政机关向申请人提供的信息，应当是已制作或者获取的政府信息。您（单位）申请的信息需要本机关对现有政府信息进行加工、分析，"+rule(d)+"，本机关不予提供。", reasoned(d.Reason))
}

func unclear(c Case, d *disclosure.Decision) []Block {
	return texts("经补正，您（单位）的申请内容仍不明确，本机关无法据以检索，"+rule(d)+"，不能提供相关信息。", reasoned(d.Reason))
}

func petition(_ Case, d *disclosure.Decision) []Block {
	return texts("您（单位）以政府信息公开申请的形式进行信访、投诉、举报等活动，"+rule(d)+"，不作为政府信息公开申请处理。", reasoned(d.Reason),
		"您（单位）可以通过以下渠道提出："+reasoned(d.Channel))
}

func repeated(_ Case, d *disclosure.Decision) []Block {
	return texts("本机关已就您（单位）提出的政府信息公开申请作出答复（"+strings.TrimSuffix(d.Earlier, "。")+"），您（单位）重复申请公开相同政府信息，"+rule(d)+"，不予重复处理。", reasoned(d.Reason))
}

func book(_ Case, d *disclosure.Decision) []Block {
	return texts("您（单位）要求提供政府公报、报刊、书籍等公开出版物，"+rule(d)+"，现告知获取的途径："+reasoned(d.Where), reasoned(d.Reason))
}

func excessive(c Case, d *disclosure.Decision) []Block {
	return texts(fmt.Sprintf("您（单位）申请公开政府信息的数量、频次明显超过合理范围，本机关已于%s要求说明理由。经审查，申请理由不合理，%s，不予处理。",
		day(c.Request.ReasonsAsked), rule(d)), reasoned(d.Reason))
}

func reissue(_ Case, d *disclosure.Decision) []Block {
	return texts("您（单位）要求本机关为已经获取的政府信息确认或者重新出具，本机关不予处理。", reasoned(d.Reason))
}

func ended(c Case, d *disclosure.Decision) []Block {
	r := c.Request
	switch d.Code {
	case disclosure.CodeUncorrected:
		return texts(fmt.Sprintf("本机关于%s告知补正，补正期限至%s。您（单位）无正当理由逾期未补正，%s，视为放弃申请，本机关不再处理。",
			day(r.Correction.Sent), day(r.Correction.Until), rule(d)), reasoned(d.Reason))
	case disclosure.CodeUnpaid:
		return texts(fmt.Sprintf("本机关已通知缴纳信息处理费，缴纳期限至%s。您（单位）逾期未缴纳，%s和《政府信息公开信息处理费管理办法》，视为放弃申请，本机关不再处理。",
			day(r.Fee.PayBy), rule(d)), reasoned(d.Reason))
	}
	return texts("本机关终止处理您（单位）的申请。", reasoned(d.Reason))
}

func withdrawn(c Case, _ *disclosure.Decision) []Block {
	return texts(fmt.Sprintf("您（单位）于%s撤回申请，本机关予以确认，不再处理。", day(c.Request.Withdrawn)))
}

func recordFixed(c Case) []Block {
	return texts("您（单位）依据"+law+"第四十一条提出的更正申请，本机关已收到。经核实，现告知如下：", reasoned(c.Request.Settlement.Text), c.contact())
}
