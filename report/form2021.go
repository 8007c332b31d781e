package report

import (
	"cmp"
	"fmt"
	"slices"

	"shangda/disclosure"
	"shangda/store"
)

// A row of table 2: its key in the published form, and its label.
type row2021 struct{ key, label string }

// rows2021 are the value rows of table 2 in the order of the form.
var rows2021 = []row2021{
	{"r1", "一、本年新收政府信息公开申请数量"},
	{"r2", "二、上年结转政府信息公开申请数量"},
	{"r3.1", "三、本年度办理结果（一）予以公开"},
	{"r3.2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"},
	{"r3.3.1", "（三）不予公开 1.属于国家秘密"},
	{"r3.3.2", "2.其他法律行政法规禁止公开"},
	{"r3.3.3", "3.危及“三安全一稳定”"},
	{"r3.3.4", "4.保护第三方合法权益"},
	{"r3.3.5", "5.属于三类内部事务信息"},
	{"r3.3.6", "6.属于四类过程性信息"},
	{"r3.3.7", "7.属于行政执法案卷"},
	{"r3.3.8", "8.属于行政查询事项"},
	{"r3.4.1", "（四）无法提供 1.本机关不掌握相关政府信息"},
	{"r3.4.2", "2.没有现成信息需要另行制作"},
	{"r3.4.3", "3.补正后申请内容仍不明确"},
	{"r3.5.1", "（五）不予处理 1.信访举报投诉类申请"},
	{"r3.5.2", "2.重复申请"},
	{"r3.5.3", "3.要求提供公开出版物"},
	{"r3.5.4", "4.无正当理由大量反复申请"},
	{"r3.5.5", "5.要求行政机关确认或重新出具已获取信息"},
	{"r3.6.1", "（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"},
	{"r3.6.2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"},
	{"r3.6.3", "3.其他"},
	{"r3.7", "（七）总计"},
	{"r4", "四、结转下年度继续办理"},
}

// column2021 is an applicant type, or the total.
type column2021 struct {
	key, label string
	of         disclosure.ApplicantType
}

var columns2021 = []column2021{
	{"person", "自然人", disclosure.Person},
	{"company", "商业企业", disclosure.Company},
	{"research", "科研机构", disclosure.Research},
	{"charity", "社会公益组织", disclosure.Charity},
	{"law_firm", "法律服务机构", disclosure.LawFirm},
	{"other", "其他", disclosure.OtherBody},
	{"total", "总计", ""},
}

// facts2021 are the cells of table 1, each a code of the monthly sheet.
var facts2021 = []struct{ key, label, unit, code string }{
	{"t1.rule.made", "规章：本年制发件数", "件", "rule.made"},
	{"t1.rule.repealed", "规章：本年废止件数", "件", "rule.repealed"},
	{"t1.rule.in_force", "规章：现行有效件数", "件", "rule.in_force"},
	{"t1.normative.made", "行政规范性文件：本年制发件数", "件", "normative.made"},
	{"t1.normative.repealed", "行政规范性文件：本年废止件数", "件", "normative.repealed"},
	{"t1.normative.in_force", "行政规范性文件：现行有效件数", "件", "normative.in_force"},
	{"t1.permit", "行政许可：本年处理决定数量", "件", "permit"},
	{"t1.penalty", "行政处罚：本年处理决定数量", "件", "penalty"},
	{"t1.coercion", "行政强制：本年处理决定数量", "件", "coercion"},
	{"t1.fee_wan", "行政事业性收费：本年收费金额", "万元", "fee"},
}

// Blocks and results of table 3.
var (
	blocks2021 = []struct {
		key, label string
		kind       disclosure.ContestKind
	}{
		{"review", "行政复议", disclosure.ContestReview},
		{"suit", "行政诉讼：未经复议直接起诉", disclosure.ContestSuit},
		{"suit_after_review", "行政诉讼：复议后起诉", disclosure.ContestSuitAfter},
	}
	results2021 = []struct {
		key, label string
		result     disclosure.ContestResult
	}{
		{"upheld", "结果维持", disclosure.ContestUpheld},
		{"corrected", "结果纠正", disclosure.ContestCorrected},
		{"other", "其他结果", disclosure.ContestOther},
		{"pending", "尚未审结", disclosure.ContestPending},
	}
)

