package search

import (
	"bufio"
	"context"
	"crypto/md5"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"shangda/policy"
)

// Figures are a retrieval benchmark's results. Where the queries say which of them weights may be chosen by, Rest is what the
// others reached.
type Figures struct {
	Reached
	Documents        int      `json:"documents"`
	P50              float64  `json:"p50_ms"`
	P99              float64  `json:"p99_ms"`
	QueriesPerSecond float64  `json:"queries_per_second"`
	BuildSeconds     float64  `json:"build_seconds"`
	IndexBytes       int64    `json:"index_bytes"`
	Rest             *Reached `json:"rest,omitempty"`
}

// Reached is how well right documents were found. RecallAtK is the share of queries with any right document in the top k.
type Reached struct {
	Queries     int     `json:"n"` // with at least one right document
	RecallAt1   float64 `json:"recall_at_1"`
	RecallAt3   float64 `json:"recall_at_3"`
	RecallAt10  float64 `json:"recall_at_10"`
	RecallAt100 float64 `json:"recall_at_100"`
	MRRAt10     float64 `json:"mrr_at_10"`
}

// Benchmark is a retrieval benchmark in an index of its own under the system's temporary directory. Ranking is the same as
// Engine.Find's, without validity or jurisdiction.
type Benchmark struct {
	asked    []line
	right    map[string]map[string]bool
	passages []*policy.Passage
	at       []*policy.Passage // by document number
	gen      *generation
	dir      string
	build    time.Duration
	links    [Folds]*links // for the queries of each fold; nil: none
	subjects *subjects
}

// Folds is how many parts a cross-validation has; a question's is the MD5 of its ID, modulo Folds.
const Folds = 5

// FoldOf tells which part of a cross-validation a question belongs to, from 0 to 4.
func FoldOf(id string) int {
	sum := md5.Sum([]byte(id))
	return int(new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), big.NewInt(Folds)).Int64())
}

// OpenBenchmark indexes corpus (lines {"id","title","text"}) for queries (lines {"id","text"}) of which qrels (lines query,
// tab, document, tab, grade) names right documents. The caller closes it.
func OpenBenchmark(ctx context.Context, corpus, queries, qrels io.Reader) (_ *Benchmark, err error) {
	docs, err := lines(corpus)
	if err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	b := &Benchmark{}
	if b.asked, err = lines(queries); err != nil {
		return nil, fmt.Errorf("queries: %w", err)
	}
	if b.right, err = grades(qrels); err != nil {
		return nil, fmt.Errorf("qrels: %w", err)
	}
	if len(docs) == 0 {
		return nil, errors.New("corpus: no documents")
	}
	b.asked = slices.DeleteFunc(b.asked, func(q line) bool { return len(b.right[q.ID]) == 0 })
	if len(b.asked) == 0 {
		return nil, errors.New("no query has a right document")
	}
	if b.dir, err = os.MkdirTemp("", "shangda-bench-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(b.dir))
		}
	}()
	keys := make([]string, len(docs))
	for i, d := range docs {
		title, article := cutArticle(d.Title)
		b.passages, keys[i] = append(b.passages, &policy.Passage{ID: d.ID, Title: title, Article: article, Text: d.Text}), d.ID
	}
	start := time.Now()
	if err := build(ctx, b.index(), b.passages, keys); err != nil {
		return nil, err
	}
	b.build = time.Since(start)
	if b.gen, err = open(b.index()); err != nil {
		return nil, err
	}
	number := make(map[string]int, len(keys))
	for i, k := range keys {
		number[k] = i
	}
	for _, k := range b.gen.keys { // in the index documents are numbered anew
		b.at = append(b.at, b.passages[number[k]])
	}
	return b, nil
}

func (b *Benchmark) index() string { return filepath.Join(b.dir, "index") }

// Close deletes the index.
func (b *Benchmark) Close() error { return errors.Join(b.gen.close(), os.RemoveAll(b.dir)) }

var articleAtEnd = regexp.MustCompile(`第[零〇一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?$`)

