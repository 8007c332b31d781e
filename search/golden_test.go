package search

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shangda/knowledge"
	"shangda/policy"
)

var update = flag.Bool("update", false, "write the ranks of the golden questions")

// TestGoldenQuestionsStandWhereTheyStood asks the starter knowledge what citizens might ask, in words of their own, and
// compares at which place the right article stands, so that every change of the ranking shows in the diff.
func TestGoldenQuestionsStandWhereTheyStood(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	items, err := knowledge.Starter()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{rev: 1, items: items}
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)

	var places strings.Builder
	var n, first, third, reciprocal float64
	for l := range strings.Lines(string(data)) {
		var q struct{ Question, Title, Article string }
		if err := json.Unmarshal([]byte(l), &q); err != nil {
			t.Fatal(err)
		}
		if _, ok := e.Library().Find(policy.Basis{Title: q.Title, Article: q.Article}); !ok {
			t.Errorf("%s: %s %s is not on file", q.Question, q.Title, q.Article)
		}
		res := ask(t, e, q.Question, today)
		place := "–"
		n++
		for i, h := range res.Hits {
			if h.Passage.Title != q.Title || h.Passage.Article != q.Article {
				continue
			}
			place = fmt.Sprint(i + 1)
			reciprocal += 1 / float64(i+1)
			if i == 0 {
				first++
			}
			if i < 3 {
				third++
			}
			break
		}
		fmt.Fprintf(&places, "%2s  %-6s  %s\n", place, res.Outcome, q.Question)
	}
	got := fmt.Sprintf("recall@1 %.3f  recall@3 %.3f  MRR %.3f  of %.0f\n\n%s", first/n, third/n, reciprocal/n, n, places.String())
	const file = "testdata/golden.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("places moved (-was +is); renew with -update when it is better:\n%s", diff)
	}
}
