package bot

import (
	"fmt"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// narrowed reads a question without the statements after it, where the whole leaves a choice: what somebody adds about
// themselves (“…吗 我们2018年备过”) says less about the answer than what they ask. The answer must be among those of the whole.
func (t *turn) narrowed(asked string, whole search.Result) search.Result {
	if whole.Outcome != desk.OutcomeChoose {
		return whole
	}
	core := untilQuestion(asked)
	if core == asked {
		return whole
	}
	r, err := t.Search.Find(t.ctx, t.query(core))
	if err != nil || r.Outcome != desk.OutcomeAnswer {
		return whole
	}
	for _, h := range whole.Hits[:min(askedMost, len(whole.Hits))] {
		if h.Passage.ID == r.Hits[0].Passage.ID {
			return r
		}
	}
	return whole
}

// untilQuestion cuts off what is said after the last part that asks; a text that ends asking, or asks nothing, stays whole.
func untilQuestion(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ，,。；;！!？?、", r) })
	for i := len(parts) - 1; i >= 0; i-- {
		if !asking(parts[i]) {
			continue
		}
		if i == len(parts)-1 || runes(parts[i]) < shortest {
			return s
		}
		return s[:strings.Index(s, parts[i])+len(parts[i])]
	}
	return s
}

var (
	// caseBefore is a case of a guide that holds for what is older than a year: 2020年前设立的.
	caseBefore = compile(`^((?:19|20)\d\d)年前`)
	yearSaid   = compile(`((?:19|20)\d\d)\s*年`)
)

// caseOfOld is what a guide says, beside an answer, to those who mention, not ask about, a year before one of its cases: they don't
// know that there is such a case.
func (t *turn) caseOfOld(p *policy.Passage) string {
	said := yearSaid.FindStringSubmatchIndex(t.text)
	if said == nil {
		return ""
	}
	lib := t.Search.Library()
	for i := range lib.Items {
		it := &lib.Items[i]
		if it.Kind != policy.KindGuide {
			continue
		}
		for n := range it.Guide.Branches {
			b := &it.Guide.Branches[n]
			at := caseBefore.FindStringSubmatchIndex(b.When)
			if at == nil || group(t.text, said, 1) >= group(b.When, at, 1) || !slices.ContainsFunc(b.Basis, func(x policy.Basis) bool { return slices.Contains(p.Item.Basis(), x) }) {
				continue
			}
			return fmt.Sprintf("%s（%s%s）", sayCase(b), sayTitle(b.Basis[0].Title), b.Basis[0].Article)
		}
	}
	return ""
}
