package document

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// engineCache outlives a test run: compiling the PDF engine takes seconds.
var engineCache = filepath.Join(os.TempDir(), "shangda-test-pdf-engine")

// TestMain lets the test binary be the process that reads a file, well or badly.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "as-") {
		os.Exit(process(os.Args[1], os.Args[2:]))
	}
	os.Exit(m.Run())
}

func process(as string, args []string) int {
	switch as {
	case "as-slow":
		time.Sleep(time.Minute)
	case "as-greedy":
		if err := confine(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		var keep [][]byte
		for range 8 << 10 {
			keep = append(keep, bytes.Repeat([]byte{1}, 1<<20))
		}
		fmt.Println(len(keep))
	case "as-loud":
		for {
			if _, err := os.Stdout.Write(make([]byte, 1<<20)); err != nil {
				return 0
			}
		}
	case "as-broken":
		panic("broken on the file")
	case "as-nosy":
		fmt.Println(os.Environ())
	default:
		var t Task
		flags := flag.NewFlagSet(as, flag.ExitOnError)
		flags.StringVar(&t.Name, "name", "", "")
		flags.StringVar(&t.Cache, "cache", "", "")
		flags.BoolVar(&t.Sheets, "sheets", false, "")
		_ = flags.Parse(args) // exits on a mistake
		return t.Run(context.Background(), os.Stdin, os.Stdout, os.Stderr)
	}
	return 0
}

func newReader(as string) *Reader { return NewReader(engineCache, os.Args[0], as) }

func TestAProcessReadsWhatTheFunctionReads(t *testing.T) {
	page := []byte("<!DOCTYPE html><html><head><title>通知</title></head><body><p>甲。</p></body></html>")
	docx := pack(t, map[string]string{"word/document.xml": body(para("", "通知") + para("", "甲。"))})
	for name, data := range map[string][]byte{"a.html": page, "b.docx": docx, "c.md": []byte("# 通知\n\n甲。\n")} {
		got, err := newReader("as-reader").Text(t.Context(), name, data)
		if want := "# 通知\n\n甲。\n"; got != want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestRefusalsComeThroughTheProcess(t *testing.T) {
	zeros := pack(t, map[string]string{"word/document.xml": strings.Repeat(" ", 30<<20)})
	for name, c := range map[string]struct {
		data []byte
		want error
		text string
	}{
		"empty.docx":  {[]byte(" "), ErrEmpty, "file is empty"},
		"a.html":      {[]byte("<html><body></body></html>"), ErrNoText, "file has no text"},
		"bomb.docx":   {zeros, ErrTooLarge, "file is too large: unpacks to too much"},
		"big.pdf":     {make([]byte, MaxBytes+1), ErrTooLarge, "file is too large: 21 MB, at most 20"},
		"a.png":       {[]byte("\x89PNG"), ErrUnsupported, "format is not supported: a picture"},
		"broken.docx": {[]byte("PK\x03\x04"), ErrBroken, "file is broken: zip: not a valid zip file"},
		"locked.docx": {append([]byte(ole), utf16le("EncryptedPackage")...), ErrEncrypted, "file is protected by a password"},
		"macro.docm":  {pack(t, map[string]string{"word/document.xml": body(""), "word/vbaProject.bin": "x"}), ErrMacros, "file contains macros"},
	} {
		got, err := newReader("as-reader").Text(t.Context(), name, c.data)
		if got != "" || !errors.Is(err, c.want) || err.Error() != c.text {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, c.text)
		}
	}
}

func TestAProcessThatTakesTooMuchIsEnded(t *testing.T) {
	file := []byte("%PDF-1.7")
	for as, want := range map[string]struct {
		err error
		why string
	}{
		"as-slow":   {ErrLimits, "more than 200ms"},
		"as-greedy": {ErrLimits, "of memory"},
		"as-loud":   {ErrTooLarge, "of text"},
		"as-broken": {ErrBroken, "its reader ended"},
	} {
		r := newReader(as)
		r.cache, r.warm = engineFolder(t), time.Minute
		if as == "as-slow" {
			r.warm = 200 * time.Millisecond
		}
		got, err := r.Text(t.Context(), "a.pdf", file)
		if got != "" || !errors.Is(err, want.err) || !strings.Contains(err.Error(), want.why) {
			t.Errorf("%s: got %.20q, %v, want %v because of %q", as, got, err, want.err, want.why)
		}
	}
}

// engineFolder looks like one in which the engine is compiled.
func engineFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "wazero-x", "y"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAProcessSeesNoSettings(t *testing.T) {
	t.Setenv("SHANGDA_WECHAT_TOKEN", "geheim")
	if got, err := newReader("as-nosy").Text(t.Context(), "a.pdf", []byte("%PDF")); got != "[]\n" || err != nil {
		t.Errorf("got environment %q, %v, want none", got, err)
	}
}

func TestACancelledReadingEndsItsProcess(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	if _, err := newReader("as-slow").Text(ctx, "a.pdf", []byte("%PDF")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v before the process has slept its minute", err, context.Canceled)
	}
}
