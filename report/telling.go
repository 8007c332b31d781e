package report

import (
	"fmt"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// telling is what the texts tell of a year besides the cells of its form, counted from the same rows.
type telling struct {
	published       int64 // 主动公开政府信息
	openness        map[desk.Openness]int64
	outlets         map[desk.Outlet]int64
	timed, late     int64 // of them with the day on which they were made; published after the 20 working days of 第二十六条
	pending         int64 // due by the end of the year, and unpublished then
	interpretations int64
	responses       int64
	decided         int64
	overdue         int64 // decided after the due day
	extended        int64
	corrected       int64 // asked for a correction (补正)
	consulted       int64 // others were asked for their opinion
	absent          int64 // does not exist, or is another agency's
	withheld        int64 // under articles 14 to 16
	lost            int64 // reviews and lawsuits in which the office was corrected
	facts           map[string]int64
}

func tellingOf(d *Data) telling {
	t := telling{openness: map[desk.Openness]int64{}, outlets: map[desk.Outlet]int64{}, facts: map[string]int64{}}
	for _, p := range slices.Concat(d.Publications, d.Pending) {
		t.publication(d, p)
	}
	for _, q := range d.Requests {
		t.request(d, q)
	}
	for _, q := range d.Contested {
		for _, c := range q.Contests {
			if d.within(c.Closed) && c.Result == disclosure.ContestCorrected {
				t.lost++
			}
		}
	}
	for _, code := range codes {
		for _, row := range d.fact(code.Code) {
			t.facts[code.Code] += row.N
		}
	}
	return t
}

func (t *telling) publication(d *Data, p desk.Publication) {
	switch {
	case p.Kind == desk.PublishedInterpretation:
		t.interpretations++
		return
	case p.Kind == desk.PublishedResponse:
		t.responses++
		return
	}
	due := disclosure.Day("")
	if p.Made != "" {
		due, _ = d.Calendar.PublishBy(disclosure.Day(p.Made))
	}
	if p.Pending() {
		if due != "" && due <= d.last() {
			t.pending++
		}
		return
	}
	t.published++
	t.openness[p.Openness]++
	for _, o := range p.Outlets {
		t.outlets[o]++
	}
	if due != "" {
		t.timed++
		if disclosure.Day(p.Published) > due {
			t.late++
		}
	}
}

func (t *telling) request(d *Data, q store.RequestRow) {
	if q.Kind != disclosure.CaseRequest || !d.decided(q) {
		return
	}
	t.decided++
	if due, _, err := q.Due(d.Calendar, q.DecidedOn); err == nil && due != "" && q.DecidedOn > due {
		t.overdue++
	}
	if q.Extension.Days > 0 {
		t.extended++
	}
	if q.Correction.Sent != "" {
		t.corrected++
	}
	if slices.ContainsFunc(q.Consultations, func(c disclosure.Consultation) bool { return c.Kind != disclosure.ConsultHelp }) {
		t.consulted++
	}
	if q.Code == disclosure.CodeAbsent || q.Code == disclosure.CodeElsewhere {
		t.absent++
	}
	if q.Code.Withholds() {
		t.withheld++
	}
}

// counted is a number with its words, left out where it is 0.
type counted struct {
	words string // with one %d
	n     int64
}

// listed are those that are not 0, as one clause; empty when all are.
func listed(all ...counted) string {
	var out []string
	for _, c := range all {
		if c.n != 0 {
			out = append(out, fmt.Sprintf(c.words, c.n))
		}
	}
	return strings.Join(out, "，")
}

var opennessWords = map[desk.Openness]string{
	desk.OpenDecision: "决策公开%d条", desk.OpenExecution: "执行公开%d条", desk.OpenManagement: "管理公开%d条", desk.OpenService: "服务公开%d条", desk.OpenResult: "结果公开%d条",
}

var outletWords = map[desk.Outlet]string{
	desk.OutletGazette: "政府公报%d条", desk.OutletWebsite: "政府网站%d条", desk.OutletWeibo: "政务微博%d条", desk.OutletWeChat: "政务微信%d条", desk.OutletOther: "其他方式%d条",
}

func (t *telling) byOpenness() string {
	var all []counted
	for _, o := range desk.Opennesses() {
		all = append(all, counted{opennessWords[o], t.openness[o]})
	}
	return listed(all...)
}

func (t *telling) byOutlet() string {
	var all []counted
	for _, o := range desk.Outlets() {
		all = append(all, counted{outletWords[o], t.outlets[o]})
	}
	return listed(all...)
}

// ahead puts a clause behind a sentence; an empty clause leaves it as it is.
func ahead(sentence, clause string) string {
	if clause == "" {
		return sentence + "。"
	}
	return sentence + "，" + clause + "。"
}

// organised is what was done to keep the work going, as the monthly sheets say.
func (t *telling) organised() string {
	return listed(
		counted{"召开政府信息公开会议%d次", t.facts["meeting"]}, counted{"举办培训%d次", t.facts["training"]}, counted{"接受培训%d人次", t.facts["trainee"]},
		counted{"专职人员%d人", t.facts["staff.full"]}, counted{"兼职人员%d人", t.facts["staff.part"]})
}

// problem is something that the figures show, and what is done about it.
type problem struct {
	is   bool
	what string
	todo string
}

// problems are what the year's figures show, the weightier first.
func (t *telling) problems(in store.Interactions) []problem {
	all := []problem{
		{t.overdue > 0, fmt.Sprintf("%d件申请超过期限答复", t.overdue), "对临近期限的申请提前督办，超期的说明原因"},
		{t.pending > 0, fmt.Sprintf("%d条信息到年末已超过公开期限仍未公开", t.pending), "对到期未公开的信息逐条限期公开"},
		{t.late > 0, fmt.Sprintf("%d条信息在形成20个工作日后才公开", t.late), "形成信息时同步登记，按月核对公开期限"},
		{t.lost > 0, fmt.Sprintf("%d件答复在行政复议、行政诉讼中被纠正", t.lost), "对被纠正的案件逐件复盘，改进审查"},
		{t.extended > 0, fmt.Sprintf("%d件申请延长了答复期限", t.extended), "收到申请后尽早检索和征求意见，减少延期"},
		{3*t.absent >= t.decided && t.absent > 0, fmt.Sprintf("办结的%d件申请中有%d件属于信息不存在或者不属于本机关", t.decided, t.absent), "细化公开目录和职责分工，申请前帮助公众查找"},
		{t.corrected > 0, fmt.Sprintf("%d件申请因内容不明确需要补正", t.corrected), "完善申请指引和填写示例"},
		{t.interpretations == 0 && t.published > 0, "没有发布政策解读", "对公众咨询集中的政策主动解读"},
		{in.Unanswered > 0, fmt.Sprintf("公众号中有%d个问题没有找到答案", in.Unanswered), "逐条核对没有答上的问题，补充问答和文件"},
		{4*in.Unhelpful > in.Helpful && in.Unhelpful > 0, fmt.Sprintf("公众评价“没有帮助”%d次", in.Unhelpful), "逐条回看评价为没有帮助的答复"},
	}
	return slices.DeleteFunc(all, func(p problem) bool { return !p.is })
}

// improving is the section on problems and what is done about them. A year without any says so, which is a finding too.
func (t *telling) improving(in store.Interactions) string {
	found := t.problems(in)
	if len(found) == 0 {
		return fmt.Sprintf("本年度公开的%d条信息、办结的%d件申请均未超过期限。下一年度将继续按月核对公开任务和办理期限。", t.published, t.decided)
	}
	var what, todo []string
	for i, p := range found {
		n := ""
		if len(found) > 1 {
			n = ordinals[i] + "是"
		}
		what, todo = append(what, n+p.what), append(todo, n+p.todo)
	}
	return "存在的主要问题：" + strings.Join(what, "；") + "。\n改进情况：" + strings.Join(todo, "；") + "。"
}

var ordinals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
