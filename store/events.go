package store

import (
	"context"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// DayCount is how many exchanges of a day ended in one way, and how many of them begin a conversation.
type DayCount struct {
	Day          disclosure.Day
	Outcome      desk.Outcome
	Count, Begun int64
}

// DayCounts are the daily totals of the days from ≤ day ≤ to.
func (s *Store) DayCounts(ctx context.Context, from, to disclosure.Day) ([]DayCount, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT day, outcome, SUM(count), SUM(begun) FROM daily WHERE day >= $1 AND day <= $2 GROUP BY day, outcome`, string(from), string(to))
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []DayCount
	for rows.Next() {
		var c DayCount
		if err := rows.Scan(&c.Day, &c.Outcome, &c.Count, &c.Begun); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, c)
	}
	return out, unavailable(rows.Err())
}

// HoursBegun counts the conversations that began in each hour of a day.
func (s *Store) HoursBegun(ctx context.Context, day disclosure.Day) (hours [24]int64, err error) {
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT at FROM exchanges WHERE day = $1 AND begins = 1`, string(day))
	if err != nil {
		return hours, unavailable(err)
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		if err := rows.Scan(&at); err != nil {
			return hours, unavailable(err)
		}
		hours[timeOf(at).In(shanghai).Hour()]++
	}
	return hours, unavailable(rows.Err())
}

// AskedItem is how often questions were answered with an item, or one of its articles.
type AskedItem struct {
	Item    string
	Article string
	Count   int64
}

// MostAsked are the items that answered most questions on the days from ≤ day ≤ to.
func (s *Store) MostAsked(ctx context.Context, from, to disclosure.Day, limit int) ([]AskedItem, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT item, article, SUM(count) AS n FROM asked WHERE day >= $1 AND day <= $2
		 GROUP BY item, article ORDER BY n DESC, item, article LIMIT $3`, string(from), string(to), limit)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []AskedItem
	for rows.Next() {
		var a AskedItem
		if err := rows.Scan(&a.Item, &a.Article, &a.Count); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, a)
	}
	return out, unavailable(rows.Err())
}

// ExchangeFilter selects logged exchanges of the days From ≤ day ≤ To; what is empty selects all.
type ExchangeFilter struct {
	From, To disclosure.Day
	Outcomes []desk.Outcome
	Begins   bool   // only those that begin a conversation
	Hour     int    // of the day, 1 to 24; 0: all
	Item     string // answered with it; only questions that were asked freely
	Article  string // of the item
}

// Exchanges lists exchanges, the latest first. What a citizen typed is told of questions only, as masked in the log, and
// never of a report (举报).
func (s *Store) Exchanges(ctx context.Context, f ExchangeFilter, skip, limit int) ([]desk.Exchange, error) {
	var outcomes []string
	for _, o := range f.Outcomes {
		outcomes = append(outcomes, string(o))
	}
	since, until := f.From.Start().UnixMilli(), f.To.Add(1).Start().UnixMilli()
	if f.Hour > 0 {
		begin := f.From.Start().Add(time.Duration(f.Hour-1) * time.Hour)
		since, until = begin.UnixMilli(), begin.Add(time.Hour).UnixMilli()
	}
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, at, talk, outcome, item, title, article,
		       CASE WHEN talk = 'ask' AND NOT `+ofReport+`
		            THEN text ELSE '' END
		  FROM exchanges e
		 WHERE day >= $1 AND day <= $2 AND at >= $3 AND at < $4
		   AND ($5 = '||' OR replace($5, '|' || outcome || '|', '') <> $5)
		   AND ($6 = 0 OR begins = 1)
		   AND ($7 = '' OR talk = 'ask' AND outcome = 'answer' AND item = $7 AND article = $8)
		 ORDER BY day DESC, id DESC LIMIT $9 OFFSET $10`,
		string(f.From), string(f.To), since, until, barred(outcomes), number(f.Begins), f.Item, f.Article, limit, skip)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Exchange
	for rows.Next() {
		var x desk.Exchange
		var at int64
		if err := rows.Scan(&x.ID, &at, &x.Talk, &x.Outcome, &x.Item, &x.Title, &x.Article, &x.Text); err != nil {
			return nil, unavailable(err)
		}
		x.At = timeOf(at)
		out = append(out, x)
	}
	return out, unavailable(rows.Err())
}

