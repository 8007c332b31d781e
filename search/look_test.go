package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shangda/policy"
)

// looked at closer, by the weights, for a question.
func rankedCloser(t *testing.T, passages []policy.Passage, question string, w Weights) []string {
	t.Helper()
	g := openBuilt(t, passages)
	g.score.weights = w
	asked := analyzeQuery(question)
	r, err := g.score.rank(asked, nil, nil, pool)
	if err != nil {
		t.Fatal(err)
	}
	at := make([]*policy.Passage, len(passages))
	for doc, key := range g.keys {
		at[doc] = &passages[slices.IndexFunc(passages, func(p policy.Passage) bool { return p.ID == key })]
	}
	g.score.look(&r, question, asked, at)
	var out []string
	for i, c := range r.best {
		if i > 0 && c.score > r.best[i-1].score {
			t.Errorf("place %d scored %v, above the one before it with %v", i+1, c.score, r.best[i-1].score)
		}
		out = append(out, g.keys[c.doc])
	}
	return out
}

func TestTextWordedAsAnAnswerGoesFirst(t *testing.T) {
	passages := []policy.Passage{
		{ID: "mentions", Title: "规则", Text: "保理合同应当以书面形式订立，保理合同无效的，双方返还财产。"},
		{ID: "defines", Title: "规则", Text: "保理合同是指应收账款债权人将应收账款转让给保理人，保理人提供资金融通、应收账款管理或者催收、付款担保等服务的合同。"},
		{ID: "other", Title: "规则", Text: "典当行应当在许可的范围内经营。"},
	}
	const question = "什么是保理合同"
	w := chosen
	if w.Form = 0; rankedCloser(t, passages, question, w)[0] != "mentions" {
		t.Fatal("without forms the words alone decide; the test needs the other order")
	}
	if got := rankedCloser(t, passages, question, chosen)[0]; got != "defines" {
		t.Errorf("first is %q, want the passage that defines", got)
	}
}

func TestAFormFarFromTheQuestionsWordsSaysNothing(t *testing.T) {
	w := shapeOf("什么是保理合同", analyzeQuery("保理合同").pairs)
	if w.forms != 1 {
		t.Fatalf("forms %b, want the one of definitions", w.forms)
	}
	near, far := "保理合同是指一种合同", "保理合同"+strings.Repeat("甲乙丙丁", 20)+"是指一种约定"
	if got := w.in(near); got != 1 {
		t.Errorf("beside it: %v, want 1", got)
	}
	if got := w.in(far); got != 0 {
		t.Errorf("eighty characters away: %v, want 0", got)
	}
	if got := w.in("保理合同无效"); got != 0 {
		t.Errorf("without a word of the form: %v, want 0", got)
	}
}

func TestTermsThatFewCandidatesHaveSetThemApart(t *testing.T) {
	passages := []policy.Passage{{ID: "registered", Title: "办法", Text: "蓬蓬卡，登记。"}}
	for i := range 4 {
		passages = append(passages, policy.Passage{ID: fmt.Sprint("inspected", i), Title: "办法", Text: "蓬蓬卡，年检。"})
	}
	for i := range 40 { // 登记 is common, but not beside 蓬蓬卡
		passages = append(passages, policy.Passage{ID: fmt.Sprint("elsewhere", i), Title: "办法", Text: "企业登记。"})
	}
	g := openBuilt(t, passages)
	r, err := g.score.rank(analyzeQuery("登记年检"), nil, nil, pool)
	if err != nil {
		t.Fatal(err)
	}
	score, gain := map[string]float32{}, map[string]float32{}
	var list []candidate
	for _, c := range r.best {
		if key := g.keys[c.doc]; !strings.HasPrefix(key, "elsewhere") {
			score[key] = c.score
			list = append(list, c)
		}
	}
	if len(list) != 5 || score["registered"] >= score["inspected0"] {
		t.Fatalf("scored %v; by rarity in the library 年检 must count more", score)
	}
	more := make([]float32, len(list))
	setApart(more, list, r.pairs, 1)
	for i, c := range list {
		gain[g.keys[c.doc]] = more[i]
	}
	if gain["registered"] <= gain["inspected0"] || gain["inspected0"] <= 0 {
		t.Errorf("gained %v, want more for the one with 登记 and something for the others", gain)
	}
}

func TestALookLeavesWhatIsFoundAsItIs(t *testing.T) {
	g := openBuilt(t, synthetic(300))
	asked := analyzeQuery("特许人应当在合同订立后多少日内备案")
	r, err := g.score.rank(asked, nil, nil, pool)
	if err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(r.best)
	g.score.look(&r, "特许人应当在合同订立后多少日内备案", asked, make([]*policy.Passage, 300)) // texts no longer in the library
	slices.SortFunc(before, func(x, y candidate) int { return int(x.doc) - int(y.doc) })
	after := slices.Clone(r.best)
	slices.SortFunc(after, func(x, y candidate) int { return int(x.doc) - int(y.doc) })
	for i := range before {
		if before[i].doc != after[i].doc || before[i].text != after[i].text {
			t.Fatalf("candidate %d was %+v, is %+v", i, before[i], after[i])
		}
	}
}
