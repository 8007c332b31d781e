package site

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

func TestFirstVisitIsWelcomedOnce(t *testing.T) {
	srv, client := serve(t, newOptions(t)), browser(t)
	for range 2 {
		p := get(t, client, srv.URL+"/chat")
		if got := p.Find(".log .msg.account").Length(); got != 1 {
			t.Errorf("got %d messages, want the welcome alone", got)
		}
	}
}

func TestVisitorCookieIsRandomAndHidden(t *testing.T) {
	srv := serve(t, newOptions(t))
	seen := map[string]bool{}
	for range 3 {
		resp, err := http.Get(srv.URL + "/chat")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		c := resp.Cookies()[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || !isVisitor(c.Value) || seen[c.Value] {
			t.Errorf("cookie %v, want a new hidden one", c)
		}
		seen[c.Value] = true
	}
}

func TestChatWorksAsAPlainForm(t *testing.T) {
	srv, client := serve(t, newOptions(t)), browser(t)
	p := post(t, client, srv.URL+"/chat", url.Values{"text": {"换股东要备案吗"}})
	if got := p.text(".log .msg.visitor .bubble"); !strings.HasSuffix(got, "换股东要备案吗") {
		t.Errorf("question: got %q", got)
	}
	if got := p.text(".log .msg.account:last-child .bubble"); !strings.Contains(got, "不用备案了") {
		t.Errorf("answer: got %q", got)
	}
	choice := p.Find(".log button.choice")
	if value, _ := choice.Attr("value"); value != "A1 要办登记" || choice.Text() != "A1 要办登记" {
		t.Errorf("choice sends %q and shows %q, want A1 要办登记", value, choice.Text())
	}
	if href, _ := p.Find(".log .bubble a").Attr("href"); !strings.HasPrefix(href, "/p/") {
		t.Errorf("link leads to %q, want a path of this site", href)
	}
	p = post(t, client, srv.URL+"/chat", url.Values{"key": {"guides"}})
	if got := p.text("#latest"); !strings.Contains(got, "您点了 guides") {
		t.Errorf("menu: got %q", got)
	}
}

func TestScriptGetsTheReplyAsSegments(t *testing.T) {
	srv, client := serve(t, newOptions(t)), browser(t)
	for text, want := range map[string]string{
		"断线": `{"messages":[{"from":"fault"}]}`,
		"故障": `{"messages":[{"from":"fault"}]}`,
		"安静": `{"messages":[]}`,
		"":   `{"messages":[]}`,
	} {
		if got := post(t, client, srv.URL+"/chat/send", url.Values{"text": {text}}).body; got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	var got struct{ Messages []message }
	body := post(t, client, srv.URL+"/chat/send", url.Values{"text": {hostile}}).body
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if n := len(got.Messages); n != 1 || len(got.Messages[0].Segments) != 4 {
		t.Errorf("got %s, want one message of text, choice, text, link", body)
	}
}

func TestFaultShowsThePlatformsNotice(t *testing.T) {
	srv, client := serve(t, newOptions(t)), browser(t)
	p := post(t, client, srv.URL+"/chat", url.Values{"text": {"故障"}})
	if got := p.text("#latest"); got != "该公众号提供的服务出现故障，请稍后再试" {
		t.Errorf("got %q", got)
	}
}

func TestHostileChatStaysText(t *testing.T) {
	srv, client := serve(t, newOptions(t)), browser(t)
	p := post(t, client, srv.URL+"/chat", url.Values{"text": {hostile + `<img src=x onerror=alert(1)>`}})
	if n := p.Find("script:not([src]), .log img").Length(); n != 0 {
		t.Errorf("%d elements came from a message", n)
	}
}

func TestAnotherSiteCannotSpeakForAVisitor(t *testing.T) {
	srv := serve(t, newOptions(t))
	req, err := http.NewRequest(http.MethodPost, srv.URL+"/chat", strings.NewReader("text=x"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if p := read(t, resp); p.status != http.StatusForbidden {
		t.Errorf("got %d, want 403", p.status)
	}
}

func TestAFloodedFormIsRefused(t *testing.T) {
	srv := serve(t, newOptions(t))
	if p := post(t, srv.Client(), srv.URL+"/chat", url.Values{"text": {strings.Repeat("a", maxPost)}}); p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d, want 413", p.status)
	}
}

func TestMemoryOfChatsIsBounded(t *testing.T) {
	vs := newVisits(3)
	for i := range 10 {
		vs.of(fmt.Sprint(i)).add(message{})
		vs.of("0")
	}
	if len(vs.byID) != 3 || vs.recent.Len() != 3 || len(vs.of("0").history()) != 1 {
		t.Errorf("got %d visits, want 3 with the recently used among them", len(vs.byID))
	}
	v := vs.of("long")
	for i := range maxMessages + 5 {
		v.add(message{Segments: []segment{{Text: fmt.Sprint(i)}}})
	}
	if h := v.history(); len(h) != maxMessages || h[0].Segments[0].Text != "5" {
		t.Errorf("got %d messages from %v, want %d without the oldest", len(h), h[0], maxMessages)
	}
}

func TestTimesStandAtTheStartAndAfterASilence(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, beijing)
	at := func(d time.Duration) message { return message{At: now.Add(-d)} }
	got := timed([]message{at(48 * time.Hour), at(24 * time.Hour), at(10 * time.Minute), at(9 * time.Minute), at(0)}, now)
	var shown []string
	for _, l := range got {
		switch {
		case l.Time == nil:
			shown = append(shown, "-")
		case l.Time.Yesterday:
			shown = append(shown, "yesterday "+l.Time.Clock)
		case l.Time.Day != nil:
			shown = append(shown, fmt.Sprint(l.Time.Day.Day, " ", l.Time.Clock))
		default:
			shown = append(shown, l.Time.Clock)
		}
	}
	if diff := cmp.Diff([]string{"31 09:00", "yesterday 09:00", "08:50", "-", "09:00"}, shown); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSegments(t *testing.T) {
	text := func(s string) segment { return segment{Kind: segmentText, Text: s} }
	for _, c := range []struct {
		in   string
		want []segment
	}{
		{"平常的话\n第二行", []segment{text("平常的话\n第二行")}},
		{`<a href="weixin://bizmsgmenu?msgmenucontent=A0%20%E4%BA%BA%E5%B7%A5&msgmenuid=3">A0 人工</a>`, []segment{{Kind: segmentChoice, Text: "A0 人工", Send: "A0 人工"}}},
		{`<a href='weixin://bizmsgmenu?msgmenucontent=1&amp;msgmenuid=3'>一</a>`, []segment{{Kind: segmentChoice, Text: "一", Send: "1"}}},
		{`见<a href="https://home.example/p/x#a">原文</a>。`, []segment{text("见"), {Kind: segmentLink, Text: "原文", Href: "/p/x#a"}, text("。")}},
		{`<a href="https://home.example//evil.example">x</a>`, []segment{{Kind: segmentLink, Text: "x", Href: "https://home.example//evil.example"}}},
		{"网址https://example.com/a?b=1，请看", []segment{text("网址"), {Kind: segmentLink, Text: "https://example.com/a?b=1", Href: "https://example.com/a?b=1"}, text("，请看")}},
		{`<a href="javascript:alert(1)">点我</a>`, []segment{text(`<a href="javascript:alert(1)">点我</a>`)}},
		{`<a href="//evil.example">点我</a>`, []segment{text(`<a href="//evil.example">点我</a>`)}},
		{`<a href="weixin://bizmsgmenu?msgmenucontent=%zz">坏</a>`, []segment{text(`<a href="weixin://bizmsgmenu?msgmenucontent=%zz">坏</a>`)}},
		{`<a href="https://x.example"><b>粗</b></a>`, []segment{text(`<a href="`), {Kind: segmentLink, Text: "https://x.example", Href: "https://x.example"}, text(`"><b>粗</b></a>`)}},
		{hostile, []segment{text(hostile)}},
		{"", nil},
	} {
		if diff := cmp.Diff(c.want, segments(c.in, "https://home.example")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.in, diff)
		}
	}
}

func FuzzSegmentsNeverLinkToScripts(f *testing.F) {
	f.Add(`<a href="weixin://bizmsgmenu?msgmenucontent=A1&msgmenuid=1">A1</a> https://example.com <a href="javascript:x">y</a>`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range segments(text, "https://home.example") {
			if s.Kind == segmentLink && !isPath(s.Href) && !strings.HasPrefix(strings.ToLower(s.Href), "http") {
				t.Errorf("%q links to %q", text, s.Href)
			}
		}
	})
}
