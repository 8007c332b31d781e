package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"shangda/bot"
	"shangda/desk"
	"shangda/policy"
)

type askCmd struct {
	JSON     bool     `help:"Print the answer as JSON."`
	AsOf     string   `help:"Answer as of this day." placeholder:"YYYY-MM-DD"`
	Question []string `arg:"" help:"The question."`
}

func (a *askCmd) Run(ctx context.Context, c *cli, s streams) error {
	on, err := policy.ParseDate(a.AsOf)
	if err != nil {
		return usageError{fmt.Errorf("--as-of: %w", err)}
	}
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := r.search.Refresh(ctx); err != nil {
		return err
	}
	question := strings.Join(a.Question, " ")
	thought := r.bot.Consult(ctx, question, "", on)
	if a.JSON {
		return printJSON(s.out, struct {
			Question  string        `json:"question"`
			Outcome   desk.Outcome  `json:"outcome"`
			Text      string        `json:"text"`
			ElapsedMS float64       `json:"elapsed_ms"`
			Hits      []bot.HitJSON `json:"hits"`
		}{question, thought.Outcome, thought.Reply, float64(thought.Elapsed.Microseconds()) / 1000, r.bot.Describe(thought, question)})
	}
	fmt.Fprintln(s.out, readable(thought.Reply))
	return nil
}

var links = regexp.MustCompile(`<a href="([^"]*)">([^<]*)</a>`)

// readable turns the links of a reply into text: a choice becomes its label, an address follows its name.
func readable(reply string) string {
	return html.UnescapeString(links.ReplaceAllStringFunc(reply, func(a string) string {
		m := links.FindStringSubmatch(a)
		if strings.HasPrefix(m[1], "weixin:") {
			return m[2]
		}
		return m[2] + " " + m[1]
	}))
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
