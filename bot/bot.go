// Package bot is the citizens' door in chat: a message comes in, one talk hears it, a reply goes out, and what
// happened is logged exactly once.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/search"
	"shangda/store"
	"shangda/wechat"
)

// Budget is how long an answer may take in all. The platform cuts the connection after 5 s.
const Budget = 4500 * time.Millisecond

// attempts bounds how often a message is thought over again because the conversation moved on meanwhile.
const attempts = 8

// Tables are what staff edit while the program runs.
type Tables struct {
	Directory *policy.Directory  // what other authorities handle
	Sections  []desk.SectionRule // which section a ticket is suggested to
}

// Options is what a Bot needs. Every field but Hours, Terms, Allow and Metrics is required.
type Options struct {
	Office    desk.Office
	Hours     desk.Hours                 // when staff are there; zero when unknown
	Calendar  func() disclosure.Calendar // as known now
	Store     *store.Store
	Search    *search.Engine
	Terms     []policy.Term  // time limits that are computed to the day; empty is allowed
	Tables    func() *Tables // as they are now
	ReplyTime time.Duration  // working time within which staff answer
	PublicURL string         // without a trailing slash
	StaffURL  string         // of the staff pages, likewise
	Demo      bool           // starter knowledge is not marked as unreviewed
	// Fetch downloads what a citizen sent, by the platform's number of it; nil where that is impossible.
	Fetch   func(ctx context.Context, media string) ([]byte, error)
	Now     func() time.Time
	Allow   func(ctx context.Context, citizen string) bool // rate limit; nil allows everything
	Log     *slog.Logger
	Metrics *Metrics
}

// Bot answers messages. It is safe for concurrent use.
type Bot struct {
	Options
	queue  *queue
	places places
	talks  []talk
	named  atomic.Pointer[named]

	trades atomic.Pointer[trades]
}

// talk hears a message and fills in the exchange, or leaves it to the next.
type talk func(t *turn) bool

// New makes a Bot. The order of its talks decides who hears a message first.
func New(o Options) *Bot {
	if o.Metrics == nil {
		o.Metrics = NewMetrics(nil)
	}
	b := &Bot{Options: o, queue: newQueue(), places: make(places, mostAtOnce)}
	b.talks = []talk{hearReport, hearEvent, hearLimit, hearBind, hearApply, hearAmend, hearMedia, hearNothing, hearContinue, hearCorrection, hearAwaited, hearDeadline, hearChoice, hearHuman, hearRating, hearOwn, hearMine, hearTopics, hearSurvey, hearSmall, hearApplyStart, hearMenuWord, hearForeign, hearRoute, hearTime, hearLookup, hearValidity, hearList, hearSeveral, hearElsewhere, hearFollow, hearQuestion}
	return b
}

// turn is one message being thought over: what was loaded, and what will be saved.
type turn struct {
	*Bot
	ctx     context.Context
	msg     wechat.Message
	text    string // the message's words, cleaned
	now     time.Time
	on      policy.Date   // the day asked about
	when    moment        // the time the question names, see hearTime
	rests   []desk.Ground // everything that is cited
	pending bool          // nobody in the office has approved some of it
	preface string        // stands above whatever is answered
	limited bool
	conv    desk.Conversation
	found   search.Result
	x       desk.Exchange
	effects []store.Effect  // what the message causes besides its log row
	awaits  string          // what the last bubble asked for, see hearAwaited
	kind    desk.TicketKind // of the ticket that the message raises by itself, see hearRoute
	shown   func() string   // the reply of a message that the log conceals; nil for every other
}

// Answer loads, thinks and saves, and returns the reply to send; an empty one means that nothing is to be said.
// A message delivered again gets its first reply. Every failure becomes a calm sentence, so there is no error.
func (b *Bot) Answer(ctx context.Context, m wechat.Message) string {
	began := b.Now()
	defer func() { b.Metrics.observe(b.Now().Sub(began)) }()
	sent, _ := strconv.ParseInt(m.CreateTime, 10, 64) // a time that is no number sorts first
	if err := b.queue.enter(ctx, m.FromUserName, sent); err != nil {
		return b.unsaved(err)
	}
	defer b.queue.leave(m.FromUserName)
	if err := b.places.take(ctx); err != nil {
		return b.unsaved(err)
	}
	defer b.places.giveBack()

	limited := b.Allow != nil && !b.Allow(ctx, m.FromUserName)
	for range attempts {
		visit, err := b.Store.Load(ctx, m.FromUserName, m.Key())
		if err != nil {
			return b.unsaved(err)
		}
		if visit.First != nil {
			b.Metrics.repeated()
			return b.firstReply(ctx, visit.First)
		}
		t := b.newTurn(ctx, m, visit.Conversation, began)
		t.x.Citizen, t.limited = visit.Citizen, limited
		t.think()
		if err := t.handOver(visit); err != nil {
			return b.unsaved(err)
		}
		t.x.Elapsed = b.Now().Sub(began)
		switch err := t.save(); {
		case err == nil:
			b.Metrics.answered(t.x)
			return t.reply()
		case errors.Is(err, store.ErrDuplicate), errors.Is(err, store.ErrConflict):
			continue // another delivery or another process was first: load what it left
		default:
			return b.unsaved(err)
		}
	}
	return b.unsaved(fmt.Errorf("conversation changed %d times under one message", attempts))
}

