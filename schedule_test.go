package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/store"
	"shangda/wechat"
)

// TestDraftApprovedForADayAnswersOnceItsDayHasCome moves the worker's clock over midnight while everything runs.
func TestDraftApprovedForADayAnswersOnceItsDayHasCome(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	r, err := open(ctx, &cli{}, streams{&lockedBuffer{}, &lockedBuffer{}, []string{"SHANGDA_DATA_DIR=" + t.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	evening := time.Date(2026, 3, 7, 23, 59, 59, 0, disclosure.Zone)
	var later, looked atomic.Int64
	worker := schedule{r.store, slog.New(slog.DiscardHandler), func() time.Time {
		looked.Add(1)
		return evening.Add(time.Duration(later.Load()))
	}, 20 * time.Millisecond}
	running := make(chan error, 2)
	go func() { running <- r.search.Run(ctx) }()
	go func() { running <- worker.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for range cap(running) {
			if err := <-running; err != nil {
				t.Error(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	const question, answer = "蓬蓬卡的押金是多少", "蓬蓬卡的押金是五元。"
	approveFor(t, r.store, "2026-03-08", evening, policy.NewItem(&policy.QA{Question: question, Answer: answer, Checked: "2026-03-01"}, policy.FromStaff, policy.Pending))
	citizens := 0
	answers := func() bool {
		citizens++
		got := r.bot.Answer(ctx, wechat.Message{
			FromUserName: fmt.Sprintf("oSynthetic%d", citizens), CreateTime: fmt.Sprint(time.Now().Unix()), MsgType: "text",
			MsgID: fmt.Sprint(citizens), Content: question,
		})
		return strings.Contains(got, answer)
	}
	eventually(t, time.Minute, "the bot serves and the worker has looked often", func() bool { return r.search.Ready() && looked.Load() > 20 })
	if answers() {
		t.Fatal("a draft answers on the eve of its day")
	}
	later.Store(int64(time.Second))
	eventually(t, time.Minute, "the draft answers on its day", answers)
}

// approveFor is a draft that both levels approved for a day to come.
func approveFor(t *testing.T, st *store.Store, day string, now time.Time, it policy.Item) {
	t.Helper()
	body, err := store.ItemBody(&it)
	if err != nil {
		t.Fatal(err)
	}
	d := desk.Draft{
		Kind: string(it.Kind), Title: it.Title(), Body: body, Author: 1, Section: "商贸流通科", May: desk.AttributeOpen, How: "政务微信",
		Scope: "社会公开", PublishOn: day,
	}
	err = st.NewDraft(t.Context(), desk.Actor{Staff: 1}, &d, now)
	steps := []func() error{
		func() error { return d.Submit(now) }, func() error { return d.Approve(2, now) }, func() error { return d.Approve(3, now) },
		func() error { return st.SaveDraft(t.Context(), desk.Actor{Staff: 3}, &d, "approved", now) },
	}
	for _, step := range steps {
		if err == nil {
			err = step()
		}
	}
	if err != nil || d.State != desk.DraftScheduled {
		t.Fatalf("draft is %s, %v; want it scheduled", d.State, err)
	}
}
