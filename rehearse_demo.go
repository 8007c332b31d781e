package main

import (
	"context"
	"fmt"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// demonstrate is what a made-up year has besides its table, so that every page has something to show: work of staff in every
// state, and much of it in the last days.
func (s *script) demonstrate(h *rehearsal) []happening {
	var out []happening
	for i := range 3 * len(forStaff) {
		p := forStaff[i%len(forStaff)]
		day := within(s.random, s.year, 350)
		if i < len(forStaff) {
			day = h.last.Add(-i) // what is not done by the end of the year stays open
		}
		raise, later := h.handle(p)
		out = append(out, happening{day, raise}, happening{day.Add(p.after), later})
	}
	for i := range 20 {
		q := rehearsedQuestions[s.random.IntN(len(rehearsedQuestions))]
		out = append(out, happening{h.last.Add(-i / 3), h.ask(q)})
	}
	for i := range 8 {
		out = append(out, happening{h.last.Add(-5 * i), h.ask(strangeQuestions[i%len(strangeQuestions)])})
	}
	out = append(out, s.unfinished(h)...)
	for month := 1; month <= 12; month++ {
		day := disclosure.Day(fmt.Sprintf("%04d-%02d-25", s.year, month))
		out = append(out, happening{day, h.sheet(s.year, month, int64(1+s.random.IntN(3)))})
	}
	for i, p := range s.recent(h.last) {
		out = append(out, happening{h.last.Add(-i), h.publish(p)})
	}
	return append(out, happening{h.last.Add(-5), h.draft}, happening{h.last.Add(-30), h.quotas})
}

// strangeQuestions find no answer.
var strangeQuestions = []string{"量子计算机能抵押贷款吗", "量子计算机能不能抵押贷款", "无人机送奶茶要报什么航线", "邻居家鹦鹉太吵怎么办"}

// unfinished are applications that came in near the end and stand at different steps: how many of their steps are done.
func (s *script) unfinished(h *rehearsal) []happening {
	var out []happening
	for i, x := range []struct {
		code  disclosure.Code
		steps int
		ago   int // days before the end
	}{
		{disclosure.CodeFull, 0, 60}, // overdue
		{disclosure.CodeFull, 0, 26}, // nearly
		{disclosure.CodeFull, 0, 4},
		{disclosure.CodeUnclear, 1, 9},  // waits for a correction
		{disclosure.CodeTrade, 2, 12},   // the third party was asked
		{disclosure.CodeFull, 1, 16},    // drafted
		{disclosure.CodePartial, 2, 17}, // approved by the section
		{disclosure.CodeAbsent, 3, 18},  // signed, not served
	} {
		filed := h.last.Add(-x.ago)
		c := &playedCase{rehearsal: h, rehearsed: rehearsed{1 + i%6, x.code}, what: fmt.Sprintf("演练在办第%d件园区招商合同", i+1)}
		out = append(out, happening{filed, c.file})
		for _, step := range c.steps()[:x.steps] {
			out = append(out, happening{filed.Add(step.after), step.do})
		}
	}
	return out
}

// sheet is a month's sheet of what happens rarely.
func (h *rehearsal) sheet(year, month int, n int64) func(context.Context) error {
	return func(ctx context.Context) error {
		var facts []store.Fact
		for code, value := range map[string]int64{
			"meeting": n % 2, "training": n / 2, "trainee": 12 * (n / 2), "staff.part": 3, "reading_room": 1, "site.department": 1, "fund": n * 100_000,
			"permit": 4 + n, "normative.in_force": 6,
		} {
			facts = append(facts, store.Fact{Year: year, Month: month, Code: code, Value: value})
		}
		if month == 1 {
			facts = append(facts, store.Fact{Year: year, Month: month, Code: "normative.made", Value: 1})
		}
		return h.store.SaveFacts(ctx, facts, actorOf(h.officer), h.now)
	}
}

// recent are publications of the last days, through several outlets, with what publication takes beside a title.
func (s *script) recent(last disclosure.Day) []desk.Publication {
	all := []desk.Publication{
		{Kind: desk.PublishedInfo, Title: "演练：促消费政策措施", Normative: "演练规〔1〕号", DocNo: "演练发〔1〕号", Section: "商贸流通科", Outlets: []desk.Outlet{desk.OutletWebsite, desk.OutletWeChat}},
		{Kind: desk.PublishedInfo, Title: "演练：重点外资项目进展", Section: "外资管理科", Outlets: []desk.Outlet{desk.OutletWebsite}},
		{Kind: desk.PublishedInterpretation, Title: "演练：促消费政策措施解读", Section: "商贸流通科", Outlets: []desk.Outlet{desk.OutletWeChat}},
		{Kind: desk.PublishedResponse, Title: "演练：回应家电补贴到账慢", Hotspot: "家电补贴", Section: "商贸流通科", Outlets: []desk.Outlet{desk.OutletWeibo}},
		{Kind: desk.PublishedInfo, Title: "演练：行政许可结果公示", Section: "办公室", Outlets: []desk.Outlet{desk.OutletWebsite, desk.OutletGazette}},
	}
	for i := range all {
		p := &all[i]
		p.Openness, p.Published, p.Made = desk.Opennesses()[i], string(last.Add(-i)), string(last.Add(-i-10*i))
	}
	late := desk.Publication{Kind: desk.PublishedInfo, Title: "演练：待公开的年度招商计划", Section: "外资管理科", Openness: desk.OpenDecision}
	late.Made = string(last.Add(-45)) // made, not published, and over the 20 working days
	return append(all, late)
}

func (h *rehearsal) quotas(ctx context.Context) error {
	_, version, err := h.store.Quotas(ctx)
	if err != nil {
		return err
	}
	return h.store.SaveQuotas(ctx, []desk.Quota{
		{Section: "办公室", DueDay: 25, Minimum: 2}, {Section: "外资管理科", DueDay: 20, Minimum: 1}, {Section: "商贸流通科", DueDay: 20, Minimum: 3},
	}, version, actorOf(h.leader), h.now)
}