func (r *Report) form2021(d *Data, corrections map[string]store.Correction) {
	for _, f := range facts2021 {
		r.add(&Cell{Key: f.key, Label: f.label, Unit: f.unit, Rows: d.fact(f.code)}, corrections)
	}
	for _, row := range rows2021 {
		for _, column := range columns2021 {
			c := &Cell{Key: t2(row.key, column.key), Label: row.label + "：" + column.label, Unit: "件"}
			if row.key == "r3.7" {
				c.Sum = results(column.key)
			} else {
				c.Rows = d.requests(func(q store.RequestRow) bool {
					return (column.of == "" || q.ApplicantType == column.of) && d.in2021(row.key, q)
				})
			}
			if row.key == "r2" {
				c.Carried = d.Previous[t2("r4", column.key)]
			}
			r.add(c, corrections)
		}
	}
	for _, b := range blocks2021 {
		var sum []string
		for _, x := range results2021 {
			key := "t3." + b.key + "." + x.key
			sum = append(sum, key)
			r.add(&Cell{Key: key, Label: b.label + "：" + x.label, Unit: "件", Rows: d.contests(func(c disclosure.Contest) bool {
				return c.Kind == b.kind && d.resultOf(c) == x.result
			})}, corrections)
		}
		r.add(&Cell{Key: "t3." + b.key + ".total", Label: b.label + "：总计", Unit: "件", Sum: sum}, corrections)
	}
	r.check2021(d)
}

func t2(row, column string) string { return "t2." + row + "." + column }

// results are the keys of the 21 result rows of a column.
func results(column string) []string {
	var keys []string
	for _, row := range rows2021 {
		if row.key != "r3.7" && len(row.key) > 2 {
			keys = append(keys, t2(row.key, column))
		}
	}
	return keys
}

// in2021 says whether a request counts in a row. The year of a result is the year in which it was decided.
func (d *Data) in2021(row string, q store.RequestRow) bool {
	switch row {
	case "r1":
		return d.received(q)
	case "r2": // still open when the year began
		return q.Received < d.first()
	case "r4":
		return q.DecidedOn == "" || q.DecidedOn > d.last()
	}
	rule, _ := q.Code.Rule()
	return d.decided(q) && rule.Row2021 == row
}

// resultOf is where a review or lawsuit stood at the end of the year; empty when it does not belong to the year.
func (d *Data) resultOf(c disclosure.Contest) disclosure.ContestResult {
	switch {
	case c.Filed > d.last() || c.Closed != "" && c.Closed < d.first():
		return ""
	case c.Closed == "" || c.Closed > d.last():
		return disclosure.ContestPending
	}
	return c.Result
}

