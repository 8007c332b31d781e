package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"shangda/policy"
)

type importCmd struct {
	DryRun bool     `help:"Read and check only; save nothing."`
	Draft  bool     `help:"Send what is new through review instead of publishing it."`
	Paths  []string `arg:"" name:"path" help:"Files or folders."`
}

// Run imports what can be read and names every file that can't be; it fails at the end if there was one.
func (m *importCmd) Run(ctx context.Context, c *cli, s streams) error {
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer r.Close()
	step, finish := progress(s.err)
	files := readFiles(ctx, m.Paths, step)
	finish()
	if err := ctx.Err(); err != nil {
		return err
	}
	onFile, err := r.documents(ctx)
	if err != nil {
		return err
	}
	refuseCycles(files, onFile)
	review := policy.Approved
	if m.Draft {
		review = policy.Pending
	}
	items := make([]policy.Item, 0, len(files))
	for i := range files {
		if files[i].Err == nil {
			items = append(items, policy.NewItem(files[i].Doc, policy.FromImport, review))
		}
	}
	if m.DryRun {
		return report(s.out, files, func(string) string { return "would be saved" })
	}
	saved, err := r.store.SaveItems(ctx, items, time.Now())
	if err != nil {
		return err
	}
	outcome := map[string]string{}
	for i, it := range items {
		outcome[it.ID] = string(saved[i])
	}
	return report(s.out, files, func(id string) string { return outcome[id] })
}

// documents are the documents on file.
func (r *rooms) documents(ctx context.Context) ([]*policy.Document, error) {
	lib, err := r.store.Library(ctx)
	if err != nil {
		return nil, err
	}
	var docs []*policy.Document
	for i := range lib.Items {
		if lib.Items[i].Kind == policy.KindDocument {
			docs = append(docs, lib.Items[i].Document)
		}
	}
	return docs, nil
}

// report prints each file's result and the sum.
func report(w io.Writer, files []imported, outcome func(id string) string) error {
	bad := 0
	for _, f := range files {
		if f.Err != nil {
			bad++
			fmt.Fprintf(w, "FAIL       %s: %v\n", f.Path, f.Err)
			continue
		}
		fmt.Fprintf(w, "%-10s %s: %d articles\n", outcome(policy.ID(policy.KindDocument, f.Doc.Title)), f.Doc.Title, len(f.Doc.Articles))
	}
	fmt.Fprintf(w, "%d files imported, %d failed\n", len(files)-bad, bad)
	switch {
	case len(files) == 0:
		return errors.New("no file to import")
	case bad > 0:
		return fmt.Errorf("%d of %d files were not imported", bad, len(files))
	}
	return nil
}

// progress is a bar on a terminal and nothing elsewhere.
func progress(w io.Writer) (step func(done, total int, name string), finish func()) {
	if !terminal(w) {
		return nil, func() {}
	}
	p := mpb.New(mpb.WithOutput(w), mpb.WithAutoRefresh())
	bar := p.AddBar(0, mpb.PrependDecorators(decor.CountersNoUnit("%d / %d files")), mpb.AppendDecorators(decor.Percentage()))
	step = func(done, total int, _ string) {
		bar.SetTotal(int64(total), false)
		bar.SetCurrent(int64(done))
	}
	finish = func() {
		bar.SetTotal(-1, true)
		p.Wait()
	}
	return step, finish
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
