package bot

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/search"
)

// Question is one line of a questions file: what somebody asked and where the right answer stands.
type Question struct {
	ID      string   `json:"id"`
	Text    string   `json:"question"`
	Kind    string   `json:"kind"`
	Context string   `json:"context"` // what was said before, for follow-ups
	Gold    []Gold   `json:"gold"`    // empty when nothing on file answers
	Must    []string `json:"answer_must_contain"`
}

// Gold is an article that answers (role answer) or only shows what held before.
type Gold struct {
	Doc     string `json:"doc"`
	Article string `json:"article"`
	Role    string `json:"role"`
}

// Figures are what an evaluation found. Shares are of the answerable questions, between 0 and 1.
type Figures struct {
	N          int     `json:"n"`
	Answerable int     `json:"answerable"`
	Recall1    float64 `json:"recall_at_1"`
	Recall3    float64 `json:"recall_at_3"`
	Recall10   float64 `json:"recall_at_10"`
	MRR10      float64 `json:"mrr_at_10"`
	Doc1       float64 `json:"doc_recall_at_1"`
	Must       float64 `json:"must_contain_rate"`
	Refused    float64 `json:"out_of_scope_refused"` // share of the out-of-scope questions
	Wrongly    float64 `json:"wrongly_refused"`
	Human      int     `json:"human_routed"` // of the questions for a person
	P50        float64 `json:"p50_ms"`
	P99        float64 `json:"p99_ms"`

	ByKind map[string]*Figures `json:"by_kind,omitempty"`
}

// Judged is one question with what came of it.
type Judged struct {
	Question
	Thought
	Rank int // of the first right hit, from 1; 0 when none is among the first ten
}

// ReadQuestions reads a questions file; an error names the line.
func ReadQuestions(r io.Reader) ([]Question, error) {
	var out []Question
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var q Question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if q.Text == "" {
			return nil, fmt.Errorf("line %d: no question", n)
		}
		out = append(out, q)
	}
	return out, lines.Err()
}

// Links are the articles that answer the questions of other folds than the given one, as if staff had linked them.
func Links(questions []Question, fold int) []desk.Link {
	var out []desk.Link
	for _, q := range questions {
		if search.FoldOf(q.ID) == fold {
			continue
		}
		for _, g := range q.Gold {
			if g.Role == "answer" {
				out = append(out, desk.Link{Question: q.Text, Title: g.Doc, Article: g.Article, Kind: desk.LinkStaff})
			}
		}
	}
	return out
}

// Evaluate thinks every question over without saving anything.
func (b *Bot) Evaluate(ctx context.Context, questions []Question) ([]Judged, error) {
	out := make([]Judged, 0, len(questions))
	for _, q := range questions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		j := Judged{Question: q, Thought: b.Consult(ctx, q.Text, q.Context, "")}
		j.Rank = rank(j.Hits, func(h search.Hit) bool { return q.right(h, true) })
		out = append(out, j)
	}
	return out, nil
}

// Sum adds the judged questions up, in all and by kind.
func Sum(judged []Judged) Figures {
	all := sum(judged)
	all.ByKind = map[string]*Figures{}
	kinds := map[string][]Judged{}
	for _, j := range judged {
		kinds[j.Kind] = append(kinds[j.Kind], j)
	}
	for kind, of := range kinds {
		f := sum(of)
		all.ByKind[kind] = &f
	}
	return all
}

func sum(judged []Judged) Figures {
	f := Figures{N: len(judged)}
	var outside float64
	var times []time.Duration
	for _, j := range judged {
		times = append(times, j.Elapsed)
		handed := j.Outcome == desk.OutcomeHuman || j.Outcome == desk.OutcomeRequest
		switch {
		case j.Kind == "human":
			f.Human += count(handed)
			continue
		case len(j.Gold) == 0:
			outside++
			f.Refused += share(j.Outcome == desk.OutcomeNone)
			continue
		}
		f.Answerable++
		f.Recall1 += share(j.Rank == 1)
		f.Recall3 += share(j.Rank > 0 && j.Rank <= 3)
		f.Recall10 += share(j.Rank > 0)
		if j.Rank > 0 {
			f.MRR10 += 1 / float64(j.Rank)
		}
		f.Doc1 += share(rank(j.Hits[:min(1, len(j.Hits))], func(h search.Hit) bool { return j.right(h, false) }) == 1)
		f.Must += share(len(j.Missing()) == 0)
		f.Wrongly += share(handed || j.Outcome == desk.OutcomeNone)
	}
	for _, v := range []*float64{&f.Recall1, &f.Recall3, &f.Recall10, &f.MRR10, &f.Doc1, &f.Must, &f.Wrongly} {
		*v = over(*v, float64(f.Answerable))
	}
	f.Refused = over(f.Refused, outside)
	slices.Sort(times)
	f.P50, f.P99 = quantile(times, .5), quantile(times, .99)
	return f
}

// Worst are the n questions that went worst: first those wrongly refused or answered with something else, then those whose
// right article stands furthest down.
func Worst(judged []Judged, n int) []Judged {
	out := slices.Clone(judged)
	slices.SortStableFunc(out, func(x, y Judged) int { return cmp.Compare(y.harm(), x.harm()) })
	if at := slices.IndexFunc(out, func(j Judged) bool { return j.harm() == 0 }); at >= 0 {
		out = out[:at]
	}
	return out[:min(n, len(out))]
}

// harm orders what went wrong; 0 is as it should be.
func (j *Judged) harm() int {
	handed := j.Outcome == desk.OutcomeHuman || j.Outcome == desk.OutcomeRequest
	switch {
	case j.Kind == "human":
		return 30 * count(!handed)
	case len(j.Gold) == 0:
		return 30 * count(j.Outcome != desk.OutcomeNone)
	case j.Rank == 0:
		return 20 + 10*count(j.Outcome == desk.OutcomeAnswer)
	}
	return j.Rank - 1
}

// Missing are the fragments that the citizen should have read and didn't.
func (j *Judged) Missing() []string {
	return slices.DeleteFunc(slices.Clone(j.Must), func(m string) bool { return strings.Contains(j.Reply, m) })
}

// right reports whether a hit cites a gold article with role answer; without article, its document.
func (q Question) right(h search.Hit, article bool) bool {
	return slices.ContainsFunc(q.Gold, func(g Gold) bool {
		return g.Role == "answer" && g.Doc == h.Passage.Title && (!article || g.Article == h.Passage.Article)
	})
}

func rank(hits []search.Hit, right func(search.Hit) bool) int {
	return slices.IndexFunc(hits[:min(10, len(hits))], right) + 1
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func share(b bool) float64 { return float64(count(b)) }

func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// quantile of sorted durations, in milliseconds.
func quantile(sorted []time.Duration, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[int(q*float64(len(sorted)-1))].Microseconds()) / 1000
}
