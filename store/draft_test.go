package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
)

func knowledgeDraft(t *testing.T, it policy.Item) *desk.Draft {
	t.Helper()
	body, err := ItemBody(&it)
	if err != nil {
		t.Fatal(err)
	}
	return &desk.Draft{
		Kind: string(it.Kind), Title: it.Title(), Body: body, Author: 1, Section: "外资管理科",
		May: desk.AttributeOpen, How: "政务微信", Scope: "社会公开",
	}
}

// pass takes a draft through both levels; whether it is published is SaveDraft's error.
func pass(t *testing.T, s *Store, d *desk.Draft, now time.Time) error {
	t.Helper()
	ctx := context.Background()
	if d.ID == 0 {
		if err := s.NewDraft(ctx, desk.Actor{Staff: d.Author}, d, now); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Submit(now); err != nil {
		t.Fatal(err)
	}
	for by := int64(2); d.Level() != ""; by++ {
		if err := d.Approve(by, now); err != nil {
			t.Fatal(err)
		}
	}
	return s.SaveDraft(ctx, desk.Actor{Staff: 3}, d, "approved", now)
}

func mustPass(t *testing.T, s *Store, d *desk.Draft, now time.Time) {
	t.Helper()
	if err := pass(t, s, d, now); err != nil {
		t.Fatal(err)
	}
}

func TestApprovedDraftIsInTheLibrary(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		d := knowledgeDraft(t, qa("开店要备案吗", "要。", "", ""))
		mustPass(t, s, d, evening)
		library, err := s.Library(ctx)
		if err != nil {
			t.Fatal(err)
		}
		it, ok := library.Item(policy.ID(policy.KindQA, "开店要备案吗"))
		if !ok || it.Origin != policy.FromStaff || it.Review != policy.Approved || it.CheckedOn() != "2026-03-05" {
			t.Fatalf("library has %+v, want the approved item of staff, checked today", it)
		}
		again, err := s.Draft(ctx, d.ID)
		if err != nil || again.State != desk.DraftPublished || again.Item != it.ID {
			t.Errorf("draft is %+v, %v; want published with its item", again, err)
		}
		trail, err := s.Trail(ctx, AuditFilter{Object: "draft"}, 10)
		if err != nil || len(trail) != 2 {
			t.Errorf("trail %v, %v; want creation and approval", trail, err)
		}
		if _, _, err := s.VerifyAudit(ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestDraftSavedByAnotherMeanwhileIsAConflict(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		d := knowledgeDraft(t, qa("开店要备案吗", "要。", "", ""))
		if err := s.NewDraft(ctx, desk.Actor{}, d, evening); err != nil {
			t.Fatal(err)
		}
		other := *d
		if err := s.SaveDraft(ctx, desk.Actor{}, d, "changed", evening); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveDraft(ctx, desk.Actor{}, &other, "changed", evening); !errors.Is(err, ErrConflict) {
			t.Errorf("got %v, want ErrConflict", err)
		}
	})
}

func TestDraftOfWhatWasChangedMeanwhilePublishesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		old := qa("开店要备案吗", "要。", "import", "approved")
		mustSaveItems(t, s, old)
		d := knowledgeDraft(t, qa("开店要备案吗", "不要。", "", ""))
		d.Item = old.ID
		if err := s.NewDraft(context.Background(), desk.Actor{}, d, evening); err != nil {
			t.Fatal(err)
		}
		mustSaveItems(t, s, qa("开店要备案吗", "看情况。", "import", "approved"))
		if err := pass(t, s, d, evening); !errors.Is(err, ErrOvertaken) {
			t.Errorf("got %v, want ErrOvertaken", err)
		}
		if got := stored(t, s)["开店要备案吗"][0]; got != "看情况。" {
			t.Errorf("answer is %q, want what came between", got)
		}
	})
}

