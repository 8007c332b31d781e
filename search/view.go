package search

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"shangda/desk"
	"shangda/policy"
)

// edition is a library cut into passages, each named by its key.
type edition struct {
	lib      *policy.Library
	passages []*policy.Passage
	keys     []string
}

func newEdition(lib *policy.Library) edition {
	all := lib.Passages()
	ed := edition{lib: lib, passages: make([]*policy.Passage, 0, len(all)), keys: make([]string, 0, len(all))}
	seen := make(map[string]bool, len(all))
	for i := range all {
		p := &all[i]
		k := key(p)
		if !seen[k] {
			seen[k] = true
			ed.passages, ed.keys = append(ed.passages, p), append(ed.keys, k)
		}
	}
	return ed
}

// view is what is served at one time: an edition seen through indexes, which may be of another edition.
type view struct {
	edition
	indexes
	at      []*policy.Passage // by document number; nil when no longer in the library
	missing int               // passages that the indexes lack
	gone    int               // document numbers that the library lacks
	learned atomic.Pointer[learned]
	words   lexicon // everyday words for those of the law

	mu    sync.RWMutex
	ruled map[ruling][]standing
}

// ruling says for whom and when standings hold.
type ruling struct {
	on           policy.Date
	jurisdiction string
}

func newView(ed edition, x indexes, stored []desk.Link, words lexicon) *view {
	v := &view{edition: ed, indexes: x, missing: len(ed.keys), words: words, ruled: map[ruling][]standing{}}
	if x.gen == nil {
		v.learned.Store(learn(nil, nil))
		return v
	}
	number := make(map[string]int, len(ed.keys))
	for i, k := range ed.keys {
		number[k] = i
	}
	keys := x.gen.keys
	if x.more != nil {
		keys = slices.Concat(keys, x.more.keys)
	}
	v.at = make([]*policy.Passage, len(keys))
	for doc, k := range keys {
		i, ok := number[k]
		if !ok {
			v.gone++
			continue
		}
		v.missing--
		v.at[doc] = ed.passages[i]
	}
	v.learned.Store(learn(v.at, stored))
	return v
}

// outdated says that an index should be built: something published is in none, much stands beside it, or a fourth of it is
// withdrawn.
func (v *view) outdated() bool {
	return v.missing > 0 || v.more != nil && len(v.more.keys) > manyBeside ||
		v.gen != nil && (v.gone*4 > len(v.gen.keys) || v.gen.damaged.Load())
}

// divided says that an index should be built if all that is published shall stand in one.
func (v *view) divided() bool { return v.more != nil || v.outdated() }

const mostRulings = 16 // days and jurisdictions remembered at once

// standings rules on every passage for a day and an office.
func (v *view) standings(on policy.Date, jurisdiction []string) []standing {
	r := ruling{on, strings.Join(jurisdiction, "\n")}
	v.mu.RLock()
	s, ok := v.ruled[r]
	v.mu.RUnlock()
	if ok {
		return s
	}
	s = v.rule(on, jurisdiction)
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.ruled) >= mostRulings {
		clear(v.ruled)
	}
	v.ruled[r] = s
	return s
}

func (v *view) rule(on policy.Date, jurisdiction []string) []standing {
	out := make([]standing, len(v.at))
	items := map[*policy.Item]standing{} // validity is the item's
	for doc, p := range v.at {
		if p == nil {
			continue
		}
		s, ok := items[p.Item]
		if !ok {
			switch {
			case !counts(p.Item, jurisdiction):
				s = hidden
			case v.lib.Validity(p, on) == policy.InForce:
				s = inForce
			default:
				s = old
			}
			items[p.Item] = s
		}
		out[doc] = s
	}
	return out
}

// counts says whether an item's law applies to the office: nationwide and free-trade-zone texts always do.
func counts(it *policy.Item, jurisdiction []string) bool {
	if it.Kind != policy.KindDocument {
		return true
	}
	of := it.Document.Jurisdiction
	if of == "" || strings.HasPrefix(of, "全国") || strings.HasPrefix(of, "自由贸易试验区") {
		return true
	}
	for _, name := range jurisdiction {
		if name != "" && (of == name || strings.HasPrefix(of, name+"（")) {
			return true
		}
	}
	return false
}
