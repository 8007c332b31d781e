package store

import (
	"cmp"
	"context"
	"maps"
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
	Begun   int64 // how many of them begin a conversation (互动交流)
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

// Begun is the number of conversations (互动交流).
func (ts Tallies) Begun() int64 {
	var n int64
	for _, t := range ts {
		n += t.Begun
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
		SELECT day, talk, outcome, title, count, begun FROM daily
		 WHERE day >= $1 AND ($2 = '' OR day < $2)`, from, to)
}

// Recount counts the logged exchanges themselves, and finds out from their times alone which begin a conversation. It equals
// Counts, only slower.
func (s *Store) Recount(ctx context.Context, from, to policy.Date) (Tallies, error) {
	return s.tallies(ctx, `
		SELECT e.day, e.talk, e.outcome, e.title, COUNT(*),
		       COALESCE(SUM(CASE WHEN q.id IS NOT NULL AND (q.before IS NULL OR q.at - q.before >= (
		           SELECT d.silence FROM definitions d WHERE d.since <= q.at ORDER BY d.version DESC LIMIT 1)) THEN 1 ELSE 0 END), 0)
		  FROM exchanges e
		  LEFT JOIN (SELECT id, at, LAG(at) OVER (PARTITION BY citizen ORDER BY id) AS before
		               FROM exchanges WHERE outcome IN ('answer', 'choose', 'none', 'human', 'request')) q ON q.id = e.id
		 WHERE e.day >= $1 AND ($2 = '' OR e.day < $2)
		 GROUP BY e.day, e.talk, e.outcome, e.title`, from, to)
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
		if err := rows.Scan(&t.Day, &t.Talk, &t.Outcome, &t.Title, &t.Count, &t.Begun); err != nil {
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

// tallies are counts to be added to the daily totals: of exchanges, by a Tally without its counts, and of answers.
type tallies struct {
	exchanges map[Tally]sums
	answers   map[askedItem]int64
}

type sums struct{ count, begun int64 }

// askedItem is what answered questions of a day.
type askedItem struct {
	day     policy.Date
	item    string
	article string
}

func newTallies() *tallies {
	return &tallies{exchanges: map[Tally]sums{}, answers: map[askedItem]int64{}}
}

func (ts *tallies) count(s *save) {
	key := Tally{Day: s.day, Talk: s.row.Talk, Outcome: s.row.Outcome, Title: s.row.Title}
	n := ts.exchanges[key]
	n.count++
	n.begun += int64(number(s.begins))
	ts.exchanges[key] = n
	if s.row.Talk == desk.TalkAsk && s.row.Outcome == desk.OutcomeAnswer && s.row.Item != "" {
		ts.answers[askedItem{s.day, s.row.Item, s.row.Article}]++
	}
}

// add writes the totals last in their transaction, because every process that saves needs the same few rows, and in
// one order, so that no two wait for each other.
func (ts *tallies) add(ctx context.Context, q querier) error {
	for _, t := range slices.SortedFunc(maps.Keys(ts.exchanges), Tally.compare) {
		n := ts.exchanges[t]
		_, err := q.ExecContext(ctx, `
			INSERT INTO daily (day, talk, outcome, title, count, begun) VALUES ($1, $2, $3, $4, $5, $6)
			    ON CONFLICT (day, talk, outcome, title) DO UPDATE SET count = daily.count + excluded.count, begun = daily.begun + excluded.begun`,
			string(t.Day), string(t.Talk), string(t.Outcome), t.Title, n.count, n.begun)
		if err != nil {
			return err
		}
	}
	for _, a := range slices.SortedFunc(maps.Keys(ts.answers), askedItem.compare) {
		_, err := q.ExecContext(ctx, `
			INSERT INTO asked (day, item, article, count) VALUES ($1, $2, $3, $4)
			    ON CONFLICT (day, item, article) DO UPDATE SET count = asked.count + excluded.count`,
			string(a.day), a.item, a.article, ts.answers[a])
		if err != nil {
			return err
		}
	}
	return nil
}

func (a askedItem) compare(b askedItem) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.item, b.item), cmp.Compare(a.article, b.article))
}
