package disclosure

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const (
	officer int64 = iota + 1
	head
	leader
)

func request(received Day) *Request {
	return &Request{Kind: CaseRequest, State: Open, Number: "测公开〔2026〕第1号", Received: received, Intake: ByWeb, Application: Application{
		Type: Person, Name: "测试人", IDKind: IDCard, IDNumber: "370211190103070014", IDFile: 1, Phone: "13800000000",
		What: "2025年家电补贴的发放名单", Delivery: DeliverOnline, Carrier: CarrierFile,
	}}
}

func must(t *testing.T, event Event, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if event.Act == "" {
		t.Fatal("an act without a name leaves no history")
	}
}

func wantDue(t *testing.T, r *Request, today, want Day) {
	t.Helper()
	if got, provisional, err := r.Due(Official(), today); got != want || provisional || err != nil {
		t.Errorf("due as of %s: %s (provisional %v), %v, want %s", today, got, provisional, err, want)
	}
}

func TestCorrectionRestartsTheClock(t *testing.T) {
	c, r := Official(), request("2024-04-24")
	if _, err := r.AskCorrection(c, "文号", "2024-05-28", "2024-05-08"); !errors.Is(err, ErrLate) {
		t.Errorf("correction asked for after 2024-05-07: %v, want ErrLate", err)
	}
	e, err := r.AskCorrection(c, "文号", "2024-05-28", "2024-05-07")
	must(t, e, err)
	if _, err := r.AskCorrection(c, "还有一点", "2024-05-28", "2024-05-07"); err == nil {
		t.Error("a second request for correction was allowed")
	}
	e, err = r.Correct("2024年家电补贴的发放名单", "2024-05-10")
	must(t, e, err)
	wantDue(t, r, "2024-05-10", "2024-06-06")
	e, err = r.Extend(c, 20, "需核实", head, "2024-06-06")
	must(t, e, err)
	wantDue(t, r, "2024-06-06", "2024-07-05")
}

func TestConsultationStopsTheClock(t *testing.T) {
	c := Official()
	for _, x := range []struct {
		received, sent, got, limit Day
		opinion                    Opinion
		answered, due              Day
	}{
		{"2025-09-15", "2025-09-22", "2025-09-24", "2025-10-21", Agrees, "2025-10-13", "2025-11-03"},
		{"2025-09-15", "2025-09-22", "2025-09-24", "2025-10-21", Silent, "2025-10-22", "2025-11-11"},
		{"2026-02-10", "2026-02-13", "2026-02-14", "2026-03-13", Silent, "2026-03-16", "2026-04-08"},
	} {
		r := request(x.received)
		e, err := r.Consult(Consultation{Kind: ConsultThird, Party: "某公司"}, x.sent)
		must(t, e, err)
		e, err = r.Reached(c, 1, x.got)
		must(t, e, err)
		if got := r.Consultations[0].Until; got != x.limit {
			t.Errorf("limit %s, want %s", got, x.limit)
		}
		if _, err := r.Answered(1, Silent, "", x.limit); !errors.Is(err, ErrState) {
			t.Errorf("silence on the last day: %v, want ErrState", err)
		}
		e, err = r.Answered(1, x.opinion, "", x.answered)
		must(t, e, err)
		wantDue(t, r, x.answered, x.due)
	}
}

func TestWaitingForAnOpinionNeverMakesTheDueDateLaterThanItMayBe(t *testing.T) {
	c, r := Official(), request("2025-09-15")
	e, err := r.Consult(Consultation{Kind: ConsultThird, Party: "某公司"}, "2025-09-22")
	must(t, e, err)
	wantDue(t, r, "2025-09-22", "2025-10-17")
	wantDue(t, r, "2025-10-13", "2025-11-03") // as if the answer came today
	e, err = r.Reached(c, 1, "2025-09-24")
	must(t, e, err)
	wantDue(t, r, "2025-12-01", "2025-11-11") // the period ran out on 2025-10-21
}

