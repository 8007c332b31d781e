package disclosure

import (
	"errors"
	"slices"
	"testing"
)

func TestNextStepFollowsTheCase(t *testing.T) {
	c := Official()
	want := func(r *Request, today Day, task Task, by Day) {
		t.Helper()
		if got, day, err := r.Task(c, today); got != task || day != by || err != nil {
			t.Errorf("as of %s, state %s: %q by %q, %v, want %q by %q", today, r.State, got, day, err, task, by)
		}
	}
	r := request("2026-11-02")
	r.Application.Delivery, r.Citizen = DeliverOnline, 1
	want(r, "2026-11-03", TaskCheck, "2026-11-11")
	want(r, "2026-11-12", TaskDecide, "2026-11-30")

	asked := request("2026-11-02")
	e, err := asked.AskCorrection(c, "年度", "2026-11-20", "2026-11-04")
	must(t, e, err)
	want(asked, "2026-11-20", TaskCorrection, "2026-11-20")
	want(asked, "2026-11-21", TaskLapsed, "")

	heard := request("2026-11-02")
	e, err = heard.Consult(Consultation{Kind: ConsultThird, Party: "某公司"}, "2026-11-04")
	must(t, e, err)
	want(heard, "2026-11-05", TaskReach, "")
	e, err = heard.Reached(c, 1, "2026-11-05")
	must(t, e, err)
	want(heard, "2026-11-06", TaskOpinion, "2026-11-26")
	want(heard, "2026-11-27", TaskSilence, "")

	charged := request("2026-11-02")
	e, err = charged.Charge(c, Fee{Yuan: 100, By: "item", Units: 11}, "2026-11-04")
	must(t, e, err)
	want(charged, "2026-11-05", TaskPayment, "2026-12-02")
	want(charged, "2026-12-03", TaskUnpaid, "")

	e, err = r.Propose(Decision{Code: CodePublished, Where: "网站"}, officer, "2026-11-12")
	must(t, e, err)
	want(r, "2026-11-12", TaskReview, "2026-11-30")
	e, err = r.Approve(head, "2026-11-13")
	must(t, e, err)
	want(r, "2026-11-13", TaskSign, "2026-11-30")
	e, err = r.Approve(leader, "2026-11-16")
	must(t, e, err)
	want(r, "2026-11-24", TaskOpening, "2026-11-30")
	want(r, "2026-11-25", TaskPost, "2026-11-30") // three working days before

	// While the year has no 放假安排, the day on which the due day may turn out to lie counts.
	open := request("2026-12-21")
	open.Application.Delivery, open.Citizen, open.State = DeliverOnline, 1, Decided
	if warned, err := open.Warned(c, "2027-01-04"); err != nil || warned != "2027-01-15" {
		t.Errorf("warned of %s, %v, want 2027-01-15", warned, err)
	}
	want(open, "2027-01-11", TaskOpening, "2027-01-19")
	want(open, "2027-01-12", TaskPost, "2027-01-19")

	r.Citizen = 0 // came in on paper: nobody is told in the chat
	want(r, "2026-11-16", TaskPost, "2026-11-30")
	e, err = r.Serve(Service{Method: ServeHand, Signed: "2026-11-17", By: "本人"})
	must(t, e, err)
	want(r, "2026-11-18", TaskNone, "")
}

func TestHelpOfAnotherSectionDoesNotStopTheClock(t *testing.T) {
	c, r := Official(), request("2026-11-02")
	e, err := r.Consult(Consultation{Kind: ConsultHelp, Party: "流通科"}, "2026-11-04")
	must(t, e, err)
	wantDue(t, r, "2026-11-20", "2026-11-30")
	if task, _, err := r.Task(c, "2026-11-20"); task != TaskDecide || err != nil {
		t.Errorf("the case waits for %q, %v", task, err)
	}
}

