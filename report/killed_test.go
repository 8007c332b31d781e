package report

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// killed tells the test binary to be the process that is killed: address, key and seed.
const killed = "REPORT_TEST_KILLED"

func TestMain(m *testing.M) {
	if as := os.Getenv(killed); as != "" {
		liveUntilKilled(strings.Split(as, "\n"))
	}
	os.Exit(m.Run())
}

const killedYear = 2026

// busy is the year of the killed process, in the order of time.
func busy(seed uint64) []event {
	h := newHistory(killedYear, seed, 400)
	slices.SortStableFunc(h.events, func(a, b event) int { return a.at.Compare(b.at) })
	return h.events
}

func liveUntilKilled(as []string) {
	ctx := context.Background()
	seed, _ := strconv.ParseUint(as[2], 10, 64) // ours
	s, err := openHistory(ctx, as[0], as[1])
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	for i, e := range busy(seed) {
		if err := e.do(ctx, s); err != nil {
			fmt.Println("error:", i, err)
			os.Exit(1)
		}
		fmt.Println(i)
	}
	os.Exit(0)
}

func TestReportEqualsARecountAfterProcessesWereKilled(t *testing.T) {
	onEngines(t, func(t *testing.T, url string) {
		const seed = 7
		ctx, key := context.Background(), newKey(t)
		events := busy(seed)
		for _, after := range []int{len(events) / 5, len(events) / 2, len(events) - 10} {
			victim := exec.Command(os.Args[0])
			victim.Env = append(os.Environ(), killed+"="+strings.Join([]string{url, key, strconv.Itoa(seed)}, "\n"))
			out, err := victim.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := victim.Start(); err != nil {
				t.Fatal(err)
			}
			done := 0
			for lines := bufio.NewScanner(out); lines.Scan(); done++ {
				if strings.HasPrefix(lines.Text(), "error") {
					t.Error(lines.Text())
				}
				if done == after {
					if err := victim.Process.Kill(); err != nil {
						t.Fatal(err)
					}
				}
			}
			_ = victim.Wait() // killed, as it should be
			if done < after {
				t.Fatalf("ended by itself after %d", done)
			}
		}
		s, err := openHistory(ctx, url, key)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for i, e := range events { // what was not acknowledged comes again, and everything else too
			if err := e.do(ctx, s); err != nil {
				t.Fatalf("event %d: %v", i, err)
			}
		}
		agree(t, s, raw(t, url), killedYear)
		agree(t, s, raw(t, url), killedYear-1)
	})
}
