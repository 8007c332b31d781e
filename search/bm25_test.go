package search

import (
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"

	"shangda/policy"
)

// openBuilt builds and opens an index of passages whose keys are their IDs.
func openBuilt(t testing.TB, passages []policy.Passage) *generation {
	t.Helper()
	keys, at := make([]string, len(passages)), make([]*policy.Passage, len(passages))
	for i := range passages {
		keys[i], at[i] = passages[i].ID, &passages[i]
	}
	dir := filepath.Join(t.TempDir(), "index")
	if err := build(t.Context(), dir, at, keys); err != nil {
		t.Fatal(err)
	}
	g, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// reference is BM25 as the textbook has it, from the texts alone.
func reference(passages []policy.Passage, asked []string, curve Curve, cut func(terms) []string) []float64 {
	counts := make([]map[string]int, len(passages))
	lengths, average := make([]float64, len(passages)), 0.0
	df := map[string]int{}
	for i := range passages {
		list := cut(analyze(indexed(&passages[i])))
		lengths[i] = float64(len(list))
		average += lengths[i] / float64(len(passages))
		counts[i] = map[string]int{}
		for _, t := range list {
			if counts[i][t]++; counts[i][t] == 1 {
				df[t]++
			}
		}
	}
	scores := make([]float64, len(passages))
	for _, t := range asked {
		n := float64(len(passages))
		d := max(float64(df[t]), askedOften[t]*n)
		idf := math.Log(1 + (n-d+0.5)/(d+0.5))
		for i := range passages {
			tf := float64(counts[i][t])
			w, k1, b := float64(curve.Weight), float64(curve.K1), float64(curve.B)
			scores[i] += w * idf * tf * (k1 + 1) / (tf + k1*(1-b+b*lengths[i]/average))
		}
	}
	return scores
}

func TestScoresAreExactBM25(t *testing.T) {
	passages := synthetic(300)
	g := openBuilt(t, passages)
	for _, question := range []string{
		"特许人应当在合同订立后多少日内备案", "直销企业缴存保证金", "没收违法所得", "企业", "成品油经营企业变更后报告，逾期罚款多少",
	} {
		asked := analyzeQuery(question)
		pairs := reference(passages, asked.pairs, chosen.Pairs, func(t terms) []string { return t.pairs })
		singles := reference(passages, asked.singles, chosen.Singles, func(t terms) []string { return t.singles })
		r, err := g.score.rank(asked, nil, nil, pool)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.best) == 0 {
			t.Fatalf("%q: nothing found", question)
		}
		number := map[string]int{}
		for i, p := range passages {
			number[p.ID] = i
		}
		floor := math.Inf(1) // the lowest pairs score that made it
		seen := map[int]bool{}
		for _, c := range r.best {
			i := number[g.keys[c.doc]]
			seen[i] = true
			floor = min(floor, pairs[i])
			if want := pairs[i] + singles[i]; math.Abs(float64(c.score)-want) > 1e-4*max(1, want) {
				t.Errorf("%q: %s scored %.6f, want %.6f", question, g.keys[c.doc], c.score, want)
			}
		}
		if len(r.best) < pool {
			continue // everything with a pair is there; floor says nothing
		}
		for i, s := range pairs {
			if s > floor*1.01 && !seen[i] {
				t.Errorf("%q: p%d with %.4f pairs was not ranked again, the least ranked has %.4f", question, i, s, floor)
			}
		}
	}
}

func TestBleveSearchGivesTheSameRanking(t *testing.T) {
	g := openBuilt(t, synthetic(500))
	asked := analyzeQuery("拍卖企业终止经营前应当保存交易记录")
	r, err := g.score.rank(asked, nil, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	var found ranking
	q := &passagesQuery{scorer: g.score, terms: asked, found: &found}
	res, err := g.index.Search(bleve.NewSearchRequestOptions(q, 10, 0, false))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, h := range res.Hits {
		id, _, _ := strings.Cut(h.ID, "\t")
		got = append(got, id)
	}
	for _, c := range r.best {
		want = append(want, g.keys[c.doc])
	}
	slices.Sort(got) // equal scores may come in either order
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("bleve found %v, scorer %v", got, want)
	}
}

