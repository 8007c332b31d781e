package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// What the heap may grow to before garbage is collected: to heapRoom where the knowledge leaves room for it, else by a part.
// So a small library is collected seldom, and a large one often, for the sake of memory.
const (
	heapRoom   = 112 << 20
	leastGC    = 20  // percent of what lives
	mostGC     = 200 // likewise
	weighEvery = 5 * time.Second
)

// keepRoom follows the heap's size until ctx ends. Who sets GOGC decides for themselves.
func keepRoom(ctx context.Context) error {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	tick := time.NewTicker(weighEvery)
	defer tick.Stop()
	for was := 0; ; {
		if now := garbage(living()); now != was {
			debug.SetGCPercent(now)
			letGoOfStart()
			was = now
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// living is how many bytes the last collection found in use.
func living() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// garbage is how much may gather beside so many living bytes, in steps of five percent of them.
func garbage(living uint64) int {
	room := 100 * (heapRoom - int64(living)) / max(int64(living), 1)
	return int(min(max(room, leastGC), mostGC)) / 5 * 5
}

// trim gives back the memory that loading and indexing the knowledge needed.
func trim() {
	debug.FreeOSMemory()
	letGoOfStart()
}
