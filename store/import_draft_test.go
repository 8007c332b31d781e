package store

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
	"shangda/policy"
)

func TestAnItemIsDraftedOnceAndOnlyWhenItChanges(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		filed, fresh := qa("一？", "一。", policy.FromImport, policy.Approved), qa("二？", "二。", policy.FromImport, policy.Approved)
		mustSaveItems(t, s, filed)
		changed := qa("一？", "改。", policy.FromImport, policy.Approved)
		for i, c := range []struct {
			it   policy.Item
			want Saved
		}{{filed, SavedUnchanged}, {fresh, SavedDraft}, {fresh, SavedWaiting}, {changed, SavedDraft}, {changed, SavedWaiting}} {
			got, err := s.DraftItem(context.Background(), desk.Actor{}, &c.it, evening)
			if got != c.want || err != nil {
				t.Errorf("%d: got %q, %v, want %q", i, got, err, c.want)
			}
		}
		drafts, err := s.Drafts(context.Background(), DraftFilter{State: desk.DraftSection}, 10)
		if err != nil || len(drafts) != 2 {
			t.Fatalf("got %d drafts, %v, want 2 before the first reviewer", len(drafts), err)
		}
		items := map[string]string{}
		for _, d := range drafts {
			items[d.Title] = d.Item
		}
		if diff := cmp.Diff(map[string]string{"一？": filed.ID, "二？": ""}, items); diff != "" {
			t.Errorf("item changed (-want +got)\n%s", diff)
		}
		if answers := stored(t, s); answers["一？"][0] != "一。" || len(answers) != 1 {
			t.Errorf("a draft changed what is published: %v", answers)
		}
	})
}
