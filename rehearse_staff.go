package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// colleagues are the accounts of a rehearsed office.
type colleagues struct {
	officer, head, leader desk.Staff
	passwords             [][2]string // login and one-time password
}

// hire creates the accounts. They are of today, whatever year is played, so that none has lapsed.
func (h *rehearsal) hire(ctx context.Context, now time.Time) error {
	var other desk.Staff
	for _, c := range []struct {
		to *desk.Staff
		as desk.Staff
	}{
		{&h.officer, desk.Staff{Login: "officer", Name: "演练经办", Role: desk.RoleOfficer, Section: "外资管理科"}},
		{&h.head, desk.Staff{Login: "head", Name: "演练科长", Role: desk.RoleSectionHead, Section: "外资管理科"}},
		{&h.leader, desk.Staff{Login: "leader", Name: "演练领导", Role: desk.RoleLeader}},
		{&other, desk.Staff{Login: "disclosure", Name: "演练公开办主任", Role: desk.RoleDisclosureHead, Section: "办公室"}},
		{&other, desk.Staff{Login: firstLogin, Name: firstLogin, Role: desk.RoleSystemAdmin}},
	} {
		*c.to = c.as
		password, err := h.store.CreateStaff(ctx, rehearsing, c.to, now)
		switch {
		case errors.Is(err, store.ErrTaken): // the first administrator may be there already
		case err != nil:
			return fmt.Errorf("account %s: %w", c.as.Login, err)
		default:
			h.passwords = append(h.passwords, [2]string{c.as.Login, password})
		}
	}
	return nil
}

func actorOf(st desk.Staff) desk.Actor { return desk.Actor{Staff: st.ID, Login: st.Login} }

// played is a question for staff: what is said, and what staff make of it so many days later.
type played struct {
	said  []string
	after int
	do    func(t *desk.Ticket, w desk.Worker, now time.Time) (desk.Entry, error)
}

func reply(t *desk.Ticket, w desk.Worker, now time.Time) (desk.Entry, error) {
	return t.Answer("您好，这件事由本局办理，请带营业执照到政务服务大厅商务窗口，当场受理，三个工作日办结。", "", "", w, now)
}

func shut(t *desk.Ticket, w desk.Worker, now time.Time) (desk.Entry, error) {
	return t.Close("演练：已通过电话说明", w, now)
}

func handOver(t *desk.Ticket, w desk.Worker, now time.Time) (desk.Entry, error) {
	to := "商贸流通科"
	if t.Section == to {
		to = "办公室"
	}
	return t.HandOver(to, "演练：属于该科室职责", w, now)
}

func note(t *desk.Ticket, w desk.Worker, now time.Time) (desk.Entry, error) {
	return t.Note("演练：已联系企业，等材料", w, now)
}

// forStaff are asked in turn. What staff do on the same day is in time, after four days it is late.
var forStaff = []played{
	{[]string{"企业注册在保税区，能享受新区的外贸补贴吗", "人工"}, 0, reply},
	{[]string{"展会补贴今年还有没有，怎么报名", "人工"}, 0, reply},
	{[]string{"我要投诉某商场的预付卡关门不退钱"}, 1, reply},
	{[]string{"二手车出口的许可证多久能下来", "人工"}, 4, reply},
	{[]string{"家政企业信用证在哪里领", "人工"}, 0, shut},
	{[]string{"举报某某超市卖过期牛奶"}, 1, reply},
	{[]string{"跨境电商综试区企业怎样备案", "人工"}, 0, handOver},
	{[]string{"老字号牌匾申报截止到哪天", "人工"}, 0, note},
}

// handle raises a ticket in the chat; staff look at it later.
func (h *rehearsal) handle(p played) (raise func(context.Context) error, later func(context.Context) error) {
	citizen, id := "", int64(0)
	raise = func(ctx context.Context) error {
		citizen = h.citizen()
		if _, err := h.say(ctx, citizen, p.said...); err != nil {
			return err
		}
		v, err := h.store.Load(ctx, citizen, "")
		if err != nil {
			return err
		}
		own, err := h.store.TicketsOf(ctx, v.Citizen)
		if err != nil || len(own) == 0 {
			return errors.Join(err, fmt.Errorf("%q raised no ticket", p.said[0]))
		}
		id = own[0].ID
		return nil
	}
	later = func(ctx context.Context) error {
		h.now = h.now.Add(time.Duration(1+id%4) * 40 * time.Minute)
		t, err := h.store.Ticket(ctx, id)
		if err != nil {
			return err
		}
		entry, err := p.do(&t, desk.WorkerOf(h.leader, h.officer, h.head), h.now)
		if err != nil {
			return fmt.Errorf("ticket %d: %w", id, err)
		}
		c := store.TicketChange{Ticket: &t, Entries: []desk.Entry{entry}}
		if t.State != desk.TicketOpen { // its citizen is told, as by the staff pages
			c.Letters = []desk.Letter{t.Letter(h.now)}
		}
		return h.store.SaveTickets(ctx, actorOf(h.leader), h.now, c)
	}
	return raise, later
}

// drafted are changes of knowledge, as far as their review has come.
var drafted = []struct {
	question, answer string
	reviews          int // 0: being written, 1: submitted, 2: approved by the section, 3: by the leader
	returned         bool
}{
	{"展会补贴怎么申请", "每年一季度发布通知，按通知要求网上申报。", 0, false},
	{"老字号认定多久一次", "每两年组织一次，以当年通知为准。", 1, false},
	{"跨境电商企业在哪里备案", "在跨境电商线上综合服务平台备案。", 2, false},
	{"家政信用证怎么领", "在家政信用平台填写信息后自助生成。", 1, true},
	{"外贸企业怎么参加广交会", "通过省交易团申请展位，本局负责初审。", 3, false},
}

func (h *rehearsal) draft(ctx context.Context) error {
	for _, x := range drafted {
		it := policy.NewItem(&policy.QA{
			Question: x.question, Answer: x.answer, Checked: policy.DateOf(h.now),
			Basis: []policy.Basis{{Title: "中华人民共和国政府信息公开条例", Article: "第二十条"}},
		}, policy.FromStaff, policy.Pending)
		body, err := store.ItemBody(&it)
		if err != nil {
			return err
		}
		d := desk.Draft{Kind: string(it.Kind), Title: it.Title(), Body: body, Author: h.officer.ID, Section: h.officer.Section, May: desk.AttributeOpen, How: "公众号、网站", Scope: "全社会"}
		if err := h.store.NewDraft(ctx, actorOf(h.officer), &d, h.now); err != nil {
			return err
		}
		steps := []struct {
			by  desk.Staff
			act string
			do  func() error
		}{
			{h.officer, "submitted", func() error { return d.Submit(h.now) }},
			{h.head, "approved", func() error { return d.Approve(h.head.ID, h.now) }},
			{h.leader, "approved", func() error { return d.Approve(h.leader.ID, h.now) }},
		}[:x.reviews]
		for _, step := range steps {
			if err := step.do(); err != nil {
				return fmt.Errorf("draft %q: %w", x.question, err)
			}
			if err := h.store.SaveDraft(ctx, actorOf(step.by), &d, step.act, h.now); err != nil {
				return err
			}
		}
		if x.returned {
			if err := d.Return("演练：请补上办理入口", h.now); err != nil {
				return err
			}
			if err := h.store.SaveDraft(ctx, actorOf(h.head), &d, "returned", h.now); err != nil {
				return err
			}
		}
	}
	return nil
}
