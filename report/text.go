package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/store"
)

// Section is one part of the yearly report: its fixed title, the text that is proposed from the figures, and the text as
// edited. Where nothing was edited both are the same.
type Section struct {
	Key      string
	Title    string
	Proposed string
	Text     string
	Table    string // t1, t2, t3, 2018: the table that stands in it
	Version  int64  // what a change of an edited text is saved with; 0: it is the proposed one
}

// Sections are the parts of the report in the fixed order of its form, with what was edited in place of what is proposed.
func (r *Report) Sections(o desk.Office, in store.Interactions, edited map[string]string) []Section {
	sections := r.sections2021(o, in)
	if r.Form == Form2018 {
		sections = r.sections2018(o, in)
	}
	for i := range sections {
		s := &sections[i]
		s.Text = s.Proposed
		if text := edited[s.Key]; text != "" {
			s.Text = text
		}
	}
	return sections
}

// Title is the report's.
func (r *Report) Title(o desk.Office) string {
	if r.Form == Form2018 {
		return fmt.Sprintf("%s%d年度政务公开工作总结", o.Name, r.Year)
	}
	return fmt.Sprintf("%s%d年政府信息公开工作年度报告", o.Name, r.Year)
}

// Opening is the paragraph above the first section.
func (r *Report) Opening(o desk.Office) string {
	s := fmt.Sprintf("根据《中华人民共和国政府信息公开条例》（以下简称《条例》）规定，编制本报告。报告所列数据的统计期限为%d年1月1日至12月31日。", r.Year)
	var contact []string
	for _, c := range [][2]string{{"地址", o.Address}, {"邮编", o.Postcode}, {"联系电话", o.Phone}} {
		if c[1] != "" {
			contact = append(contact, c[0]+"："+c[1])
		}
	}
	if len(contact) > 0 {
		s += "如对本报告有疑问，请与" + o.Name + "联系（" + strings.Join(contact, "，") + "）。"
	}
	return s
}

func (r *Report) sections2021(o desk.Office, in store.Interactions) []Section {
	total := func(row string) int64 { return r.value(t2(row, "total")) }
	t := &r.told
	general := strings.Join([]string{
		ahead(fmt.Sprintf("（一）主动公开。%d年主动公开政府信息%d条", r.Year, t.published), t.byOpenness()) +
			ahead(fmt.Sprintf("制发行政规范性文件%d件，废止%d件，现行有效%d件", r.value("t1.normative.made"), r.value("t1.normative.repealed"), r.value("t1.normative.in_force")),
				listed(counted{"发布政策解读%d篇", t.interpretations}, counted{"回应公众关注热点%d次", t.responses})),
		ahead(fmt.Sprintf("（二）依申请公开。%d年新收政府信息公开申请%d件，上年结转%d件；办理完毕%d件，结转下年度继续办理%d件", r.Year, total("r1"), total("r2"), total("r3.7"), total("r4")),
			listed(counted{"其中补正%d件", t.corrected}, counted{"征求第三方或者其他机关意见%d件", t.consulted}, counted{"延期答复%d件", t.extended})),
		"（三）政府信息管理。" + ahead(fmt.Sprintf("作出不予公开决定%d件，均由科室负责人、主管领导审查", t.withheld),
			listed(counted{"公开的信息中登记了形成日期的%d条", t.timed}, counted{"其中%d条在20个工作日内公开", t.timed - t.late})),
		ahead("（四）政府信息公开平台建设。"+fmt.Sprintf("公众号全年互动交流%d次，其中自动答复%d件，人工答复%d件", in.Conversations, in.ByBot, in.ByStaff), prefixed("公开渠道：", t.byOutlet())),
		"（五）监督保障。" + ahead(prefixed("公众评价答复：", listed(counted{"有帮助%d次", in.Helpful}, counted{"没有帮助%d次", in.Unhelpful}))+after(in.Helpful+in.Unhelpful)+
			fmt.Sprintf("行政复议%d件，未经复议直接起诉%d件，复议后起诉%d件", r.value("t3.review.total"), r.value("t3.suit.total"), r.value("t3.suit_after_review.total")), t.organised()),
	}, "\n")
	other := "无。"
	if fee := r.fees; fee > 0 {
		other = fmt.Sprintf("依据《政府信息公开信息处理费管理办法》，%d年收取信息处理费%s元。", r.Year, yuan(fee))
	}
	return []Section{
		{Key: "1", Title: "一、总体情况", Proposed: general},
		{Key: "2", Title: "二、主动公开政府信息情况", Table: "t1"},
		{Key: "3", Title: "三、收到和处理政府信息公开申请情况", Table: "t2"},
		{Key: "4", Title: "四、政府信息公开行政复议、行政诉讼情况", Table: "t3"},
		{Key: "5", Title: "五、存在的主要问题及改进情况", Proposed: t.improving(in)},
		{Key: "6", Title: "六、其他需要报告的事项", Proposed: other},
	}
}

