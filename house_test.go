package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
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
