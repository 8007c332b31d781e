package main

import (
	"fmt"
	"math/rand/v2"

	"shangda/desk"
	"shangda/disclosure"
)

// script is what happens in a year.
type script struct {
	random       *rand.Rand
	year         int
	questions    int
	publications []desk.Publication
	requests     []rehearsed
}

// rehearsed is one request and how it ends.
type rehearsed struct {
	kind int // of applicant: the number picked in the chat
	code disclosure.Code
}

// scriptOf is the office's own year for 2018: 55 conversations, of which 14 are requests, 41 publications, 1 interpretation, 1
// response. Any other year is made up from the seed.
func scriptOf(year int, seed uint64) *script {
	s := &script{random: rand.New(rand.NewPCG(uint64(year), seed)), year: year}
	outlets := map[desk.Outlet]int{desk.OutletGazette: 2, desk.OutletWebsite: 6, desk.OutletWeChat: 14, desk.OutletOther: 19}
	results := []struct {
		code disclosure.Code
		n    int
	}{
		{disclosure.CodeFull, 3},
		{disclosure.CodePartial, 2},
		{disclosure.CodeTrade, 2},
		{disclosure.CodeElsewhere, 1},
		{disclosure.CodeAbsent, 5},
		{disclosure.CodeUnclear, 1},
	}
	s.questions = 41
	if year != 2018 {
		s.questions = 200 + s.random.IntN(200)
		for _, o := range desk.Outlets() {
			outlets[o] = 3 + s.random.IntN(20)
		}
		results = nil
		for _, rule := range disclosure.Rules() {
			results = append(results, struct {
				code disclosure.Code
				n    int
			}{rule.Code, s.random.IntN(3)})
		}
	}
	for _, o := range desk.Outlets() {
		for i := range outlets[o] {
			s.publications = append(s.publications, desk.Publication{
				Kind: desk.PublishedInfo, Title: fmt.Sprintf("演练信息%s第%d条", o, i+1), Openness: desk.Opennesses()[i%5], Section: "办公室", Outlets: []desk.Outlet{o},
			})
		}
	}
	s.publications = append(s.publications,
		desk.Publication{Kind: desk.PublishedInterpretation, Title: "演练：外商投资准入负面清单解读", Openness: desk.OpenDecision, Section: "外资管理科", Outlets: []desk.Outlet{desk.OutletWebsite}},
		desk.Publication{Kind: desk.PublishedResponse, Title: "演练：回应预付卡退费", Openness: desk.OpenService, Section: "市场秩序科", Outlets: []desk.Outlet{desk.OutletWeChat}})
	for _, r := range results {
		for range r.n {
			kind := 1
			if year != 2018 {
				kind += s.random.IntN(6)
			}
			s.requests = append(s.requests, rehearsed{kind, r.code})
		}
	}
	return s
}

// rehearsedQuestions are asked in turn.
var rehearsedQuestions = []string{
	"外资企业变更要报告吗", "单用途预付卡要备案吗", "境外投资怎么备案", "外资能不能做烟草批发", "二手车出口要什么条件", "成品油零售怎么办理",
	"加盟商要退加盟费怎么办", "报废机动车回收要资质吗", "中华老字号怎样申报", "谢谢", "对外劳务合作要交备用金吗",
}

func (s *script) happenings(h *rehearsal) []happening {
	var out []happening
	if s.year != 2018 {
		out = s.demonstrate(h)
	}
	for i := range s.questions {
		q := rehearsedQuestions[i%len(rehearsedQuestions)]
		if q == "谢谢" { // is no question: it would make no conversation
			q = rehearsedQuestions[0]
		}
		words := []string{q}
		if s.year != 2018 {
			words = append(words, opinions[s.random.IntN(len(opinions))]...)
		}
		out = append(out, happening{within(s.random, s.year, 355), h.ask(words...)})
	}
	for _, p := range s.publications {
		day := within(s.random, s.year, 355)
		p.Made, p.Published = string(day), string(day)
		out = append(out, happening{day, h.publish(p)})
	}
	for i, r := range s.requests {
		filed := within(s.random, s.year, 240)
		what := fmt.Sprintf("演练年度第%d份招商项目验收材料", i+1)
		c := &playedCase{rehearsal: h, rehearsed: r, what: what}
		out = append(out, happening{filed, c.file})
		for _, step := range c.steps() {
			out = append(out, happening{filed.Add(step.after), step.do})
		}
	}
	return out
}

// opinions are what citizens may say to an answer.
var opinions = [][]string{nil, nil, {"有用"}, {"有用"}, {"没用"}, {"谢谢"}}

// aPicture stands for a picture among what is said.
const aPicture = "〔图片〕"

// filing is what an applicant of a kind says to the last question.
func filing(kind int, what string) []string {
	words := []string{"我要申请公开", "1", fmt.Sprint(kind), "演练申请人"}
	if kind != 1 {
		words = append(words, "演练负责人", "演练联系人", "2", "REHEARSAL-0001")
	} else {
		words = append(words, "1", "370211190103070014")
	}
	words = append(words, aPicture, "13800000000", what, "1", "1")
	if kind == 1 {
		words = append(words, "1")
	}
	return append(words, "确认提交")
}
