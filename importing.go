package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"shangda/document"
	"shangda/policy"
	"shangda/seal"
)

// imported is one file and what became of it: exactly one of Items and Err is set.
type imported struct {
	Path   string
	Digest string // SM3
	Items  []policy.Item
	Err    error
	// Missing are titles of what replaced a document of the file, as far as nothing of that title is on file.
	Missing []string
}

// readFiles reads files and folders, these recursively and in sorted order, in the order given. A file that can't be
// read keeps its place with the reason and doesn't stop the others. In folders, hidden files and formats that can't be
// imported are passed over; one that was named itself is reported. Of two items with the same title and different
// content the file of the second is refused. progress may be nil; it is called before each file and once at the end, with
// name empty.
func readFiles(ctx context.Context, r *document.Reader, paths []string, progress func(done, total int, name string)) []imported {
	files := findFiles(paths)
	first := map[string]place{}
	for i := range files {
		f := &files[i]
		if progress != nil {
			progress(i, len(files), f.Path)
		}
		if f.Err = cmp.Or(f.Err, ctx.Err()); f.Err == nil {
			f.read(ctx, r)
		}
		f.refuseTwins(first)
	}
	if progress != nil {
		progress(len(files), len(files), "")
	}
	return files
}

// place is an item and the file that it was first found in.
type place struct {
	item policy.Item
	path string
}

// refuseTwins compares items with those that were read before.
func (f *imported) refuseTwins(first map[string]place) {
	for _, it := range f.Items {
		if p, taken := first[it.ID]; taken && !sameText(p.item, it) {
			f.fail(fmt.Errorf("has the title of %s and other content", p.path))
			return
		}
	}
	for _, it := range f.Items {
		if _, taken := first[it.ID]; !taken {
			first[it.ID] = place{it, f.Path}
		}
	}
}

func (f *imported) fail(err error) { f.Items, f.Err = nil, err }

// refuseCycles turns documents that would replace each other in a circle, alone or with those on file, into errors.
// What is on file under the same title gives way to the new text first.
func refuseCycles(files []imported, onFile []*policy.Document) {
	var all []*policy.Document
	fresh := map[string]bool{}
	for _, f := range files {
		for _, it := range f.Items {
			if it.Kind == policy.KindDocument {
				all, fresh[it.Title()] = append(all, it.Document), true
			}
		}
	}
	for _, d := range onFile {
		if !fresh[d.Title] {
			all = append(all, d)
		}
	}
	bad := policy.Cycles(all)
	for i := range files {
		for _, it := range files[i].Items {
			if err := bad[it.Title()]; err != nil && it.Kind == policy.KindDocument {
				files[i].fail(err)
				break
			}
		}
	}
}

// nameMissing notes the successors that are neither among the files nor on file: the chain of editions goes on over them, but
// their text can't be shown.
func nameMissing(files []imported, onFile map[string]bool) {
	known := map[string]bool{}
	for _, f := range files {
		for _, it := range f.Items {
			known[it.Title()] = true
		}
	}
	for i := range files {
		for _, it := range files[i].Items {
			if it.Kind != policy.KindDocument {
				continue
			}
			for _, title := range it.Document.SupersededBy {
				if !known[title] && !onFile[title] {
					files[i].Missing = append(files[i].Missing, title)
				}
			}
		}
	}
}

// findFiles lists what paths name; a path that can't be opened is listed with its error.
func findFiles(paths []string) []imported {
	var files []imported
	seen := map[string]bool{}
	add := func(path string, err error) {
		if path = filepath.Clean(path); !seen[path] {
			seen[path] = true
			files = append(files, imported{Path: path, Err: err})
		}
	}
	for _, root := range paths {
		if info, err := os.Stat(root); err != nil || !info.IsDir() {
			add(root, plain(err))
			continue
		}
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			hidden := path != root && (strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "~$"))
			switch {
			case err != nil:
				add(path, plain(err))
			case hidden && entry.IsDir():
				return fs.SkipDir
			case hidden, entry.IsDir(), !document.Supported(path):
			default:
				add(path, nil)
			}
			return nil
		})
		if err != nil {
			add(root, plain(err))
		}
	}
	return files
}

// plain drops the path from a file error: it stands beside it already.
func plain(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// read refuses by its size what is too large, before reading it.
func (f *imported) read(ctx context.Context, r *document.Reader) {
	data, err := readFile(f.Path)
	if err != nil {
		f.Err = err
		return
	}
	f.Digest = seal.Sum(data)
	f.Items, f.Err = readItems(ctx, r, filepath.Base(f.Path), data)
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, plain(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	if info.Size() > document.MaxBytes {
		return nil, fmt.Errorf("%w: %d MB, at most %d", document.ErrTooLarge, info.Size()>>20, document.MaxBytes>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, document.MaxBytes+1))
	return data, plain(err)
}

// readItems makes items of a file: those of every sheet of a spreadsheet, else one document.
func readItems(ctx context.Context, r *document.Reader, name string, data []byte) ([]policy.Item, error) {
	if document.IsSpreadsheet(data) {
		sheets, err := r.Sheets(ctx, data)
		if err != nil {
			return nil, err
		}
		return fromSheets(sheets)
	}
	text, err := r.Text(ctx, name, data)
	if err != nil {
		return nil, err
	}
	doc, err := parse(name, text)
	if err != nil {
		return nil, err
	}
	return []policy.Item{policy.NewItem(doc, policy.FromImport, policy.Approved)}, nil
}

// parse takes what a document is from its front matter, else from what it says about itself.
func parse(name, text string) (*policy.Document, error) {
	if strings.HasPrefix(text, "---\n") {
		return policy.Parse(name, text)
	}
	return policy.ParseAs(policy.Guess(text), name, text)
}

// fromSheets takes all sheets or, when any has a bad cell, none; empty ones are passed over.
func fromSheets(sheets []document.Sheet) ([]policy.Item, error) {
	var items []policy.Item
	var errs []error
	for _, s := range sheets {
		if len(s.Rows) == 0 {
			continue
		}
		of, err := policy.FromTable(s.Name, s.Rows)
		items, errs = append(items, of...), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, document.ErrNoText
	}
	return items, nil
}

// sameText compares two items without where they came from.
func sameText(a, b policy.Item) bool {
	if a.Kind == policy.KindDocument && b.Kind == policy.KindDocument {
		x, y := *a.Document, *b.Document
		x.Source, y.Source = "", ""
		a.Document, b.Document = &x, &y
	}
	return reflect.DeepEqual(a, b)
}
