//go:build race

package document

// headroom is what the race detector's own bookkeeping takes beside what a reader uses.
const headroom = 4
