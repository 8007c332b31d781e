package report

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/needs"
	"shangda/seal"
	"shangda/store"
)

// recount counts a year from the raw rows, row by row and by no means of room store or report.
func recount(t require, db *sql.DB, year int) map[string]int64 {
	n := map[string]int64{}
	in := func(day string) bool { return strings.HasPrefix(day, strconv.Itoa(year)+"-") }
	dayOf := func(ms int64) string { return time.UnixMilli(ms).In(disclosure.Zone).Format(time.DateOnly) }
	last := map[int64]int64{}
	read(t, db, `SELECT citizen, at, outcome FROM exchanges ORDER BY id`, func(scan func(...any)) {
		var citizen, at int64
		var outcome string
		scan(&citizen, &at, &outcome)
		question := outcome == "answer" || outcome == "choose" || outcome == "none" || outcome == "human" || outcome == "request"
		if !question {
			return
		}
		before, asked := last[citizen]
		last[citizen] = at
		if !in(dayOf(at)) {
			return
		}
		n["questions"]++
		n[outcome]++
		if !asked || at-before >= 30*60*1000 {
			n["interactions"]++
		}
	})
	read(t, db, `SELECT helpful, at FROM ratings`, func(scan func(...any)) {
		var helpful, at int64
		if scan(&helpful, &at); in(dayOf(at)) {
			n[map[int64]string{0: "unhelpful", 1: "helpful"}[helpful]]++
		}
	})
	read(t, db, `SELECT state, opened_at, due_at, done_at FROM tickets`, func(scan func(...any)) {
		var state string
		var opened, due, done int64
		scan(&state, &opened, &due, &done)
		if in(dayOf(opened)) {
			n["tickets"]++
		}
		if state == "answered" && in(dayOf(done)) {
			n["staff"]++
			if done > due {
				n["late"]++
			}
		}
	})
	recountRegisters(t, db, n, year, in)
	return n
}

func recountRegisters(t require, db *sql.DB, n map[string]int64, year int, in func(string) bool) {
	read(t, db, `SELECT received, decided_on, code, applicant_type FROM requests`, func(scan func(...any)) {
		var received, decided, code, kind string
		scan(&received, &decided, &code, &kind)
		if in(received) {
			n["received"]++
			n["received "+kind]++
		}
		if in(decided) {
			n["decided"]++
			n["decided "+code]++
		}
		if received < strconv.Itoa(year+1) && (decided == "" || decided >= strconv.Itoa(year+1)) {
			n["open"]++
		}
	})
	read(t, db, `SELECT p.kind, p.published, COUNT(o.outlet) FROM publications p LEFT JOIN publication_outlets o ON o.publication = p.id GROUP BY p.id, p.kind, p.published`,
		func(scan func(...any)) {
			var kind, day string
			var outlets int64
			if scan(&kind, &day, &outlets); in(day) {
				n[kind]++
				if kind == "information" {
					n["uses"] += outlets
				}
			}
		})
}

// require is what rapid's and the testing package's tests have in common here.
type require interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func read(t require, db *sql.DB, query string, row func(scan func(...any))) {
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		row(func(to ...any) {
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
		})
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// told is what both forms, the report's text and the dashboard say of a year, by the names of recount.
func told(t require, s *store.Store, year int) map[string]int64 {
	ctx := context.Background()
	old, err := Write(ctx, s, desk.Office{}, year, Form2018)
	if err != nil {
		t.Fatal(err)
	}
	national, err := Write(ctx, s, desk.Office{}, year, Form2021)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []Text{old, national} {
		for _, c := range text.Checks {
			if !c.OK && !c.Soft {
				t.Fatalf("%d, form %s: rule %s does not hold: %s", year, text.Form, c.Rule, c.Detail)
			}
		}
	}
	day := disclosure.Day(fmt.Sprintf("%04d-12-31", year))
	d, err := Look(ctx, s, PeriodOf(SpanYear, day), PeriodOf(SpanYear, day).Before(), day.Add(400).Start())
	if err != nil {
		t.Fatal(err)
	}
	in, err := s.Interactions(ctx, disclosure.Day(fmt.Sprintf("%04d-01-01", year)), day)
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int64{
		"interactions": in.Conversations, "answer": in.ByBot, "staff": in.ByStaff, "information": old.value("1.1"), "uses": old.value("1.2"),
		"interpretation": old.value("2.2.3"), "response": old.value("2.2.4") + old.value("2.2.5"), "received": old.value("3.1"), "decided": old.value("3.3"),
		"open": national.value(t2("r4", "total")), "decided full": old.value("3.3.2"), "decided partial": old.value("3.3.3"), "decided elsewhere": old.value("3.3.5"),
		"decided absent": old.value("3.3.6"), "decided withdrawn": old.value("3.3.8"),
	}
	for _, c := range columns2021[:6] {
		n["received "+string(c.of)] = national.value(t2("r1", c.key))
	}
	for name, as := range map[string]string{"interactions": "interactions", "bot": "answer", "staff": "staff", "published": "information", "interpretations": "interpretation", "responses": "response", "received": "received", "decided": "decided", "open": "open", "questions": "", "choose": "", "unanswered": "none", "human": "", "helpful": "", "unhelpful": "", "tickets": "", "late": ""} {
		if as == "" {
			as = name
		}
		if was, ok := n[as]; ok && was != d.Value(name).Now {
			t.Fatalf("%d: the dashboard's %s is %d, the report's %d", year, name, d.Value(name).Now, was)
		}
		n[as] = d.Value(name).Now
	}
	return n
}

func agree(t require, s *store.Store, db *sql.DB, year int) {
	want, got := recount(t, db, year), told(t, s, year)
	for _, m := range []map[string]int64{want, got} {
		for k, n := range m {
			if n == 0 {
				delete(m, k)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%d (-recount of the raw log +report):\n%s", year, diff)
	}
	totals, err := s.Counts(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Recount(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(again, totals); diff != "" {
		t.Fatalf("daily totals (-recount +totals):\n%s", diff)
	}
}

func onEngines(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, needs.Schema(t)) })
}

func newKey(t *testing.T) string {
	t.Helper()
	key := filepath.Join(t.TempDir(), "key")
	if _, err := seal.Create(key); err != nil {
		t.Fatal(err)
	}
	return key
}

// Random years, each after the other into one database; messages are delivered again at random, and the database is closed and
// opened in between.
func TestReportEqualsARecountOfTheRawLog(t *testing.T) {
	onEngines(t, func(t *testing.T, url string) {
		ctx, key, db := context.Background(), newKey(t), raw(t, url)
		s, err := openHistory(ctx, url, key)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { s.Close() }()
		years := 0
		rapid.Check(t, func(t *rapid.T) {
			if years++; years > 30 { // what is read grows with the database
				return
			}
			year := 2010 + years
			h := newHistory(year, rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 25).Draw(t, "events"))
			slices.SortStableFunc(h.events, func(a, b event) int { return a.at.Compare(b.at) })
			for i, e := range h.events {
				for range 1 + h.IntN(3)/2 {
					if err := e.do(ctx, s); err != nil {
						t.Fatalf("event %d: %v", i, err)
					}
				}
				if again := h.IntN(i + 1); h.IntN(3) == 0 {
					if err := h.events[again].do(ctx, s); err != nil {
						t.Fatalf("event %d again: %v", again, err)
					}
				}
			}
			if h.IntN(4) == 0 {
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				if s, err = openHistory(ctx, url, key); err != nil {
					t.Fatal(err)
				}
			}
			agree(t, s, db, year)
		})
	})
}