func TestExtensionIsGrantedOnceAndInTime(t *testing.T) {
	c := Official()
	for n, want := range map[int]Day{10: "2026-03-13", 20: "2026-03-27"} {
		r := request("2026-01-26")
		wantDue(t, r, "2026-01-27", "2026-02-28")
		e, err := r.Extend(c, n, "需核实", head, "2026-02-28")
		must(t, e, err)
		wantDue(t, r, "2026-02-28", want)
		if _, err := r.Extend(c, 1, "再延", head, "2026-02-28"); !errors.Is(err, ErrOnce) {
			t.Errorf("second extension: %v, want ErrOnce", err)
		}
	}
	r := request("2026-01-26")
	if _, err := r.Extend(c, 10, "需核实", head, "2026-03-02"); !errors.Is(err, ErrLate) {
		t.Errorf("extension after the due date: %v, want ErrLate", err)
	}
	if _, err := r.Extend(c, 21, "需核实", head, "2026-02-02"); !errors.Is(err, ErrIncom) {
		t.Errorf("extension by 21: %v, want ErrIncom", err)
	}
}

func TestFeeIsPaidWithinTwentyWorkingDaysOrTheApplicationLapses(t *testing.T) {
	c, r := Official(), request("2026-04-20")
	e, err := r.Charge(c, Fee{Yuan: 100, By: "item", Units: 11, Restarts: true}, "2026-04-28")
	must(t, e, err)
	if r.Fee.PayBy != "2026-05-28" {
		t.Errorf("pay by %s, want 2026-05-28", r.Fee.PayBy)
	}
	if _, err := r.Propose(Decision{Code: CodeUnpaid}, officer, "2026-05-28"); !errors.Is(err, ErrState) {
		t.Errorf("lapsed on the last day to pay: %v, want ErrState", err)
	}
	paid := *r
	e, err = paid.Pay("2026-05-12")
	must(t, e, err)
	wantDue(t, &paid, "2026-05-12", "2026-06-09")
	e, err = r.Propose(Decision{Code: CodeUnpaid}, officer, "2026-05-29")
	must(t, e, err)
	if _, err := request("2026-04-20").Charge(c, Fee{Yuan: 150, By: "item", Units: 11}, "2026-04-28"); !errors.Is(err, ErrIncom) {
		t.Errorf("a fee that the rules don't give: %v, want ErrIncom", err)
	}
}

func TestYearEndIsFirmUntilTheCalendarEnds(t *testing.T) {
	for _, x := range []struct {
		received, due Day
		provisional   bool
	}{{"2026-12-02", "2026-12-30", false}, {"2026-12-03", "2026-12-31", false}, {"2026-12-04", "2027-01-04", true}} {
		due, provisional, err := request(x.received).Due(Official(), x.received)
		if due != x.due || provisional != x.provisional || err != nil {
			t.Errorf("received %s: due %s, provisional %v, %v, want %s, %v", x.received, due, provisional, err, x.due, x.provisional)
		}
	}
}

func TestPublicationIsDueTwentyWorkingDaysAfterTheDocumentWasMade(t *testing.T) {
	for made, want := range map[Day]Day{"2025-12-30": "2026-01-28", "2026-02-11": "2026-03-17"} {
		if got, _ := Official().PublishBy(made); got != want {
			t.Errorf("made %s: publish by %s, want %s", made, got, want)
		}
	}
}

func TestReceiptFollowsChannelAndEvidence(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", s, Zone)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for name, x := range map[string]struct {
		by   Intake
		e    Evidence
		want Day
	}{
		"in person":            {ByPerson, Evidence{Submitted: at("2026-03-02 10:00"), Confirmed: at("2026-03-04 10:00")}, "2026-03-02"},
		"signed for":           {ByRegistered, Evidence{Submitted: at("2026-03-01 10:00"), Signed: at("2026-03-03 10:00")}, "2026-03-03"},
		"letter, confirmed":    {ByLetter, Evidence{Arrived: at("2026-03-03 10:00"), Confirmed: at("2026-03-03 16:00")}, "2026-03-03"},
		"web, both confirmed":  {ByWeb, Evidence{Submitted: at("2026-03-02 23:59"), Confirmed: at("2026-03-03 00:01")}, "2026-03-03"},
		"web, at the last min": {ByWeb, Evidence{Submitted: at("2026-12-31 23:59"), Confirmed: at("2026-12-31 23:59")}, "2026-12-31"},
		"web, not confirmed":   {ByWeb, Evidence{Submitted: at("2026-03-02 23:59")}, ""},
		"letter, not reached":  {ByLetter, Evidence{Arrived: at("2026-03-02 23:59")}, ""},
		"unknown way":          {"pigeon", Evidence{Submitted: at("2026-03-02 23:59")}, ""},
	} {
		got, err := x.e.Received(x.by)
		if got != x.want || (err == nil) != (x.want != "") {
			t.Errorf("%s: %q, %v, want %q", name, got, err, x.want)
		}
	}
}

