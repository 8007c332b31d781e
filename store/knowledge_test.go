package store

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
	"shangda/policy"
)

func qa(question, answer string, origin policy.Origin, review policy.Review) policy.Item {
	return policy.NewItem(&policy.QA{Question: question, Answer: answer, Checked: "2026-03-01"}, origin, review)
}

func mustSaveItems(t *testing.T, s *Store, items ...policy.Item) []Saved {
	t.Helper()
	saved, err := s.SaveItems(context.Background(), items, evening)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func revision(t *testing.T, s *Store) int64 {
	t.Helper()
	n, err := s.Revision(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// stored are answer, origin and review of all items by title.
func stored(t *testing.T, s *Store) map[string][3]string {
	t.Helper()
	items, err := s.Items(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][3]string{}
	for _, it := range items {
		out[it.Title()] = [3]string{it.QA.Answer, string(it.Origin), string(it.Review)}
	}
	return out
}

func TestEveryKindOfItemIsLoadedAsItWasSaved(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		items := []policy.Item{
			policy.NewItem(&policy.Document{
				Title: "条例", DocNo: "国令第1号", Status: policy.InForce, Effective: "2019-05-15", SupersededBy: []string{"新条例"},
				Articles: []policy.Article{{Name: "第一条", Heading: "总则", Text: "一\n二"}},
			}, policy.FromImport, policy.Approved),
			policy.NewItem(&policy.Guide{Title: "备案", Steps: []string{"提交"}, Basis: []policy.Basis{{Title: "条例", Article: "第一条"}}}, policy.FromStarter, policy.Pending),
			policy.NewItem(&policy.List{Title: "清单", Edition: "2024", Complete: true, Entries: []policy.Entry{{No: 1, Measure: "禁止", Banned: true}}}, policy.FromStaff, policy.Approved),
			policy.NewItem(&policy.QA{Question: "何时？", Answer: "20日。", Basis: []policy.Basis{{Title: "条例", Article: "第一条"}}}, policy.FromStaff, policy.Approved),
		}
		want := []Saved{SavedNew, SavedNew, SavedNew, SavedNew}
		if diff := cmp.Diff(want, mustSaveItems(t, s, items...)); diff != "" {
			t.Errorf("saved (-want +got):\n%s", diff)
		}
		library, err := s.Library(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if library.Revision != 1 || len(library.Items) != len(items) {
			t.Errorf("library has revision %d and %d items, want 1 and %d", library.Revision, len(library.Items), len(items))
		}
		for _, want := range items {
			want.Filed = "2026-03-05"
			got, ok := library.Item(want.ID)
			if !ok {
				t.Errorf("%s is missing", want.Title())
			} else if diff := cmp.Diff(want, *got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", want.Title(), diff)
			}
		}
	})
}

func TestEmptyStoreHasAnEmptyLibrary(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		library, err := open().Library(context.Background())
		if err != nil || library.Revision != 0 || len(library.Items) != 0 {
			t.Errorf("got %+v, %v; want revision 0 and no items", library, err)
		}
	})
}

