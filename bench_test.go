package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
	"shangda/store"
)

// BenchmarkHouse measures the whole program as the office runs it, in processes of their own, and prints one table. It
// fails for wrong results only, never for slow ones. Its parts can be run alone: -bench House/answers.
func BenchmarkHouse(b *testing.B) {
	t, c, post := &table{}, newCrowd(b), &mail{}
	t.say("load of the machine before", "%s", loadOf(b))
	for _, part := range []struct {
		name    string
		measure func(*testing.B)
	}{
		{"start", func(b *testing.B) { starts(b, t) }},
		{"answers", func(b *testing.B) { answers(b, t, c, post) }},
		{"searches", func(b *testing.B) { searches(b, t, c, post) }},
	} {
		b.Run(part.name, func(b *testing.B) {
			part.measure(b)
			b.ReportMetric(0, "ns/op") // says nothing
		})
	}
	t.say("load of the machine after", "%s", loadOf(b))
	t.print(os.Stdout)
}

// starts measures a first start: tables, starter knowledge, index.
func starts(b *testing.B, t *table) {
	var took []time.Duration
	for range 3 {
		p := product(b, b.TempDir())
		took = append(took, p.took)
		p.stop()
	}
	t.most("start to ready, empty folder, starter pack (middle of 3)", middle(took).Seconds(), 2, "s")
}

// answers measures full answers with 10,000 passages against a bare echo, then kills the product while it answers.
func answers(b *testing.B, t *table, c *crowd, post *mail) {
	dir := b.TempDir()
	passages, _ := fill(b, dir, c.documents(10_000))
	p := product(b, dir)
	ask := func(p *child, n int, end func()) ([]answered, int) {
		return attack(b, p, post.deliveries(b, c.questions(n)), end)
	}
	all, _ := ask(p, citizens, nil) // every citizen is known from here on
	bare := echo(b, meanReply(all))
	ask(bare, citizens, nil)

	const rounds, each = 3, 5 * rate
	var ours, theirs cost
	var latencies []time.Duration
	for range rounds {
		for _, of := range []struct {
			p *child
			*cost
		}{{bare, &theirs}, {p, &ours}} {
			before := of.p.cpu()
			good, lost := ask(of.p, each, nil)
			of.add(of.p.cpu()-before, len(good))
			if lost > 0 {
				b.Errorf("%d of %d deliveries unanswered", lost, each)
			}
			if of.p == p {
				all = append(all, good...)
				for _, a := range good {
					latencies = append(latencies, a.latency)
				}
			}
		}
	}
	t.say(fmt.Sprintf("full answer, %d passages, %d/s: CPU", passages, rate), "%v", ours)
	t.say(fmt.Sprintf("bare gin + SDK echo of %d bytes, %d/s: CPU", meanReply(all), rate), "%v", theirs)
	t.most("full answer : bare echo", float64(ours.mean())/float64(theirs.mean()), 3.5, "")
	slices.Sort(latencies)
	t.say("full answer: p50", "%.2f ms", milliseconds(quantile(latencies, .5)))
	t.most("full answer: p99", milliseconds(quantile(latencies, .99)), 50, "ms")
	t.say("full answer: memory of the process", "%.0f MB", p.memory("VmRSS"))
	p.stop()
	bare.stop()
	missing, rows := verify(b, dir, all)
	t.is("answered messages, rows, rows that differ", fmt.Sprintf("%d, %d, %d", len(all), rows.Total(), missing),
		"equal, 0", int(rows.Total()) == len(all) && missing == 0)
	t.say("outcomes", "%s", outcomes(rows))

	p = product(b, dir)
	before := len(all)
	good, lost := ask(p, 4*rate, func() { time.Sleep(2 * time.Second); p.kill() })
	all = append(all, good...)
	missing, _ = verify(b, dir, all)
	t.is("kill -9 under load: answered before, cut off, lost", fmt.Sprintf("%d, %d, %d", len(all)-before, lost, missing),
		"0 lost", missing == 0 && len(all) > before)
	stages(b, t, dir, post.deliveries(b, c.questions(citizens)), ours.mean())
}

// stages measures what an answer consists of, each by itself in this process: but for the log one after the other, so
// with warm caches.
func stages(b *testing.B, t *table, dir string, post []delivery, whole time.Duration) {
	r := inProcess(b, dir)
	defer r.Close()
	account, err := callbackAccount(r.cfg)
	if err != nil {
		b.Fatal(err)
	}
	s := newStages(b, r, account, post)
	sum := time.Duration(0)
	for _, stage := range []struct {
		name string
		cost time.Duration
	}{
		{"decrypt and parse", s.each(s.open)},
		{"load", s.each(s.load)},
		{"search", s.each(s.find)},
		{"think and word, without search", s.each(s.think) - s.each(s.find)},
		{fmt.Sprintf("log, at %d/s", rate), s.paced(s.save)},
		{"encrypt", s.each(s.seal)},
	} {
		sum += stage.cost
		t.stage(stage.name, stage.cost, whole)
	}
	t.stage("the rest: HTTP, gin, waking up, cold caches, collecting garbage", whole-sum, whole)
}

