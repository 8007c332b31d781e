package desk

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const (
	author = 1
	first  = 2
	second = 3
)

var midday = time.Date(2026, 9, 30, 12, 0, 0, 0, zone)

func draftOf() *Draft {
	return &Draft{
		Kind: "qa", Title: "开店要备案吗", Body: `{"kind":"qa"}`, State: DraftOpen, Author: author,
		May: AttributeOpen, How: "政务微信", Scope: "社会公开",
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestDraftIsPublishedAfterTwoOthersApproved(t *testing.T) {
	d := draftOf()
	must(t, d.Submit(midday), d.Approve(first, midday), d.Approve(second, midday))
	if d.State != DraftPublished || d.FirstBy != first || d.SecondBy != second {
		t.Errorf("got %s by %d and %d, want published by %d and %d", d.State, d.FirstBy, d.SecondBy, first, second)
	}
}

func TestApprovalIsRefusedWithItsReason(t *testing.T) {
	for name, c := range map[string]struct {
		change func(d *Draft)
		by     int64
		want   Obstacle
	}{
		"own work":                   {func(*Draft) {}, author, ObstacleOwn},
		"both levels by one":         {func(d *Draft) { d.State, d.FirstBy = DraftLeader, first }, first, ObstacleOwn},
		"by nobody":                  {func(*Draft) {}, 0, ObstacleOwn},
		"still being written":        {func(d *Draft) { d.State = DraftOpen }, first, ObstacleState},
		"published already":          {func(d *Draft) { d.State = DraftPublished }, second, ObstacleState},
		"first question unanswered":  {func(d *Draft) { d.May = "" }, first, ObstacleQuestions},
		"second question unanswered": {func(d *Draft) { d.How = " " }, first, ObstacleQuestions},
		"third question unanswered":  {func(d *Draft) { d.Scope = "" }, first, ObstacleQuestions},
		"may not be public":          {func(d *Draft) { d.May = AttributeRequest }, first, ObstacleClosed},
		"an agency has not agreed":   {func(d *Draft) { d.Ask([]string{"区市场监管局"}, midday) }, first, ObstacleAgencies},
		"no such day":                {func(d *Draft) { d.PublishOn = "2026-02-30" }, first, ObstacleDay},
	} {
		d := draftOf()
		must(t, d.Submit(midday))
		c.change(d)
		before := *d
		if err := d.Approve(c.by, midday); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if d.State != before.State || d.FirstBy != before.FirstBy || d.SecondBy != before.SecondBy {
			t.Errorf("%s: the draft moved to %s", name, d.State)
		}
	}
}

func TestReturnedDraftStartsAgainAtTheFirstLevel(t *testing.T) {
	d := draftOf()
	must(t, d.Submit(midday), d.Approve(first, midday))
	if err := d.Return(" ", midday); !errors.Is(err, ObstacleReason) {
		t.Errorf("without a reason: got %v, want %v", err, ObstacleReason)
	}
	must(t, d.Return("依据不是现行的", midday))
	if !d.Editable() || d.FirstBy != 0 || d.Reason == "" {
		t.Fatalf("got %s, first level %d, reason %q; want it back without approval", d.State, d.FirstBy, d.Reason)
	}
	must(t, d.Submit(midday))
	if d.State != DraftSection || d.Reason != "" {
		t.Errorf("got %s %q, want %s", d.State, d.Reason, DraftSection)
	}
}

func TestScheduledDraftIsPublishedOnItsDay(t *testing.T) {
	d := draftOf()
	d.PublishOn = "2026-10-08"
	must(t, d.Submit(midday), d.Approve(first, midday), d.Approve(second, midday))
	if d.State != DraftScheduled {
		t.Fatalf("got %s, want scheduled", d.State)
	}
	eve := time.Date(2026, 10, 7, 23, 59, 59, 0, zone)
	if err := d.Publish(eve); !errors.Is(err, ObstacleDay) {
		t.Errorf("the evening before: got %v, want %v", err, ObstacleDay)
	}
	must(t, d.Publish(eve.Add(time.Second)))
	if d.State != DraftPublished {
		t.Errorf("got %s, want published", d.State)
	}
}

func TestWithdrawalNeedsAReasonAndNoQuestions(t *testing.T) {
	d := &Draft{Kind: "qa", Item: "abcdefghij", Title: "旧问答", State: DraftOpen, Author: author}
	if err := d.Submit(midday); !errors.Is(err, ObstacleReason) {
		t.Errorf("got %v, want %v", err, ObstacleReason)
	}
	d.Reason = "事项已取消"
	must(t, d.Submit(midday), d.Approve(first, midday), d.Approve(second, midday))
	if d.State != DraftPublished || d.Reason != "事项已取消" {
		t.Errorf("got %s %q, want published with its reason", d.State, d.Reason)
	}
}

func TestCorrectionGoesStraightToTheLeader(t *testing.T) {
	d := &Draft{Kind: KindCorrection, Item: "1", Title: "更正", Body: "……", State: DraftOpen, Author: author}
	must(t, d.Submit(midday))
	if d.Level() != ActReviewLeader {
		t.Fatalf("waits for %q, want %q", d.Level(), ActReviewLeader)
	}
	must(t, d.Approve(second, midday))
}

func TestAgreementStandsWhenTheListOfAgenciesIsEdited(t *testing.T) {
	d := draftOf()
	d.Ask([]string{"区市场监管局", " 区财政局 ", "", "区财政局"}, midday)
	must(t, d.Agree("区市场监管局", "王某，电话，9月30日", midday))
	d.Ask([]string{"区市场监管局", "区应急局"}, midday.Add(time.Hour))
	if len(d.Agencies) != 2 || d.Agencies[0].AgreedAt.IsZero() || !d.Agencies[1].AgreedAt.IsZero() {
		t.Errorf("got %+v, want one agreed and one asked", d.Agencies)
	}
	if err := d.Agree("区财政局", "同意", midday); !errors.Is(err, ObstacleState) {
		t.Errorf("an authority not asked: got %v, want %v", err, ObstacleState)
	}
}

// Whatever people do in whatever order, what is published was approved by two who are neither its author nor each other.
func TestNothingIsPublishedWithoutTwoPairsOfEyes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draftOf()
		d.PublishOn = rapid.SampledFrom([]string{"", "2026-10-08"}).Draw(t, "day")
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			by := rapid.Int64Range(0, 4).Draw(t, "by")
			now := midday.AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, "later"))
			switch rapid.IntRange(0, 4).Draw(t, "act") {
			case 0:
				_ = d.Submit(now)
			case 1, 2:
				_ = d.Approve(by, now)
			case 3:
				_ = d.Return("不清楚", now)
			case 4:
				_ = d.Publish(now)
			}
			if d.State == DraftPublished || d.State == DraftScheduled {
				if d.FirstBy == 0 || d.SecondBy == 0 || d.FirstBy == d.SecondBy || d.FirstBy == d.Author || d.SecondBy == d.Author {
					t.Fatalf("%s, written by %d, approved by %d and %d", d.State, d.Author, d.FirstBy, d.SecondBy)
				}
			}
		}
	})
}