// RatingCounts are the opinions given on the days from ≤ day ≤ to.
func (s *Store) RatingCounts(ctx context.Context, from, to disclosure.Day) (helpful, unhelpful int64, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT COALESCE(SUM(helpful), 0), COALESCE(SUM(1 - helpful), 0) FROM ratings WHERE at >= $1 AND at < $2`,
		from.Start().UnixMilli(), to.Add(1).Start().UnixMilli()).Scan(&helpful, &unhelpful)
	return helpful, unhelpful, unavailable(err)
}

// Ratings lists opinions given on the days from ≤ day ≤ to, the latest first. Of a report nothing but the opinion is told.
func (s *Store) Ratings(ctx context.Context, from, to disclosure.Day, helpful bool, skip, limit int) ([]Rated, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT r.id, COALESCE(r.exchange, 0), CASE WHEN t.kind = 'report' THEN 0 ELSE COALESCE(r.ticket, 0) END, r.at,
		       CASE WHEN t.kind = 'report' THEN '' ELSE r.comment END,
		       CASE WHEN t.kind = 'report' THEN '' WHEN e.talk = 'ask' THEN e.text ELSE COALESCE(t.question, '') END,
		       COALESCE(e.item, ''), COALESCE(e.title, t.title, ''), COALESCE(e.article, t.article, '')
		  FROM ratings r LEFT JOIN exchanges e ON e.id = r.exchange LEFT JOIN tickets t ON t.id = r.ticket
		 WHERE r.at >= $1 AND r.at < $2 AND r.helpful = $3
		 ORDER BY r.at DESC, r.id DESC LIMIT $4 OFFSET $5`,
		from.Start().UnixMilli(), to.Add(1).Start().UnixMilli(), number(helpful), limit, skip)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []Rated
	for rows.Next() {
		r := Rated{Rating: desk.Rating{Helpful: helpful}}
		var at int64
		if err := rows.Scan(&r.ID, &r.Exchange, &r.Ticket, &at, &r.Comment, &r.Question, &r.Item, &r.Title, &r.Article); err != nil {
			return nil, unavailable(err)
		}
		r.At = timeOf(at)
		out = append(out, r)
	}
	return out, unavailable(rows.Err())
}

// TicketAnswers counts the tickets that staff answered on the days from ≤ day ≤ to: in time, and after it.
func (s *Store) TicketAnswers(ctx context.Context, from, to disclosure.Day) (onTime, late int64, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT COALESCE(SUM(CASE WHEN done_at <= due_at THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN done_at > due_at THEN 1 ELSE 0 END), 0)
		  FROM tickets WHERE state = 'answered' AND done_at >= $1 AND done_at < $2`,
		from.Start().UnixMilli(), to.Add(1).Start().UnixMilli()).Scan(&onTime, &late)
	return onTime, late, unavailable(err)
}

// TicketTime is when a ticket was opened and answered.
type TicketTime struct{ Opened, Done time.Time }

// TicketTimes are those of the tickets that staff answered on the days from ≤ day ≤ to.
func (s *Store) TicketTimes(ctx context.Context, from, to disclosure.Day) ([]TicketTime, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT opened_at, done_at FROM tickets WHERE state = 'answered' AND done_at >= $1 AND done_at < $2`,
		from.Start().UnixMilli(), to.Add(1).Start().UnixMilli())
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []TicketTime
	for rows.Next() {
		var opened, done int64
		if err := rows.Scan(&opened, &done); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, TicketTime{timeOf(opened), timeOf(done)})
	}
	return out, unavailable(rows.Err())
}