// searches measures search alone and the memory of a process that serves 50,000 passages.
func searches(b *testing.B, t *table, c *crowd, post *mail) {
	dir := b.TempDir()
	passages, built := fill(b, dir, c.documents(50_000))
	t.most(fmt.Sprintf("index build, %d passages", passages), built.Seconds(), 30, "s")
	took := finds(b, dir, c.questions(200), c.questions(2000))
	t.most(fmt.Sprintf("search alone, %d passages: p50", passages), milliseconds(quantile(took, .5)), 1.5, "ms")
	t.most(fmt.Sprintf("search alone, %d passages: p99", passages), milliseconds(quantile(took, .99)), 8, "ms")
	for _, of := range []string{"index at hand", "index built by the process"} {
		p := product(b, dir)
		good, lost := attack(b, p, post.deliveries(b, c.questions(2000)), nil)
		if lost > 0 || len(good) == 0 {
			b.Errorf("%d of 2000 deliveries unanswered", lost)
		}
		t.most("memory of the process after 2000 answers, "+of, p.memory("VmRSS"), 200, "MB")
		t.say("start to ready, "+of, "%.1f s, at most %.0f MB, of files %.0f MB", p.took.Seconds(), p.memory("VmHWM"), p.memory("RssFile"))
		p.stop()
		if err := os.RemoveAll(filepath.Join(dir, "data", "index")); err != nil {
			b.Fatal(err)
		}
	}
}

// fill stores items in dir, indexes them and returns how many passages there are, and how long the index took.
func fill(b *testing.B, dir string, items []policy.Item) (passages int, took time.Duration) {
	b.Helper()
	ctx := context.Background()
	r := inProcess(b, dir)
	defer r.Close()
	if _, err := r.store.SaveItems(ctx, items, time.Now()); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := r.search.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	return len(r.search.Library().Passages()), time.Since(start)
}

// inProcess opens the rooms of dir in this process.
func inProcess(b *testing.B, dir string) *rooms {
	b.Helper()
	r, err := open(context.Background(), &cli{}, streams{out: io.Discard, err: io.Discard, environ: environment(dir, "127.0.0.1:1")})
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// finds asks the questions one by one and returns how long each took, shortest first.
func finds(b *testing.B, dir string, warm, questions []string) []time.Duration {
	b.Helper()
	ctx := context.Background()
	r := inProcess(b, dir)
	defer r.Close()
	if err := r.search.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for _, list := range [][]string{warm, questions} {
		took = took[:0]
		for _, q := range list {
			start := time.Now()
			if _, err := r.search.Find(ctx, query(r, q)); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	return took
}

func query(r *rooms, question string) search.Query {
	return search.Query{Text: question, On: policy.DateOf(time.Now()), Jurisdiction: r.cfg.Office.Jurisdiction, Limit: 10}
}

// cost is the processor time of some requests, and that of each of their parts.
type cost struct {
	cpu   time.Duration
	n     int
	parts []time.Duration
}

func (c *cost) add(cpu time.Duration, n int) {
	c.cpu, c.n, c.parts = c.cpu+cpu, c.n+n, append(c.parts, cpu/time.Duration(max(n, 1)))
}

func (c cost) mean() time.Duration { return c.cpu / time.Duration(max(c.n, 1)) }

func (c cost) String() string {
	return fmt.Sprintf("%d µs (rounds %d to %d)", c.mean().Microseconds(), slices.Min(c.parts).Microseconds(), slices.Max(c.parts).Microseconds())
}

// table is the result.
type table struct{ rows []string }

func (t *table) row(what, measured, limit, ok string) {
	t.rows = append(t.rows, strings.Join([]string{what, measured, limit, ok}, "\t"))
}

func (t *table) say(what, format string, args ...any) {
	t.row(what, fmt.Sprintf(format, args...), "", "")
}

func (t *table) is(what, measured, limit string, ok bool) {
	t.row(what, measured, limit, map[bool]string{true: "yes", false: "NO"}[ok])
}

func (t *table) most(what string, measured, limit float64, unit string) {
	t.is(what, strings.TrimSpace(fmt.Sprintf("%.2f %s", measured, unit)), strings.TrimSpace(fmt.Sprintf("≤ %g %s", limit, unit)), measured <= limit)
}

func (t *table) stage(name string, cost, whole time.Duration) {
	t.row("  "+name, fmt.Sprintf("%d µs", cost.Microseconds()), fmt.Sprintf("%.0f %%", 100*cost.Seconds()/whole.Seconds()), "")
}

func (t *table) print(w io.Writer) {
	tabs := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tabs, "\nwhat\tmeasured\tlimit or share\tok\n%s\n", strings.Join(t.rows, "\n"))
	_ = tabs.Flush()
}

func middle(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }

func meanReply(all []answered) int {
	n := 0
	for _, a := range all {
		n += len(a.reply)
	}
	return n / max(len(all), 1)
}

func outcomes(rows store.Tallies) string {
	by := store.By(rows, func(t store.Tally) desk.Outcome { return t.Outcome })
	var parts []string
	for outcome, n := range by {
		parts = append(parts, fmt.Sprintf("%s %.0f %%", outcome, 100*float64(n)/float64(rows.Total())))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// loadOf is the average number of processes that ran or waited in the last minute, all of the machine's.
func loadOf(b *testing.B) string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		b.Fatal(err)
	}
	average, _, _ := strings.Cut(string(data), " ")
	return average
}
