package bot

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

const (
	mostAtOnce  = 64                      // messages; a few hundred a second need a tenth
	placeWithin = 1500 * time.Millisecond // then there is hardly time left to answer
)

// errBusy is of a message that found no place in time.
var errBusy = errors.New("too many messages at once")

// places bound how many messages are worked on at once. When more come than can be answered, those that have a place are
// answered as fast as ever and the others are told so; without it none would be answered in time.
type places chan struct{}

// take waits for a place; the caller gives it back.
func (p places) take(ctx context.Context) error {
	select {
	case p <- struct{}{}:
		return nil
	default:
	}
	late := time.NewTimer(placeWithin)
	defer late.Stop()
	select {
	case p <- struct{}{}:
		return nil
	case <-late.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p places) giveBack() { <-p }

// queue lets one message of a citizen be worked on at a time, those that wait in the order in which they were sent.
type queue struct {
	mu   sync.Mutex
	busy map[string][]waiter // citizens at work, with those waiting behind
}

type waiter struct {
	sent int64
	turn chan struct{} // closed when it is this waiter's turn
}

func newQueue() *queue { return &queue{busy: map[string][]waiter{}} }

// enter waits for the citizen's turn; the caller calls leave when done. It fails only with ctx.
func (q *queue) enter(ctx context.Context, citizen string, sent int64) error {
	q.mu.Lock()
	waiting, busy := q.busy[citizen]
	if !busy {
		q.busy[citizen] = nil
		q.mu.Unlock()
		return nil
	}
	w := waiter{sent: sent, turn: make(chan struct{})}
	at := len(waiting)
	for at > 0 && waiting[at-1].sent > sent {
		at--
	}
	q.busy[citizen] = slices.Insert(waiting, at, w)
	q.mu.Unlock()

	select {
	case <-w.turn:
		return nil
	case <-ctx.Done():
		if !q.abandon(citizen, w) {
			q.leave(citizen) // the turn came in the same moment: pass it on
		}
		return ctx.Err()
	}
}

func (q *queue) abandon(citizen string, w waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.IndexFunc(q.busy[citizen], func(o waiter) bool { return o.turn == w.turn })
	if at < 0 {
		return false
	}
	q.busy[citizen] = slices.Delete(q.busy[citizen], at, at+1)
	return true
}

func (q *queue) leave(citizen string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting := q.busy[citizen]
	if len(waiting) == 0 {
		delete(q.busy, citizen)
		return
	}
	close(waiting[0].turn)
	q.busy[citizen] = waiting[1:]
}
