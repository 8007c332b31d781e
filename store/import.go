package store

import (
	"context"
	"encoding/json"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// ImportFile is a file that was imported.
type ImportFile struct {
	Name   string
	Digest string // SM3 of its content, in hex
	Items  []policy.Item
}

// Import saves what files held as SaveItems does, and for each that changed anything a line in the audit trail, all in one
// transaction. It says for each item of each file what became of it.
func (s *Store) Import(ctx context.Context, by desk.Actor, files []ImportFile, now time.Time) ([][]Saved, error) {
	var saved [][]Saved
	err := s.editKnowledge(ctx, func(ctx context.Context, e *edit) error {
		saved = make([][]Saved, len(files))
		for i, f := range files {
			var err error
			if saved[i], err = e.saveAll(ctx, f.Items, now); err != nil {
				return err
			}
		}
		for i, f := range files {
			if err := imported(ctx, e.q, by, f, saved[i], now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// imported writes a file's line: what it was called and how many of its items are new and changed.
func imported(ctx context.Context, q querier, by desk.Actor, f ImportFile, saved []Saved, now time.Time) error {
	counts := map[Saved]int{}
	for _, s := range saved {
		counts[s]++
	}
	if counts[SavedNew]+counts[SavedChanged] == 0 {
		return nil
	}
	after, err := json.Marshal(map[string]any{
		"file": f.Name, "new": counts[SavedNew], "changed": counts[SavedChanged], "unchanged": counts[SavedUnchanged],
	})
	if err != nil {
		return err
	}
	return audit(ctx, q, desk.Audit{At: now, Actor: by, Act: "knowledge.imported", Object: "file:" + f.Digest, OK: true, After: string(after)})
}
