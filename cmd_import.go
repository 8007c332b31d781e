package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
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
	read, err := reader(r.cfg.DataDir)
	if err != nil {
		return err
	}
	step, finish := progress(s.err)
	files := readFiles(ctx, read, m.Paths, step)
	finish()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := r.compare(ctx, files); err != nil {
		return err
	}
	results := map[string][]string{} // by path, one an item
	switch {
	case m.DryRun:
	case m.Draft:
		err = r.draft(ctx, files, results)
	default:
		err = r.publish(ctx, files, results)
	}
	if err != nil {
		return err
	}
	return report(s.out, files, results)
}

// publish saves the items of all files at once.
func (r *rooms) publish(ctx context.Context, files []imported, results map[string][]string) error {
	var good []store.ImportFile
	for _, f := range files {
		if f.Err == nil {
			good = append(good, store.ImportFile{Name: f.Path, Digest: f.Digest, Items: f.Items})
		}
	}
	saved, err := r.store.Import(ctx, desk.Actor{}, good, time.Now())
	if err != nil {
		return err
	}
	for i, f := range good {
		for _, s := range saved[i] {
			results[f.Name] = append(results[f.Name], string(s))
		}
	}
	return nil
}

// draft sends the items of all files through review.
func (r *rooms) draft(ctx context.Context, files []imported, results map[string][]string) error {
	for _, f := range files {
		for i := range f.Items {
			result, err := r.store.DraftItem(ctx, desk.Actor{}, &f.Items[i], time.Now())
			if err != nil {
				return fmt.Errorf("%s: %w", f.Path, err)
			}
			results[f.Path] = append(results[f.Path], string(result))
		}
	}
	return nil
}

// compare holds the files against what is on file: circles of editions are refused, missing successors named.
func (r *rooms) compare(ctx context.Context, files []imported) error {
	lib, err := r.store.Library(ctx)
	if err != nil {
		return err
	}
	var docs []*policy.Document
	titles := map[string]bool{}
	for i := range lib.Items {
		titles[lib.Items[i].Title()] = true
		if lib.Items[i].Kind == policy.KindDocument {
			docs = append(docs, lib.Items[i].Document)
		}
	}
	refuseCycles(files, docs)
	nameMissing(files, titles)
	return nil
}

// report prints each file's result and the sum.
func report(w io.Writer, files []imported, results map[string][]string) error {
	bad := 0
	for _, f := range files {
		if f.Err != nil {
			bad++
			fmt.Fprintf(w, "FAIL       %s: %s\n", f.Path, strings.ReplaceAll(f.Err.Error(), "\n", "\n           "))
			continue
		}
		fmt.Fprintf(w, "%-10s %s\n", counted(results[f.Path]), f.what())
		for _, title := range f.Missing {
			fmt.Fprintf(w, "           replaced by %s, which is not on file\n", title)
		}
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

// counted says one result for all, or how many there are of each.
func counted(results []string) string {
	if len(results) == 0 {
		return "would be saved"
	}
	if all := slices.Compact(slices.Sorted(slices.Values(results))); len(all) > 1 {
		var parts []string
		for _, result := range all {
			n := 0
			for _, r := range results {
				if r == result {
					n++
				}
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, result))
		}
		return strings.Join(parts, ", ")
	}
	return results[0]
}

// what describes a file by its document, or by how much a spreadsheet holds.
func (f *imported) what() string {
	if it := f.Items[0]; it.Kind == policy.KindDocument {
		return fmt.Sprintf("%s: %d articles", it.Title(), len(it.Document.Articles))
	}
	questions, lists := 0, 0
	for _, it := range f.Items {
		if it.Kind == policy.KindList {
			lists++
		} else {
			questions++
		}
	}
	return fmt.Sprintf("%s: %d questions, %d lists", f.Path, questions, lists)
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
