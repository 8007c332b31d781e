package store

import (
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shangda/needs"
)

func TestBothEnginesHaveTheSameTablesAndColumns(t *testing.T) {
	declared := columnsDeclared(t, "sqlite")
	if len(declared) == 0 {
		t.Fatal("no tables found in sqlite/*.sql")
	}
	if diff := cmp.Diff(declared, columnsDeclared(t, "postgres")); diff != "" {
		t.Errorf("declared (-sqlite +postgres):\n%s", diff)
	}
	t.Run("sqlite", func(t *testing.T) {
		s := openTest(t, sqliteURL(t))
		got := columnsOf(t, s, `
			SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c
			 WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'`)
		if diff := cmp.Diff(declared, got); diff != "" {
			t.Errorf("(-declared +database):\n%s", diff)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		s := openTest(t, needs.Schema(t))
		got := columnsOf(t, s, `
			SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`)
		if diff := cmp.Diff(declared, got); diff != "" {
			t.Errorf("(-declared +database):\n%s", diff)
		}
	})
}

// columnsDeclared reads the migrations of one engine: "table.column" → true.
func columnsDeclared(t *testing.T, dir string) map[string]bool {
	t.Helper()
	files, err := fs.Glob(migrations, dir+"/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`)
	added := regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+)`)
	out := map[string]bool{}
	for _, file := range files {
		text, err := fs.ReadFile(migrations, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range added.FindAllStringSubmatch(string(text), -1) {
			out[m[1]+"."+m[2]] = true
		}
		for _, m := range table.FindAllStringSubmatch(string(text), -1) {
			for line := range strings.Lines(strings.TrimPrefix(m[2], "\n")) {
				if column, _, _ := strings.Cut(strings.TrimSpace(line), " "); column != "UNIQUE" && column != "PRIMARY" {
					out[m[1]+"."+column] = true
				}
			}
		}
	}
	return out
}

func columnsOf(t *testing.T, s *Store, query string) map[string]bool {
	t.Helper()
	rows, err := s.engine.reader().QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		if table != "goose_db_version" {
			out[table+"."+column] = true
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
