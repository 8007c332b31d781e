package bot

import (
	"strings"

	"shangda/desk"
	"shangda/policy"
)

// unsure names the entries that may be meant, and claims nothing.
func (l *listing) unsure(v verdict) bool {
	l.x.Outcome = desk.OutcomeChoose
	var choices []desk.Choice
	for _, e := range v.near[:min(3, len(v.near))] {
		if p, ok := l.Search.Library().Entry(l.list, e); ok {
			l.add(p)
			choices = append(choices, desk.Choice{Label: sayNearEntry(e), Act: actRead, Arg: p.ID})
		}
	}
	l.rest()
	l.x.Reply = l.render(bubble{lead: l.above(join(l.heading(), sayUnsure(v.Name, l.list.List)))}, append(choices, toHuman()))
	l.remember(l.q)
	return true
}

// noEdition says honestly that the list of the day is not on file, and what the nearest later one says.
func (t *turn) noEdition(q listQuestion, scope string) bool {
	t.x.Outcome = desk.OutcomeNone
	b := bubble{lead: sayNoEdition(t.on, q.Edition, scope)}
	if next, ok := t.after(scope); ok && q.Whole == "" {
		var lines []string
		for _, v := range t.judge(next, q.Activities) {
			lines = append(lines, sayListVerdict(v, next.List, q))
			for _, e := range v.Entries {
				if p, ok := t.Search.Library().Entry(next, e); ok {
					t.found.Hits = append(t.found.Hits, t.hit(p))
				}
			}
		}
		b.lead += "\n\n" + sayLater(next.List, strings.Join(lines, "\n"))
		if next.List.Text != policy.TextOfficial {
			b.caution = sayBeware([]string{sayListText(next.List)})
		}
	}
	b.lead = t.above(b.lead)
	now := q
	now.Edition, now.Day = "", ""
	t.x.Reply = t.render(b, []desk.Choice{listChoice(askToday, now), toHuman()})
	t.remember(q)
	return true
}

// after is the first edition on file that took effect after the asked day.
func (t *turn) after(scope string) (*policy.Item, bool) {
	var next *policy.Item
	for _, it := range t.Search.Library().Editions(scope) {
		if it.List.Effective > t.on {
			next = it
		}
	}
	return next, next != nil
}
