package bot

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/desk"
	"shangda/store"
	"shangda/wechat"
	"shangda/wechat/wechattest"
)

// post is an office with its courier, connected with the fake platform both ways, all on one clock.
type post struct {
	*house
	platform *wechattest.Platform
	courier  *Courier
}

func newPost(t *testing.T) *post {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	h := newHouse(t)
	account := wechat.Account{
		AppID: "wxtest", OriginalID: "gh_test", Token: "token", AESKey: strings.Repeat("a", 43), Mode: wechat.Safe, Freshness: 10 * time.Minute,
	}
	callback, err := wechat.NewCallback(account)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return h.now }
	e := gin.New()
	hook := Webhook{Bot: h.Bot, Callback: callback, Now: now, Log: h.Log}
	hook.Routes(e)
	door := httptest.NewServer(e)
	t.Cleanup(door.Close)
	p := wechattest.NewPlatform(account, "secret", door.URL+"/wechat")
	p.Now = now
	api := httptest.NewServer(p)
	t.Cleanup(api.Close)
	client, err := wechat.NewClient(wechat.ClientOptions{AppID: account.AppID, AppSecret: "secret", APIBase: api.URL})
	if err != nil {
		t.Fatal(err)
	}
	return &post{house: h, platform: p, courier: &Courier{Options: h.Options, Client: client, Tried: NewLetterCounter(nil)}}
}

func (p *post) write(text string) string {
	p.t.Helper()
	r, err := p.platform.Text(context.Background(), citizen, text)
	if err != nil {
		p.t.Fatal(err)
	}
	return r.Text
}

// reply is what an officer does on the ticket page.
func (p *post) reply(id int64, text string) {
	p.t.Helper()
	ctx := context.Background()
	if all, err := p.Store.AllStaff(ctx); err != nil || len(all) == 0 {
		officer := desk.Staff{Login: "officer", Name: "经办人", Role: desk.RoleOfficer, Section: "外资管理科"}
		if _, err := p.Store.CreateStaff(ctx, desk.Actor{}, &officer, p.now); err != nil {
			p.t.Fatal(err)
		}
	}
	p.change(id, func(tk *desk.Ticket, w desk.Worker) (desk.Entry, error) { return tk.Answer(text, "", "", w, p.now) })
}

// change does something to a ticket as its page does; an answer has its letter.
func (p *post) change(id int64, act func(*desk.Ticket, desk.Worker) (desk.Entry, error)) {
	p.t.Helper()
	ctx := context.Background()
	tk, err := p.Store.Ticket(ctx, id)
	if err != nil {
		p.t.Fatal(err)
	}
	e, err := act(&tk, desk.Worker{Staff: 1, For: []int64{1}, All: true})
	if err != nil {
		p.t.Fatal(err)
	}
	c := store.TicketChange{Ticket: &tk, Entries: []desk.Entry{e}}
	if tk.State == desk.TicketAnswered {
		c.Letters = []desk.Letter{tk.Letter(p.now)}
	}
	if err := p.Store.SaveTickets(ctx, desk.Actor{}, p.now, c); err != nil {
		p.t.Fatal(err)
	}
}

// deliver lets the courier try every letter that is due.
func (p *post) deliver() {
	p.t.Helper()
	ctx := context.Background()
	for {
		l, err := p.Store.Lease(ctx, p.now)
		if err != nil {
			return
		}
		p.courier.deliver(ctx, l)
	}
}

func (p *post) told() string {
	var b strings.Builder
	for _, s := range p.platform.Sent() {
		b.WriteString(s.Text + "\n")
	}
	return b.String()
}

const answered = "请携带营业执照到窗口办理，三个工作日办结。"

func TestReplyOfStaffReachesTheCitizenWithin48Hours(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	p.now = p.now.Add(time.Hour)
	p.deliver()
	contains(t, p.told(), answered)
	p.deliver()
	if n := strings.Count(p.told(), answered); n != 1 {
		t.Errorf("told %d times, want once", n)
	}
}

func TestReplyAfter48HoursComesWithTheCitizensNextMessage(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.now = p.now.Add(72 * time.Hour)
	p.reply(1, answered)
	p.deliver()
	if strings.Contains(p.told(), answered) {
		t.Fatal("the platform let a message through after 48 hours")
	}
	if open, err := p.Store.Undelivered(context.Background(), 10); err != nil || len(open) != 1 {
		t.Errorf("undelivered %+v, %v, want the held letter", open, err)
	}
	contains(t, p.write("谢谢"), answered)
	if next := p.write("谢谢"); strings.Contains(next, answered) {
		t.Errorf("handed over twice: %q", next)
	}
}

