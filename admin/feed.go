package admin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"shangda/store"
)

// feedEvery is how often the store is asked whether tickets have changed: once for all browsers.
const feedEvery = 2 * time.Second

// feedLasts is how long one connection of a browser lives; then it comes again and shows its session anew. It is less than
// what the server allows for an answer.
const feedLasts = 45 * time.Second

// Feed tells open inboxes that tickets have changed. Its Run ends with its context and lets every browser go.
type Feed struct {
	store *store.Store
	log   *slog.Logger

	mu       sync.Mutex
	revision int64
	changed  chan struct{} // closed and replaced when the revision moves
	over     bool
}

// NewFeed makes a feed; without its Run nobody hears anything.
func NewFeed(s *store.Store, log *slog.Logger) *Feed {
	return &Feed{store: s, log: log, changed: make(chan struct{})}
}

// Run follows the store until ctx ends.
func (f *Feed) Run(ctx context.Context) error {
	defer f.end()
	ticks := time.NewTicker(feedEvery)
	defer ticks.Stop()
	for {
		n, err := f.store.DeskRevision(ctx)
		switch {
		case err == nil:
			f.move(n)
		case !errors.Is(err, context.Canceled):
			f.log.Warn("feed of tickets", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
		}
	}
}

func (f *Feed) move(n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n != f.revision {
		f.revision = n
		close(f.changed)
		f.changed = make(chan struct{})
	}
}

func (f *Feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.over = true
	close(f.changed)
}

// state is the revision now, what tells of the next one, and whether there will be none.
func (f *Feed) state() (int64, <-chan struct{}, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.revision, f.changed, f.over
}

// ticketEvents is a stream of server-sent events, each the revision of the tickets; it says nothing of what they hold.
func ticketEvents(v *visit) error {
	if v.Feed == nil {
		return errNotFound
	}
	h := v.Writer.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // a proxy must not collect them
	v.Status(http.StatusOK)
	enough := time.NewTimer(feedLasts)
	defer enough.Stop()
	for {
		revision, changed, over := v.Feed.state()
		if over {
			return nil
		}
		if _, err := fmt.Fprintf(v.Writer, "retry: 3000\nid: %d\ndata: %d\n\n", revision, revision); err != nil {
			return nil // the browser has gone
		}
		v.Writer.Flush()
		select {
		case <-changed:
		case <-enough.C:
			return nil
		case <-v.ctx().Done():
			return nil
		}
	}
}
