package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Concealed stands in the log for a text that is kept sealed beside it.
const Concealed = "[sealed]"

// Conceal is the effect that keeps sealed what was said at a sensitive step. The exchange itself is saved with Concealed as
// its text and reply. reply is asked for inside the transaction, when a number given by an effect before it is known.
func (s *Store) Conceal(text string, reply func() string) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		about := fmt.Sprintf("exchange/%d", at.Exchange)
		sealedText, err := s.seal(text, about)
		if err != nil {
			return err
		}
		sealedReply, err := s.seal(reply(), about)
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `INSERT INTO concealed (exchange, text, reply) VALUES ($1, $2, $3)`, at.Exchange, sealedText, sealedReply)
		return err
	}
}

// Revealed reads what was said in a concealed exchange, such as the reply that a redelivered message gets again; ErrNotFound
// when nothing of it is kept.
func (s *Store) Revealed(ctx context.Context, exchange int64) (text, reply string, err error) {
	err = s.engine.reader().QueryRowContext(ctx, `SELECT text, reply FROM concealed WHERE exchange = $1`, exchange).Scan(&text, &reply)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", fmt.Errorf("exchange %d: %w", exchange, ErrNotFound)
	}
	if err != nil {
		return "", "", unavailable(err)
	}
	about := fmt.Sprintf("exchange/%d", exchange)
	if text, err = s.unseal(text, about); err != nil {
		return "", "", err
	}
	reply, err = s.unseal(reply, about)
	return text, reply, err
}
