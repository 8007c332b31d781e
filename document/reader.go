package document

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Limits of the process that reads a file. Compiling the PDF engine for the first time takes its own seconds.
const (
	maxTime     = 20 * time.Second
	maxTimeCold = 2 * time.Minute
	maxMemory   = 1 << 30
	maxText     = 16 << 20 // bytes of what is read
	atOnce      = 2
)

// Reader reads files in a process of its own with limits on time, memory and output, without the settings in its
// environment: a file made to do harm ends that process and nothing else. What is plain text is read at once. It is safe for
// concurrent use.
type Reader struct {
	command []string
	cache   string
	warm    time.Duration // limit once the PDF engine is compiled
	slots   chan struct{}
}

// NewReader makes a reader that keeps the compiled PDF engine in the folder cache. command starts a process which runs the
// Task that its further arguments say: --name, --cache and --sheets.
func NewReader(cache string, command ...string) *Reader {
	return &Reader{command, cache, maxTime, make(chan struct{}, atOnce)}
}

// Text is the function Text, for PDF as well.
func (r *Reader) Text(ctx context.Context, name string, data []byte) (string, error) {
	if len(data) > MaxBytes || harmless(name, data) {
		return Text(name, data)
	}
	out, err := r.run(ctx, data, "--name=file"+extension(name))
	return string(out), err
}

// Sheets reads the tables of an xlsx file.
func (r *Reader) Sheets(ctx context.Context, data []byte) ([]Sheet, error) {
	out, err := r.run(ctx, data, "--sheets")
	if err != nil {
		return nil, err
	}
	var sheets []Sheet
	return sheets, json.Unmarshal(out, &sheets)
}

// harmless is text that nothing but a decoder has to look at.
func harmless(name string, data []byte) bool {
	switch extension(name) {
	case ".md", ".markdown", ".txt":
	default:
		return false
	}
	wide := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	return !wide && !isHTML(data) && foreign(data) == "" && !bytes.HasPrefix(data, []byte("PK")) && !bytes.HasPrefix(data, []byte("%PDF"))
}

func (r *Reader) run(ctx context.Context, data []byte, args ...string) ([]byte, error) {
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, r.patience(data))
	defer cancel()
	words := slices.Concat(r.command[1:], args, []string{"--cache=" + r.cache})
	cmd := exec.CommandContext(limited, r.command[0], words...)
	out, errs := &capped{room: maxText}, &capped{room: 4 << 10}
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env, cmd.WaitDelay = bytes.NewReader(data), out, errs, []string{}, time.Second
	err := cmd.Run()
	var ended *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, fmt.Errorf("%w: more than %v", ErrLimits, r.patience(data))
	case out.over:
		return nil, fmt.Errorf("%w: more than %d MB of text", ErrTooLarge, maxText>>20)
	case err == nil:
		return out.kept.Bytes(), nil
	case !errors.As(err, &ended):
		return nil, err
	}
	return nil, refusal(ended, errs.kept.String())
}

// patience is longer while the PDF engine is not yet compiled.
func (r *Reader) patience(data []byte) time.Duration {
	if compiled, _ := filepath.Glob(filepath.Join(r.cache, "wazero-*", "*")); len(compiled) == 0 && isPDF(data) {
		return maxTimeCold
	}
	return r.warm
}

// capped keeps what is written up to room and takes no more after that.
type capped struct {
	kept bytes.Buffer
	room int
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	if c.over = c.over || c.kept.Len()+len(p) > c.room; c.over {
		return 0, ErrTooLarge
	}
	return c.kept.Write(p)
}

// codes give each refusal the exit code 10 + its place; the words about it go to standard error.
var codes = []error{ErrEmpty, ErrNoText, ErrTooLarge, ErrUnsupported, ErrBroken, ErrEncrypted, ErrMacros}

const firstCode = 10

// refusal is the error with which a process ended. One that ended otherwise broke on the file or on a limit.
func refusal(ended *exec.ExitError, words string) error {
	words = strings.TrimSpace(words)
	code := ended.ExitCode() - firstCode
	switch {
	case code >= 0 && code < len(codes):
		detail, _ := strings.CutPrefix(words, codes[code].Error())
		if detail = strings.TrimPrefix(detail, ": "); detail == "" {
			return codes[code]
		}
		return fmt.Errorf("%w: %s", codes[code], detail)
	case strings.Contains(words, "out of memory"), strings.Contains(words, "allocate"):
		return fmt.Errorf("%w: more than %d MB of memory", ErrLimits, maxMemory>>20)
	case ended.ExitCode() < 0:
		return fmt.Errorf("%w: %s", ErrLimits, ended)
	}
	first, _, _ := strings.Cut(words, "\n")
	return fmt.Errorf("%w: its reader ended with %s: %s", ErrBroken, ended, first)
}

// Task is what one process reads, from its standard input.
type Task struct {
	Name   string `help:"Name of the file; its extension counts." default:"file"`
	Sheets bool   `help:"Read the tables of a spreadsheet."`
	Cache  string `help:"Folder of the compiled PDF engine." placeholder:"DIR"`
}

// Run limits the process it runs in, reads a file from in and writes its text to out, or as JSON its tables. It returns the
// exit code.
func (t Task) Run(ctx context.Context, in io.Reader, out, errs io.Writer) int {
	err := confine()
	if err == nil {
		err = t.read(ctx, in, out)
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(errs, err)
	if i := slices.IndexFunc(codes, func(c error) bool { return errors.Is(err, c) }); i >= 0 {
		return firstCode + i
	}
	return 1
}

func (t Task) read(ctx context.Context, in io.Reader, out io.Writer) error {
	data, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return err
	}
	if t.Sheets {
		sheets, err := readSheets(data)
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(sheets)
	}
	var text string
	if isPDF(data) && len(data) <= MaxBytes {
		text, err = fromPDF(ctx, data, t.Cache)
	} else {
		text, err = Text(t.Name, data)
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, text)
	return err
}

// confine lets the kernel end this process when it takes too much memory or work, also when nobody waits for it any more.
// Address space is no measure of either: Go and the PDF engine reserve far more than they use.
func confine() error {
	debug.SetMemoryLimit(maxMemory * 3 / 4)
	for resource, limit := range map[int]uint64{
		syscall.RLIMIT_DATA: maxMemory * headroom,
		syscall.RLIMIT_CPU:  uint64(2 * maxTimeCold / time.Second),
		syscall.RLIMIT_CORE: 0,
	} {
		if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return err
		}
	}
	return nil
}
