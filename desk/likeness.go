package desk

// Likeness says how much two wordings have in common, 0 to 1: twice the pairs of neighbouring signs that both have, of all.
func Likeness(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}

func pairs(s string) map[[2]rune]bool {
	r := []rune(s)
	out := map[[2]rune]bool{}
	for i := 1; i < len(r); i++ {
		out[[2]rune{r[i-1], r[i]}] = true
	}
	return out
}