// after parts a clause from what follows where there is one.
func after(n int64) string {
	if n == 0 {
		return ""
	}
	return "；"
}

// prefixed puts a word before a clause; an empty clause stays empty.
func prefixed(word, clause string) string {
	if clause == "" {
		return ""
	}
	return word + clause
}

func (r *Report) sections2018(o desk.Office, in store.Interactions) []Section {
	t := &r.told
	return []Section{
		{Key: "1", Title: "一、组织领导", Proposed: ahead(o.Name+"政务公开工作由主管领导负责，办公室承担日常工作", t.organised())},
		{Key: "2", Title: "二、公开情况", Proposed: ahead(fmt.Sprintf("%d年主动公开政府信息%d件；收到政府信息公开申请%d件，办结%d件；发布解读、回应社会关切%d件；与企业、市民互动交流%d次",
			r.Year, r.value("1"), r.value("3.1"), r.value("3.2"), r.value("2"), in.Conversations), prefixed("公开渠道：", t.byOutlet()))},
		{Key: "3", Title: "三、审查和监督", Proposed: fmt.Sprintf("办结的申请中，按时的%d件，延期的%d件；不予公开%d件，均由科室负责人、主管领导审查。行政复议%d件，行政诉讼%d件，举报投诉%d件。",
			r.value("3.2.1"), r.value("3.2.2"), r.value("3.3.4"), r.value("4"), r.value("5"), r.value("6"))},
		{Key: "4", Title: "四、存在的问题和打算", Proposed: t.improving(in)},
		{Key: "5", Title: "政府信息公开工作情况统计表", Table: "2018"},
	}
}

// saying is a number in a text that must be the table's: what stands around it, and the cell.
type saying struct {
	pattern *regexp.Regexp
	cell    string
}

func says(pattern, cell string) saying { return saying{regexp.MustCompile(pattern), cell} }

