package policy

import (
	"testing"
)

func TestANewEditionIsRecognised(t *testing.T) {
	articles := func(texts ...string) (out []Article) {
		for i, s := range texts {
			out = append(out, Article{Name: "第" + formatNumber(i+1) + "条", Text: s})
		}
		return out
	}
	old := NewItem(&Document{
		Title: "家庭服务业管理暂行办法", Effective: "2013-02-01", Status: InForce,
		Articles: articles("甲。", "乙。", "丙。", "丁。"),
	}, FromImport, Approved)
	next := NewItem(&Document{Title: "某某条例（2020修正）", Effective: "2020-01-01", Status: InForce, Supersedes: []string{"某某旧规定"}, Articles: articles("天。", "地。")}, FromImport, Approved)
	list := NewItem(&List{Title: "外商投资准入特别管理措施（负面清单）（2021年版）", Effective: "2022-01-01"}, FromImport, Approved)
	lib := NewLibrary(1, []Item{old, next, list})
	for name, c := range map[string]struct {
		d    Document
		of   string
		want Relation
	}{
		"the same title":         {Document{Title: "家庭服务业管理暂行办法", Articles: articles("新。")}, old.Title(), RelationSame},
		"no longer 暂行":           {Document{Title: "家庭服务业管理办法", Effective: "2025-01-01", Articles: articles("新。")}, old.Title(), RelationNewer},
		"an older one":           {Document{Title: "家庭服务业管理办法", Effective: "2001-01-01", Articles: articles("新。")}, old.Title(), RelationOlder},
		"of unknown day":         {Document{Title: "家庭服务业管理办法", Articles: articles("新。")}, old.Title(), RelationEdition},
		"says so":                {Document{Title: "另一办法", Supersedes: []string{"家庭服务业管理暂行办法"}, Articles: articles("新。")}, old.Title(), RelationNewer},
		"renamed":                {Document{Title: "家政服务办法", Effective: "2025-01-01", Articles: articles("甲。", "乙。", "戊。", "己。")}, old.Title(), RelationNewer},
		"copied under a name":    {Document{Title: "转载", Articles: articles("甲。", "乙，", "丙。", "丁 。")}, old.Title(), RelationCopy},
		"replaced by one filed":  {Document{Title: "某某旧规定", Articles: articles("新。")}, next.Title(), RelationOlder},
		"an edition by its year": {Document{Title: "某某条例（2025修正）", Effective: "2025-06-01", Articles: articles("新。")}, next.Title(), RelationNewer},
		"a new list":             {Document{Title: "外商投资准入特别管理措施（负面清单）（2024年版）", Articles: articles("新。")}, list.Title(), RelationNewer},
	} {
		got := lib.Alike(&c.d)
		if len(got) != 1 || got[0].Item.Title() != c.of || got[0].Relation != c.want {
			t.Errorf("%s: got %+v, want %s of %s", name, got, c.want, c.of)
		}
	}
	if got := lib.Alike(&Document{Title: "互不相干的通知", Articles: articles("子。", "丑。", "寅。")}); len(got) != 0 {
		t.Errorf("an unrelated text: got %+v", got)
	}
}

// TestEditionsOfTheCorpusKnowEachOther takes each document as if it were new. All that it finds was looked through: 52
// relations, each between editions or successors.
func TestEditionsOfTheCorpusKnowEachOther(t *testing.T) {
	if testing.Short() {
		t.Skip("compares the whole corpus with itself")
	}
	_, docs := corpus(t)
	var items []Item
	for _, d := range docs {
		items = append(items, NewItem(d, FromImport, Approved))
	}
	lib := NewLibrary(1, items)
	declared, all := 0, 0
	for file, d := range docs {
		relations := map[string]Relation{}
		for _, a := range lib.Alike(d) {
			relations[a.Item.Title()] = a.Relation
		}
		all += len(relations) - 1
		if relations[d.Title] != RelationSame {
			t.Errorf("%s does not know itself: %v", file, relations)
		}
		for _, title := range d.Supersedes {
			if _, ok := lib.ByTitle(title); !ok {
				continue
			}
			declared++
			if relations[title] != RelationNewer {
				t.Errorf("%s says it replaces %s, got %q", file, title, relations[title])
			}
		}
	}
	if declared == 0 || all > 60 {
		t.Errorf("%d relations, %d of them declared", all, declared)
	}
}