func TestSavingAnItemAgain(t *testing.T) {
	const q, old, changed = "何时？", "20日。", "30日。"
	cases := map[string]struct {
		first, then policy.Item
		want        Saved
		left        [3]string
	}{
		"same text":                           {qa(q, old, "import", "approved"), qa(q, old, "import", "approved"), SavedUnchanged, [3]string{old, "import", "approved"}},
		"new text":                            {qa(q, old, "import", "approved"), qa(q, changed, "import", "approved"), SavedChanged, [3]string{changed, "import", "approved"}},
		"pending text is published":           {qa(q, old, "import", "pending"), qa(q, old, "import", "approved"), SavedChanged, [3]string{old, "import", "approved"}},
		"struck text stays struck":            {qa(q, old, "import", "struck"), qa(q, old, "import", "approved"), SavedUnchanged, [3]string{old, "import", "struck"}},
		"new text of a struck item":           {qa(q, old, "import", "struck"), qa(q, changed, "import", "approved"), SavedChanged, [3]string{changed, "import", "approved"}},
		"starter leaves the office's alone":   {qa(q, old, "staff", "approved"), qa(q, changed, "starter", "pending"), SavedKept, [3]string{old, "staff", "approved"}},
		"starter leaves an import alone":      {qa(q, old, "import", "approved"), qa(q, old, "starter", "pending"), SavedKept, [3]string{old, "import", "approved"}},
		"the office takes over a starter":     {qa(q, old, "starter", "pending"), qa(q, old, "import", "approved"), SavedChanged, [3]string{old, "import", "approved"}},
		"approved starter survives":           {qa(q, old, "starter", "approved"), qa(q, old, "starter", "pending"), SavedUnchanged, [3]string{old, "starter", "approved"}},
		"struck starter survives":             {qa(q, old, "starter", "struck"), qa(q, old, "starter", "pending"), SavedUnchanged, [3]string{old, "starter", "struck"}},
		"approved starter with new text":      {qa(q, old, "starter", "approved"), qa(q, changed, "starter", "pending"), SavedChanged, [3]string{changed, "starter", "pending"}},
		"staff changes what was imported":     {qa(q, old, "import", "approved"), qa(q, changed, "staff", "approved"), SavedChanged, [3]string{changed, "staff", "approved"}},
		"staff saves what was imported as is": {qa(q, old, "import", "approved"), qa(q, old, "staff", "approved"), SavedUnchanged, [3]string{old, "import", "approved"}},
	}
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		for name, c := range cases {
			first, then := c.first, c.then
			for _, it := range []*policy.Item{&first, &then} { // an item of its own for each case
				it.ID = policy.ID(it.Kind, name)
				it.QA = &policy.QA{Question: name, Answer: it.QA.Answer}
			}
			mustSaveItems(t, s, first)
			before := revision(t, s)
			if got := mustSaveItems(t, s, then)[0]; got != c.want {
				t.Errorf("%s: got %s, want %s", name, got, c.want)
			}
			if got := stored(t, s)[name]; got != c.left {
				t.Errorf("%s: stored %v, want %v", name, got, c.left)
			}
			want := before
			if c.want == SavedChanged {
				want++
			}
			if got := revision(t, s); got != want {
				t.Errorf("%s: revision %d, want %d", name, got, want)
			}
		}
	})
}

func TestRevisionCountsOncePerCall(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		mustSaveItems(t, s, qa("一", "1", "import", "approved"), qa("二", "2", "import", "approved"))
		mustSaveItems(t, s)
		if got := revision(t, s); got != 1 {
			t.Errorf("revision %d, want 1", got)
		}
	})
}

func TestStarterItemsNoLongerShippedGo(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		mustSaveItems(t, s, qa("本局", "甲", "staff", "approved"))
		first := []policy.Item{qa("一", "1", "starter", "pending"), qa("二", "2", "starter", "pending")}
		if _, removed, err := s.SyncStarter(ctx, first, evening); err != nil || removed != 0 {
			t.Fatalf("first: removed %d, %v; want 0", removed, err)
		}
		next := []policy.Item{qa("二", "2", "starter", "pending"), qa("三", "3", "starter", "pending")}
		saved, removed, err := s.SyncStarter(ctx, next, evening)
		if err != nil || removed != 1 {
			t.Errorf("next: removed %d, %v; want 1", removed, err)
		}
		if diff := cmp.Diff([]Saved{SavedUnchanged, SavedNew}, saved); diff != "" {
			t.Errorf("saved (-want +got):\n%s", diff)
		}
		want := map[string][3]string{
			"本局": {"甲", "staff", "approved"}, "二": {"2", "starter", "pending"}, "三": {"3", "starter", "pending"},
		}
		if diff := cmp.Diff(want, stored(t, s)); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
		if _, _, err := s.SyncStarter(ctx, next, evening); err != nil || revision(t, s) != 3 {
			t.Errorf("after the same pack again: revision %d (%v), want 3", revision(t, s), err)
		}
	})
}

func TestStruckItemIsListedButNotAnsweredFrom(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		it := qa("一", "1", "starter", "pending")
		mustSaveItems(t, s, it, qa("二", "2", "starter", "pending"))
		for range 2 { // the second decision changes nothing
			if err := s.Review(ctx, desk.Actor{}, policy.Struck, "", evening, it.ID); err != nil {
				t.Fatal(err)
			}
		}
		library, err := s.Library(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := library.Item(it.ID); ok || len(library.Items) != 1 || library.Revision != 2 {
			t.Errorf("library: struck item %t, %d items, revision %d; want false, 1, 2", ok, len(library.Items), library.Revision)
		}
		if got := stored(t, s)["一"]; got[2] != "struck" {
			t.Errorf("listed as %v, want struck", got)
		}
	})
}

func TestReviewOfUnknownItemIsNotFound(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		if err := s.Review(context.Background(), desk.Actor{}, policy.Approved, "", evening, "nothing"); !errors.Is(err, ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
		if got := revision(t, s); got != 0 {
			t.Errorf("revision %d, want 0", got)
		}
	})
}
