package bot

import (
	"cmp"
	"fmt"
	"strings"

	"shangda/desk"
	"shangda/policy"
)

// What is said to those who want a person, a channel or a document, or ask what another authority does.

// Titles that the channels cite.
const (
	petitionRules   = "信访工作条例"
	investorRules   = "外商投资企业投诉工作办法"
	marketRules     = "市场监督管理投诉举报处理暂行办法"
	disclosureRules = "中华人民共和国政府信息公开条例"
)

const (
	sayHotline     = "政务服务便民热线 12345"
	sayNotRecorded = "请注意：在聊天里写的内容不作为投诉、举报或信访登记，请不要在这里发证件号、住址和证据。"

	sayInvestorComplaint = "外商投资企业、外国投资者认为行政机关的行为侵犯权益，或要反映投资环境问题，可以书面投诉（现场、信函、传真、电子邮件、在线都行）：\n" +
		"· 本地机关的事：向本地外商投资企业投诉工作机构提出，可先问本局\n· 国务院部门、省级政府的事：全国外商投资企业投诉中心\n" +
		"材料齐备后7个工作日内决定是否受理，受理之日起60个工作日内办结，情况复杂的可适当延长。"
	sayInvestorCaution = "请注意：与其他企业、个人的合同等民商事纠纷不受理（第二条）；投诉不影响在法定时限内复议、诉讼（第八条）。聊天里的内容不作为投诉登记。"

	sayNoPromise = "个案能不能批、办到哪一步，系统看不到，也不能替经办人员答应什么，只有承办部门的书面决定算数。\n请带上申请编号或材料，直接问承办人员。"
	sayMeet      = "聊天里不能转接具体的工作人员，也不能预约领导。请先联系本局，说明事由、单位和希望的时间，由工作人员安排。"

	sayCertificate = "给具体单位出具证明、说明或盖章，要由工作人员核对事实后决定，系统不能出具。\n请准备：单位名称和统一社会信用代码、用途、接收单位的要求（有样式的附样式）、相关材料。"

	sayCorrect = "有证据证明行政机关提供的与您自身相关的记录不准确，可以要求更正；不归本局更正的，会转送，或者告诉您向谁提出。\n请准备：哪一条记录、错在哪里、证明材料、联系人。登记、公示系统里的信息，由登记机关更正。"

	sayInvite = "欢迎来投资。请把这些告诉本局，由招商人员与您联系：\n· 企业名称、国家或地区\n· 行业、投资规模、用地或厂房需求\n· 希望来访的时间和人数、联系方式"

	sayRequestCaution = "请注意：身份证明请在提交申请时提供，不要发在聊天里。能否公开由本局依法决定，系统不作决定。"
	sayPublished      = "查查有没有公开"

	sayComfort = "听到您这么说，很为您担心。请现在就拨打全国统一心理援助热线 12356，说说心里的难处；有危险请马上拨打 120 或 110，也请身边的家人朋友陪着您。\n事情可以慢慢办，需要我们做什么，请直接找工作人员。"
	sayAbuse   = "让您着急了，对不起。请用一句话写明事项，我马上查；也可以找工作人员。"
	sayNobody  = "这个我帮不上。这里只回答商务政策和政府信息公开的问题。"
	sayTryHere = "如果您问的是商务政策，请写明行业或事项再发一次。"
	sayAnyway  = "仍在商务政策里查"
	sayMind    = "（另有注意事项，见详细）"
	sayNearest = "最接近的一条，请核对："
	saySplit   = "还有没答到的，请分开问。"

	askPetition        = "信访事项多久有结果"
	askInvestorPapers  = "外资投诉要什么材料"
	askInvestorRefused = "外资投诉什么情况不受理"
	askComplaintDays   = "12315投诉几天受理"
)

func sayStaffComplaint(o desk.Office) string {
	s := "对本局工作人员的作风和服务态度有意见，可以："
	if o.Complaint != "" {
		s += "\n· 向本局反映：" + o.Complaint
	}
	return s + "\n· 拨打" + sayHotline + "\n· 涉嫌违纪违法的，向纪检监察机关举报：12388\n请写明时间、地点、事情经过。"
}

