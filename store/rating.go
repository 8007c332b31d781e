package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"shangda/desk"
)

// RateAnswer notes what the citizen thinks of the answer to the message with this key. The first time counts.
func RateAnswer(key string, helpful bool, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `
			INSERT INTO ratings (citizen, exchange, helpful, comment, at)
			SELECT citizen, id, $3, '', $4 FROM exchanges WHERE citizen = $1 AND key = $2
			    ON CONFLICT (exchange) DO NOTHING`, at.Citizen, clean(key), number(helpful), now.UnixMilli())
		return err
	}
}

// CommentAnswer adds the citizen's words to the rating of the answer to the message with this key, once.
func CommentAnswer(key, comment string) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `
			UPDATE ratings SET comment = $3
			 WHERE exchange = (SELECT id FROM exchanges WHERE citizen = $1 AND key = $2) AND comment = ''`,
			at.Citizen, clean(key), clean(desk.Mask(comment)))
		return err
	}
}

// RateTicket notes what the citizen thinks of staff's answer. The first time counts.
func RateTicket(ticket int64, helpful bool, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `
			INSERT INTO ratings (citizen, ticket, helpful, comment, at)
			SELECT citizen, id, $3, '', $4 FROM tickets WHERE citizen = $1 AND id = $2 AND state IN ('answered', 'merged', 'closed')
			    ON CONFLICT (ticket) DO NOTHING`, at.Citizen, ticket, number(helpful), now.UnixMilli())
		return err
	}
}

// Rated is a rating with what it is about.
type Rated struct {
	desk.Rating
	Question string // as asked; empty for a tap or an erased text
	Item     string
	Title    string
	Article  string
}

// BadRatings are the latest answers that did not help, reports left out.
func (s *Store) BadRatings(ctx context.Context, limit int) ([]Rated, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT r.id, r.exchange, r.ticket, r.comment, r.at, COALESCE(e.text, t.question), COALESCE(e.item, ''),
		       COALESCE(e.title, t.title), COALESCE(e.article, t.article)
		  FROM ratings r LEFT JOIN exchanges e ON e.id = r.exchange LEFT JOIN tickets t ON t.id = r.ticket
		 WHERE r.helpful = 0 AND COALESCE(e.id, t.id) IS NOT NULL AND COALESCE(t.kind, '') <> 'report'
		 ORDER BY r.id DESC LIMIT $1`, limit)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Rated
	for rows.Next() {
		var r Rated
		var exchange, ticket sql.NullInt64
		var at int64
		if err := rows.Scan(&r.ID, &exchange, &ticket, &r.Comment, &at, &r.Question, &r.Item, &r.Title, &r.Article); err != nil {
			return nil, unavailable(err)
		}
		r.Exchange, r.Ticket, r.At = exchange.Int64, ticket.Int64, timeOf(at)
		out = append(out, r)
	}
	return out, unavailable(rows.Err())
}

// opinions are asked of for so long after a reply was told.
const opinions = 14 * 24 * time.Hour

// LastReply is the ticket whose answer the citizen was told last and has not rated, and when; a zero ticket when there is
// none.
func (s *Store) LastReply(ctx context.Context, citizen int64, now time.Time) (t desk.Ticket, at time.Time, err error) {
	var id, sent int64
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT subject, sent_at FROM letters
		 WHERE citizen = $1 AND kind = 'reply' AND sent_at > $2 AND NOT EXISTS (SELECT 1 FROM ratings WHERE ticket = subject)
		 ORDER BY sent_at DESC, id DESC LIMIT 1`, citizen, now.Add(-opinions).UnixMilli()).Scan(&id, &sent)
	if errors.Is(err, sql.ErrNoRows) {
		return t, at, nil
	}
	if err != nil {
		return t, at, unavailable(err)
	}
	t, err = s.Ticket(ctx, id)
	return t, timeOf(sent), err
}
