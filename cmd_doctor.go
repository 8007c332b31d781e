package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"shangda/cache"
	"shangda/config"
	"shangda/disclosure"
	"shangda/search"
	"shangda/store"
)

type doctorCmd struct{}

// finding is one line of the doctor: what was looked at, and what is wrong or worth knowing.
type finding struct {
	about string
	err   error  // it doesn't work
	warn  string // it works, yet
	ok    string
}

func (*doctorCmd) Run(ctx context.Context, c *cli, s streams) error {
	cfg, err := settings(c, s)
	if err != nil {
		return err
	}
	findings := []finding{{about: "settings", ok: mode(cfg)}}
	for _, w := range cfg.Warnings() {
		findings = append(findings, finding{about: "settings", warn: w})
	}
	quiet := slog.New(slog.DiscardHandler)
	findings = append(findings, checkStore(ctx, cfg, quiet)...)
	findings = append(findings, checkRedis(ctx, cfg, quiet), checkCalendar(ctx, c, s, time.Now()), checkWeChat(ctx, cfg, quiet))
	findings = append(findings, checkAccount(cfg)...)
	broken := 0
	for _, f := range findings {
		switch {
		case f.err != nil:
			broken++
			fmt.Fprintf(s.out, "FAIL %-9s %v\n", f.about, f.err)
		case f.warn != "":
			fmt.Fprintf(s.out, "warn %-9s %s\n", f.about, f.warn)
		default:
			fmt.Fprintf(s.out, "ok   %-9s %s\n", f.about, f.ok)
		}
	}
	if broken > 0 {
		return fmt.Errorf("%d of %d checks failed", broken, len(findings))
	}
	return nil
}

func mode(cfg config.Config) string {
	if cfg.Demo() {
		return "demo mode: no WeChat settings"
	}
	return "official account in " + string(cfg.WeChat.Mode) + " mode"
}

func checkStore(ctx context.Context, cfg config.Config, log *slog.Logger) []finding {
	st, err := store.Open(ctx, cfg.Database.Reveal())
	if err != nil {
		return []finding{{about: "database", err: err}}
	}
	defer st.Close()
	if err := st.Ping(ctx); err != nil {
		return []finding{{about: "database", err: err}}
	}
	found := []finding{{about: "database", ok: "readable and writable"}, checkKey(ctx, cfg, st), checkAudit(ctx, st)}
	e := search.New(filepath.Join(cfg.DataDir, "index"), search.Source{Revision: st.Revision, Library: st.Library}, log)
	if err := errors.Join(e.Refresh(ctx), e.Close()); err != nil {
		return append(found, finding{about: "index", err: err})
	}
	lib := e.Library()
	return append(found, finding{about: "index", ok: fmt.Sprintf("revision %d, %d items, %d passages", lib.Revision, len(lib.Items), len(lib.Passages()))})
}

// checkAudit walks the whole audit trail. The digest of its end may be noted elsewhere, to be compared later.
func checkAudit(ctx context.Context, st *store.Store) finding {
	lines, head, err := st.VerifyAudit(ctx)
	if err != nil {
		return finding{about: "audit", err: err}
	}
	return finding{about: "audit", ok: fmt.Sprintf("%d lines in an unbroken chain, end %.16s", lines, head)}
}

func checkRedis(ctx context.Context, cfg config.Config, log *slog.Logger) finding {
	if cfg.Redis == "" {
		return finding{about: "redis", ok: "not configured: one process with a local cache"}
	}
	shared, err := cache.Open(cfg.Redis.Reveal(), log)
	if err != nil {
		return finding{about: "redis", err: err}
	}
	defer shared.Close()
	if err := shared.Healthy(ctx); err != nil {
		return finding{about: "redis", err: err}
	}
	return finding{about: "redis", ok: "reachable"}
}

// checkCalendar warns when deadlines may already run into a year without an official notice.
func checkCalendar(ctx context.Context, c *cli, s streams, now time.Time) finding {
	year := now.In(disclosure.Zone).Year()
	cal, err := knownCalendar(ctx, c, s)
	if err != nil {
		return finding{about: "calendar", err: err}
	}
	for _, y := range []int{year, year + 1} {
		if _, known := cal.Workday(disclosure.Day(fmt.Sprintf("%d-06-15", y))); !known {
			return finding{about: "calendar", warn: fmt.Sprintf("no official working-day notice of %d on file: deadlines in it are provisional", y)}
		}
	}
	return finding{about: "calendar", ok: fmt.Sprintf("official notices of %d and %d", year, year+1)}
}

func checkWeChat(ctx context.Context, cfg config.Config, log *slog.Logger) finding {
	if cfg.Demo() {
		return finding{about: "wechat", ok: "not configured"}
	}
	local, err := cache.Open("", log)
	if err != nil {
		return finding{about: "wechat", err: err}
	}
	defer local.Close()
	client, err := platform(cfg, local)
	if err != nil {
		return finding{about: "wechat", err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := client.Ping(ctx); err != nil {
		return finding{about: "wechat", warn: err.Error()}
	}
	return finding{about: "wechat", ok: "an access token can be had"}
}

// checkKey looks without making a key: the doctor changes nothing.
func checkKey(ctx context.Context, cfg config.Config, st *store.Store) finding {
	f := finding{about: "key", ok: "opens what is encrypted"}
	switch bound, err := st.Bound(ctx); {
	case err != nil:
		f.err = err
	case bound:
		f.err = unlock(ctx, st, cfg.KeyFile)
	default:
		f.ok = "nothing is encrypted yet"
	}
	return f
}
