package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"shangda/wechat"
	"shangda/wechat/wechattest"
)

const (
	sendMessage  = "/cgi-bin/message/custom/send"
	sendTemplate = "/cgi-bin/message/template/send"
)

// counter is the program, its staff and the platform on the other side.
type counter struct {
	*server
	platform              *wechattest.Platform
	officer, head, leader *clerk
}

// openCounter starts the program for a verified service account whose one template tells of answers.
func openCounter(t *testing.T) *counter {
	t.Helper()
	p := wechattest.NewPlatform(account, "secret-of-the-app", "")
	api := httptest.NewServer(p)
	t.Cleanup(api.Close)
	s := start(t, t.TempDir(), wechat.Safe, "SHANGDA_WECHAT_API_BASE="+api.URL,
		"SHANGDA_WECHAT_TEMPLATES=reply template T1 thing1=what time2=time", "SHANGDA_OFFICE_NAME=示例区商务局")
	p.URL = "http://" + s.addr + "/wechat"
	const section = "商贸流通科"
	return &counter{s, p, s.clerk("wang", "officer", section), s.clerk("li", "section_head", section), s.clerk("zhao", "leader", "")}
}

func (c *counter) write(openid, text string) string {
	c.t.Helper()
	r, err := c.platform.Text(context.Background(), openid, text)
	if err != nil || r.Fault {
		c.t.Fatalf("%s: fault %q, error %v\n%s", text, r.Reason, err, c.errors)
	}
	return r.Text
}

var ticketNumber = regexp.MustCompile(`第(\d+)号`)

// handIn asks what the bot can't answer, and staff then, and returns the ticket's number.
func (c *counter) handIn(openid, question string) int {
	c.t.Helper()
	if got := c.write(openid, question); !strings.Contains(got, "没有找到") {
		c.t.Fatalf("%s: the bot says %q", question, got)
	}
	m := ticketNumber.FindStringSubmatch(c.write(openid, "人工"))
	if m == nil {
		c.t.Fatal("the citizen is not told a number")
	}
	n, _ := strconv.Atoi(m[1]) // digits only
	return n
}

// answer replies to a ticket as the officer.
func (c *counter) answer(ticket int, text string) {
	c.t.Helper()
	c.officer.led(c.officer.fill(ticketAt(ticket, ""), ticketAt(ticket, "reply"), "reply", text,
		"title", "单用途商业预付卡管理办法（试行）", "article", "第七条"))
}

// told are the texts and templates that reached a citizen without a message of theirs.
func (c *counter) told(openid string) (texts []string, templates []wechattest.Sent) {
	for _, s := range c.platform.Sent() {
		if s.OpenID != openid {
			continue
		}
		if s.Template != "" {
			templates = append(templates, s)
		} else {
			texts = append(texts, s.Text)
		}
	}
	return texts, templates
}

// silent lets a citizen's last message be two days old.
func (c *counter) silent(openid string) {
	c.t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(database(c.dir), "sqlite:")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		c.t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`UPDATE exchanges SET at = at - $1 WHERE citizen = (SELECT id FROM citizens WHERE openid = $2)`,
		(49 * time.Hour).Milliseconds(), openid)
	if err != nil {
		c.t.Fatal(err)
	}
}

