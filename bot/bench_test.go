package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"shangda/desk"
	"shangda/knowledge"
	"shangda/policy"
)

// BenchmarkConsult thinks over questions as citizens put them, the starter pack's own wordings.
func BenchmarkConsult(b *testing.B) { benchmarkConsult(b, newHouse(b), wordings(b)) }

// BenchmarkConsultLarge does so where 50,000 passages are on file and staff have linked 5,000 questions to articles. A message
// may cost 3 ms there.
func BenchmarkConsultLarge(b *testing.B) {
	h := newHouse(b)
	h.enlarge(b, 50_000, 5_000)
	questions := wordings(b)
	b.Run("question", func(b *testing.B) { benchmarkConsult(b, h, questions) })
	b.Run("rant", func(b *testing.B) {
		var rants []string
		for _, q := range questions {
			rants = append(rants, strings.Repeat("我们公司在这里开了十年，跑了很多趟窗口，每次说的都不一样。", 66)+q+"？")
		}
		benchmarkConsult(b, h, rants)
	})
}

// benchmarkConsult reports the processor time, collecting garbage included.
func benchmarkConsult(b *testing.B, h *house, questions []string) {
	b.ReportAllocs()
	start, n := processorTime(b), 0
	for b.Loop() {
		h.Consult(context.Background(), questions[n%len(questions)], "", "")
		n++
	}
	b.ReportMetric((processorTime(b)-start).Seconds()*1000/float64(n), "cpu-ms/op")
}

// enlarge files documents of so many articles in all, whose texts are clauses of the starter pack in a new order, and
// links questions to them.
func (h *house) enlarge(b *testing.B, articles, questions int) {
	b.Helper()
	const each = 40
	ctx, random := context.Background(), rand.New(rand.NewPCG(2024, 11))
	var clauses []string
	for _, p := range h.Search.Library().Passages() {
		clauses = append(clauses, strings.FieldsFunc(p.Text, func(r rune) bool { return strings.ContainsRune("，。；：\n", r) })...)
	}
	some := func(n int) string {
		said := make([]string, n)
		for i := range said {
			said[i] = clauses[random.IntN(len(clauses))]
		}
		return strings.Join(said, "，")
	}
	var items []policy.Item
	for n := range articles / each {
		d := &policy.Document{Title: fmt.Sprintf("%s汇编%d", some(1), n), Status: policy.InForce, Effective: "2020-02-01", Jurisdiction: "全国"}
		for i := range each {
			d.Articles = append(d.Articles, policy.Article{Name: fmt.Sprintf("第%d条", i+1), Text: some(5+random.IntN(10)) + "。"})
		}
		items = append(items, policy.NewItem(d, policy.FromImport, policy.Approved))
	}
	if _, err := h.Store.SaveItems(ctx, items, h.now); err != nil {
		b.Fatal(err)
	}
	for i := range questions {
		d := items[i%len(items)].Document
		l := desk.Link{Question: some(2) + "怎么办", Title: d.Title, Article: d.Articles[i%each].Name, Kind: desk.LinkStaff, Approved: true, At: h.now}
		if err := h.Store.AddLink(ctx, &l); err != nil {
			b.Fatal(err)
		}
	}
	if err := h.Search.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
}

func wordings(b *testing.B) (all []string) {
	b.Helper()
	items, err := knowledge.Starter()
	if err != nil {
		b.Fatal(err)
	}
	for _, it := range items {
		if it.QA != nil {
			all = append(all, it.QA.Wordings...)
		}
	}
	return all
}

func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
