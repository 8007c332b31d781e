package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"shangda/config"
	"shangda/disclosure"
	"shangda/store"
)

// upkeep is what is done every night while serving: a backup, fewer old backups, and the erasure of what may no longer be kept.
type upkeep struct {
	store *store.Store
	cfg   config.Config
	log   *slog.Logger
	now   func() time.Time
}

const (
	upkeepHour   = 3 // in Asia/Shanghai
	backupPrefix = "shangda-"
	backupSuffix = ".backup"
)

// Run does the upkeep once a night until ctx ends, and at once when last night's was missed.
func (u upkeep) Run(ctx context.Context) error {
	for {
		u.night(ctx)
		wait := time.NewTimer(u.next().Sub(u.now()))
		select {
		case <-ctx.Done():
			wait.Stop()
			return nil
		case <-wait.C:
		}
	}
}

// next is the next night's hour.
func (u upkeep) next() time.Time {
	now := u.now().In(disclosure.Zone)
	at := time.Date(now.Year(), now.Month(), now.Day(), upkeepHour, 0, 0, 0, disclosure.Zone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// night makes the backup that the last night should have brought, unless it is there. Several processes may do so: the
// name decides, and the second finds it taken.
func (u upkeep) night(ctx context.Context) {
	if err := u.store.Erase(ctx, u.cfg.Retention.Months, u.now()); err != nil {
		u.log.Error("retention", "err", err)
	}
	if u.cfg.Backup.Keep == 0 {
		return
	}
	name := backupPrefix + u.next().AddDate(0, 0, -1).Format(time.DateOnly) + backupSuffix
	path := filepath.Join(u.cfg.Backup.Dir, name)
	if _, err := os.Lstat(path); err == nil {
		return
	}
	err := os.MkdirAll(u.cfg.Backup.Dir, 0o700)
	if err == nil {
		err = writeBackup(ctx, u.store, path, u.now())
	}
	if err == nil {
		err = u.rotate()
	}
	if err != nil {
		u.log.Error("backup", "err", err)
		return
	}
	u.log.Info("backup written", "name", name)
}

// rotate removes the oldest archives of ours beyond the number to keep. Their names sort by day.
func (u upkeep) rotate() error {
	entries, err := os.ReadDir(u.cfg.Backup.Dir)
	if err != nil {
		return err
	}
	var ours []string
	for _, e := range entries {
		if n := e.Name(); strings.HasPrefix(n, backupPrefix) && strings.HasSuffix(n, backupSuffix) {
			ours = append(ours, n)
		}
	}
	slices.Sort(ours)
	var errs []error
	for _, n := range ours[:max(0, len(ours)-u.cfg.Backup.Keep)] {
		errs = append(errs, os.Remove(filepath.Join(u.cfg.Backup.Dir, n)))
	}
	return errors.Join(errs...)
}