// whole is a decision with everything that any code may need, on a case where it all happened.
func whole(code Code) (*Request, Decision) {
	r := request("2026-03-02")
	r.ReasonsAsked, r.Withdrawn = "2026-03-03", ""
	r.Consultations = []Consultation{{ID: 1, Kind: ConsultThird, Sent: "2026-03-03", Got: "2026-03-04", Until: "2026-03-25", Answered: "2026-03-10", Opinion: Objects}}
	switch code {
	case CodeUncorrected:
		r.State, r.Correction = Correcting, Correction{Sent: "2026-03-03", Points: "文号", Until: "2026-03-20"}
	case CodeUnpaid:
		r.Fee = Fee{Yuan: 100, By: "item", Units: 11, Notified: "2026-03-03", PayBy: "2026-03-20"}
	}
	return r, Decision{
		Code: code, Reason: "理由", Content: "内容", Where: "网站", Law: "某法", Agency: "某局", Contact: "电话", Channel: "渠道", Earlier: "第1号", Overrides: true,
		Parts:  []Part{{What: "附件", Code: CodePrivacy, Reason: "理由"}},
		Search: Search{Systems: "档案系统", Keywords: "补贴", By: "某科", On: "2026-03-05"},
	}
}

func TestEveryCodeIsDecidedByTwoLevelsAndServedWithProof(t *testing.T) {
	for _, rule := range Rules() {
		if rule.Code == CodeWithdrawn {
			continue // the applicant's own act, below
		}
		r, d := whole(rule.Code)
		e, err := r.Propose(d, officer, "2026-03-23")
		must(t, e, err)
		for _, by := range []int64{officer} {
			if _, err := r.Approve(by, "2026-03-23"); !errors.Is(err, ErrOwnWork) {
				t.Errorf("%s: approved by its own officer: %v", rule.Code, err)
			}
		}
		e, err = r.Approve(head, "2026-03-23")
		must(t, e, err)
		if _, err := r.Approve(head, "2026-03-23"); !errors.Is(err, ErrOwnWork) {
			t.Errorf("%s: both levels by one person: %v", rule.Code, err)
		}
		e, err = r.Approve(leader, "2026-03-24")
		must(t, e, err)
		if e.Paper != rule.Paper || r.State != Decided || r.DecidedOn != "2026-03-24" {
			t.Errorf("%s: %+v, state %s on %s", rule.Code, e, r.State, r.DecidedOn)
		}
		e, err = r.Serve(Service{Method: ServeOnline, Sent: time.Now()})
		must(t, e, err)
		if r.State != Decided || r.ServedOn() != "" {
			t.Errorf("%s: served by a message that proves nothing", rule.Code)
		}
		e, err = r.Serve(Service{Method: ServePost, Posted: "2026-03-25", Tracking: "EA123456789CN"})
		must(t, e, err)
		if r.ServedOn() != "2026-03-25" {
			t.Errorf("%s: served on %s, want the day of posting", rule.Code, r.ServedOn())
		}
		if _, err := r.Propose(d, officer, "2026-03-26"); !errors.Is(err, ErrFrozen) {
			t.Errorf("%s: a served decision was changed: %v", rule.Code, err)
		}
	}
	r := request("2026-03-02")
	e, err := r.Withdraw("2026-03-03")
	must(t, e, err)
	if r.Draft.Code != CodeWithdrawn || r.State != Ended {
		t.Errorf("withdrawn: %+v", r)
	}
}

