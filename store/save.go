package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// save is one exchange ready to be written: encoded, masked, and independent of the caller's values.
type save struct {
	ctx      context.Context
	openid   string
	row      desk.Exchange
	day      policy.Date
	hits     string
	farewell bool
	body     string // of the conversation; empty: not to be saved
	version  int64
	put      int64 // when the citizen's last question was put, this one included
	begins   bool  // a conversation (互动交流)
	effects  []Effect

	id, citizen int64 // what run found out
	err         error
	done        chan error
}

func newSave(ctx context.Context, openid string, x *desk.Exchange, c *desk.Conversation, silence time.Duration, effects []Effect) (*save, error) {
	if openid == "" || x.Key == "" {
		return nil, errors.New("exchange without openid or key")
	}
	s := &save{
		ctx: ctx, openid: clean(openid), row: *x, day: policy.DateOf(x.At.In(shanghai)), hits: "[]",
		farewell: x.Talk == desk.TalkFarewell, effects: effects, done: make(chan error, 1),
	}
	s.row.Text = clean(desk.Mask(x.Text))
	for _, field := range []*string{&s.row.Key, &s.row.Kind, &s.row.Item, &s.row.Title, &s.row.Article, &s.row.Reply, &s.row.Sheet.Body} {
		*field = clean(*field)
	}
	if len(x.Hits) > 0 {
		hits, err := json.Marshal(x.Hits)
		if err != nil {
			return nil, fmt.Errorf("hits: %w", err)
		}
		s.hits = string(hits)
	}
	if c != nil {
		masked := *c
		masked.Asked = desk.Mask(c.Asked)
		if at := x.At.UnixMilli(); x.Outcome.Question() {
			s.begins = c.Put == 0 || at-c.Put >= silence.Milliseconds()
			masked.Put = at
		}
		s.put = masked.Put
		body, err := json.Marshal(masked)
		if err != nil {
			return nil, fmt.Errorf("conversation: %w", err)
		}
		s.body, s.version = string(body), c.Version
	}
	return s, nil
}

// run writes the exchange inside a transaction. After ErrDuplicate it has changed nothing; after ErrConflict the
// exchange must be taken back, see undo. The citizen is always found by openid, never by a number loaded before: the
// openid may have been unlinked since.
func (s *save) run(ctx context.Context, q querier, counts *tallies) error {
	s.id, s.citizen = 0, 0 // of an attempt that was rolled back
	written, err := s.insert(ctx, q)
	if err != nil {
		return err
	}
	if !written {
		known, err := s.known(ctx, q)
		switch {
		case err != nil:
			return err
		case known:
			return ErrDuplicate
		case s.farewell:
			return nil
		case s.version > 0:
			return ErrConflict
		}
		if written, err = s.introduce(ctx, q); err != nil {
			return err
		}
		if !written { // another process introduced the citizen with this very message
			return ErrDuplicate
		}
	}
	switch {
	case s.farewell:
		err = s.forget(ctx, q)
	case s.body != "":
		err = s.remember(ctx, q)
	}
	if err == nil && s.row.Sheet.Token != "" {
		err = s.file(ctx, q)
	}
	if err == nil && s.row.Link != nil {
		err = s.link(ctx, q)
	}
	for i := 0; err == nil && i < len(s.effects); i++ {
		err = s.effects[i](ctx, q, Moment{Exchange: s.id, Citizen: s.citizen})
	}
	if err == nil {
		counts.count(s)
	}
	return err
}

// link writes what the exchange taught, after the conversation: nothing of it must be taken back after a conflict.
func (s *save) link(ctx context.Context, q querier) error {
	l := *s.row.Link
	l.Citizen, l.At = s.citizen, s.row.At
	if err := writeLink(ctx, q, &l); err != nil {
		return err
	}
	return linksChanged(ctx, q)
}

// insert writes the log row, unless the citizen is unknown or the key is logged.
func (s *save) insert(ctx context.Context, q querier) (bool, error) {
	r := &s.row
	err := q.QueryRowContext(ctx, `
		INSERT INTO exchanges (citizen, key, at, day, kind, text, talk, outcome, item, title, article, hits, reply, elapsed_us, begins, grounds)
		SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 FROM citizens WHERE openid = $1
		    ON CONFLICT (citizen, key) DO NOTHING
		RETURNING id, citizen`,
		s.openid, r.Key, r.At.UnixMilli(), string(s.day), r.Kind, r.Text, string(r.Talk), string(r.Outcome), r.Item, r.Title,
		r.Article, s.hits, r.Reply, r.Elapsed.Microseconds(), number(s.begins), grounds(r.Also)).
		Scan(&s.id, &s.citizen)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// grounds are the lines in which a recall looks for what an answer rests on.
func grounds(also []desk.Ground) string {
	if len(also) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n")
	for _, g := range also {
		b.WriteString(clean(g.Item) + "\t" + clean(g.Title) + "\t" + clean(g.Article) + "\n")
	}
	return b.String()
}

func (s *save) known(ctx context.Context, q querier) (bool, error) {
	var known bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM citizens WHERE openid = $1)`, s.openid).Scan(&known)
	return known, err
}

// introduce creates the citizen, or waits for another process that is doing so, and writes the log row.
func (s *save) introduce(ctx context.Context, q querier) (bool, error) {
	_, err := q.ExecContext(ctx, `
		INSERT INTO citizens (openid, created_at) VALUES ($1, $2) ON CONFLICT (openid) DO NOTHING`,
		s.openid, s.row.At.UnixMilli())
	if err != nil {
		return false, err
	}
	return s.insert(ctx, q)
}

// remember saves the conversation if it still has the version that was loaded.
func (s *save) remember(ctx context.Context, q querier) error {
	var r sql.Result
	var err error
	if s.version == 0 {
		// The openid is asked again: another process may have unlinked it since the log row was written.
		r, err = q.ExecContext(ctx, `
			INSERT INTO conversations (citizen, version, body) SELECT id, 1, $2 FROM citizens WHERE openid = $1
			    ON CONFLICT (citizen) DO NOTHING`, s.openid, s.body)
	} else {
		r, err = q.ExecContext(ctx, `
			UPDATE conversations SET version = version + 1, body = $3 WHERE citizen = $1 AND version = $2`,
			s.citizen, s.version, s.body)
	}
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		return ErrConflict
	}
	return err
}

func (s *save) forget(ctx context.Context, q querier) error {
	if _, err := q.ExecContext(ctx, `UPDATE citizens SET openid = NULL WHERE id = $1`, s.citizen); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, `DELETE FROM conversations WHERE citizen = $1`, s.citizen)
	return err
}

// undo takes back the log row of a conflict, where the transaction goes on for the sake of others.
func (s *save) undo(ctx context.Context, q querier) error {
	_, err := q.ExecContext(ctx, `DELETE FROM exchanges WHERE id = $1`, s.id)
	return err
}
