package bot

import (
	"cmp"
	"fmt"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
)

// Words of an applicant, reviewed by hand.
var (
	applyWords   = []string{"我要申请公开", "申请公开", "申请信息公开", "申请政府信息公开", "我要申请信息公开", "我要申请政府信息公开", "提交申请", "仍要申请"}
	resumeWords  = []string{"继续申请", "继续填写", "继续填", "接着填"}
	casesWords   = []string{"我的申请", "申请进度", "查申请", "查询申请", "我的公开申请", "申请办得怎么样了"}
	saveWords    = []string{"保存", "存一下", "先保存", "待会再填", "明天再填"}
	backWords    = []string{"返回", "上一步", "退回"}
	editWords    = []string{"修改", "改一下", "我要修改", "填错了"}
	confirmWords = []string{"确认提交", "确认", "提交"}
)

// postcodeWord stands before the postcode of an address.
const postcodeWord = "邮编"

const (
	sayDisclosureMenu = "要没有公开过的文件，可以在这里申请政府信息公开，20个工作日内答复。"

	sayApply    = "申请公开"
	sayLookNear = "看相近文件"
	sayLooked   = "先帮您查了：本局已公开的信息里，没找到一致的文件。"

	sayFillHere = "在这里填"
	sayFillPage = "用网页填"
	sayConfirm  = "确认提交"
	sayEdit     = "修改"
	sayCancel   = "取消"
	sayDrop     = "确定取消"
	sayGoOn     = "继续填写"
	sayCases    = "我的申请"

	sayAnyTime          = "可随时回复：返回、修改、取消、保存。草稿保存7天。"
	sayPickOne          = "请从下面的选项里选，回复编号或者选项的文字都可以。"
	sayOneThing         = "请一次只回复这一项。"
	sayTextPlease       = "这一步请用文字回复。"
	sayFirst            = "这已经是第一步。"
	sayResumed          = "接着上次填写。"
	sayConfirmOrEdit    = "请点“确认提交”，或者点“修改”改其中一项。"
	sayChangedMeanwhile = "内容刚有改动，请再核对一遍。"
	sayEditWhich        = "要改哪一项？"
	sayDropSure         = "取消后，已填写的内容和上传的证件会删除。"
	sayDropped          = "已取消，填写的内容已删除。需要时回复“我要申请公开”。"
	saySaved            = "已保存，7天内回复“继续申请”接着填。"
	sayNoDraft          = "没有正在填写的申请，或者草稿已超过7天。"
	sayPictureKept      = "证件已收到并加密保存。请自行删除聊天里的这张照片。"
	sayPictureLost      = "照片没有取到，请重发，或者用上面的专用页面上传。"
	sayPictureWrong     = "只能收JPG、PNG照片，10MB以内。请重发，或者用上面的专用页面上传。"
	sayNoticeAgain      = "点“确认提交”即以数据电文形式提出申请，提交时间为收到之日。"
	sayReceiptNote      = "期限如有变化，会写明原因和新日期。\n随时回复“我的申请”查看进度。"

	sayNoCases    = "您还没有在这里提出过申请。"
	sayWithdraw   = "撤回申请"
	sayKeep       = "不撤回"
	sayCorrectNow = "现在补正"
	sayTooLate    = "这件申请现在不能这样处理了，请看最新进度。"
	sayCasePage   = "凭查询码看文书"
)

const sayApplyStill = "仍要申请"

func sayAskedBefore(r disclosure.Request) string {
	return "您申请过同样的内容：" + r.Number + "，" + stateWords[r.State] + "。重复申请的，可以不予重复处理。"
}

func sayPublishedAt(where string) string {
	return "同样的申请此前已答复，信息已主动公开：" + where
}

// sayHeldElsewhere names the agency that is likely to hold it.
func sayHeldElsewhere(r policy.Referral) string {
	return "这类信息一般由" + r.Who + "保存，向它申请会更快。"
}

