package policy

import (
	"fmt"
	"strings"
)

var qaColumns = []column{
	{"question", true, []string{"问题", "标准问题", "标准问", "question"}},
	{"answer", true, []string{"回答", "答案", "答复", "answer"}},
	{"basis", true, []string{"依据文件", "依据", "法律依据", "政策依据", "basis"}},
	{"article", true, []string{"条款", "依据条款", "条文", "article"}},
	{"wordings", false, []string{"其他问法", "相似问法", "问法", "相似问", "wordings"}},
	{"caution", false, []string{"注意", "注意事项", "提示", "caution"}},
	{"next", false, []string{"下一步", "怎么办理", "next"}},
	{"topic", false, []string{"主题", "分类", "类别", "topic"}},
	{"checked", false, []string{"核对日期", "审核日期", "checked"}},
	{"no", false, []string{"序号", "no"}},
}

func (t *table) questions() []Item {
	var out []Item
	first := map[string]int{}
	for _, i := range t.body() {
		q := QA{
			Question: t.need(i, "question"), Answer: t.need(i, "answer"), Wordings: several(t.get(i, "wordings")),
			Caution: t.get(i, "caution"), Next: t.get(i, "next"), Topic: t.get(i, "topic"), Checked: t.date(i, "checked"),
			Basis: t.basis(i),
		}
		if before, taken := first[q.Question]; taken {
			t.fault(i, t.at["question"], FaultDuplicate, t.name(before, t.at["question"]))
		}
		first[q.Question] = i
		out = append(out, NewItem(&q, FromImport, Approved))
	}
	return out
}

// basis pairs the documents of a row with their articles; a single document may have several.
func (t *table) basis(row int) []Basis {
	titles, articles := several(t.need(row, "basis")), several(t.need(row, "article"))
	if len(titles) == 0 || len(articles) == 0 {
		return nil
	}
	if len(titles) > 1 && len(titles) != len(articles) {
		t.fault(row, t.at["article"], FaultUneven, fmt.Sprintf("%d documents, %d articles", len(titles), len(articles)))
		return nil
	}
	var out []Basis
	for i, a := range articles {
		title := titles[min(i, len(titles)-1)]
		if m := inMarks.FindStringSubmatch(title); m != nil && strings.HasPrefix(title, "《") && strings.HasSuffix(title, m[0]) {
			title = m[1]
		}
		out = append(out, Basis{Title: title, Article: articleName(a)})
	}
	return out
}

// articleName writes 第7条 and 第七条第一款 as articles are called: 第七条.
func articleName(s string) string {
	m := articleLabel.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	name := "第" + formatNumber(parseNumber(m[1])) + "条"
	if m[2] != "" {
		name += "之" + m[2]
	}
	return name
}
