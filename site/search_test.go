package site

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSearchPageSaysWhatToDoInEveryState(t *testing.T) {
	srv := serve(t, newOptions(t))
	for _, c := range []struct {
		question string
		status   int
		selector string
		want     string
	}{
		{"", http.StatusOK, ".chips", titleQuestion},
		{"备案", http.StatusOK, ".results", "已废止"},
		{"火星移民", http.StatusOK, ".notice", "换个说法"},
		{"坏", http.StatusServiceUnavailable, ".notice", "再试一次"},
		{strings.Repeat("长", 601), http.StatusBadRequest, ".notice", "600字"},
	} {
		p := get(t, srv.Client(), srv.URL+"/search?q="+url.QueryEscape(c.question))
		if got := p.text(c.selector); p.status != c.status || !strings.Contains(got, c.want) {
			t.Errorf("%.10s: got %d %q, want %d with %q", c.question, p.status, got, c.status, c.want)
		}
	}
}

func TestResultsLeadToTheArticleAndNameTheSuccessor(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+"/search?q="+url.QueryEscape("示范，制定"))
	first := p.Find(".results li").First()
	href, _ := first.Find("h2 a").Attr("href")
	u, err := url.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	if u.Fragment != "第一条" || u.Query().Get("q") != "示范，制定" {
		t.Errorf("result leads to %q, want the article with the question", href)
	}
	if got := first.Find(".newer").Text(); !strings.Contains(got, titleReporting) {
		t.Errorf("successor: got %q, want %s", got, titleReporting)
	}
}

func TestHighlightMarksSharedRunsOnly(t *testing.T) {
	for _, c := range []struct {
		question, text string
		want           []span
	}{
		{"外商投资企业怎么报告", "外商投资企业的报告", []span{{"外商投资企业", true}, {"的报告", false}}},
		{"备案", "办理备案。", []span{{"办理", false}, {"备案", true}, {"。", false}}},
		{"CEPA协议", "按cepa协议执行", []span{{"按", false}, {"cepa协议", true}, {"执行", false}}},
		{"", "原样", []span{{"原样", false}}},
	} {
		if diff := cmp.Diff(c.want, newHighlighter(c.question).mark(c.text)); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", c.question, c.text, diff)
		}
	}
}

func TestExcerptShowsTheMatchOfALongText(t *testing.T) {
	e := newHighlighter("逾期罚款").excerpt(strings.Repeat("前文", 200) + "逾期罚款" + strings.Repeat("后文", 200))
	if !e.Before || !e.End || !strings.Contains(plainText(e.Spans), "逾期罚款") {
		t.Errorf("got %+v", e)
	}
}

func FuzzHighlightLosesNoCharacter(f *testing.F) {
	f.Add("备案办法", "按备案办法办理")
	f.Fuzz(func(t *testing.T, question, text string) {
		text = strings.ToValidUTF8(text, "")
		if got := plainText(newHighlighter(question).mark(text)); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	})
}
