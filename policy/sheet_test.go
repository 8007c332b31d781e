package policy

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

const sheetRule = "变更事项发生后20个工作日内提交变更报告。"

// sheetWorld is a document with a question about it; change alters the items before they are published.
func sheetWorld(change func(d *Document, q *QA) []Item) *Library {
	d := &Document{
		Title: "报告办法", DocNo: "令第2号", Effective: "2020-01-01", Status: InForce,
		Articles: []Article{{Name: "第十一条", Text: sheetRule}, {Name: "第十二条", Text: "变更报告应当真实。"}},
	}
	q := &QA{
		Question: "换股东要报告吗？", Answer: "要，20个工作日内。", Checked: "2026-10-30",
		Basis: []Basis{{Title: "报告办法", Article: "第十一条"}, {Title: "没有收录的文件", Article: "第一条"}},
	}
	return NewLibrary(1, change(d, q))
}

func published(d *Document, q *QA) []Item {
	return []Item{NewItem(d, FromStaff, Approved), NewItem(q, FromStaff, Approved)}
}

func sheetOf(l *Library) Sheet {
	p, _ := l.Passage(ID(KindQA, "换股东要报告吗？") + "#")
	return l.Sheet(p, "2026-11-02", "2026-11-02")
}

func TestSheetIsTheAnswerAndItsBasis(t *testing.T) {
	s := sheetOf(sheetWorld(published))
	if s.Answer != "要，20个工作日内。" || s.Subject != "换股东要报告吗？" || len(s.Basis) != 2 || s.Basis[0].Text != sheetRule || s.Basis[0].DocNo != "令第2号" {
		t.Errorf("got %+v", s)
	}
	if s.Basis[1].Digest != "" {
		t.Errorf("a text that is not on file has the digest %q", s.Basis[1].Digest)
	}
	token, body := s.Encode()
	if again, _ := sheetOf(sheetWorld(published)).Encode(); token != again || len(token) != 12 {
		t.Errorf("tokens %s and %s of the same answer", token, again)
	}
	later := s
	later.Given, later.On = "2026-11-03", "2026-11-03"
	if other, _ := later.Encode(); other == token {
		t.Error("another day has the same token")
	}
	var read Sheet
	if err := json.Unmarshal([]byte(body), &read); err != nil || !reflect.DeepEqual(read, s) {
		t.Errorf("read back it is %+v, %v, want %+v", read, err, s)
	}
}

func TestSheetSaysWhatHasChangedSince(t *testing.T) {
	s := sheetOf(sheetWorld(published))
	for name, tt := range map[string]struct {
		change func(d *Document, q *QA) []Item
		today  Date
		want   string
		stands bool
	}{
		"nothing":         {published, "2027-11-02", "", true},
		"another article": {func(d *Document, q *QA) []Item { d.Articles[1].Text += "完整。"; return published(d, q) }, "2026-11-03", "", true},
		"the article": {
			func(d *Document, q *QA) []Item {
				d.Articles[0].Text = strings.Replace(sheetRule, "20", "15", 1)
				return published(d, q)
			}, "2026-11-03", "changed", true,
		},
		"the article is gone": {
			func(d *Document, q *QA) []Item { d.Articles = d.Articles[1:]; return published(d, q) }, "2026-11-03", "withdrawn", true,
		},
		"repealed, not yet": {
			func(d *Document, q *QA) []Item {
				d.Repealed = "2027-01-01"
				d.SupersededBy = []string{"报告条例"}
				return published(d, q)
			},
			"2026-12-31", "", true,
		},
		"repealed": {
			func(d *Document, q *QA) []Item {
				d.Repealed = "2027-01-01"
				d.SupersededBy = []string{"报告条例"}
				return published(d, q)
			},
			"2027-01-01", "ended 报告条例", true,
		},
		"the answer":   {func(d *Document, q *QA) []Item { q.Answer = "不用。"; return published(d, q) }, "2026-11-03", "", false},
		"struck":       {func(d *Document, q *QA) []Item { i := published(d, q); i[1].Review = Struck; return i }, "2026-11-03", "", false},
		"text is gone": {func(d *Document, q *QA) []Item { return published(d, q)[1:] }, "2026-11-03", "withdrawn", true},
	} {
		t.Run(name, func(t *testing.T) {
			lib := sheetWorld(tt.change)
			var got []string
			for _, c := range lib.Since(s, tt.today) {
				got = append(got, strings.TrimSpace(string(c.Doubt)+" "+c.Successor))
			}
			if strings.Join(got, ", ") != tt.want || lib.Stands(s) != tt.stands {
				t.Errorf("got %v, stands %v, want %q, %v", got, lib.Stands(s), tt.want, tt.stands)
			}
		})
	}
}

// What held in 2018 is not made wrong by what came after it.
func TestSheetAboutThePastStandsAfterARepeal(t *testing.T) {
	old := func(d *Document, q *QA) []Item { d.Repealed = "2027-01-01"; return published(d, q) }
	lib := sheetWorld(old)
	p, _ := lib.Passage(ID(KindQA, "换股东要报告吗？") + "#")
	if got := lib.Since(lib.Sheet(p, "2027-03-01", "2021-01-01"), "2027-03-02"); len(got) != 0 {
		t.Errorf("got %+v, want nothing changed", got)
	}
}
