package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
			counts, err := s.Counts(ctx, "", "")
			if err != nil {
				t.Fatal(err)
			}
			recount, err := s.Recount(ctx, "", "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(recount, counts); diff != "" {
				t.Errorf("(-recount +totals):\n%s", diff)
			}
			return counts.Begun()
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
