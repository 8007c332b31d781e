package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"shangda/needs"
	"shangda/policy"
)

func benchmark(t *testing.T, corpus, queries, qrels io.Reader) (Figures, error) {
	t.Helper()
	b, err := OpenBenchmark(t.Context(), corpus, queries, qrels)
	if err != nil {
		return Figures{}, err
	}
	defer b.Close()
	return b.Run(t.Context())
}

func TestBenchmarkCountsWhatItFinds(t *testing.T) {
	corpus := `{"id":"d1","title":"","text":"发卡企业应当办理备案","more":1}
{"id":"d2","title":"价格法","text":"经营者应当明码标价"}
{"id":"d3","title":"直销管理条例","text":"直销企业应当缴存保证金"}`
	queries := `{"id":"q1","text":"明码标价"}
{"id":"q2","text":"发卡企业要交保证金吗"}
{"id":"q3","text":"没有答案的问题"}
{"id":"q4","text":"游泳"}`
	qrels := "q1\td2\t1\nq2\td3\t2\nq2\td1\t0\nq4\td1\t1\n"
	f, err := benchmark(t, strings.NewReader(corpus), strings.NewReader(queries), strings.NewReader(qrels))
	if err != nil {
		t.Fatal(err)
	}
	if f.Queries != 3 || f.Documents != 3 {
		t.Errorf("got %d queries, %d documents, want 3 and 3", f.Queries, f.Documents)
	}
	if f.RecallAt1 < 0.33 || f.RecallAt1 > 0.67 || f.RecallAt100 < 0.66 || f.RecallAt100 > 0.67 {
		t.Errorf("got recall %v at 1, %v at 100", f.RecallAt1, f.RecallAt100)
	}
	if f.BuildSeconds <= 0 || f.IndexBytes <= 0 || f.QueriesPerSecond <= 0 || f.P99 < f.P50 {
		t.Errorf("figures out of range: %+v", f)
	}
}

func TestBenchmarkTellsWhatTheQuestionsReachedThatWeightsWereNotChosenBy(t *testing.T) {
	const corpus = `{"id":"d1","text":"发卡企业应当办理备案"}
{"id":"d2","text":"经营者应当明码标价"}`
	const qrels = "q1\td2\t1\nq2\td1\t1\nq3\td2\t1\n"
	ask := func(second string) Figures {
		t.Helper()
		f, err := benchmark(t, strings.NewReader(corpus), strings.NewReader(`{"id":"q1","text":"明码标价","split":"dev"}
{"id":"q2","text":"发卡企业","split":"`+second+`"}
{"id":"q3","text":"游泳","split":"`+second+`"}`), strings.NewReader(qrels))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := ask("test")
	if f.Rest == nil || f.Rest.Queries != 2 || f.Rest.RecallAt1 != 0.5 || f.Queries != 3 || f.RecallAt1 != 2.0/3 {
		t.Errorf("got %+v, the rest %+v; want two of three right at once, and one of the rest's two", f.Reached, f.Rest)
	}
	if f := ask("dev"); f.Rest != nil {
		t.Errorf("all may choose weights: got a rest of %+v, want none", *f.Rest)
	}
}

func TestBenchmarkNamesTheBadLine(t *testing.T) {
	const ok = `{"id":"d1","text":"备案"}`
	for name, in := range map[string][3]string{
		"corpus":  {`{"id":`, ok, "d1\td1\t1"},
		"entry 2": {ok + "\n" + ok, ok, "d1\td1\t1"},
		"line 1":  {ok, ok, "d1 d1"},
		"qrels":   {ok, ok, "d1\td1\tx"},
		"right":   {ok, ok, ""},
	} {
		_, err := benchmark(t, strings.NewReader(in[0]), strings.NewReader(in[1]), strings.NewReader(in[2]))
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want it to name %q", err, name)
		}
	}
}

