package report

import (
	"context"
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// Value is a figure in two periods.
type Value struct {
	Figure
	Now, Before int64
}

// Point is a bar of a chart: a part of the period and the part that it is compared with.
type Point struct {
	Part
	Now, Before int64
	Ahead       bool // has not begun
	Alone       bool // has nothing to be compared with
}

// Dashboard is all that is looked at together.
type Dashboard struct {
	Period, Against Period
	This, Other     *Numbers // of the two
	Values          []Value
	Series          []Point // conversations
	Top             []store.AskedItem
	Clusters        []desk.Cluster // of questions without an answer, the largest first
	Asked           int            // how many of those are clustered: the latest
	Times           []store.TicketTime
}

// What is looked at together.
const (
	topQuestions = 10
	topClusters  = 8
	mostAsked    = 2000 // questions without an answer that are clustered
)

// Look reads the dashboard of a period, compared with another.
func Look(ctx context.Context, s *store.Store, p, against Period, now time.Time) (*Dashboard, error) {
	d := &Dashboard{Period: p, Against: against}
	var err error
	if d.This, err = Gather(ctx, s, p, now); err != nil {
		return nil, err
	}
	if d.Other, err = Gather(ctx, s, against, now); err != nil {
		return nil, err
	}
	for _, f := range figures {
		d.Values = append(d.Values, Value{f, f.Count(d.This), f.Count(d.Other)})
	}
	if d.Series, err = d.series(ctx, s, disclosure.DayOf(now)); err != nil {
		return nil, err
	}
	if d.Top, err = s.MostAsked(ctx, p.From, p.To, topQuestions); err != nil {
		return nil, err
	}
	if d.Times, err = s.TicketTimes(ctx, p.From, p.To); err != nil {
		return nil, err
	}
	all, asked, err := Clusters(ctx, s, p, now)
	d.Clusters, d.Asked = all[:min(len(all), topClusters)], asked
	return d, err
}

// series puts the parts of both periods side by side, by their order.
func (d *Dashboard) series(ctx context.Context, s *store.Store, today disclosure.Day) ([]Point, error) {
	parts := d.Period.Parts()
	now, err := d.This.begunBy(ctx, s, parts)
	if err != nil {
		return nil, err
	}
	before, err := d.Other.begunBy(ctx, s, d.Against.Parts())
	if err != nil {
		return nil, err
	}
	out := make([]Point, len(parts))
	for i, p := range parts {
		out[i] = Point{Part: p, Now: now[i], Ahead: p.From > today, Alone: i >= len(before)}
		if !out[i].Alone {
			out[i].Before = before[i]
		}
	}
	return out, nil
}

// Clusters groups the latest questions of a period that got no answer, reports (举报) left out, and says how many there are.
func Clusters(ctx context.Context, s *store.Store, p Period, now time.Time) ([]desk.Cluster, int, error) {
	asked, err := s.Unanswered(ctx, p.From, p.end(now), mostAsked)
	return desk.Clusters(asked, 1, now), len(asked), err
}

// Value finds a figure's.
func (d *Dashboard) Value(name string) Value {
	for _, v := range d.Values {
		if v.Name == name {
			return v
		}
	}
	return Value{}
}

// Query asks for the rows behind a figure in a period; the rest narrows it down to a bar.
type Query struct {
	Figure
	Period
	Hour    int    // 1 to 24, of a day
	Item    string // answered with it
	Article string
	State   disclosure.State // of applications
	Narrow  bool             // publications of Section only, which may be empty
	Section string
	Worker  desk.Worker
	At      time.Time // now
	Skip    int
	Limit   int
}

// Row is one event behind a figure, of the figure's source.
type Row struct {
	Exchange    *desk.Exchange
	Rating      *store.Rated
	Ticket      *desk.Ticket
	Request     *store.RequestRow
	Publication *desk.Publication
}

// Rows are the events behind a figure, the latest first; of tickets those that the worker may see.
func Rows(ctx context.Context, s *store.Store, q Query) ([]Row, error) {
	switch q.Source {
	case FromExchanges:
		f := store.ExchangeFilter{From: q.From, To: q.To, Outcomes: q.outcomes, Begins: q.begins, Hour: q.Hour, Item: q.Item, Article: q.Article}
		return rowsOf(s.Exchanges(ctx, f, q.Skip, q.Limit))(func(x *desk.Exchange) Row { return Row{Exchange: x} })
	case FromRatings:
		return rowsOf(s.Ratings(ctx, q.From, q.To, q.helpful, q.Skip, q.Limit))(func(r *store.Rated) Row { return Row{Rating: r} })
	case FromTickets:
		return rowsOf(s.FigureTickets(ctx, q.Worker, q.tickets, q.From, q.To, q.At, q.Skip, q.Limit))(func(t *desk.Ticket) Row { return Row{Ticket: t} })
	case FromRequests:
		found, err := q.requestRows(ctx, s)
		return rowsOf(latest(found, q.Skip, q.Limit), err)(func(r *store.RequestRow) Row { return Row{Request: r} })
	}
	all, err := s.Publications(ctx, q.From, q.To)
	var found []desk.Publication
	for _, p := range all {
		if (q.kind == "" || p.Kind == q.kind) && (!q.Narrow || p.Section == q.Section) {
			found = append(found, p)
		}
	}
	return rowsOf(latest(found, q.Skip, q.Limit), err)(func(p *desk.Publication) Row { return Row{Publication: p} })
}

func rowsOf[T any](found []T, err error) func(func(*T) Row) ([]Row, error) {
	return func(row func(*T) Row) ([]Row, error) {
		out := make([]Row, len(found))
		for i := range found {
			out[i] = row(&found[i])
		}
		return out, err
	}
}

// latest is a part of what was read oldest first, from its end.
func latest[T any](all []T, skip, limit int) []T {
	var out []T
	for i := len(all) - 1 - skip; i >= 0 && len(out) < limit; i-- {
		out = append(out, all[i])
	}
	return out
}

func (q Query) requestRows(ctx context.Context, s *store.Store) ([]store.RequestRow, error) {
	if q.requests == "open" {
		all, err := s.OpenRequests(ctx, q.end(q.At))
		return slices.DeleteFunc(all, func(r store.RequestRow) bool { return q.State != "" && r.State != q.State }), err
	}
	all, err := s.RequestsOf(ctx, q.From, q.To)
	var out []store.RequestRow
	for _, r := range all {
		day := r.Received
		if q.requests == "decided" {
			day = r.DecidedOn
		}
		if r.Kind == disclosure.CaseRequest && day != "" && day >= q.From && day <= q.To {
			out = append(out, r)
		}
	}
	return out, err
}
