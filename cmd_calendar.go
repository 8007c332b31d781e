package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

type calendarCmd struct {
	Import calendarImportCmd `cmd:"" help:"A year's official working-day notice: lines of date,kind (off or work)."`
}

type calendarImportCmd struct {
	File string `arg:"" help:"CSV with every weekday off and every make-up day of whole years."`
}

func (i *calendarImportCmd) Run(ctx context.Context, c *cli, s streams) error {
	f, err := os.Open(i.File)
	if err != nil {
		return err
	}
	defer f.Close()
	notices, err := disclosure.ParseNotices(f)
	if err != nil {
		return fmt.Errorf("%s: %w", i.File, err)
	}
	cfg, err := settings(c, s)
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, cfg.Database.Reveal())
	if err != nil {
		return err
	}
	if err := errors.Join(st.SaveNotices(ctx, notices, desk.Actor{}, time.Now()), st.Close()); err != nil {
		return err
	}
	for _, n := range notices {
		fmt.Fprintf(s.out, "%d: %d days\n", n.Year, len(n.Work))
	}
	return nil
}

// knownCalendar is the calendar with what was imported, or the program's own where there is no database yet: none is made
// for the question.
func knownCalendar(ctx context.Context, c *cli, s streams) (disclosure.Calendar, error) {
	cfg, err := settings(c, s)
	if err != nil {
		return disclosure.Calendar{}, err
	}
	if path, lite := strings.CutPrefix(cfg.Database.Reveal(), "sqlite:"); lite {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return disclosure.Official(), nil
		}
	}
	st, err := store.Open(ctx, cfg.Database.Reveal())
	if err != nil {
		return disclosure.Calendar{}, err
	}
	calendar, err := st.Calendar(ctx)
	return calendar, errors.Join(err, st.Close())
}
