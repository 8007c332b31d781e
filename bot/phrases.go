package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// Every sentence a citizen reads in the chat stands in this file.

const (
	sayUnrecorded  = "抱歉，系统暂时出了故障，这条消息没有记录下来。请过几分钟再发一次。"
	sayBusy        = "抱歉，现在咨询的人太多，这条消息没有记录下来。请过几分钟再发一次。"
	sayUncertain   = "抱歉，系统繁忙，这条消息可能没有记录下来。请过几分钟再发一次。"
	sayApology     = "抱歉，这条消息没能处理好，我们已记下这个故障。请换个说法再问一次，或回复“人工”。"
	sayPreparing   = "资料正在准备，请过一分钟再问一次。"
	saySlowDown    = "您发得有点快，请过一分钟再发。"
	sayStale       = "这是较早的选项，已不再适用。"
	sayStaleStep   = "目前可以选："
	sayThanks      = "不客气，有问题随时问我。"
	sayGoodbye     = "再见，有问题随时问我。"
	sayHello       = "您好，请直接用一句话问商务政策，例如：外资能投资稀土开采吗"
	sayWhoIAm      = "我是自动答复程序，只从公开的政策文件里查答案，每条都注明出处。要找工作人员，请回复“人工”。"
	sayOK          = "好的，有问题随时问我。"
	sayNotText     = "没看到文字。请用一句话说明您想问的事，例如：设立外资公司还要去商务局备案吗"
	sayVoice       = "这条语音没能转成文字，请打字再发一次。"
	sayPicture     = "图片收到了，但我看不了图片，也不会保存。请用文字说明您想问的事。证件照片请不要发在聊天里。"
	sayVideo       = "视频收到了，但我看不了视频，也不会保存。请用文字说明您想问的事。"
	sayLocation    = "位置收到了，我们不会保存。要找办公地点，请看“联系我们”。"
	sayLink        = "我打不开链接和文件，请用文字说明您想问的事。"
	sayFile        = sayLink
	sayEnglish     = "This account answers in Chinese only. Please write in Chinese, or reply 人工 for contact details of our staff."
	sayKorean      = "이 계정은 중국어로만 답변합니다. 중국어로 질문하시거나, 담당자 연락처가 필요하면 人工 이라고 보내 주세요."
	sayJapanese    = "このアカウントは中国語のみで回答します。中国語でご質問いただくか、担当者の連絡先は「人工」とお送りください。"
	sayNoneTry     = "可以换个说法，写明行业或事项；也可以请工作人员答复。"
	sayUnreviewed  = "通用知识，未经本局审核"
	sayOutdated    = "现行规定里没有找到直接对应的内容。"
	sayCut         = "（有例外或后文，见全文）"
	sayTooLong     = "（条文较长，有例外，见全文）"
	sayMore        = "（还有内容，见全文）"
	sayFullText    = "看全文"
	sayHuman       = "人工"
	sayOther       = "都不是，转人工"
	sayPrivacy     = "个人信息：问政策不需要身份信息，请不要在聊天里发身份证号、证件照片。消息只用于答复和统计。"
	saySource      = "依据"
	sayVerdictBan  = "不行，外商投资准入负面清单列为禁止。"
	sayVerdictMay  = "可以，但有限制："
	sayAlsoBans    = "有限制，其中部分事项禁止："
	sayListNext    = "下一步：办理设立登记时，在企业登记系统一并提交初始报告；其他许可请向主管部门核实。"
	sayListCaution = "请注意：境外投资者不能作为个体工商户、个人独资企业投资人、农民专业合作社成员（说明第二条）。"
	sayAboutList   = "想知道外资能不能做某个行业，直接发行业或事项就行，例如："
	sayGuides      = "请选要办的事："
	sayNoGuides    = "办事指南还没有发布。"
	askFreeTrade   = "自贸试验区里呢"
	askReport      = "外商投资信息报告怎么办"
	askDisclosure  = "怎么申请政府信息公开"
	labelWho       = "谁能办、什么条件"
	labelMaterials = "要什么材料"
	labelSteps     = "怎么办、去哪办"
	labelDays      = "多久、多少钱"
	labelLate      = "逾期会怎样"
	menuAsk        = "问政策"
	menuTry        = "怎么问"
	menuList       = "负面清单"
	menuGuides     = "办事指南"
	menuSite       = "公开网页"
	menuDisclosure = "信息公开"
	menuOffice     = "找我们"
	menuHuman      = "人工"
	menuWhere      = "联系方式"
	sayGone        = "这一条资料刚刚调整，请重新问一次。"
)

// fieldNames are the parts of a guide, where several are answered at once.
var fieldNames = map[string]string{
	"late": "逾期", "days": "多久", "fee": "费用", "materials": "材料", "where": "去哪办", "steps": "步骤", "who": "条件",
}

func sayPartOf(field, text string) string {
	if strings.Contains(text, "\n") {
		text = "\n" + text
	}
	return "【" + fieldNames[field] + "】" + text
}

