package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"shangda/bot"
	"shangda/search"
)

type evalCmd struct {
	JSON    bool   `help:"Print the figures as JSON."`
	Links   string `help:"What answered questions may vote: none, cross (the other questions of the file, in five folds), or as stored." enum:"stored,none,cross" default:"stored"`
	Worst   int    `help:"Show the N worst questions with what was found instead." placeholder:"N"`
	Grid    bool   `help:"Benchmark: try other weights of the ranking, best on the questions of split dev first."`
	Corpus  string `help:"Retrieval benchmark: passages, one JSON object a line." placeholder:"FILE"`
	Queries string `help:"Retrieval benchmark: questions, one JSON object a line. Figures of those not of split dev are printed beside those of all." placeholder:"FILE"`
	Qrels   string `help:"Retrieval benchmark: query, passage and grade, tab-separated." placeholder:"FILE"`
	File    string `arg:"" optional:"" help:"Questions file, one JSON object a line."`
}

func (e *evalCmd) Run(ctx context.Context, c *cli, s streams) error {
	benchmark := e.Corpus != "" || e.Queries != "" || e.Qrels != ""
	switch {
	case benchmark && (e.File != "" || e.Corpus == "" || e.Queries == "" || e.Qrels == ""):
		return usageError{errors.New("a benchmark needs --corpus, --queries and --qrels, and no questions file")}
	case benchmark:
		return e.benchmark(ctx, s)
	case e.File == "":
		return usageError{errors.New("eval needs a questions file, or --corpus, --queries and --qrels")}
	}
	return e.questions(ctx, c, s)
}

func (e *evalCmd) benchmark(ctx context.Context, s streams) error {
	var files [3]*os.File
	for i, name := range []string{e.Corpus, e.Queries, e.Qrels} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		files[i] = f
	}
	b, err := search.OpenBenchmark(ctx, files[0], files[1], files[2])
	if err != nil {
		return err
	}
	defer b.Close()
	if e.Links == "cross" {
		b.Link()
	}
	if e.Grid {
		return e.grid(ctx, b, s)
	}
	figures, err := b.Run(ctx)
	if err != nil {
		return err
	}
	return printJSON(s.out, figures)
}

// grid prints what other weights reach, best on the development questions first.
func (e *evalCmd) grid(ctx context.Context, b *search.Benchmark, s streams) error {
	trials, err := b.Grid(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "pairs k1 b\tsingles × k1 b\tsimilar\ttitle\tnear\tprior\ttranslated\tapart\tform\tdev R@1\tR@10\tMRR\trest R@1\tR@10\tMRR")
	for _, t := range trials {
		p, u := t.Weights.Pairs, t.Weights.Singles
		fmt.Fprintf(w, "%g %g\t%g %g %g\t%g\t%g\t%g\t%g\t%g\t%g\t%g\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\n", p.K1, p.B, u.Weight, u.K1, u.B,
			t.Weights.Similar, t.Weights.Title, t.Weights.Near, t.Weights.Prior, t.Weights.Translated, t.Weights.Apart, t.Weights.Form,
			t.Dev.RecallAt1, t.Dev.RecallAt10, t.Dev.MRRAt10, t.Rest.RecallAt1, t.Rest.RecallAt10, t.Rest.MRRAt10)
	}
	return w.Flush()
}

func (e *evalCmd) questions(ctx context.Context, c *cli, s streams) error {
	f, err := os.Open(e.File)
	if err != nil {
		return err
	}
	defer f.Close()
	questions, err := bot.ReadQuestions(f)
	if err != nil {
		return fmt.Errorf("%s: %w", e.File, err)
	}
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := r.search.Refresh(ctx); err != nil {
		return err
	}
	judged, err := e.evaluate(ctx, r, questions)
	if err != nil {
		return err
	}
	if e.Worst > 0 {
		return worst(s.out, bot.Worst(judged, e.Worst))
	}
	figures := bot.Sum(judged)
	if e.JSON {
		return printJSON(s.out, figures)
	}
	fmt.Fprintf(s.out, "%d questions, %d answerable: recall@1 %.3f  @3 %.3f  @10 %.3f  MRR %.3f  document@1 %.3f\n"+
		"must contain %.3f  out of scope refused %.3f  wrongly refused %.3f  to a person %d  p50 %.1f ms  p99 %.1f ms\n",
		figures.N, figures.Answerable, figures.Recall1, figures.Recall3, figures.Recall10, figures.MRR10, figures.Doc1,
		figures.Must, figures.Refused, figures.Wrongly, figures.Human, figures.P50, figures.P99)
	return nil
}

// evaluate asks every question by the links that the command line wants.
func (e *evalCmd) evaluate(ctx context.Context, r *rooms, questions []bot.Question) ([]bot.Judged, error) {
	if e.Links != "cross" {
		if e.Links == "none" {
			r.search.Assume(nil, true)
		}
		return r.bot.Evaluate(ctx, questions)
	}
	var out []bot.Judged
	for fold := range search.Folds {
		r.search.Assume(bot.Links(questions, fold), false)
		of := slices.DeleteFunc(slices.Clone(questions), func(q bot.Question) bool { return search.FoldOf(q.ID) != fold })
		judged, err := r.bot.Evaluate(ctx, of)
		if err != nil {
			return nil, err
		}
		out = append(out, judged...)
	}
	return out, nil
}

// worst prints questions with what was expected and what was found instead.
func worst(out io.Writer, judged []bot.Judged) error {
	for _, j := range judged {
		fmt.Fprintf(out, "%s  %s  [%s]\n", j.ID, j.Text, j.Kind)
		if j.Context != "" {
			fmt.Fprintf(out, "  after     %s\n", j.Context)
		}
		for _, g := range j.Gold {
			if g.Role == "answer" {
				fmt.Fprintf(out, "  expected  %s %s\n", g.Doc, g.Article)
			}
		}
		fmt.Fprintf(out, "  outcome   %s, right at %d\n", j.Outcome, j.Rank)
		for _, h := range j.Hits[:min(3, len(j.Hits))] {
			fmt.Fprintf(out, "  found     %s %s  %.2f\n", h.Passage.Title, h.Passage.Article, h.Confidence)
		}
		if missing := j.Missing(); len(missing) > 0 {
			fmt.Fprintf(out, "  unsaid    %s\n", strings.Join(missing, " | "))
		}
	}
	return nil
}