func TestLayQuestionsFindTheirStatutes(t *testing.T) {
	dir := filepath.Dir(needs.Shared(t, "eval/lecoqa_statutes/corpus.jsonl")[0])
	var in [3]*bytes.Reader
	for i, name := range []string{"corpus.jsonl", "queries.jsonl", "qrels.tsv"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		in[i] = bytes.NewReader(data)
	}
	f, err := benchmark(t, in[0], in[1], in[2])
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", f)
	if f.RecallAt1 < 0.43 || f.RecallAt10 < 0.74 {
		t.Errorf("recall %.3f at 1, %.3f at 10, want at least .43 and .74", f.RecallAt1, f.RecallAt10)
	}
}

func BenchmarkFind10k(b *testing.B) { benchmarkFind(b, 10_000) }
func BenchmarkFind50k(b *testing.B) { benchmarkFind(b, 50_000) }

// benchmarkFind asks distinct questions of n passages and reports, besides the mean: latency, processor time a question,
// seconds of building, and the process's resident memory.
func benchmarkFind(b *testing.B, n int) {
	w, questions := crowd(b, n)
	e := newEngine(b, b.TempDir(), w)
	start := time.Now()
	refresh(b, e)
	built := time.Since(start).Seconds()
	runtime.GC()
	debug.FreeOSMemory()
	times := make([]time.Duration, 0, 1<<16)
	cpu := processor()
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		start := time.Now()
		_, err := e.Find(b.Context(), Query{Text: questions[i%len(questions)], On: today, Jurisdiction: office, Limit: 5})
		if err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	b.StopTimer()
	b.ReportMetric(float64((processor()-cpu).Microseconds())/float64(b.N), "cpu-µs/op")
	slices.Sort(times)
	b.ReportMetric(quantile(times, 0.5), "p50-ms")
	b.ReportMetric(quantile(times, 0.99), "p99-ms")
	b.ReportMetric(built, "build-s")
	b.ReportMetric(resident(), "rss-MB")
}

func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func resident() float64 {
	data, _ := os.ReadFile("/proc/self/statm")
	var total, pages float64
	_, _ = fmt.Sscan(string(data), &total, &pages)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

// crowd publishes n articles, fifty a document, and makes questions: from real texts when they are at hand, else
// recombined ones.
func crowd(b *testing.B, n int) (*world, []string) {
	var passages []policy.Passage
	var questions []string
	for _, file := range []string{"lecoqa_statutes", "lecoqa_answers"} {
		data, err := os.ReadFile("../../shared/eval/" + file + "/corpus.jsonl")
		if err != nil {
			break
		}
		list, err := lines(bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		for _, l := range list {
			passages = append(passages, policy.Passage{Title: l.Title, Text: l.Text})
		}
	}
	if data, err := os.ReadFile("../../shared/eval/lecoqa_statutes/queries.jsonl"); err == nil {
		dec := json.NewDecoder(bytes.NewReader(data))
		for l := (line{}); dec.Decode(&l) == nil; {
			questions = append(questions, l.Text)
		}
	}
	if len(questions) == 0 {
		passages = synthetic(n)
		for _, p := range synthetic(2000) {
			questions = append(questions, string([]rune(p.Text)[3:25]))
		}
	}
	w := &world{}
	var docs []*policy.Document
	for i := range n {
		p, other := passages[i%len(passages)], passages[(i*7919+i/len(passages)*104729)%len(passages)]
		if i%50 == 0 {
			docs = append(docs, doc(fmt.Sprintf("%s%d", p.Title, i)))
		}
		half := []rune(other.Text)
		d := docs[len(docs)-1]
		d.Articles = append(d.Articles, policy.Article{
			Name: "第" + numeral(len(d.Articles)+1) + "条",
			Text: string([]rune(p.Text)[len([]rune(p.Text))/2:]) + string(half[:min(len(half), 150)]),
		})
	}
	w.publish(docs...)
	return w, questions
}
