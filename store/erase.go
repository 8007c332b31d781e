package store

import (
	"context"
	"time"
)

// Erase removes what may no longer be kept: texts of exchanges and letters older than so many months (0: never), forms left
// alone and files uploaded for them or for an answer and not sent, files sent with answers that old, drafts of knowledge that were given up, and lapsed sessions. Rows that are counted stay, without their texts.
func (s *Store) Erase(ctx context.Context, months int, now time.Time) error {
	old := int64(0)
	if months > 0 {
		old = now.AddDate(0, -months, 0).UnixMilli()
	}
	idle := now.Add(-FormLife).UnixMilli()
	for _, e := range []struct {
		query string
		arg   int64
	}{
		// An exchange that raised a ticket follows the ticket's file (档案).
		{`UPDATE exchanges SET text = '', reply = '', hits = '[]'
		   WHERE at < $1 AND reply <> '' AND id NOT IN (SELECT exchange FROM tickets)`, old},
		{`DELETE FROM concealed WHERE exchange IN (SELECT id FROM exchanges WHERE at < $1)`, old},
		{`UPDATE letters SET text = '' WHERE created_at < $1 AND text <> '' AND state <> 'waiting' AND state <> 'held'`, old},
		{`UPDATE surveys SET comment = '' WHERE at < $1 AND comment <> ''`, old},
		{`DELETE FROM drafts WHERE state = 'dropped' AND updated_at < $1
		    AND id NOT IN (SELECT draft FROM recalls) AND id NOT IN (SELECT draft FROM notices)`, old},
		// A number to call is of no more use once its answer has been told.
		{`UPDATE tickets SET phone = ''
		   WHERE done_at > 0 AND done_at < $1 AND phone <> ''
		     AND NOT EXISTS (SELECT 1 FROM letters WHERE kind = 'reply' AND subject = tickets.id AND state IN ('waiting', 'held', 'failed'))`, idle},
		// A ticket lets go of its file before that is deleted: SQLite gives its number to another.
		{`UPDATE tickets SET file = 0
		   WHERE file IN (SELECT id FROM files WHERE created_at < $1)
		     AND NOT EXISTS (SELECT 1 FROM letters WHERE kind = 'reply' AND subject = tickets.id AND state IN ('waiting', 'held', 'failed'))`, old},
		{`DELETE FROM files WHERE created_at < $1 AND request IS NULL AND id NOT IN (SELECT file FROM tickets WHERE file <> 0)`, idle},
		{`DELETE FROM forms WHERE updated_at < $1`, idle},
		{`DELETE FROM sessions WHERE seen_at < $1`, idle},
		{`DELETE FROM posts WHERE at < $1`, idle},
	} {
		err := s.engine.tx(ctx, func(ctx context.Context, q querier) error {
			_, err := q.ExecContext(ctx, e.query, e.arg)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
