package main

import "testing"

func TestGarbageGathersWhereTheKnowledgeLeavesRoom(t *testing.T) {
	for living, want := range map[uint64]int{0: 200, 10 << 20: 200, 32 << 20: 200, 56 << 20: 100, 100 << 20: 15, 1 << 30: 15} {
		if got := garbage(living); got != want {
			t.Errorf("%d MB live: %d percent, want %d", living>>20, got, want)
		}
	}
}

func TestMemoryIsGivenBackOnceWhenServingPauses(t *testing.T) {
	const mb = 1 << 20
	var p pause
	for i, look := range []struct {
		allocated uint64
		want      bool
	}{
		{2 * mb, false}, // the start
		{2 * mb, false},
		{2 * mb, false},
		{2 * mb, false}, // too little happened
		{30 * mb, false},
		{60 * mb, false}, // served
		{60*mb + mb/2, false},
		{60*mb + mb, false},
		{90 * mb, false}, // a break only
		{90 * mb, false},
		{90 * mb, false},
		{90*mb + mb/2, true},
		{91 * mb, false}, // given back already
		{100 * mb, false},
		{100 * mb, false},
		{100 * mb, false},
		{100 * mb, false}, // too little happened since
		{107 * mb, false},
		{107 * mb, false},
		{107 * mb, false},
		{107 * mb, true},
	} {
		if got := p.begins(look.allocated); got != look.want {
			t.Errorf("look %d, %d MB allocated: %t, want %t", i, look.allocated/mb, got, look.want)
		}
	}
}
