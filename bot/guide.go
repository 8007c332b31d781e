package bot

import (
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
)

// actField shows one part of a guide; Arg is the item ID, "#" and the field. Stored: never rename.
const actField = "field"

// guideParts are what a guide can be asked for, in the order of the choices.
var guideParts = []struct {
	field, label string
	text         func(g *policy.Guide) string
}{
	{"who", labelWho, func(g *policy.Guide) string { return join(g.Who, sayBullets(g.Conditions)) }},
	{"materials", labelMaterials, func(g *policy.Guide) string { return sayBullets(g.Materials) }},
	{"steps", labelSteps, func(g *policy.Guide) string { return join(sayBullets(g.Steps), g.Where) }},
	{"days", labelDays, func(g *policy.Guide) string { return join(g.Days, g.Fee) }},
	{"late", labelLate, func(g *policy.Guide) string { return g.Late }},
}

func guideFields(it *policy.Item) []desk.Choice {
	var out []desk.Choice
	for _, p := range guideParts {
		if p.text(it.Guide) != "" {
			out = append(out, desk.Choice{Label: p.label, Act: actField, Arg: it.ID + "#" + p.field})
		}
	}
	return out
}

// otherFields are the parts of a guide beside the one shown.
func otherFields(it *policy.Item, shown string) []desk.Choice {
	return slices.DeleteFunc(guideFields(it), func(c desk.Choice) bool { return strings.HasSuffix(c.Arg, "#"+shown) })
}

// field shows one part of a guide and offers the others.
func (t *turn) field(arg string) bool {
	id, field, _ := strings.Cut(arg, "#")
	p, ok := t.Search.Library().Passage(id + "#")
	if !ok {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	for _, part := range guideParts {
		if part.field != field {
			continue
		}
		g := p.Item.Guide
		text := part.text(g)
		return t.part(t.hit(p), field, text, g.Title+" "+part.label, bubble{lead: g.Title + "：" + part.label + "\n" + text, asked: text})
	}
	return t.read(p.ID)
}
