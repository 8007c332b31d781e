// Package knowledge is the starter pack, embedded in the binary: what a fresh install can answer before anyone imported
// a file. Questions with answers, guides and negative lists are YAML, excerpts of the cited law are Markdown with front
// matter; an office corrects them by importing the full text under the same title.
package knowledge

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"shangda/policy"
)

//go:embed qa/*.yaml guides/*.yaml lists/*.yaml documents/*.md
var pack embed.FS

// Starter reads the embedded pack: documents, lists, guides, then Q&A. Every item is policy.Pending; the caller decides
// whether it may answer before somebody in the office approved it.
func Starter() ([]policy.Item, error) { return load(pack) }

// load reports every mistake it finds in one error, each with the file and the line or entry to look at.
func load(files fs.FS) ([]policy.Item, error) {
	var r reader
	r.each(files, "documents/*.md", r.document)
	r.each(files, "lists/*.yaml", r.list)
	describe(r.items)
	r.each(files, "guides/*.yaml", r.guide)
	r.each(files, "qa/*.yaml", r.questions)
	return r.items, errors.Join(r.errs...)
}

type reader struct {
	items []policy.Item
	errs  []error
	from  map[string]string // item ID to the entry that brought it
}

// each hands every file of a pattern to read, in the order of their names.
func (r *reader) each(files fs.FS, pattern string, read func(name string, text []byte) error) {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		r.errs = append(r.errs, fmt.Errorf("pattern %s: %w", pattern, err))
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err == nil {
			err = read(name, text)
		}
		if err != nil {
			r.errs = append(r.errs, fmt.Errorf("%s: %w", name, err))
		}
	}
}

// add keeps an item unless one of the same kind and title came before. The entry says where it stands.
func (r *reader) add(it policy.Item, entry string) error {
	if first, taken := r.from[it.ID]; taken {
		return fmt.Errorf("%q is already in %s", it.Title(), first)
	}
	if r.from == nil {
		r.from = map[string]string{}
	}
	r.from[it.ID] = entry
	r.items = append(r.items, it)
	return nil
}

func (r *reader) document(name string, text []byte) error {
	d, err := policy.Parse(path.Base(name), string(text))
	if err != nil {
		return err
	}
	return r.add(policy.NewItem(d, policy.FromStarter, policy.Pending), name)
}

func (r *reader) guide(name string, text []byte) error {
	var g policy.Guide
	if err := decode(text, &g); err != nil {
		return err
	}
	err := errors.Join(
		filled("title", g.Title), filled("summary", g.Summary), filled("who", g.Who),
		filled("days", g.Days), filled("fee", g.Fee), filled("steps", strings.Join(g.Steps, "")),
		checkBasis(g.Basis), checkDate("checked", g.Checked, true), checkBranches(&g),
	)
	if err != nil {
		return err
	}
	return r.add(policy.NewItem(&g, policy.FromStarter, policy.Pending), name)
}

func (r *reader) questions(name string, text []byte) error {
	var all []policy.QA
	if err := decode(text, &all); err != nil {
		return err
	}
	var errs []error
	for i := range all {
		q := &all[i]
		err := errors.Join(
			filled("question", q.Question), filled("answer", q.Answer),
			checkBasis(q.Basis), checkDate("checked", q.Checked, true),
		)
		entry := fmt.Sprintf("entry %d %s", i+1, q.Question)
		if err == nil {
			err = r.add(policy.NewItem(q, policy.FromStarter, policy.Pending), name+" "+entry)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", entry, err))
		}
	}
	return errors.Join(errs...)
}

// decode refuses unknown keys, a second document and an empty file; its errors carry the line.
func decode(text []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return err
	}
	var more yaml.Node
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return fmt.Errorf("line %d: one YAML document a file", more.Line)
	}
	return nil
}

func filled(key, value string) error {
	if strings.TrimSpace(value) == "" {
		return fmt.Errorf("%s is empty", key)
	}
	return nil
}

func checkBasis(basis []policy.Basis) error {
	if len(basis) == 0 {
		return errors.New("basis is missing")
	}
	for _, b := range basis {
		if b.Title == "" || b.Article == "" {
			return fmt.Errorf("basis %q %q: title and article are both needed", b.Title, b.Article)
		}
	}
	return nil
}

func checkDate(key string, d policy.Date, needed bool) error {
	if _, err := policy.ParseDate(string(d)); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	if needed && d == "" {
		return fmt.Errorf("%s is empty", key)
	}
	return nil
}
