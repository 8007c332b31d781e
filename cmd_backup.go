package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"shangda/config"
	"shangda/store"
)

type backupCmd struct {
	File string `arg:"" help:"The archive to write; it must not exist."`
}

type restoreCmd struct {
	File    string `arg:"" help:"An archive written by backup."`
	Replace bool   `help:"Replace the records that the database holds."`
}

func (b *backupCmd) Run(ctx context.Context, c *cli, s streams) error {
	st, _, err := openStore(ctx, c, s)
	if err != nil {
		return err
	}
	err = writeBackup(ctx, st, b.File, time.Now())
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s written; keep it and the key file in different places\n", b.File)
	return nil
}

func (r *restoreCmd) Run(ctx context.Context, c *cli, s streams) error {
	f, err := os.Open(r.File)
	if err != nil {
		return err
	}
	defer f.Close()
	st, cfg, err := openStore(ctx, c, s)
	if err != nil {
		return err
	}
	m, err := st.Restore(ctx, f, r.Replace, time.Now()) // closes the store
	switch {
	case errors.Is(err, store.ErrNotEmpty):
		return fmt.Errorf("%s: %w; --replace gives up what is in it", r.File, err)
	case err != nil:
		return fmt.Errorf("%s: %w", r.File, err)
	}
	// The index follows a revision that may mean other texts now.
	if err := os.RemoveAll(filepath.Join(cfg.DataDir, "index")); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "restored as of %s\n", m.At.Format(time.DateTime))
	return nil
}

// openStore opens the database alone, unlocked.
func openStore(ctx context.Context, c *cli, s streams) (*store.Store, config.Config, error) {
	cfg, err := settings(c, s)
	if err != nil {
		return nil, cfg, err
	}
	st, err := store.Open(ctx, cfg.Database.Reveal())
	if err != nil {
		return nil, cfg, err
	}
	if err := unlock(ctx, st, cfg.KeyFile); err != nil {
		return nil, cfg, errors.Join(err, st.Close())
	}
	return st, cfg, nil
}

// writeBackup writes an archive that appears whole or not at all, and never in the place of another.
func writeBackup(ctx context.Context, st *store.Store, path string, now time.Time) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists already", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".backup-*") // 0600
	if err != nil {
		return err
	}
	err = errors.Join(st.Backup(ctx, f, now), f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), path) // unlike a rename, this fails when the name was taken meanwhile
	}
	return errors.Join(err, os.Remove(f.Name()))
}
