package bot

import (
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

// The model guide must part the ways where the law does; an office may word the cases otherwise.
func TestReportingGuideKnowsTheCasesOfTheLaw(t *testing.T) {
	h := newHouse(t)
	it, ok := h.Search.Library().Item(policy.ID(policy.KindGuide, "外商投资信息报告"))
	if !ok {
		t.Fatal("no guide")
	}
	var all strings.Builder
	for _, b := range it.Guide.Branches {
		all.WriteString(b.Text)
	}
	contains(t, all.String(), "设立登记时", "被并购企业变更登记", "一并提交变更报告", "20个工作日内", "累计超过5%", "注销", "1月1日至6月30日", "10万元以上30万元以下",
		"30万元以上50万元以下", "境内投资设立企业", "台湾", "2025年1月1日起")
}

func TestEveryCaseFitsAndCitesItsArticle(t *testing.T) {
	h := newHouse(t)
	lib := h.Search.Library()
	for _, it := range lib.Items {
		if it.Kind != policy.KindGuide {
			continue
		}
		for from := range it.Guide.Branches {
			turn := h.consult(t.Context(), "", "", h.now, desk.Conversation{})
			turn.moreCases(branchChoice(&it, from).Arg)
			if n := len(turn.x.Reply); n > limit {
				t.Errorf("%s, cases from %d: %d bytes, want at most %d", it.Guide.Title, from+1, n, limit)
			}
		}
		for i, b := range it.Guide.Branches {
			turn := h.consult(t.Context(), "", "", h.now, desk.Conversation{})
			turn.branch(branchChoice(&it, i).Arg)
			if n := len(turn.x.Reply); n > limit || turn.x.Outcome != desk.OutcomeAnswer || turn.x.Article != b.Basis[0].Article {
				t.Errorf("%s: %d bytes, %s %s, want at most %d and the article %s", b.When, n, turn.x.Outcome, turn.x.Article, limit, b.Basis[0].Article)
			}
			contains(t, turn.x.Reply, b.Text, b.Basis[0].Article)
		}
	}
}

func TestAnswerLinksItsOwnPageWhichTheStoreKeeps(t *testing.T) {
	h := newHouse(t)
	reply := h.say("外资上市公司股东天天变，每次都要报告吗")
	_, rest, found := strings.Cut(reply, "https://example.gov.cn/a/")
	if !found {
		t.Fatalf("no page of its own: %s", reply)
	}
	sheet, err := h.Store.Sheet(t.Context(), rest[:12])
	if err != nil {
		t.Fatal(err)
	}
	if sheet.Kind != policy.KindQA || sheet.Answer == "" || len(sheet.Basis) == 0 || string(sheet.Given) != h.now.Format("2006-01-02") {
		t.Errorf("kept %+v", sheet)
	}
	if strings.Contains(sheet.Subject+sheet.Answer, "天天变吗") {
		t.Error("the citizen's words are kept")
	}
	if again := h.say("外资上市公司股东天天变，每次都要报告吗"); !strings.Contains(again, "/a/"+rest[:12]) {
		t.Error("the same answer on the same day has another page")
	}
	if thought := h.Consult(t.Context(), "外资上市公司股东天天变，每次都要报告吗", "", ""); strings.Contains(thought.Reply, "/a/") {
		t.Error("a question that nobody asked links a page that nobody keeps")
	}
}
