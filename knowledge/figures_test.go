package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shangda/policy"
)

// reviewed are figures that no cited article holds, each looked at by hand: the item, the figure, and where it comes from.
var reviewed = map[[2]string]string{
	{"拍卖业务许可", "20工作日"}:              inWorkingDays,
	{"拍卖业务许可", "10工作日"}:              inWorkingDays,
	{"成品油零售经营资格许可", "20工作日"}:         inWorkingDays,
	{"成品油零售经营资格许可", "10工作日"}:         inWorkingDays,
	{"外资企业投诉几天受理、多久办结？", "2025年"}:    askAgain,
	{"向市场监管部门投诉，多久有结果？", "2026年"}:    askAgain,
	{"投诉和举报有什么不一样？", "2026年"}:        askAgain,
	{"网购纠纷，向哪里的市场监管局投诉？", "2026年"}:   askAgain,
	{"新开外贸公司，要办什么手续才能进出口？", "2026年"}: "the successor's first day, on its card",
	{"信息公开条例现在用哪一版？", "2007年"}:       "the year of the edition before, in its title",
	{"加盟备案要交哪些材料？", "1年"}:            "the nickname of 第七条第二款, which the cited 第六条 names",
}

const (
	inWorkingDays = "行政许可法第四十二条 says 日, and 第八十二条 that these are working days; both are cited"
	askAgain      = "advice to look whether a newer edition has come out, not a rule"
)

// TestEveryFigureStandsInACitedArticle keeps days, amounts and shares from being made up: what a guide or an answer says
// with a unit, an article it cites says too, in whatever numerals.
func TestEveryFigureStandsInACitedArticle(t *testing.T) {
	lib := starter(t)
	used, checked := map[[2]string]bool{}, 0
	for _, it := range lib.Items {
		text := said(&it)
		if text == "" {
			continue
		}
		law := figures(lawBehind(lib, &it))
		for _, f := range figures(text) {
			checked++
			key := [2]string{it.Title(), f}
			if _, ok := reviewed[key]; ok {
				used[key] = true
			} else if !slices.Contains(law, f) {
				t.Errorf("%s: says %s, which no article it cites says", it.Title(), f)
			}
		}
	}
	if checked < 300 {
		t.Errorf("%d figures checked, want the pack's hundreds", checked)
	}
	for key := range reviewed {
		if !used[key] {
			t.Errorf("%s no longer says %s without an article: strike the exception", key[0], key[1])
		}
	}
}

// said is all a guide or a Q&A tells a citizen.
func said(it *policy.Item) string {
	switch it.Kind {
	case policy.KindQA:
		return strings.Join([]string{it.QA.Answer, it.QA.Caution, it.QA.Next}, "\n")
	case policy.KindGuide:
		g := it.Guide
		parts := []string{g.Summary, g.Who, g.Where, g.Days, g.Fee, g.Late}
		parts = append(append(append(parts, g.Conditions...), g.Materials...), g.Steps...)
		for _, b := range g.Branches {
			parts = append(parts, b.Text)
		}
		return strings.Join(parts, "\n")
	}
	return ""
}

// lawBehind is the text of every cited article, with title and dates of its document.
func lawBehind(lib *policy.Library, it *policy.Item) string {
	var b strings.Builder
	for _, basis := range it.Basis() {
		if p, ok := lib.Find(basis); ok {
			b.WriteString(p.Text + "\n")
		}
		of, _ := lib.ByTitle(basis.Title)
		if of == nil {
			continue
		}
		days, older := []policy.Date{}, []string{}
		switch of.Kind {
		case policy.KindDocument:
			d := of.Document
			days, older = []policy.Date{d.Published, d.Effective, d.Repealed}, d.Supersedes
		case policy.KindList:
			days, older = []policy.Date{of.List.Effective, of.List.Repealed}, of.List.Supersedes
			fmt.Fprintf(&b, "%d条\n", len(of.List.Entries))
		}
		for _, day := range days {
			if len(day) == len("2006-01-02") {
				y, m, d := number(string(day[:4])), number(string(day[5:7])), number(string(day[8:]))
				fmt.Fprintf(&b, "%s年%s月%s日 %s月%s日\n", y, m, d, m, d)
			}
		}
		fmt.Fprintln(&b, basis.Title, of.DocNo(), older)
	}
	return b.String()
}

var (
	noFigure = regexp.MustCompile(`[上下当全每]一?年度?|一[家个]|统一|零[部件]|第[一二三四五六七八九十百]+[条款项]`)
	wholeDay = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日`)
	yearOnly = regexp.MustCompile(`(\d{4})年`)
	outOf    = regexp.MustCompile(`(百|万)分之([一二三四五六七八九十]+)`)
	amount   = regexp.MustCompile(`(\d+(?:\.\d+)?百?|[一二两三四五六七八九十百千零]+)\s*个?(工作日|月|日|天|年|亿美元|亿元|万元|元每万元|元|%|倍|页|件|岁|周岁|小时|名|条)`)
)

// figures lists every number with its unit in s, in Arabic numerals and one spelling of the unit.
func figures(s string) []string {
	s = strings.NewReplacer("％", "%", ",", "", " ", "").Replace(s)
	var out []string
	for _, m := range wholeDay.FindAllStringSubmatch(s, -1) {
		out = append(out, number(m[2])+"月"+number(m[3])+"日")
		if m[1] != "" {
			out = append(out, m[1]+"年")
		}
	}
	s = wholeDay.ReplaceAllString(s, " ")
	for _, m := range yearOnly.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1]+"年")
	}
	s = noFigure.ReplaceAllString(yearOnly.ReplaceAllString(s, " "), " ")
	s = outOf.ReplaceAllStringFunc(s, func(part string) string {
		m := outOf.FindStringSubmatch(part)
		if m[1] == "百" {
			return number(m[2]) + "%"
		}
		return number(m[2]) + "元每万元"
	})
	for _, m := range amount.FindAllStringSubmatch(s, -1) {
		unit := strings.TrimPrefix(strings.Replace(m[2], "天", "日", 1), "周")
		out = append(out, number(m[1])+unit)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// number writes a numeral below 10,000 in Arabic digits.
func number(s string) string {
	if n, hundreds := strings.CutSuffix(s, "百"); hundreds {
		if _, err := strconv.Atoi(n); err == nil {
			return n + "00"
		}
	}
	if s[0] >= '0' && s[0] <= '9' {
		if s = strings.TrimLeft(s, "0"); s == "" || s[0] == '.' {
			s = "0" + s
		}
		return s
	}
	total, digit := 0, 0
	for _, r := range s {
		if unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]; unit > 0 {
			total, digit = total+max(digit, 1)*unit, 0
			continue
		}
		digit = map[rune]int{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}[r]
	}
	return strconv.Itoa(total + digit)
}

func TestFiguresAreReadInAnyNumerals(t *testing.T) {
	for s, want := range map[string]string{
		"处十万元以上三十万元以下罚款":        "10万元 30万元",
		"自收到之日起二十个工作日内":         "20工作日",
		"每年1月1日至6月30日":          "1月1日 6月30日",
		"2020年1月1日起":            "1月1日 2020年",
		"1百万元人民币，或者一百二十天，百分之三十": "100万元 120日 30%",
		"上一年度，第三十条，一家企业":        "",
		"按日加收万分之五":              "5元每万元",
	} {
		got := figures(s)
		wants := strings.Fields(want)
		slices.Sort(wants)
		if strings.Join(got, " ") != strings.Join(wants, " ") {
			t.Errorf("figures in %s: got %v, want %v", s, got, wants)
		}
	}
}
