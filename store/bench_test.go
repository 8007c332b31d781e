package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"shangda/desk"
)

// BenchmarkSaveExchange reports, beside the time, the processor time of a save: flat out, and at a steady rate, where
// fewer saves share a commit.
func BenchmarkSaveExchange(b *testing.B) {
	b.Run("flat out", func(b *testing.B) {
		benchmarkSave(b, func(save func()) {
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					save()
				}
			})
		})
	})
	b.Run("one by one", func(b *testing.B) {
		benchmarkSave(b, func(save func()) {
			for range b.N {
				save()
			}
		})
	})
	b.Run("300 per second", func(b *testing.B) {
		benchmarkSave(b, func(save func()) {
			ticks := time.NewTicker(time.Second / 300)
			defer ticks.Stop()
			var saves sync.WaitGroup
			for range b.N {
				<-ticks.C
				saves.Go(save)
			}
			saves.Wait()
		})
	})
}

func benchmarkSave(b *testing.B, run func(save func())) {
	s := openTest(b, sqliteURL(b))
	var n, longest atomic.Int64
	const citizens = 2000
	conversations := make([]desk.Conversation, citizens)
	save := func() {
		i := n.Add(1)
		x, c := exchangeOf(fmt.Sprintf("%d", i)), &conversations[i%citizens]
		c.Asked, c.Answer, c.Turn = x.Text, x.Item, c.Turn+1
		start := time.Now()
		if err := s.SaveExchange(context.Background(), fmt.Sprintf("citizen %d", i%citizens), x, c); err != nil {
			b.Error(err)
		}
		for took := int64(time.Since(start)); ; {
			if was := longest.Load(); took <= was || longest.CompareAndSwap(was, took) {
				break
			}
		}
	}
	var first sync.WaitGroup
	for range citizens {
		first.Go(save)
	}
	first.Wait()
	longest.Store(0)
	b.ResetTimer()
	start := processorTime()
	run(save)
	b.ReportMetric(float64((processorTime()-start).Microseconds())/float64(b.N), "cpu-µs/op")
	b.ReportMetric(float64(longest.Load())/1e6, "max-ms")
}

func BenchmarkLoad(b *testing.B) {
	s := openTest(b, sqliteURL(b))
	ctx := context.Background()
	for i := range 1000 {
		x := exchangeOf(fmt.Sprintf("%d", i))
		if err := s.SaveExchange(ctx, fmt.Sprintf("citizen %d", i), x, &desk.Conversation{Asked: x.Text}); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	start := processorTime()
	var n atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.Load(ctx, fmt.Sprintf("citizen %d", n.Add(1)%1000), "new"); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64((processorTime()-start).Microseconds())/float64(b.N), "cpu-µs/op")
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSheet is what a sheet adds to a save: one that is new, and one given before on that day.
func BenchmarkSheet(b *testing.B) {
	for name, kinds := range map[string]int{"new": 1 << 30, "given before": 300} {
		b.Run(name, func(b *testing.B) {
			s := openTest(b, sqliteURL(b))
			body := strings.Repeat("答复的正文。", 100)
			i := 0
			err := s.engine.tx(context.Background(), func(ctx context.Context, q querier) error {
				for b.Loop() {
					i++
					save := &save{row: desk.Exchange{Item: "abcdefghij", Sheet: desk.Sheet{Token: fmt.Sprintf("%012d", i%kinds), Body: body}}, day: "2026-11-02"}
					if err := save.file(ctx, q); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
