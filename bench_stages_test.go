package main

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"syscall"
	"testing"
	"time"

	"shangda/desk"
	"shangda/store"
	"shangda/wechat"
)

// stagesOf holds what the stages of an answer work on, one entry a message, all prepared before anything is measured.
type stagesOf struct {
	b        *testing.B
	r        *rooms
	callback *wechat.Callback
	post     []delivery
	queries  []url.Values
	opened   []wechat.Envelope
	visits   []store.Visit
	replies  []string
	saves    []desk.Exchange
}

func newStages(b *testing.B, r *rooms, a wechat.Account, post []delivery) *stagesOf {
	b.Helper()
	ctx, n := context.Background(), len(post)
	s := &stagesOf{
		b: b, r: r, post: post, queries: make([]url.Values, n), opened: make([]wechat.Envelope, n), visits: make([]store.Visit, n),
		replies: make([]string, n), saves: make([]desk.Exchange, n),
	}
	var err error
	if s.callback, err = wechat.NewCallback(a); err != nil {
		b.Fatal(err)
	}
	if err := r.search.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	for i, d := range post {
		if s.queries[i], err = url.ParseQuery(d.query); err != nil {
			b.Fatal(err)
		}
		// A whole answer first: its row is what the log stage writes again, under another key.
		s.open(i)
		s.replies[i] = r.bot.Answer(ctx, s.opened[i].Message)
		if s.visits[i], err = r.store.Load(ctx, d.message.FromUserName, d.message.Key()); err != nil || s.visits[i].First == nil {
			b.Fatalf("message %d is not logged: %v", i, err)
		}
		s.saves[i] = *s.visits[i].First
		s.saves[i].Key = fmt.Sprintf("again%d", i)
	}
	return s
}

func (s *stagesOf) open(i int) {
	var err error
	if s.opened[i], err = s.callback.Open(s.queries[i], s.post[i].body, time.Now()); err != nil {
		s.b.Error(err)
	}
}

func (s *stagesOf) load(i int) {
	if _, err := s.r.store.Load(context.Background(), s.post[i].message.FromUserName, "new"); err != nil {
		s.b.Error(err)
	}
}

func (s *stagesOf) find(i int) {
	if _, err := s.r.search.Find(context.Background(), query(s.r, s.post[i].message.Content)); err != nil {
		s.b.Error(err)
	}
}

func (s *stagesOf) think(i int) {
	if s.r.bot.Consult(context.Background(), s.post[i].message.Content, "", "").Reply == "" {
		s.b.Error("no reply")
	}
}

func (s *stagesOf) save(i int) {
	err := s.r.store.SaveExchange(context.Background(), s.post[i].message.FromUserName, &s.saves[i], &s.visits[i].Conversation)
	if err != nil {
		s.b.Error(err)
	}
}

func (s *stagesOf) seal(i int) {
	if _, err := s.callback.Seal(s.opened[i], s.replies[i], time.Now()); err != nil {
		s.b.Error(err)
	}
}

// each is this process's time for one message, all done one after the other.
func (s *stagesOf) each(stage func(i int)) time.Duration {
	start := processorTime(s.b)
	for i := range s.post {
		stage(i)
	}
	return (processorTime(s.b) - start) / time.Duration(len(s.post))
}

// paced is the same at the rate of the load, where few messages share a commit.
func (s *stagesOf) paced(stage func(i int)) time.Duration {
	start := processorTime(s.b)
	ticks := time.NewTicker(time.Second / rate)
	defer ticks.Stop()
	var under sync.WaitGroup
	for i := range s.post {
		<-ticks.C
		under.Go(func() { stage(i) })
	}
	under.Wait()
	return (processorTime(s.b) - start) / time.Duration(len(s.post))
}

// processorTime is what this process has used, user and system.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
