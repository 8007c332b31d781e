package admin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"shangda/desk"
	"shangda/policy"
)

// flaw is something about a draft that its author and reviewers must know. A hard one forbids to go on; the others are
// confirmed at approval.
type flaw struct {
	Code  string
	Words string // what it is about; never a whole number
	Hard  bool
}

// flaws looks at a draft as it is today: what it rests on, what it doesn't say, what must not be published.
func (v *visit) flaws(d *desk.Draft, it *policy.Item) []flaw {
	var out []flaw
	switch {
	case d.Withdraws():
		return nil
	case d.Kind == desk.KindTable:
		if t, ok := v.Tables[desk.TableName(d.Item)]; ok && t.Check != nil {
			if err := t.Check(d.Body); err != nil {
				out = append(out, flaw{"table", "", true})
			}
		}
		return out
	case it == nil:
		return scan(out, "", d.Body)
	}
	for _, b := range it.Basis() {
		if code := v.basisFault(b); code != "" && (it.Kind == policy.KindQA || it.Kind == policy.KindGuide) {
			out = append(out, flaw{code, "《" + b.Title + "》" + b.Article, true})
		}
	}
	if it.Kind == policy.KindDocument {
		for _, f := range it.Document.Missing() {
			out = append(out, flaw{"missing_" + string(f), "", f == policy.FieldTitle || f == policy.FieldArticles})
		}
	}
	for _, p := range it.Parts() {
		out = scan(out, p.Name, p.Text)
	}
	return out
}

// scan adds what desk.Scan finds, its numbers masked.
func scan(out []flaw, where, text string) []flaw {
	for _, f := range desk.Scan(text) {
		words := desk.Mask(text[f.From:f.To])
		if where != "" {
			words = partName(where) + "：" + words
		}
		out = append(out, flaw{"scan_" + string(f.Kind), words, false})
	}
	return out
}

// hard says that something forbids to go on.
func hard(flaws []flaw) bool {
	for _, f := range flaws {
		if f.Hard {
			return true
		}
	}
	return false
}

// digestOf stands for remarks that somebody has looked at: after a change they look again.
func digestOf(flaws []flaw) string {
	if len(flaws) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(fmt.Sprint(flaws)))
	return hex.EncodeToString(sum[:8])
}

// likeness is a document on file that a new one may replace, as the page says it.
type likeness struct {
	policy.Likeness
	Named bool // the draft already says that it replaces it
}

// alikes are the documents on file that the draft may replace or repeat, without the one it changes.
func (v *visit) alikes(d *desk.Draft, it *policy.Item) []likeness {
	if it == nil || it.Kind != policy.KindDocument {
		return nil
	}
	var out []likeness
	for _, l := range v.library().Alike(it.Document) {
		if l.Item.ID == d.Item || l.Relation == policy.RelationSame && d.Was != "" {
			continue
		}
		named := false
		for _, t := range it.Document.Supersedes {
			named = named || t == l.Item.Title()
		}
		out = append(out, likeness{l, named})
	}
	return out[:min(len(out), mostAlike)]
}

// mostAlike is how many documents are named as alike.
const mostAlike = 5
