package search

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/knowledge"
	"shangda/needs"
	"shangda/policy"
)

var fit = flag.Bool("fit", false, "fit the model of confidence and print it with its reliability")

// example is what the best hit of a development question looked like, and whether it was right.
type example struct {
	fold     int
	features Features
	right    bool
	kind     string
}

// TestConfidenceIsCalibrated holds the committed model to the development questions: of hits that claim a confidence, about
// that share is right. With -fit it fits a new one; its figures out of fold go to docs/decisions.
func TestConfidenceIsCalibrated(t *testing.T) {
	if testing.Short() {
		t.Skip("opens the whole corpus")
	}
	examples := append(asTyped(t), lay(t)...)
	if *fit {
		w := fitted(examples)
		fmt.Printf("all: %s\n", describe(w))
		out := make([]float64, len(examples))
		for fold := range Folds {
			w := fitted(slices.DeleteFunc(slices.Clone(examples), func(e example) bool { return e.fold == fold }))
			for i, e := range examples {
				if e.fold == fold {
					out[i] = w.of(e.features)
				}
			}
		}
		fmt.Println("out of fold:\n" + reliability(examples, func(i int) float64 { return out[i] }))
		tradeoff(examples, func(i int) float64 { return out[i] })
	}
	committed := func(i int) float64 { return examples[i].features.Confidence() }
	t.Log("\n" + reliability(examples, committed))
	claimed, right := 0.0, 0.0
	for i, e := range examples {
		claimed += committed(i)
		if e.right {
			right++
		}
	}
	if n := float64(len(examples)); math.Abs(claimed-right)/n > 0.05 {
		t.Errorf("confidence %.3f on average, %.3f right", claimed/n, right/n)
	}
}

// asTyped asks what people typed, of the official documents and the starter knowledge.
func asTyped(t *testing.T) []example {
	data, err := os.ReadFile(needs.Shared(t, "eval/questions.jsonl")[0])
	if err != nil {
		t.Fatal(err)
	}
	w := &world{}
	starter, err := knowledge.Starter()
	if err != nil {
		t.Fatal(err)
	}
	w.items = starter
	w.publish(corpus(t)...)
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	var out []example
	for l := range strings.Lines(string(data)) {
		var q question
		if err := json.Unmarshal([]byte(l), &q); err != nil {
			t.Fatal(err)
		}
		if q.Kind == "human" || q.Context != "" {
			continue
		}
		res := ask(t, e, q.Question, today)
		x := example{fold: FoldOf(q.ID), kind: q.Kind}
		if len(res.Hits) > 0 {
			x.features, x.right = res.Hits[0].features, q.place(res.Hits[:1]) == 1
		}
		out = append(out, x)
	}
	return out
}

// lay asks the development part of the lay questions about national law, every one as often as the others' share.
func lay(t *testing.T) []example {
	dir := filepath.Dir(needs.Shared(t, "eval/lecoqa_statutes/corpus.jsonl")[0])
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	list, err := lines(bytes.NewReader(read("corpus.jsonl")))
	if err != nil {
		t.Fatal(err)
	}
	asked, err := lines(bytes.NewReader(read("queries.jsonl")))
	if err != nil {
		t.Fatal(err)
	}
	right, err := grades(bytes.NewReader(read("qrels.tsv")))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{}
	docs := map[string]*policy.Document{}
	id := map[string]string{}
	for _, l := range list {
		title, article := cutArticle(l.Title)
		if docs[title] == nil {
			docs[title] = &policy.Document{Title: title, Status: policy.InForce, Jurisdiction: "全国"}
		}
		id[title+article] = l.ID
		docs[title].Articles = append(docs[title].Articles, policy.Article{Name: article, Text: l.Text})
	}
	for _, d := range docs {
		w.publish(d)
	}
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)
	var out []example
	for _, q := range asked {
		if q.Split != dev || len(right[q.ID]) == 0 {
			continue
		}
		res := ask(t, e, q.Text, today)
		x := example{fold: FoldOf(q.ID), kind: "lay"}
		if len(res.Hits) > 0 {
			p := res.Hits[0].Passage
			x.features, x.right = res.Hits[0].features, right[q.ID][id[p.Title+p.Article]]
		}
		out = append(out, x)
	}
	return out
}

// vector is the features with a constant.
func (f Features) vector() []float64 {
	return []float64{1, f.Pairs, f.Singles, f.Attained, f.Lead, f.Length}
}

type model []float64

func (m model) of(f Features) float64 {
	z := 0.0
	for i, x := range f.vector() {
		z += m[i] * x
	}
	return 1 / (1 + math.Exp(-z))
}

// fitted is logistic regression by gradient descent, held back a little from large weights.
func fitted(examples []example) model {
	m := make(model, len(Features{}.vector()))
	for range 4000 {
		gradient := make([]float64, len(m))
		for _, e := range examples {
			y := 0.0
			if e.right {
				y = 1
			}
			off := m.of(e.features) - y
			for i, x := range e.features.vector() {
				gradient[i] += off * x
			}
		}
		for i := range m {
			hold := 0.0
			if i > 0 {
				hold = 0.5 * m[i]
			}
			m[i] -= 2 * (gradient[i] + hold) / float64(len(examples))
		}
	}
	return m
}

func describe(m model) string {
	var b strings.Builder
	for i, name := range []string{"", "Pairs", "Singles", "Attained", "Lead", "Length"} {
		fmt.Fprintf(&b, "%+.2f %s ", m[i], name)
	}
	return b.String()
}

// reliability compares what is claimed with what was right, by tenths.
func reliability(examples []example, of func(int) float64) string {
	var n, claimed, right [10]float64
	for i, e := range examples {
		c := of(i)
		k := min(int(c*10), 9)
		n[k]++
		claimed[k] += c
		if e.right {
			right[k]++
		}
	}
	var b strings.Builder
	b.WriteString("confidence  hits  claimed  right\n")
	for k := range n {
		if n[k] > 0 {
			fmt.Fprintf(&b, "%.1f–%.1f     %4.0f     %.2f   %.2f\n", float64(k)/10, float64(k+1)/10, n[k], claimed[k]/n[k], right[k]/n[k])
		}
	}
	return b.String()
}

// tradeoff prints what a threshold refuses, rightly and wrongly.
func tradeoff(examples []example, of func(int) float64) {
	for _, at := range []float64{.02, .03, .04, .05, .06, .07, .08, .1, .12, .15, .2} {
		var outside, refused, inside, wrongly float64
		for i, e := range examples {
			switch {
			case e.kind == "lay":
			case e.kind == "out-of-scope":
				outside++
				if of(i) < at {
					refused++
				}
			default:
				inside++
				if of(i) < at {
					wrongly++
				}
			}
		}
		fmt.Printf("below %.2f: out of scope refused %.2f, wrongly %.3f\n", at, refused/outside, wrongly/inside)
	}
	_ = desk.OutcomeNone
}
