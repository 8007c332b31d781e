package store

import (
	"context"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// pickWithin is how long a citizen may take to pick from what was offered.
const pickWithin = 24 * time.Hour

// Unanswered are the questions of the days from ≤ day ≤ to that got no answer: nothing was found, nothing offered was picked,
// or the answer was marked as no help. Reports (举报) and what staff took off the list are left out. The latest come first, at
// most limit.
func (s *Store) Unanswered(ctx context.Context, from, to disclosure.Day, limit int) ([]desk.Asked, error) {
	var out []desk.Asked
	// Whether something was picked is dear to ask: days are read backwards, more at a time as they turn out to be quiet.
	for span := 1; to >= from && len(out) < limit; span *= 2 {
		since := max(from, to.Add(1-span))
		some, err := s.unanswered(ctx, since, to, limit-len(out))
		if err != nil {
			return nil, err
		}
		out, to = append(out, some...), since.Add(-1)
	}
	return out, nil
}

func (s *Store) unanswered(ctx context.Context, from, to disclosure.Day, limit int) ([]desk.Asked, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT e.id, e.at, e.text, CASE WHEN r.id IS NOT NULL THEN 'unhelpful' ELSE e.outcome END
		  FROM exchanges e LEFT JOIN ratings r ON r.exchange = e.id AND r.helpful = 0 AND r.at >= $5 -- none is older than what it rates
		 WHERE e.day >= $1 AND e.day <= $2 AND e.talk = 'ask' AND e.text <> ''
		   AND (e.outcome = 'none' OR r.id IS NOT NULL
		        OR e.outcome = 'choose' AND NOT EXISTS (
		           SELECT 1 FROM exchanges p WHERE p.citizen = e.citizen AND p.id > e.id AND p.at < e.at + $3 AND p.outcome = 'answer'))
		   AND NOT `+ofReport+`
		   AND NOT EXISTS (SELECT 1 FROM dismissals d WHERE d.exchange = e.id)
		 ORDER BY e.day DESC, e.id DESC LIMIT $4`, string(from), string(to), pickWithin.Milliseconds(), limit,
		from.Start().UnixMilli())
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Asked
	for rows.Next() {
		var a desk.Asked
		var at int64
		if err := rows.Scan(&a.Exchange, &at, &a.Text, &a.Why); err != nil {
			return nil, unavailable(err)
		}
		a.At = timeOf(at)
		out = append(out, a)
	}
	return out, unavailable(rows.Err())
}

// Dismiss takes exchanges off the list of questions without an answer.
func (s *Store) Dismiss(ctx context.Context, by desk.Actor, exchanges []int64, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		for _, id := range exchanges {
			_, err := q.ExecContext(ctx, `
				INSERT INTO dismissals (exchange, staff, at) VALUES ($1, $2, $3) ON CONFLICT (exchange) DO NOTHING`,
				id, by.Staff, now.UnixMilli())
			if err != nil {
				return err
			}
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "question.dismissed", Object: "question", OK: true})
	})
}
