package main

import (
	"context"
	"errors"
	"fmt"

	"shangda/seal"
	"shangda/store"
)

// unlock gives the store the keys in the file. A file that is absent is created, unless encrypted data exist: they would be
// unreadable, and what is written from then on lost to whoever finds the old file again.
func unlock(ctx context.Context, st *store.Store, path string) error {
	keys, err := seal.Load(path)
	if errors.Is(err, seal.ErrNoKey) {
		sealed, errSealed := st.Sealed(ctx)
		if errSealed != nil {
			return errSealed
		}
		if sealed {
			return fmt.Errorf("%w, but the database holds data encrypted with one: put the file back (setting key_file)", err)
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
