// Package needs finds what tests need of the machine they run on: files beside the project, programs, servers. What is absent
// skips the test, and fails it when SHANGDA_TEST_REQUIRE (names with commas) promises it. It serves tests only.
package needs

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Shared are the files beside the project that match pattern, which starts below ../shared; at least one.
func Shared(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root(t), "..", "shared", pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		Absent(t, "shared", "no "+pattern+" beside the project")
	}
	return files
}

// root is the folder of go.mod; tests run in the folders of their packages.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	t.Fatal("no go.mod above the test: ", err)
	return ""
}

// Program is the path of an installed program, which SHANGDA_TEST_REQUIRE calls name.
func Program(t testing.TB, name, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		Absent(t, name, "no "+program+" in PATH")
	}
	return path
}

// Server is the address of a server that variable holds, and which SHANGDA_TEST_REQUIRE calls name.
func Server(t testing.TB, name, variable string) string {
	t.Helper()
	address := os.Getenv(variable)
	if address == "" {
		Absent(t, name, variable+" is not set")
	}
	return address
}

// Absent ends a test for want of name.
func Absent(t testing.TB, name, why string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("SHANGDA_TEST_REQUIRE"), ","), name) {
		t.Fatalf("%s, but SHANGDA_TEST_REQUIRE names %s", why, name)
	}
	t.Skip(why)
}