// TicketsRaised counts the tickets opened on the days from ≤ day ≤ to, and Overdue those open past their time at now.
func (s *Store) TicketsRaised(ctx context.Context, from, to disclosure.Day, now time.Time) (raised, overdue int64, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT (SELECT COUNT(*) FROM tickets WHERE opened_at >= $1 AND opened_at < $2),
		       (SELECT COUNT(*) FROM tickets WHERE state = 'open' AND due_at <= $3)`,
		from.Start().UnixMilli(), to.Add(1).Start().UnixMilli(), now.UnixMilli()).Scan(&raised, &overdue)
	return raised, overdue, unavailable(err)
}

// Tickets of a figure.
const (
	TicketsOpened   = "opened"  // in the period
	TicketsAnswered = "answer"  // by staff in the period
	TicketsOnTime   = "on_time" // answered by their time
	TicketsTooLate  = "late"    // answered after it
	TicketsOverdue  = "overdue" // open past their time at now, whatever the period
)

// FigureTickets lists the tickets behind a figure that the worker may see, the latest first.
func (s *Store) FigureTickets(ctx context.Context, w desk.Worker, which string, from, to disclosure.Day, now time.Time, skip, limit int) ([]desk.Ticket, error) {
	return queryTickets(ctx, s.engine.reader(), `
		SELECT `+ticketColumns+` FROM tickets
		 WHERE `+visible+`
		   AND ($5 = 'opened' AND opened_at >= $6 AND opened_at < $7
		     OR $5 = 'overdue' AND state = 'open' AND due_at <= $8
		     OR $5 IN ('answer', 'on_time', 'late') AND state = 'answered' AND done_at >= $6 AND done_at < $7
		        AND ($5 = 'answer' OR $5 = 'on_time' AND done_at <= due_at OR $5 = 'late' AND done_at > due_at))
		 ORDER BY id DESC LIMIT $9 OFFSET $10`,
		append(visibility(w), which, from.Start().UnixMilli(), to.Add(1).Start().UnixMilli(), now.UnixMilli(), limit, skip)...)
}

// RequestCounts are the applications received and decided on the days from ≤ day ≤ to, read without their bodies.
func (s *Store) RequestCounts(ctx context.Context, from, to disclosure.Day) (received, decided int64, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `
		SELECT (SELECT COUNT(*) FROM requests WHERE kind = 'request' AND received >= $1 AND received <= $2),
		       (SELECT COUNT(*) FROM requests WHERE kind = 'request' AND decided_on >= $1 AND decided_on <= $2)`, string(from), string(to)).
		Scan(&received, &decided)
	return received, decided, unavailable(err)
}

// OpenRequests are the applications that were not decided at the end of a day, by the day they came in, without their people.
func (s *Store) OpenRequests(ctx context.Context, day disclosure.Day) ([]RequestRow, error) {
	rows, err := s.RequestsOf(ctx, day.Add(1), day)
	out := rows[:0]
	for _, r := range rows {
		if r.Kind == disclosure.CaseRequest {
			out = append(out, r)
		}
	}
	return out, err
}

// SectionCount is how much a section published.
type SectionCount struct {
	Section string
	Kind    desk.PublicationKind
	Count   int64
}

// PublicationCounts are the publications of the days from ≤ day ≤ to by section and kind.
func (s *Store) PublicationCounts(ctx context.Context, from, to disclosure.Day) ([]SectionCount, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT section, kind, COUNT(*) FROM publications WHERE published >= $1 AND published <= $2
		 GROUP BY section, kind ORDER BY section, kind`, string(from), string(to))
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []SectionCount
	for rows.Next() {
		var c SectionCount
		if err := rows.Scan(&c.Section, &c.Kind, &c.Count); err != nil {
			return nil, unavailable(err)
		}
		out = append(out, c)
	}
	return out, unavailable(rows.Err())
}
