package search

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"shangda/policy"
)

// Figures are a retrieval benchmark's results. RecallAtK is the share of queries with any right document in the top k.
type Figures struct {
	Queries          int     `json:"n"` // with at least one right document
	Documents        int     `json:"documents"`
	RecallAt1        float64 `json:"recall_at_1"`
	RecallAt3        float64 `json:"recall_at_3"`
	RecallAt10       float64 `json:"recall_at_10"`
	RecallAt100      float64 `json:"recall_at_100"`
	MRRAt10          float64 `json:"mrr_at_10"`
	P50              float64 `json:"p50_ms"`
	P99              float64 `json:"p99_ms"`
	QueriesPerSecond float64 `json:"queries_per_second"`
	BuildSeconds     float64 `json:"build_seconds"`
	IndexBytes       int64   `json:"index_bytes"`
}

// Benchmark indexes corpus (lines {"id","title","text"}) in a directory of its own under the system's temporary one and
// asks every query (lines {"id","text"}) that has a right document in qrels (lines query, tab, document, tab, grade).
// Ranking is the same as Engine.Find's, without validity or jurisdiction.
func Benchmark(ctx context.Context, corpus, queries, qrels io.Reader) (f Figures, err error) {
	docs, err := lines(corpus)
	if err != nil {
		return f, fmt.Errorf("corpus: %w", err)
	}
	asked, err := lines(queries)
	if err != nil {
		return f, fmt.Errorf("queries: %w", err)
	}
	right, err := grades(qrels)
	if err != nil {
		return f, fmt.Errorf("qrels: %w", err)
	}
	if len(docs) == 0 {
		return f, errors.New("corpus: no documents")
	}
	f.Documents = len(docs)
	dir, err := os.MkdirTemp("", "shangda-bench-")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	passages, keys := make([]policy.Passage, len(docs)), make([]string, len(docs))
	for i, d := range docs {
		passages[i], keys[i] = policy.Passage{ID: d.ID, Title: d.Title, Text: d.Text}, d.ID
	}
	start := time.Now()
	dir = filepath.Join(dir, "index")
	if err := build(ctx, dir, passages, keys); err != nil {
		return f, err
	}
	f.BuildSeconds = time.Since(start).Seconds()
	if f.IndexBytes, err = size(dir); err != nil {
		return f, err
	}
	g, err := open(dir)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	return f, f.ask(ctx, g, asked, right)
}

func (f *Figures) ask(ctx context.Context, g *generation, asked []line, right map[string]map[string]bool) error {
	var times []time.Duration
	var total time.Duration
	for _, q := range asked {
		if len(right[q.ID]) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		start := time.Now()
		r, err := g.score.rank(understand(normalize(q.Text)), nil, pool)
		if err != nil {
			return err
		}
		took := time.Since(start)
		times, total = append(times, took), total+took
		for i, c := range r.best {
			if right[q.ID][g.keys[c.doc]] {
				f.found(i + 1)
				break
			}
		}
	}
	f.Queries = len(times)
	if f.Queries == 0 {
		return errors.New("no query has a right document")
	}
	n := float64(f.Queries)
	for _, share := range []*float64{&f.RecallAt1, &f.RecallAt3, &f.RecallAt10, &f.RecallAt100, &f.MRRAt10} {
		*share /= n
	}
	slices.Sort(times)
	f.P50 = quantile(times, 0.50)
	f.P99 = quantile(times, 0.99)
	f.QueriesPerSecond = n / total.Seconds()
	return nil
}

// found counts a query whose first right document stands at a place, from 1.
func (f *Figures) found(place int) {
	for k, n := range map[int]*float64{1: &f.RecallAt1, 3: &f.RecallAt3, 10: &f.RecallAt10, 100: &f.RecallAt100} {
		if place <= k {
			*n++
		}
	}
	if place <= 10 {
		f.MRRAt10 += 1 / float64(place)
	}
}

// quantile is in milliseconds.
func quantile(sorted []time.Duration, q float64) float64 {
	i := min(int(q*float64(len(sorted))), len(sorted)-1)
	return float64(sorted[i]) / float64(time.Millisecond)
}

// line is one line of a corpus or of queries.
type line struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func lines(r io.Reader) ([]line, error) {
	var out []line
	seen := map[string]bool{}
	dec := json.NewDecoder(r)
	for {
		var l line
		err := dec.Decode(&l)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", len(out)+1, err)
		}
		if l.ID == "" || seen[l.ID] {
			return nil, fmt.Errorf("entry %d: id %q is empty or taken", len(out)+1, l.ID)
		}
		seen[l.ID] = true
		out = append(out, l)
	}
}

// grades reads which documents are right; a grade of 0 or less says a document isn't.
func grades(r io.Reader) (map[string]map[string]bool, error) {
	right := map[string]map[string]bool{}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		parts := strings.Fields(s.Text())
		if len(parts) == 0 {
			continue
		}
		if len(parts) != 3 {
			return nil, fmt.Errorf("line %d: want query, document and grade", n)
		}
		grade, err := strconv.Atoi(parts[2])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if grade <= 0 {
			continue
		}
		if right[parts[0]] == nil {
			right[parts[0]] = map[string]bool{}
		}
		right[parts[0]][parts[1]] = true
	}
	return right, s.Err()
}

// size is the bytes of all files under dir.
func size(dir string) (int64, error) {
	var n int64
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
