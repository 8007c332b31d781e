package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/bot"
	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
	"shangda/wechat"
	"shangda/wechat/wechattest"
)

type rehearseCmd struct {
	Year int    `help:"The year to play, the present one until yesterday; 2018 is the office's own." default:"2025"`
	Seed uint64 `help:"Another seed gives another year." default:"1"`
}

// rehearsal plays a year: citizens write through the real callback, staff decide, information is published, and the clock
// jumps from one event to the next.
type rehearsal struct {
	*rooms
	colleagues
	now    time.Time
	last   disclosure.Day // that is played
	sender *wechattest.Sender
	asked  int // citizens so far
}

// happening is something on a day of the year.
type happening struct {
	day disclosure.Day
	do  func(context.Context) error
}

func (cmd *rehearseCmd) Run(ctx context.Context, c *cli, s streams) error {
	if cmd.Year < 2008 || cmd.Year > 2100 {
		return usageError{fmt.Errorf("year %d: want 2008 to 2100", cmd.Year)}
	}
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	err = cmd.play(ctx, r, s)
	return errors.Join(err, r.Close())
}

func (cmd *rehearseCmd) play(ctx context.Context, r *rooms, s streams) error {
	if used, err := r.store.Used(ctx); err != nil || used {
		return errors.Join(err, store.ErrNotEmpty)
	}
	if err := r.store.Claim(ctx, processName(), false, time.Now()); err != nil {
		return err
	}
	if err := r.store.Define(ctx, r.cfg.Desk.Silence, time.Date(cmd.Year, 1, 1, 0, 0, 0, 0, disclosure.Zone)); err != nil {
		return err
	}
	if err := unlock(ctx, r.store, r.cfg.KeyFile); err != nil {
		return err
	}
	if err := r.search.Refresh(ctx); err != nil {
		return err
	}
	h := &rehearsal{rooms: r, last: disclosure.Day(fmt.Sprintf("%04d-12-31", cmd.Year))}
	began := time.Now()
	h.last = min(h.last, disclosure.DayOf(began).Add(-1))
	if err := h.hire(ctx, began); err != nil {
		return err
	}
	stop, err := h.connect()
	if err != nil {
		return err
	}
	plan := scriptOf(cmd.Year, cmd.Seed)
	happenings := plan.happenings(h)
	happenings = slices.DeleteFunc(happenings, func(x happening) bool { return x.day > h.last })
	slices.SortStableFunc(happenings, func(a, b happening) int { return a.day.Start().Compare(b.day.Start()) })
	for _, x := range happenings {
		// Half past nine, and a minute on for what happens on the same day.
		if at := x.day.Start().Add(9*time.Hour + 30*time.Minute); at.After(h.now) {
			h.now = at
		}
		h.now = h.now.Add(time.Minute)
		if err := x.do(ctx); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", x.day, err), stop())
		}
	}
	if err := stop(); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d: %d questions, %d requests, %d publications in %.1f s; see `shangda report %d --form 2018`\n",
		cmd.Year, plan.questions, len(plan.requests), len(plan.publications), time.Since(began).Seconds(), cmd.Year)
	for _, p := range h.passwords {
		printPassword(s, p[0], p[1])
	}
	return nil
}

// connect opens the callback on a loopback port for the fake platform, both on the clock of the year.
func (h *rehearsal) connect() (stop func() error, err error) {
	account, err := callbackAccount(h.cfg)
	if err != nil {
		return nil, err
	}
	callback, err := wechat.NewCallback(account)
	if err != nil {
		return nil, err
	}
	clock := func() time.Time { return h.now }
	options := h.bot.Options
	options.Now, options.Metrics, options.Allow = clock, nil, nil
	options.Fetch = func(context.Context, string) ([]byte, error) { return []byte("\x89PNG\r\n\x1a\nrehearsal"), nil }
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	hook := bot.Webhook{Bot: bot.New(options), Callback: callback, Now: clock, Log: h.log}
	hook.Routes(e)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: e, ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	h.sender = wechattest.NewSender(account, "http://"+l.Addr().String()+"/wechat")
	h.sender.Now = clock
	return func() error {
		err := server.Close()
		if e := <-served; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		return err
	}, nil
}

// citizen is a new one.
func (h *rehearsal) citizen() string {
	h.asked++
	return fmt.Sprintf("rehearsal-%04d", h.asked)
}

func (h *rehearsal) say(ctx context.Context, citizen string, words ...string) (reply string, err error) {
	for _, said := range words {
		m := wechat.Message{FromUserName: citizen, MsgType: "text", Content: said}
		if said == aPicture {
			m = wechat.Message{FromUserName: citizen, MsgType: "image", MediaID: "rehearsal"}
		}
		h.now = h.now.Add(20 * time.Second)
		r, err := h.sender.Send(ctx, m)
		if err != nil {
			return "", fmt.Errorf("%q: %w", said, err)
		}
		reply = r.Text
	}
	return reply, nil
}

// ask is one conversation of one citizen.
func (h *rehearsal) ask(words ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := h.say(ctx, h.citizen(), words...)
		return err
	}
}

func (h *rehearsal) publish(p desk.Publication) func(context.Context) error {
	return func(ctx context.Context) error { return h.store.SavePublication(ctx, &p, rehearsing, h.now) }
}

// rehearsing is who does the staff's part.
var rehearsing = desk.Actor{Login: "rehearsal"}

// within is a random day of a year, early enough for a decision in it.
func within(random *rand.Rand, year, lastDay int) disclosure.Day {
	return disclosure.Day(fmt.Sprintf("%04d-01-04", year)).Add(random.IntN(lastDay))
}
