package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"shangda/desk"
)

func TestConversationIsOneCitizensQuestionsWithoutALongSilence(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), openTest(t, url)
		at := time.Date(2026, 1, 1, 0, 10, 0, 0, shanghai)
		say := func(openid string, minute int, outcome desk.Outcome) {
			x := exchangeOf(fmt.Sprint(openid, minute))
			x.At, x.Outcome = at.Add(time.Duration(minute)*time.Minute), outcome
			v := mustLoad(t, s, openid, x.Key)
			mustSave(t, s, openid, x, &v.Conversation)
		}
		say("o1", -20, desk.OutcomeAnswer) // on New Year's Eve: the conversation belongs to the old year
		say("o1", 0, desk.OutcomeAnswer)
		say("o1", 29, desk.OutcomeNone)
		say("o1", 50, desk.OutcomeInfo)    // thanks
		say("o1", 60, desk.OutcomeAnswer)  // a second one: 31 minutes since the last question
		say("o2", 60, desk.OutcomeAnswer)  // another citizen
		say("o3", 100, desk.OutcomeSilent) // no question
		got, err := s.Interactions(ctx, "2026-01-01", "2026-12-31")
		if want := (Interactions{Conversations: 2, ByBot: 3, Unanswered: 1}); got != want || err != nil {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
		old, err := s.Interactions(ctx, "2025-01-01", "2025-12-31")
		if want := (Interactions{Conversations: 1, ByBot: 1}); old != want || err != nil {
			t.Errorf("the old year: %+v, %v, want %+v", old, err, want)
		}
	})
}
