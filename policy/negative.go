package policy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Scopes of negative lists, as lists name them. Stored: never rename.
const (
	Nationwide = "全国"
	Zones      = "自由贸易试验区"
)

// Verdict is what an edition of a negative list says about one activity.
type Verdict string

const (
	VerdictBanned     Verdict = "banned"     // 禁止
	VerdictRestricted Verdict = "restricted" // 限制, see the entries' conditions
	VerdictPartly     Verdict = "partly"     // entries cover a part of it, or some ban and some restrict
	VerdictExempt     Verdict = "exempt"     // an entry's own words except it (除外)
	VerdictStruck     Verdict = "struck"     // an earlier edition listed it, this one doesn't
	VerdictUnlisted   Verdict = "unlisted"   // not on the list: 按内外资一致. Only a complete edition says so
	VerdictUnknown    Verdict = "unknown"    // not among the entries on file of an incomplete edition
)

// Finding is a verdict with what it rests on.
type Finding struct {
	Verdict Verdict
	Entries []Entry
	Beside  []Entry // entries easily mistaken for covering it; with VerdictUnlisted and VerdictUnknown only
	Former  *Former // with VerdictStruck only
}

// Former is the entry of an earlier edition that is gone.
type Former struct {
	List   *Item
	Entry  Entry
	Change *Change // nil where nobody wrote down when it went
}

// Editions are the lists on file for a scope, newest first.
func (l *Library) Editions(scope string) []*Item {
	var out []*Item
	for i := range l.Items {
		if it := &l.Items[i]; it.Kind == KindList && it.List.Scope == scope {
			out = append(out, it)
		}
	}
	slices.SortStableFunc(out, func(a, b *Item) int { return strings.Compare(string(b.List.Effective), string(a.List.Effective)) })
	return out
}

// Edition is the list in force for a scope on a day, if it is on file.
func (l *Library) Edition(scope string, day Date) (*Item, bool) {
	for _, it := range l.Editions(scope) {
		if l.On(it.Title(), day) == InForce && it.On(day) == InForce {
			return it, true
		}
	}
	return nil, false
}

// Judge says what a list says about an activity, a word of some entry or any other.
func (l *Library) Judge(list *Item, activity string) Finding {
	f := list.List.judge(activity)
	if f.Verdict != VerdictUnlisted {
		return f
	}
	for _, it := range l.Editions(list.List.Scope) {
		if it.List.Effective >= list.List.Effective {
			continue
		}
		if was := it.List.judge(activity); was.Verdict == VerdictBanned || was.Verdict == VerdictRestricted {
			e := was.Entries[0]
			return Finding{Verdict: VerdictStruck, Former: &Former{List: it, Entry: e, Change: l.struck(list.List.Scope, e.Measure)}}
		}
	}
	return f
}

func (l *List) judge(activity string) Finding {
	var direct, part, exempt, beside []Entry
	for _, e := range l.Entries {
		switch {
		case slices.Contains(e.Activities, activity):
			direct = append(direct, e)
		case slices.Contains(e.Broader, activity):
			part = append(part, e)
		case slices.Contains(e.Exempt, activity):
			exempt = append(exempt, e)
		case slices.Contains(e.Outside, activity):
			beside = append(beside, e)
		}
	}
	isBan := func(e Entry) bool { return e.Banned }
	switch {
	case len(direct) > 0 && !slices.ContainsFunc(direct, isBan):
		return Finding{Verdict: VerdictRestricted, Entries: direct}
	case len(direct) > 0 && !slices.ContainsFunc(direct, func(e Entry) bool { return !e.Banned }):
		return Finding{Verdict: VerdictBanned, Entries: direct}
	case len(direct)+len(part) > 0:
		return Finding{Verdict: VerdictPartly, Entries: append(direct, part...)}
	case len(exempt) > 0:
		return Finding{Verdict: VerdictExempt, Entries: exempt}
	case l.Complete:
		return Finding{Verdict: VerdictUnlisted, Beside: beside}
	}
	return Finding{Verdict: VerdictUnknown, Beside: beside}
}

// struck finds the change that took a measure off the lists of a scope.
func (l *Library) struck(scope, measure string) *Change {
	for _, it := range l.Editions(scope) {
		for i, c := range it.List.Changes {
			if c.Before == measure && c.After == "" {
				return &it.List.Changes[i]
			}
		}
	}
	return nil
}

// Entry is the passage that a citation of an entry names: the document's own where it is on file and holds the entry
// under its number, or in its words when nobody knows the number, else the list's.
func (l *Library) Entry(list *Item, e Entry) (*Passage, bool) {
	if it, ok := l.ByTitle(list.Title()); ok && it != list {
		of := l.PassagesOf(it.ID)
		name, words := e.Name(), letters(e.Measure)
		for i := range of {
			if of[i].Article == name || e.Unnumbered && strings.Contains(letters(of[i].Text), words) {
				return &of[i], true
			}
		}
	}
	return l.Passage(list.ID + "#" + e.Name())
}

// Note is the passage of a list's note, from the document where it is on file.
func (l *Library) Note(list *Item, name string) (*Passage, bool) {
	if p, ok := l.Find(Basis{Title: list.Title(), Article: name}); ok {
		return p, true
	}
	return l.Passage(list.ID + "#" + name)
}

// letters drops what editors of one text disagree on: punctuation and spaces.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' {
			return r
		}
		return -1
	}, s)
}

// mostAbout is how many characters of a measure tell what it is about.
const mostAbout = 12

// aboutEnds are where the words for what is regulated end, in a measure that doesn't begin with 禁止.
var aboutEnds = regexp.MustCompile(`须由|限于|的中方|的外方|的外资|法定代表人|[，。；：（]`)

// About is what the entry is about in a few words: its brief name, else the beginning of its measure.
func (e Entry) About() string {
	if e.Brief != "" {
		return e.Brief
	}
	about := strings.TrimPrefix(strings.TrimPrefix(e.Measure, "禁止"), "投资")
	if at := aboutEnds.FindStringIndex(about); at != nil && at[0] > 0 {
		about = about[:at[0]]
	}
	if r := []rune(about); len(r) > mostAbout {
		about = string(r[:mostAbout-1]) + "…"
	}
	return about
}
