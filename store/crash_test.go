package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"shangda/desk"
)

// crashURL tells the test binary to be the process that is killed.
const crashURL = "STORE_TEST_CRASH"

func TestMain(m *testing.M) {
	if url := os.Getenv(crashURL); url != "" {
		serveUntilKilled(url)
	}
	os.Exit(m.Run())
}

// serveUntilKilled prints the key of every save once it is acknowledged.
func serveUntilKilled(url string) {
	s, err := Open(context.Background(), url)
	if err == nil {
		err = s.Claim(context.Background(), "victim", false, evening)
	}
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	var printing sync.Mutex
	for w := range 16 {
		go func() {
			c := &desk.Conversation{}
			for n := 0; ; n++ {
				key := fmt.Sprintf("%d/%d", w, n)
				if err := s.SaveExchange(context.Background(), fmt.Sprintf("o-%d", w), exchangeOf(key), c); err != nil {
					continue
				}
				printing.Lock()
				fmt.Println(key)
				printing.Unlock()
			}
		}()
	}
	select {}
}

func TestKilledProcessLosesNoAcknowledgedSaveAndBlocksNoRestart(t *testing.T) {
	onURLs(t, func(t *testing.T, url string) {
		victim := exec.Command(os.Args[0])
		victim.Env = append(os.Environ(), crashURL+"="+url)
		out, err := victim.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := victim.Start(); err != nil {
			t.Fatal(err)
		}
		var acknowledged []string
		for lines := bufio.NewScanner(out); lines.Scan(); {
			acknowledged = append(acknowledged, lines.Text())
			if len(acknowledged) == 500 {
				if err := victim.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = victim.Wait() // killed, as it should be
		if len(acknowledged) < 500 {
			t.Fatalf("the victim ended by itself: %v", acknowledged)
		}

		s := openTest(t, url)
		lost := 0
		for _, key := range acknowledged {
			w, _, whole := strings.Cut(key, "/")
			if v := mustLoad(t, s, "o-"+w, key); whole && v.First == nil {
				lost++
			}
		}
		if lost > 0 {
			t.Errorf("%d of %d acknowledged saves are lost", lost, len(acknowledged))
		}
		recount, err := s.Recount(context.Background(), "", "")
		if err != nil || recount.Total() != counted(t, s) {
			t.Errorf("recount %d (%v), daily totals %d; want the same", recount.Total(), err, counted(t, s))
		}
		err = s.Claim(context.Background(), "heir", false, evening)
		for wait := 0; errors.Is(err, ErrInUse) && wait < 50; wait++ { // PostgreSQL may need a moment to notice
			time.Sleep(100 * time.Millisecond)
			err = s.Claim(context.Background(), "heir", false, evening)
		}
		if err != nil {
			t.Errorf("claim after the crash: %v", err)
		}
	})
}
