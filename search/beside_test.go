package search

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"shangda/knowledge"
	"shangda/policy"
)

// asItStands splits synthetic passages: what an index has, and what stands beside it.
func asItStands(t testing.TB, passages []policy.Passage, indexed int) *scorer {
	t.Helper()
	g := openBuilt(t, passages[:indexed])
	var at []*policy.Passage
	var keys []string
	for i := range passages[indexed:] {
		p := &passages[indexed+i]
		at, keys = append(at, p), append(keys, p.ID)
	}
	more := newBeside(at, keys)
	s, err := g.beside(more)
	if err != nil {
		t.Fatal(err)
	}
	g.keys = slices.Concat(g.keys, keys) // to name what was found
	g.score = s
	return s
}

func TestPassagesBesideAnIndexScoreAsInIt(t *testing.T) {
	passages := synthetic(700)
	passages[690].Text = "蓬蓬卡 Pilot-7 的保证金是五万元，蓬蓬卡应当备案。" // words that only the small index has
	whole := openBuilt(t, passages)
	for _, indexed := range []int{1, 350, 699} {
		parts := asItStands(t, passages, indexed)
		for _, question := range []string{
			"特许人应当在合同订立后多少日内备案", "直销企业缴存保证金", "企业", "蓬蓬卡的保证金", "pilot 7", "成品油经营企业变更后报告，逾期罚款多少", "一丁七",
		} {
			asked := analyzeQuery(question)
			want, err := whole.score.rank(asked, nil, nil, pool)
			if err != nil {
				t.Fatal(err)
			}
			got, err := parts.rank(asked, nil, nil, pool)
			if err != nil {
				t.Fatal(err)
			}
			if len(want.best) == 0 || len(got.best) != len(want.best) {
				t.Fatalf("%d in the index, %q: %d found, want %d", indexed, question, len(got.best), len(want.best))
			}
			for i := range want.best { // equal scores may come in either order
				if got.best[i].score != want.best[i].score {
					t.Errorf("%d in the index, %q, place %d: scored %v, want %v", indexed, question, i+1, got.best[i].score, want.best[i].score)
				}
			}
		}
		was, err := listen(whole.reader)
		if err != nil {
			t.Fatal(err)
		}
		is, err := parts.sounds()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(is.pairs, was.pairs) {
			t.Errorf("%d in the index: %d familiar pairs, want %d", indexed, len(is.pairs), len(was.pairs))
		}
	}
}

// TestNewTextAnswersBeforeItIsIndexed publishes half of the starter knowledge beside an index of the other half, and compares
// every answer with those of one index.
func TestNewTextAnswersBeforeItIsIndexed(t *testing.T) {
	items, err := knowledge.Starter()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{rev: 1, items: items}
	var some []policy.Item
	n := 0
	for i := len(items) - 1; i >= 0 && n < manyBeside/2; i-- {
		n += len(policy.NewLibrary(0, items[i:i+1]).Passages())
		some = items[:i]
	}
	w.items = some
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	before := e.current.Load().gen
	w.rev, w.items = 2, items
	if err := e.follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := e.current.Load()
	if v.gen != before || v.more == nil || v.missing != 0 || v.outdated() {
		t.Fatalf("%d passages are missing, %v stand beside the index; want all beside it and no need of another", v.missing, v.more != nil)
	}
	questions := []string{"记名卡有有效期吗", "特许经营备案", "外商投姿企业的年度报告啥时候交", "负面清单 新闻", "二手车怎么过户", "商品房"}
	for _, it := range items {
		if it.Kind == policy.KindQA {
			questions = append(questions, it.QA.Question)
		}
	}
	answers := map[string]Result{}
	for _, q := range questions {
		answers[q] = ask(t, e, q, today)
	}
	refresh(t, e)
	if v := e.current.Load(); v.gen == before || v.more != nil {
		t.Fatal("the index was not built again")
	}
	for _, q := range slices.Sorted(maps.Keys(answers)) {
		got, want := answers[q], ask(t, e, q, today)
		if got.Outcome != want.Outcome || got.Respelt != want.Respelt || len(got.Hits) != len(want.Hits) {
			t.Errorf("%s: %s with %d hits, want %s with %d", q, got.Outcome, len(got.Hits), want.Outcome, len(want.Hits))
			continue
		}
		for i := range want.Hits {
			if g, w := got.Hits[i], want.Hits[i]; math.Abs(g.Score-w.Score) > 1e-3 || math.Abs(g.Confidence-w.Confidence) > 1e-3 {
				t.Errorf("%s, place %d: %.4f (%.4f), want %.4f (%.4f)", q, i+1, g.Score, g.Confidence, w.Score, w.Confidence)
			}
		}
	}
}

func TestWhatStandsBesideStaysWhenMoreComes(t *testing.T) {
	w := starter()
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	follow := func() {
		t.Helper()
		if err := e.follow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	w.publish(doc("价格法", "经营者应当明码标价。"))
	follow()
	wantFirst(t, e, "明码标价", "价格法第一条")
	var many []string
	for i := range mostBeside + 20 {
		many = append(many, fmt.Sprintf("直销员应当遵守第%d号守则，并在%d日内登记。", i, i%90))
	}
	w.publish(doc("直销员管理规定", many...))
	follow()
	wantFirst(t, e, "明码标价", "价格法第一条")
	wantFirst(t, e, "第17号守则", "直销员管理规定第十八条")
	if v := e.current.Load(); v.missing != 21 || !v.outdated() {
		t.Errorf("%d passages are missing, want 21 and a new index", v.missing)
	}
	w.strike("价格法")
	follow()
	if got := titles(ask(t, e, "明码标价", today).Hits); strings.Contains(got, "价格法") {
		t.Errorf("withdrawn text beside the index is found: %s", got)
	}
	refresh(t, e)
	wantFirst(t, e, "第1019号守则", "直销员管理规定第一千零二十条")
}

func BenchmarkBeside(b *testing.B) {
	g := openBuilt(b, synthetic(10_000))
	p := policy.Passage{ID: "new", Title: "蓬蓬卡管理办法", Text: "蓬蓬卡的保证金是五万元。"}
	more := newBeside([]*policy.Passage{&p}, []string{p.ID})
	for b.Loop() {
		if _, err := g.beside(more); err != nil {
			b.Fatal(err)
		}
	}
}
