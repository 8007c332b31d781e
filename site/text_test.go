package site

import (
	"net/http"
	"strings"
	"testing"

	"shangda/policy"
)

func TestArticlesAreAnchorsNamedAsCited(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+pageURL(policy.KindDocument, titleDisclosure))
	for _, name := range []string{"第一条", "第三十三条"} {
		if n := p.Find(`section[id="` + name + `"]`).Length(); n != 1 {
			t.Errorf("anchor %s: got %d, want 1", name, n)
		}
	}
	if got := p.text(`section[id="第一条"]`); strings.Count(got, "第一条") != 1 {
		t.Errorf("name repeated: %q", got)
	}
	if got := p.text(".contents"); got != "目录 第一章 总则第二章 公开的主体和范围第三章 主动公开第一节 公开的内容第四章 依申请公开" {
		t.Errorf("contents: got %q", got)
	}
	list := get(t, srv.Client(), srv.URL+pageURL(policy.KindList, titleList))
	for _, name := range []string{"清单第7项", "说明第一条"} {
		if n := list.Find(`[id="` + name + `"]`).Length(); n != 1 {
			t.Errorf("anchor %s: got %d, want 1", name, n)
		}
	}
}

func TestEveryContentsLineLeadsToAnElement(t *testing.T) {
	srv := serve(t, newOptions(t))
	for _, path := range []string{pageURL(policy.KindDocument, titleDisclosure), pageURL(policy.KindList, titleList)} {
		p := get(t, srv.Client(), srv.URL+path)
		for _, a := range p.Find(".contents a").EachIter() {
			if href, _ := a.Attr("href"); p.Find(`[id="`+strings.TrimPrefix(href, "#")+`"]`).Length() != 1 {
				t.Errorf("%s: %s leads nowhere", path, href)
			}
		}
	}
}

func TestBannerSaysWhatHoldsTodayAndLinksTheSuccessor(t *testing.T) {
	srv := serve(t, newOptions(t))
	for _, c := range []struct {
		kind               policy.Kind
		title, want, leads string
	}{
		{policy.KindDocument, titleDisclosure, "有效", ""},
		{policy.KindDocument, titleOldRules, "已废止", pageURL(policy.KindDocument, titleReporting)},
		{policy.KindDocument, titleFuture, "尚未施行", ""},
		{policy.KindList, titleOldList, "已废止", pageURL(policy.KindList, titleList)},
		{policy.KindQA, "备案办法怎么说", "已废止", pageURL(policy.KindDocument, titleReporting)},
	} {
		p := get(t, srv.Client(), srv.URL+pageURL(c.kind, c.title))
		if got := p.text(".banner:first-of-type strong"); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: banner got %q, want %q", c.title, got, c.want)
		}
		if href, _ := p.Find(".banner a").Attr("href"); href != c.leads {
			t.Errorf("%s: banner leads to %q, want %q", c.title, href, c.leads)
		}
	}
}

func TestExcerptsAndIncompleteListsSayThatSomethingIsMissing(t *testing.T) {
	srv := serve(t, newOptions(t))
	if got := get(t, srv.Client(), srv.URL+pageURL(policy.KindDocument, titleFuture)).text(".banner"); !strings.Contains(got, "不是全文") {
		t.Errorf("excerpt: got %q", got)
	}
	old := get(t, srv.Client(), srv.URL+pageURL(policy.KindList, titleOldList))
	if got := old.text("article"); !strings.Contains(got, "未列出不等于不受限制") || strings.Contains(got, "按内外资一致管理") {
		t.Errorf("incomplete list concludes from silence: %q", got)
	}
}

func TestNothingForStaffReachesCitizens(t *testing.T) {
	o := newOptions(t)
	srv := serve(t, o)
	paths := []string{"/", "/search?q=办法"}
	for _, it := range o.Library().Items {
		paths = append(paths, "/p/"+it.ID, "/p/"+it.ID+".txt", "/p/"+it.ID+".md")
	}
	for _, path := range paths {
		p := get(t, srv.Client(), srv.URL+path)
		if p.status != http.StatusOK {
			t.Errorf("%s: status %d", path, p.status)
		}
		if strings.Contains(p.body, staffNote) || strings.Contains(p.body, staffSource) {
			t.Errorf("%s shows what is for staff", path)
		}
	}
}

