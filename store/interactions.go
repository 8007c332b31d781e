package store

import (
	"context"
	"time"

	"shangda/disclosure"
)

// Interactions are what a period's text tells besides the tables.
type Interactions struct {
	Conversations int64 // 互动交流: one citizen's questions with less silence between them than told
	ByBot         int64 // questions that the account answered
	ByStaff       int64 // tickets that staff answered
}

// Interactions counts the days from ≤ day ≤ to. A conversation belongs to the day on which it began; only messages that put
// a question count, so that thanks and menu taps neither make one nor hold one together.
func (s *Store) Interactions(ctx context.Context, from, to disclosure.Day, silence time.Duration) (Interactions, error) {
	var in Interactions
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT COUNT(*) FROM (
		    SELECT day, at, LAG(at) OVER (PARTITION BY citizen ORDER BY at, id) AS before
		      FROM exchanges
		     WHERE day >= $1 AND day <= $3 AND outcome IN ('answer', 'choose', 'none', 'human', 'request')) x
		 WHERE day >= $2 AND (before IS NULL OR at - before >= $4)`,
		string(from.Add(-1)), string(from), string(to), silence.Milliseconds()).Scan(&in.Conversations)
	if err != nil {
		return in, unavailable(err)
	}
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT COALESCE(SUM(count), 0) FROM daily WHERE day >= $1 AND day <= $2 AND outcome = 'answer'`, string(from), string(to)).Scan(&in.ByBot)
	if err != nil {
		return in, unavailable(err)
	}
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT COUNT(*) FROM tickets WHERE state = 'answered' AND done_at >= $1 AND done_at < $2`,
		from.Start().UnixMilli(), to.Add(1).Start().UnixMilli()).Scan(&in.ByStaff)
	return in, unavailable(err)
}
