package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"shangda/admin"
	"shangda/bot"
	"shangda/cache"
	"shangda/config"
	"shangda/desk"
	"shangda/knowledge"
	"shangda/paper"
	"shangda/search"
	"shangda/store"
)

// rooms are the opened parts of the program, in floor order. Close closes what was opened, last first.
type rooms struct {
	cfg      config.Config
	log      *slog.Logger
	cache    *cache.Cache
	store    *store.Store
	search   *search.Engine
	bot      *bot.Bot
	tables   *tables
	feed     *admin.Feed // tells open inboxes of new tickets
	calendar *liveCalendar
	metrics  *prometheus.Registry
	memory   memory
	closers  []func() error
}

// settings reads the settings of a command.
func settings(c *cli, s streams) (config.Config, error) {
	cfg, err := config.Load(c.Config, s.environ)
	if err != nil {
		return cfg, err
	}
	if _, err := paper.ParseTitles(cfg.Office.Titles); err != nil {
		return cfg, config.Mistakes{"office.titles: " + err.Error()}
	}
	return cfg, nil
}

// open reads the settings and opens every room. The starter knowledge is brought up to this binary's.
func open(ctx context.Context, c *cli, s streams) (_ *rooms, err error) {
	cfg, err := settings(c, s)
	if err != nil {
		return nil, err
	}
	r := &rooms{cfg: cfg, log: slog.New(slog.NewJSONHandler(s.err, nil)), metrics: prometheus.NewRegistry()}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	if r.cache, err = cache.Open(cfg.Redis.Reveal(), r.log); err != nil {
		return nil, err
	}
	r.closers = append(r.closers, r.cache.Close)
	if r.store, err = store.Open(ctx, cfg.Database.Reveal()); err != nil {
		return nil, err
	}
	r.closers = append(r.closers, r.store.Close)
	starter, err := knowledge.Starter()
	if err != nil {
		return nil, fmt.Errorf("starter knowledge: %w", err)
	}
	if _, _, err = r.store.SyncStarter(ctx, starter, time.Now()); err != nil {
		return nil, err
	}
	terms, err := knowledge.Terms()
	if err != nil {
		return nil, err
	}
	r.search = search.New(filepath.Join(cfg.DataDir, "index"), search.Source{
		Revision: r.store.Revision, Library: r.store.Library, Links: r.store.Links, Vocabulary: r.vocabulary, Changed: r.memory.trim,
	}, r.log)
	r.closers = append(r.closers, r.search.Close)
	if r.calendar, err = openCalendar(ctx, r.store, r.log); err != nil {
		return nil, err
	}
	r.tables = &tables{store: r.store, own: cfg.Desk.Sections, log: r.log}
	if err := r.tables.follow(ctx); err != nil {
		return nil, err
	}
	hours, err := desk.ParseHours(cfg.Office.WorkHours)
	if err != nil {
		return nil, fmt.Errorf("office.work_hours: %w", err)
	}
	var fetch func(context.Context, string) ([]byte, error)
	if !cfg.Demo() {
		client, err := platform(cfg, r.cache)
		if err != nil {
			return nil, err
		}
		fetch = client.Media
	}
	r.bot = bot.New(bot.Options{
		Fetch:  fetch,
		Office: office(cfg), Hours: hours, Calendar: r.calendar.Now, Store: r.store, Search: r.search, Terms: terms,
		Tables: r.tables.now, ReplyTime: time.Duration(cfg.Desk.ReplyHours) * time.Hour, PublicURL: cfg.PublicURL, StaffURL: cfg.Staff.URL, Demo: cfg.Demo(), Now: time.Now, Log: r.log, Metrics: bot.NewMetrics(r.metrics),
		Allow: func(ctx context.Context, citizen string) bool {
			return r.cache.Allow(ctx, "citizen:"+citizen, cfg.Limits.CitizenPerMinute)
		},
	})
	r.feed = admin.NewFeed(r.store, r.log)
	return r, nil
}

// Close closes every opened room, last first.
func (r *rooms) Close() error {
	var errs []error
	for i := len(r.closers) - 1; i >= 0; i-- {
		errs = append(errs, r.closers[i]())
	}
	r.closers = nil
	return errors.Join(errs...)
}

func office(cfg config.Config) desk.Office {
	o := cfg.Office
	titles, err := paper.ParseTitles(o.Titles)
	if err != nil {
		panic(err) // checked with the settings
	}
	return desk.Office{
		Name: o.Name, Short: o.Short, Account: o.Account, Address: o.Address, Postcode: o.Postcode, Hours: o.Hours, Phone: o.Phone,
		Fax: o.Fax, Email: o.Email, Website: o.Website, Complaint: o.Complaint, Disclosure: o.Disclosure,
		ReviewChannel: o.ReviewChannel, Jurisdiction: o.Jurisdiction, Titles: titles,
	}
}