func TestRetitledItemReplacesTheOldOne(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		old := qa("开店备案", "要。", "staff", "approved")
		mustSaveItems(t, s, old)
		d := knowledgeDraft(t, qa("开店要备案吗", "要。", "", ""))
		d.Item = old.ID
		mustPass(t, s, d, evening)
		got := stored(t, s)
		if got["开店备案"][2] != "struck" || got["开店要备案吗"][2] != "approved" {
			t.Errorf("stored %v, want the old title struck and the new one approved", got)
		}
	})
}

func TestScheduledDraftAppearsOnItsDayOnce(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, other, ctx := open(), open(), context.Background()
		d := knowledgeDraft(t, qa("开店要备案吗", "要。", "", ""))
		d.PublishOn = "2026-03-08"
		mustPass(t, s, d, evening)
		for day, want := range []int{0, 0, 0, 1, 0} {
			n, err := s.PublishDue(ctx, evening.AddDate(0, 0, day))
			if err != nil || n != want {
				t.Errorf("day %d: published %d, %v; want %d", day, n, err, want)
			}
			if n, err := other.PublishDue(ctx, evening.AddDate(0, 0, day)); err != nil || n != 0 {
				t.Errorf("day %d, the other process: published %d, %v; want 0", day, n, err)
			}
		}
		if got := stored(t, s)["开店要备案吗"]; got[2] != "approved" {
			t.Errorf("stored %v, want it approved", got)
		}
	})
}

func TestScheduledDraftThatWasOvertakenGoesBack(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		old := qa("开店要备案吗", "要。", "staff", "approved")
		mustSaveItems(t, s, old)
		d := knowledgeDraft(t, qa("开店要备案吗", "不要。", "", ""))
		d.Item, d.PublishOn = old.ID, "2026-03-08"
		mustPass(t, s, d, evening)
		mustSaveItems(t, s, qa("开店要备案吗", "看情况。", "staff", "approved"))
		if n, err := s.PublishDue(ctx, evening.AddDate(0, 0, 3)); n != 0 || err != nil {
			t.Errorf("published %d, %v; want 0", n, err)
		}
		if got, err := s.Draft(ctx, d.ID); err != nil || got.State != desk.DraftReturned || got.Reason != desk.Overtaken {
			t.Errorf("draft %s %q, %v; want returned as overtaken", got.State, got.Reason, err)
		}
	})
}

func TestScheduledWithdrawalStrikesTheItem(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		it := qa("旧事项", "办。", "staff", "approved")
		mustSaveItems(t, s, it)
		d := &desk.Draft{Item: it.ID, Kind: "qa", Title: "旧事项", Author: 1, Reason: "已取消", PublishOn: "2026-03-08"}
		mustPass(t, s, d, evening)
		if _, err := s.PublishDue(context.Background(), evening.AddDate(0, 0, 3)); err != nil {
			t.Fatal(err)
		}
		if got := stored(t, s)["旧事项"]; got[2] != "struck" {
			t.Errorf("stored %v, want it struck", got)
		}
	})
}

func TestAnswerOfATicketTeachesItsQuestion(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		item := policy.NewItem(&policy.QA{
			Question: "预付卡能退吗", Answer: "能。", Basis: []policy.Basis{{Title: "单用途商业预付卡管理办法（试行）", Article: "第二十条"}}, Checked: "2026-03-01",
		}, "", "")
		for _, kind := range []desk.TicketKind{desk.TicketQuestion, desk.TicketReport} {
			tk := raise(t, s, "o-one", string(kind), desk.Ticket{Kind: kind, Origin: desk.FromHuman, Question: "卡里的钱要得回来吗"})
			d := knowledgeDraft(t, item)
			d.Ticket, d.Item = tk.ID, item.ID
			mustPass(t, s, d, evening)
		}
		_, links := linksOf(t, s)
		if len(links) != 1 || !links[0].Approved || links[0].Article != "第二十条" || links[0].Question != "卡里的钱要得回来吗" {
			t.Errorf("links %+v, want one approved, of the question and not of the report", links)
		}
	})
}

