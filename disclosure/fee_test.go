package disclosure

import "testing"

func TestFeesAreThoseOfTheRules(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 0, 10: 0, 11: 100, 30: 2000, 31: 2200, 35: 3000, 40: 4000, 41: 4300, 50: 7000, 51: 7400, 60: 11000} {
		if got := FeeByItem(n); got != want {
			t.Errorf("FeeByItem(%d) = %d, want %d", n, got, want)
		}
	}
	for pages, want := range map[int]int{0: 0, 30: 0, 31: 10, 100: 700, 101: 720, 200: 2700, 201: 2740, 250: 4700, 1000: 34700} {
		if got := FeeByPage(pages); got != want {
			t.Errorf("FeeByPage(%d) = %d, want %d", pages, got, want)
		}
	}
}
