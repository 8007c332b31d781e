package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
)

func lineOf(act, object string, ok bool) desk.Audit {
	return desk.Audit{At: evening, Actor: desk.Actor{Staff: 3, Login: "wang", Address: "10.0.0.7"}, Act: act, Object: object, OK: ok}
}

func mustAudit(t *testing.T, s *Store, lines ...desk.Audit) {
	t.Helper()
	for _, a := range lines {
		if err := s.Audit(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAuditLineSaysWhoDidWhat(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		want := lineOf("ticket.reply", "ticket:17", true)
		want.Before, want.After = `{"state":"open"}`, `{"phone":"13812345678","at":"a`+"\x00"+`b"}`
		mustAudit(t, s, want)
		got, err := s.Trail(context.Background(), AuditFilter{}, 10)
		if err != nil || len(got) != 1 {
			t.Fatalf("trail: %d lines, %v; want 1", len(got), err)
		}
		if got[0].Digest == "" {
			t.Error("no digest")
		}
		want.ID, want.Digest = 1, got[0].Digest
		want.After = `{"phone":"` + desk.Mask("13812345678") + `","at":"a` + "\uFFFD" + `b"}`
		if diff := cmp.Diff(want, got[0]); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if strings.Contains(got[0].After, "13812345678") {
			t.Error("a phone number stands in the trail")
		}
	})
}

func TestTrailIsSelectedAndPaged(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		late := lineOf("staff.create", "staff:2", true)
		late.At = evening.Add(time.Hour)
		mustAudit(t, s, lineOf("ticket.reply", "ticket:1", true), lineOf("ticket.note", "ticket:12", true),
			lineOf("session.start", "staff:3", false), late)
		for _, tt := range []struct {
			name   string
			filter AuditFilter
			want   []int64
		}{
			{"everything", AuditFilter{}, []int64{4, 3, 2, 1}},
			{"an act", AuditFilter{Act: "ticket.note"}, []int64{2}},
			{"a noun", AuditFilter{Act: "ticket"}, []int64{2, 1}},
			{"an object", AuditFilter{Object: "ticket:1"}, []int64{1}},
			{"a kind of object", AuditFilter{Object: "staff"}, []int64{4, 3}},
			{"what failed", AuditFilter{Failed: true}, []int64{3}},
			{"nobody", AuditFilter{Login: "li"}, nil},
			{"an hour", AuditFilter{From: evening, To: evening.Add(time.Minute)}, []int64{3, 2, 1}},
			{"the next page", AuditFilter{Before: 3}, []int64{2, 1}},
		} {
			got, err := s.Trail(context.Background(), tt.filter, 10)
			if err != nil {
				t.Fatal(err)
			}
			var ids []int64
			for _, a := range got {
				ids = append(ids, a.ID)
			}
			if diff := cmp.Diff(tt.want, ids); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
	})
}

func TestAuditOfManyAtOnceIsOneChain(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		var writers sync.WaitGroup
		for i := range 40 {
			writers.Go(func() {
				if err := s.Audit(context.Background(), lineOf("ticket.note", fmt.Sprintf("ticket:%d", i), true)); err != nil {
					t.Error(err)
				}
			})
		}
		writers.Wait()
		if n, _, err := s.VerifyAudit(context.Background()); err != nil || n != 40 {
			t.Errorf("chain: %d lines, %v; want 40 unbroken", n, err)
		}
	})
}

func TestAuditCannotBeChangedAndABrokenChainIsFound(t *testing.T) {
	for name, damage := range map[string]struct {
		sql  string
		line int
	}{
		"edited":            {`UPDATE audit SET login = 'li' WHERE id = 2`, 2},
		"success feigned":   {`UPDATE audit SET ok = 1 - ok WHERE id = 3`, 3},
		"taken out":         {`DELETE FROM audit WHERE id = 2`, 2},
		"end cut off":       {`DELETE FROM audit WHERE id = 4`, 4},
		"put in at the end": {`INSERT INTO audit SELECT 5, at, staff, login, address, act, object, ok, before, after, digest FROM audit WHERE id = 4`, 5},
	} {
		t.Run(name, func(t *testing.T) {
			onEngines(t, func(t *testing.T, open func() *Store) {
				s := open()
				ctx := context.Background()
				for i := range 4 {
					mustAudit(t, s, lineOf("ticket.note", fmt.Sprintf("ticket:%d", i), true))
				}
				run := func(sql string) error {
					return s.engine.tx(ctx, func(ctx context.Context, q querier) error { _, err := q.ExecContext(ctx, sql); return err })
				}
				if err := run(damage.sql); err == nil && !strings.HasPrefix(damage.sql, "INSERT") {
					t.Fatal("the database let a line be changed")
				}
				_, postgres := s.engine.(*postgresEngine)
				triggers := []string{`DROP TRIGGER audit_kept`, `DROP TRIGGER audit_whole`}
				if postgres {
					triggers = []string{`DROP TRIGGER audit_kept ON audit`}
				}
				if name != "put in at the end" {
					for _, sql := range append(triggers, damage.sql) { // as somebody who owns the database can
						if err := run(sql); err != nil {
							t.Fatal(err)
						}
					}
				}
				_, _, err := s.VerifyAudit(ctx)
				if want := fmt.Sprintf("at line %d", damage.line); !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), want) {
					t.Errorf("verification says %v, want it broken %s", err, want)
				}
			})
		})
	}
}

func TestActWithoutItsAuditLineDoesNotHappen(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		ctx := context.Background()
		err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
			if err := audit(ctx, q, lineOf("ticket.reply", "ticket:1", true)); err != nil {
				return err
			}
			return errNoChange
		})
		if !errors.Is(err, errNoChange) {
			t.Fatal(err)
		}
		mustAudit(t, s, lineOf("ticket.note", "ticket:2", true))
		if n, _, err := s.VerifyAudit(ctx); err != nil || n != 1 {
			t.Errorf("after an act that was rolled back: %d lines, %v; want 1, unbroken", n, err)
		}
	})
}
