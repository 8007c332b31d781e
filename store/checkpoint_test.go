package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestTheLogIsCopiedWhileItIsWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shangda.db")
	s := openTest(t, "sqlite:"+path)
	sizes := func() (database, log int64) {
		t.Helper()
		for name, n := range map[string]*int64{path: &database, path + "-wal": &log} {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			*n = info.Size()
		}
		return database, log
	}
	empty, _ := sizes()
	write := func(from, n int) {
		for i := range n {
			if key := fmt.Sprint(from + i); !answer(t, s, "o-writer", key) {
				t.Fatalf("%s not saved", key)
			}
		}
	}
	write(0, checkpointEvery)
	_, once := sizes()
	write(checkpointEvery, 9*checkpointEvery)
	full, log := sizes()
	if full == empty {
		t.Error("nothing was copied into the database")
	}
	if log > 5*once {
		t.Errorf("the log has %d kB after ten times as many transactions as gave it %d kB: it never began anew", log>>10, once>>10)
	}
}