// cutArticle parts the title of a benchmark's document, such as 公司法第二十条, into document and article. A document
// without title stands for itself.
func cutArticle(title string) (document, article string) {
	article = articleAtEnd.FindString(title)
	return strings.TrimSuffix(title, article), article
}

// Link lets the other queries of the set vote for their right documents: those of the four other folds.
func (b *Benchmark) Link() {
	number := make(map[string]int, len(b.at))
	ordered := make([]*policy.Passage, len(b.at))
	for doc := range b.at {
		p := *b.at[doc]
		if number[p.ID] = doc; p.Article == "" {
			p.Article = p.ID
		}
		ordered[doc] = &p
	}
	b.subjects = newSubjects(ordered)
	for fold := range b.links {
		var lessons []lesson
		for _, q := range b.asked {
			if FoldOf(q.ID) == fold {
				continue
			}
			from := source{doc: -1}
			for _, id := range slices.Sorted(maps.Keys(b.right[q.ID])) {
				if n, ok := number[id]; ok {
					from.to = append(from.to, target{b.subjects.number[policy.Basis{Title: ordered[n].Title, Article: ordered[n].Article}], 1})
				}
			}
			lessons = append(lessons, lesson{wordings: []string{q.Text}, source: from})
		}
		b.links[fold] = newLinks(lessons, b.subjects.count())
		b.links[fold].words = b.subjects.translator(lessons)
	}
}

// Run asks every query.
func (b *Benchmark) Run(ctx context.Context) (f Figures, err error) {
	f.Documents, f.BuildSeconds = len(b.passages), b.build.Seconds()
	if f.IndexBytes, err = size(b.index()); err != nil {
		return f, err
	}
	places, times, err := b.ask(ctx, b.gen.score)
	if err != nil {
		return f, err
	}
	f.Reached = reached(places)
	if own, rest := b.divide(places); len(own) > 0 && len(rest) > 0 {
		r := reached(rest)
		f.Rest = &r
	}
	var total time.Duration
	for _, t := range times {
		total += t
	}
	slices.Sort(times)
	f.P50 = quantile(times, 0.50)
	f.P99 = quantile(times, 0.99)
	f.QueriesPerSecond = float64(len(times)) / total.Seconds()
	return f, nil
}

// ask tells for every query at which place its first right document stands, from 1, 0 for none, and how long it took.
func (b *Benchmark) ask(ctx context.Context, by *scorer) (places []int, times []time.Duration, err error) {
	for _, q := range b.asked {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		start := time.Now()
		text := normalize(q.Text)
		asked := understand(text)
		votes := b.links[FoldOf(q.ID)].vote(text, asked, b.subjects, by.weights, 0)
		r, err := by.rank(asked, nil, votes, pool)
		votes.release()
		if err != nil {
			return nil, nil, err
		}
		by.look(&r, text, asked, b.at)
		times = append(times, time.Since(start))
		places = append(places, 1+slices.IndexFunc(r.best, func(c candidate) bool { return b.right[q.ID][b.gen.keys[c.doc]] }))
	}
	return places, times, nil
}

// divide parts the places of all queries: those that weights may be chosen by, and the rest.
func (b *Benchmark) divide(places []int) (own, rest []int) {
	for i, q := range b.asked {
		if q.Split == dev {
			own = append(own, places[i])
		} else {
			rest = append(rest, places[i])
		}
	}
	return own, rest
}

func reached(places []int) (r Reached) {
	r.Queries = len(places)
	for _, place := range places {
		if place == 0 {
			continue
		}
		for k, share := range map[int]*float64{1: &r.RecallAt1, 3: &r.RecallAt3, 10: &r.RecallAt10, 100: &r.RecallAt100} {
			if place <= k {
				*share++
			}
		}
		if place <= 10 {
			r.MRRAt10 += 1 / float64(place)
		}
	}
	for _, share := range []*float64{&r.RecallAt1, &r.RecallAt3, &r.RecallAt10, &r.RecallAt100, &r.MRRAt10} {
		*share /= float64(max(r.Queries, 1))
	}
	return r
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
	Split string `json:"split"` // dev: weights may be chosen by it
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
