package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/store"
	"shangda/wechat"
	"shangda/wechat/wechattest"
)

const (
	pathMessage  = "/cgi-bin/message/custom/send"
	pathTemplate = "/cgi-bin/message/template/send"
)

func (p *post) letters() []desk.Letter {
	p.t.Helper()
	var all []desk.Letter
	for id := int64(1); ; id++ {
		l, err := p.Store.Letter(context.Background(), id)
		if errors.Is(err, store.ErrNotFound) {
			return all
		}
		if err != nil {
			p.t.Fatal(err)
		}
		all = append(all, l)
	}
}

func (p *post) last() desk.Letter {
	p.t.Helper()
	all := p.letters()
	if len(all) == 0 {
		p.t.Fatal("no letter")
	}
	return all[len(all)-1]
}

func TestCrashBetweenSendAndMarkRepeatsOnceAndSaysSo(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	l, err := p.Store.Lease(ctx, p.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Store.Begin(ctx, l.ID, store.PageDigest("lost")); err != nil {
		t.Fatal(err)
	}
	if err := p.courier.Client.SendText(ctx, citizen, answered); err != nil {
		t.Fatal(err)
	}
	for range 4 { // the process that sent it is gone
		p.now = p.now.Add(3 * time.Minute)
		p.deliver()
	}
	sent := p.platform.Sent()
	if len(sent) != 2 || strings.HasPrefix(sent[0].Text, sayAgain) || !strings.HasPrefix(sent[1].Text, sayAgain) {
		t.Errorf("sent %+v, want it once more, marked", sent)
	}
}

func TestEachRefusalOfThePlatformHasItsConsequence(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault wechattest.Fault
		state desk.LetterState
		wait  time.Duration // until the next try
		mark  bool          // a repeat says that it is one
	}{
		{"busy", wechattest.Fault{Code: -1}, desk.LetterWaiting, time.Second, false},
		{"per minute", wechattest.Fault{Code: 45011}, desk.LetterWaiting, time.Minute, false},
		{"address not on the list", wechattest.Fault{Code: 40164}, desk.LetterWaiting, longestWait, false},
		{"48 hours", wechattest.Fault{Code: 45015}, desk.LetterHeld, 0, false},
		{"five messages", wechattest.Fault{Code: 45047}, desk.LetterHeld, 0, false},
		{"no such interface", wechattest.Fault{Code: 48001}, desk.LetterHeld, 0, false},
		{"does not follow", wechattest.Fault{Code: 43004}, desk.LetterFailed, 0, false},
		{"blacklisted", wechattest.Fault{Code: 43019}, desk.LetterFailed, 0, false},
		{"unknown", wechattest.Fault{Code: 99999}, desk.LetterFailed, 0, false},
		{"gateway", wechattest.Fault{Status: 503}, desk.LetterWaiting, time.Second, false},
		{"no answer", wechattest.Fault{Status: 504}, desk.LetterWaiting, time.Second, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPost(t)
			p.write("人工 展位补贴到哪一步")
			p.reply(1, answered)
			p.platform.Inject(pathMessage, tt.fault)
			p.deliver()
			l := p.last()
			if l.State != tt.state || l.State == desk.LetterWaiting && !l.DueAt.Equal(p.now.Add(tt.wait)) || l.Started != tt.mark {
				t.Fatalf("got %+v, want %s, next try after %v", l, tt.state, tt.wait)
			}
			if l.Reason == "" || strings.ContainsAny(l.Reason, " :") {
				t.Errorf("reason %q, want one word", l.Reason)
			}
			if l.State != desk.LetterWaiting {
				return
			}
			p.now = l.DueAt
			p.deliver()
			if sent := p.platform.Sent(); len(sent) != 1 || strings.HasPrefix(sent[0].Text, sayAgain) != tt.mark {
				t.Errorf("then sent %+v, want it once, marked: %v", sent, tt.mark)
			}
		})
	}
}

