package search

import (
	"fmt"
	"slices"
	"testing"
)

func TestDistinctKeepsTheFirstOfEachInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 3, 127, 128, 129, 1000} {
		var in, want []string
		for i := range n {
			term := fmt.Sprintf("词%d", i)
			want = append(want, term)
			in = append(in, term, fmt.Sprintf("词%d", i/2))
		}
		if got := distinct(in); !slices.Equal(got, want) {
			t.Errorf("of %d terms, each twice or more: kept %d", n, len(got))
		}
	}
}
