//go:build !race

package document

// headroom multiplies the limit of memory; see race.go.
const headroom = 1
