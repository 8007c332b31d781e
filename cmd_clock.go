package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"shangda/disclosure"
)

type clockCmd struct {
	Received  string   `arg:"" help:"The day the request was received." placeholder:"YYYY-MM-DD"`
	Corrected string   `help:"The day the corrected request came in; the clock starts anew." placeholder:"DATE"`
	Consulted string   `help:"The day a third party or joint maker got the letter." placeholder:"DATE"`
	Paused    []string `help:"A consultation, from the letter to its answer; may be repeated." placeholder:"FROM..TO" sep:"none"`
	Extended  int      `help:"Prolonged by so many working days." placeholder:"N"`
	JSON      bool     `help:"Print the clock as JSON, every day with its number and kind."`
}

func (cmd *clockCmd) Run(ctx context.Context, c *cli, s streams) error {
	facts, err := cmd.facts()
	if err != nil {
		return usageError{err}
	}
	calendar, err := knownCalendar(ctx, c, s)
	if err != nil {
		return err
	}
	clock, err := calendar.Clock(facts)
	if err != nil {
		return usageError{err}
	}
	if cmd.JSON {
		return printJSON(s.out, clockJSON(facts, clock))
	}
	return printClock(s.out, facts, clock)
}

// facts reads the flags; every wrong date is named.
func (cmd *clockCmd) facts() (disclosure.Facts, error) {
	f := disclosure.Facts{Extended: cmd.Extended}
	var wrong []error
	read := func(name, value string) disclosure.Day {
		if value == "" {
			return ""
		}
		day, err := disclosure.ParseDay(value)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
		return day
	}
	f.Received = read("RECEIVED", cmd.Received)
	f.Corrected = read("--corrected", cmd.Corrected)
	f.Consulted = read("--consulted", cmd.Consulted)
	for _, p := range cmd.Paused {
		from, to, ok := strings.Cut(p, "..")
		if !ok || from == "" || to == "" {
			wrong = append(wrong, fmt.Errorf("--paused %q: want FROM..TO", p))
			continue
		}
		f.Pauses = append(f.Pauses, disclosure.Span{From: read("--paused", from), To: read("--paused", to)})
	}
	return f, errors.Join(wrong...)
}

type dayJSON struct {
	Date disclosure.Day  `json:"date"`
	N    int             `json:"n"` // 0: doesn't count
	Kind disclosure.Kind `json:"kind"`
}

func clockJSON(f disclosure.Facts, c disclosure.Clock) any {
	days := make([]dayJSON, 0, len(c.Now.Steps))
	for _, s := range c.Now.Steps {
		days = append(days, dayJSON{s.Day, s.N, s.Kind})
	}
	return struct {
		Received     disclosure.Day `json:"received"`
		CorrectionBy disclosure.Day `json:"correction_by"`
		ConsultBy    disclosure.Day `json:"consult_by"`
		Due          disclosure.Day `json:"due"`
		Latest       disclosure.Day `json:"latest"`
		DueNow       disclosure.Day `json:"due_now"`
		Provisional  bool           `json:"provisional"`
		Days         []dayJSON      `json:"days"`
	}{f.Received, c.CorrectionBy, c.ConsultBy, c.Due, c.Latest, c.Now.Due(), c.Provisional, days}
}

func printClock(w io.Writer, f disclosure.Facts, c disclosure.Clock) error {
	var b strings.Builder
	for _, line := range []struct {
		name string
		day  disclosure.Day
	}{
		{"received", f.Received},
		{"correction by", c.CorrectionBy},
		{"consult by", c.ConsultBy},
		{"due", c.Due},
		{"latest", c.Latest},
		{"due now", c.Now.Due()},
	} {
		fmt.Fprintf(&b, "%-14s %s %s\n", line.name, line.day, line.day.Weekday().String()[:3])
	}
	if c.Provisional {
		b.WriteString("provisional    a year's holiday notice is not there yet")
		if c.Now.Earliest < c.Now.Due() {
			fmt.Fprintf(&b, "; due now may become as early as %s", c.Now.Earliest)
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