func TestPostingsCacheStaysWithinItsBudget(t *testing.T) {
	g := openBuilt(t, synthetic(400))
	f := newField(fieldPairs, chosen.Pairs, g.score.reader, g.score.files, make([]int, 400), 20_000)
	dict, err := g.score.reader.FieldDict(fieldPairs)
	if err != nil {
		t.Fatal(err)
	}
	defer dict.Close()
	for e, err := dict.Next(); e != nil; e, err = dict.Next() {
		if err != nil {
			t.Fatal(err)
		}
		p, err := f.get(e.Term)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.tfs) != int(e.Count) {
			t.Fatalf("%s: %d postings, want %d", e.Term, len(p.tfs), e.Count)
		}
		held := 0
		for _, s := range []shelf{f.common, f.fresh, f.stale} {
			for _, p := range s.by {
				held += f.weightOf(p.df())
			}
		}
		if held > f.budget {
			t.Fatalf("holds %d bytes, want at most %d", held, f.budget)
		}
	}
}

func TestPostingsThatFitAreAllAtHand(t *testing.T) {
	g := openBuilt(t, synthetic(400))
	_, lengths, err := externalIDs(g.score.reader, len(g.keys))
	if err != nil {
		t.Fatal(err)
	}
	for i, whole := range []*field{g.score.pairs, g.score.singles} {
		tight := newField(whole.name, whole.curve, g.score.reader, g.score.files, lengths[i], 60_000)
		if err := tight.warm(); err != nil {
			t.Fatal(err)
		}
		if !whole.whole || tight.whole {
			t.Fatalf("%s: all at hand with the usual budget: %t, with a small one: %t", whole.name, whole.whole, tight.whole)
		}
		dict, err := g.score.reader.FieldDict(whole.name)
		if err != nil {
			t.Fatal(err)
		}
		terms := []string{"没有的词"}
		for e, err := dict.Next(); e != nil; e, err = dict.Next() {
			if err != nil {
				t.Fatal(err)
			}
			terms = append(terms, e.Term)
		}
		if err := dict.Close(); err != nil {
			t.Fatal(err)
		}
		for _, term := range terms {
			x, err := whole.get(term)
			if err != nil {
				t.Fatal(err)
			}
			y, err := tight.get(term)
			if err != nil {
				t.Fatal(err)
			}
			one, other := *x, *y
			one.of, other.of = nil, nil
			if !reflect.DeepEqual(one, other) {
				t.Fatalf("%s: %d passages at hand, %d as read", term, x.df(), y.df())
			}
		}
	}
}

func TestTermsAreReadAndCountedAsBleveReadsThem(t *testing.T) {
	g := openBuilt(t, synthetic(2400)) // more than one batch, which the builder merges
	own := g.reader
	for _, field := range []string{fieldPairs, fieldSingles} {
		dict, err := own.FieldDict(field)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for e, err := dict.Next(); e != nil; e, err = dict.Next() {
			if err != nil {
				t.Fatal(err)
			}
			want, err := own.IndexReader.TermFieldReader(t.Context(), []byte(e.Term), field, true, false, false)
			if err != nil {
				t.Fatal(err)
			}
			got, err := own.TermFieldReader(t.Context(), []byte(e.Term), field, true, false, false)
			if err != nil {
				t.Fatal(err)
			}
			if e.Count != want.Count() || got.Count() != want.Count() {
				t.Fatalf("%s: counted %d, read %d, want %d", e.Term, e.Count, got.Count(), want.Count())
			}
			for {
				x, err := got.Next(nil)
				if err != nil {
					t.Fatal(err)
				}
				y, err := want.Next(nil)
				if err != nil {
					t.Fatal(err)
				}
				if x == nil || y == nil {
					if x != nil || y != nil {
						t.Fatalf("%s: the two end at different passages", e.Term)
					}
					break
				}
				if x.ID.Value() != y.ID.Value() || x.Freq != y.Freq {
					t.Fatalf("%s: passage %d, %d times, want %d, %d", e.Term, x.ID.Value(), x.Freq, y.ID.Value(), y.Freq)
				}
			}
			if err := got.Close(); err != nil {
				t.Fatal(err)
			}
			if err := want.Close(); err != nil {
				t.Fatal(err)
			}
			n++
		}
		if err := dict.Close(); err != nil {
			t.Fatal(err)
		}
		if n < 50 {
			t.Errorf("%d terms in field %s, too few to tell", n, field)
		}
	}
}

func TestWhatWasReadOfTheFilesIsLetGo(t *testing.T) {
	g := openBuilt(t, synthetic(400))
	if len(g.score.files.data) == 0 {
		t.Fatal("no mapped file, want the index's one segment")
	}
	var before, after postings
	if err := g.score.pairs.decode("企业", &before); err != nil {
		t.Fatal(err)
	}
	g.score.files.letGo()
	if err := g.score.pairs.decode("企业", &after); err != nil {
		t.Fatal(err)
	}
	if len(before.tfs) == 0 || !reflect.DeepEqual(before, after) {
		t.Errorf("a term reads otherwise after its pages were let go: %d and %d passages", len(before.tfs), len(after.tfs))
	}
}
