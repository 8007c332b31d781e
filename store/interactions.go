package store

import (
	"context"

	"shangda/disclosure"
)

// Interactions are what a period's text tells besides the tables.
type Interactions struct {
	Conversations int64 // 互动交流: one citizen's questions with less silence between them than the definition says
	ByBot         int64 // questions that the account answered
	ByStaff       int64 // tickets that staff answered
	Unanswered    int64 // questions to which nothing was found
	Helpful       int64 // 评价
	Unhelpful     int64
}

// Interactions counts the days from ≤ day ≤ to. A conversation belongs to the day on which it began; only messages that put
// a question count, so that thanks and menu taps neither make one nor hold one together.
func (s *Store) Interactions(ctx context.Context, from, to disclosure.Day) (Interactions, error) {
	var in Interactions
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT COALESCE(SUM(begun), 0), COALESCE(SUM(CASE WHEN outcome = 'answer' THEN count ELSE 0 END), 0),
		       COALESCE(SUM(CASE WHEN outcome = 'none' THEN count ELSE 0 END), 0)
		  FROM daily WHERE day >= $1 AND day <= $2`, string(from), string(to)).Scan(&in.Conversations, &in.ByBot, &in.Unanswered)
	if err != nil {
		return in, unavailable(err)
	}
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT COUNT(*) FROM tickets WHERE state = 'answered' AND done_at >= $1 AND done_at < $2`,
		from.Start().UnixMilli(), to.Add(1).Start().UnixMilli()).Scan(&in.ByStaff)
	if err != nil {
		return in, unavailable(err)
	}
	in.Helpful, in.Unhelpful, err = s.RatingCounts(ctx, from, to)
	return in, err
}
