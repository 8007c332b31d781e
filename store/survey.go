package store

import (
	"context"
	"fmt"
	"time"

	"shangda/desk"
)

// SendSurvey asks everybody who agreed to be asked for their opinion on the year (评议). Again in the same year it asks those
// who agreed since; it says how many letters there are in all.
func (s *Store) SendSurvey(ctx context.Context, by desk.Actor, year int64, now time.Time) (asked int64, err error) {
	err = s.engine.tx(ctx, func(ctx context.Context, q querier) error {
		asked, err = sendAll(ctx, q, desk.Letter{
			Key: fmt.Sprintf("survey:%d", year), Kind: desk.LetterSurvey, Subject: year, At: now,
		}, `SELECT c.id FROM subscriptions s JOIN citizens c ON c.id = s.citizen AND c.openid IS NOT NULL WHERE s.topic = $1 ORDER BY c.id`,
			string(desk.TopicSurvey))
		if err != nil {
			return err
		}
		return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "survey.sent", Object: fmt.Sprintf("survey:%d", year), OK: true})
	})
	return asked, err
}

// AnswerSurvey notes the citizen's score of a year, 1 to 5; a later one replaces it.
func AnswerSurvey(year int64, score int, now time.Time) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `
			INSERT INTO surveys (year, citizen, score, comment, at) VALUES ($1, $2, $3, '', $4)
			    ON CONFLICT (year, citizen) DO UPDATE SET score = excluded.score, at = excluded.at`,
			year, at.Citizen, score, now.UnixMilli())
		return err
	}
}

// CommentSurvey adds the citizen's words to their score.
func CommentSurvey(year int64, comment string) Effect {
	return func(ctx context.Context, q querier, at Moment) error {
		_, err := q.ExecContext(ctx, `UPDATE surveys SET comment = $3 WHERE year = $1 AND citizen = $2`,
			year, at.Citizen, clean(desk.Mask(comment)))
		return err
	}
}

// Survey is what citizens think of a year.
type Survey struct {
	Year     int64
	Scores   map[int64]int64 // how many gave each score
	Comments []SurveyComment // newest first
}

// SurveyComment is one citizen's words, masked.
type SurveyComment struct {
	Score int64
	Text  string
	At    time.Time
}

// mostComments bounds what a page shows.
const mostComments = 500

// Survey reads the answers of a year.
func (s *Store) Survey(ctx context.Context, year int64) (Survey, error) {
	out := Survey{Year: year}
	var err error
	out.Scores, err = countBy[int64](ctx, s.engine.reader(), `SELECT score, COUNT(*) FROM surveys WHERE year = $1 GROUP BY score`, year)
	if err != nil {
		return Survey{}, err
	}
	rows, err := s.engine.reader().QueryContext(ctx, `
		SELECT score, comment, at FROM surveys WHERE year = $1 AND comment <> '' ORDER BY at DESC LIMIT $2`, year, mostComments)
	if err != nil {
		return Survey{}, unavailable(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c SurveyComment
		var at int64
		if err := rows.Scan(&c.Score, &c.Text, &at); err != nil {
			return Survey{}, unavailable(err)
		}
		c.At = timeOf(at)
		out.Comments = append(out.Comments, c)
	}
	return out, unavailable(rows.Err())
}
