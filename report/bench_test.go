package report

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/needs"
	"shangda/store"
)

// A busy year: a million exchanges of 20,000 citizens, 2,000 requests, 10,000 tickets, 1,000 publications.
const (
	busyYear     = 2025
	aDay         = 2740
	busyCitizens = 20_000
	busyRequests = 2_000
)

// BenchmarkYear measures what is read of a busy year: the report at most 5 s, the dashboard at most 300 ms. It fails only where
// the daily totals differ from a recount.
func BenchmarkYear(b *testing.B) {
	for _, engine := range []struct {
		name    string
		address func(testing.TB) string
	}{
		{"sqlite", func(b testing.TB) string { return "sqlite:" + filepath.Join(b.TempDir(), "year.db") }},
		{"postgres", needs.Schema},
	} {
		b.Run(engine.name, func(b *testing.B) {
			ctx, url := context.Background(), engine.address(b)
			s, err := store.Open(ctx, url)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			fillYear(b, url)
			sameAsRecount(b, s)
			for _, form := range []string{Form2018, Form2021} {
				measure(b, "report"+form, func() error {
					text, err := Write(ctx, s, desk.Office{Name: "示例区商务局"}, busyYear, form)
					if err == nil {
						_, err = text.Docx()
					}
					return err
				})
			}
			now := time.Date(busyYear, 12, 31, 17, 0, 0, 0, disclosure.Zone)
			for _, span := range Spans() {
				measure(b, "dashboard-"+string(span), func() error {
					p := PeriodOf(span, disclosure.DayOf(now))
					_, err := Look(ctx, s, p, p.Against(false, disclosure.DayOf(now)), now)
					return err
				})
			}
			measure(b, "rows", func() error {
				f, _ := FigureNamed("interactions")
				_, err := Rows(ctx, s, Query{Figure: f, Period: PeriodOf(SpanYear, disclosure.DayOf(now)), At: now, Limit: 51})
				return err
			})
		})
	}
}

