package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

func TestSectionsAreRemindedOnceOfWhatTheyHaveToPublish(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	var told []string
	p.courier.Robot = func(_ context.Context, text string, _ time.Time) error { told = append(told, text); return nil }
	today := disclosure.DayOf(p.now)
	quotas := []desk.Quota{{Section: "外资科", DueDay: 28, Minimum: 1}, {Section: "商贸科", DueDay: 28, Minimum: 2}}
	_, version, err := p.Store.Quotas(ctx)
	if err == nil {
		err = p.Store.SaveQuotas(ctx, quotas, version, desk.Actor{}, p.now)
	}
	if err != nil {
		t.Fatal(err)
	}
	waiting := desk.Publication{Kind: desk.PublishedInfo, Title: "消费券发放办法", Section: "商贸科", Made: string(today)}
	out := desk.Publication{Kind: desk.PublishedInfo, Title: "甲", Section: "外资科", Published: string(today)[:8] + "02", Outlets: []desk.Outlet{desk.OutletWebsite}}
	for _, x := range []*desk.Publication{&waiting, &out} {
		if err := p.Store.SavePublication(ctx, x, desk.Actor{}, p.now); err != nil {
			t.Fatal(err)
		}
	}
	w := &Watch{Options: p.Options, Robot: true}
	look := func(day disclosure.Day) string {
		t.Helper()
		p.now = day.Start().Add(10 * time.Hour)
		told = nil
		for range 2 { // by a second process, too
			staff, err := p.Store.AllStaff(ctx)
			if err == nil {
				err = w.publications(ctx, staff, p.now)
			}
			if err == nil {
				err = w.quotas(ctx, staff, p.now)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		p.deliver()
		return strings.Join(told, "\n")
	}
	month := string(today)[:8]
	if got := look(disclosure.Day(month + "20")); strings.Contains(got, "上报提醒") {
		t.Errorf("reminded when there is time: %s", got)
	}
	if got := look(disclosure.Day(month + "25")); strings.Count(got, "上报提醒") != 1 || !strings.Contains(got, "商贸科") || strings.Contains(got, "外资科") ||
		!strings.Contains(got, "《消费券发放办法》") || strings.Contains(got, "已超期") {
		t.Errorf("three days before: %q, want the section that lags, and what is to be published, once", got)
	}
	// Made on the first Monday of November 2026: three working days before the last one is the 25th.
	due, _ := p.Calendar().PublishBy(today)
	if got := look(disclosure.Day(month + "25")); got != "" {
		t.Errorf("told again: %q", got)
	}
	if got := look(due.Add(1)); strings.Count(got, "已超期") != 1 {
		t.Errorf("the day after: %q", got)
	}
	waiting.Published, waiting.Outlets = string(due.Add(1)), out.Outlets
	if err := p.Store.SavePublication(ctx, &waiting, desk.Actor{}, p.now); err != nil {
		t.Fatal(err)
	}
	if got := look(due.Add(2)); strings.Contains(got, "消费券") {
		t.Errorf("published, and still told: %q", got)
	}
}