func sayNear(title string) string { return "\n相近：《" + strings.Trim(title, "《》") + "》" }

func sayBeforeApplying(o desk.Office) string {
	contact := "联系人：" + cmp.Or(o.Disclosure, o.Name, "本局政府信息公开工作机构")
	if o.Phone != "" {
		contact += "，" + o.Phone
	}
	return `填写前，请了解：
· 公民、法人、其他组织都可申请，不必说明用途
· 一般不收费；数量、频次明显超过合理范围的，可收信息处理费
· 双方确认之日起20个工作日内答复；可延长最多20个工作日，会告知您；征求第三方、其他机关意见的时间不计
· 内容不明确的，7个工作日内一次性告知补正，收到补正后重新计算
· 能否公开由本局依法决定，系统不作决定

个人信息：姓名、证件、联系方式只用于办理和归档本申请，加密保存至档案保管期满。您可以回复“我的信息”查阅、更正。证件请用专用页面上传，不要发在聊天里。
` + contact
}

func sayStep(step int, question string) string {
	return fmt.Sprintf("第%d步，共7步：%s", step, question)
}

// fieldLabels name the fields.
var fieldLabels = map[disclosure.Field]string{
	disclosure.FieldType: "申请人类型", disclosure.FieldName: "姓名或名称", disclosure.FieldRepresentative: "法定代表人", disclosure.FieldContact: "联系人",
	disclosure.FieldIDKind: "证件类型", disclosure.FieldIDNumber: "证件号码", disclosure.FieldIDFile: "证件照片", disclosure.FieldPhone: "联系电话",
	disclosure.FieldEmail: "电子邮箱", disclosure.FieldAddress: "邮寄地址", disclosure.FieldPostcode: "邮政编码", disclosure.FieldWhat: "申请内容",
	disclosure.FieldDelivery: "获取方式", disclosure.FieldCarrier: "载体形式", disclosure.FieldAcceptOther: "接受其他方式", disclosure.FieldHelp: "阅读、视听帮助",
}

// choiceWord is a value of a field with its name.
type choiceWord struct{ value, label string }

var (
	typeWords = []choiceWord{
		{string(disclosure.Person), "自然人"},
		{string(disclosure.Company), "商业企业"},
		{string(disclosure.Research), "科研机构"},
		{string(disclosure.Charity), "社会公益组织"},
		{string(disclosure.LawFirm), "法律服务机构"},
		{string(disclosure.OtherBody), "其他"},
	}
	personIDWords = []choiceWord{
		{disclosure.IDCard, "居民身份证"},
		{disclosure.IDPassport, "护照"},
		{disclosure.IDHongKong, "港澳居民来往内地通行证"},
		{disclosure.IDTaiwan, "台湾居民来往大陆通行证"},
		{disclosure.IDResident, "居住证（港澳台、外国人永久居留）"},
		{disclosure.IDOfficer, "军官证"},
	}
	bodyIDWords   = []choiceWord{{disclosure.IDCredit, "统一社会信用代码"}, {disclosure.IDOtherBody, "其他登记证书"}}
	deliveryWords = []choiceWord{
		{string(disclosure.DeliverOnline), "网上（微信）获取"},
		{string(disclosure.DeliverMail), "电子邮件"},
		{string(disclosure.DeliverPost), "邮寄"},
		{string(disclosure.DeliverPickup), "自行领取"},
		{string(disclosure.DeliverInspect), "当场查阅、抄录"},
		{string(disclosure.DeliverFax), "传真"},
	}
	carrierWords = []choiceWord{{string(disclosure.CarrierPaper), "纸质"}, {string(disclosure.CarrierFile), "电子文件"}, {string(disclosure.CarrierDisc), "光盘"}}
	yesNoWords   = []choiceWord{{"yes", "可以"}, {"no", "不可以"}}
	helpWords    = []choiceWord{{"no", "不需要"}, {"yes", "需要，请工作人员联系我"}}
)

