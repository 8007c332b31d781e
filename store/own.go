package store

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// ownLife is how long the page with one's own data stays open.
const ownLife = 30 * time.Minute

// OwnToken opens, for half an hour, the page on which a citizen takes their own data away (个人信息保护法第四十五条).
func (s *Store) OwnToken(citizen int64, now time.Time) (string, error) {
	if s.keys == nil {
		return "", ErrLocked
	}
	what := fmt.Sprintf("%d-%d", citizen, now.Add(ownLife).Unix())
	return what + "-" + s.keys.Index("own", what)[:32], nil
}

// OwnBehind is the citizen whose page has that token; ErrNotFound when it is none of ours or has lapsed.
func (s *Store) OwnBehind(token string, now time.Time) (int64, error) {
	var citizen, until int64
	var mark string
	n, _ := fmt.Sscanf(token, "%d-%d-%s", &citizen, &until, &mark)
	if s.keys == nil || n != 3 || now.Unix() > until {
		return 0, fmt.Errorf("own data: %w", ErrNotFound)
	}
	want := s.keys.Index("own", fmt.Sprintf("%d-%d", citizen, until))[:32]
	if subtle.ConstantTimeCompare([]byte(mark), []byte(want)) != 1 {
		return 0, fmt.Errorf("own data: %w", ErrNotFound)
	}
	return citizen, nil
}

// Own is everything that is kept of a citizen.
type Own struct {
	At        time.Time    `json:"at"`
	Talk      []OwnMessage `json:"talk"`
	Tickets   []OwnTicket  `json:"tickets"`
	Requests  []OwnRequest `json:"requests"`
	Topics    []desk.Topic `json:"topics"` // subscribed to
	FormBegun bool         `json:"form_begun"`
}

// OwnMessage is what was said and answered.
type OwnMessage struct {
	At    time.Time `json:"at"`
	Text  string    `json:"text"`
	Reply string    `json:"reply"`
}

// OwnTicket is a question handed to staff.
type OwnTicket struct {
	Number   int64     `json:"number"`
	At       time.Time `json:"at"`
	Question string    `json:"question"`
	Reply    string    `json:"reply"`
	File     string    `json:"file,omitempty"` // name of what was sent with the reply
}

// OwnRequest is an application for disclosure.
type OwnRequest struct {
	Number      string                 `json:"number"`
	Received    disclosure.Day         `json:"received"`
	State       disclosure.State       `json:"state"`
	Application disclosure.Application `json:"application"`
	Materials   []disclosure.Material  `json:"materials,omitempty"`
}

// mostOwn bounds what is taken away at once.
const mostOwn = 10_000

// Own reads what is kept of a citizen, newest first.
func (s *Store) Own(ctx context.Context, citizen int64, now time.Time) (Own, error) {
	out := Own{At: now}
	var err error
	if out.Talk, err = s.ownTalk(ctx, citizen); err != nil {
		return Own{}, err
	}
	tickets, err := s.TicketsOf(ctx, citizen)
	if err != nil {
		return Own{}, err
	}
	for _, t := range tickets {
		own := OwnTicket{Number: t.ID, At: t.OpenedAt, Question: t.Question, Reply: t.Reply}
		if t.Enclosed != 0 {
			f, err := s.OpenFile(ctx, t.Enclosed)
			if err != nil && !errors.Is(err, ErrNotFound) { // not kept any more
				return Own{}, err
			}
			own.File = f.Name
		}
		out.Tickets = append(out.Tickets, own)
	}
	requests, err := s.Requests(ctx, RequestFilter{Citizen: citizen}, mostOwn)
	if err != nil {
		return Own{}, err
	}
	for _, r := range requests {
		out.Requests = append(out.Requests, OwnRequest{r.Number, r.Received, r.State, r.Application, r.Materials})
	}
	if out.Topics, err = s.Subscriptions(ctx, citizen); err != nil {
		return Own{}, err
	}
	_, err = s.Form(ctx, citizen, now)
	out.FormBegun = err == nil
	return out, nil
}

