package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// What a choice does with the cases of a guide; Arg is the item ID, "#" and the case's place. Stored: never rename.
const (
	actBranch = "branch" // show the case
	actCases  = "cases"  // offer the cases from there on
)

// How many cases a bubble offers, below a guide's summary and below an answer.
const (
	casesShown = 3
	casesBelow = 4
)

// guideWays are the choices below a guide: its cases where the law parts the ways, else its fields.
func guideWays(it *policy.Item) []desk.Choice {
	if len(it.Guide.Branches) == 0 {
		return guideFields(it)
	}
	return cases(it, 0, casesShown)
}

func cases(it *policy.Item, from, most int) []desk.Choice {
	var out []desk.Choice
	all := it.Guide.Branches
	for i := from; i < min(len(all), from+most); i++ {
		out = append(out, branchChoice(it, i))
	}
	if next := from + most; next < len(all) {
		out = append(out, desk.Choice{Label: labelMoreCases, Act: actCases, Arg: fmt.Sprintf("%s#%d", it.ID, next)})
	}
	return out
}

func branchChoice(it *policy.Item, i int) desk.Choice {
	return desk.Choice{Label: it.Guide.Branches[i].When, Act: actBranch, Arg: fmt.Sprintf("%s#%d", it.ID, i)}
}

// branches are the cases of all guides that stand on an article which an answer cites; one alone is no choice.
func (t *turn) branches(p *policy.Passage) []desk.Choice {
	var out []desk.Choice
	lib := t.Search.Library()
	for i := range lib.Items {
		it := &lib.Items[i]
		if it.Kind != policy.KindGuide {
			continue
		}
		for n, b := range it.Guide.Branches {
			if len(out) < casesBelow && slices.Contains(p.Item.Basis(), firstOf(b.Basis)) {
				out = append(out, branchChoice(it, n))
			}
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// waysOn are the choices below an answer: the cases of its article, else its last day.
func (t *turn) waysOn(p *policy.Passage) []desk.Choice {
	if ways := t.branches(p); ways != nil {
		return ways
	}
	return t.counting(p)
}

// caseOf finds the guide and the place that a choice names, as long as they are published.
func (t *turn) caseOf(arg string) (*policy.Item, int, bool) {
	id, place, _ := strings.Cut(arg, "#")
	it, ok := t.Search.Library().Item(id)
	n, err := strconv.Atoi(place)
	if !ok || err != nil || it.Kind != policy.KindGuide || n < 0 || n >= len(it.Guide.Branches) {
		return nil, 0, false
	}
	return it, n, true
}

// moreCases offers the next cases of a guide, and after the last its fields.
func (t *turn) moreCases(arg string) bool {
	it, from, ok := t.caseOf(arg)
	if !ok {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	t.conv.Answer = it.ID + "#"
	return t.say(desk.TalkAsk, desk.OutcomeChoose, sayWhichCase(it.Guide.Title), append(cases(it, from, casesPerList), toHuman())...)
}

// casesPerList is how many cases fit a bubble that holds nothing else.
const casesPerList = 7

// branch answers for one case: what to do, the law's words, and where there is a time limit, its last day.
func (t *turn) branch(arg string) bool {
	it, n, ok := t.caseOf(arg)
	if !ok {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	b := &it.Guide.Branches[n]
	t.pending = it.Review == policy.Pending
	t.x.Talk, t.x.Outcome, t.x.Item = desk.TalkAsk, desk.OutcomeAnswer, it.ID
	first := firstOf(b.Basis)
	t.x.Title, t.x.Article = first.Title, first.Article
	t.conv.Answer = it.ID + "#"
	out := bubble{lead: sayCase(b), link: t.PublicURL + "/p/" + it.ID}
	var choices []desk.Choice
	t.found.Hits = nil
	for _, cited := range b.Basis {
		if p, found := t.Search.Library().Find(cited); found {
			t.found.Hits = append(t.found.Hits, t.hit(p))
		}
	}
	if len(t.found.Hits) > 0 {
		first := t.found.Hits[0]
		c := t.cite(first)
		c.overdue = c.overdue || t.overdue(it, c.now)
		out.source, out.link = sayCitation(c), t.fullText(first.Passage)
		choices = slices.DeleteFunc(t.counting(first.Passage), func(c desk.Choice) bool { return !t.setsLimit(b, c.Arg) })
	}
	t.x.Hits = hitsOf(t.found.Hits)
	t.x.Reply = t.render(out, append(choices, desk.Choice{Label: labelOtherCases, Act: actCases, Arg: it.ID + "#0"}, toHuman()))
	return true
}

// setsLimit reports whether a case states the time limit of a term.
func (t *turn) setsLimit(b *policy.Branch, term string) bool {
	limit, ok := t.term(term)
	return ok && strings.Contains(b.Text, sayPeriod(limit))
}

func hitsOf(hits []search.Hit) []desk.Hit {
	out := make([]desk.Hit, 0, len(hits))
	for _, h := range hits {
		out = append(out, desk.Hit{Passage: h.Passage.ID, Confidence: h.Confidence})
	}
	return out
}
