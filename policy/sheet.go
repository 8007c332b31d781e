package policy

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"reflect"
	"strings"
)

// Sheet (答复单) is an answer as it was given on a day. It holds nothing about who asked, or in which words: two citizens who
// get the same answer on one day share it.
type Sheet struct {
	Given    Date     `json:"given"` // the day of the answer
	On       Date     `json:"on"`    // the day whose law it tells
	Item     string   `json:"item"`
	Kind     Kind     `json:"kind"`
	Subject  string   `json:"subject"` // the office's own question or title, never the citizen's
	Answer   string   `json:"answer"`
	Caution  string   `json:"caution,omitempty"`
	Next     string   `json:"next,omitempty"`
	Guide    *Guide   `json:"guide,omitempty"` // as it was
	Basis    []Source `json:"basis"`           // the first is the one cited
	Reviewed bool     `json:"reviewed"`
}

// Source is a cited article as it was when the answer was given.
type Source struct {
	Basis
	DocNo  string `json:"doc_no,omitempty"`
	Status Status `json:"status"`
	Text   string `json:"text,omitempty"`   // of the first source, which the answer quotes
	Digest string `json:"digest,omitempty"` // of the text; empty when it was not on file
}

// Sheet is the answer that a passage gives on a day about the law of another.
func (l *Library) Sheet(p *Passage, given, on Date) Sheet {
	it := p.Item
	s := Sheet{Given: given, On: on, Item: it.ID, Kind: it.Kind, Subject: it.Title(), Reviewed: it.Review == Approved}
	basis := []Basis{{Title: p.Title, Article: p.Article}}
	switch it.Kind {
	case KindQA:
		s.Answer, s.Caution, s.Next, basis = it.QA.Answer, it.QA.Caution, it.QA.Next, it.QA.Basis
	case KindGuide:
		s.Answer, s.Guide, basis = it.Guide.Summary, it.Guide, it.Guide.Basis
	}
	for i, b := range basis {
		src := Source{Basis: b, Status: l.On(b.Title, on)}
		if doc, ok := l.ByTitle(b.Title); ok {
			src.DocNo = doc.DocNo()
		}
		if cited, ok := l.cites(p, b); ok {
			src.Digest = digest(cited.Text)
			if i == 0 {
				src.Text = cited.Text
			}
		}
		s.Basis = append(s.Basis, src)
	}
	return s
}

// cites finds the passage of a cited article; of a list's own entry, the entry.
func (l *Library) cites(p *Passage, b Basis) (*Passage, bool) {
	if p != nil && p.Item.Kind != KindQA && p.Item.Kind != KindGuide {
		return p, true
	}
	return l.Find(b)
}

// Encode gives the sheet as JSON, and its address: 12 characters of [a-z2-7], which follow from the JSON alone.
func (s Sheet) Encode() (token, body string) {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings only: cannot fail
	}
	sum := sha256.Sum256(b)
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:12]), string(b)
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// Doubt is why an answer given earlier may no longer hold. Stored nowhere; the pages word it.
type Doubt string

const (
	DoubtEnded     Doubt = "ended"     // the document no longer applies
	DoubtChanged   Doubt = "changed"   // the article reads otherwise
	DoubtWithdrawn Doubt = "withdrawn" // the office no longer publishes it
)

// SourceChange is a source that has changed since an answer was given.
type SourceChange struct {
	Source
	Doubt     Doubt
	Successor string // the newest edition that replaces the document
}

// Since lists what the answer rested on and what has changed by a day; nothing when it still stands. An answer about the law
// of another day stands as long as its sources read as they did.
func (l *Library) Since(s Sheet, today Date) []SourceChange {
	var out []SourceChange
	for _, src := range s.Basis {
		c := SourceChange{Source: src, Successor: l.Successor(src.Title)}
		doc, onFile := l.ByTitle(src.Title)
		p, found := l.passageOf(s, src)
		switch {
		case src.Digest == "" && !onFile:
			continue // nothing was known of it then or is now
		case !onFile || src.Digest != "" && !found:
			c.Doubt = DoubtWithdrawn
		case src.Status == InForce && doc.On(today) != InForce && s.On == s.Given:
			c.Doubt = DoubtEnded
		case src.Digest != "" && digest(p.Text) != src.Digest:
			c.Doubt = DoubtChanged
		default:
			continue
		}
		out = append(out, c)
	}
	return out
}

// passageOf finds the article today; that of a negative list among the entries of the list itself.
func (l *Library) passageOf(s Sheet, src Source) (*Passage, bool) {
	if s.Kind == KindDocument || s.Kind == KindList {
		return l.Passage(s.Item + "#" + src.Article)
	}
	return l.Find(src.Basis)
}

// Stands reports whether the office still gives this answer: the item is published and says the same.
func (l *Library) Stands(s Sheet) bool {
	it, ok := l.Item(s.Item)
	if !ok {
		return false
	}
	switch it.Kind {
	case KindQA:
		return it.QA.Answer == s.Answer
	case KindGuide:
		return s.Guide != nil && reflect.DeepEqual(it.Guide, s.Guide)
	}
	return true
}
