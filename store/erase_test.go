package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"shangda/desk"
)

func TestErasingTakesOldTextsAndLeavesWhatIsCounted(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		old, recent := exchangeOf("old"), exchangeOf("recent")
		recent.At = evening.AddDate(0, 7, 0)
		mustSave(t, s, "o1", old, nil)
		if err := s.SaveExchange(ctx, "o1", recent, nil, s.KeepForm(Form{Step: "name", Token: "t"}, recent.At)); err != nil {
			t.Fatal(err)
		}
		before := numbers(t, s)
		if err := s.Erase(ctx, 6, recent.At.Add(FormLife+time.Hour)); err != nil {
			t.Fatal(err)
		}
		if after := numbers(t, s); after["exchanges"] != before["exchanges"] || after["daily"] != before["daily"] {
			t.Errorf("rows %v, want %v", after, before)
		}
		if got := mustLoad(t, s, "o1", "old").First; got.Text != "" || got.Reply != "" || got.Title != old.Title {
			t.Errorf("an old exchange: %+v", got)
		}
		if got := mustLoad(t, s, "o1", "recent").First; got.Text != recent.Text || got.Reply != recent.Reply {
			t.Errorf("a recent exchange: %+v", got)
		}
		if _, err := s.Form(ctx, recent.Citizen, recent.At); !errors.Is(err, ErrNotFound) {
			t.Errorf("a form left alone: %v, want ErrNotFound", err)
		}
		if err := s.Erase(ctx, 0, recent.At.AddDate(50, 0, 0)); err != nil {
			t.Fatal(err)
		}
		if got := mustLoad(t, s, "o1", "recent").First; got.Text == "" {
			t.Error("texts that are kept for ever were erased")
		}
	})
}

func TestErasingTakesDraftsGivenUpLongAgo(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		ctx, s := context.Background(), unlocked(t, url)
		states := map[desk.DraftState]bool{desk.DraftDropped: false, desk.DraftOpen: true}
		ids := map[desk.DraftState]int64{}
		for state := range states {
			d := desk.Draft{Kind: "qa", Title: "某问", Body: "{}", State: state, Author: 1}
			if err := s.NewDraft(ctx, desk.Actor{}, &d, evening); err != nil {
				t.Fatal(err)
			}
			ids[state] = d.ID
		}
		for _, months := range []int{0, 6} {
			if err := s.Erase(ctx, months, evening.AddDate(0, 7, 0)); err != nil {
				t.Fatal(err)
			}
			for state, stays := range states {
				_, err := s.Draft(ctx, ids[state])
				if kept := err == nil; kept != (stays || months == 0) {
					t.Errorf("after %d months a draft in state %s is kept: %v (%v)", months, state, kept, err)
				}
			}
		}
	})
}
