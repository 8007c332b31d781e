package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"shangda/desk"
	"shangda/store"
	"shangda/wechat"
)

const (
	couriers    = 4                // letters under way at once, each to another recipient
	nothingDue  = time.Second      // how long to wait when there is nothing to do
	letterTime  = 90 * time.Second // one letter, all its ways together; less than its lease
	longestWait = 10 * time.Minute // between two tries
)

// Courier brings letters to their recipients, at least once and in order per recipient: it leases one, finds its words,
// sends them by the first way that is open, and marks what is known then. Several may run on one database.
type Courier struct {
	Options
	Client    *wechat.Client // nil: the account can't send, so letters wait for the citizen's next message
	Templates []Template
	Robot     func(ctx context.Context, text string, now time.Time) error              // nil: none
	Mail      func(ctx context.Context, to, subject, text string, now time.Time) error // nil: none
	Tried     *prometheus.CounterVec                                                   // see NewLetterCounter
}

// Template is how a kind of letter is told where customer messages are not allowed.
type Template struct {
	Letter desk.LetterKind
	Way    desk.Way          // template or subscription
	ID     string            // in the account's own library
	Fields map[string]string // to what, office, time or hint
}

// NewLetterCounter counts tries by kind of letter, way and outcome; with a nil registry unseen.
func NewLetterCounter(r prometheus.Registerer) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "shangda_letters_total", Help: "Letters tried, by kind, way and outcome: sent, or why not.",
	}, []string{"kind", "way", "outcome"})
	if r != nil {
		r.MustRegister(c)
	}
	return c
}

// Run delivers until ctx ends and the letters in hand are settled.
func (c *Courier) Run(ctx context.Context) error {
	var under sync.WaitGroup
	defer under.Wait()
	free := make(chan struct{}, couriers)
	for {
		select {
		case free <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		l, err := c.Store.Lease(ctx, c.Now())
		if err == nil {
			under.Go(func() {
				defer func() { <-free }()
				c.deliver(context.WithoutCancel(ctx), l)
			})
			continue
		}
		<-free
		if !errors.Is(err, store.ErrNotFound) && ctx.Err() == nil {
			c.Log.Error("no letter could be leased", "err", err)
		}
		select {
		case <-time.After(nothingDue):
		case <-ctx.Done():
			return nil
		}
	}
}

// deliver tries one letter. The log names it by number; neither words nor recipient are ever logged.
func (c *Courier) deliver(ctx context.Context, l desk.Letter) {
	ctx, cancel := context.WithTimeout(ctx, letterTime)
	defer cancel()
	log := c.Log.With("letter", l.ID, "kind", l.Kind, "try", l.Attempts)
	defer func() {
		if p := recover(); p != nil { // the lease ends by itself, and the letter is tried again
			log.Error("courier panicked", "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		}
	}()
	err := c.dispatch(ctx, log, l)
	if err != nil {
		log.Error("letter not settled", "err", err)
	}
}

func (c *Courier) dispatch(ctx context.Context, log *slog.Logger, l desk.Letter) error {
	if l.Channel == desk.ByChat {
		return c.chat(ctx, log, l)
	}
	return c.notice(ctx, log, l)
}

// chat brings a letter into a WeChat.
func (c *Courier) chat(ctx context.Context, log *slog.Logger, l desk.Letter) error {
	reach, err := c.Store.Reach(ctx, l.Citizen)
	if errors.Is(err, store.ErrNotFound) {
		return c.end(ctx, log, l, desk.LetterDropped, "unsubscribed")
	}
	if err != nil {
		return err
	}
	token := rand.Text()
	text, err := c.words(ctx, token, limit-len(sayAgain), l)
	if ended, err := c.unsaid(ctx, log, l, err); ended {
		return err
	}
	if l.Started {
		text = sayAgain + text
	}
	ways, reason := c.open(l.Kind, reach)
	if len(ways) == 0 {
		return c.end(ctx, log, l, desk.LetterHeld, reason)
	}
	if err := c.Store.Begin(ctx, l.ID, store.PageDigest(token)); err != nil {
		return err
	}
	s := store.Sending{}
	for _, w := range ways {
		message, err := c.send(ctx, w, reach.OpenID, text, token, l)
		s = store.Sending{Way: w.Way, Outcome: outcome(err)}
		if err == nil {
			l.Sent(w.Way, message, c.Now())
			break
		}
		if !c.judge(&l, err) {
			break
		}
	}
	return c.settle(ctx, log, s, l)
}

// unsaid settles a letter that has no words; ended is false when it has.
func (c *Courier) unsaid(ctx context.Context, log *slog.Logger, l desk.Letter, err error) (ended bool, _ error) {
	switch {
	case err == nil:
		return false, nil
	case errors.Is(err, errNothing):
		return true, c.end(ctx, log, l, desk.LetterDropped, "done")
	case errors.Is(err, errNoWords), errors.Is(err, store.ErrNotFound):
		return true, c.end(ctx, log, l, desk.LetterFailed, "no_words")
	}
	return true, err
}

func (c *Courier) end(ctx context.Context, log *slog.Logger, l desk.Letter, state desk.LetterState, reason string) error {
	l.End(state, reason)
	return c.settle(ctx, log, store.Sending{}, l)
}

// settle writes what became of letters that went together.
func (c *Courier) settle(ctx context.Context, log *slog.Logger, s store.Sending, letters ...desk.Letter) error {
	l := letters[0]
	log.Info("letter", "state", l.State, "way", s.Way, "reason", l.Reason, "together", len(letters))
	result := l.Reason
	if l.State == desk.LetterSent {
		result = "sent"
	}
	c.Tried.WithLabelValues(string(l.Kind), string(s.Way), result).Inc()
	return c.Store.Settle(ctx, s, c.Now(), letters...)
}
