package report

import (
	"cmp"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// line2018 is a cell of the form of 2018. A heading is always left empty; one that may be blank is left empty while it is zero.
type line2018 struct {
	key, label, unit string
	shape            shape
	rows             func(*Data) []Ref
	sum              []string
}

type shape int

const (
	plain   shape = iota // 0 is printed
	blank                // empty while zero
	heading              // always empty
)

// lines2018 are the cells in the order of the form. The office's own table of 2018 left 1.1 and 3.3.4 empty although their
// parts were filled; both are always computed.
var lines2018 = []line2018{
	{"1", "一、主动公开情况", "", plain, nil, []string{"1.1"}},
	{"1.1", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计１条）", "条", plain, information, nil},
	{"1.1.1", "其中：主动公开规范性文件数（专指有规范性文件登记号的）", "件", blank, normative, nil},
	{"1.1.2", "制发规范性文件总数（专指有规范性文件登记号的）", "件", blank, facts("normative.made"), nil},
	{"1.2", "（二）通过不同渠道和方式公开政府信息的情况", "", plain, nil, []string{"1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5"}},
	{"1.2.1", "1.政府公报公开政府信息数", "条", blank, through(desk.OutletGazette), nil},
	{"1.2.2", "2.政府网站公开政府信息数", "条", blank, through(desk.OutletWebsite), nil},
	{"1.2.3", "3.政务微博公开政府信息数", "条", blank, through(desk.OutletWeibo), nil},
	{"1.2.4", "4.政务微信公开政府信息数", "条", blank, through(desk.OutletWeChat), nil},
	{"1.2.5", "5.其他方式公开政府信息数", "条", blank, through(desk.OutletOther), nil},
	{"2", "二、回应解读情况", "", plain, nil, []string{"2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5"}},
	{"2.1", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", blank, hotspots, nil},
	{"2.2", "（二）通过不同渠道和方式回应解读的情况", "", heading, nil, nil},
	{"2.2.1", "1.参加或举办新闻发布会总次数", "次", blank, facts("press"), nil},
	{"2.2.1.1", "其中：主要负责同志参加新闻发布会次数", "次", blank, facts("press.head"), nil},
	{"2.2.2", "2.政府网站在线访谈次数", "次", blank, facts("interview"), nil},
	{"2.2.2.1", "其中：主要负责同志参加政府网站在线访谈次数", "次", blank, facts("interview.head"), nil},
	{"2.2.3", "3.政策解读稿件发布数", "篇", blank, interpretations, nil},
	{"2.2.4", "4.微博微信回应事件数", "次", blank, responses(true), nil},
	{"2.2.5", "5.其他方式回应事件数", "次", blank, responses(false), nil},
	{"3", "三、依申请公开情况", "", heading, nil, nil},
	{"3.1", "（一）收到申请数", "件", plain, nil, []string{"3.1.1", "3.1.2", "3.1.3", "3.1.4"}},
	{"3.1.1", "1.当面申请数", "件", blank, arrived(disclosure.ByPerson, disclosure.ByOral), nil},
	{"3.1.2", "2.传真申请数", "件", blank, arrived(disclosure.ByFax), nil},
	{"3.1.3", "3.网络申请数", "件", blank, arrived(disclosure.ByWeb), nil},
	{"3.1.4", "4.信函申请数", "件", blank, arrived(disclosure.ByLetter, disclosure.ByRegistered), nil},
	{"3.2", "（二）申请办结数", "件", plain, nil, []string{"3.2.1", "3.2.2"}},
	{"3.2.1", "1.按时办结数", "件", plain, punctual(true), nil},
	{"3.2.2", "2.延期办结数", "件", plain, punctual(false), nil},
	{"3.3", "（三）申请答复数", "件", plain, nil, []string{"3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7", "3.3.8"}},
	{"3.3.1", "1.属于已主动公开范围数", "件", blank, replied("3.3.1"), nil},
	{"3.3.2", "2.同意公开答复数", "件", blank, replied("3.3.2"), nil},
	{"3.3.3", "3.同意部分公开答复数", "件", blank, replied("3.3.3"), nil},
	{"3.3.4", "4.不同意公开答复数", "件", plain, nil, []string{"3.3.4.1", "3.3.4.2", "3.3.4.3", "3.3.4.4", "3.3.4.5", "3.3.4.6"}},
	{"3.3.4.1", "其中：涉及国家秘密", "件", blank, replied("3.3.4.1"), nil},
	{"3.3.4.2", "涉及商业秘密", "件", blank, replied("3.3.4.2"), nil},
	{"3.3.4.3", "涉及个人隐私", "件", blank, replied("3.3.4.3"), nil},
	{"3.3.4.4", "危及国家安全、公共安全、经济安全和社会稳定", "件", blank, replied("3.3.4.4"), nil},
	{"3.3.4.5", "不是《条例》所指政府信息", "件", blank, replied("3.3.4.5"), nil},
	{"3.3.4.6", "法律法规规定的其他情形", "件", blank, replied("3.3.4.6"), nil},
	{"3.3.5", "5.不属于本行政机关公开数", "件", blank, replied("3.3.5"), nil},
	{"3.3.6", "6.申请信息不存在数", "件", blank, replied("3.3.6"), nil},
	{"3.3.7", "7.告知作出更改补充数", "件", blank, replied("3.3.7"), nil},
	{"3.3.8", "8.告知通过其他途径办理数", "件", plain, replied("3.3.8"), nil},
	{"4", "四、行政复议数量", "件", plain, nil, []string{"4.1", "4.2", "4.3"}},
	{"4.1", "（一）维持具体行政行为数", "件", plain, closed(disclosure.ContestUpheld, disclosure.ContestReview), nil},
	{"4.2", "（二）被依法纠错数", "件", plain, closed(disclosure.ContestCorrected, disclosure.ContestReview), nil},
	{"4.3", "（三）其他情形数", "件", plain, closed(disclosure.ContestOther, disclosure.ContestReview), nil},
	{"5", "五、行政诉讼数量", "件", plain, nil, []string{"5.1", "5.2", "5.3"}},
	{"5.1", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件", plain, closed(disclosure.ContestUpheld, disclosure.ContestSuit, disclosure.ContestSuitAfter), nil},
	{"5.2", "（二）被依法纠错数", "件", plain, closed(disclosure.ContestCorrected, disclosure.ContestSuit, disclosure.ContestSuitAfter), nil},
	{"5.3", "（三）其他情形数", "件", plain, closed(disclosure.ContestOther, disclosure.ContestSuit, disclosure.ContestSuitAfter), nil},
	{"6", "六、举报投诉数量", "件", plain, nil, []string{"6.1", "6.2", "6.3"}},
	{"6.1", "（一）维持具体行政行为数", "件", plain, facts("complaint.upheld"), nil},
	{"6.2", "（二）纠错数", "件", plain, facts("complaint.corrected"), nil},
	{"6.3", "（三）其他情形数", "件", plain, facts("complaint.other"), nil},
	{"7", "七、向图书馆、档案馆等查阅场所报送信息数", "条", plain, nil, []string{"7.1", "7.2"}},
	{"7.1", "（一）纸质文件数", "条", plain, facts("library.paper"), nil},
	{"7.2", "（二）电子文件数", "条", plain, facts("library.file"), nil},
	{"8", "八、在区政府门户网站设立信息公开专栏数", "个", plain, nil, []string{"8.1", "8.2"}},
	{"8.1", "（一）部门网站或专栏（部门填写）", "个", plain, facts("site.department"), nil},
	{"8.2", "（二）镇、街道网站或专栏（镇街填写）", "个", plain, facts("site.town"), nil},
	{"9", "九、依申请公开信息收取的费用", "万元", plain, fees, nil},
	{"10", "十、机构建设和保障经费情况", "", heading, nil, nil},
	{"10.1", "（一）政府信息公开工作专门机构数", "个", plain, facts("agency"), nil},
	{"10.2", "（二）设置政府信息公开查阅点数", "个", plain, facts("reading_room"), nil},
	{"10.3", "（三）从事政府信息公开工作人员数", "人", plain, nil, []string{"10.3.1", "10.3.2"}},
	{"10.3.1", "1.专职人员数（不包括政府公报及政府网站人员数）", "人", plain, facts("staff.full"), nil},
	{"10.3.2", "2.兼职人员数", "人", plain, facts("staff.part"), nil},
	{"10.4", "（四）政府信息公开专项经费（不包括政府公报编辑管理和政府网站建设维护等方面的经费）", "万元", plain, facts("fund"), nil},
	{"11", "十一、政府信息公开会议和培训情况", "", heading, nil, nil},
	{"11.1", "（一）召开政府信息公开工作会议或专题会议数", "次", plain, facts("meeting"), nil},
	{"11.2", "（二）举办各类培训班数", "次", plain, facts("training"), nil},
	{"11.3", "（三）接受培训人员数", "人次", plain, facts("trainee"), nil},
}

func (r *Report) form2018(d *Data, corrections map[string]store.Correction) {
	// Parts before their sums: a longer key is a part of a shorter one.
	order := slices.Clone(lines2018)
	slices.SortStableFunc(order, func(a, b line2018) int {
		return cmp.Compare(strings.Count(b.key, "."), strings.Count(a.key, "."))
	})
	for _, l := range order {
		c := &Cell{Key: l.key, Label: l.label, Unit: l.unit, Sum: l.sum}
		if l.rows != nil {
			c.Rows = l.rows(d)
		}
		r.add(c, corrections)
		if c.Correct == nil && (l.shape == heading || l.shape == blank && *c.Value == 0) {
			c.Value = nil
		}
	}
	slices.SortFunc(r.Cells, func(a, b *Cell) int {
		at := func(key string) int {
			return slices.IndexFunc(lines2018, func(l line2018) bool { return l.key == key })
		}
		return cmp.Compare(at(a.Key), at(b.Key))
	})
	r.check2018(d)
}

func facts(code string) func(*Data) []Ref {
	return func(d *Data) []Ref { return d.fact(code) }
}

func information(d *Data) []Ref {
	return d.publications(func(p desk.Publication) bool { return p.Kind == desk.PublishedInfo })
}

func normative(d *Data) []Ref {
	return d.publications(func(p desk.Publication) bool { return p.Kind == desk.PublishedInfo && p.Normative != "" })
}

func through(o desk.Outlet) func(*Data) []Ref {
	return func(d *Data) []Ref {
		return d.publications(func(p desk.Publication) bool { return p.Kind == desk.PublishedInfo && slices.Contains(p.Outlets, o) })
	}
}

// hotspots counts each hotspot once, however often it was responded to.
func hotspots(d *Data) []Ref {
	seen := map[string]bool{}
	return d.publications(func(p desk.Publication) bool {
		first := p.Kind == desk.PublishedResponse && p.Hotspot != "" && !seen[p.Hotspot]
		seen[p.Hotspot] = seen[p.Hotspot] || first
		return first
	})
}

func interpretations(d *Data) []Ref {
	return d.publications(func(p desk.Publication) bool { return p.Kind == desk.PublishedInterpretation })
}

// responses are those by 微博 or 微信, or those in other ways only.
func responses(social bool) func(*Data) []Ref {
	return func(d *Data) []Ref {
		return d.publications(func(p desk.Publication) bool {
			is := slices.Contains(p.Outlets, desk.OutletWeibo) || slices.Contains(p.Outlets, desk.OutletWeChat)
			return p.Kind == desk.PublishedResponse && is == social
		})
	}
}

func arrived(ways ...disclosure.Intake) func(*Data) []Ref {
	return func(d *Data) []Ref {
		return d.requests(func(q store.RequestRow) bool { return d.received(q) && slices.Contains(ways, q.Intake) })
	}
}

// punctual are the decisions within the period as it first ran, or those that took an extension or longer.
func punctual(in bool) func(*Data) []Ref {
	return func(d *Data) []Ref {
		return d.requests(func(q store.RequestRow) bool {
			if !d.decided(q) {
				return false
			}
			due, _, err := q.Due(d.Calendar, q.DecidedOn)
			onTime := err == nil && q.Extension.Days == 0 && q.Grace.Until == "" && q.DecidedOn <= due
			return onTime == in
		})
	}
}

// replied are the decisions whose code belongs to the row.
func replied(row string) func(*Data) []Ref {
	return func(d *Data) []Ref {
		return d.requests(func(q store.RequestRow) bool {
			rule, _ := q.Code.Rule()
			return d.decided(q) && rule.Row2018 == row
		})
	}
}

// closed are reviews or lawsuits that ended in the year with the result.
func closed(result disclosure.ContestResult, kinds ...disclosure.ContestKind) func(*Data) []Ref {
	return func(d *Data) []Ref {
		return d.contests(func(c disclosure.Contest) bool {
			return slices.Contains(kinds, c.Kind) && c.Result == result && d.within(c.Closed)
		})
	}
}

// contests are one row for each case, counting those of its reviews and lawsuits that f selects.
func (d *Data) contests(f func(disclosure.Contest) bool) []Ref {
	var rows []Ref
	for _, q := range d.Contested {
		row := Ref{Kind: "request", ID: q.ID, Name: q.Number}
		for _, c := range q.Contests {
			if f(c) {
				row.N++
			}
		}
		if row.N > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// fees are what was paid in the year, in 分.
func fees(d *Data) []Ref {
	var rows []Ref
	for _, q := range d.Requests {
		if q.Fee.Paid != "" && d.within(q.Fee.Paid) {
			rows = append(rows, Ref{Kind: "request", ID: q.ID, Name: q.Number, N: int64(q.Fee.Yuan) * 100})
		}
	}
	return rows
}
