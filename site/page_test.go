package site

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/policy"
)

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestEveryPageHasTheSecurityHeadersAndItsLanguage(t *testing.T) {
	srv := serve(t, newOptions(t))
	for _, path := range []string{"/", "/search?q=备案", pageURL(policy.KindList, titleList), "/chat", "/nowhere", "/p/nothing"} {
		p := get(t, srv.Client(), srv.URL+path)
		if got := p.header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'self';") {
			t.Errorf("%s: policy got %q, want default-src 'self'", path, got)
		}
		if got := p.header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: nosniff missing, got %q", path, got)
		}
		if lang, _ := p.Find("html").Attr("lang"); lang != "zh-CN" {
			t.Errorf("%s: lang got %q, want zh-CN", path, lang)
		}
		if n := p.Find("script:not([src]), style, [style], [onclick], [onload]").Length(); n != 0 {
			t.Errorf("%s: %d inline scripts or styles, want none", path, n)
		}
	}
}

func TestEveryFieldHasALabelAndEveryIDIsUnique(t *testing.T) {
	srv := serve(t, newOptions(t))
	for _, path := range []string{"/", "/search?q=备案", pageURL(policy.KindDocument, titleDisclosure), pageURL(policy.KindList, titleList), "/chat"} {
		p := get(t, srv.Client(), srv.URL+path)
		for _, n := range p.Find("input").EachIter() {
			id, _ := n.Attr("id")
			if id == "" || p.Find("label[for="+id+"]").Length() != 1 {
				t.Errorf("%s: field %q has no label of its own", path, id)
			}
		}
		seen := map[string]bool{}
		for _, n := range p.Find("[id]").EachIter() {
			id, _ := n.Attr("id")
			if seen[id] {
				t.Errorf("%s: id %q twice", path, id)
			}
			seen[id] = true
		}
		if n := p.Find("h1").Length(); n != 1 {
			t.Errorf("%s: %d h1, want 1", path, n)
		}
	}
}

func TestUnknownAddressesGetAFriendlyPageWithASearchBox(t *testing.T) {
	o := newOptions(t)
	o.Demo = false
	srv := serve(t, o)
	for _, path := range []string{"/nowhere", "/p/abcdefghij", "/p/abcdefghij.txt", pageURL(policy.KindDocument, titleDisclosure) + ".exe", "/chat", "/static/nothing.css"} {
		p := get(t, srv.Client(), srv.URL+path)
		if p.status != http.StatusNotFound || p.Find("form[action='/search'] input[name=q]").Length() != 1 {
			t.Errorf("%s: got status %d and %q, want 404 with a search box", path, p.status, p.text("h1"))
		}
	}
}

func TestStaticFilesAreCachedForeverUnderTheirHash(t *testing.T) {
	srv := serve(t, newOptions(t))
	p := get(t, srv.Client(), srv.URL+"/")
	href, _ := p.Find("link[rel=stylesheet]").Attr("href")
	if got := get(t, srv.Client(), srv.URL+href).header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("%s: Cache-Control got %q, want immutable", href, got)
	}
	if got := get(t, srv.Client(), srv.URL+"/static/site.css?v=old").header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("stale hash: Cache-Control got %q, want no-cache", got)
	}
	for _, path := range []string{"/favicon.ico", "/robots.txt"} {
		if got := get(t, srv.Client(), srv.URL+path).status; got != http.StatusOK {
			t.Errorf("%s: got %d, want 200", path, got)
		}
	}
}

func TestUnchangedPageCostsNoBody(t *testing.T) {
	srv := serve(t, newOptions(t))
	address := srv.URL + pageURL(policy.KindDocument, titleDisclosure)
	tag := get(t, srv.Client(), address).header.Get("ETag")
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("If-None-Match", tag)
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if p := read(t, resp); p.status != http.StatusNotModified || p.body != "" {
		t.Errorf("got status %d and %d bytes, want 304 and none", p.status, len(p.body))
	}
}

func TestThePlatformsDomainCheckIsServed(t *testing.T) {
	o := newOptions(t)
	o.VerifyName, o.VerifyText = "MP_verify_aB3.txt", "aB3"
	p := get(t, http.DefaultClient, serve(t, o).URL+"/MP_verify_aB3.txt")
	if p.status != http.StatusOK || p.body != "aB3" {
		t.Errorf("got %d %q, want 200 aB3", p.status, p.body)
	}
	o.VerifyName = "../:secret"
	serve(t, o) // a bad name must not become a route
}

func TestTheOfficesPageShowsWhatIsOnFileAndHowToReachIt(t *testing.T) {
	o := newOptions(t)
	o.Demo = false
	p := get(t, http.DefaultClient, serve(t, o).URL+"/")
	for selector, want := range map[string]string{
		"#contact":            "示范路1号",
		"#disclosure":         "20个工作日",
		"#guides":             titleGuide,
		"#lists":              titleList,
		"#topics .rows.gone":  "已废止",
		"#topics .rows .soon": "尚未施行",
		".hero .chip":         "预付卡怎么备案",
	} {
		if got := p.text(selector); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q in it", selector, got, want)
		}
	}
	href, _ := p.Find(".hero a.chip").First().Attr("href")
	if got, err := url.QueryUnescape(href); err != nil || got != "/search?q="+titleQuestion {
		t.Errorf("example links to %q, want the search", href)
	}
	if href, _ := p.Find("#contact a[href^='tel:']").Attr("href"); href != "tel:053200000000" {
		t.Errorf("phone links to %q, want tel:053200000000", href)
	}
}

func TestAnEmptyOfficeLeavesNoEmptyLabels(t *testing.T) {
	o := newOptions(t)
	o.Office, o.PublicURL = desk.Office{}, ""
	p := get(t, http.DefaultClient, serve(t, o).URL+"/")
	if n := p.Find("#contact dt").Length(); n != 0 {
		t.Errorf("got %d empty contact lines, want none", n)
	}
	if got := p.text("#contact .empty"); !strings.Contains(got, "12345") {
		t.Errorf("got %q, want a way to reach somebody", got)
	}
}

func TestEveryPageFitsTheFrame(t *testing.T) {
	for name, page := range parsePages(loadAssets()) { // panics where one doesn't
		if page().Lookup("frame") == nil {
			t.Errorf("page %s has no frame", name)
		}
	}
}
