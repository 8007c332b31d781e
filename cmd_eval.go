package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"shangda/bot"
	"shangda/search"
)

type evalCmd struct {
	JSON    bool   `help:"Print the figures as JSON."`
	Corpus  string `help:"Retrieval benchmark: passages, one JSON object a line." placeholder:"FILE"`
	Queries string `help:"Retrieval benchmark: questions, one JSON object a line." placeholder:"FILE"`
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
	figures, err := search.Benchmark(ctx, files[0], files[1], files[2])
	if err != nil {
		return err
	}
	return printJSON(s.out, figures)
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
	judged, err := r.bot.Evaluate(ctx, questions)
	if err != nil {
		return err
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
