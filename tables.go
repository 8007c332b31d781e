package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"shangda/admin"
	"shangda/bot"
	"shangda/desk"
	"shangda/knowledge"
	"shangda/policy"
	"shangda/search"
	"shangda/store"
)

// tables follows what staff edit beside items: the directory and the sections, as this process uses them. The vocabulary is
// followed by room search.
type tables struct {
	store *store.Store
	own   []string // the office's 科室 as settings name them; empty: those of the table
	log   *slog.Logger

	revision int64
	current  atomic.Pointer[bot.Tables]
}

// followEvery is how soon an edited table takes effect.
const followEvery = time.Second

// now are the tables in use; follow was called before.
func (t *tables) now() *bot.Tables { return t.current.Load() }

// Run follows the store until ctx ends.
func (t *tables) Run(ctx context.Context) error {
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(followEvery):
		}
		err := t.follow(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			t.log.Warn("tables not followed", "err", err)
		}
		failing = err != nil
	}
}

// follow takes in the tables when they have changed. One that can't be read leaves those in use, and is reported once.
func (t *tables) follow(ctx context.Context) error {
	revision, edited, err := t.store.Tables(ctx, t.revision)
	if err != nil || revision == t.revision && t.current.Load() != nil {
		return err
	}
	read, err := readTables(edited, t.own)
	if t.revision = revision; err != nil && t.current.Load() != nil {
		return err
	}
	if err != nil { // at the start: what comes with the program will do
		t.log.Error("tables not taken over", "err", err)
		if read, err = readTables(nil, t.own); err != nil {
			return err
		}
	}
	t.current.Store(read)
	return nil
}

// readTables reads the tables as edited, else as shipped.
func readTables(edited map[desk.TableName]string, own []string) (*bot.Tables, error) {
	text := func(name desk.TableName, shipped string) string {
		if body, ok := edited[name]; ok {
			return body
		}
		return shipped
	}
	directory, err := knowledge.ReadDirectory(text(desk.TableDirectory, knowledge.DirectoryText()))
	sections, badSections := knowledge.ReadSections(text(desk.TableSections, knowledge.SectionsText()))
	if err := errors.Join(err, badSections); err != nil {
		return nil, err
	}
	return &bot.Tables{Directory: policy.NewDirectory(directory), Sections: officeSections(sections, own)}, nil
}

// officeSections are what the office's sections deal with: of the table, those that the office has. Sections of its own get
// what is handed over to them.
func officeSections(rules []desk.SectionRule, own []string) []desk.SectionRule {
	if len(own) == 0 {
		return rules
	}
	out := make([]desk.SectionRule, 0, len(own))
	for _, name := range own {
		rule := desk.SectionRule{Section: name}
		if i := slices.IndexFunc(rules, func(r desk.SectionRule) bool { return r.Section == name }); i >= 0 {
			rule = rules[i]
		}
		out = append(out, rule)
	}
	return out
}

// vocabulary is the office's own, for room search; empty: as shipped.
func (r *rooms) vocabulary(ctx context.Context, known int64) (revision int64, text string, err error) {
	revision, edited, err := r.store.Tables(ctx, known)
	return revision, edited[desk.TableVocabulary], err
}

// editable are the tables that staff may edit in the browser.
func editable() map[desk.TableName]admin.Table {
	return map[desk.TableName]admin.Table{
		desk.TableVocabulary: {Name: desk.TableVocabulary, Shipped: search.Vocabulary(), Check: search.CheckVocabulary},
		desk.TableDirectory: {Name: desk.TableDirectory, Shipped: knowledge.DirectoryText(), Check: func(text string) error {
			_, err := knowledge.ReadDirectory(text)
			return err
		}},
		desk.TableSections: {Name: desk.TableSections, Shipped: knowledge.SectionsText(), Check: func(text string) error {
			_, err := knowledge.ReadSections(text)
			return err
		}},
	}
}
