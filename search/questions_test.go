package search

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/needs"
	"shangda/policy"
)

// question is a line of a questions file.
type question struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Context  string `json:"context"`
	Kind     string `json:"kind"`
	Gold     []struct{ Doc, Article, Role string }
}

// place is where the first right hit stands, from 1; 0 when none is right.
func (q question) place(hits []Hit) int {
	for i, h := range hits {
		for _, g := range q.Gold {
			if g.Role == "answer" && g.Doc == h.Passage.Title && g.Article == h.Passage.Article {
				return i + 1
			}
		}
	}
	return 0
}

// TestQuestionsAsPeopleTypeThem holds the floor that plain retrieval from documents alone reached; Q&A, guides and
// lists only add to it.
func TestQuestionsAsPeopleTypeThem(t *testing.T) {
	if testing.Short() {
		t.Skip("opens the whole corpus")
	}
	data, err := os.ReadFile(needs.Shared(t, "eval/questions.jsonl")[0])
	if err != nil {
		t.Fatal(err)
	}
	w := &world{}
	w.publish(corpus(t)...)
	e := newEngine(t, t.TempDir(), w)
	refresh(t, e)

	count := map[string]float64{}
	for l := range strings.Lines(string(data)) {
		var q question
		if err := json.Unmarshal([]byte(l), &q); err != nil {
			t.Fatal(err)
		}
		res := ask(t, e, strings.TrimSpace(q.Context+" "+q.Question), today)
		refused := res.Outcome == desk.OutcomeNone
		for _, h := range res.Hits {
			if h.Status != policy.InForce {
				t.Errorf("%q: %s is %s on %s", q.Question, h.Passage.Title, h.Status, today)
			}
		}
		switch {
		case q.Kind == "out-of-scope":
			count["strange"]++
			if refused {
				count["refused"]++
			}
		case len(q.Gold) > 0:
			count["answerable"]++
			if refused {
				count["wrongly refused"]++
			}
			place := q.place(res.Hits)
			for name, k := range map[string]int{"in 1": 1, "in 3": 3, "in 10": 10} {
				if place > 0 && place <= k {
					count[name]++
				}
			}
			if res.Outcome == desk.OutcomeAnswer {
				count["answered"]++
				if place == 1 {
					count["answered right"]++
				}
			}
		}
	}
	t.Log(count)
	for _, want := range []struct {
		what, of    string
		least, most float64
	}{
		{"in 1", "answerable", 0.33, 1},
		{"in 3", "answerable", 0.46, 1},
		{"in 10", "answerable", 0.60, 1},
		{"wrongly refused", "answerable", 0, 0.20},
		{"answered right", "answered", 0.70, 1},
	} {
		if got := count[want.what] / count[want.of]; got < want.least || got > want.most {
			t.Errorf("%s of %s: %.3f, want %.2f to %.2f", want.what, want.of, got, want.least, want.most)
		}
	}
}

func TestEveryFeatureMovesConfidenceItsWay(t *testing.T) {
	base := Features{Pairs: 0.4, Singles: 0.5, Attained: 0.3, Lead: 0.2, Length: 0.8}.Confidence()
	for name, f := range map[string]Features{
		"Singles": {Pairs: 0.4, Singles: 0.9, Attained: 0.3, Lead: 0.2, Length: 0.8},
		"Lead":    {Pairs: 0.4, Singles: 0.5, Attained: 0.3, Lead: 0.6, Length: 0.8},
	} {
		if got := f.Confidence(); got <= base {
			t.Errorf("more %s: confidence %.3f, want above %.3f", name, got, base)
		}
	}
	if got := (Features{Asked: 1}).Confidence(); got < answerAt {
		t.Errorf("asked before: confidence %.3f, want at least %.2f", got, answerAt)
	}
}
