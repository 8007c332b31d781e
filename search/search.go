// Package search answers from what is published. Its bleve index is a disposable projection of the library: it follows
// the store's revision, is rebuilt aside and exchanged while searches go on, and can be deleted at any time.
//
// Passages are found by pairs of neighbouring Han characters and whole Latin words, scored by exact BM25 over bleve's
// postings, and the best hundred are ranked again with single characters. Validity and jurisdiction are no part of the
// index: they are looked up by document number for the asked day, so withdrawing a document needs no new index.
package search

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// Errors of Find.
var (
	ErrNotReady = errors.New("search: no index yet")
	ErrClosed   = errors.New("search: closed")
)

// Source is where the engine learns what is published. Library is called only when Revision has changed.
type Source struct {
	Revision func(context.Context) (int64, error)
	Library  func(context.Context) (*policy.Library, error)
	// Links reads what questions were answered with, and its revision; no links when that is the known one. Optional.
	Links func(ctx context.Context, known int64) (revision int64, links []desk.Link, err error)
	// Changed is called after other passages are served, or the same from another index. Optional.
	Changed func()
	// Vocabulary reads the office's own vocabulary and its revision, likewise; empty: the embedded one. Optional.
	Vocabulary func(ctx context.Context, known int64) (revision int64, text string, err error)
}

// Query is a citizen's question.
type Query struct {
	Text         string
	On           policy.Date // the day whose law is asked for
	Jurisdiction []string    // names from province to district; nationwide and free-trade-zone texts always count
	Limit        int         // hits wanted, 0 for 10
}

// Hit is a passage found.
type Hit struct {
	Passage    *policy.Passage
	Score      float64 // BM25; compares within one result only
	Confidence float64 // 0 to 1, that this passage answers the question
	Status     policy.Status
	Successor  string // title of the newest edition on file that replaces the text

	features Features // that Confidence follows from
}

// Result is what a question found. Hits are in force on the day, best first, each title and article once. Old are texts
// not in force on the day that match clearly better than the best hit.
type Result struct {
	Outcome desk.Outcome // answer, choose or none
	Respelt string       // the question in the spelling that was answered, when not the citizen's own
	Unnamed string       // what the question is about, when the best hit doesn't speak of it
	Hits    []Hit
	Old     []Hit
}

// Engine serves one index directory. Several processes may share it.
type Engine struct {
	dir    string
	source Source
	log    *slog.Logger

	following sync.Mutex // held while the served view changes
	linked    int64      // revision of stored
	stored    []desk.Link
	learnt    time.Time // when links were looked for
	words     lexicon
	worded    int64      // revision of words
	building  sync.Mutex // held while an index is built
	current   atomic.Pointer[view]
	stale     chan struct{} // wakes Run's builder
	rebuilt   atomic.Int64  // when a damaged index was last given up, Unix seconds
	places    chan struct{} // of searches under way: more at once take memory and win no time
}

// New makes an engine that keeps its index under dir. It does nothing before Refresh or Run.
func New(dir string, src Source, log *slog.Logger) *Engine {
	if src.Changed == nil {
		src.Changed = func() {}
	}
	return &Engine{dir: dir, source: src, log: log, stale: make(chan struct{}, 1), places: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
}

// Ready tells whether questions are answered.
func (e *Engine) Ready() bool {
	v := e.current.Load()
	return v != nil && (v.gen != nil || len(v.keys) == 0)
}

// Library is the knowledge now served, empty before there is any.
func (e *Engine) Library() *policy.Library {
	if v := e.current.Load(); v != nil {
		return v.lib
	}
	return policy.NewLibrary(0, nil)
}

const (
	pollEvery   = 500 * time.Millisecond
	retryAfter  = 5 * time.Second
	giveUpEvery = time.Minute // a damaged index is given up at most so often
)

// Run follows the store until ctx ends. Withdrawals, changes of validity and some new texts show within a poll; many as soon
// as their index is built.
func (e *Engine) Run(ctx context.Context) error {
	var builder sync.WaitGroup
	builder.Go(func() { e.buildWhenStale(ctx) })
	defer builder.Wait()

	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	failing := false
	for {
		err := e.follow(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && !failing {
			e.log.Warn("search: store not followed", "err", err)
		}
		failing = err != nil
		if v := e.current.Load(); v != nil && v.outdated() {
			e.wake()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (e *Engine) wake() {
	select {
	case e.stale <- struct{}{}:
	default:
	}
}

func (e *Engine) buildWhenStale(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.stale:
		}
		err := e.rebuild(ctx, (*view).outdated)
		if err == nil || ctx.Err() != nil {
			continue
		}
		e.log.Error("search: index not built", "err", err, "retry", retryAfter)
		select {
		case <-ctx.Done():
		case <-time.After(retryAfter):
		}
	}
}

// Refresh brings the index to the store's revision before it returns, with all that is published in one.
func (e *Engine) Refresh(ctx context.Context) error {
	e.following.Lock()
	e.learnt = time.Time{}
	e.following.Unlock()
	if err := e.follow(ctx); err != nil {
		return err
	}
	return e.rebuild(ctx, (*view).divided)
}

// Close waits for searches and builds under way. The files stay.
func (e *Engine) Close() error {
	e.building.Lock()
	defer e.building.Unlock()
	e.following.Lock()
	defer e.following.Unlock()
	if v := e.current.Load(); v != nil && v.gen != nil {
		return v.gen.close()
	}
	return nil
}