func TestDecisionWithoutItsRequiredFieldsIsRefused(t *testing.T) {
	for _, rule := range Rules() {
		r := request("2026-03-02")
		d := Decision{Code: rule.Code}
		if got := d.Missing(r); !slices.Equal(got, rule.Needs) {
			t.Errorf("%s: an empty decision lacks %v, want %v", rule.Code, got, rule.Needs)
		}
		if _, err := r.Propose(d, officer, "2026-03-03"); err == nil {
			t.Errorf("%s: an empty decision was taken", rule.Code)
		}
	}
	d := Decision{Code: CodePartial, Reason: "理由", Content: "内容", Parts: []Part{{What: "附件", Code: CodeFull, Reason: "理由"}}}
	if got := d.Missing(request("2026-03-02")); !slices.Equal(got, []Need{NeedParts}) {
		t.Errorf("a part withheld without a ground: lacks %v", got)
	}
}

func TestRemedyGoesByTheArticle(t *testing.T) {
	for _, rule := range Rules() {
		articles := []string{"第十四条", "第十五条", "第十六条第一款", "第十六条第二款"}
		if got, want := rule.Remedy == RemedyReviewFirst, slices.Contains(articles, rule.Article); got != want {
			t.Errorf("%s under %s: review first %v, want %v", rule.Code, rule.Article, got, want)
		}
	}
	_, partial := whole(CodePartial)
	if partial.RemedyOf(true) != RemedyReviewFirst || partial.RemedyOf(false) != RemedyEither {
		t.Error("the office chooses the remedy of a partial disclosure")
	}
}

func TestRulesCoverEveryResultRow(t *testing.T) {
	rows := map[string]bool{}
	for _, rule := range Rules() {
		rows[rule.Row2021] = true
	}
	if len(rows) != 21 {
		t.Errorf("%d result rows, want 21", len(rows))
	}
}

// However steps follow each other, the case keeps its promises.
func TestCaseNeverBreaksItsRulesWhateverHappens(t *testing.T) {
	cal := Official()
	rapid.Check(t, func(t *rapid.T) {
		r, today := request("2026-03-02"), Day("2026-03-02")
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			today = today.Add(rapid.IntRange(0, 6).Draw(t, "days"))
			before, extended := r.State, r.Extension
			code := rapid.SampledFrom(Rules()).Draw(t, "code").Code
			switch rapid.IntRange(0, 9).Draw(t, "act") {
			case 0:
				r.AskCorrection(cal, "文号", today.Add(10), today)
			case 1:
				r.Correct("更清楚的内容描述", today)
			case 2:
				r.Consult(Consultation{Kind: ConsultThird, Party: "某"}, today)
			case 3:
				r.Reached(cal, 1, today)
			case 4:
				r.Answered(1, Agrees, "", today)
			case 5:
				r.Extend(cal, 5, "需核实", head, today)
			case 6:
				_, d := whole(code)
				r.Propose(d, officer, today)
			case 7:
				r.Approve(rapid.SampledFrom([]int64{officer, head, leader}).Draw(t, "by"), today)
			case 8:
				r.Return(head, "重写")
			case 9:
				r.Serve(Service{Method: ServePost, Posted: today, Tracking: "EA123456789CN"})
			}
			if before == Served && r.State != Served {
				t.Fatalf("left state served for %s", r.State)
			}
			if r.State == Decided && (r.SignedBy == r.DraftedBy || r.SignedBy == r.ReviewedBy || r.ReviewedBy == r.DraftedBy) {
				t.Fatalf("one person on two levels: %+v", r)
			}
			if extended.Days > 0 && r.Extension != extended {
				t.Fatal("extended twice")
			}
			if due, _, err := r.Due(cal, today); err != nil {
				t.Fatal(err)
			} else if works, _ := cal.Workday(due); !works {
				t.Fatalf("due on %s, no working day", due)
			}
		}
	})
}
