package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
)

func TestAnswerIsKeptOnceADayUnderItsAddress(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		s := openTest(t, url)
		ctx := context.Background()
		want := policy.Sheet{Given: "2026-11-02", On: "2026-11-02", Item: "abc", Kind: policy.KindQA, Subject: "要报告吗？", Answer: "要。"}
		token, body := want.Encode()
		for i, openid := range []string{"o1", "o2"} {
			x := &desk.Exchange{
				Key: "k", At: time.Date(2026, 11, 2, 10, i, 0, 0, shanghai), Talk: desk.TalkAsk, Outcome: desk.OutcomeAnswer, Item: "abc",
				Sheet: desk.Sheet{Token: token, Body: body},
			}
			if err := s.SaveExchange(ctx, openid, x, &desk.Conversation{}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Sheet(ctx, token)
		if err != nil || got.Answer != want.Answer || got.Given != want.Given {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
		if _, err := s.Sheet(ctx, "aaaaaaaaaaaa"); !errors.Is(err, ErrNotFound) {
			t.Errorf("unknown address: %v, want ErrNotFound", err)
		}
		var n int
		if err := s.engine.reader().QueryRowContext(ctx, `SELECT count(*) FROM sheets`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d sheets, %v, want 1", n, err)
		}
	})
}

func TestAnswerThatLostARaceLeavesNoSheet(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		s := openTest(t, url)
		ctx := context.Background()
		save := func(key, token string, c *desk.Conversation) error {
			x := &desk.Exchange{Key: key, At: time.Date(2026, 11, 2, 10, 0, 0, 0, shanghai), Sheet: desk.Sheet{Token: token, Body: "{}"}}
			return s.SaveExchange(ctx, "o1", x, c)
		}
		if err := save("a", "first", &desk.Conversation{}); err != nil {
			t.Fatal(err)
		}
		if err := save("b", "second", &desk.Conversation{Version: 7}); !errors.Is(err, ErrConflict) {
			t.Fatalf("got %v, want ErrConflict", err)
		}
		if _, err := s.Sheet(ctx, "second"); !errors.Is(err, ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
	})
}
