package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/seal"
	"shangda/store"
)

type keyCmd struct {
	Rotate keyRotateCmd `cmd:"" help:"Add a new key to the key file and seal everything with it. No server may run."`
}

type keyRotateCmd struct{}

// Run adds a key and seals all texts anew; after one that was broken off it may run again. Old keys stay in the file: backups need them.
func (*keyRotateCmd) Run(ctx context.Context, c *cli, s streams) (err error) {
	cfg, err := settings(c, s)
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, cfg.Database.Reveal())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.Claim(ctx, processName(), false, time.Now()); err != nil {
		return fmt.Errorf("stop every server before its key is changed: %w", err)
	}
	if err := unlock(ctx, st, cfg.KeyFile); err != nil {
		return err
	}
	keys, err := seal.Rotate(cfg.KeyFile)
	if err != nil {
		return err
	}
	n, err := st.Reseal(ctx, keys)
	if err != nil {
		return fmt.Errorf("%d texts sealed anew, the others open with the older keys; run the command again: %w", n, err)
	}
	if err := st.Audit(ctx, desk.Audit{At: time.Now(), Act: "key.rotate", Object: "key", OK: true}); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "new key in %s; %d texts sealed with it. Copy the file to where its copy is kept; older keys stay in it for older backups\n", cfg.KeyFile, n)
	return nil
}
