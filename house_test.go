package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrows says which rooms a room may import. A room that is missing here may not exist.
var arrows = map[string][]string{
	"policy": {}, "disclosure": {}, "desk": {}, "document": {}, "seal": {}, "wechat": {}, "cache": {}, "config": {}, "notify": {}, "needs": {},
	"needs/chromium":    {"needs"},
	"wechat/wechattest": {"wechat"},
	"knowledge":         {"policy", "disclosure", "desk"},
	"search":            {"policy", "disclosure", "desk"},
	"store":             {"policy", "disclosure", "desk", "seal"},
	"paper":             {"disclosure", "desk", "document"},
	"report":            {"policy", "disclosure", "desk", "document", "store"},
	"bot":               {"policy", "disclosure", "desk", "search", "store", "wechat", "cache"},
	"site":              {"policy", "disclosure", "desk", "paper", "report", "document", "search", "store", "cache"},
	"admin":             {"policy", "disclosure", "desk", "paper", "report", "document", "search", "store", "cache"},
}

// pure rooms think: they never read a clock, a file, a network or a database.
var pure = []string{"policy", "disclosure", "desk"}

var impure = []string{"os", "net", "net/http", "database/sql", "log", "log/slog", "io/ioutil", "os/exec", "math/rand", "crypto/rand"}

// inTests are the rooms that every test may use: the fake platform, the starter knowledge, keys, what the machine must have.
var inTests = []string{"wechat/wechattest", "knowledge", "seal", "needs", "needs/chromium"}

// gin is known to the doors only.
var ginRooms = []string{".", "bot", "site", "admin"}

func TestArrows(t *testing.T) {
	for file, imports := range projectImports(t) {
		room := path.Dir(file)
		test := strings.HasSuffix(file, "_test.go")
		allowed, known := arrows[room]
		if !known && room != "." {
			t.Errorf("%s: room %s is not in the plan of the house", file, room)
			continue
		}
		for _, imp := range imports {
			ours, isOurs := strings.CutPrefix(imp, "shangda/")
			switch {
			case isOurs && room != "." && !test && !slices.Contains(allowed, ours):
				t.Errorf("%s imports %s: room %s may import %v", file, ours, room, allowed)
			case isOurs && test && room != "." && !slices.Contains(allowed, ours) && ours != room && !slices.Contains(inTests, ours):
				t.Errorf("%s imports %s: even the tests of %s keep to %v", file, ours, room, slices.Concat(allowed, inTests))
			case !test && slices.Contains(pure, room) && slices.Contains(impure, imp):
				t.Errorf("%s imports %s: %s is pure", file, imp, room)
			case strings.HasPrefix(imp, "github.com/gin-gonic/") && !slices.Contains(ginRooms, room):
				t.Errorf("%s imports gin: only %v may", file, ginRooms)
			case imp == "github.com/silenceper/wechat/v2":
				t.Errorf("%s imports the SDK's root package, which logs citizens' text", file)
			}
		}
	}
}

// projectImports maps each Go file of the project, by slash path, to its imports.
func projectImports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata") {
			return filepath.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports := []string{}
		for _, i := range f.Imports {
			imports = append(imports, strings.Trim(i.Path.Value, `"`))
		}
		found[filepath.ToSlash(name)] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// guardTest is how docs/guards.md names a test: the room and the test.
var guardTest = regexp.MustCompile("`(\\.[a-z/]*) -run (\\w+)`")

func TestEveryGuardIsHeldByATestThatExists(t *testing.T) {
	page, err := os.ReadFile("docs/guards.md")
	if err != nil {
		t.Fatal(err)
	}
	harms := 0
	for line := range strings.Lines(string(page)) {
		named := guardTest.FindAllStringSubmatch(line, -1)
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| harm") && !strings.HasPrefix(line, "| ---") {
			if harms++; len(named) == 0 {
				t.Errorf("no test holds the guard of: %s", line)
			}
		}
		for _, n := range named {
			if !hasTest(t, n[1], n[2]) {
				t.Errorf("%s has no %s", n[1], n[2])
			}
		}
	}
	if harms != 21 {
		t.Errorf("%d harms, want 21", harms)
	}
}

// hasTest says whether a test of that name stands in the folder.
func hasTest(t *testing.T, room, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(room, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "\nfunc "+name+"(t *testing.T)") {
			return true
		}
	}
	return false
}
