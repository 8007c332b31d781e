package bot

import "shangda/policy"

// trades are the lists of one library with the words that citizens use for what they cover.
type trades struct {
	lib   *policy.Library
	lists []*policy.Item
	words vocabulary
}

// knownTrades reads the library's lists once per revision.
func (b *Bot) knownTrades() *trades {
	lib := b.Search.Library()
	if known := b.trades.Load(); known != nil && known.lib == lib {
		return known
	}
	known := &trades{lib: lib, lists: append(lib.Editions(policy.Nationwide), lib.Editions(policy.Zones)...), words: newVocabulary(lib)}
	b.trades.Store(known)
	return known
}
