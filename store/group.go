package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// largestGroup bounds how long one transaction keeps other processes from writing.
const largestGroup = 256

// pace is how long after a commit the next one waits for company.
const pace = 24 * time.Millisecond

// scout: of the saves that come alone, one in so many waits too, to notice when there is company.
const scout = 16

// group commits saves together in one transaction: a commit costs far more than a row. While saves meet, the next
// transaction begins when the pace is over and takes all that came meanwhile, so a steady stream shares its commits. Who
// comes after a quiet moment never waits, and a lone caller, who sends the next message when the last is answered,
// seldom. Saves are written in order of arrival. The goroutine of its own lets a caller leave when its time is over, even
// while the database is locked.
type group struct {
	tx       func(context.Context, func(context.Context, querier) error) error
	arrivals chan *save
	closing  chan struct{}
	closed   chan struct{}
}

func startGroup(tx func(context.Context, func(context.Context, querier) error) error) *group {
	g := &group{tx: tx, arrivals: make(chan *save), closing: make(chan struct{}), closed: make(chan struct{})}
	go g.run()
	return g
}

// submit waits until s is on disk or refused, or until its own context ends.
func (g *group) submit(s *save) error {
	select {
	case g.arrivals <- s:
	case <-g.closing:
		return fmt.Errorf("%w: it is closed", ErrUnavailable)
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
	select {
	case err := <-s.done:
		return err
	case <-s.ctx.Done():
		return s.ctx.Err()
	}
}

func (g *group) close() {
	close(g.closing)
	<-g.closed
}

func (g *group) run() {
	defer close(g.closed)
	alone := 0 // commits of one save in a row
	for {
		select {
		case s := <-g.arrivals:
			saves := g.take(s)
			g.commit(saves)
			if alone++; len(saves) > 1 {
				alone = 0
			}
			if alone%scout == 0 {
				g.wait()
			}
		case <-g.closing:
			return
		}
	}
}

// wait keeps the pace. What arrives meanwhile stands in line, and nobody is woken for it.
func (g *group) wait() {
	select {
	case <-time.After(pace):
	case <-g.closing:
	}
}

// take is first and what waits beside it.
func (g *group) take(first *save) []*save {
	saves := []*save{first}
	for len(saves) < largestGroup {
		select {
		case s := <-g.arrivals:
			saves = append(saves, s)
		default:
			return saves
		}
	}
	return saves
}

// commit answers every save. When a transaction of several breaks, each gets one of its own, so that a bad one cannot
// fail its neighbours; when none can begin, all get the reason.
func (g *group) commit(saves []*save) {
	begun, err := g.write(saves)
	if err != nil && begun && len(saves) > 1 {
		for i := range saves {
			g.commit(saves[i : i+1])
		}
		return
	}
	for _, s := range saves {
		if err != nil {
			s.err = err
		}
		s.done <- s.err
	}
}

func (g *group) write(saves []*save) (begun bool, err error) {
	err = g.tx(context.Background(), func(ctx context.Context, q querier) error {
		begun = true
		counts := newTallies()
		for _, s := range saves {
			if s.err = s.ctx.Err(); s.err != nil {
				continue // nobody waits for it any more
			}
			s.err = s.run(ctx, q, counts)
			switch {
			case s.err == nil, errors.Is(s.err, ErrDuplicate):
			case errors.Is(s.err, ErrConflict):
				if err := s.undo(ctx, q); err != nil {
					return err
				}
			default:
				return s.err
			}
		}
		return counts.add(ctx, q)
	})
	return begun, err
}
