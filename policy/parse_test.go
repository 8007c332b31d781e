package policy

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func parse(t *testing.T, text string) *Document {
	t.Helper()
	d, err := Parse("文件.md", text)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return d
}

// outline is one line an article: name|heading|text.
func outline(d *Document) string {
	var b strings.Builder
	for _, a := range d.Articles {
		fmt.Fprintf(&b, "%s|%s|%s\n", a.Name, a.Heading, strings.ReplaceAll(a.Text, "\n", "↵"))
	}
	return b.String()
}

func TestFrontMatterBecomesFields(t *testing.T) {
	got := parse(t, `---
title: "某某管理办法（2022修正）"
doc_no: "某令第3号"
issuer: "某部"
published: 2022-01-02
effective: "2022-03-01"
expires_or_repealed: "2024-05-01"
status: "已修改"
status_note: "核对"
supersedes: ["某某管理办法"]
superseded_by: 某某管理条例
topic: "贸易"
jurisdiction: "山东省"
source: "公报"
completeness: "full"
weather: {ignored: true}
---
# 某某管理办法（2022修正）

第一条 为了管理。
`)
	want := &Document{
		Title: "某某管理办法（2022修正）", DocNo: "某令第3号", Issuer: "某部", Published: "2022-01-02", Effective: "2022-03-01",
		Repealed: "2024-05-01", Status: Amended, StatusNote: "核对", Supersedes: []string{"某某管理办法"},
		SupersededBy: []string{"某某管理条例"}, Topic: "贸易", Jurisdiction: "山东省", Source: "公报", Completeness: "full",
		Articles: []Article{{Name: "第一条", Text: "为了管理。"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTextWithoutFrontMatterIsInForceAndUndated(t *testing.T) {
	got := parse(t, "# 关于某事的通知\n\n商办〔2024〕12号\n\n现通知如下。\n")
	want := &Document{
		Title: "关于某事的通知", DocNo: "商办〔2024〕12号", Status: InForce, Source: "文件.md",
		Articles: []Article{{Name: "全文", Text: "现通知如下。"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestEveryBadFieldIsNamed(t *testing.T) {
	for _, c := range []struct {
		front string
		field string
		line  int
	}{
		{"title: 甲\neffective: 2024-02-30", "effective", 3},
		{"title: 甲\npublished: 昨天", "published", 3},
		{"title: 甲\nstatus: 也许", "status", 3},
		{"title: 甲\ntitle: 乙", "title", 3},
		{"title: [甲, 乙]", "title", 2},
		{"supersedes: {a: b}", "supersedes", 2},
		{"title: 甲\neffective: 2024-01-01\nexpires_or_repealed: 2023-12-31", "expires_or_repealed", 0},
		{"title: 甲\nsupersedes: [甲]", "supersedes", 0},
		{"title: 甲\nsuperseded_by: [乙, 甲]", "superseded_by", 0},
		{"title: 甲\nissuer: \"乙", "front matter", 3},
		{"title: 甲\n\tissuer: 乙", "front matter", 3},
		{"- 甲", "front matter", 2},
	} {
		_, err := Parse("x.md", "---\n"+c.front+"\n---\n\n第一条 文。\n")
		var bad *FieldError
		if !errors.As(err, &bad) {
			t.Errorf("%q: got %v, want a FieldError", c.front, err)
			continue
		}
		if bad.Field != c.field || bad.Line != c.line {
			t.Errorf("%q: got field %s line %d (%v), want %s line %d", c.front, bad.Field, bad.Line, err, c.field, c.line)
		}
	}
}

func TestIncompleteTextsAreRefused(t *testing.T) {
	for text, want := range map[string]error{
		"第一条 没有题目。\n":               ErrNoTitle,
		"":                          ErrNoTitle,
		"# 只有题目\n":                  ErrNoBody,
		"---\ntitle: 只有题目\n---\n":   ErrNoBody,
		"# 题\n\n## 第一章 总则\n\n---\n": ErrNoBody,
	} {
		if _, err := Parse("x.md", text); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", text, err, want)
		}
	}
	if _, err := Parse("x.md", "---\ntitle: 甲\n第一条 文。\n"); err == nil || !strings.Contains(err.Error(), "no closing ---") {
		t.Errorf("unclosed front matter: got %v", err)
	}
}

func TestArticlesAreCutAsTheirCitationsSay(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"chapters, bold, gaps, digits", `# 某条例
（2001年1月1日公布
　根据2005年2月2日《决定》修正）
**目　录**
第一章　总　　则
第二章　附则……12
## 第一章　总　　则
**第一条**　为了甲。
（一）款；

（二）款。
第 二 条 乙。
第十条之一 插入。
### 第一节 一般 规定
第十一条：丙
## 第二章　附　则
第12条 丁。
第一百〇五条 戊。
`, `第一条|第一章 总则|为了甲。↵（一）款；↵（二）款。
第二条|第一章 总则|乙。
第十条之一|第一章 总则|插入。
第十一条|第一章 总则 / 第一节 一般规定|丙
第十二条|第二章 附则|丁。
第一百零五条|第二章 附则|戊。
`},
		{"plain chapters and text set close", "# 办法\n第一编 总则\n第一章 总则\n第一条为了甲。\n第二章 罚则、其他\n第二条违反本办法的，处罚。\n第一条规定的情形除外。\n第三条第一款不适用。\n", `第一条|第一编 总则 / 第一章 总则|为了甲。
第二条|第一编 总则 / 第二章 罚则、其他|违反本办法的，处罚。↵第一条规定的情形除外。↵第三条第一款不适用。
`},
		{"text above the first article", "# 解释\n最高人民法院\n为正确审理案件，制定本解释。\n第一条 甲。\n", `§引言||最高人民法院↵为正确审理案件，制定本解释。
第一条||甲。
`},
		{"attachments that count again", "# 通知\n第一条 甲。\n附件1：操作规程\n第一条 乙。\n第二条 丙。\n附件2\n附表样式\n", `第一条||甲。
§附件1||操作规程
附件1第一条|附件1|乙。
第二条|附件1|丙。
§附件2||附表样式
`},
		{"a number that stands there twice", "# 决定\n第三条 甲。\n第三条 乙。\n", "第三条||甲。\n第三条（2）||乙。\n"},
		{"headings without articles", "# 方案\n开头。\n## 一、目标\n甲。\n### （一）细目\n乙。\n## 一、目标\n丙。\n", `§引言||开头。
§一、目标||甲。
§（一）细目|一、目标|乙。
§一、目标（2）||丙。
`},
		{"a marked article heading", "# 规定\n### 第一条 【范围】\n甲。\n", "第一条||【范围】↵甲。\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, outline(parse(t, c.text))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestNegativeListEntriesAndNotesHaveTheirNames(t *testing.T) {
	plain := `# 外商投资准入负面清单（2030年版）
说　明
一、甲。
甲续。
二、乙。
## 外商投资准入负面清单（2030年版）
一、农业
1. 禁止投资丙：
1. 这是丙里的序号。
2．限于合资。
二、教育
3、禁止投资丁。
（第4—9项未收录）
`
	table := `# 外商投资准入负面清单（2030年版）
## 说明
一、甲。
甲续。
二、乙。
## 清单
| 序号 | 特别管理措施 |
| --- | --- |
| 一、农业 | 一、农业 |
| 1 | 禁止投资丙： |
1. 这是丙里的序号。
| 2. | 限于合资。 |
| 二、教育 | |
| 3 | 禁止投资丁。 |
`
	want := `说明第一条|说明|甲。↵甲续。
说明第二条|说明|乙。
清单第1项|一、农业|禁止投资丙：↵1. 这是丙里的序号。
清单第2项|一、农业|限于合资。
清单第3项|二、教育|禁止投资丁。
`
	if diff := cmp.Diff(want, outline(parse(t, plain))); diff != "" {
		t.Errorf("as lines (-want +got)\n%s", diff)
	}
	want = strings.Replace(want, "清单第1项", "§清单||| 序号 | 特别管理措施 |\n清单第1项", 1)
	if diff := cmp.Diff(want, outline(parse(t, table))); diff != "" {
		t.Errorf("as a table (-want +got)\n%s", diff)
	}
}

func TestLongSectionsAreCutBetweenParagraphs(t *testing.T) {
	para := strings.Repeat("文", 399) + "。"
	d := parse(t, "# 报告\n## 情况\n"+strings.Repeat(para+"\n", 9)+"## 打算\n"+strings.Repeat(para, 9)+"\n")
	var names []string
	for _, a := range d.Articles {
		names = append(names, a.Name)
		if n := len([]rune(a.Text)); n > passage+10 {
			t.Errorf("%s has %d characters, want at most about %d", a.Name, n, passage)
		}
	}
	want := []string{"§情况", "§情况（2）", "§情况（3）", "§打算", "§打算（2）", "§打算（3）"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if d := parse(t, "# 报告\n"+strings.Repeat(para+"\n", 9)); len(d.Articles) != 1 || d.Articles[0].Name != "全文" {
		t.Errorf("a report of 3,600 characters without headings: got %d parts, want it whole as 全文", len(d.Articles))
	}
	if d := parse(t, "# 规定\n第一条 "+strings.Repeat(para+"\n", 9)); len(d.Articles) != 1 {
		t.Errorf("a long article was cut into %d: a rule stays with its provisos", len(d.Articles))
	}
}

// TestAnyDocumentOfArticlesIsReadBack writes random chapters, articles and paragraphs and expects exactly them.
func TestAnyDocumentOfArticlesIsReadBack(t *testing.T) {
	paragraph := rapid.StringMatching(`[甲乙丙丁（][的款一二三第条规定、]{0,12}[；。]`)
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString("# 试验办法\n")
		var want []Article
		number, gap := 0, rapid.SampledFrom([]string{" ", "　", "\n\n", "** "})
		for ch := range rapid.IntRange(1, 4).Draw(t, "chapters") {
			title := "第" + formatNumber(ch+1) + "章 总则"
			fmt.Fprintf(&text, "## %s\n", title)
			for range rapid.IntRange(1, 15).Draw(t, "articles") {
				number += rapid.IntRange(1, 40).Draw(t, "step")
				a := Article{Name: "第" + formatNumber(number) + "条", Heading: title}
				paras := rapid.SliceOfN(paragraph, 1, 4).Draw(t, "paragraphs")
				a.Text = strings.Join(paras, "\n")
				text.WriteString(a.Name + gap.Draw(t, "gap") + strings.Join(paras, "\r\n\r\n　　") + "\n")
				want = append(want, a)
			}
		}
		d, err := Parse("x", text.String())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, d.Articles); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	})
}

func TestNumbersAreReadAsTheyAreWritten(t *testing.T) {
	for n := 1; n < 10000; n++ {
		if got := parseNumber(formatNumber(n)); got != n {
			t.Fatalf("%d is written %s and read %d", n, formatNumber(n), got)
		}
	}
	for s, want := range map[string]int{"１２": 12, "一百〇五": 105, "二十": 20, "两百": 200, "99999": 0, "五 十": 50} {
		if got := parseNumber(s); got != want {
			t.Errorf("parseNumber(%s) = %d, want %d", s, got, want)
		}
	}
}

func TestDocumentsThatReplaceEachOtherInACircleAreNamed(t *testing.T) {
	a := &Document{Title: "甲", SupersededBy: []string{"乙"}}
	b := &Document{Title: "乙", Supersedes: []string{"甲"}}
	c := &Document{Title: "丙", Supersedes: []string{"乙"}}
	if got := Cycles([]*Document{a, b, c}); len(got) != 0 {
		t.Errorf("a plain line of editions: got %v, want none", got)
	}
	c.SupersededBy = []string{"甲"}
	d := &Document{Title: "丁", SupersededBy: []string{"甲"}}
	got := Cycles([]*Document{a, b, c, d})
	if len(got) != 3 || got["丁"] != nil {
		t.Errorf("got %v, want 甲, 乙 and 丙", got)
	}
	if want := "replaced in a circle: 乙 → 丙 → 甲 → 乙"; got["乙"] == nil || got["乙"].Error() != want {
		t.Errorf("got %v, want %s", got["乙"], want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("---\ntitle: 甲\n---\n# 甲\n（2001年\n目录\n第一条 文。\n附件：\n| 1 | 文 |\n")
	f.Add("# 负面清单\n说明\n一、\n## \n1. 文\n第九九九九九九九九九九九九九九九九九九条\n）")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse("x", text)
		if err != nil {
			return
		}
		names := map[string]bool{}
		for _, a := range d.Articles {
			if names[a.Name] || a.Text == "" {
				t.Errorf("article %q: empty or named twice", a.Name)
			}
			names[a.Name] = true
		}
	})
}