// save saves the exchange; what was said at a sensitive step is not part of its row.
func (t *turn) save() error {
	x := t.x
	x.Also = t.also()
	if t.shown != nil {
		x.Text, x.Reply = store.Concealed, store.Concealed
	}
	return t.Store.SaveExchange(t.ctx, t.msg.FromUserName, &x, &t.conv, t.effects...)
}

// also is what the answer rests on besides what its row names.
func (t *turn) also() []desk.Ground {
	if t.x.Outcome != desk.OutcomeAnswer {
		return nil
	}
	var out []desk.Ground
	for _, g := range t.rests {
		if g != (desk.Ground{Item: t.x.Item, Title: t.x.Title, Article: t.x.Article}) && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// restsOn notes that an answer shows a passage, or the words of staff that rest on all their basis.
func (t *turn) restsOn(p *policy.Passage) {
	t.rests = append(t.rests, desk.Ground{Item: p.Item.ID, Title: p.Title, Article: p.Article})
	t.pending = t.pending || p.Item.Review == policy.Pending
	if p.Item.QA == nil {
		return
	}
	for _, b := range p.Item.QA.Basis {
		t.rests = append(t.rests, desk.Ground{Item: p.Item.ID, Title: b.Title, Article: b.Article})
	}
}

func (t *turn) reply() string {
	if t.shown != nil {
		return t.shown()
	}
	return t.x.Reply
}

// firstReply is what was said to a message that was delivered before.
func (b *Bot) firstReply(ctx context.Context, first *desk.Exchange) string {
	if first.Reply != store.Concealed {
		return first.Reply
	}
	_, reply, err := b.Store.Revealed(ctx, first.ID)
	if err != nil {
		return b.unsaved(err)
	}
	return reply
}

// unsaved is the calm sentence for a message that could not be recorded.
func (b *Bot) unsaved(err error) string {
	b.Metrics.failed()
	b.Log.Error("message not recorded", "err", err)
	if errors.Is(err, errBusy) {
		return sayBusy
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return sayUncertain
	}
	return sayUnrecorded
}

func (b *Bot) newTurn(ctx context.Context, m wechat.Message, conv desk.Conversation, now time.Time) *turn {
	t := &turn{Bot: b, ctx: ctx, msg: m, now: now, on: policy.DateOf(now.In(disclosure.Zone)), conv: conv}
	t.text = words(m)
	t.x = desk.Exchange{Key: m.Key(), At: now, Kind: m.Kind(), Text: desk.Mask(t.text)}
	return t
}

// think lets the first talk that hears the message answer it. A talk that panics costs the citizen an apology and us a
// stack trace, never the message.
func (t *turn) think() {
	defer func() {
		if p := recover(); p != nil {
			t.Metrics.panicked()
			t.Log.Error("talk panicked", "kind", t.msg.Kind(), "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			t.x.Talk, t.x.Outcome, t.x.Reply = desk.TalkApology, desk.OutcomeError, sayApology
			t.effects = nil
		}
	}()
	asked := t.conv.Asked
	t.awaits, t.conv.Awaits = t.conv.Awaits, ""
	for _, hears := range t.talks {
		if hears(t) {
			t.keepMatter(asked)
			t.offerRating()
			t.conv.At = t.now
			return
		}
	}
}

// say ends the turn with a fixed text.
func (t *turn) say(talk desk.Talk, outcome desk.Outcome, text string, choices ...desk.Choice) bool {
	t.x.Talk, t.x.Outcome = talk, outcome
	t.x.Reply = t.render(bubble{lead: text}, choices)
	return true
}

// silent ends the turn without a reply.
func (t *turn) silent(talk desk.Talk) bool {
	t.x.Talk, t.x.Outcome = talk, desk.OutcomeSilent
	return true
}
