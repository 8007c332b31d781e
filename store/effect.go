package store

import "context"

// Effect is what an exchange causes besides its log row: a ticket, a rating, letters handed over, a request. It is written
// in the exchange's own transaction and only if the exchange is; it may run again after a rollback, so it must change
// nothing but the database.
type Effect func(ctx context.Context, q querier, at Moment) error

// Moment is the exchange that an effect belongs to, as far as the transaction knows it.
type Moment struct {
	Exchange int64
	Citizen  int64
}
