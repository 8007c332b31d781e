package site

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"shangda/policy"
	"shangda/store"
)

// sheetOf is the answer that a guide or a question of the library gives on the day of the fixture.
func sheetOf(lib *policy.Library, title string) policy.Sheet {
	for _, p := range lib.Passages() {
		if p.Item.Title() == title && p.Item.Kind != policy.KindDocument {
			return lib.Sheet(&p, "2026-11-02", "2026-11-02")
		}
	}
	return policy.Sheet{}
}

// keeping serves sheets by token.
func keeping(o Options, sheets map[string]policy.Sheet) Options {
	o.Sheet = func(_ context.Context, token string) (policy.Sheet, error) {
		s, ok := sheets[token]
		if !ok {
			return policy.Sheet{}, fmt.Errorf("sheet: %w", store.ErrNotFound)
		}
		return s, nil
	}
	return o
}

func TestSheetShowsTheAnswerAsItWasGiven(t *testing.T) {
	o := newOptions(t)
	given := sheetOf(o.Library(), titleQuestion)
	srv := serve(t, keeping(o, map[string]policy.Sheet{"now": given}))
	p := get(t, srv.Client(), srv.URL+"/a/now")
	for selector, want := range map[string]string{
		"h1": titleQuestion, ".answer": "不用备案了。", ".facts": "答复日期2026年11月2日 依据截至2026年11月2日 编号now", ".basis blockquote": "涉及企业变更登记（备案）的",
		".banner": "未变", ".basis li": "《" + titleReporting + "》第十一条",
	} {
		if got := p.text(selector); !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
			t.Errorf("%s: %q, want %q", selector, got, want)
		}
	}
	if strings.Contains(p.body, staffNote) || strings.Contains(p.body, staffSource) {
		t.Error("the page shows what is for staff only")
	}
	if missing := get(t, srv.Client(), srv.URL+"/a/other"); missing.status != http.StatusNotFound {
		t.Errorf("unknown token: %d, want 404", missing.status)
	}
}

func TestSheetSaysThatTheRulesHaveChanged(t *testing.T) {
	o := newOptions(t)
	lib := o.Library()
	repealed, reworded, updated := sheetOf(lib, titleQuestion), sheetOf(lib, titleQuestion), sheetOf(lib, titleQuestion)
	repealed.Basis = []policy.Source{{Basis: policy.Basis{Title: titleOldRules, Article: "第一条"}, Status: policy.InForce, Digest: "0"}}
	reworded.Basis[0].Digest = "0"
	updated.Answer = "要备案。"
	srv := serve(t, keeping(o, map[string]policy.Sheet{"repealed": repealed, "reworded": reworded, "updated": updated}))
	for token, want := range map[string][]string{
		"repealed": {"此答复作出后规定已变", "已不再适用", "现行规定：《" + titleReporting + "》"},
		"reworded": {"此答复作出后规定已变", "条文内容已变"},
		"updated":  {"已更新", "看现在的答复"},
	} {
		got := get(t, srv.Client(), srv.URL+"/a/"+token).text(".banner")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: banner %q, want %q", token, got, w)
			}
		}
	}
}

func TestTwoEditionsStandSideBySide(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+pageURL(policy.KindList, titleList)+"/diff")
	if got := p.text(".count"); !strings.Contains(got, "内容相同 1 项，只有序号变化 1 项，下面是其余 2 项") {
		t.Errorf("count: %s", got)
	}
	if got := p.text(".editions"); !strings.Contains(got, "修改") || !strings.Contains(got, "优良基因") || !strings.Contains(got, "取消 第8项，制造业出版物印刷须由中方控股。 —") {
		t.Errorf("table: %s", got)
	}
	if link := get(t, srv.Client(), srv.URL+pageURL(policy.KindList, titleList)).Find(`a[href$="/diff"]`); link.Length() != 1 {
		t.Errorf("%d links from the list, want 1", link.Length())
	}
	for _, path := range []string{
		pageURL(policy.KindList, titleOldList) + "/diff", pageURL(policy.KindDocument, titleReporting) + "/diff", pageURL(policy.KindList, titleList) + "/diff?with=nothing",
	} {
		if p := get(t, srv.Client(), srv.URL+path); p.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, p.status)
		}
	}
}
