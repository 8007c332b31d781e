package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"shangda/desk"
)

func TestStaffBindTheirWeChatByCodeAndHearOfWorkThere(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	officer := desk.Staff{Login: "officer", Name: "经办人", Role: desk.RoleOfficer}
	if _, err := p.Store.CreateStaff(ctx, desk.Actor{}, &officer, p.now); err != nil {
		t.Fatal(err)
	}
	code, err := p.Store.NewBinding(ctx, desk.Actor{Staff: officer.ID, Login: officer.Login}, p.now)
	if err != nil {
		t.Fatal(err)
	}
	contains(t, p.write("绑定 00000000"), sayWrongCode)
	contains(t, p.write("绑定 "+code), sayBound)
	contains(t, p.write("绑定 "+code), sayWrongCode)
	st, err := p.Store.Staff(ctx, officer.ID)
	if err != nil || st.Citizen == 0 {
		t.Fatalf("got %+v, %v, want it bound", st, err)
	}
	if _, err := p.platform.Text(ctx, "openid-2", "人工 停车证怎么领"); err != nil {
		t.Fatal(err)
	}
	w := &Watch{Options: p.Options}
	if err := w.Look(ctx); err != nil {
		t.Fatal(err)
	}
	p.deliver()
	sent := p.platform.Sent()
	if len(sent) != 1 || sent[0].OpenID != citizen {
		t.Fatalf("sent %+v, want one notice to the officer's WeChat", sent)
	}
	contains(t, sent[0].Text, "新工单1件")
}

func TestCodeIsNotLogged(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	m := p.text("绑定 12345678")
	p.Answer(ctx, m)
	visit, err := p.Store.Load(ctx, citizen, m.Key())
	if err != nil || visit.First == nil {
		t.Fatalf("got %+v, %v, want the exchange", visit, err)
	}
	if got := visit.First.Text; strings.Contains(got, "12345678") || !strings.HasPrefix(got, "绑定") {
		t.Errorf("logged %q, want it without the code", got)
	}
}

func TestReportIsToldOnlyToThoseWhoMayReadIt(t *testing.T) {
	staff := []desk.Staff{
		{ID: 1, Role: desk.RoleOfficer, Email: "a@office.example", Section: "外资管理科"},
		{ID: 2, Role: desk.RoleLeader, Email: "b@office.example"},
		{ID: 3, Role: desk.RoleSystemAdmin, Email: "c@office.example"},
	}
	w := &Watch{Robot: true, Mail: true}
	now := time.Now()
	letters := w.letters(&desk.Ticket{ID: 1, Kind: desk.TicketReport, State: desk.TicketOpen}, "new", desk.LightGreen, staff, now)
	if len(letters) != 1 || letters[0].Staff != 2 {
		t.Errorf("got %+v, want the leader only and no group", letters)
	}
	away := desk.Staff{ID: 4, Role: desk.RoleOfficer, Email: "d@office.example", Section: "外资管理科", Deputy: 1, DeputyUntil: now.Add(time.Hour)}
	letters = w.letters(&desk.Ticket{ID: 2, State: desk.TicketOpen, Section: "外资管理科", Assignee: 4}, "new", desk.LightGreen,
		append(staff, away), now)
	if len(letters) != 2 || letters[0].Staff != 1 || letters[1].Channel != desk.ByRobot {
		t.Errorf("got %+v, want the deputy and the group", letters)
	}
}
