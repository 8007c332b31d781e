package policy

import (
	"strconv"
	"strings"
)

// listFacts are the rows above a negative list: 名称 | 外商投资准入特别管理措施（负面清单）（2024年版）.
var listFacts = []column{
	{"title", true, []string{"名称", "清单名称", "标题", "title"}},
	{"edition", true, []string{"版本", "年版", "edition"}},
	{"scope", true, []string{"适用范围", "范围", "scope"}},
	{"effective", true, []string{"施行日期", "实施日期", "effective"}},
	{"doc_no", false, []string{"文号", "doc_no"}},
	{"issuer", false, []string{"发文机关", "发布机关", "issuer"}},
	{"repealed", false, []string{"废止日期", "失效日期", "repealed"}},
	{"complete", false, []string{"完整", "是否完整", "complete"}},
	{"total", false, []string{"条目总数", "总数", "total"}},
	{"text", false, []string{"文本", "文本性质", "text"}},
	{"supersedes", false, []string{"替代", "废止的版本", "supersedes"}},
	{"checked", false, []string{"核对日期", "审核日期", "checked"}},
}

var entryColumns = []column{
	{"no", true, []string{"序号", "no"}},
	{"sector", true, []string{"领域", "行业", "门类", "sector"}},
	{"measure", true, []string{"措施", "特别管理措施", "清单内容", "measure"}},
	{"brief", false, []string{"简称", "brief"}},
	{"type", false, []string{"类型", "性质", "type"}},
	{"conditions", false, []string{"条件", "限制条件", "conditions"}},
	{"equity", false, []string{"股权要求", "equity"}},
	{"activities", false, []string{"俗称", "适用活动", "activities"}},
	{"broader", false, []string{"更宽的活动", "broader"}},
	{"exempt", false, []string{"除外活动", "除外", "exempt"}},
	{"outside", false, []string{"易混淆活动", "易混淆", "outside"}},
	{"exceptions", false, []string{"例外", "exceptions"}},
}

// textKinds are how a list's text may be said to be.
var textKinds = map[string]Text{"": TextOfficial, "正式": TextOfficial, "整理": TextReconstructed, "摘录": TextExcerpt}

// list reads a negative list. A list is complete only where the sheet says so.
func (t *table) list() []Item {
	facts := t.facts()
	const value = 1 // column B
	scope := facts.get("scope")
	if scope != "" && scope != Nationwide && scope != Zones {
		t.fault(facts.row["scope"], value, FaultValue, scope)
	}
	text, known := textKinds[facts.get("text")]
	if !known {
		t.fault(facts.row["text"], value, FaultValue, facts.get("text"))
	}
	l := List{
		Title: facts.get("title"), Edition: facts.get("edition"), Scope: scope, DocNo: facts.get("doc_no"), Issuer: facts.get("issuer"),
		Effective: facts.date("effective"), Repealed: facts.date("repealed"), Checked: facts.date("checked"), Text: text,
		Supersedes: several(facts.get("supersedes")), Complete: facts.get("complete") == "是", Total: facts.number("total"),
	}
	if v := facts.get("complete"); v != "" && v != "是" && v != "否" {
		t.fault(facts.row["complete"], value, FaultValue, v)
	}
	for _, i := range t.body() {
		no := t.need(i, "no")
		if note, ok := strings.CutPrefix(no, "说明"); ok {
			l.Notes = append(l.Notes, Note{Name: "说明" + articleName(strings.TrimSpace(note)), Text: t.need(i, "measure")})
			continue
		}
		l.Entries = append(l.Entries, t.entry(i, no, len(l.Entries)+1, text))
	}
	if len(l.Entries) == 0 {
		t.fault(t.head, t.at["no"], FaultMissing, "no")
	}
	if l.Complete && l.Total != 0 && l.Total != len(l.Entries) {
		t.fault(facts.row["total"], value, FaultNumber, strconv.Itoa(len(l.Entries)))
	}
	return []Item{NewItem(&l, FromImport, Approved)}
}

// entry reads a row. Entries are numbered from 1 without a gap: their number is their identity.
func (t *table) entry(row int, no string, next int, text Text) Entry {
	if n, err := strconv.Atoi(no); err != nil || n != next {
		t.fault(row, t.at["no"], FaultNumber, no)
	}
	e := Entry{
		No: next, Unnumbered: text == TextExcerpt, Sector: t.need(row, "sector"), Measure: t.need(row, "measure"), Brief: t.get(row, "brief"),
		Conditions: several(strings.ReplaceAll(t.get(row, "conditions"), "、", "\n")), Activities: several(t.get(row, "activities")),
		Broader: several(t.get(row, "broader")), Exempt: several(t.get(row, "exempt")), Outside: several(t.get(row, "outside")),
		Exceptions: t.get(row, "exceptions"),
	}
	switch v := t.get(row, "type"); v {
	case "禁止":
		e.Banned = true
	case "限制":
	case "":
		e.Banned = strings.HasPrefix(e.Measure, "禁止")
	default:
		t.fault(row, t.at["type"], FaultValue, v)
	}
	e.AlsoBans = !e.Banned && strings.Contains(e.Measure, "禁止")
	e.Equity = t.yes(row, "equity", strings.Contains(e.Measure, "股比") || strings.Contains(e.Measure, "控股"))
	return e
}

// facts are the rows of key and value above a table.
type facts struct {
	*table
	row map[string]int // key → row; the row of the headers for what is absent
}

func (t *table) facts() facts {
	f := facts{t, map[string]int{}}
	for i, row := range t.rows[:t.head] {
		if len(row) == 0 || strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		name := strings.ToLower(strings.TrimRight(squeeze(row[0]), ":："))
		known := false
		for _, c := range listFacts {
			for _, n := range c.names {
				if n == name {
					f.row[c.key], known = i, true
				}
			}
		}
		if !known {
			t.fault(i, 0, FaultUnknown, row[0])
		}
	}
	for _, c := range listFacts {
		if _, ok := f.row[c.key]; !ok {
			f.row[c.key] = t.head
			if c.required {
				t.fault(t.head, 0, FaultMissing, c.key)
			}
		} else if c.required && f.get(c.key) == "" {
			t.fault(f.row[c.key], 1, FaultMissing, c.key)
		}
	}
	return f
}

func (f facts) get(key string) string {
	if row := f.row[key]; row != f.head && len(f.rows[row]) > 1 {
		return strings.TrimSpace(f.rows[row][1])
	}
	return ""
}

func (f facts) date(key string) Date {
	d, ok := readDate(f.get(key))
	if !ok {
		f.fault(f.row[key], 1, FaultDate, f.get(key))
	}
	return d
}

func (f facts) number(key string) int {
	v := f.get(key)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		f.fault(f.row[key], 1, FaultNumber, v)
	}
	return n
}
