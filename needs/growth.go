package needs

import (
	"testing"
	"time"
)

// Linear fails the test when work on four times as many things takes ten times as long or more: work that grows with the
// square takes sixteen times as long. The best of three runs counts; n must be large enough to take some milliseconds.
func Linear(t testing.TB, n int, work func(n int)) {
	t.Helper()
	best := func(n int) time.Duration {
		least := time.Duration(1<<63 - 1)
		for range 3 {
			began := time.Now()
			work(n)
			least = min(least, time.Since(began))
		}
		return least
	}
	few, many := best(n), best(4*n)
	if many >= 10*few {
		t.Errorf("%d took %s, %d took %s: want growth in step", n, few, 4*n, many)
	}
}