// fieldChoices are the values that a field can be picked from; none where words are asked for.
func fieldChoices(a *disclosure.Application, f disclosure.Field) []choiceWord {
	switch f {
	case disclosure.FieldType:
		return typeWords
	case disclosure.FieldIDKind:
		if a.Type == disclosure.Person {
			return personIDWords
		}
		return bodyIDWords
	case disclosure.FieldDelivery:
		return deliveryWords
	case disclosure.FieldCarrier:
		var out []choiceWord
		for _, w := range carrierWords {
			if a.Delivery.Carries(disclosure.Carrier(w.value)) {
				out = append(out, w)
			}
		}
		return out
	case disclosure.FieldAcceptOther:
		return yesNoWords
	case disclosure.FieldHelp:
		return helpWords
	}
	return nil
}

// pickedNames are everyday names of values that no label holds, as plain gives them.
var pickedNames = map[disclosure.Field]map[string]string{
	disclosure.FieldType:        {"个人": string(disclosure.Person), "公民": string(disclosure.Person), "本人": string(disclosure.Person), "公司": string(disclosure.Company)},
	disclosure.FieldAcceptOther: {"是": "yes", "好": "yes", "行": "yes", "能": "yes", "否": "no", "不": "no", "不行": "no", "不能": "no"},
	disclosure.FieldHelp:        {"是": "yes", "要": "yes", "否": "no", "不": "no", "不用": "no", "不要": "no"},
}

// pickedValue is the stored value of a choice that was typed by its words, in full or by a part that no other choice has (身份证 for
// 居民身份证); the answer itself when it names none, or several.
func pickedValue(a *disclosure.Application, f disclosure.Field, answer string) string {
	said, choices := plain(answer), fieldChoices(a, f)
	if said == "" || len(choices) == 0 {
		return answer
	}
	if v, ok := pickedNames[f][said]; ok {
		return v
	}
	for _, fits := range []func(label, said string) bool{func(l, s string) bool { return l == s }, strings.HasPrefix, strings.Contains} {
		var found []string
		for _, c := range choices {
			if fits(plain(c.label), said) {
				found = append(found, c.value)
			}
		}
		if len(found) == 1 {
			return found[0]
		}
	}
	return answer
}

// sayField asks for a field; upload is the address of the upload page.
func sayField(a *disclosure.Application, f disclosure.Field, upload string) string {
	switch f {
	case disclosure.FieldType:
		return "您以什么身份申请？"
	case disclosure.FieldName:
		if a.Type == disclosure.Person {
			return "请回复您的姓名（与证件一致）。"
		}
		return "请回复单位名称（全称）。"
	case disclosure.FieldRepresentative:
		return "请回复法定代表人或者负责人姓名。"
	case disclosure.FieldContact:
		return "请回复联系人姓名。"
	case disclosure.FieldIDKind:
		return "用哪种证件？"
	case disclosure.FieldIDNumber:
		return "请回复证件号码。内容加密保存。"
	case disclosure.FieldIDFile:
		return "请上传证件照片或者扫描件（JPG、PNG、PDF，10MB以内）：\n" + anchor{"打开上传页面", upload}.String() + "\n传好后回复“好了”。"
	case disclosure.FieldPhone:
		return "请回复联系电话，如 13800000000 或 0532-86000000。"
	case disclosure.FieldEmail:
		return "请回复电子邮箱。"
	case disclosure.FieldAddress:
		return "请回复邮寄地址。"
	case disclosure.FieldPostcode:
		return "请回复邮政编码（6位数字）。"
	case disclosure.FieldWhat:
		return "要什么信息？请写名称、文号，或者能找到它的特征（年份、事项）。一件申请只写一项。"
	case disclosure.FieldDelivery:
		return "信息怎么给您？"
	case disclosure.FieldCarrier:
		return "要什么形式？"
	case disclosure.FieldAcceptOther:
		return "不能按这个方式提供时，可以换别的方式吗？"
	}
	return "阅读、视听有困难，需要帮助吗？"
}