func TestHostileTextsStayText(t *testing.T) {
	srv := serve(t, newOptions(t))
	for _, path := range []string{"/", pageURL(policy.KindDocument, titleHostile), "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/search?q=正文", pageURL(policy.KindDocument, titleDisclosure) + "?q=%22%3E%3Cscript%3E"} {
		p := get(t, srv.Client(), srv.URL+path)
		if n := p.Find("script:not([src])").Length(); n != 0 {
			t.Errorf("%s: %d scripts came from data", path, n)
		}
	}
}

func TestUnapprovedKnowledgeIsMarkedOutsideTheDemo(t *testing.T) {
	const want = "通用知识，未经本局审核"
	o := newOptions(t)
	if got := get(t, http.DefaultClient, serve(t, o).URL+pageURL(policy.KindGuide, titleGuide)).text("main"); strings.Contains(got, want) {
		t.Error("demo marks the starter knowledge")
	}
	o.Demo = false
	srv := serve(t, o)
	for _, path := range []string{pageURL(policy.KindGuide, titleGuide), pageURL(policy.KindGuide, titleGuide) + ".txt", "/search?q=登记系统"} {
		if p := get(t, srv.Client(), srv.URL+path); !strings.Contains(p.body, want) {
			t.Errorf("%s does not say %s", path, want)
		}
	}
	if p := get(t, srv.Client(), srv.URL+pageURL(policy.KindDocument, titleDisclosure)); strings.Contains(p.body, want) {
		t.Error("an approved document is marked")
	}
}

func TestDownloadsAreWholeTextsWithTheirValidity(t *testing.T) {
	srv := serve(t, newOptions(t))
	for form, kind := range map[string]string{"txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8"} {
		p := get(t, srv.Client(), srv.URL+pageURL(policy.KindDocument, titleDisclosure)+"."+form)
		if got := p.header.Get("Content-Type"); got != kind {
			t.Errorf("%s: type got %q, want %q", form, got, kind)
		}
		if got := p.header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment;") || !strings.HasSuffix(got, "."+form) {
			t.Errorf("%s: disposition got %q", form, got)
		}
		for _, want := range []string{titleDisclosure, "国务院令第711号", "有效（截至2026年11月2日）", "第三十三条", "不计算在前款规定的期限内。", "https://ask.example.com/p/"} {
			if !strings.Contains(p.body, want) {
				t.Errorf("%s: %q missing", form, want)
			}
		}
		if strings.Contains(p.body, "&") {
			t.Errorf("%s is escaped as a page", form)
		}
	}
}

func TestTheQuestionIsMarkedInTheText(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+pageURL(policy.KindDocument, titleDisclosure)+"?q=收到申请几个工作日答复")
	if got := p.text(`section[id="第三十三条"] mark`); !strings.Contains(got, "工作日") {
		t.Errorf("marked %q, want 工作日 in it", got)
	}
}

func TestNamedPartsStandUnderTheirHeadingOnce(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+pageURL(policy.KindDocument, titleReporting))
	if got := p.text(".law h2"); got != "附件" {
		t.Errorf("headings: got %q, want 附件 once", got)
	}
	if n := p.Find(`[id="§附件（2）"]`).Length(); n != 1 {
		t.Errorf("second piece: got %d anchors, want 1", n)
	}
}

func TestTablesInATextAreTables(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+pageURL(policy.KindDocument, titleReporting))
	if th, td := p.text(".law th"), p.text(".law td"); th != "报告期限" || td != "变更报告20个工作日" {
		t.Errorf("table: head %q, body %q", th, td)
	}
}

func TestGuideAndAnswerLinkTheArticleTheyRestOn(t *testing.T) {
	srv := serve(t, newOptions(t))
	want := pageURL(policy.KindDocument, titleReporting) + "#%E7%AC%AC%E5%8D%81%E4%B8%80%E6%9D%A1"
	for _, path := range []string{pageURL(policy.KindGuide, titleGuide), pageURL(policy.KindQA, titleQuestion)} {
		p := get(t, srv.Client(), srv.URL+path)
		if href, _ := p.Find(".basis a").Attr("href"); href != want {
			t.Errorf("%s: basis leads to %q, want %q", path, href, want)
		}
	}
}
