package report

import (
	"context"
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// Numbers is everything that the figures of a period are counted from.
type Numbers struct {
	Period
	Days               []store.DayCount
	Helpful, Unhelpful int64
	OnTime, Late       int64 // answered by staff
	Raised, Overdue    int64
	Received, Decided  int64
	Open               []store.RequestRow // at the end of the period, or today
	Sections           []store.SectionCount
}

// Gather reads the numbers of a period as they are now.
func Gather(ctx context.Context, s *store.Store, p Period, now time.Time) (*Numbers, error) {
	n := &Numbers{Period: p}
	var err error
	if n.Days, err = s.DayCounts(ctx, p.From, p.To); err != nil {
		return nil, err
	}
	if n.Helpful, n.Unhelpful, err = s.RatingCounts(ctx, p.From, p.To); err != nil {
		return nil, err
	}
	if n.OnTime, n.Late, err = s.TicketAnswers(ctx, p.From, p.To); err != nil {
		return nil, err
	}
	if n.Raised, n.Overdue, err = s.TicketsRaised(ctx, p.From, p.To, now); err != nil {
		return nil, err
	}
	if n.Received, n.Decided, err = s.RequestCounts(ctx, p.From, p.To); err != nil {
		return nil, err
	}
	if n.Open, err = s.OpenRequests(ctx, p.end(now)); err != nil {
		return nil, err
	}
	n.Sections, err = s.PublicationCounts(ctx, p.From, p.To)
	return n, err
}

// end is the last day of the period that has come.
func (p Period) end(now time.Time) disclosure.Day { return min(p.To, disclosure.DayOf(now)) }

func (n *Numbers) begun() (sum int64) {
	for _, d := range n.Days {
		sum += d.Begun
	}
	return sum
}

func (n *Numbers) ended(outcomes ...desk.Outcome) (sum int64) {
	for _, d := range n.Days {
		if slices.Contains(outcomes, d.Outcome) {
			sum += d.Count
		}
	}
	return sum
}

func (n *Numbers) published(kind desk.PublicationKind) (sum int64) {
	for _, s := range n.Sections {
		if kind == "" || s.Kind == kind {
			sum += s.Count
		}
	}
	return sum
}

// Satisfied is the share of opinions that are good, in percent; false while there are none.
func (n *Numbers) Satisfied() (percent int64, ok bool) {
	all := n.Helpful + n.Unhelpful
	if all == 0 {
		return 0, false
	}
	return (n.Helpful*100 + all/2) / all, true
}

// Typical is the median of the time from a ticket to its answer, in working time where office hours are known; false while there
// are none.
func Typical(times []store.TicketTime, hours desk.Hours, workday func(day string) bool) (time.Duration, bool) {
	if len(times) == 0 {
		return 0, false
	}
	took := make([]time.Duration, 0, len(times))
	for _, t := range times {
		d := t.Done.Sub(t.Opened)
		if !hours.Zero() {
			d = hours.Between(t.Opened, t.Done, workday)
		}
		took = append(took, d)
	}
	slices.Sort(took)
	return took[len(took)/2], true
}

// begunBy are the conversations of each part of the period.
func (n *Numbers) begunBy(ctx context.Context, s *store.Store, parts []Part) ([]int64, error) {
	out := make([]int64, len(parts))
	if n.Span == SpanDay {
		hours, err := s.HoursBegun(ctx, n.From)
		copy(out, hours[:])
		return out, err
	}
	for _, d := range n.Days {
		i, _ := slices.BinarySearchFunc(parts, d.Day, func(p Part, day disclosure.Day) int {
			switch {
			case p.To < day:
				return -1
			case p.From > day:
				return 1
			}
			return 0
		})
		if i < len(out) {
			out[i] += d.Begun
		}
	}
	return out, nil
}
