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
)

// imported is one file and what became of it: exactly one of Doc and Err is set.
type imported struct {
	Path string
	Doc  *policy.Document
	Err  error
}

// readFiles reads files and folders, these recursively and in sorted order, in the order given. A file that can't be
// read keeps its place with the reason and doesn't stop the others. In folders, hidden files and formats that can't be
// imported are passed over; one that was named itself is reported. Of two texts with the same title and different
// content the second is refused. progress may be nil; it is called before each file and once at the end, with name empty.
func readFiles(ctx context.Context, paths []string, progress func(done, total int, name string)) []imported {
	files := findFiles(paths)
	first := map[string]int{}
	for i := range files {
		f := &files[i]
		if progress != nil {
			progress(i, len(files), f.Path)
		}
		if f.Err = cmp.Or(f.Err, ctx.Err()); f.Err != nil {
			continue
		}
		if f.Doc, f.Err = readDocument(f.Path); f.Err != nil {
			continue
		}
		j, taken := first[f.Doc.Title]
		if !taken {
			first[f.Doc.Title] = i
		} else if !sameText(files[j].Doc, f.Doc) {
			f.Doc, f.Err = nil, fmt.Errorf("has the title of %s and other content", files[j].Path)
		}
	}
	if progress != nil {
		progress(len(files), len(files), "")
	}
	return files
}

// refuseCycles turns documents that would replace each other in a circle, alone or with those on file, into errors.
// What is on file under the same title gives way to the new text first.
func refuseCycles(files []imported, onFile []*policy.Document) {
	var all []*policy.Document
	fresh := map[string]bool{}
	for _, f := range files {
		if f.Doc != nil {
			all, fresh[f.Doc.Title] = append(all, f.Doc), true
		}
	}
	for _, d := range onFile {
		if !fresh[d.Title] {
			all = append(all, d)
		}
	}
	bad := policy.Cycles(all)
	for i := range files {
		if f := &files[i]; f.Doc != nil && bad[f.Doc.Title] != nil {
			f.Doc, f.Err = nil, bad[f.Doc.Title]
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

// readDocument refuses by its size what is too large, before reading it.
func readDocument(path string) (*policy.Document, error) {
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
	if err != nil {
		return nil, plain(err)
	}
	name := filepath.Base(path)
	text, err := document.Text(name, data)
	if err != nil {
		return nil, err
	}
	return policy.Parse(name, text)
}

// sameText compares two documents without where they came from.
func sameText(a, b *policy.Document) bool {
	x, y := *a, *b
	x.Source, y.Source = "", ""
	return reflect.DeepEqual(x, y)
}
