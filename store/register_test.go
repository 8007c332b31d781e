package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
	"shangda/disclosure"
)

func fact(month int, code string, value int64) Fact {
	return Fact{Year: 2026, Month: month, Code: code, Value: value}
}

func TestMonthlySheetKeepsEmptyApartFromZeroAndEveryChange(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx, s := context.Background(), open()
		sheet, err := s.FactSheet(ctx, 2026, 3)
		if err != nil || sheet.Version != 0 || len(sheet.Facts) != 0 {
			t.Fatalf("fresh sheet %+v, %v", sheet, err)
		}
		sheet.Facts = []Fact{fact(3, "meeting", 2), fact(3, "training", 0)}
		if err := s.SaveFactSheet(ctx, &sheet, clerk, evening); err != nil {
			t.Fatal(err)
		}
		stale := FactSheet{Year: 2026, Month: 3, Facts: []Fact{fact(3, "meeting", 9)}}
		if err := s.SaveFactSheet(ctx, &stale, clerk, evening); !errors.Is(err, ErrConflict) {
			t.Errorf("sheet that another has saved meanwhile: %v, want ErrConflict", err)
		}
		sheet.Facts = []Fact{fact(3, "meeting", 3)}
		if err := s.SaveFactSheet(ctx, &sheet, clerk, evening.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		got, err := s.FactSheet(ctx, 2026, 3)
		if err != nil || len(got.Facts) != 1 || got.Facts[0].Value != 3 || got.Version != 2 {
			t.Errorf("sheet %+v, %v, want the meeting only", got, err)
		}
		n := func(i int64) *int64 { return &i }
		want := []FactChange{
			{"training", n(0), nil, 0, evening.Add(time.Hour)},
			{"meeting", n(2), n(3), 0, evening.Add(time.Hour)},
			{"training", nil, n(0), 0, evening},
			{"meeting", nil, n(2), 0, evening},
		}
		changes, err := s.FactChanges(ctx, 2026, 3)
		if diff := cmp.Diff(want, changes, cmp.Comparer(time.Time.Equal)); diff != "" || err != nil {
			t.Errorf("%v changes (-want +got):\n%s", err, diff)
		}
		bad := FactSheet{Year: 2026, Month: 3, Version: 2, Facts: []Fact{fact(3, "press", 1), fact(3, "permit", -1)}}
		if err := s.SaveFactSheet(ctx, &bad, clerk, evening); !errors.Is(err, disclosure.ErrIncom) {
			t.Errorf("a negative number: %v", err)
		}
		if again, err := s.FactSheet(ctx, 2026, 3); again.Version != 2 || len(again.Facts) != 1 || err != nil {
			t.Errorf("half of a bad sheet was kept: %+v, %v", again, err)
		}
	})
}

func TestQuotasAreReplacedWholeAndByOneAtATime(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx, s := context.Background(), open()
		want := []desk.Quota{{Section: "外资科", DueDay: 25, Minimum: 2}, {Section: "商贸科", DueDay: 31, Minimum: 1}}
		_, version, err := s.Quotas(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SaveQuotas(ctx, want, version, clerk, evening); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveQuotas(ctx, nil, version, clerk, evening); !errors.Is(err, ErrConflict) {
			t.Errorf("saved over another's: %v", err)
		}
		got, version, err := s.Quotas(ctx)
		if len(got) != 2 || err != nil {
			t.Errorf("quotas %v, %v", got, err)
		}
		if err := s.SaveQuotas(ctx, []desk.Quota{{Section: "外资科", DueDay: 40}}, version, clerk, evening); !errors.Is(err, disclosure.ErrIncom) {
			t.Errorf("the 40th of a month: %v", err)
		}
	})
}

func TestPublicationWaitsIsPublishedAndIsRemovedForAReason(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx, s := context.Background(), open()
		p := desk.Publication{Kind: desk.PublishedInfo, Title: "消费券发放办法", Section: "商贸科", Made: "2026-03-02"}
		if err := s.SavePublication(ctx, &p, clerk, evening); err != nil {
			t.Fatal(err)
		}
		waiting, err := s.Pending(ctx)
		if err != nil || len(waiting) != 1 || waiting[0].ID != p.ID {
			t.Fatalf("pending %v, %v", waiting, err)
		}
		stale := p
		p.Published = "2026-03-20"
		if err := s.SavePublication(ctx, &p, clerk, evening); !errors.Is(err, disclosure.ErrIncom) {
			t.Errorf("published nowhere: %v", err)
		}
		p.Outlets = []desk.Outlet{desk.OutletWebsite}
		if err := s.SavePublication(ctx, &p, clerk, evening); err != nil {
			t.Fatal(err)
		}
		if waiting, err = s.Pending(ctx); len(waiting) != 0 || err != nil {
			t.Errorf("still pending: %v, %v", waiting, err)
		}
		if err := s.RemovePublication(ctx, &stale, "登重了", clerk, evening); !errors.Is(err, ErrConflict) {
			t.Errorf("removed as it no longer is: %v", err)
		}
		if err := s.RemovePublication(ctx, &p, " ", clerk, evening); !errors.Is(err, disclosure.ErrIncom) {
			t.Errorf("removed without a reason: %v", err)
		}
		if err := s.RemovePublication(ctx, &p, "登重了", clerk, evening); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Publication(ctx, p.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("after removal: %v", err)
		}
	})
}

func TestReportTextIsNotSavedOverAnothers(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx, s := context.Background(), open()
		save := func(body string, was int64) error {
			return s.SaveReportText(ctx, 2026, "2021", "1", body, was, clerk, evening)
		}
		if err := save("第一稿", 0); err != nil {
			t.Fatal(err)
		}
		if err := save("另一稿", 0); !errors.Is(err, ErrConflict) {
			t.Errorf("a second first draft: %v", err)
		}
		texts, err := s.ReportTexts(ctx, 2026, "2021")
		if err != nil || texts["1"].Body != "第一稿" {
			t.Fatalf("texts %v, %v", texts, err)
		}
		was := texts["1"].At.UnixMilli()
		if err := save("第二稿", was); err != nil {
			t.Error(err)
		}
		if err := save("", was); !errors.Is(err, ErrConflict) {
			t.Errorf("another's text given back: %v", err)
		}
		if err := save("", was+1); err != nil {
			t.Error(err)
		}
		if texts, err := s.ReportTexts(ctx, 2026, "2021"); len(texts) != 0 || err != nil {
			t.Errorf("given back: %v, %v", texts, err)
		}
	})
}

func TestQueryCodesAreLongAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		code := NewAccess()
		if len(code) < 8 || seen[code] || strings.Trim(code, accessSigns) != "" {
			t.Fatalf("code %q, want eight signs or more that did not come before", code)
		}
		seen[code] = true
	}
}
