package report

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

var (
	now   = time.Date(2027, 1, 10, 9, 0, 0, 0, disclosure.Zone)
	clerk = desk.Actor{Login: "clerk"}
)

func TestSignedYearIsFrozenAndTheNextOneStartsFromIt(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := desk.Publication{Kind: desk.PublishedInfo, Title: "外资政策问答", Published: "2026-03-02", Outlets: []desk.Outlet{desk.OutletWeChat, desk.OutletWebsite}}
	if err := s.SavePublication(ctx, &p, clerk, now); err != nil {
		t.Fatal(err)
	}
	facts := []store.Fact{{Year: 2026, Month: 12, Code: "normative.in_force", Value: 5}}
	if err := s.SaveFacts(ctx, facts, clerk, now); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{Form2018, Form2021} {
		r, err := Year(ctx, s, 2026, form)
		if err != nil {
			t.Fatal(err)
		}
		if form == Form2018 && (r.value("1.1") != 1 || r.value("1.2") != 2 || r.Cell("1.1").Rows[0].Name != p.Title) {
			t.Errorf("1.1 = %d, 1.2 = %d", r.value("1.1"), r.value("1.2"))
		}
		if form == Form2021 {
			text, err := Write(ctx, s, desk.Office{Name: "测试区商务局"}, 2026, form)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Sign(ctx, s, text, clerk, now); err != nil {
				t.Fatal(err)
			}
			if _, err := Sign(ctx, s, text, clerk, now); !errors.Is(err, store.ErrSigned) {
				t.Errorf("signed twice: %v", err)
			}
		}
	}
	value := int64(3)
	for name, edit := range map[string]func() error{
		"publication": func() error { p.Title = "改"; return s.SavePublication(ctx, &p, clerk, now) },
		"moved into":  func() error { q := p; q.ID, q.Version = 0, 0; return s.SavePublication(ctx, &q, clerk, now) },
		"facts":       func() error { return s.SaveFacts(ctx, facts, clerk, now) },
		"correction": func() error {
			return s.Correct(ctx, store.Correction{Year: 2026, Form: Form2021, Cell: "t1.permit", Value: &value, Reason: "漏"}, clerk, now)
		},
		"text": func() error { return s.SaveReportText(ctx, 2026, Form2021, "1", "改", 0, clerk, now) },
	} {
		if err := edit(); !errors.Is(err, store.ErrSigned) {
			t.Errorf("%s of a signed year: %v, want ErrSigned", name, err)
		}
	}
	out, err := Published(ctx, s, 2026, Form2021)
	if err != nil || !out.Signed || out.Digest == "" {
		t.Errorf("published: signed %v, digest %q, %v", out.Signed, out.Digest, err)
	}
	next, err := Year(ctx, s, 2027, Form2021)
	if err != nil {
		t.Fatal(err)
	}
	warned := false
	for _, c := range next.Checks {
		warned = warned || c.Rule == "T1" && !c.OK && c.Soft
	}
	if !warned || !next.Signable() {
		t.Errorf("5 normative documents in force are gone next year: warned %v, signable %v", warned, next.Signable())
	}
}

func TestBadFactsAndCorrectionsAreRefusedWhole(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	bad := []store.Fact{{Year: 2026, Month: 1, Code: "meeting", Value: 1}, {Year: 2026, Month: 13, Code: "meeting", Value: 1}}
	if err := s.SaveFacts(ctx, bad, clerk, now); !errors.Is(err, disclosure.ErrIncom) {
		t.Errorf("month 13: %v", err)
	}
	if got, err := s.Facts(ctx, 2026); len(got) != 0 || err != nil {
		t.Errorf("half of it was kept: %v, %v", got, err)
	}
	value := int64(-1)
	if err := s.Correct(ctx, store.Correction{Year: 2026, Form: Form2018, Cell: "1", Value: &value, Reason: "x"}, clerk, now); err == nil {
		t.Error("a negative figure was taken")
	}
	if err := s.Correct(ctx, store.Correction{Year: 2026, Form: Form2018, Cell: "1"}, clerk, now); err == nil {
		t.Error("a correction without a reason was taken")
	}
}
