package main

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"shangda/disclosure"
	"shangda/store"
)

// liveCalendar is the calendar that serves now. A notice imported by any process is known to all within calendarEvery.
type liveCalendar struct {
	store   *store.Store
	log     *slog.Logger
	current atomic.Pointer[disclosure.Calendar]
}

const calendarEvery = time.Minute

func openCalendar(ctx context.Context, st *store.Store, log *slog.Logger) (*liveCalendar, error) {
	l := &liveCalendar{store: st, log: log}
	return l, l.refresh(ctx)
}

// Now is the calendar as last read.
func (l *liveCalendar) Now() disclosure.Calendar { return *l.current.Load() }

func (l *liveCalendar) refresh(ctx context.Context) error {
	c, err := l.store.Calendar(ctx)
	if err == nil {
		l.current.Store(&c)
	}
	return err
}

// Run reads the calendar anew until ctx ends. While the database is away the last one serves.
func (l *liveCalendar) Run(ctx context.Context) error {
	ticks := time.NewTicker(calendarEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
			if err := l.refresh(ctx); err != nil && ctx.Err() == nil {
				l.log.Error("calendar not read", "err", err)
			}
		}
	}
}