func TestTableIsTheOfficesUntilItIsTheShippedOneAgain(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		revision, none, err := s.Tables(ctx, -1)
		if err != nil || len(none) != 0 {
			t.Fatalf("tables %v, %v; want none", none, err)
		}
		d := &desk.Draft{
			Kind: desk.KindTable, Item: string(desk.TableVocabulary), Title: "词表", Body: "老外\t外国投资者\t口语", Author: 1,
			May: desk.AttributeOpen, How: "系统", Scope: "内部",
		}
		mustPass(t, s, d, evening)
		next, got, err := s.Tables(ctx, revision)
		if err != nil || next == revision || got[desk.TableVocabulary] != d.Body {
			t.Errorf("tables %v at %d, %v; want the vocabulary at a new revision", got, next, err)
		}
		back := &desk.Draft{Kind: desk.KindTable, Item: string(desk.TableVocabulary), Title: "词表", Author: 1, Reason: "恢复"}
		mustPass(t, s, back, evening)
		if _, got, err := s.Tables(ctx, next); err != nil || len(got) != 0 {
			t.Errorf("tables %v, %v; want none", got, err)
		}
	})
}

func TestOnlyWhoAskedForATopicIsToldItsNews(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		for i, effects := range [][]Effect{
			{Subscribe(desk.TopicLists, evening), Subscribe(desk.TopicLists, evening)},
			{Subscribe(desk.TopicGuides, evening)},
			{Subscribe(desk.TopicLists, evening), Subscribe(desk.TopicGuides, evening)},
		} {
			x := exchangeOf("1")
			if err := s.SaveExchange(ctx, fmt.Sprint("o-", i), x, nil, effects...); err != nil {
				t.Fatal(err)
			}
		}
		if counts, err := s.Subscribers(ctx); err != nil || counts[desk.TopicLists] != 2 || counts[desk.TopicGuides] != 2 {
			t.Errorf("subscribers %v, %v; want 2 and 2", counts, err)
		}
		d := &desk.Draft{
			Kind: desk.KindNotice, Item: string(desk.TopicLists), Title: "清单更新", Body: "清单第3项已删除。", Author: 1,
			May: desk.AttributeOpen, How: "政务微信", Scope: "订阅者",
		}
		mustPass(t, s, d, evening)
		notices, err := s.Notices(ctx, 10)
		if err != nil || len(notices) != 1 || notices[0].Sent != 2 || notices[0].Title != "清单更新" {
			t.Fatalf("notices %+v, %v; want one sent to 2", notices, err)
		}
		x := exchangeOf("2")
		if err := s.SaveExchange(ctx, "o-2", x, nil, Unsubscribe(desk.TopicLists)); err != nil {
			t.Fatal(err)
		}
		reach, err := s.LetterReach(ctx, desk.LetterNotice, notices[0].ID)
		if err != nil || reach[desk.LetterWaiting] != 1 || reach[desk.LetterDropped] != 1 {
			t.Errorf("reach %v, %v; want one waiting and one dropped", reach, err)
		}
		topics, err := s.Subscriptions(ctx, x.Citizen)
		if err != nil || !slices.Equal(topics, []desk.Topic{desk.TopicGuides}) {
			t.Errorf("topics %v, %v; want guides alone", topics, err)
		}
	})
}

