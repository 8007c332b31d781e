package store

import (
	"context"
	"database/sql"
	"time"
)

const (
	checkpointEvery = 128 // transactions
	checkpointTries = 3   // what is written meanwhile is copied by the next
)

// checkpoints copies what SQLite's log holds into the database while the writer goes on: left to the writer, as is SQLite's
// way, a copy keeps every citizen waiting who writes just then. Where it can't, the writer does it in the end.
type checkpoints struct {
	db      *sql.DB
	due     chan struct{}
	stopped chan struct{}
	written int // transactions since the last one fell due; the writer's
}

func startCheckpoints(db *sql.DB) *checkpoints {
	c := &checkpoints{db: db, due: make(chan struct{}, 1), stopped: make(chan struct{})}
	go c.run()
	return c
}

// count counts a transaction. The caller is the writer.
func (c *checkpoints) count() {
	if c.written++; c.written < checkpointEvery {
		return
	}
	c.written = 0
	select {
	case c.due <- struct{}{}:
	default: // one is under way
	}
}

func (c *checkpoints) run() {
	defer close(c.stopped)
	for range c.due {
		for range checkpointTries {
			if whole, err := c.copy(); whole || err != nil {
				break
			}
		}
	}
}

// copy says whether the database has all that the log holds, so that the next transaction begins the log anew.
func (c *checkpoints) copy() (whole bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var busy, frames, copied int
	err = c.db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &frames, &copied)
	return copied == frames, err
}

func (c *checkpoints) close() error {
	close(c.due)
	<-c.stopped
	return c.db.Close()
}
