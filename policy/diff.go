package policy

import (
	"slices"
	"strings"
)

// DifferenceKind says what became of an entry between two editions.
type DifferenceKind string

const (
	EntrySame       DifferenceKind = "same"
	EntryRenumbered DifferenceKind = "renumbered" // the same words under another number
	EntryChanged    DifferenceKind = "changed"
	EntryStruck     DifferenceKind = "struck"
	EntryAdded      DifferenceKind = "added"
	EntryUnknown    DifferenceKind = "unknown" // the other edition is incomplete on file: it may hold the entry or not
)

// Difference is one row of a comparison. Old or New is nil where an edition has no such entry.
type Difference struct {
	Kind DifferenceKind
	Old  *Entry
	New  *Entry
}

// akin is the share of common character pairs from which two measures of one sector count as one, reworded.
const akin = 0.4

// Diff compares two editions of one list, in the order of the later one; what it lost stands where it stood. An entry is
// called struck or added only where the edition without it is complete.
func Diff(before, after *List) []Difference {
	partner := pair(before, after) // index of the later entry by that of the earlier, -1 for none
	var out []Difference
	for j := range after.Entries {
		if i := slices.Index(partner, j); i >= 0 {
			out = append(out, difference(&before.Entries[i], &after.Entries[j], nil))
		} else {
			out = append(out, difference(nil, &after.Entries[j], before))
		}
	}
	at := 0 // where the next entry without partner goes: after the one that stood before it
	for i := range before.Entries {
		e := &before.Entries[i]
		if partner[i] < 0 {
			out = slices.Insert(out, at, difference(e, nil, after))
		} else {
			at = slices.IndexFunc(out, func(d Difference) bool { return d.Old == e })
		}
		at++
	}
	return out
}

func difference(old, now *Entry, without *List) Difference {
	d := Difference{Kind: EntryChanged, Old: old, New: now}
	switch {
	case without != nil && !without.Complete:
		d.Kind = EntryUnknown
	case now == nil:
		d.Kind = EntryStruck
	case old == nil:
		d.Kind = EntryAdded
	case letters(old.Measure) == letters(now.Measure) && old.Name() == now.Name():
		d.Kind = EntrySame
	case letters(old.Measure) == letters(now.Measure):
		d.Kind = EntryRenumbered
	}
	return d
}

// pair matches equal measures first, then the most similar ones of the same sector.
func pair(before, after *List) []int {
	partner := make([]int, len(before.Entries))
	taken := make([]bool, len(after.Entries))
	for i, e := range before.Entries {
		partner[i] = -1
		for j, o := range after.Entries {
			if !taken[j] && letters(e.Measure) == letters(o.Measure) {
				partner[i], taken[j] = j, true
				break
			}
		}
	}
	for {
		best, bi, bj := akin, -1, -1
		for i, e := range before.Entries {
			for j, o := range after.Entries {
				if partner[i] < 0 && !taken[j] && sector(e) == sector(o) {
					if s := Similarity(e.Measure, o.Measure); s >= best {
						best, bi, bj = s, i, j
					}
				}
			}
		}
		if bi < 0 {
			return partner
		}
		partner[bi], taken[bj] = bj, true
	}
}

// sector drops the numeral that a document writes before it.
func sector(e Entry) string {
	if _, name, ok := strings.Cut(e.Sector, "、"); ok && len(name) > 0 && strings.Trim(e.Sector[:strings.Index(e.Sector, "、")], "一二三四五六七八九十") == "" {
		return name
	}
	return e.Sector
}

// Similarity of two texts: the share of neighbouring character pairs they have in common, 0 to 1.
func Similarity(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	common := 0
	for p := range x {
		if y[p] {
			common++
		}
	}
	if len(x)+len(y)-common == 0 {
		return 0
	}
	return float64(common) / float64(len(x)+len(y)-common)
}

func pairs(s string) map[string]bool {
	r := []rune(letters(s))
	out := make(map[string]bool, len(r))
	for i := 0; i+1 < len(r); i++ {
		out[string(r[i:i+2])] = true
	}
	return out
}
