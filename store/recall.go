package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// untilQuiet is how long after its withdrawal an answer may still be given, by a process that has not heard of it.
const untilQuiet = time.Minute

// got is the condition for answers that a recall names: $1 since, $2 until, $3 item, $4 title, $5 article, $6 first day, $7 pattern of
// grounds.
const got = `
	SELECT e.citizen, e.at, e.text, e.title, e.article FROM exchanges e
	 WHERE e.day >= $6 AND e.at >= $1 AND e.at < $2 AND e.outcome = 'answer'
	   AND (e.item = $3 AND $3 <> '' OR $3 = '' AND e.title = $4 AND ($5 = '' OR e.article = $5)
	        OR e.grounds LIKE $7 ESCAPE '\')
	   AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.exchange = e.id AND t.kind = 'report')
	 UNION ALL
	SELECT t.citizen, t.done_at, t.question, t.title, t.article FROM tickets t
	 WHERE t.state IN ('answered', 'merged') AND t.kind <> 'report' AND t.done_at >= $1 AND t.done_at < $2
	   AND $3 = '' AND t.title = $4 AND ($5 = '' OR t.article = $5)`

func recalled(r *desk.Recall) []any {
	item, title, article := clean(r.Item), clean(r.Title), clean(r.Article)
	pattern := "\n" + item + "\t"
	switch {
	case item == "" && article == "":
		pattern = "\t" + title + "\t"
	case item == "":
		pattern = "\t" + title + "\t" + article + "\n"
	}
	return []any{r.Since.UnixMilli(), r.Until.UnixMilli(), item, title, article, string(policy.DateOf(r.Since.In(shanghai))), containing(pattern)}
}

// containing is the LIKE pattern, escaped by a backslash, of what contains s.
func containing(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

// Reached counts who got the answers of a recall.
type Reached struct {
	Answers  int64
	Citizens int64
	Gone     int64 // citizens who have unsubscribed and can't be told
}

// RecallReach counts the answers that a recall names, whether it is written yet or not.
func (s *Store) RecallReach(ctx context.Context, r *desk.Recall) (Reached, error) {
	var n Reached
	err := s.engine.reader().QueryRowContext(ctx, `
		SELECT COUNT(*), COUNT(DISTINCT g.citizen), COUNT(DISTINCT CASE WHEN c.openid IS NULL THEN c.id END)
		  FROM (`+got+`) g JOIN citizens c ON c.id = g.citizen`, recalled(r)...).Scan(&n.Answers, &n.Citizens, &n.Gone)
	return n, unavailable(err)
}

// Recalled are the latest of the answers that a recall names: when, to what question, resting on what. Nobody is named.
func (s *Store) Recalled(ctx context.Context, r *desk.Recall, limit int) ([]desk.Exchange, error) {
	rows, err := s.engine.reader().QueryContext(ctx,
		`SELECT at, text, title, article FROM (`+got+`) g ORDER BY at DESC LIMIT $8`, append(recalled(r), limit)...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Exchange
	for rows.Next() {
		var x desk.Exchange
		var at int64
		if err := rows.Scan(&at, &x.Text, &x.Title, &x.Article); err != nil {
			return nil, unavailable(err)
		}
		x.At = timeOf(at)
		out = append(out, x)
	}
	return out, unavailable(rows.Err())
}

// NewRecall writes r and the draft of its 更正通知, and sets the IDs of both. Answers until now are meant.
func (s *Store) NewRecall(ctx context.Context, by desk.Actor, r *desk.Recall, letter *desk.Draft, now time.Time) error {
	r.At, r.Until, r.Staff = now, now.Add(untilQuiet), by.Staff
	letter.Kind, letter.Author, letter.Reason = desk.KindCorrection, by.Staff, r.Reason
	return s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		if err := newDraft(ctx, q, by, letter, now); err != nil {
			return err
		}
		r.Draft = letter.ID
		err := q.QueryRowContext(ctx, `
			INSERT INTO recalls (item, title, article, since, until, reason, staff, draft, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
			clean(r.Item), clean(r.Title), clean(r.Article), r.Since.UnixMilli(), r.Until.UnixMilli(), clean(r.Reason), r.Staff, r.Draft,
			now.UnixMilli()).Scan(&r.ID)
		if err != nil {
			return err
		}
		letter.Item = strconv.FormatInt(r.ID, 10)
		if _, err := q.ExecContext(ctx, `UPDATE drafts SET item = $2 WHERE id = $1`, letter.ID, letter.Item); err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{
			At: now, Actor: by, Act: "recall.created", Object: fmt.Sprintf("recall:%d", r.ID), OK: true,
			After: facts("item", r.Item, "title", r.Title, "article", r.Article, "reason", r.Reason),
		})
	})
}

// Recall reads a recall; ErrNotFound when there is none of that number.
func (s *Store) Recall(ctx context.Context, id int64) (desk.Recall, error) {
	found, err := queryRecalls(ctx, s.engine.reader(), recallRows+` WHERE id = $1`, id)
	return one(found, err, fmt.Sprintf("recall %d", id))
}

// Recalls are the latest recalls, newest first.
func (s *Store) Recalls(ctx context.Context, limit int) ([]desk.Recall, error) {
	return queryRecalls(ctx, s.engine.reader(), recallRows+` ORDER BY id DESC LIMIT $1`, limit)
}

const recallRows = `SELECT id, item, title, article, since, until, reason, staff, draft, at FROM recalls`

func queryRecalls(ctx context.Context, q querier, query string, args ...any) ([]desk.Recall, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Recall
	for rows.Next() {
		var r desk.Recall
		var since, until, at int64
		if err := rows.Scan(&r.ID, &r.Item, &r.Title, &r.Article, &since, &until, &r.Reason, &r.Staff, &r.Draft, &at); err != nil {
			return nil, unavailable(err)
		}
		r.Since, r.Until, r.At = timeOf(since), timeOf(until), timeOf(at)
		out = append(out, r)
	}
	return out, unavailable(rows.Err())
}

// sendCorrection writes a letter to everybody who got the answer and can be told.
func sendCorrection(ctx context.Context, q querier, d *desk.Draft, now time.Time) error {
	found, err := queryRecalls(ctx, q, recallRows+` WHERE draft = $1`, d.ID)
	r, err := one(found, err, "recall")
	if err != nil {
		return err
	}
	_, err = sendAll(ctx, q, desk.Letter{
		Key: fmt.Sprintf("correction:%d", r.ID), Kind: desk.LetterCorrection, Subject: r.ID, Text: d.Body, At: now,
	}, `SELECT DISTINCT c.id FROM (`+got+`) g JOIN citizens c ON c.id = g.citizen AND c.openid IS NOT NULL ORDER BY c.id`, recalled(&r)...)
	return err
}

// sendAll writes the letter to every citizen that the query finds, and counts them. Its key gets the citizen's number.
func sendAll(ctx context.Context, q querier, l desk.Letter, query string, args ...any) (int64, error) {
	citizens, err := numbered(ctx, q, query, args...)
	if err != nil {
		return 0, err
	}
	key := l.Key
	for _, id := range citizens {
		l.Key, l.Citizen, l.Channel = fmt.Sprintf("%s:%d", key, id), id, desk.ByChat
		if err := writeLetter(ctx, q, l); err != nil {
			return 0, err
		}
	}
	return int64(len(citizens)), nil
}

func numbered(ctx context.Context, q querier, query string, args ...any) ([]int64, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, unavailable(err)
		}
		ids = append(ids, id)
	}
	return ids, unavailable(rows.Err())
}
