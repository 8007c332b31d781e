package knowledge

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"shangda/policy"
)

// starter is the pack, indexed.
func starter(t *testing.T) *policy.Library {
	t.Helper()
	items, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	return policy.NewLibrary(1, items)
}

func TestAFreshInstallHasEnoughToSay(t *testing.T) {
	got := map[policy.Kind]int{}
	for _, it := range starter(t).Items {
		got[it.Kind]++
		if it.Origin != policy.FromStarter || it.Review != policy.Pending {
			t.Errorf("%s: origin %s, review %s, want starter and pending", it.Title(), it.Origin, it.Review)
		}
	}
	least := map[policy.Kind]int{policy.KindQA: 80, policy.KindGuide: 12, policy.KindList: 2, policy.KindDocument: 40}
	for kind, want := range least {
		if got[kind] < want {
			t.Errorf("%d items of kind %s, want at least %d", got[kind], kind, want)
		}
	}
	t.Logf("%v", got)
}

// BenchmarkStarter is the pack's part of the two seconds from start to ready.
func BenchmarkStarter(b *testing.B) {
	for b.Loop() {
		if _, err := Starter(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestEveryCitedArticleIsInThePack(t *testing.T) {
	lib := starter(t)
	for _, it := range lib.Items {
		if it.Kind != policy.KindQA && it.Kind != policy.KindGuide {
			continue
		}
		for _, b := range it.Basis() {
			if _, ok := lib.Find(b); !ok {
				t.Errorf("%s: 《%s》 %s is not in the pack", it.Title(), b.Title, b.Article)
			}
		}
	}
}

func TestNoAnswerRestsOnATextThatIsGone(t *testing.T) {
	lib := starter(t)
	for _, it := range lib.Items {
		if it.Kind != policy.KindQA && it.Kind != policy.KindGuide {
			continue
		}
		for _, b := range it.Basis() {
			if got := lib.On(b.Title, "2026-11-20"); got != policy.InForce {
				t.Errorf("%s: 《%s》 is %s on 2026-11-20, want in force", it.Title(), b.Title, got)
			}
		}
	}
}

func TestEveryAnswerFitsABubble(t *testing.T) {
	const bubble, line = 900, 600 // bytes of UTF-8
	for _, it := range starter(t).Items {
		short := func(field, s string, limit int) {
			if len(s) > limit {
				t.Errorf("%s: %s has %d bytes, want at most %d", it.Title(), field, len(s), limit)
			}
		}
		switch it.Kind {
		case policy.KindQA:
			short("answer", it.QA.Answer, bubble)
			short("caution", it.QA.Caution, line)
			short("next", it.QA.Next, line)
		case policy.KindGuide:
			g := it.Guide
			for field, s := range map[string]string{"summary": g.Summary, "days": g.Days, "fee": g.Fee, "late": g.Late} {
				short(field, s, bubble)
			}
			for _, s := range append(append(append([]string{g.Who, g.Where}, g.Conditions...), g.Materials...), g.Steps...) {
				short("line "+s, s, line)
			}
			if n := len(g.Wordings); n < 5 || n > 8 {
				t.Errorf("%s: %d wordings, want 5 to 8", it.Title(), n)
			}
		}
	}
}

func TestNoAnswerHasGapsWhereItsFileFoldsALine(t *testing.T) {
	gap := regexp.MustCompile(`[\p{Han}，。；：、（）] +[\p{Han}，。；：、（）]`)
	for _, it := range starter(t).Items {
		if at := gap.FindString(said(&it)); at != "" {
			t.Errorf("%s: a gap in %q", it.Title(), at)
		}
	}
}

func TestTheNationwideListIsCompleteAndTheZonesListIsNot(t *testing.T) {
	lib := starter(t)
	nationwide := list(t, lib, "外商投资准入特别管理措施（负面清单）（2024年版）")
	if !nationwide.Complete || len(nationwide.Entries) != 29 || len(nationwide.Notes) != 11 || len(nationwide.Changes) != 2 {
		t.Errorf("complete %v, %d entries, %d notes, %d changes; want true, 29, 11, 2",
			nationwide.Complete, len(nationwide.Entries), len(nationwide.Notes), len(nationwide.Changes))
	}
	zones := list(t, lib, "自由贸易试验区外商投资准入特别管理措施（负面清单）（2021年版）（摘录）")
	if zones.Complete {
		t.Error("the list of the zones counts as complete, but 27 entries are not on file")
	}
	for _, e := range nationwide.Entries {
		if banned := strings.HasPrefix(e.Measure, "禁止"); e.Banned != banned {
			t.Errorf("entry %d: banned is %v, but the measure reads %s", e.No, e.Banned, e.Measure)
		}
	}
	for _, it := range lib.Items {
		if it.Kind != policy.KindList {
			continue
		}
		for _, e := range it.List.Entries {
			if n := len(e.Activities); n < 8 || n > 20 {
				t.Errorf("%s %s: %d activities, want 8 to 20", it.Title(), e.Name(), n)
			}
			if !e.Banned && len(e.Conditions) == 0 {
				t.Errorf("%s %s restricts, but says no condition", it.Title(), e.Name())
			}
		}
	}
}

func list(t *testing.T, lib *policy.Library, title string) *policy.List {
	t.Helper()
	it, ok := lib.Item(policy.ID(policy.KindList, title))
	if !ok {
		t.Fatalf("no list %s", title)
	}
	return it.List
}

func TestReplacedTextsLeadToTheirSuccessors(t *testing.T) {
	lib := starter(t)
	for title, want := range map[string]string{
		"外商投资企业设立及变更备案管理暂行办法":        "外商投资信息报告办法",
		"中华人民共和国政府信息公开条例（2007）":      "中华人民共和国政府信息公开条例",
		"中华人民共和国对外贸易法（2016修正）":       "中华人民共和国对外贸易法",
		"外商投资准入特别管理措施（负面清单）（2021年版）": "外商投资准入特别管理措施（负面清单）（2024年版）",
	} {
		if got := lib.Successor(title); got != want {
			t.Errorf("successor of %s is %q, want %q", title, got, want)
		}
		if got := lib.On(title, "2026-11-20"); got == policy.InForce {
			t.Errorf("%s counts as in force", title)
		}
		if got := lib.On(want, "2026-11-20"); got != policy.InForce {
			t.Errorf("%s is %s, want in force", want, got)
		}
	}
}

const (
	goodQA    = "- question: 甲？\n  answer: 乙。\n  basis: [{title: 办法, article: 第一条}]\n  checked: 2026-11-20\n"
	goodGuide = "title: 甲\nsummary: 乙\nwho: 丙\nsteps: [丁]\ndays: 戊\nfee: 己\n" +
		"basis: [{title: 办法, article: 第一条}]\nchecked: 2026-11-20\n"
	goodList = "title: 清单\nedition: \"1\"\nscope: 全国\neffective: 2026-01-01\nchecked: 2026-11-20\n" +
		"entries: [{no: 1, sector: 甲, measure: 乙}]\n"
	goodDocument = "---\ntitle: 办法\nstatus: 有效\n---\n第一条 甲。\n"
)

func TestGoodFilesLoad(t *testing.T) {
	items, err := load(fstest.MapFS{
		"qa/a.yaml": file(goodQA), "guides/a.yaml": file(goodGuide), "lists/a.yaml": file(goodList), "documents/a.md": file(goodDocument),
	})
	if err != nil || len(items) != 4 {
		t.Errorf("got %d items and error %v, want 4 and none", len(items), err)
	}
}

func TestAMistakeIsNamedWithFileAndPlace(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"qa/a.yaml", goodQA + "  anwser: 丙\n", "qa/a.yaml: yaml: unmarshal errors:\n  line 5: field anwser not found"},
		{"qa/a.yaml", strings.Replace(goodQA, "乙。", `" "`, 1), "qa/a.yaml: entry 1 甲？: answer is empty"},
		{"qa/a.yaml", strings.Replace(goodQA, "title: 办法, article: 第一条", "", 1), "title and article are both needed"},
		{"qa/a.yaml", strings.Replace(goodQA, "{title: 办法, article: 第一条}", "", 1), "qa/a.yaml: entry 1 甲？: basis is missing"},
		{"qa/a.yaml", strings.Replace(goodQA, "2026-11-20", "2026-11-31", 1), "checked: date \"2026-11-31\""},
		{"qa/a.yaml", goodQA + goodQA, `qa/a.yaml: entry 2 甲？: "甲？" is already in qa/a.yaml entry 1`},
		{"qa/a.yaml", goodQA + "---\n" + goodQA, "one YAML document a file"},
		{"qa/a.yaml", "", "qa/a.yaml: EOF"},
		{"guides/a.yaml", strings.Replace(goodGuide, "fee: 己", "fee:", 1), "guides/a.yaml: fee is empty"},
		{"guides/a.yaml", strings.Replace(goodGuide, "[丁]", "[]", 1), "guides/a.yaml: steps is empty"},
		{"lists/a.yaml", strings.Replace(goodList, "no: 1", "no: 2", 1), "lists/a.yaml: entry 1: no is 2"},
		{"lists/a.yaml", strings.Replace(goodList, "sector: 甲", "sector: 甲, bans: true", 1), "field bans not found"},
		{"lists/a.yaml", strings.Replace(goodList, "effective: 2026-01-01", "effective:", 1), "lists/a.yaml: effective is empty"},
		{"documents/a.md", strings.Replace(goodDocument, "有效", "很好", 1), "documents/a.md: line 3: status"},
	} {
		_, err := load(fstest.MapFS{c.name: file(c.text)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got error %v, want one that says %s", err, c.want)
		}
	}
}

func TestAllMistakesAreReportedTogether(t *testing.T) {
	_, err := load(fstest.MapFS{"qa/a.yaml": file("- question: 甲？\n- answer: 乙。\n"), "guides/a.yaml": file("title: 甲\n")})
	var all interface{ Unwrap() []error }
	if !errors.As(err, &all) || len(all.Unwrap()) != 2 {
		t.Fatalf("got %v, want the mistakes of two files", err)
	}
	for _, want := range []string{"entry 1 甲？: answer is empty", "entry 2 : question is empty", "guides/a.yaml: summary is empty"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %s", err, want)
		}
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), Mode: fs.ModePerm} }