// smallWords are the replies to words that ask nothing, as they are written without punctuation.
var smallWords = map[string][]string{
	sayThanks: {
		"谢谢", "谢谢你", "谢谢您", "谢谢啦", "谢谢了", "多谢", "感谢", "非常感谢", "太感谢了", "辛苦了", "辛苦", "谢了", "3q", "3x", "thx",
		"好的谢谢", "好的谢谢您", "好谢谢", "知道了谢谢", "明白了谢谢", "谢谢解答", "感谢解答", "謝謝", "多謝",
	},
	sayHello: {
		"你好", "您好", "你好啊", "您好啊", "你好呀", "在吗", "在么", "在嘛", "有人吗", "有人在吗", "早上好", "上午好", "中午好", "下午好", "晚上好",
		"哈喽", "嗨", "喂", "测试", "test",
	},
	sayWhoIAm: {
		"你是谁", "您是谁", "你是机器人吗", "你是不是机器人", "是机器人吗", "机器人", "你是真人吗", "是真人吗", "你是人吗", "是人工吗", "你是人工吗", "你是人工智能吗", "你是ai吗",
		"你叫什么", "你叫什么名字", "你叫啥", "你是干什么的", "你是做什么的", "你是干嘛的", "你能干什么", "你能干嘛", "你会什么", "你会干什么",
	},
	sayGoodbye: {"再见", "拜拜", "拜", "回见", "88", "886"},
	sayOK: {
		"好", "好的", "好吧", "好滴", "行", "可以", "嗯", "嗯嗯", "哦", "噢", "ok", "收到", "知道了", "明白", "明白了", "了解", "了解了",
		"哈哈", "哈哈哈", "呵呵", "取消", "算了", "没事了", "没有了", "不用了", "对", "是", "是的",
	},
}

// humanWords call for a person.
var humanWords = []string{
	"人工", "转人工", "人工服务", "人工客服", "客服", "找客服", "转客服", "找人工", "要人工", "我要人工", "工作人员", "找工作人员", "真人", "转接人工",
	"人工咨询", "联系人工", "接人工", "叫人工", "0",
}

// menuWords are typed by those who don't tap the menu.
var menuWords = map[string]string{
	"帮助": "help", "怎么用": "help", "使用说明": "help", "菜单": "help", "help": "help", "功能": "help",
	"联系方式": "office", "联系我们": "office", "电话": "office", "地址": "office", "办公时间": "office", "上班时间": "office", "你们电话": "office",
	"你们在哪": "office", "办公地址": "office", "联系电话": "office", "电话多少": "office", "你们电话多少": "office", "几点上班": "office", "几点下班": "office",
	"办事指南": "guides", "指南": "guides", "负面清单": "list", "清单": "list",
	"信息公开": "disclosure", "依申请公开": "disclosure", "公开指南": "disclosure",
}

// officeWords are asked of “你们”.
var officeWords = map[string]string{
	"在哪": "office", "在哪里": "office", "在哪儿": "office", "在什么地方": "office", "地址": "office", "地址在哪": "office", "地址在哪里": "office", "怎么走": "office", "怎么去": "office",
	"几点上班": "office", "几点下班": "office", "几点开门": "office", "几点关门": "office", "什么时候上班": "office", "什么时间上班": "office", "上班时间": "office", "办公时间": "office",
	"周末上班": "office", "周六上班": "office", "周日上班": "office", "星期六上班": "office", "中午上班": "office", "中午休息": "office", "今天上班": "office", "明天上班": "office",
	"电话": "office", "电话多少": "office", "电话号码": "office", "电话号码多少": "office", "电话是多少": "office", "联系电话": "office", "怎么联系": "office",
}

// examples are questions to begin with.
var examples = []string{"外资能投资稀土开采吗", "设立外资公司还要去商务局备案吗", "政府信息公开申请多久答复"}

// Examples are questions to begin with, for the pages.
func Examples() []string { return slices.Clone(examples) }

// listExamples are questions about the negative list.
var listExamples = []string{"外资能投资稀土开采吗", "外国人能开医院吗", "外资能做烟草批发吗"}

var statusWords = map[policy.Status]string{
	policy.InForce: "现行", policy.Amended: "已被新版本替代", policy.Repealed: "已废止", policy.NotYet: "尚未施行",
}

func sayWelcome(o desk.Office) string {
	name := o.Name
	if name == "" {
		name = "商务局"
	}
	return "您好，这里是" + name + "。直接发一句话，就能查商务政策，例如：\n" +
		"· 外资能投资稀土开采吗\n· 设立外资公司还要去商务局备案吗\n· 政府信息公开申请多久答复\n\n" +
		"答案都注明文件、条款和是否现行，由系统从公开文件中查出；要找工作人员，回复“人工”。\n\n" + sayPrivacy
}

func sayHelp() string {
	return "可以这样用：\n· 一句话问政策：外资能办幼儿园吗\n· 查条文：政府信息公开条例第三十三条\n· 点选项，或打出它的编号，如 A1\n· 回复“人工”找工作人员"
}