func TestBusyPlatformIsAskedAfterOneTwoAndFourSeconds(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	p.platform.Inject(pathMessage, wechattest.Fault{Code: -1}, wechattest.Fault{Code: -1}, wechattest.Fault{Code: -1})
	for _, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		p.deliver()
		l := p.last()
		if got := l.DueAt.Sub(p.now); got != want {
			t.Errorf("next try after %v, want %v", got, want)
		}
		p.now = l.DueAt
	}
	p.deliver()
	if l := p.last(); l.State != desk.LetterSent || l.Attempts != 4 {
		t.Errorf("got %+v, want it sent at the fourth try", l)
	}
}

func TestDaysQuotaStopsTheChatUntilTheNextDay(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	p.platform.Inject(pathMessage, wechattest.Fault{Code: 45009})
	p.deliver()
	calls := p.platform.Calls(pathMessage)
	p.now = p.now.Add(time.Hour)
	p.deliver()
	if got := p.platform.Calls(pathMessage); got != calls {
		t.Errorf("%d calls more on the same day, want none", got-calls)
	}
	p.now = tomorrow(p.now)
	p.deliver()
	contains(t, p.told(), answered)
}

func TestWithdrawnTokenIsRenewedWithoutLosingTheLetter(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	if err := p.courier.Client.Ping(context.Background()); err != nil {
		t.Fatal(err)
	}
	p.platform.ExpireToken()
	p.deliver()
	if n := strings.Count(p.told(), answered); n != 1 {
		t.Errorf("told %d times, want once", n)
	}
}

func TestAfter48HoursATemplateSaysOnlyThatThereIsAnAnswer(t *testing.T) {
	p := newPost(t)
	p.courier.Templates = []Template{
		{desk.LetterReply, desk.WayTemplate, "tpl-1", map[string]string{"thing1": "what", "time2": "time", "thing3": "hint"}},
	}
	p.write("人工 展位补贴到哪一步")
	p.now = p.now.Add(49 * time.Hour)
	p.reply(1, answered)
	p.deliver()
	sent := p.platform.Sent()
	if len(sent) != 1 || sent[0].Template != "tpl-1" || sent[0].Fields["thing1"] != "您的咨询有新答复" {
		t.Fatalf("sent %+v, want the template", sent)
	}
	for name, field := range sent[0].Fields {
		if strings.Contains(field, "展位") || strings.Contains(field, "执照") {
			t.Errorf("%s says %q on a locked screen", name, field)
		}
	}
	if !strings.HasPrefix(sent[0].URL, p.PublicURL+"/l/") {
		t.Errorf("opens %q, want the letter's page", sent[0].URL)
	}
	if l := p.last(); l.State != desk.LetterSent || l.Way != desk.WayTemplate {
		t.Errorf("got %+v, want no more than sent", l)
	}
	if _, err := p.platform.Report(context.Background(), citizen, sent[0].ID, "success"); err != nil {
		t.Fatal(err)
	}
	if l := p.last(); l.State != desk.LetterDelivered {
		t.Errorf("after the platform's report: %s, want delivered", l.State)
	}
}

func TestBlockedTemplateComesWithTheNextMessage(t *testing.T) {
	p := newPost(t)
	p.courier.Templates = []Template{{desk.LetterReply, desk.WayTemplate, "tpl-1", map[string]string{"thing1": "what"}}}
	p.write("人工 展位补贴到哪一步")
	p.now = p.now.Add(49 * time.Hour)
	p.reply(1, answered)
	p.deliver()
	if _, err := p.platform.Report(context.Background(), citizen, p.platform.Sent()[0].ID, "failed:user block"); err != nil {
		t.Fatal(err)
	}
	if l := p.last(); l.State != desk.LetterHeld || l.Reason != "user_block" {
		t.Fatalf("got %+v, want it held", l)
	}
	contains(t, p.write("你好"), answered)
}