func sayPetition(o desk.Office) string {
	s := "信访可以用书信、网上、电话、走访等形式提出，请写明姓名、住址、请求和事实理由："
	if o.Address != "" {
		s += "\n· 来信来访：" + join2(o.Name, o.Address)
	}
	return s + "\n· 网上：国家信访局网上信访平台\n· 电话：" + sayHotline +
		"\n直接向本局提出的，当场告知；不能当场告知的，自收到之日起15日内书面告知（姓名、住址不清的除外）。"
}

func sayComplaint(o desk.Office) string {
	s := "投诉、举报经营者，请走能立案登记的渠道：\n· 商品、服务、价格、假货、虚假宣传：全国12315平台，或拨打 12315" +
		"\n· 不知道归谁管的：" + sayHotline
	if o.Complaint != "" {
		s += "\n· 预付卡、特许经营、二手车等商务领域：" + o.Complaint
	} else {
		s += "\n· 预付卡、特许经营、二手车等商务领域：也可以联系本局"
	}
	return s + "\n请写明商家名称和地址、时间、金额、诉求，附凭证。市场监管部门收到投诉，七个工作日内决定是否受理。"
}

// sayReach is how the office can be reached, one way a line; the hotline when nothing is known.
func sayReach(o desk.Office) string {
	var lines []string
	for _, f := range []struct{ label, value string }{{"电话", o.Phone}, {"地址", o.Address}, {"时间", o.Hours}} {
		if f.value != "" {
			lines = append(lines, f.label+"："+f.value)
		}
	}
	if len(lines) == 0 {
		return "可拨打" + sayHotline + "转接。"
	}
	return strings.Join(lines, "\n")
}

func sayRequest(o desk.Office) string {
	var b strings.Builder
	b.WriteString("要没有公开过的文件，可以申请政府信息公开，书面（含信件、数据电文）提出，写清：\n① 姓名或名称、身份证明、联系方式\n② 要什么：名称、文号或其他特征\n③ 要什么形式、怎么取\n\n可以这样交：")
	n := b.Len()
	for _, f := range []struct{ label, value string }{{"当面或邮寄", join2(cmp.Or(o.Disclosure, o.Name), o.Address)}, {"邮箱", o.Email}, {"网上", o.Website}, {"电话咨询", o.Phone}} {
		if f.value != "" {
			b.WriteString("\n· " + f.label + "：" + f.value)
		}
	}
	if b.Len() == n {
		b.WriteString("\n· 渠道见本局政府信息公开指南，或拨打" + sayHotline + "询问")
	}
	b.WriteString("\n能当场答复的当场答复；不能的，自收到申请之日起20个工作日内答复，延长最多20个工作日（第三十三条）。不必说明用途。")
	return b.String()
}

// sayElsewhere says who does what this office doesn't.
func sayElsewhere(r policy.Referral) string {
	if r.Who == "" {
		return sayNobody
	}
	s := fmt.Sprintf("%s不属于本局职责，请找：%s\n联系：%s", topicWords(r.Topic), r.Who, r.Contact)
	if !strings.Contains(r.Contact, "12345") {
		s += "\n拿不准找谁，可拨打" + sayHotline
	}
	return s
}

// sayElsewhereShort is the same in one line, among other answers.
func sayElsewhereShort(r policy.Referral) string {
	if r.Who == "" {
		return sayNobody
	}
	return fmt.Sprintf("%s不属于本局职责，请找%s：%s", topicWords(r.Topic), r.Who, r.Contact)
}

func topicWords(topic string) string { return "“" + topic + "”的事" }

// sayAsked repeats one of several questions before its answer.
func sayAsked(n int, question string) string { return fmt.Sprintf("%d. %s", n, question) }

func sayPart(n int) string { return fmt.Sprintf("第%d问看详细", n) }

// join2 puts a space between a name and an address, where there are both.
func join2(name, address string) string {
	if address == "" {
		return ""
	}
	return strings.TrimSpace(name + " " + address)
}
