package bot

import (
	"slices"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// gather collects the quotes and what they stand on, best first.
func (l *listing) gather() {
	lib := l.Search.Library()
	switch l.q.Form {
	case formSole:
		if p, ok := lib.Find(soleCompatriots); ok && l.q.From != "" {
			l.add(p)
		}
		l.note(noteForms)
	case formPartner:
		l.note(noteEquity)
	}
	several := 0
	for _, v := range l.verdicts {
		several += len(v.Entries) + len(v.Beside)
	}
	for _, v := range l.verdicts {
		if v.Verdict == policy.VerdictStruck {
			l.gone(v.Former)
		}
		for _, e := range append(slices.Clone(v.Entries), v.Beside...) {
			if p, ok := lib.Entry(l.list, e); ok {
				l.add(p)
				l.quote(e, several > 1)
			}
		}
		if v.Verdict == policy.VerdictUnlisted {
			l.note(noteOutside)
		}
	}
	for _, v := range l.verdicts {
		if w, ok := l.told(v); ok {
			for _, e := range w.Entries {
				if p, ok := lib.Entry(l.wideList, e); ok {
					l.add(p)
				}
			}
		}
	}
	if l.q.From != "" {
		l.note(noteTreaty)
		if p, ok := lib.Find(soleCompatriots); ok {
			l.add(p)
		}
	}
}

// told is the nationwide verdict on what the zone's excerpt doesn't tell.
func (l *listing) told(v verdict) (verdict, bool) {
	if v.Verdict != policy.VerdictUnknown {
		return v, false
	}
	at := slices.IndexFunc(l.wide, func(w verdict) bool { return w.Word == v.Word })
	if at < 0 {
		return v, false
	}
	return l.wide[at], true
}

// gone puts what says that an entry was struck before the entry that was.
func (l *listing) gone(f *policy.Former) {
	lib := l.Search.Library()
	if f.Change != nil && f.Change.Basis != nil {
		if p, ok := lib.Find(*f.Change.Basis); ok {
			l.add(p)
			if p.Title == l.list.Title() {
				l.articles = append(l.articles, p.Article)
			} else {
				l.announced = append(l.announced, p)
			}
			part, cut := search.Excerpt(p.Text, f.Entry.Measure+l.conv.Asked, partEntry)
			if cut {
				part += sayCut
			}
			l.quoting(quotation{text: part})
		}
	}
	l.note(noteOutside)
	if p, ok := lib.Entry(f.List, f.Entry); ok {
		l.found.Old = append(l.found.Old, l.hit(p))
	}
}

func (l *listing) note(name string) {
	if p, ok := l.Search.Library().Note(l.list, name); ok {
		l.add(p)
		if !slices.Contains(l.articles, name) {
			l.articles = append(l.articles, name)
		}
	}
}

func (l *listing) quote(e policy.Entry, several bool) {
	if article := sayArticle(e.Name()); article != "" && !slices.Contains(l.articles, article) {
		l.articles = append(l.articles, article)
	}
	text := e.Measure
	if several {
		part, cut := search.Excerpt(e.Measure, l.conv.Asked, partEntry)
		if text = part; cut {
			text += sayCut
		}
	}
	l.quoting(quotation{sayEntryName(e), text})
}

// quoting keeps a quotation once, and not too many.
func (l *listing) quoting(q quotation) {
	if len(l.quotes) < quotedMost && !slices.Contains(l.quotes, q) {
		l.quotes = append(l.quotes, q)
	}
}

// add appends a hit unless the same article is there.
func (l *listing) add(p *policy.Passage) { l.addHit(l.hit(p)) }

func (l *listing) addHit(h search.Hit) {
	same := func(o search.Hit) bool {
		return o.Passage.Title == h.Passage.Title && o.Passage.Article == h.Passage.Article
	}
	if len(l.found.Hits) < considered && !slices.ContainsFunc(l.found.Hits, same) {
		l.found.Hits = append(l.found.Hits, h)
		l.x.Hits = append(l.x.Hits, desk.Hit{Passage: h.Passage.ID, Confidence: h.Confidence})
	}
}

// rest adds what search finds beside the list, for the log and for evaluation.
func (l *listing) rest() {
	r, err := l.Search.Find(l.ctx, search.Query{Text: question(l.text), On: l.on, Jurisdiction: l.Office.Jurisdiction, Limit: considered})
	if err != nil {
		return // the answer stands without
	}
	for _, h := range r.Hits {
		l.addHit(h)
	}
}
