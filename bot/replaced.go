package bot

import (
	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// replaced answers a question whose words only a text no longer in force has: with the article of what replaced it that is
// closest, and says so. It reports false when nothing on file replaced it, or nothing in that comes close.
func (t *turn) replaced(asked string) bool {
	if len(t.found.Old) == 0 || t.on != t.today() {
		return false
	}
	old := t.found.Old[0]
	names := t.names()
	heir := lastOnFile(names.Chain(names.Edition(old.Passage.Title)))
	if heir.Item == nil || heir.Item.On(t.on) != policy.InForce {
		return false
	}
	near := t.closest(heir.Item.ID, termsOf(asked+inLaw(asked)))
	if len(near) == 0 {
		return false
	}
	hits := make([]search.Hit, 0, 3)
	for _, p := range near[:min(3, len(near))] {
		hits = append(hits, t.hit(p))
	}
	t.picked(hits)
	p := near[0]
	t.cited(p)
	t.x.Outcome = desk.OutcomeAnswer
	b := bubble{
		lead: t.above(sayReplaced(old.Passage.Title, old.Status, p.Title)), quote: p.Text, asked: asked, source: sayCitation(t.cite(hits[0])),
		caution: sayReplacedCaution, link: t.fullText(p),
	}
	t.x.Reply = t.render(b, []desk.Choice{{Label: labelOld, Act: actRead, Arg: old.Passage.ID}, toHuman()})
	return true
}