func sayOffice(o desk.Office) string {
	lines := []string{"联系我们"}
	for _, f := range []struct{ label, value string }{
		{"单位", o.Name}, {"地址", o.Address}, {"电话", o.Phone}, {"时间", o.Hours}, {"投诉", o.Complaint},
	} {
		if f.value != "" {
			lines = append(lines, f.label+"："+f.value)
		}
	}
	if len(lines) == 1 {
		return "联系方式还没有登记。可拨打政务服务便民热线 12345 查询。"
	}
	return strings.Join(lines, "\n")
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

func weekday(t time.Time) string { return weekdays[t.Weekday()] }

func dayWord(now, t time.Time) string {
	if now.Format(time.DateOnly) == t.Format(time.DateOnly) {
		return "今天"
	}
	return fmt.Sprintf("%d月%d日（%s）", t.Month(), t.Day(), weekday(t))
}

// sayDate writes 2019年5月15日; empty for an unknown date.
func sayDate(d policy.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}

// sayTitle puts a title into book marks once.
func sayTitle(title string) string {
	if strings.HasPrefix(title, "《") {
		return title
	}
	return "《" + title + "》"
}

// sayCitation is the source line: title, article, number, since when, whether in force, when checked.
func sayCitation(c citation) string {
	parts := []string{sayTitle(c.title) + sayArticle(c.article)}
	if c.docNo != "" {
		parts = append(parts, c.docNo)
	}
	if d := sayDate(c.effective); d != "" {
		parts = append(parts, d+"起施行")
	}
	parts = append(parts, sayStanding(c))
	line := strings.Join(parts, "，")
	switch {
	case c.overdue:
		line += "〔待核对〕"
	case c.checked != "":
		line += "〔核对：" + string(c.checked) + "〕"
	}
	if c.now != policy.InForce && c.successor != "" {
		line += "\n现行的是" + sayTitle(c.successor)
	}
	return line
}

// sayArticle turns an article's name into what a reader expects after a title: §heading, 全文 and the place in an excerpt
// are not said.
func sayArticle(name string) string {
	if name == "全文" || strings.HasPrefix(name, "§") || strings.HasPrefix(name, "摘录第") {
		return ""
	}
	return name
}

// sayFound introduces the law's own words.
func sayFound(title, article string) string { return sayTitle(title) + sayArticle(article) + "：" }

// sayVerdict is the short answer that a list entry gives.
func sayVerdict(e policy.Entry) string {
	switch {
	case e.Banned:
		return sayVerdictBan
	case e.AlsoBans:
		return sayAlsoBans
	}
	return sayVerdictMay
}

func sayCaution(s string) string { return prefixed("请注意：", s) }

func sayNext(s string) string { return prefixed("下一步：", s) }

func prefixed(label, s string) string {
	if s == "" || strings.HasPrefix(s, label) {
		return s
	}
	return label + s
}

// sayNone says that nothing answers; the subject of which nothing speaks is named.
func sayNone(unnamed string) string {
	if unnamed != "" {
		return "没有找到写明“" + unnamed + "”的规定，不敢随便回答您。"
	}
	return "没有找到有把握的答案，不敢随便回答您。"
}

// sayChoose leads over to n candidates. A subject that the best of them doesn't speak of is named, so that nobody takes a rule about
// something else for the answer.
func sayChoose(unnamed string, n int) string {
	which := "您想问的是下面哪一项？"
	if n == 1 {
		which = "您想问的是不是这一项？"
	}
	if unnamed == "" {
		return which
	}
	return "没有找到写明“" + unnamed + "”的规定，不要直接套用下面的内容。\n" + which
}

// sayCandidate is one line of a choice: a question, a guide, or an article with its first words.
func sayCandidate(p *policy.Passage) string {
	if p.Item.Kind == policy.KindQA || p.Item.Kind == policy.KindGuide {
		return p.Item.Title()
	}
	first := []rune(p.Text)
	if len(first) > candidateRunes {
		first = append(first[:candidateRunes:candidateRunes], '…')
	}
	return sayCited(p) + "：" + strings.ReplaceAll(string(first), "\n", " ")
}

// sayCited names a candidate: a question, a guide, or an article.
func sayCited(p *policy.Passage) string {
	if p.Item.Kind == policy.KindQA || p.Item.Kind == policy.KindGuide {
		return p.Item.Title()
	}
	return sayTitle(p.Title) + sayArticle(p.Article)
}

// candidateRunes keeps three candidates inside the platform's limit: each is sent twice, once percent-encoded.
const candidateRunes = 16

func sayOld(title, successor string, status policy.Status) string {
	s := "查到的" + sayTitle(title) + statusWords[status] + "，不能作为现在的依据。"
	if successor != "" {
		s += "\n接替它的是" + sayTitle(successor) + "。"
	}
	return s
}

// listed limits how many bullet lines a bubble may carry.
const listed = 8

func sayBullets(lines []string) string {
	var b strings.Builder
	for i, l := range lines {
		if i == listed {
			fmt.Fprintf(&b, "…… 共%d项，见全文", len(lines))
			break
		}
		b.WriteString("· " + l + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}