// measure also says the processor time of this process, which a busy machine does not change; PostgreSQL has its own.
func measure(b *testing.B, name string, do func() error) {
	b.Run(name, func(b *testing.B) {
		before := processor(b)
		for b.Loop() {
			if err := do(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64((processor(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
	})
}

func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// raw opens the database beside the store.
func raw(b testing.TB, url string) *sql.DB {
	b.Helper()
	driver := "pgx"
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, url = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(0)"
	}
	db, err := sql.Open(driver, url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

const questionsIn = `('answer', 'choose', 'none', 'human', 'request')`

func fillYear(b testing.TB, url string) {
	b.Helper()
	db := raw(b, url)
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	defer tx.Rollback()
	run := func(query string, args ...any) {
		b.Helper()
		if _, err := tx.Exec(query, args...); err != nil {
			b.Fatalf("%v\n%s", err, query)
		}
	}
	run(`INSERT INTO citizens (openid, created_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
	     SELECT 'o-' || i, 0 FROM n`, busyCitizens)
	start := time.Date(busyYear, 1, 1, 0, 0, 0, 0, disclosure.Zone)
	for d := range 365 {
		day := start.AddDate(0, 0, d)
		run(`
			INSERT INTO exchanges (citizen, key, at, day, kind, text, talk, outcome, item, title, article, hits, reply, elapsed_us)
			WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			SELECT ((CAST($2 AS BIGINT) + i) * 7919) % 20000 + 1, 'k' || (CAST($2 AS BIGINT) + i), CAST($3 AS BIGINT) + i * 31500, $4, 'text',
			       '企业注册地址变更后要怎么办理第' || (i % 97) || '种手续',
			       CASE WHEN i % 20 < 15 THEN 'ask' ELSE 'small' END,
			       CASE WHEN i % 20 < 11 THEN 'answer' WHEN i % 20 < 13 THEN 'choose' WHEN i % 20 < 14 THEN 'none' WHEN i % 20 < 15 THEN 'human' ELSE 'info' END,
			       CASE WHEN i % 20 < 11 THEN 'item' || (i * i % 401) ELSE '' END,
			       CASE WHEN i % 20 < 11 THEN '文件' || (i * i % 401 % 60) ELSE '' END, '', '[]', '。', 1500
			  FROM n`, aDay-1, d*aDay, day.UnixMilli(), day.Format(time.DateOnly))
	}
	run(`UPDATE exchanges SET begins = 1 WHERE id IN (SELECT id FROM (
	         SELECT id, at, LAG(at) OVER (PARTITION BY citizen ORDER BY id) AS before FROM exchanges WHERE outcome IN ` + questionsIn + `) x
	      WHERE before IS NULL OR at - before >= 1800000)`)
	run(`INSERT INTO daily (day, talk, outcome, title, count, begun)
	     SELECT day, talk, outcome, title, COUNT(*), SUM(begins) FROM exchanges GROUP BY day, talk, outcome, title`)
	run(`INSERT INTO asked (day, item, article, count)
	     SELECT day, item, article, COUNT(*) FROM exchanges WHERE talk = 'ask' AND outcome = 'answer' GROUP BY day, item, article`)
	run(`INSERT INTO ratings (citizen, exchange, helpful, comment, at) SELECT citizen, id, CASE WHEN id % 40 = 1 THEN 0 ELSE 1 END, '', at FROM exchanges WHERE id % 10 = 1`)
	run(`INSERT INTO tickets (id, version, citizen, exchange, kind, origin, state, section, urgent, question, opened_at, due_at, done_at, reply, title, article, urged, urged_at, cleared, phone)
	     SELECT id, 1, citizen, id, 'question', 'human', CASE WHEN id % 500 = 0 THEN 'open' ELSE 'answered' END, '办公室', 0, text, at, at + 86400000,
	            CASE WHEN id % 500 = 0 THEN 0 ELSE at + 3600000 * (id % 30) END, '。', '', '', 0, 0, '', '' FROM exchanges WHERE outcome = 'human' AND id % 25 = 0`)
	fillRequests(b, run, start)
	run(`INSERT INTO publications (version, kind, title, doc_no, normative, openness, section, item, hotspot, made, published, created_at)
	     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
	     SELECT 1, 'information', '信息' || i, '', '', 'result', '科室' || (i % 9), '', '', '', '2025-0' || (i % 9 + 1) || '-15', 0 FROM n`)
	run(`INSERT INTO publication_outlets (publication, outlet) SELECT id, 'website' FROM publications`)
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	if _, err := db.Exec(`ANALYZE`); err != nil {
		b.Fatal(err)
	}
}

func fillRequests(b testing.TB, run func(string, ...any), start time.Time) {
	b.Helper()
	rules := disclosure.Rules()
	for i := range busyRequests {
		r := disclosure.Request{
			Kind: disclosure.CaseRequest, State: disclosure.Served, Number: fmt.Sprintf("测公开〔%d〕第%d号", busyYear, i+1), Intake: disclosure.ByWeb,
			Received: disclosure.DayOf(start.AddDate(0, 0, i%365)),
		}
		code := string(rules[i%len(rules)].Code)
		if r.DecidedOn = r.Received.Add(15); i%40 == 0 {
			r.DecidedOn, r.State, code = "", disclosure.Open, ""
		}
		body, err := json.Marshal(&r)
		if err != nil {
			b.Fatal(err)
		}
		types := disclosure.ApplicantTypes()
		run(`INSERT INTO requests (version, kind, state, number, section, intake, received, applicant_type, code, decided_on, served_on, extended, body, sealed,
		            name_index, number_index, phone_index, access, failures, locked_until, created_at)
		     VALUES (1, 'request', $1, $2, '办公室', 'web', $3, $4, $5, $6, '', 0, $7, '', '', '', '', '', 0, 0, 0)`,
			string(r.State), r.Number, string(r.Received), string(types[i%len(types)]), code, string(r.DecidedOn), string(body))
	}
}

func sameAsRecount(b testing.TB, s *store.Store) {
	b.Helper()
	ctx := context.Background()
	totals, err := s.Counts(ctx, "", "")
	if err != nil {
		b.Fatal(err)
	}
	recount, err := s.Recount(ctx, "", "")
	if err != nil {
		b.Fatal(err)
	}
	if !cmp.Equal(totals, recount) || totals.Total() != 365*aDay {
		b.Fatalf("totals of %d exchanges and %d conversations, recount %d and %d", totals.Total(), totals.Begun(), recount.Total(), recount.Begun())
	}
	b.Logf("%d exchanges, %d conversations, %d rows of totals", totals.Total(), totals.Begun(), len(totals))
}
