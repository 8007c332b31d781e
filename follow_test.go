package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
	"shangda/store"
)

// follower is what a serving process has of the knowledge: its own connection and its own index.
func follower(t *testing.T, url string) (*store.Store, *search.Engine) {
	t.Helper()
	st, err := store.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	e := search.New(filepath.Join(t.TempDir(), "index"), search.Source{Revision: st.Revision, Library: st.Library, Links: st.Links}, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		e.Close()
		st.Close()
	})
	return st, e
}

// TestEveryProcessFollowsWhatIsPublishedAndWithdrawn has 10,000 passages on file. How long it takes is told with -v: new text
// shall answer within 5 s and what is withdrawn no longer after 2 s.
func TestEveryProcessFollowsWhatIsPublishedAndWithdrawn(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 passages")
	}
	ctx, url := context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "shangda.db")
	first, here := follower(t, url)
	_, there := follower(t, url)
	var items []policy.Item
	for d := range 20 {
		doc := &policy.Document{Title: fmt.Sprintf("示例管理办法之%d", d), Status: policy.InForce, Effective: "2020-01-01", Jurisdiction: "全国"}
		for a := range 500 {
			doc.Articles = append(doc.Articles, policy.Article{Name: fmt.Sprintf("第%d条", a+1), Text: fmt.Sprintf("企业%c%c应当在%d日内向%c%c部门报送%d号材料。", '一'+rune(a), '丁'+rune(d*37+a), a+1, '上'+rune(a*3), '东'+rune(d), d*500+a)})
		}
		items = append(items, policy.NewItem(doc, policy.FromImport, policy.Approved))
	}
	if _, err := first.SaveItems(ctx, items, time.Now()); err != nil {
		t.Fatal(err)
	}
	const asked, title = "蓬蓬卡的保证金是多少", "蓬蓬卡管理办法"
	answers := func(e *search.Engine) bool {
		res, err := e.Find(ctx, search.Query{Text: asked, On: "2026-11-20"})
		return err == nil && len(res.Hits) > 0 && res.Hits[0].Passage.Title == title
	}
	ready := func(e *search.Engine) bool {
		res, err := e.Find(ctx, search.Query{Text: "企业报送9999号材料", On: "2026-11-20"})
		return err == nil && len(res.Hits) > 0
	}
	eventually(t, time.Minute, "10,000 passages are served", func() bool { return ready(here) && ready(there) })

	doc := policy.Document{Title: title, Status: policy.InForce, Effective: "2026-01-01", Jurisdiction: "全国", Articles: []policy.Article{{Name: "第一条", Text: "蓬蓬卡的保证金是五万元。"}}}
	it := policy.NewItem(&doc, policy.FromStaff, policy.Approved)
	began := time.Now()
	if _, err := first.SaveItems(ctx, []policy.Item{it}, began); err != nil {
		t.Fatal(err)
	}
	eventually(t, time.Minute, "new text answers in both", func() bool { return answers(here) && answers(there) })
	t.Logf("new text answers in every process after %s", time.Since(began).Round(10*time.Millisecond))

	began = time.Now()
	if err := first.Review(ctx, desk.Actor{}, policy.Struck, "错了", began, it.ID); err != nil {
		t.Fatal(err)
	}
	eventually(t, time.Minute, "withdrawn text answers in neither", func() bool { return !answers(here) && !answers(there) })
	t.Logf("what is withdrawn answers in no process after %s", time.Since(began).Round(10*time.Millisecond))
	if titles := fmt.Sprint(here.Library().Items); strings.Contains(titles, title) {
		t.Error("the withdrawn text is still in the library")
	}
}
