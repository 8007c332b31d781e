package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

func TestLeaderGetsOneCardADayWithoutAnybodysData(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	for _, s := range []desk.Staff{
		{Login: "officer", Name: "经办人", Role: desk.RoleOfficer, Email: "officer@example.gov.cn", Section: "外资管理科"},
		{Login: "one", Name: "主管领导", Role: desk.RoleLeader, Email: "one@example.gov.cn"},
		{Login: "two", Name: "分管领导", Role: desk.RoleLeader, Email: "two@example.gov.cn"},
		{Login: "gone", Name: "原领导", Role: desk.RoleLeader, Email: "gone@example.gov.cn"},
	} {
		_, err := p.Store.CreateStaff(ctx, desk.Actor{}, &s, p.now)
		if s.Disabled = s.Login == "gone"; err == nil && s.Disabled {
			err = p.Store.SaveStaff(ctx, desk.Actor{}, &s, p.now)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cards := map[string][]string{}
	p.courier.Mail = func(_ context.Context, to, _, text string, _ time.Time) error {
		if strings.Contains(text, sayDayCardHead) {
			cards[to] = append(cards[to], text)
		}
		return nil
	}
	look := func(at time.Time) map[string][]string {
		t.Helper()
		clear(cards)
		p.now = at
		for range 2 { // two processes
			w := &Watch{Options: p.Options, Mail: true}
			if err := w.Look(ctx); err != nil {
				t.Fatal(err)
			}
		}
		p.deliver()
		return cards
	}
	if got := look(p.now); len(got) != 0 {
		t.Errorf("a card of an empty desk: %v", got)
	}
	for _, said := range filing {
		p.filingStep(p.Bot, citizen, said)
	}
	due := p.due(1)
	before := due.Add(-1)
	for is := false; !is; {
		if is, _ = p.Calendar().Workday(before); !is {
			before = before.Add(-1)
		}
	}
	for _, day := range []disclosure.Day{before, due} {
		for i, hour := range []time.Duration{10, 11, 15} {
			got := look(day.Start().Add(hour * time.Hour))
			if i > 0 {
				if len(got) != 0 {
					t.Errorf("%s, %d o'clock: a second card %v", day, hour, got)
				}
				continue
			}
			if len(got) != 2 || len(got["one@example.gov.cn"]) != 1 || len(got["two@example.gov.cn"]) != 1 {
				t.Fatalf("%s: %v, want one card for each leader who works here", day, got)
			}
			card := got["one@example.gov.cn"][0]
			contains(t, card, "1件申请1个工作日内到期或者已超期")
			for _, datum := range []string{"测试人", "370211190103070014", "13800000000", "家电补贴", "第1号", citizen} {
				if strings.Contains(card, datum) {
					t.Errorf("%s: the card holds %q: %q", day, datum, card)
				}
			}
		}
	}
	night := before.Start().Add(-3 * time.Hour) // nine in the evening of another day
	if got := look(night); len(got) != 0 {
		t.Errorf("a card out of hours: %v", got)
	}
}

// due is the day on which a case is due.
func (p *post) due(id int64) disclosure.Day {
	p.t.Helper()
	r, err := p.Store.Request(context.Background(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	day, _, err := r.Due(p.Calendar(), disclosure.DayOf(p.now))
	if err != nil {
		p.t.Fatal(err)
	}
	return day
}