func TestLongTermSubscriptionGoesWhereTheCitizenAgreed(t *testing.T) {
	p := newPost(t)
	p.courier.Templates = []Template{
		{desk.LetterReply, desk.WayTemplate, "tpl-1", map[string]string{"thing1": "what"}},
		{desk.LetterReply, desk.WaySubscription, "sub-1", map[string]string{"thing1": "what"}},
	}
	p.platform.Agree(citizen, "sub-1")
	p.write("人工 展位补贴到哪一步")
	p.now = p.now.Add(49 * time.Hour)
	p.reply(1, answered)
	p.platform.Inject(pathTemplate, wechattest.Fault{Code: 40037})
	p.deliver()
	sent := p.platform.Sent()
	if len(sent) != 1 || sent[0].Template != "sub-1" {
		t.Fatalf("sent %+v, want the subscription after the template was refused", sent)
	}
	_, err := p.platform.Send(context.Background(), wechat.Message{
		FromUserName: citizen, MsgType: "event", Event: "subscribe_msg_sent_event",
		Subscriptions: []wechat.Subscription{{TemplateID: "sub-1", MsgID: sent[0].ID, ErrorCode: "0", ErrorText: "success"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if l := p.last(); l.State != desk.LetterDelivered || l.Way != desk.WaySubscription {
		t.Errorf("got %+v, want it delivered", l)
	}
}

func TestSixthLetterWithin48HoursIsHeldWithoutACall(t *testing.T) {
	p := newPost(t)
	for i, matter := range []string{"展位补贴到哪一步", "停车证怎么领", "办公楼几点关门", "夜市摊位还有没有", "大学生实习招不招", "网站打不开了"} {
		p.write("人工 " + matter)
		p.now = p.now.Add(time.Minute)
		p.reply(int64(i+1), answered)
	}
	p.deliver()
	if n := strings.Count(p.told(), answered); n != 5 {
		t.Errorf("%d sent, want the five that the platform allows", n)
	}
	if l := p.last(); l.State != desk.LetterHeld || l.Reason != "quota" || p.platform.Calls(pathMessage) != 5 {
		t.Errorf("got %+v after %d calls, want it held without one", l, p.platform.Calls(pathMessage))
	}
}

func TestCitizenWhoLeftIsToldNothing(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	if _, err := p.platform.Unsubscribe(context.Background(), citizen); err != nil {
		t.Fatal(err)
	}
	p.deliver()
	if l := p.last(); l.State != desk.LetterDropped || p.platform.Calls(pathMessage) != 0 {
		t.Errorf("got %+v after %d calls, want it dropped", l, p.platform.Calls(pathMessage))
	}
}

func TestAccountThatCannotSendKeepsLettersForTheNextMessage(t *testing.T) {
	p := newPost(t)
	p.courier.Client = nil
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	p.deliver()
	if l := p.last(); l.State != desk.LetterHeld || l.Reason != "no_account" {
		t.Fatalf("got %+v, want it held", l)
	}
	contains(t, p.write("你好"), answered)
}

func TestAdministratorsHearOnceADayThatTheQuotaIsSpent(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	admin := desk.Staff{Login: "admin", Name: "管理员", Role: desk.RoleSystemAdmin, Email: "admin@example.gov.cn"}
	if _, err := p.Store.CreateStaff(ctx, desk.Actor{}, &admin, p.now); err != nil {
		t.Fatal(err)
	}
	var mails []string
	p.courier.Mail = func(_ context.Context, _, subject, text string, _ time.Time) error {
		mails = append(mails, subject+text)
		return nil
	}
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	p.platform.Inject(pathMessage, wechattest.Fault{Code: 45009})
	p.deliver()
	w := &Watch{Options: p.Options, Mail: true}
	for range 3 {
		if err := w.Look(ctx); err != nil {
			t.Fatal(err)
		}
		p.deliver()
	}
	if len(mails) != 1 || !strings.Contains(mails[0], "45009") || strings.Contains(mails[0], "补贴") {
		t.Errorf("mails %q, want one that names the code and nothing of the citizen", mails)
	}
}

func TestClockThatIsSetBackLosesNoLetterAndSendsNoneTwice(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	p.now = p.now.Add(-time.Hour)
	p.deliver()
	p.now = p.now.Add(time.Hour)
	p.deliver()
	p.now = p.now.Add(-time.Hour)
	p.deliver()
	if told := p.told(); strings.Count(told, answered) != 1 {
		t.Errorf("told %d times, want once:\n%s", strings.Count(told, answered), told)
	}
}