// sayFlaw says what is wrong with an answer and how it is right.
func sayFlaw(f disclosure.Field, flaw disclosure.Flaw) string {
	switch {
	case flaw == disclosure.FlawEmpty:
		return "还没有填“" + fieldLabels[f] + "”。"
	case f == disclosure.FieldIDNumber:
		switch flaw {
		case disclosure.FlawOldNumber:
			return "这是15位的旧号码，请填18位的身份证号码。"
		case disclosure.FlawLength:
			return "位数不对，应为18位。请核对。"
		case disclosure.FlawForm:
			return "号码里有不该有的字。请核对。"
		case disclosure.FlawArea:
			return "前两位不是省级地区代码，请核对。"
		case disclosure.FlawBirth:
			return "第7到14位不是有效的出生日期，请核对。"
		case disclosure.FlawCheck:
			return "号码与最后一位校验码对不上，可能打错了一位。请核对。"
		}
	case flaw == disclosure.FlawMismatch:
		return "“" + fieldLabels[f] + "”与前面选的不一致，请重新选。"
	case flaw == disclosure.FlawChoice:
		return sayPickOne
	case flaw == disclosure.FlawPartial:
		return "委托他人办理的，受托人姓名、证件号码、授权委托书都要有，请用网页填。"
	case f == disclosure.FieldWhat:
		return "请写5到1000字，说明要哪份文件、哪一年、什么事项。"
	case f == disclosure.FieldPhone:
		return "电话格式不对。手机如 13800000000，座机如 0532-86000000，境外如 +82-10-0000-0000。"
	case f == disclosure.FieldEmail:
		return "邮箱格式不对，应如 name@example.com。"
	case f == disclosure.FieldPostcode:
		return "邮政编码是6位数字。"
	case flaw == disclosure.FlawLength:
		return "“" + fieldLabels[f] + "”太短或者太长，请核对。"
	}
	return "“" + fieldLabels[f] + "”的格式不对，请核对。"
}

// labelOf is the name of a picked value.
func labelOf(words []choiceWord, value string) string {
	for _, w := range words {
		if w.value == value {
			return w.label
		}
	}
	return value
}

// saySummary shows everything once before it is confirmed, numbers masked.
func saySummary(a *disclosure.Application) string {
	ids := personIDWords
	if a.Type != disclosure.Person {
		ids = bodyIDWords
	}
	file := "未上传"
	if a.IDFile != 0 {
		file = "已上传"
	}
	lines := []string{"请核对："}
	for _, f := range []struct{ label, value string }{
		{"身份", labelOf(typeWords, string(a.Type))},
		{"姓名（名称）", a.Name},
		{"法定代表人", a.Representative},
		{"联系人", a.Contact},
		{labelOf(ids, a.IDKind), hideMiddle(a.IDNumber)},
		{"证件照片", file},
		{"电话", hideMiddle(a.Phone)},
		{"邮箱", a.Email},
		{"地址", strings.TrimSpace(a.Address + " " + a.Postcode)},
		{"申请内容", shortened(a.What, 200)},
		{"获取方式", labelOf(deliveryWords, string(a.Delivery)) + "，" + labelOf(carrierWords, string(a.Carrier))},
		{"可换其他方式", labelOf(yesNoWords, map[bool]string{true: "yes", false: "no"}[a.AcceptOther])},
	} {
		if f.value != "" {
			lines = append(lines, "· "+f.label+"："+f.value)
		}
	}
	if a.Help {
		lines = append(lines, "· 需要阅读、视听帮助")
	}
	return strings.Join(lines, "\n")
}

// hideMiddle keeps the first and the last four signs of a number.
func hideMiddle(s string) string {
	if len(s) < 9 {
		return s
	}
	return s[:4] + strings.Repeat("*", len(s)-8) + s[len(s)-4:]
}

func shortened(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "……"
}
