package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/errgroup"

	"shangda/bot"
	"shangda/wechat"
)

type serveCmd struct{}

// drain is how long connections are still accepted then: the kernel has completed some that a closed listener would reset.
const drain = time.Second

// grace is how long messages in hand may take once the process is told to stop: longer than the platform waits.
const grace = 10 * time.Second

func (*serveCmd) Run(ctx context.Context, c *cli, s streams) error {
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() {
		if err := r.Close(); err != nil {
			r.log.Error("close", "err", err)
		}
	}()
	if err := r.store.Claim(ctx, processName(), r.cfg.Redis != "", time.Now()); err != nil {
		return err
	}
	if err := r.store.Define(ctx, r.cfg.Desk.Silence, time.Now()); err != nil {
		return err
	}
	if r.cfg.Redis == "" { // alone
		if err := r.store.TakeBack(ctx); err != nil {
			return err
		}
	}
	if err := unlockToServe(ctx, r.store, r.cfg.KeyFile, r.log); err != nil {
		return err
	}
	if err := r.firstAdministrator(ctx, s); err != nil {
		return err
	}
	account, err := callbackAccount(r.cfg)
	if err != nil {
		return err
	}
	public, admin, err := r.engines(account)
	if err != nil {
		return err
	}
	work, ctx := errgroup.WithContext(ctx)
	if err := listen(ctx, work, r.cfg.Listen, public); err != nil {
		return err
	}
	if admin != nil {
		if err := listen(ctx, work, r.cfg.AdminListen, admin); err != nil {
			return err
		}
	}
	work.Go(func() error { return r.search.Run(ctx) })
	work.Go(func() error { return r.store.Run(ctx) })
	work.Go(func() error { return r.feed.Run(ctx) })
	work.Go(func() error { return r.calendar.Run(ctx) })
	work.Go(func() error { return r.memory.Run(ctx) })
	work.Go(func() error { return r.tables.Run(ctx) })
	work.Go(func() error { return schedule{r.store, r.log, time.Now, scheduleEvery}.Run(ctx) })
	courier, err := r.courier()
	if err != nil {
		return err
	}
	watch := &bot.Watch{Options: r.bot.Options, Robot: courier.Robot != nil, Mail: courier.Mail != nil}
	work.Go(func() error { return courier.Run(ctx) })
	work.Go(func() error { return watch.Run(ctx) })
	work.Go(func() error { return upkeep{r.store, r.cfg, r.log, time.Now}.Run(ctx) })
	r.announce(s)
	return work.Wait()
}

// engines are the routes of the public listener and, when there is one, of the staff's.
func (r *rooms) engines(account wechat.Account) (public, admin *gin.Engine, err error) {
	gin.SetMode(gin.ReleaseMode)
	callback, err := wechat.NewCallback(account)
	if err != nil {
		return nil, nil, fmt.Errorf("settings of wechat: %w", err)
	}
	public = gin.New()
	if err := public.SetTrustedProxies(r.cfg.TrustedProxies); err != nil {
		return nil, nil, fmt.Errorf("trusted_proxies: %w", err)
	}
	public.Use(recovered(r.log))
	hook := bot.Webhook{Bot: r.bot, Callback: callback, Now: time.Now, Allow: r.allowAddress, Log: r.log}
	hook.Routes(public)
	r.healthRoutes(public)
	if err := r.siteRoutes(public, account); err != nil {
		return nil, nil, err
	}
	if r.cfg.AdminListen == "" {
		r.metricsRoute(public, loopbackOnly)
		return public, nil, r.staffRoutes(public)
	}
	admin, err = r.staffEngine()
	return public, admin, err
}

func (r *rooms) allowAddress(ctx context.Context, address string) bool {
	return r.cache.Allow(ctx, "address:"+address, r.cfg.Limits.AddressPerMinute)
}

// listen opens the address now, so that a taken port is an error of the start, and serves until ctx ends and every
// request in hand is answered.
func listen(ctx context.Context, work *errgroup.Group, address string, h http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
	}
	work.Go(func() error {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	work.Go(func() error {
		<-ctx.Done()
		time.Sleep(drain)
		// The stop signal has ended ctx; the messages in hand get their own time.
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		return srv.Shutdown(stop)
	})
	return nil
}

// processName is how people recognise this process among others that serve the same database.
func processName() string {
	host, _ := os.Hostname() // without a name the number must do
	return fmt.Sprintf("%s:%d", host, os.Getpid())
}

func (r *rooms) announce(s streams) {
	fmt.Fprintf(s.out, "商答 %s\n", r.cfg.PublicURL)
	if r.cfg.Demo() {
		fmt.Fprintf(s.out, "demo mode (no WeChat settings): chat at %s/chat\n", r.cfg.PublicURL)
	} else {
		fmt.Fprintf(s.out, "WeChat callback: %s/wechat\n", r.cfg.PublicURL)
	}
	fmt.Fprintf(s.out, "staff: %s/admin/\n", r.cfg.Staff.URL)
}
