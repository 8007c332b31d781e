// Command shangda is 商答, the backend of a commerce bureau's WeChat official account: it answers questions about
// commerce policy from what is published, citing document, article and validity, and logs every exchange once.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line. Each command lives in its own cmd_*.go.
type cli struct {
	Config string `help:"Settings file (default: shangda.toml when present)." placeholder:"FILE"`

	Serve     serveCmd     `cmd:"" default:"withargs" help:"Run everything (also without a command)."`
	Ask       askCmd       `cmd:"" help:"Answer one question from the index."`
	Import    importCmd    `cmd:"" help:"Import documents: Markdown with front matter, text, Word, PDF, HTML; spreadsheets of questions and lists; folders recursively."`
	Clock     clockCmd     `cmd:"" help:"Compute the statutory clock of a request for information, day by day."`
	Eval      evalCmd      `cmd:"" help:"Measure the answers on a questions file, or retrieval on a benchmark."`
	Links     linksCmd     `cmd:"" help:"What search learned from questions that were answered: list, export, remove."`
	Knowledge knowledgeCmd `cmd:"" help:"List, approve or strike what the account answers from."`
	Calendar  calendarCmd  `cmd:"" help:"Working days: import a year's official notice."`
	Backup    backupCmd    `cmd:"" help:"Write one sealed archive of everything that must survive."`
	Restore   restoreCmd   `cmd:"" help:"Restore an archive into the configured database, of either kind."`
	Key       keyCmd       `cmd:"" help:"The key of personal data: rotate."`
	Staff     staffCmd     `cmd:"" help:"Accounts of the staff pages."`
	Report    reportCmd    `cmd:"" help:"The official statistics of a year, as JSON, spreadsheet, document or page."`
	Rehearse  rehearseCmd  `cmd:"" help:"Play a whole synthetic year into an empty database, to see every page with something on it."`
	Doctor    doctorCmd    `cmd:"" help:"Check settings, database, Redis, index, calendar and WeChat, one line each."`
	Menu      menuCmd      `cmd:"" help:"The official account's menu."`
	Extract   extractCmd   `cmd:"" hidden:"" help:"Read one file from standard input, for another process."`
	Health    healthCmd    `cmd:"" help:"Ask the running server whether it is ready (for containers)."`
}

// io is where a command reads its settings and writes its results.
type streams struct {
	out, err io.Writer
	environ  []string
}

// usageError is wrong usage: exit 2.
type usageError struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr, os.Environ()}))
}

// run is the whole program without the process around it: 0 done, 1 failed with one line on stderr, 2 wrong usage.
func run(ctx context.Context, args []string, s streams) (code int) {
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("shangda"), kong.Writers(s.out, s.err), kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s), kong.UsageOnError(),
		kong.Description("商答: a commerce bureau's official account that answers with document, article and validity."))
	if err != nil {
		fmt.Fprintln(s.err, "shangda:", err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 {
		return exited // --help
	}
	if err != nil {
		fmt.Fprintln(s.err, "shangda:", err)
		return 2
	}
	err = parsed.Run(&c)
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usageError{}):
		fmt.Fprintln(s.err, "shangda:", err)
		return 2
	}
	fmt.Fprintln(s.err, "shangda:", strings.ReplaceAll(err.Error(), "\n", "; ")) // joined errors stand on lines of their own
	return 1
}
