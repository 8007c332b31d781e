package main

import (
	"context"
	"log/slog"
	"time"

	"shangda/store"
)

// schedule lets approved drafts take effect on the day they were approved for.
type schedule struct {
	store *store.Store
	log   *slog.Logger
	now   func() time.Time
	every time.Duration
}

// scheduleEvery is how long after midnight of its day a draft may take effect.
const scheduleEvery = 30 * time.Second

// Run looks for drafts that are due until ctx ends.
func (s schedule) Run(ctx context.Context) error {
	for {
		switch n, err := s.store.PublishDue(ctx, s.now()); {
		case err != nil && ctx.Err() == nil:
			s.log.Error("scheduled drafts not published", "err", err)
		case n > 0:
			s.log.Info("scheduled drafts published", "count", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(s.every):
		}
	}
}
