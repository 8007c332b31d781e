package store

import (
	"context"
	"time"

	"shangda/desk"
)

// Held are the letters that wait for the citizen's next message, oldest first.
func (s *Store) Held(ctx context.Context, citizen int64) ([]desk.Letter, error) {
	return queryLetters(ctx, s.engine.reader(), `
		SELECT `+letterColumns+` FROM letters WHERE citizen = $1 AND state = 'held' ORDER BY id`, citizen)
}

// HandOver marks a held letter as told above the exchange's answer. Whether the platform shows it is not known, so it is
// sent and no more. digest is that of its page's token, empty for none.
func HandOver(letter int64, digest string, now time.Time) Effect {
	return func(ctx context.Context, q querier, _ Moment) error {
		_, err := q.ExecContext(ctx, `
			UPDATE letters SET state = 'sent', way = 'answer', reason = '', sent_at = $2
			 WHERE id = $1 AND state IN ('held', 'waiting')`, letter, now.UnixMilli())
		if err != nil {
			return err
		}
		return addPage(ctx, q, letter, digest)
	}
}

// DropHeld gives up a held letter that says nothing any more.
func DropHeld(letter int64) Effect {
	return func(ctx context.Context, q querier, _ Moment) error {
		_, err := q.ExecContext(ctx, `UPDATE letters SET state = 'dropped', reason = 'done' WHERE id = $1 AND state = 'held'`, letter)
		return err
	}
}

// Leave ends what a citizen who unsubscribes has begun or ordered, and drops what waits for them. Their cases go on.
func Leave() Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `
			UPDATE letters SET state = 'dropped', reason = 'unsubscribed'
			 WHERE citizen = $1 AND channel = 'chat' AND state IN ('waiting', 'held', 'failed')`, at.Citizen)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `DELETE FROM concealed WHERE exchange IN (SELECT id FROM exchanges WHERE citizen = $1)`, at.Citizen); err != nil {
			return err
		}
		return leave(ctx, q, at.Citizen)
	}
}

// Confirm notes the platform's report on a message that was sent to the citizen: delivered, or the reason why not, after which
// the letter is held. The subscription interface may leave out the number of its message; the report then counts only
// when a single letter can be meant.
func Confirm(message, failure string, now time.Time) Effect {
	state := desk.LetterDelivered
	if failure != "" {
		state = desk.LetterHeld
	}
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `
			UPDATE letters SET state = $3, reason = $4, settled_at = $5
			 WHERE id = (SELECT MIN(id) FROM letters
			              WHERE citizen = $1 AND state = 'sent'
			                AND (message = $2 AND message <> '' OR message = '' AND way = 'subscription')
			             HAVING COUNT(*) = 1)`,
			at.Citizen, clean(message), string(state), clean(failure), now.UnixMilli())
		return err
	}
}
