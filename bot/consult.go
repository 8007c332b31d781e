package bot

import (
	"context"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/search"
	"shangda/wechat"
)

// Thought is what the bot would say, with everything it considered. Nothing of it is logged or saved.
type Thought struct {
	Outcome desk.Outcome
	Reply   string // what the citizen reads
	Hits    []search.Hit
	Elapsed time.Duration
}

// Consult thinks about a question without a citizen: for the command line and for evaluation. before is what was said
// before, as the citizen's previous message; on is the day asked about, empty for today.
func (b *Bot) Consult(ctx context.Context, question, before string, on policy.Date) Thought {
	now := b.Now().In(disclosure.Zone)
	var conv desk.Conversation
	if before != "" {
		conv = b.consult(ctx, before, on, now, conv).conv
	}
	t := b.consult(ctx, question, on, now, conv)
	return Thought{Outcome: t.x.Outcome, Reply: t.x.Reply, Hits: t.found.Hits, Elapsed: b.Now().Sub(now)}
}

// HitJSON is a hit as the command line prints it.
type HitJSON struct {
	ID         string        `json:"id"`
	Title      string        `json:"title"`
	DocNo      string        `json:"doc_no"`
	Article    string        `json:"article"`
	Status     policy.Status `json:"status"`
	Effective  policy.Date   `json:"effective"`
	ReplacedBy string        `json:"replaced_by"`
	Score      float64       `json:"score"`
	Confidence float64       `json:"confidence"`
	URL        string        `json:"url"`
	Excerpt    string        `json:"excerpt"`
}

// Describe tells a thought's hits in full, best first.
func (b *Bot) Describe(th Thought, question string) []HitJSON {
	out := make([]HitJSON, 0, len(th.Hits))
	t := &turn{Bot: b, now: b.Now()}
	for _, h := range th.Hits {
		c, p := t.cite(h), h.Passage
		excerpt, _ := search.Excerpt(p.Text, question, excerptBytes)
		out = append(out, HitJSON{
			ID: p.ID, Title: p.Title, DocNo: p.DocNo, Article: p.Article, Status: h.Status, Effective: c.effective,
			ReplacedBy: h.Successor, Score: h.Score, Confidence: h.Confidence, URL: b.path(p), Excerpt: excerpt,
		})
	}
	return out
}

// excerptBytes is about three lines of a terminal.
const excerptBytes = 240

func (b *Bot) consult(ctx context.Context, text string, on policy.Date, now time.Time, conv desk.Conversation) *turn {
	t := b.newTurn(ctx, wechat.Message{MsgType: "text", Content: text}, conv, now)
	t.on = asOf(on, now)
	t.think()
	return t
}