// TestPlatformThatIsDownForAnHourGetsEachLetterOnceInOrder has three processes deliver to five citizens, three letters each.
func TestPlatformThatIsDownForAnHourGetsEachLetterOnceInOrder(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	citizens := []string{"o-1", "o-2", "o-3", "o-4", "o-5"}
	subjects := []string{"展位补贴", "出口退税进度", "展会停车证"}
	id := int64(0)
	var answers [][2]string // citizen and text
	for _, subject := range subjects {
		for _, openid := range citizens {
			if _, err := p.platform.Text(ctx, openid, "人工 "+subject+"怎么领"); err != nil {
				t.Fatal(err)
			}
			id++
			answers = append(answers, [2]string{openid, fmt.Sprintf("第%d件：请在省平台提交材料，十个工作日内答复。", id)})
		}
	}
	p.platform.Down(true)
	for i, a := range answers {
		p.reply(int64(i+1), a[1])
	}
	together := func() {
		var processes sync.WaitGroup
		for range 3 {
			processes.Go(p.deliver)
		}
		processes.Wait()
		p.now = p.now.Add(10 * time.Minute)
	}
	for range 6 {
		together()
	}
	if told := p.told(); told != "" {
		t.Fatalf("told while the platform was down: %s", told)
	}
	p.platform.Down(false)
	for range 3 {
		together()
	}
	var want, got []string
	for _, openid := range citizens {
		for _, a := range answers {
			if a[0] == openid {
				want = append(want, openid+" "+a[1])
			}
		}
		for _, s := range p.platform.Sent() {
			if s.OpenID != openid {
				continue
			}
			for _, a := range answers {
				if strings.Contains(s.Text, a[1]) {
					got = append(got, openid+" "+a[1])
				}
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestStaffHearOnceOfNewAndLateWorkAndTheLeaderOfWhatIsLate(t *testing.T) {
	p := newPost(t)
	ctx := context.Background()
	for _, s := range []desk.Staff{
		{Login: "officer", Name: "经办人", Role: desk.RoleOfficer, Email: "officer@example.gov.cn"},
		{Login: "leader", Name: "主管领导", Role: desk.RoleLeader, Email: "leader@example.gov.cn"},
	} {
		if _, err := p.Store.CreateStaff(ctx, desk.Actor{}, &s, p.now); err != nil {
			t.Fatal(err)
		}
	}
	mails := map[string][]string{}
	p.courier.Mail = func(_ context.Context, to, subject, text string, _ time.Time) error {
		mails[to] = append(mails[to], subject+text)
		return nil
	}
	w := &Watch{Options: p.Options, Mail: true}
	look := func() {
		t.Helper()
		for range 3 { // or three processes
			if err := w.Look(ctx); err != nil {
				t.Fatal(err)
			}
		}
		p.deliver()
	}
	p.write("人工 停车证怎么领")
	look()
	if n := len(mails["officer@example.gov.cn"]); n != 1 {
		t.Fatalf("%d notices of a new ticket, want 1", n)
	}
	for _, secret := range []string{"停车证", citizen} {
		if strings.Contains(mails["officer@example.gov.cn"][0], secret) {
			t.Errorf("the notice says %q", secret)
		}
	}
	p.now = p.now.AddDate(0, 0, 7)
	look()
	if n := len(mails["leader@example.gov.cn"]); n == 0 {
		t.Error("the leader does not hear of what is late")
	}
	heard := len(mails["officer@example.gov.cn"])
	open, err := p.Store.OpenTickets(ctx)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d open tickets, %v", len(open), err)
	}
	tk, err := p.Store.Ticket(ctx, open[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	e, err := tk.Press(desk.Worker{Staff: 2, All: true}, p.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Store.SaveTickets(ctx, desk.Actor{Staff: 2}, p.now, store.TicketChange{Ticket: &tk, Entries: []desk.Entry{e}}); err != nil {
		t.Fatal(err)
	}
	look()
	if n := len(mails["officer@example.gov.cn"]); n != heard+1 {
		t.Errorf("%d notices after the leader urged, want one more than %d", n, heard)
	}
}

func TestLetterOfAnAnswerWithAFileLeadsToItsPage(t *testing.T) {
	p := newPost(t)
	p.write("人工 展位补贴到哪一步")
	p.reply(1, answered)
	ctx := context.Background()
	tk, err := p.Store.Ticket(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	f := store.File{Ticket: tk.ID, Purpose: store.FileReply, Type: "application/pdf", Name: "表.pdf", Data: []byte("%PDF-")}
	if err := p.Store.Enclose(ctx, &f, desk.Actor{}, p.now); err != nil {
		t.Fatal(err)
	}
	tk.Enclosed = f.ID
	if err := p.Store.SaveTickets(ctx, desk.Actor{}, p.now, store.TicketChange{Ticket: &tk}); err != nil {
		t.Fatal(err)
	}
	p.deliver()
	contains(t, p.told(), answered, "随附文件一份", "前有效", `<a href="`+p.PublicURL+`/l/`, "下载附件")
	if strings.Contains(p.told(), "表.pdf") {
		t.Errorf("the letter names the file: %s", p.told())
	}
	long := sayReply(desk.Ticket{Question: "问", Reply: strings.Repeat("很长的答复。", 400), State: desk.TicketAnswered, Enclosed: 1}, p.Office, p.PublicURL+"/l/TOKEN", limit, p.now)
	contains(t, long, "随附文件一份", p.PublicURL+"/l/TOKEN")
	if len(long) > limit {
		t.Errorf("%d bytes, want at most %d", len(long), limit)
	}
}
