package store

import (
	"cmp"
	"context"
	"slices"

	"shangda/desk"
	"shangda/policy"
)

// Tally counts the exchanges of one day that are alike. Title is the document cited, empty where none was.
type Tally struct {
	Day     policy.Date
	Talk    desk.Talk
	Outcome desk.Outcome
	Title   string
	Count   int64
}

// Tallies are the counts of a period, by day, talk, outcome and title.
type Tallies []Tally

// Total is the number of all exchanges.
func (ts Tallies) Total() int64 {
	var n int64
	for _, t := range ts {
		n += t.Count
	}
	return n
}

// By sums the tallies over what key takes from each: its day, its talk, its outcome, its title, or several of them.
func By[K comparable](ts Tallies, key func(Tally) K) map[K]int64 {
	sums := map[K]int64{}
	for _, t := range ts {
		sums[key(t)] += t.Count
	}
	return sums
}

// Counts reads the daily totals of the days from ≤ day < to; an empty bound is open.
func (s *Store) Counts(ctx context.Context, from, to policy.Date) (Tallies, error) {
	return s.tallies(ctx, `
		SELECT day, talk, outcome, title, count FROM daily
		 WHERE day >= $1 AND ($2 = '' OR day < $2)`, from, to)
}

// Recount counts the logged exchanges themselves. It equals Counts, only slower.
func (s *Store) Recount(ctx context.Context, from, to policy.Date) (Tallies, error) {
	return s.tallies(ctx, `
		SELECT day, talk, outcome, title, COUNT(*) FROM exchanges
		 WHERE day >= $1 AND ($2 = '' OR day < $2)
		 GROUP BY day, talk, outcome, title`, from, to)
}

func (s *Store) tallies(ctx context.Context, query string, from, to policy.Date) (Tallies, error) {
	rows, err := s.engine.reader().QueryContext(ctx, query, string(from), string(to))
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out Tallies
	for rows.Next() {
		var t Tally
		if err := rows.Scan(&t.Day, &t.Talk, &t.Outcome, &t.Title, &t.Count); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, t)
	}
	slices.SortFunc(out, Tally.compare) // the engines sort text differently
	return out, unavailable(rows.Err())
}

func (t Tally) compare(u Tally) int {
	return cmp.Or(cmp.Compare(t.Day, u.Day), cmp.Compare(t.Talk, u.Talk), cmp.Compare(t.Outcome, u.Outcome),
		cmp.Compare(t.Title, u.Title))
}

// tallies are counts to be added to the daily totals; the Count of their keys is 0.
type tallies map[Tally]int64

// add writes the totals last in their transaction, because every process that saves needs the same few rows, and in
// one order, so that no two wait for each other.
func (ts tallies) add(ctx context.Context, q querier) error {
	keys := make([]Tally, 0, len(ts))
	for t := range ts {
		keys = append(keys, t)
	}
	slices.SortFunc(keys, Tally.compare)
	for _, t := range keys {
		_, err := q.ExecContext(ctx, `
			INSERT INTO daily (day, talk, outcome, title, count) VALUES ($1, $2, $3, $4, $5)
			    ON CONFLICT (day, talk, outcome, title) DO UPDATE SET count = daily.count + excluded.count`,
			string(t.Day), string(t.Talk), string(t.Outcome), t.Title, ts[t])
		if err != nil {
			return err
		}
	}
	return nil
}
