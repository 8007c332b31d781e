package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"shangda/desk"
)

// TicketFilter selects tickets that a worker may see; what is empty selects all.
type TicketFilter struct {
	Worker     desk.Worker
	State      desk.TicketState
	Kind       desk.TicketKind
	Section    string
	Mine       bool      // the worker's, and of those they stand in for
	Unassigned bool      // nobody's yet
	LateAt     time.Time // due by then
	Uncleared  bool      // suspected requests nobody has looked at
	Done       bool      // no longer open
	Text       string    // in the question, or the ticket's number; never finds a report
	Skip       int
}

// visible is the condition for what a worker may see, as desk.Worker.Sees has it; lists stand between bars.
const visible = `($1 = 1 OR section = '' OR replace($2, '|' || section || '|', '') <> $2
	      OR replace($3, '|' || CAST(COALESCE(assignee, 0) AS TEXT) || '|', '') <> $3)
	   AND ($4 = 1 OR kind <> 'report')`

func visibility(w desk.Worker) []any {
	ids := make([]string, 0, len(w.For))
	for _, id := range w.For {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	return []any{number(w.All), barred(w.Sections), barred(ids), number(w.Restricted)}
}

func barred(list []string) string { return "|" + strings.Join(list, "|") + "|" }

// Tickets reads the inbox: open tickets by urgency and due time, others by when they ended, the latest first.
func (s *Store) Tickets(ctx context.Context, f TicketFilter, limit int) ([]desk.Ticket, error) {
	id, _ := strconv.ParseInt(strings.TrimSpace(f.Text), 10, 64) // 0, no ticket's, for other texts
	pattern := containing(clean(strings.TrimSpace(f.Text)))
	late := milli(f.LateAt)
	return queryTickets(ctx, s.engine.reader(), `
		SELECT `+ticketColumns+` FROM tickets
		 WHERE `+visible+`
		   AND ($5 = '' OR state = $5) AND ($6 = '' OR kind = $6) AND ($7 = '' OR section = $7)
		   AND ($8 = 0 OR replace($3, '|' || CAST(COALESCE(assignee, 0) AS TEXT) || '|', '') <> $3)
		   AND ($9 = 0 OR assignee IS NULL)
		   AND (CAST($10 AS BIGINT) = 0 OR due_at <= $10)
		   AND ($11 = 0 OR kind = 'request' AND cleared = '')
		   AND ($16 = 0 OR state <> 'open')
		   AND ($12 = '%%' OR kind <> 'report' AND (id = $13 OR LOWER(question) LIKE LOWER($12) ESCAPE '\'))
		 ORDER BY done_at DESC, urgent DESC, due_at, id LIMIT $14 OFFSET $15`,
		append(visibility(f.Worker), string(f.State), string(f.Kind), clean(f.Section), number(f.Mine), number(f.Unassigned), late,
			number(f.Uncleared), pattern, id, limit, f.Skip, number(f.Done))...)
}

// TicketCounts are the open tickets that a worker sees.
type TicketCounts struct{ Open, Mine, Unassigned, Late, Uncleared int64 }

// CountTickets counts for the home page.
func (s *Store) CountTickets(ctx context.Context, w desk.Worker, now time.Time) (TicketCounts, error) {
	var c TicketCounts
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT COUNT(*),
		       COUNT(CASE WHEN replace($3, '|' || CAST(COALESCE(assignee, 0) AS TEXT) || '|', '') <> $3 THEN 1 END),
		       COUNT(CASE WHEN assignee IS NULL THEN 1 END),
		       COUNT(CASE WHEN due_at <= $5 THEN 1 END),
		       COUNT(CASE WHEN kind = 'request' AND cleared = '' THEN 1 END)
		  FROM tickets WHERE `+visible+` AND state = 'open'`, append(visibility(w), now.UnixMilli())...).
		Scan(&c.Open, &c.Mine, &c.Unassigned, &c.Late, &c.Uncleared)
	return c, unavailable(err)
}

// What a ticket's page shows of the talk around it.
const (
	talkBefore = 8
	talkAfter  = 4
)

// ofReport holds for an exchange, named e, that raised a report (举报), added to it, or has its words in it: asked before it was handed in,
// or read out in a reply.
const ofReport = `EXISTS (
	SELECT 1 FROM tickets p
	 WHERE p.citizen = e.citizen AND p.kind = 'report'
	   AND (p.exchange = e.id
	        OR replace(e.text || e.reply, substr(p.question, 1, 30), '') <> e.text || e.reply
	        OR EXISTS (SELECT 1 FROM ticket_log l WHERE l.ticket = p.id AND l.act = 'added' AND l.at = e.at)))`

// Dialogue is what the citizen and the bot said around a ticket, oldest first. Exchanges of a report are left out
// unless restricted says that the reader may know of them.
func (s *Store) Dialogue(ctx context.Context, t *desk.Ticket, restricted bool) ([]desk.Exchange, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT id, at, kind, text, talk, outcome, item, title, article, hits, reply FROM exchanges e
		 WHERE id IN (SELECT id FROM (SELECT id FROM exchanges WHERE citizen = $1 AND id <= $2 AND talk <> 'event' ORDER BY id DESC LIMIT $3) b
		               UNION
		              SELECT id FROM (SELECT id FROM exchanges WHERE citizen = $1 AND id > $2 AND talk <> 'event' ORDER BY id LIMIT $4) a)
		   AND ($5 = 1 OR NOT `+ofReport+`)
		 ORDER BY id`, t.Citizen, t.Exchange, talkBefore, talkAfter, number(restricted))
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Exchange
	for rows.Next() {
		x := desk.Exchange{Citizen: t.Citizen}
		var at int64
		var hits string
		if err := rows.Scan(&x.ID, &at, &x.Kind, &x.Text, &x.Talk, &x.Outcome, &x.Item, &x.Title, &x.Article, &hits, &x.Reply); err != nil {
			return nil, unavailable(err)
		}
		x.At = timeOf(at)
		if err := json.Unmarshal([]byte(hits), &x.Hits); err != nil {
			return nil, fmt.Errorf("exchange %d: %w", x.ID, err)
		}
		out = append(out, x)
	}
	return out, unavailable(rows.Err())
}

// RepliesOf are the letters that told how a ticket ended, newest first.
func (s *Store) RepliesOf(ctx context.Context, ticket int64) ([]desk.Letter, error) {
	return queryLetters(ctx, s.engine.reader(), `
		SELECT `+letterColumns+` FROM letters WHERE kind = 'reply' AND subject = $1 ORDER BY id DESC`, ticket)
}
