package store

import (
	"context"
	"fmt"
	"time"

	"shangda/desk"
)

// Subscribe notes that the citizen asked to be told about a topic.
func Subscribe(topic desk.Topic, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `
			INSERT INTO subscriptions (citizen, topic, at) VALUES ($1, $2, $3) ON CONFLICT (citizen, topic) DO NOTHING`,
			at.Citizen, string(topic), now.UnixMilli())
		return err
	}
}

// Unsubscribe takes a consent back; the empty topic stands for all. News not yet sent is not sent any more.
func Unsubscribe(topic desk.Topic) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `DELETE FROM subscriptions WHERE citizen = $1 AND ($2 = '' OR topic = $2)`, at.Citizen, string(topic))
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `
			UPDATE letters SET state = 'dropped', reason = 'unsubscribed'
			 WHERE citizen = $1 AND channel = 'chat' AND state IN ('waiting', 'held')
			   AND (kind = 'notice' AND ($2 = '' OR subject IN (SELECT id FROM notices WHERE topic = $2))
			        OR kind = 'survey' AND $2 IN ('', 'survey'))`, at.Citizen, string(topic))
		return err
	}
}

// Subscriptions are the topics that the citizen asked for.
func (s *Store) Subscriptions(ctx context.Context, citizen int64) ([]desk.Topic, error) {
	rows, err := s.engine.reader().QueryContext(ctx, `SELECT topic FROM subscriptions WHERE citizen = $1 ORDER BY at, topic`, citizen)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var topics []desk.Topic
	for rows.Next() {
		var t desk.Topic
		if err := rows.Scan(&t); err != nil {
			return nil, unavailable(err)
		}
		topics = append(topics, t)
	}
	return topics, unavailable(rows.Err())
}

// Subscribers counts the citizens of each topic who can be told.
func (s *Store) Subscribers(ctx context.Context) (map[desk.Topic]int64, error) {
	return countBy[desk.Topic](ctx, s.engine.reader(), `
		SELECT topic, COUNT(*) FROM subscriptions JOIN citizens c ON c.id = citizen AND c.openid IS NOT NULL GROUP BY topic`)
}

// LetterReach counts the letters about a subject by what is known of them.
func (s *Store) LetterReach(ctx context.Context, kind desk.LetterKind, subject int64) (map[desk.LetterState]int64, error) {
	return countBy[desk.LetterState](ctx, s.engine.reader(), `
		SELECT state, COUNT(*) FROM letters WHERE kind = $1 AND subject = $2 GROUP BY state`, string(kind), subject)
}

func countBy[K ~string | ~int64](ctx context.Context, q querier, query string, args ...any) (map[K]int64, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	out := map[K]int64{}
	for rows.Next() {
		var k K
		var n int64
		if err := rows.Scan(&k, &n); err != nil {
			return nil, unavailable(err)
		}
		out[k] = n
	}
	return out, unavailable(rows.Err())
}

// Notices are the latest news that were sent, newest first.
func (s *Store) Notices(ctx context.Context, limit int) ([]desk.Notice, error) {
	return queryNotices(ctx, s.engine.reader(), noticeRows+` ORDER BY n.id DESC LIMIT $1`, limit)
}

// Notice reads one; ErrNotFound when there is none of that number.
func (s *Store) Notice(ctx context.Context, id int64) (desk.Notice, error) {
	found, err := queryNotices(ctx, s.engine.reader(), noticeRows+` WHERE n.id = $1`, id)
	return one(found, err, fmt.Sprintf("notice %d", id))
}

const noticeRows = `SELECT n.id, n.topic, n.draft, d.title, n.text, n.sent, n.at FROM notices n JOIN drafts d ON d.id = n.draft`

func queryNotices(ctx context.Context, q querier, query string, args ...any) ([]desk.Notice, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var out []desk.Notice
	for rows.Next() {
		var n desk.Notice
		var at int64
		if err := rows.Scan(&n.ID, &n.Topic, &n.Draft, &n.Title, &n.Text, &n.Sent, &at); err != nil {
			return nil, unavailable(err)
		}
		n.At = timeOf(at)
		out = append(out, n)
	}
	return out, unavailable(rows.Err())
}

// sendNotice writes a letter to every subscriber of the topic.
func sendNotice(ctx context.Context, q querier, d *desk.Draft, now time.Time) error {
	var id int64
	err := q.QueryRowContext(ctx, `INSERT INTO notices (topic, draft, text, sent, at) VALUES ($1, $2, $3, 0, $4) RETURNING id`,
		clean(d.Item), d.ID, clean(d.Body), now.UnixMilli()).Scan(&id)
	if err != nil {
		return err
	}
	sent, err := sendAll(ctx, q, desk.Letter{
		Key: fmt.Sprintf("notice:%d", id), Kind: desk.LetterNotice, Subject: id, Text: d.Body, At: now,
	}, `SELECT c.id FROM subscriptions s JOIN citizens c ON c.id = s.citizen AND c.openid IS NOT NULL WHERE s.topic = $1 ORDER BY c.id`,
		clean(d.Item))
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `UPDATE notices SET sent = $2 WHERE id = $1`, id, sent)
	return err
}
