package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"shangda/desk"
	"shangda/policy"
)

type knowledgeCmd struct {
	List    knowledgeListCmd `cmd:"" default:"withargs" help:"What the account answers from, one line each."`
	Approve approveCmd       `cmd:"" help:"The office stands behind these items: answers no longer say they are unreviewed."`
	Strike  strikeCmd        `cmd:"" help:"These items never answer again."`
}

type knowledgeListCmd struct {
	Pending bool `help:"Only what waits for review."`
}

func (k *knowledgeListCmd) Run(ctx context.Context, c *cli, s streams) error {
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer r.Close()
	items, err := r.store.Items(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	for _, it := range items {
		if !k.Pending || it.Review == policy.Pending {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", it.ID, it.Review, it.Origin, it.Kind, it.Title())
		}
	}
	return w.Flush()
}

type (
	approveCmd struct{ itemsToReview }
	strikeCmd  struct{ itemsToReview }
)

func (a *approveCmd) Run(ctx context.Context, c *cli, s streams) error {
	return a.review(ctx, c, s, policy.Approved)
}

func (k *strikeCmd) Run(ctx context.Context, c *cli, s streams) error {
	return k.review(ctx, c, s, policy.Struck)
}

type itemsToReview struct {
	AllPending bool     `help:"Every item that waits for review."`
	IDs        []string `arg:"" optional:"" name:"id" help:"Items as listed."`
}

// review sets the state of the named items; an unknown ID changes nothing.
func (k *itemsToReview) review(ctx context.Context, c *cli, s streams, to policy.Review) error {
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer r.Close()
	items, err := r.store.Items(ctx)
	if err != nil {
		return err
	}
	known, ids := map[string]bool{}, k.IDs
	for _, it := range items {
		known[it.ID] = true
		if k.AllPending && it.Review == policy.Pending {
			ids = append(ids, it.ID)
		}
	}
	if len(ids) == 0 {
		return usageError{errors.New("name the items by ID, or --all-pending")}
	}
	for _, id := range ids {
		if !known[id] {
			return fmt.Errorf("no item %q", id)
		}
	}
	if err := r.store.Review(ctx, desk.Actor{}, to, "", time.Now(), ids...); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d items: %s\n", len(ids), to)
	return nil
}
