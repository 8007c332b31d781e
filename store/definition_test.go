package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
)

func TestChangedDefinitionIsANewVersionAndLeavesWhatWasCounted(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), openTest(t, url)
		say := func(minute int) {
			x := exchangeOf(fmt.Sprint(minute))
			x.At = evening.Add(time.Duration(minute) * time.Minute)
			v := mustLoad(t, s, "o-one", x.Key)
			mustSave(t, s, "o-one", x, &v.Conversation)
		}
		begun := func() int64 {
			return mustCount(t, s).Begun()
		}
		say(0)
		say(20) // within 30 minutes
		if got := begun(); got != 1 {
			t.Errorf("by the first definition: %d conversations, want 1", got)
		}
		for range 2 { // the second time nothing changed
			if err := s.Define(ctx, 10*time.Minute, evening.Add(30*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		say(40) // 20 minutes later: now another one
		if got := begun(); got != 2 {
			t.Errorf("by the second definition: %d conversations, want 2", got)
		}
		all, err := s.Definitions(ctx)
		if err != nil || len(all) != 2 || all[1].Silence != 10*time.Minute || !all[0].Since.IsZero() {
			t.Errorf("definitions %+v, %v, want two versions", all, err)
		}
	})
}

// A citizen whose data are erased in the middle of a conversation is counted no second time by it.
func TestForgottenConversationIsCountedOnce(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), openTest(t, url)
		say := func(minute int, outcome desk.Outcome, effects ...Effect) {
			x := exchangeOf(fmt.Sprint(minute))
			x.At, x.Outcome = evening.Add(time.Duration(minute)*time.Minute), outcome
			v := mustLoad(t, s, "o-one", x.Key)
			v.Conversation.Asked = "一句话"
			if err := s.SaveExchange(ctx, "o-one", x, &v.Conversation, effects...); err != nil {
				t.Fatal(err)
			}
		}
		say(0, desk.OutcomeAnswer)
		say(5, desk.OutcomeInfo, s.Forget(evening))
		if c := mustLoad(t, s, "o-one", "").Conversation; c.Asked != "" || c.Put == 0 {
			t.Errorf("of the conversation is left %+v, want only when a question was put", c)
		}
		say(10, desk.OutcomeAnswer)
		counts, err := s.Counts(ctx, "", "")
		if err != nil {
			t.Fatal(err)
		}
		recount, err := s.Recount(ctx, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(recount, counts); diff != "" || counts.Begun() != 1 {
			t.Errorf("%d conversations, want 1 (-recount +totals):\n%s", counts.Begun(), diff)
		}
	})
}