func TestSurveyAsksWhoAgreedAndKeepsOneScoreACitizen(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		for i, effects := range [][]Effect{
			{Subscribe(desk.TopicSurvey, evening), AnswerSurvey(2026, 2, evening), AnswerSurvey(2026, 4, evening), CommentSurvey(2026, "电话13812345678打不通")},
			{AnswerSurvey(2026, 5, evening)},
		} {
			if err := s.SaveExchange(ctx, fmt.Sprint("o-", i), exchangeOf("1"), nil, effects...); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 { // again asks nobody twice
			if n, err := s.SendSurvey(ctx, desk.Actor{}, 2026, evening); err != nil || n != 1 {
				t.Errorf("asked %d, %v; want 1", n, err)
			}
		}
		if reach, err := s.LetterReach(ctx, desk.LetterSurvey, 2026); err != nil || reach[desk.LetterWaiting] != 1 {
			t.Errorf("letters %v, %v; want 1", reach, err)
		}
		got, err := s.Survey(ctx, 2026)
		if err != nil || got.Scores[4] != 1 || got.Scores[5] != 1 || got.Scores[2] != 0 || len(got.Comments) != 1 ||
			strings.Contains(got.Comments[0].Text, "13812345678") {
			t.Errorf("survey %+v, %v; want scores 4 and 5 and one masked comment", got, err)
		}
	})
}

func TestQuestionsWithoutAnAnswerAreListed(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		ask := func(openid, key, text string, outcome desk.Outcome, at time.Time, effects ...Effect) int64 {
			x := exchangeOf(key)
			x.Text, x.Outcome, x.At = text, outcome, at
			if err := s.SaveExchange(ctx, openid, x, nil, effects...); err != nil {
				t.Fatal(err)
			}
			return x.ID
		}
		ask("o-1", "1", "没找到", desk.OutcomeNone, evening)
		ask("o-2", "1", "没选", desk.OutcomeChoose, evening)
		ask("o-3", "1", "选了", desk.OutcomeChoose, evening)
		ask("o-3", "2", "A1", desk.OutcomeAnswer, evening.Add(time.Minute))
		ask("o-4", "1", "没用", desk.OutcomeAnswer, evening)
		ask("o-4", "2", "没用键", desk.OutcomeInfo, evening, RateAnswer("1", false, evening))
		ask("o-5", "1", "答了", desk.OutcomeAnswer, evening)
		ask("o-6", "1", "举报某公司", desk.OutcomeNone, evening,
			Raise(desk.Ticket{ID: 9, Kind: desk.TicketReport, Origin: desk.FromText, State: desk.TicketOpen, OpenedAt: evening, DueAt: evening}))
		dismissed := ask("o-7", "1", "无关", desk.OutcomeNone, evening)
		ask("o-8", "1", "太早", desk.OutcomeNone, evening.AddDate(-1, 0, 0))
		if err := s.Dismiss(ctx, desk.Actor{}, []int64{dismissed, dismissed}, evening); err != nil {
			t.Fatal(err)
		}
		list, err := s.Unanswered(ctx, "2025-09-05", "2026-12-31", 100)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, a := range list {
			got[a.Text] = a.Why
		}
		want := map[string]string{"没找到": "none", "没选": "choose", "没用": "unhelpful"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestCheckRenewsTheDayAndNothingElse(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, ctx := open(), context.Background()
		it := qa("开店要备案吗", "要。", "staff", "approved")
		mustSaveItems(t, s, it)
		if err := s.Check(ctx, desk.Actor{Staff: 7}, it.ID, evening); err != nil {
			t.Fatal(err)
		}
		got, h, err := s.Item(ctx, it.ID)
		if err != nil || got.CheckedOn() != "2026-03-05" || h.CheckedBy != 7 || got.QA.Answer != "要。" {
			t.Errorf("item %+v %+v, %v; want it checked today by 7", got, h, err)
		}
		if err := s.Check(ctx, desk.Actor{}, "nothing", evening); !errors.Is(err, ErrNotFound) {
			t.Errorf("unknown item: got %v, want ErrNotFound", err)
		}
		shelf, err := s.Shelf(ctx)
		if err != nil || len(shelf) != 1 || shelf[0].Checked != "2026-03-05" {
			t.Errorf("shelf %+v, %v; want one checked item", shelf, err)
		}
	})
}
