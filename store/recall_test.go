package store

import (
	"context"
	"testing"
	"time"

	"shangda/desk"
)

func answered(t *testing.T, s *Store, openid, key, item, title, article string, at time.Time, also ...desk.Ground) {
	t.Helper()
	x := exchangeOf(key)
	x.Item, x.Title, x.Article, x.At, x.Also = item, title, article, at, also
	mustSave(t, s, openid, x, nil)
}

func TestRecallFindsWhoGotTheAnswerAndTellsEachOnce(t *testing.T) {
	const law, article = "单用途商业预付卡管理办法（试行）", "第二十条"
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		answered(t, s, "o-one", "1", "item-a", law, article, evening)
		answered(t, s, "o-one", "2", "item-a", law, article, evening.Add(time.Hour))
		answered(t, s, "o-two", "3", "item-b", law, article, evening)
		answered(t, s, "o-three", "4", "item-b", law, "第一条", evening,
			desk.Ground{Item: "item-c", Title: "另一部", Article: "第八条"}, desk.Ground{Item: "item-c", Title: "另一部", Article: "第九条"})
		answered(t, s, "o-four", "5", "item-a", law, article, evening.AddDate(0, 0, -9))
		answered(t, s, "o-gone", "6", "item-a", law, article, evening)
		farewell := exchangeOf("7")
		farewell.Talk, farewell.Outcome = desk.TalkFarewell, desk.OutcomeSilent
		mustSave(t, s, "o-gone", farewell, nil)

		since, now := evening.AddDate(0, 0, -2), evening.AddDate(0, 0, 1)
		for name, c := range map[string]struct {
			recall desk.Recall
			want   Reached
		}{
			"item":     {desk.Recall{Item: "item-a"}, Reached{Answers: 3, Citizens: 2, Gone: 1}},
			"article":  {desk.Recall{Title: law, Article: article}, Reached{Answers: 4, Citizens: 3, Gone: 1}},
			"document": {desk.Recall{Title: law}, Reached{Answers: 5, Citizens: 4, Gone: 1}},
			"nothing":  {desk.Recall{Title: "别的"}, Reached{}},
			"second":   {desk.Recall{Title: "另一部"}, Reached{Answers: 1, Citizens: 1}},
			"part":     {desk.Recall{Title: "另一部", Article: "第九条"}, Reached{Answers: 1, Citizens: 1}},
			"no part":  {desk.Recall{Title: "另一部", Article: "第十条"}, Reached{}},
			"its item": {desk.Recall{Item: "item-c"}, Reached{Answers: 1, Citizens: 1}},
		} {
			c.recall.Since, c.recall.Until = since, now
			got, err := s.RecallReach(ctx, &c.recall)
			if err != nil || got != c.want {
				t.Errorf("%s: got %+v, %v; want %+v", name, got, err, c.want)
			}
		}

		r := desk.Recall{Title: law, Article: article, Since: since, Reason: "条款引错"}
		letter := desk.Draft{Title: "更正", Body: "更正：请以第十九条为准。"}
		if err := s.NewRecall(ctx, desk.Actor{Staff: 1}, &r, &letter, now); err != nil {
			t.Fatal(err)
		}
		list, err := s.Recalled(ctx, &r, 10)
		if err != nil || len(list) != 4 || list[0].At.Before(list[3].At) {
			t.Errorf("recalled %d, %v; want 4, newest first", len(list), err)
		}
		if reach, err := s.LetterReach(ctx, desk.LetterCorrection, r.ID); err != nil || len(reach) != 0 {
			t.Errorf("before approval: %v, %v; want no letters", reach, err)
		}
		mustPass(t, s, &letter, now.Add(time.Hour))
		reach, err := s.LetterReach(ctx, desk.LetterCorrection, r.ID)
		if err != nil || reach[desk.LetterWaiting] != 2 || len(reach) != 1 {
			t.Errorf("reach %v, %v; want 2 waiting", reach, err)
		}
	})
}