// said are the sayings of each form.
var said = map[string][]saying{
	Form2021: {
		says(`(?:新收|收到|受理)(?:的)?(?:政府信息公开|依申请公开|信息公开)?申请(?:共|共计)?\s*(\d+)\s*[件份宗]`, t2("r1", "total")),
		says(`(?:办理完毕|办结)(?:申请)?(?:共|共计)?\s*(\d+)\s*[件份宗]`, t2("r3.7", "total")),
		says(`上年(?:度)?结转(?:申请)?\s*(\d+)\s*[件份宗]`, t2("r2", "total")),
		says(`结转下(?:一)?年度?(?:继续办理)?\s*(\d+)\s*[件份宗]`, t2("r4", "total")),
		says(`制发(?:行政)?规范性文件\s*(\d+)\s*件`, "t1.normative.made"),
		says(`行政许可(?:决定)?\s*(\d+)\s*件`, "t1.permit"),
		says(`行政处罚(?:决定)?\s*(\d+)\s*件`, "t1.penalty"),
		says(`行政复议(?:案件)?\s*(\d+)\s*件`, "t3.review.total"),
	},
	Form2018: {
		says(`主动公开(?:政府)?信息\s*(\d+)\s*[件条]`, "1"),
		says(`(?:收到|受理)(?:的)?(?:政府信息公开|依申请公开|信息公开)?申请\s*(\d+)\s*[件份宗]`, "3.1"),
		says(`依申请公开(?:政府)?信息\s*(\d+)\s*[件条]`, "3.1"),
		says(`办结\s*(\d+)\s*件`, "3.2"),
		says(`回应社会关切(?:问题)?\s*(\d+)\s*件`, "2"),
		says(`行政复议(?:案件)?\s*(\d+)\s*件`, "4"),
		says(`行政诉讼(?:案件)?\s*(\d+)\s*件`, "5"),
	},
}

// claims are words of a text for which the table of 2018 would have a number: where it has none, the table reports less than
// the text (K13).
var claims = []struct {
	pattern *regexp.Regexp
	what    string
	cells   []string
}{
	{regexp.MustCompile(`培训班|举办[^。；]*培训|组织[^。；]*培训`), "举办培训", []string{"11.2"}},
	{regexp.MustCompile(`(?:召开|列入)[^。；]*(?:会议|办公会)`), "召开会议", []string{"11.1"}},
	{regexp.MustCompile(`专栏|版块|板块`), "网站专栏", []string{"8.1", "8.2"}},
	{regexp.MustCompile(`(?:专职|兼职)[^。；]*(?:人员|工作)|(?:固定|配备|明确)[^。；]*专人`), "工作人员", []string{"10.3"}},
	{regexp.MustCompile(`新闻发布会`), "新闻发布会", []string{"2.2.1"}},
	{regexp.MustCompile(`在线访谈`), "在线访谈", []string{"2.2.2"}},
}

// CheckTexts adds the rules between texts and tables: a number told in a text is the table's (T2-6, K12), what a text tells of
// stands in the table (K13), and a fee is mentioned (T2-8).
func (r *Report) CheckTexts(sections []Section) {
	rule := "T2-6"
	if r.Form == Form2018 {
		rule = "K12"
	}
	for _, s := range sections {
		for _, want := range said[r.Form] {
			for _, m := range want.pattern.FindAllStringSubmatch(s.Text, -1) {
				n, err := strconv.ParseInt(m[1], 10, 64)
				if err == nil {
					r.equal(rule, s.Title+"“"+m[0]+"”与表中数字", n, r.value(want.cell), []string{want.cell}, nil)
				}
			}
		}
		if r.Form == Form2018 {
			r.checkClaims(s)
		}
	}
	if r.Form == Form2021 && (r.fees > 0 || r.value(t2("r3.6.2", "total")) > 0) {
		last := sections[len(sections)-1].Text
		r.Checks = append(r.Checks, Check{
			Rule: "T2-8", OK: strings.Contains(last, "信息处理费"), Detail: "收取信息处理费或者有逾期未缴费的，第六部分应当说明", Cells: []string{t2("r3.6.2", "total")},
		})
	}
}

func (r *Report) checkClaims(s Section) {
	for _, c := range claims {
		word := c.pattern.FindString(s.Text)
		var n int64
		for _, key := range c.cells {
			n += r.value(key)
		}
		if word != "" && n == 0 {
			r.Checks = append(r.Checks, Check{
				Rule: "K13", Soft: true, Detail: fmt.Sprintf("%s写到“%s”，表中%s为0或者空", s.Title, word, c.what), Cells: c.cells,
			})
		}
	}
}

// yuan prints 分 as 元.
func yuan(fen int64) string {
	if fen%100 == 0 {
		return strconv.FormatInt(fen/100, 10)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}
