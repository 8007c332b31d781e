package bot

import (
	"context"
	"fmt"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// suspected are the tickets of the citizen that look like an application.
func (h *house) suspected() []desk.Ticket {
	h.t.Helper()
	all, err := h.Store.TicketsOf(context.Background(), h.citizen(citizen))
	if err != nil {
		h.t.Fatal(err)
	}
	var out []desk.Ticket
	for _, t := range all {
		if t.Kind == desk.TicketRequest {
			out = append(out, t)
		}
	}
	return out
}

func (h *house) citizen(openid string) int64 {
	h.t.Helper()
	visit, err := h.Store.Load(context.Background(), openid, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return visit.Citizen
}

func TestFilingSettlesTheWordsItCameFromAndKeepsTheirDay(t *testing.T) {
	h, ctx := newHouse(t), context.Background()
	h.filingStep(h.Bot, citizen, "我要申请公开2019年招商引资考察报告") // another subject, which stays to be looked at
	h.now = h.now.AddDate(0, 0, 1)
	asked := h.now
	for i, said := range filing {
		if i == 1 {
			h.now = h.now.AddDate(0, 0, 2) // two days between the first words and the form
		}
		h.filingStep(h.Bot, citizen, said)
	}
	all, err := h.Store.Requests(ctx, store.RequestFilter{}, 10)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d cases, %v", len(all), err)
	}
	r := all[0]
	tickets := h.suspected() // newest first
	if len(tickets) != 2 {
		t.Fatalf("%d suspected applications, want 2", len(tickets))
	}
	done, other := tickets[0], tickets[1]
	if done.State != desk.TicketClosed || done.Cleared != desk.IsRequest || done.Reply != r.Number || done.DoneAt.IsZero() {
		t.Errorf("the words it came from: %+v, want them settled by %s", done, r.Number)
	}
	if other.State != desk.TicketOpen || other.Cleared != desk.Uncleared {
		t.Errorf("words about something else: %+v, want them to wait for a person", other)
	}
	// The precautionary clock stays provable: from the first words, beside that of the 收到之日.
	if len(r.Words) != 1 || r.Words[0].Ticket != done.ID || !r.Words[0].At.Equal(asked) {
		t.Fatalf("words %+v, want ticket %d of %s", r.Words, done.ID, asked)
	}
	want, err := h.Calendar().Clock(disclosure.Facts{Received: disclosure.DayOf(asked)})
	if err != nil {
		t.Fatal(err)
	}
	got, ok, err := r.Precaution(h.Calendar())
	if err != nil || !ok || got.Due != want.Due || got.Due >= h.due(r) {
		t.Errorf("precautionary due day %s (%v, %v), want %s, before that of the filing %s", got.Due, ok, err, want.Due, h.due(r))
	}
	log, err := h.Store.TicketLog(ctx, done.ID)
	if err != nil || log[len(log)-1].Act != desk.TicketFiled || log[len(log)-1].Text != r.Number {
		t.Errorf("history of the ticket %+v, %v", log, err)
	}
	lines, err := h.Store.Trail(ctx, store.AuditFilter{Act: "ticket.filed"}, 10)
	if err != nil || len(lines) != 1 || lines[0].Object != fmt.Sprintf("ticket:%d", done.ID) || lines[0].After != r.Number {
		t.Errorf("audit %+v, %v, want one line", lines, err)
	}
	w := &Watch{Options: h.Options}
	if c, err := w.today(ctx); err != nil || c.suspected != 1 {
		t.Errorf("%d suspected on the leader's card, %v; want the other one only", c.suspected, err)
	}
}

func TestApplicationFromTheMenuSettlesTheSameWordsOnly(t *testing.T) {
	h := newHouse(t)
	h.filingStep(h.Bot, citizen, "我要申请公开2025年家电补贴的发放名单")
	h.now = h.now.Add(time.Hour)
	for _, said := range []string{"申请公开", "1", "1", "测试人", "1", "370211190103070014", "〔图片〕", "13800000000", "2025年家电补贴发放名单", "1", "1", "1", "1"} {
		h.filingStep(h.Bot, citizen, said)
	}
	if n := h.requests(h.Bot); n != 1 {
		t.Fatalf("%d cases, want 1", n)
	}
	if got := h.suspected(); len(got) != 1 || got[0].State != desk.TicketClosed {
		t.Errorf("%+v, want it settled", got)
	}
}

// due is the day by which the case is to be answered.
func (h *house) due(r disclosure.Request) disclosure.Day {
	h.t.Helper()
	day, _, err := r.Due(h.Calendar(), disclosure.DayOf(h.now))
	if err != nil {
		h.t.Fatal(err)
	}
	return day
}

func TestApplicantReadsWhyTheDayMoved(t *testing.T) {
	h := newHouse(t)
	for _, said := range filing {
		h.filingStep(h.Bot, citizen, said)
	}
	h.filingStep(h.Bot, citizen, "我的申请")
	contains(t, h.filingStep(h.Bot, citizen, "1"), "答复期限")
	r, err := h.Store.Request(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	before := h.due(r)
	notice := disclosure.Notice{Year: before.Year(), Work: map[disclosure.Day]bool{before: false}}
	if err := h.Store.SaveNotices(context.Background(), []disclosure.Notice{notice}, desk.Actor{}, h.now); err != nil {
		t.Fatal(err)
	}
	h.filingStep(h.Bot, citizen, "我的申请")
	contains(t, h.filingStep(h.Bot, citizen, "1"), "放假安排公布后重算："+chineseDay(before)+"改为")
}
