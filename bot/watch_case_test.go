package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// Seven, three and one working days before the due day and on it, each is told once, by mail and into their own WeChat.
func TestOfficerHeadAndLeaderHearOfACaseAtSevenThreeAndOne(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	for _, s := range []desk.Staff{
		{Login: "officer", Role: desk.RoleOfficer, Section: "外资管理科"},
		{Login: "other", Role: desk.RoleOfficer, Section: "外资管理科"},
		{Login: "head", Role: desk.RoleSectionHead, Section: "外资管理科"},
		{Login: "elsewhere", Role: desk.RoleSectionHead, Section: "商贸流通科"},
		{Login: "bureau", Role: desk.RoleDisclosureHead, Section: "办公室"},
		{Login: "leader", Role: desk.RoleLeader},
		{Login: "admin", Role: desk.RoleSystemAdmin},
	} {
		s.Name, s.Email = "测试"+s.Login, s.Login+"@example.gov.cn"
		if _, err := p.Store.CreateStaff(ctx, desk.Actor{}, &s, p.now); err != nil {
			t.Fatal(err)
		}
	}
	staff, err := p.Store.AllStaff(ctx)
	if err != nil {
		t.Fatal(err)
	}
	// The officer has bound their own WeChat.
	officer := staff[slices.IndexFunc(staff, func(s desk.Staff) bool { return s.Login == "officer" })]
	code, err := p.Store.NewBinding(ctx, desk.Actor{Staff: officer.ID, Login: officer.Login}, p.now)
	if err != nil {
		t.Fatal(err)
	}
	p.filingStep(p.Bot, "o-staff", "绑定 "+code)
	for _, said := range filing {
		p.filingStep(p.Bot, citizen, said)
	}
	r, err := p.Store.Request(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	r.Officer, r.Section = officer.ID, "外资管理科"
	if err := p.Store.SaveRequest(ctx, &r, nil, nil, desk.Actor{}, p.now); err != nil {
		t.Fatal(err)
	}
	due := p.due(1)
	written := map[string]bool{}
	left := 20
	for day := disclosure.DayOf(p.now); day <= due; day, left = p.next(day), left-1 {
		p.now = day.Start().Add(10 * time.Hour)
		for range 2 { // two processes
			w := &Watch{Options: p.Options, Mail: true}
			if err := w.Look(ctx); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, l := range p.caseWork(staff) {
			if !written[l] {
				written[l] = true
				got = append(got, strings.Split(l, "|")[0])
			}
		}
		slices.Sort(got)
		var want []string
		if left == 7 || left == 3 || left == 1 || left == 0 {
			want = []string{"bureau mail", "head mail", "leader mail", "officer chat", "officer mail"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d working days left: told %v, want %v", left, got, want)
		}
	}
}

// A year without 放假安排 may bring a make-up working day, so that the due day lies earlier than counted.
func TestProvisionalDueDayIsWarnedOfOnTheEarliestPossibleDay(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	p.now = disclosure.Day("2026-12-21").Start().Add(10 * time.Hour)
	if _, err := p.Store.CreateStaff(ctx, desk.Actor{}, &desk.Staff{Login: "leader", Name: "主管领导", Role: desk.RoleLeader, Email: "leader@example.gov.cn"}, p.now); err != nil {
		t.Fatal(err)
	}
	for _, said := range filing {
		p.filingStep(p.Bot, citizen, said)
	}
	if due := p.due(1); due != "2027-01-19" {
		t.Fatalf("due %s, want 2027-01-19", due)
	}
	var told []string
	p.courier.Mail = func(_ context.Context, _, _, text string, _ time.Time) error {
		told = append(told, text)
		return nil
	}
	for _, c := range []struct {
		day   disclosure.Day
		stage string
	}{{"2027-01-12", "3"}, {"2027-01-14", "1"}, {"2027-01-15", "0"}} {
		p.now, told = c.day.Start().Add(10*time.Hour), nil
		w := &Watch{Options: p.Options, Mail: true}
		if err := w.Look(ctx); err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(p.letters(), func(l desk.Letter) bool { return strings.HasPrefix(l.Key, "case:1:2027-01-19:"+c.stage+":") }) {
			t.Errorf("%s: nobody is warned at %s working days", c.day, c.stage)
		}
		p.deliver()
		all := strings.Join(told, "\n")
		contains(t, all, "可能提前到2027年1月15日")
		if c.stage != "3" {
			contains(t, all, "1件申请1个工作日内到期或者已超期")
		}
	}
}

func (p *post) next(day disclosure.Day) disclosure.Day {
	next, _ := p.Calendar().Next(day)
	return next
}

// caseWork are the letters about a case's clock: to whom and how, and which.
func (p *post) caseWork(staff []desk.Staff) []string {
	p.t.Helper()
	var out []string
	for _, l := range p.letters() {
		if l.Kind == desk.LetterCaseWork {
			i := slices.IndexFunc(staff, func(s desk.Staff) bool { return s.ID == l.Staff })
			out = append(out, fmt.Sprintf("%s %s|%d", staff[i].Login, l.Channel, l.ID))
		}
	}
	return out
}
