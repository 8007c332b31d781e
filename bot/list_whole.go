package bot

import (
	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// portion is which entries of a list are asked for. Stored in conversations: never rename.
type portion string

const (
	partAll     portion = "all"
	partBanned  portion = "banned"
	partLimited portion = "limited"
)

// Questions for the list itself. asksWhole is cut out before the rest is read, which may say nothing else; sectors is what
// a question without the word 清单 must ask for, and whether they are closed or limited.
var (
	asksWhole = compile(`(?:一共|总共|共|都|具体|大概|分别)?(?:有|包括|包含|规定了?|列了?)?(?:哪些|哪几[类个项种]|什么|多少|几)(?:条|项|个|类|种)?(?:内容|条目|事项|行业|领域|产业|项目|方面)?|完整|全部|所有|内容|条目|一览`)
	sectors   = compile(`行业|领域|产业|投资哪|投哪|(?:哪些|什么|啥)(?:限制|禁止)|(?:限制|禁止)(?:了)?(?:哪些|什么|啥)`)
	banning   = compile(`禁止|不能|不让|不准|不可以|不许|不允许|不得`)
	limited   = compile(`限制|控股|股比|合资|条件`)
)

// readWhole reads a question for a list itself: 负面清单有哪些, 哪些行业外资不能投, 2021年版一共多少条.
func readWhole(text string, v vocabulary, lists []*policy.Item) (listQuestion, bool) {
	text = search.Fold(text)
	if !asksWhole.MatchString(text) {
		return listQuestion{}, false
	}
	r := readList(asksWhole.ReplaceAllString(text, " "), v, lists)
	q := r.q
	switch {
	case len(q.Activities)+len(r.loose) > 0, r.other > 0, q.Form != "", q.From != "", r.has[roleProcedure], r.has[roleSoft], r.has[roleDomestic]:
		return q, false
	case !r.has[roleList] && q.Edition == "" && !(sectors.MatchString(text) && (banning.MatchString(text) || limited.MatchString(text)) && (r.investor || q.Share)):
		return q, false
	}
	q.Share, q.Alone, q.Whole = false, false, partAll
	switch {
	case banning.MatchString(text) && !limited.MatchString(text):
		q.Whole = partBanned
	case limited.MatchString(text) && !banning.MatchString(text):
		q.Whole = partLimited
	}
	return q, true
}

// whole tells what is on a list, in brief.
func (l *listing) whole() bool {
	for _, e := range l.list.List.Entries {
		if p, ok := l.Search.Library().Entry(l.list, e); ok && (l.q.Whole == partAll || e.Banned == (l.q.Whole == partBanned)) {
			l.add(p)
			l.restsOn(p)
		}
	}
	b := bubble{
		asked: l.conv.Asked, lead: l.above(sayWhole(l.list.List, l.q.Whole)), source: l.source(),
		caution: sayBeware(l.cautions()), link: l.PublicURL + "/p/" + l.list.ID,
	}
	if l.list.On(l.today()) == policy.InForce {
		b.next = sayWholeNext
		if l.list.List.Complete {
			b.next = join(sayWholeRest, sayWholeNext)
		}
	}
	l.pending = l.pending || l.list.Review == policy.Pending
	l.x.Outcome, l.x.Item, l.x.Title = desk.OutcomeAnswer, l.list.ID, l.list.Title()
	l.x.Reply = l.render(b, l.wholeWays())
	l.remember(l.q)
	return true
}

// wholeWays are the ways on from a list in brief.
func (l *listing) wholeWays() []desk.Choice {
	conditions, zone, now := l.q, l.q, l.q
	conditions.Whole, zone.Zone, now.Edition, now.Day = partLimited, !l.q.Zone, "", ""
	var out []desk.Choice
	if l.q.Whole != partLimited {
		out = append(out, listChoice(askConditions, conditions))
	}
	switch {
	case l.q.Edition != "" && l.list.On(l.today()) != policy.InForce || l.on != l.today():
		out = append(out, listChoice(askToday, now))
	case l.q.Zone:
		out = append(out, listChoice(askNationwide, zone))
	default:
		out = append(out, listChoice(askFreeTrade, zone))
	}
	return append(out, toHuman())
}
