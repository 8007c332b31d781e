package policy

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuestionsAreReadFromATable(t *testing.T) {
	got, err := FromTable("问答", [][]string{
		{"某某区商务局常见问题"},
		{"序号", "问题*", "答案", "依据文件", "条款", "其他问法", "核对日期", "备注"},
		{"1", "发卡要备案吗？", "要。\n30日内。", "《单用途商业预付卡管理办法（试行）》", "第7条；第十二条第一款", "购物卡备案吗\n办卡备案；", "2026/11/2", "内部"},
		nil,
		{"2", "谁管拍卖？", "商务部门。", "拍卖法\n拍卖管理办法", "第十一条\n全文"},
	})
	if err != nil {
		t.Fatal(err)
	}
	card := "单用途商业预付卡管理办法（试行）"
	want := []Item{
		NewItem(&QA{
			Question: "发卡要备案吗？", Answer: "要。\n30日内。", Wordings: []string{"购物卡备案吗", "办卡备案"}, Checked: "2026-11-02",
			Basis: []Basis{{card, "第七条"}, {card, "第十二条"}},
		}, FromImport, Approved),
		NewItem(&QA{Question: "谁管拍卖？", Answer: "商务部门。", Basis: []Basis{{"拍卖法", "第十一条"}, {"拍卖管理办法", "全文"}}}, FromImport, Approved),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

var aList = [][]string{
	{"名称：", "外商投资准入特别管理措施（负面清单）（2030年版）"},
	{"文号", "某令第1号"},
	{"版本", "2030"},
	{"适用范围", "全国"},
	{"施行日期", "2030年11月1日"},
	{"完整", "是"},
	{"条目总数", "2"},
	{"文本", ""},
	{"序号", "领域", "特别管理措施", "条件", "俗称", "例外"},
	{"说明第1条", "", "统一列出股权要求。"},
	{"1", "采矿业", "禁止投资稀土勘查。", "", "稀土；开稀土矿", ""},
	{"2", "制造业", "某某制造由中方控股，禁止投资某某。", "股权、高管", "", "某地试点"},
}

func TestANegativeListIsReadFromATable(t *testing.T) {
	got, err := FromTable("清单", aList)
	if err != nil {
		t.Fatal(err)
	}
	want := []Item{NewItem(&List{
		Title: "外商投资准入特别管理措施（负面清单）（2030年版）", DocNo: "某令第1号", Edition: "2030", Scope: Nationwide, Effective: "2030-11-01",
		Complete: true, Total: 2, Notes: []Note{{"说明第一条", "统一列出股权要求。"}},
		Entries: []Entry{
			{No: 1, Sector: "采矿业", Measure: "禁止投资稀土勘查。", Banned: true, Activities: []string{"稀土", "开稀土矿"}},
			{No: 2, Sector: "制造业", Measure: "某某制造由中方控股，禁止投资某某。", AlsoBans: true, Equity: true, Conditions: []string{"股权", "高管"}, Exceptions: "某地试点"},
		},
	}, FromImport, Approved)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// faults are the cells named by an error, with what is wrong.
func faults(err error) []string {
	var out []string
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		for _, e := range joined.Unwrap() {
			var cell *CellError
			if errors.As(e, &cell) {
				out = append(out, cell.Cell+" "+string(cell.Fault))
			}
		}
	}
	return out
}

func TestEveryBadCellIsNamedAndNothingIsTaken(t *testing.T) {
	got, err := FromTable("Sheet1", [][]string{
		{"问题", "回答", "依据文件", "条款", "核对日期", "口径"},
		{"甲？", "", "甲法", "第一条", "去年"},
		{"乙？", "答。", "甲法；乙法", "第一条"},
		{"甲？", "答。", "", "第一条", "2026-02-30"},
	})
	want := []string{
		"Sheet1!F1 unknown", "Sheet1!B2 missing", "Sheet1!E2 date", "Sheet1!D3 uneven", "Sheet1!E4 date", "Sheet1!C4 missing", "Sheet1!A4 duplicate",
	}
	if diff := cmp.Diff(want, faults(err)); diff != "" || got != nil {
		t.Errorf("got %v, %v (-want +got)\n%s", got, err, diff)
	}

	bad := [][]string{{"名称", ""}, {"口径", "x"}, {"适用范围", "全省"}, {"施行日期", "x"}, {"完整", "大概"}, {"条目总数", "许多"}, {"文本", "抄录"}}
	bad = append(bad, []string{"序号", "领域", "措施", "类型", "股权要求"}, []string{"2", "", "限制。", "鼓励", "也许"})
	got, err = FromTable("Sheet1", bad)
	want = []string{
		"Sheet1!A2 unknown", "Sheet1!B1 missing", "Sheet1!A8 missing", "Sheet1!B3 value", "Sheet1!B7 value", "Sheet1!B4 date", "Sheet1!B6 number",
		"Sheet1!B5 value", "Sheet1!A9 number", "Sheet1!B9 missing", "Sheet1!D9 value", "Sheet1!E9 value",
	}
	if diff := cmp.Diff(want, faults(err)); diff != "" || got != nil {
		t.Errorf("got %v, %v (-want +got)\n%s", got, err, diff)
	}

	short := append(append([][]string{}, aList...), nil)
	short[6] = []string{"条目总数", "31"}
	if _, err := FromTable("清单", short); !strings.Contains(err.Error(), "清单!B7: number: 2") {
		t.Errorf("a complete list that lacks entries: got %v", err)
	}
}

func TestASheetWithoutKnownHeadersIsNoTable(t *testing.T) {
	for _, rows := range [][][]string{nil, {{"甲", "乙"}}, {{"问题", "回答"}, {"甲？", "乙。"}}} {
		if got, err := FromTable("Sheet1", rows); got != nil || !errors.Is(err, ErrNoTable) {
			t.Errorf("%v: got %v, %v, want %v", rows, got, err, ErrNoTable)
		}
	}
}

func TestCellsBeyondZAreNamed(t *testing.T) {
	tab := &table{sheet: "S"}
	for col, want := range map[int]string{0: "S!A1", 25: "S!Z1", 26: "S!AA1", 701: "S!ZZ1", 702: "S!AAA1"} {
		if got := tab.name(0, col); got != want {
			t.Errorf("column %d: got %s, want %s", col, got, want)
		}
	}
}
