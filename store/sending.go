package store

import (
	"context"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// Sending counts what the platform, or another carrier, said on one day.
type Sending struct {
	Way     desk.Way
	Outcome string // sent, the platform's code, or a word of ours
	Count   int64
}

// QuotaSpent is the outcome after which nothing goes by chat until the next day: the platform's code.
const QuotaSpent = "45009"

func (s Sending) count(ctx context.Context, q querier, now time.Time) error {
	if s.Outcome == "" {
		return nil
	}
	_, err := q.ExecContext(ctx, `
		INSERT INTO sendings (day, way, outcome, count) VALUES ($1, $2, $3, 1)
		    ON CONFLICT (day, way, outcome) DO UPDATE SET count = sendings.count + 1`,
		string(policy.DateOf(now.In(shanghai))), string(s.Way), clean(s.Outcome))
	return err
}

// Sendings are the counts of a day.
func (s *Store) Sendings(ctx context.Context, day policy.Date) ([]Sending, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT way, outcome, count FROM sendings WHERE day = $1 ORDER BY way, outcome`, string(day))
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Sending
	for rows.Next() {
		var one Sending
		if err := rows.Scan(&one.Way, &one.Outcome, &one.Count); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, one)
	}
	return out, unavailable(rows.Err())
}

// Resume lets letters go by chat again on a day on which the quota was spent, after somebody has cleared it at the platform.
func (s *Store) Resume(ctx context.Context, by desk.Actor, now time.Time) error {
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		day := string(policy.DateOf(now.In(shanghai)))
		if _, err := q.ExecContext(ctx, `DELETE FROM sendings WHERE day = $1 AND outcome = '45009'`, day); err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "letter.resume", Object: "day:" + day, OK: true})
	})
}
