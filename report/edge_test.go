package report

import (
	"context"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// filed files an application at a moment and has it decided at another.
func filed(t *testing.T, s *store.Store, at, decided time.Time, d disclosure.Decision) {
	t.Helper()
	ctx := context.Background()
	r := &disclosure.Request{Kind: disclosure.CaseRequest, State: disclosure.Open, Intake: disclosure.ByWeb, Received: disclosure.DayOf(at)}
	r.Application.Type, r.Application.What = disclosure.Person, at.String()
	file := func(s *store.Store) []store.Effect { return []store.Effect{s.File(store.Form{}, r, "测", "code", at)} }
	if err := say("o-1", at.String(), at, desk.TalkApply, desk.OutcomeInfo, file)(ctx, s); err != nil {
		t.Fatal(err)
	}
	q, err := requestNamed(ctx, s, at.String())
	if err != nil {
		t.Fatal(err)
	}
	today := disclosure.DayOf(decided)
	for _, step := range []func() (disclosure.Event, error){
		func() (disclosure.Event, error) { return q.Propose(d, 1, today) },
		func() (disclosure.Event, error) { return q.Approve(2, today) },
		func() (disclosure.Event, error) { return q.Approve(3, today) },
	} {
		event, err := step()
		if err == nil {
			err = s.SaveRequest(ctx, &q, []disclosure.Event{event}, nil, clerk, decided)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func cells(t *testing.T, s *store.Store, year int, want map[string]int64) {
	t.Helper()
	r, err := Year(context.Background(), s, year, Form2021)
	if err != nil {
		t.Fatal(err)
	}
	for key, n := range want {
		if got := r.value(key); got != n {
			t.Errorf("%d: %s = %d, want %d", year, key, got, n)
		}
	}
	if !r.Signable() {
		t.Errorf("%d: a rule does not hold: %+v", year, r.Checks)
	}
}

func TestApplicationOfTheLastMinuteBelongsToItsYearAndItsDecisionToTheNext(t *testing.T) {
	s, err := openHistory(context.Background(), "sqlite:"+t.TempDir()+"/test.db", newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	full := disclosure.Decision{Code: disclosure.CodeFull, Content: "内容"}
	filed(t, s, time.Date(2026, 12, 31, 23, 59, 59, 999e6, disclosure.Zone), time.Date(2027, 1, 2, 0, 0, 0, 0, disclosure.Zone), full)
	cells(t, s, 2026, map[string]int64{"t2.r1.total": 1, "t2.r3.7.total": 0, "t2.r4.total": 1})
	cells(t, s, 2027, map[string]int64{"t2.r1.total": 0, "t2.r2.total": 1, "t2.r3.1.person": 1, "t2.r3.7.total": 1, "t2.r4.total": 0})
}

func TestSeveralDecisionsOnOneApplicationCountAsPartialOnly(t *testing.T) {
	s, err := openHistory(context.Background(), "sqlite:"+t.TempDir()+"/test.db", newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	several := disclosure.Decision{Code: disclosure.CodePartial, Content: "其余部分", Reason: "区分处理", Parts: []disclosure.Part{
		{What: "报价", Code: disclosure.CodePrivacy, Reason: "隐私"},
		{What: "会议记录", Code: disclosure.CodeProcess, Reason: "过程性信息"},
		{What: "人员分工", Code: disclosure.CodeInternal, Reason: "内部事务"},
	}}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, disclosure.Zone)
	filed(t, s, at, at.AddDate(0, 0, 10), several)
	cells(t, s, 2026, map[string]int64{
		"t2.r1.total": 1, "t2.r3.1.total": 0, "t2.r3.2.total": 1, "t2.r3.3.4.total": 0, "t2.r3.3.5.total": 0, "t2.r3.3.6.total": 0, "t2.r3.7.total": 1,
	})
}
