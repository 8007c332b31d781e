package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	yearly "shangda/report"
	"shangda/store"
)

type reportCmd struct {
	Year   int    `arg:"" help:"The year to report." placeholder:"YEAR"`
	Form   string `help:"2018 (the district's table) or 2021 (国办公开办函〔2021〕30号)." enum:"2018,2021" required:""`
	Format string `help:"json, xlsx, docx or html." enum:"json,xlsx,docx,html" default:"json"`
	Output string `short:"o" help:"Write to this file instead of the standard output." placeholder:"FILE"`
}

func (cmd *reportCmd) Run(ctx context.Context, c *cli, s streams) error {
	if cmd.Year < 2008 || cmd.Year > 2100 {
		return usageError{fmt.Errorf("year %d: the Regulation is in force since 2008", cmd.Year)}
	}
	cfg, err := settings(c, s)
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, cfg.Database.Reveal())
	if err != nil {
		return err
	}
	var data []byte
	if cmd.Format == "json" {
		data, err = yearly.Encode(ctx, st, cmd.Year, cmd.Form)
	} else {
		var text yearly.Text
		if text, err = yearly.Write(ctx, st, office(cfg), cmd.Year, cmd.Form); err == nil {
			data, err = map[string]func() ([]byte, error){"xlsx": text.Xlsx, "docx": text.Docx, "html": text.HTML}[cmd.Format]()
		}
	}
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	if cmd.Output == "" {
		_, err := s.out.Write(data)
		return err
	}
	return os.WriteFile(cmd.Output, data, 0o600)
}
