package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"shangda/seal"
	"shangda/store"
)

// unlock gives the store the keys in the file. A file that is absent is created while the database has none. Where encrypted
// data exist, a missing or foreign file is refused: they would be unreadable, and what is written from then on lost to whoever
// finds the old file again.
func unlock(ctx context.Context, st *store.Store, path string) error {
	keys, err := seal.Load(path)
	if errors.Is(err, seal.ErrNoKey) {
		bound, errBound := st.Bound(ctx)
		if errBound != nil {
			return errBound
		}
		if bound {
			return fmt.Errorf("%w, but the database was bound to one: put the file there (setting key_file)", err)
		}
		keys, err = seal.Create(path)
	}
	if err != nil {
		return err
	}
	if err := st.Unlock(ctx, keys); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// unlockToServe is unlock for a server, which may also answer questions without the key as long as nothing is encrypted: then
// it takes no personal data.
func unlockToServe(ctx context.Context, st *store.Store, path string, log *slog.Logger) error {
	err := unlock(ctx, st, path)
	if !errors.Is(err, seal.ErrNoKey) && !errors.Is(err, seal.ErrSealed) {
		return err
	}
	sealed, errSealed := st.Sealed(ctx)
	if errSealed != nil || sealed {
		return errors.Join(err, errSealed)
	}
	log.Warn("served without the key: no applications, no numbers to call, no second factors", "err", err)
	return nil
}