// check2021 are the rules of the form between its numbers; those between numbers and texts are in text.go.
func (r *Report) check2021(d *Data) {
	for _, row := range rows2021 {
		var sum int64
		var parts []string
		for _, c := range columns2021[:len(columns2021)-1] {
			sum += r.value(t2(row.key, c.key))
			parts = append(parts, t2(row.key, c.key))
		}
		total := t2(row.key, "total")
		r.equal("T2-1", row.label+"：总计等于各类申请人之和", r.value(total), sum, append(parts, total), d.untyped(row.key))
	}
	for _, c := range columns2021 {
		in, out := r.value(t2("r1", c.key))+r.value(t2("r2", c.key)), r.value(t2("r3.7", c.key))+r.value(t2("r4", c.key))
		r.equal("T2-2", c.label+"：新收加结转等于办结加结转下年", in, out, []string{t2("r1", c.key), t2("r2", c.key), t2("r3.7", c.key), t2("r4", c.key)}, d.misplaced())
		var sum int64
		for _, key := range results(c.key) {
			sum += r.value(key)
		}
		r.equal("T2-3", c.label+"：办理结果总计等于各项之和", r.value(t2("r3.7", c.key)), sum, append(results(c.key), t2("r3.7", c.key)), nil)
		if was, ok := d.Previous[t2("r4", c.key)]; ok && was != nil {
			carried := r.byKey[t2("r2", c.key)]
			r.equal("T2-4", c.label+"：上年结转等于上年报告结转下年", r.value(carried.Key), *was, []string{carried.Key}, nil)
			r.equal("T2-4", c.label+"：上年报告结转下年等于跨年在办件数", *was, int64(len(carried.Rows)), []string{carried.Key}, carried.Rows)
		}
	}
	negative := []string{}
	for _, c := range r.Cells {
		if c.Value == nil || *c.Value < 0 {
			negative = append(negative, c.Key)
		}
	}
	r.Checks = append(r.Checks, Check{Rule: "T2-5", OK: len(negative) == 0, Detail: "各单元格为非负数，不留空", Cells: negative})
	wrong := d.misplaced()
	r.Checks = append(r.Checks, Check{Rule: "T2-7", OK: len(wrong) == 0, Detail: "每件申请只计入一个结果或者结转下年", Rows: wrong})
	for _, b := range blocks2021 {
		var sum int64
		for _, x := range results2021 {
			sum += r.value("t3." + b.key + "." + x.key)
		}
		r.equal("T3", b.label+"：总计等于四项之和", r.value("t3."+b.key+".total"), sum, []string{"t3." + b.key + ".total"}, nil)
	}
	if was, ok := d.Previous["t1.normative.in_force"]; ok && was != nil {
		want := *was + r.value("t1.normative.made") - r.value("t1.normative.repealed")
		r.equal("T1", "现行有效等于上年现行有效加制发减废止", r.value("t1.normative.in_force"), want, []string{"t1.normative.in_force"}, nil)
		r.Checks[len(r.Checks)-1].Soft = true
	}
	if direct := d.skippedReview(); len(direct) > 0 {
		r.Checks = append(r.Checks, Check{Rule: "T3-复议前置", Soft: true, Detail: "不予公开决定应当先申请行政复议，登记为直接起诉的请核对", Rows: direct})
	}
}

// equal adds a rule that two numbers agree.
func (r *Report) equal(rule, about string, got, want int64, cells []string, rows []Ref) {
	c := Check{Rule: rule, OK: got == want, Detail: fmt.Sprintf("%s：%d = %d", about, got, want), Cells: cells}
	if !c.OK {
		c.Detail, c.Rows = fmt.Sprintf("%s：%d ≠ %d", about, got, want), rows
	}
	r.Checks = append(r.Checks, c)
}

// untyped are requests of a row whose applicant has no type: they count in the total only.
func (d *Data) untyped(row string) []Ref {
	return d.requests(func(q store.RequestRow) bool {
		known := slices.Contains(disclosure.ApplicantTypes(), q.ApplicantType)
		return !known && d.in2021(row, q)
	})
}

// misplaced are requests that count in no result of the year and are not carried over either, or in several at once.
func (d *Data) misplaced() []Ref {
	return d.requests(func(q store.RequestRow) bool {
		places := 0
		for _, row := range rows2021 {
			if row.key != "r1" && row.key != "r2" && d.in2021(row.key, q) {
				places++
			}
		}
		return places != 1
	})
}

// skippedReview are refusals under articles 14 to 16 that were taken to court without a review (行政复议法 of 2023, 第二十三条).
func (d *Data) skippedReview() []Ref {
	var rows []Ref
	for _, q := range d.Contested {
		for _, c := range q.Contests {
			if c.Kind == disclosure.ContestSuit && q.Code.Withholds() && cmp.Compare(c.Filed, "2024-01-01") >= 0 && d.resultOf(c) != "" {
				rows = append(rows, Ref{Kind: "request", ID: q.ID, Name: q.Number, N: 1})
			}
		}
	}
	return rows
}
