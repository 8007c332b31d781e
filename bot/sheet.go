package bot

import "shangda/desk"

// withSheet is the tail of a reply, with a link to the permanent page of its answer (答复单) where there is an answer and the
// link costs none of its words. The page's content goes into the exchange, to be kept with it.
func (t *turn) withSheet(b bubble, text, choices string) string {
	tail := b.tail(choices)
	t.x.Sheet = desk.Sheet{}
	lib := t.Search.Library()
	p, ok := lib.Passage(t.conv.Answer)
	switch {
	case t.x.Outcome != desk.OutcomeAnswer, !ok, p.Item.ID != t.x.Item, b.link == "":
		return tail // no answer
	case t.msg.FromUserName == "":
		return tail // nobody asked, so nothing is kept
	case len(b.links) > 0:
		return tail // a count, whose page is permanent itself
	}
	token, body := lib.Sheet(p, t.today(), t.on).Encode()
	b.links = []anchor{{saySheet, t.PublicURL + "/a/" + token}}
	longer := b.tail(choices)
	if len(text)+len(longer) > limit && len(text)-len(b.quote)+min(len(b.quote), screen)+len(longer) > limit {
		return tail
	}
	t.x.Sheet = desk.Sheet{Token: token, Body: body}
	return longer
}
