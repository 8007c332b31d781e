package admin

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"shangda/desk"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// codes in the source that a table must word.
var (
	refusals = regexp.MustCompile(`(?:refused\{|faults\[)[^}\n]*`)
	quoted   = regexp.MustCompile(`: "([a-z_]+)"|= "([a-z_]+)"`)
	doneCode = regexp.MustCompile(`\?done=([a-z_]+)`)
)

// goFiles are the texts of the program's files in some folders, by path.
func goFiles(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts[file] = string(text)
		}
	}
	return texts
}

func TestEveryCodeHasItsWords(t *testing.T) {
	found := 0
	for file, text := range goFiles(t, ".") {
		for _, r := range refusals.FindAllString(text, -1) {
			for _, m := range quoted.FindAllStringSubmatch(r, -1) {
				found++
				if code := m[1] + m[2]; faults[code] == "" {
					t.Errorf("%s: fault %q has no words", file, code)
				}
			}
		}
		for _, m := range doneCode.FindAllStringSubmatch(text, -1) {
			found++
			if dones[m[1]] == "" {
				t.Errorf("%s: done %q has no words", file, m[1])
			}
		}
	}
	if found < 10 {
		t.Errorf("found only %d codes: is the pattern still right?", found)
	}
	for _, fault := range []desk.PasswordFault{
		desk.PasswordShort, desk.PasswordLong, desk.PasswordPlain, desk.PasswordNamed, desk.PasswordWeak, desk.PasswordBefore,
	} {
		if faults[string(fault)] == "" {
			t.Errorf("fault %q has no words", fault)
		}
	}
	for _, role := range desk.Roles() {
		if roles[role] == "" {
			t.Errorf("role %q has no words", role)
		}
	}
}

// acts in the store and here are words of the trail for ever; the page words each.
var actCode = regexp.MustCompile(`"((?:staff|session|page|audit|ticket|canned|letter|request|paper|publication|figure|facts|quota|report|calendar)\.[a-z_]+)"`)

func TestEveryActHasItsWords(t *testing.T) {
	for file, text := range goFiles(t, ".", "../store") {
		for _, m := range actCode.FindAllStringSubmatch(text, -1) {
			if actWord(m[1]) == m[1] {
				t.Errorf("%s: act %q has no words", file, m[1])
			}
		}
	}
}

func TestSpreadsheetComputesNothing(t *testing.T) {
	var b strings.Builder
	table := newTable(&b, "A")
	for _, cell := range []string{"=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "＝1", "平常, \"引号\"", ""} {
		if err := table.row(cell); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.flush(); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffA\n'=1+1\n'+cmd\n'-2\n'@SUM(A1)\n'\tx\n'＝1\n\"平常, \"\"引号\"\"\"\n\n"
	if got := b.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