func TestDisclosureAgainstAnObjectionNamesThePublicInterest(t *testing.T) {
	r := request("2026-11-02")
	r.Consultations = []Consultation{{ID: 1, Kind: ConsultThird, Opinion: Objects, Answered: "2026-11-10"}}
	for name, d := range map[string]Decision{
		"not said":       {Code: CodeFull, Content: "内容"},
		"without reason": {Code: CodeFull, Content: "内容", Overrides: true},
	} {
		if got := d.Missing(r); !slices.Equal(got, []Need{NeedOverride}) {
			t.Errorf("%s: lacks %v, want the public interest", name, got)
		}
	}
	if got := (&Decision{Code: CodeFull, Content: "内容", Overrides: true, Reason: "公共利益"}).Missing(r); got != nil {
		t.Errorf("lacks %v", got)
	}
}

func TestPostNumbersAreThoseOfChinaPost(t *testing.T) {
	for number, good := range map[string]bool{
		"EA123456789CN": true, "1234567890123": true, "XA12345678937": true, "ea 123 456 789 cn": true, "SF1234567890123": false, "无": false, "": false,
	} {
		r := &Request{State: Decided}
		if _, err := r.Serve(Service{Method: ServePost, Posted: "2026-11-20", Tracking: number}); err != nil {
			t.Fatal(err)
		}
		if got := r.State == Served; got != good {
			t.Errorf("%q proves service: %v, want %v", number, got, good)
		}
	}
}

func TestOtherKindsAreSettledNotDecided(t *testing.T) {
	for _, kind := range []CaseKind{CaseCorrection, CaseSuggestion, CasePetition} {
		r := &Request{Kind: kind, State: Open, Received: "2026-11-02"}
		if _, err := r.Propose(Decision{Code: CodeFull, Content: "内容"}, officer, "2026-11-03"); !errors.Is(err, ErrState) {
			t.Errorf("%s was decided like a request: %v", kind, err)
		}
		if _, err := r.Settle(OutcomesOf(kind)[0], "", "2026-11-03"); !errors.Is(err, ErrIncom) {
			t.Errorf("%s settled without a word: %v", kind, err)
		}
		if _, err := r.Settle("other", "好", "2026-11-03"); !errors.Is(err, ErrIncom) {
			t.Errorf("%s settled with an outcome of none: %v", kind, err)
		}
		e, err := r.Settle(OutcomesOf(kind)[0], "已办", "2026-11-03")
		must(t, e, err)
		if r.State != Ended || r.DecidedOn != "2026-11-03" {
			t.Errorf("%s: %+v", kind, r)
		}
	}
	if _, err := request("2026-11-02").Settle(RecordFixed, "好", "2026-11-03"); !errors.Is(err, ErrState) {
		t.Errorf("a request was settled: %v", err)
	}
	petition := &Request{Kind: CasePetition, State: Open, Received: "2026-09-25"}
	wantDue(t, petition, "2026-09-28", "2026-10-10") // 15 days, the last of them a make-up Saturday
}

func TestApplicantAddsAndChangesUntilTheReply(t *testing.T) {
	r := request("2026-11-02")
	e, err := r.ChangeContact(Contact{Phone: "138 0000 0000"}, "2026-11-03")
	must(t, e, err)
	if r.Application.Phone != "13800000000" {
		t.Errorf("phone %q", r.Application.Phone)
	}
	bad := (*Invalid)(nil)
	if _, err := r.ChangeContact(Contact{Phone: "123", Email: "a@b.cn"}, "2026-11-03"); !errors.As(err, &bad) || bad.Field != FieldPhone || r.Application.Email != "" {
		t.Errorf("a wrong phone: %v, e-mail %q", err, r.Application.Email)
	}
	if _, err := r.ChangeContact(Contact{}, "2026-11-03"); !errors.Is(err, ErrIncom) {
		t.Errorf("nothing: %v", err)
	}
	e, err = r.AddMaterial("补充一份合同", "2026-11-03")
	must(t, e, err)
	if len(r.Materials) != 1 {
		t.Errorf("materials %+v", r.Materials)
	}
	r.State = Decided
	if _, err := r.AddMaterial("再补充", "2026-11-20"); !errors.Is(err, ErrState) {
		t.Errorf("after the decision: %v", err)
	}
}
