package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// What the heap may grow to before garbage is collected: to heapRoom where the knowledge leaves room for it, else by a part.
// So a small library is collected seldom, and a large one often, for the sake of memory.
const (
	heapRoom   = 112 << 20
	leastGC    = 15  // percent of what lives
	mostGC     = 200 // likewise
	weighEvery = 5 * time.Second
)

// Memory is given back when hardly anything was allocated between looks, after a good deal was: who was served has gone. A
// shorter break doesn't count: taking pages back from the system costs an answer a tenth of its time.
const (
	calm  = 1 << 20  // bytes; what the workers do by themselves stays below, and an answer allocates 30 kB
	calms = 3        // looks in a row
	worth = 16 << 20 // bytes since memory was given back last
)

// memory keeps the heap's size in proportion to what lives. Who sets GOGC decides for themselves.
type memory struct {
	mu      sync.Mutex
	percent int // of what lives, that may gather as garbage
}

// Run follows the heap's size until ctx ends.
func (m *memory) Run(ctx context.Context) error {
	tick := time.NewTicker(weighEvery)
	defer tick.Stop()
	var pause pause
	for {
		live, allocated := heap()
		m.weigh(live)
		if os.Getenv("GOGC") == "" && pause.begins(allocated) {
			m.trim()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (m *memory) weigh(live uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := garbage(live); now != m.percent && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(now)
		letGoOfStart()
		m.percent = now
	}
}

// trim gives back the memory that loading and indexing the knowledge, or many answers, needed.
func (m *memory) trim() {
	debug.FreeOSMemory() // collects garbage first
	live, _ := heap()
	m.weigh(live)
	letGoOfStart()
}

// heap is how many bytes the last collection found in use, and how many were allocated since the start.
func heap() (live, allocated uint64) {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64(), s[1].Value.Uint64()
}

// pause notices when serving pauses.
type pause struct {
	seen, last uint64 // bytes allocated since the start: at the last look, and at the last pause
	calm       int    // looks in a row
}

func (p *pause) begins(allocated uint64) bool {
	p.calm++
	if allocated-p.seen >= calm {
		p.calm = 0
	}
	p.seen = allocated
	if p.calm < calms || allocated-p.last < worth {
		return false
	}
	p.last = allocated
	return true
}

// garbage is how much may gather beside so many living bytes, in steps of five percent of them.
func garbage(living uint64) int {
	room := 100 * (heapRoom - int64(living)) / max(int64(living), 1)
	return int(min(max(room, leastGC), mostGC)) / 5 * 5
}