// TestQuestionTheBotCannotAnswerIsNeverAskedOfAPersonTwice goes all the way: ticket, suggested section, reply into the chat, a
// Q&A under two approvals, and the next citizen gets it from the bot.
func TestQuestionTheBotCannotAnswerIsNeverAskedOfAPersonTwice(t *testing.T) {
	c := openCounter(t)
	const question, reply = "蓬蓬展会名单几号公布", "蓬蓬展会名单每年三月在本局网站公布，可以在备案的展馆领取纸质件。"
	number := c.handIn("oInside", question)
	c.leader.sees("/admin/tickets?section=商贸流通科", question) // suggested by the words of the question
	c.answer(number, reply)
	eventually(t, 20*time.Second, "the answer is sent within 48 hours", func() bool {
		texts, _ := c.told("oInside")
		return len(texts) == 1 && strings.Contains(texts[0], reply) && strings.Contains(texts[0], "第七条")
	})
	c.officer.sees(ticketAt(number, ""), "已交平台", "客服消息", "转为知识")

	c.platform.Inject(sendMessage, wechattest.Fault{Code: 48001})
	c.platform.Inject(sendTemplate, wechattest.Fault{Code: 40037})
	refused := c.handIn("oRefused", "蓬蓬展会停车证几号发")
	c.answer(refused, reply)
	eventually(t, 20*time.Second, "the refusal is seen", func() bool {
		return strings.Contains(c.officer.get(ticketAt(refused, "")).body, "等提问人下次发消息时送上")
	})
	c.officer.sees("/admin/letters", "蓬蓬展会停车证几号发", "对方下次发消息时", "模板编号不对")
	if got := c.write("oRefused", "政府信息公开申请多久答复"); !strings.Contains(got, reply) || strings.Index(got, reply) > strings.Index(got, "20个工作日") && strings.Contains(got, "20个工作日") {
		t.Errorf("the next message is answered with %q, want the letter above it", got)
	}

	outside := c.handIn("oOutside", "蓬蓬展会摊位图在哪领")
	c.silent("oOutside")
	c.answer(outside, reply)
	var template wechattest.Sent
	eventually(t, 20*time.Second, "a template is sent after 48 hours", func() bool {
		texts, templates := c.told("oOutside")
		if len(templates) == 1 {
			template = templates[0]
		}
		return len(templates) == 1 && len(texts) == 0
	})
	if said := fmt.Sprint(template.Fields); strings.Contains(said, "蓬蓬") || !strings.Contains(said, "您的咨询有新答复") {
		t.Errorf("the lock screen says %s", said)
	}
	if _, err := c.platform.Report(context.Background(), "oOutside", template.ID, "success"); err != nil {
		t.Fatal(err)
	}
	c.officer.sees(ticketAt(outside, ""), "已送达", "模板消息")
	c.opens(template.URL, reply)
	c.officer.sees(ticketAt(outside, ""), "已打开")

	c.learns(number, question, reply)
	eventually(t, 20*time.Second, "the bot answers by itself", func() bool { return strings.Contains(c.write("oNext", question), "可以在备案的展馆领取") })
	if got := c.officer.get("/admin/tickets").body; strings.Contains(got, question) {
		t.Error("the same question is asked of a person again")
	}
}

// opens reads the page of a letter as a browser does.
func (c *counter) opens(url, want string) {
	c.t.Helper()
	at := strings.Index(url, "/l/")
	if at < 0 {
		c.t.Fatalf("the template leads to %q", url)
	}
	res, err := http.Get("http://" + c.addr + url[at:])
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(body), want) {
		c.t.Errorf("the letter's page (%d, %v) lacks %q:\n%.1500s", res.StatusCode, err, want, textOf(string(body)))
	}
}

// learns turns an answered ticket into a Q&A that both levels approve.
func (c *counter) learns(ticket int, question, answer string) {
	c.t.Helper()
	page := "/admin/knowledge/new?ticket=" + strconv.Itoa(ticket)
	c.officer.sees(page, question, answer, "第七条")
	draft := c.officer.led(c.officer.fill(page, "/admin/knowledge/new", "title", question, "answer", answer, "checked", "2026-11-20",
		"basis-title-0", "单用途商业预付卡管理办法（试行）", "basis-article-0", "第七条"))
	c.officer.led(c.officer.fill(draft, draft+"/submit"))
	if got := c.write("oEarly", question); strings.Contains(got, "可以在备案的展馆领取") {
		c.t.Error("an unapproved draft answers")
	}
	approve(draft, c.head, c.leader)
	c.officer.sees(draft, "已发布")
}
