package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
)

// Visit is what is known when a message arrives.
type Visit struct {
	Citizen      int64             // 0: never seen, or unsubscribed since
	Conversation desk.Conversation // Version 0: nothing to remember
	First        *desk.Exchange    // set when this message was answered before: a redelivery
	Held         bool              // letters wait for this message, see Store.Held
}

// Load reads the citizen behind openid, the conversation, and the exchange that key may already name.
func (s *Store) Load(ctx context.Context, openid, key string) (Visit, error) {
	var citizen int64
	var held bool
	var version, first sql.NullInt64
	var body sql.NullString
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT c.id, EXISTS (SELECT 1 FROM letters l WHERE l.citizen = c.id AND l.state = 'held'), v.version, v.body, e.id
		  FROM citizens c
		  LEFT JOIN conversations v ON v.citizen = c.id
		  LEFT JOIN exchanges e ON e.citizen = c.id AND e.key = $2
		 WHERE c.openid = $1`, clean(openid), clean(key)).
		Scan(&citizen, &held, &version, &body, &first)
	if errors.Is(err, sql.ErrNoRows) {
		return Visit{}, nil
	}
	if err != nil {
		return Visit{}, unavailable(err)
	}
	visit := Visit{Citizen: citizen, Conversation: desk.Conversation{Citizen: citizen}, Held: held}
	if version.Valid {
		if err := json.Unmarshal([]byte(body.String), &visit.Conversation); err != nil {
			return Visit{}, fmt.Errorf("conversation of citizen %d: %w", citizen, err)
		}
		visit.Conversation.Version = version.Int64
	}
	if first.Valid {
		visit.First, err = s.exchange(ctx, first.Int64, key)
	}
	return visit, err
}

// exchange reads the exchange that a redelivered message's key names.
func (s *Store) exchange(ctx context.Context, id int64, key string) (*desk.Exchange, error) {
	x := desk.Exchange{ID: id, Key: key}
	var at, took int64
	var hits string
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT citizen, at, kind, text, talk, outcome, item, title, article, hits, reply, elapsed_us FROM exchanges WHERE id = $1`, id).
		Scan(&x.Citizen, &at, &x.Kind, &x.Text, &x.Talk, &x.Outcome, &x.Item, &x.Title, &x.Article, &hits, &x.Reply, &took)
	if err != nil {
		return nil, unavailable(err)
	}
	x.At, x.Elapsed = timeOf(at), time.Duration(took)*time.Microsecond
	if err := json.Unmarshal([]byte(hits), &x.Hits); err != nil {
		return nil, fmt.Errorf("exchange %d: %w", id, err)
	}
	return &x, nil
}

// SaveExchange writes x with its link, the conversation c, the day's counts and the effects in one transaction, and the
// citizen when openid is new; texts are masked on the way. A nil c leaves the conversation as it is, and is for exchanges that
// put no question. c is what was loaded, changed. On success x.ID, x.Citizen and c's identity, version and time are set; on ErrDuplicate and ErrConflict nothing is
// changed. When ctx ends first, the outcome is unknown, and a redelivery finds it out.
//
// A farewell unlinks the openid and deletes the conversation, whatever c is; that of an unknown openid writes nothing.
func (s *Store) SaveExchange(ctx context.Context, openid string, x *desk.Exchange, c *desk.Conversation, effects ...Effect) error {
	save, err := newSave(ctx, openid, x, c, s.silence, effects)
	if err != nil {
		return err
	}
	if s.group != nil {
		err = s.group.submit(save)
	} else {
		err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
			counts := newTallies()
			if err := save.run(ctx, q, counts); err != nil {
				return err
			}
			return counts.add(ctx, q)
		})
	}
	if err != nil || save.id == 0 {
		return err
	}
	x.ID, x.Citizen = save.id, save.citizen
	if c != nil && !save.farewell {
		c.Citizen, c.Version, c.Put = save.citizen, save.version+1, save.put
	}
	return nil
}
