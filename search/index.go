package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// follow serves the store's current library: at once, from the index there is, with whatever it doesn't cover left out.
func (e *Engine) follow(ctx context.Context) error {
	e.following.Lock()
	defer e.following.Unlock()
	if err := e.followWords(ctx); err != nil {
		return err
	}
	v := e.current.Load()
	rev, err := e.source.Revision(ctx)
	if err != nil {
		return fmt.Errorf("revision: %w", err)
	}
	if v != nil && v.lib.Revision == rev {
		return e.followLinks(ctx)
	}
	lib, err := e.source.Library(ctx)
	if err != nil {
		return fmt.Errorf("library: %w", err)
	}
	ed := newEdition(lib)
	var x indexes
	if v != nil {
		x = v.indexes
	}
	if x.gen == nil {
		x = e.openNewest(ed).alone()
	}
	e.serve(ed, x)
	e.source.Changed()
	return e.followLinks(ctx)
}

// serve shows an edition through the indexes, to which it adds what they lack. The caller holds following.
func (e *Engine) serve(ed edition, x indexes) {
	grown, err := x.grown(ed)
	if err != nil {
		e.giveUp(x.gen, err)
	}
	e.current.Store(newView(ed, grown, e.stored, e.words))
}

// followWords takes in the office's vocabulary when it has changed. One that can't be read changes nothing. The caller holds
// following.
func (e *Engine) followWords(ctx context.Context) error {
	if e.words == nil {
		shipped, err := vocabulary()
		if err != nil {
			return err
		}
		e.words = shipped
	}
	if e.source.Vocabulary == nil {
		return nil
	}
	rev, text, err := e.source.Vocabulary(ctx, e.worded)
	if err != nil {
		return fmt.Errorf("vocabulary: %w", err)
	}
	if rev == e.worded {
		return nil
	}
	words, err := vocabulary()
	if text != "" {
		var entries []entry
		entries, err = parseVocabulary(strings.NewReader(text))
		words = newLexicon(entries)
	}
	if e.worded = rev; err != nil {
		e.log.Error("search: vocabulary not taken over", "err", err)
		return nil
	}
	e.words = words
	if v := e.current.Load(); v != nil {
		e.current.Store(newView(v.edition, v.indexes, e.stored, words))
	}
	return nil
}

// rebuild makes indexes until the one served needs no other.
func (e *Engine) rebuild(ctx context.Context, needed func(*view) bool) error {
	e.building.Lock()
	defer e.building.Unlock()
	for v := e.current.Load(); needed(v); v = e.current.Load() {
		if v.gen != nil && v.gen.damaged.Load() {
			if err := os.RemoveAll(filepath.Join(e.dir, v.gen.name)); err != nil {
				return err
			}
		}
		start := time.Now()
		gen, err := e.generate(ctx, v.edition)
		if err != nil {
			return err
		}
		if err := e.install(gen); err != nil {
			return err
		}
		e.log.Info("search: index", "revision", v.lib.Revision, "passages", len(v.keys), "took", time.Since(start).Round(time.Millisecond))
	}
	return nil
}

// generate opens the index of an edition, built now unless there is one; nil for an empty edition.
func (e *Engine) generate(ctx context.Context, ed edition) (*generation, error) {
	if len(ed.keys) == 0 {
		return nil, nil
	}
	sum := digest(ed.keys)
	own, _ := e.generations(sum)
	if gen := e.openFirst(own); gen != nil {
		return gen, nil
	}
	dir := filepath.Join(e.dir, fmt.Sprintf("%d-%s", ed.lib.Revision, sum))
	if err := build(ctx, dir, ed.passages, ed.keys); err != nil {
		return nil, fmt.Errorf("build %s: %w", filepath.Base(dir), err)
	}
	return open(dir)
}

// install serves gen with the newest library and closes what was served before, after its last search. Index, document
// numbers and library change in one store of a pointer; a bleve alias would exchange only the first of them.
func (e *Engine) install(gen *generation) error {
	e.following.Lock()
	defer e.following.Unlock()
	before := e.current.Load()
	e.serve(before.edition, gen.alone())
	if gen != nil {
		e.sweep(gen.name)
	}
	if before.gen != nil && before.gen != gen {
		if err := before.gen.close(); err != nil {
			return err
		}
	}
	e.source.Changed()
	return nil
}

// giveUp drops a generation whose search panicked: it is deleted and built again.
func (e *Engine) giveUp(gen *generation, cause any) {
	now := time.Now().Unix()
	last := e.rebuilt.Load()
	if now-last < int64(giveUpEvery/time.Second) || !e.rebuilt.CompareAndSwap(last, now) {
		return
	}
	e.log.Error("search: index given up", "name", gen.name, "cause", fmt.Sprint(cause))
	gen.damaged.Store(true)
	e.wake()
}

// openNewest opens the best index on disk for an edition: its own, else the newest that opens; nil when there is none.
func (e *Engine) openNewest(ed edition) *generation {
	if len(ed.keys) == 0 {
		return nil
	}
	own, others := e.generations(digest(ed.keys))
	return e.openFirst(append(own, others...))
}

// openFirst opens the first that opens, and deletes those that don't.
func (e *Engine) openFirst(names []string) *generation {
	for _, name := range names {
		dir := filepath.Join(e.dir, name)
		gen, err := open(dir)
		if err == nil {
			return gen
		}
		e.log.Warn("search: index unusable, deleted", "name", name, "err", errors.Join(err, os.RemoveAll(dir)))
	}
	return nil
}

// generations lists the finished indexes, newest revision first: those of the digest and the others.
func (e *Engine) generations(sum string) (own, others []string) {
	entries, err := os.ReadDir(e.dir)
	if err != nil {
		return nil, nil
	}
	for _, en := range entries {
		switch _, ok := revisionOf(en.Name()); {
		case ok && strings.HasSuffix(en.Name(), "-"+sum):
			own = append(own, en.Name())
		case ok:
			others = append(others, en.Name())
		}
	}
	newest := func(a, b string) int {
		ra, _ := revisionOf(a)
		rb, _ := revisionOf(b)
		return cmp.Compare(rb, ra)
	}
	slices.SortFunc(own, newest)
	slices.SortFunc(others, newest)
	return own, others
}

func revisionOf(name string) (int64, bool) {
	number, _, ok := strings.Cut(name, "-")
	rev, err := strconv.ParseInt(number, 10, 64)
	return rev, ok && err == nil
}

// sweep deletes all but the named generation and the newest other, which stays as a fallback, and what an interrupted
// build left behind. An index that another process has open stays readable to it.
func (e *Engine) sweep(current string) {
	_, sum, _ := strings.Cut(current, "-")
	_, others := e.generations(sum)
	gone := others[min(1, len(others)):]
	left, err := filepath.Glob(filepath.Join(e.dir, buildPrefix+"*"))
	for _, dir := range left {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > time.Hour {
			gone = append(gone, filepath.Base(dir))
		}
	}
	for _, name := range gone {
		err = errors.Join(err, os.RemoveAll(filepath.Join(e.dir, name)))
	}
	if err != nil {
		e.log.Warn("search: old indexes not deleted", "err", err)
	}
}