func (s *Store) ownTalk(ctx context.Context, citizen int64) ([]OwnMessage, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT e.id, e.at, COALESCE(c.text, ''), COALESCE(c.reply, ''), e.text, e.reply
		  FROM exchanges e LEFT JOIN concealed c ON c.exchange = e.id
		 WHERE e.citizen = $1 ORDER BY e.id DESC LIMIT $2`, citizen, mostOwn)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []OwnMessage
	for rows.Next() {
		var m OwnMessage
		var id, at int64
		var sealedText, sealedReply string
		if err := rows.Scan(&id, &at, &sealedText, &sealedReply, &m.Text, &m.Reply); err != nil {
			return nil, unavailable(err)
		}
		m.At = timeOf(at)
		if sealedReply != "" {
			about := fmt.Sprintf("exchange/%d", id)
			if m.Text, err = s.unseal(sealedText, about); err != nil {
				return nil, err
			}
			if m.Reply, err = s.unseal(sealedReply, about); err != nil {
				return nil, err
			}
		}
		if m.Text != "" || m.Reply != "" {
			out = append(out, m)
		}
	}
	return out, unavailable(rows.Err())
}

// Forget is the effect by which a citizen's own data are erased (第四十七条): what was said, forms and files of no case, files sent to them alone with an answer, subscriptions, numbers to
// call. Rows stay to be counted, without their texts. What belongs to a file (档案) stays: questions that staff answered, and cases, which are
// restricted once they have ended.
func (s *Store) Forget(now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		for _, query := range []string{
			`DELETE FROM concealed WHERE exchange IN (SELECT id FROM exchanges WHERE citizen = $1 AND id <> $2)`,
			`UPDATE exchanges SET text = '', reply = '', hits = '[]' WHERE citizen = $1 AND id <> $2 AND id NOT IN (SELECT exchange FROM tickets)`,
			`UPDATE links SET citizen = NULL WHERE citizen = $1 AND $2 > 0`,
			`UPDATE surveys SET comment = '' WHERE citizen = $1 AND $2 > 0`,
			`UPDATE tickets SET phone = '' WHERE citizen = $1 AND state <> 'open' AND $2 > 0`,
			`UPDATE tickets SET file = 0 WHERE citizen = $1 AND state <> 'open' AND $2 > 0`,
			`DELETE FROM files
			  WHERE ticket IN (SELECT id FROM tickets WHERE citizen = $1 AND state <> 'open') AND $2 > 0
			    AND id NOT IN (SELECT file FROM tickets WHERE file <> 0)`,
		} {
			if _, err := q.ExecContext(ctx, query, at.Citizen, at.Exchange); err != nil {
				return err
			}
		}
		if err := forgetTalk(ctx, q, at.Citizen); err != nil {
			return err
		}
		if err := leave(ctx, q, at.Citizen); err != nil {
			return err
		}
		return s.restrict(ctx, q, at.Citizen, now)
	}
}

// forgetTalk leaves of a conversation only when its last question was put, by which the next one is counted.
func forgetTalk(ctx context.Context, q querier, citizen int64) error {
	var body string
	err := q.QueryRowContext(ctx, `SELECT body FROM conversations WHERE citizen = $1`, citizen).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var c desk.Conversation
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		return fmt.Errorf("conversation of citizen %d: %w", citizen, err)
	}
	bare, err := json.Marshal(desk.Conversation{Put: c.Put})
	if err == nil {
		_, err = q.ExecContext(ctx, `UPDATE conversations SET body = $2 WHERE citizen = $1`, citizen, string(bare))
	}
	return err
}

// leave ends what a citizen has begun or ordered.
func leave(ctx context.Context, q querier, citizen int64) error {
	if _, err := q.ExecContext(ctx, `DELETE FROM subscriptions WHERE citizen = $1`, citizen); err != nil {
		return err
	}
	return dropForm(ctx, q, citizen, true)
}

// restrict marks the ended cases of a citizen as kept for the archive only.
func (s *Store) restrict(ctx context.Context, q querier, citizen int64, now time.Time) error {
	rows, err := q.QueryContext(ctx, `SELECT id, body FROM requests WHERE citizen = $1 AND state IN ('served', 'ended')`, citizen)
	if err != nil {
		return err
	}
	bodies := map[int64]string{}
	for rows.Next() {
		var id int64
		var body string
		if err := rows.Scan(&id, &body); err != nil {
			return err
		}
		bodies[id] = body
	}
	if err := rows.Close(); err != nil {
		return err
	}
	for id, body := range bodies {
		var r disclosure.Request
		if err := json.Unmarshal([]byte(body), &r); err != nil {
			return err
		}
		if r.Restricted {
			continue
		}
		r.Restricted = true
		marked, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `UPDATE requests SET body = $2, version = version + 1 WHERE id = $1`, id, string(marked)); err != nil {
			return err
		}
		if err := writeEvent(ctx, q, id, disclosure.Event{At: now, Act: "restricted"}); err != nil {
			return err
		}
	}
	return nil
}
