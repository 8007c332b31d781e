package store

import "context"

// Effect is what an exchange causes besides its log row: a ticket, a rating, letters handed over, a request. Effects are
// written in the exchange's own transaction, in order and after everything else, and only if the exchange is. They may
// run again after a rollback, so they must change nothing but the database, and never return ErrDuplicate or ErrConflict.
type Effect func(ctx context.Context, q querier, at Moment) error

// Moment is the exchange that an effect belongs to, as far as the transaction knows it.
type Moment struct {
	Exchange int64
	Citizen  int64
}
