package main

import "testing"

func TestGarbageGathersWhereTheKnowledgeLeavesRoom(t *testing.T) {
	for living, want := range map[uint64]int{0: 200, 10 << 20: 200, 32 << 20: 200, 56 << 20: 100, 100 << 20: 20, 1 << 30: 20} {
		if got := garbage(living); got != want {
			t.Errorf("%d MB live: %d percent, want %d", living>>20, got, want)
		}
	}
}
