package bot

import (
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// What the list's notes and other texts decide beside its entries.
const (
	noteOutside = "说明第一条" // what is on no list: 按内外资一致
	noteForms   = "说明第二条" // no 个体工商户, 个人独资企业
	noteEquity  = "说明第四条" // no partnership where equity is required
	noteTreaty  = "说明第九条" // CEPA, ECFA, treaties
)

// soleCompatriots lets residents of Hong Kong, Macao and Taiwan run a 个体工商户.
var soleCompatriots = policy.Basis{Title: "促进个体工商户发展条例", Article: "第三十七条"}

// quotedMost is how many entries one bubble quotes, partEntry how many bytes of each when there are several.
const (
	quotedMost = 3
	partEntry  = 300
)

// listing is an answer from the list while it is put together.
type listing struct {
	*turn
	q        listQuestion
	list     *policy.Item // the edition that judges
	verdicts []verdict
	wide     []verdict    // within the zone: what the nationwide list says, for what the zone's excerpt doesn't tell
	wideList *policy.Item // that list
	quotes   []quotation
	articles []string // cited of list

	announced []*policy.Passage // what says that an entry is gone, beside the list itself
}

// quotation is what an entry or an announcement says, with its name for when there are several.
type quotation struct{ name, text string }

// list answers a question about the negative list.
func (t *turn) list(q listQuestion) bool {
	t.x.Talk = desk.TalkAsk
	if q.Day != "" {
		t.on = q.Day
	}
	t.conv.Asked, t.conv.Answer, t.found = sayListQuestion(q), "", search.Result{Outcome: desk.OutcomeAnswer}
	scope := policy.Nationwide
	if q.Zone {
		scope = policy.Zones
	}
	list, ok := t.edition(q, scope)
	if !ok {
		return t.noEdition(q, scope)
	}
	if q.Whole != "" {
		return (&listing{turn: t, q: q, list: list}).whole()
	}
	l := &listing{turn: t, q: q, list: list, verdicts: t.judge(list, q.Activities)}
	if len(l.verdicts) == 1 && len(l.verdicts[0].near) > 0 {
		return l.unsure(l.verdicts[0])
	}
	if q.Zone {
		if l.wideList, ok = t.Search.Library().Edition(policy.Nationwide, t.on); ok {
			l.wide = t.judge(l.wideList, q.Activities)
		}
	}
	return l.tell()
}

// tell words the verdicts: one line each, the entries' own words, the source, what to beware of, the next step.
func (l *listing) tell() bool {
	l.gather()
	b := bubble{asked: l.conv.Asked, source: l.source()}
	if l.q.Text {
		b.lead = paragraphs(l.texts()...)
	} else {
		l.word(&b)
	}
	for _, h := range l.found.Hits {
		l.restsOn(h.Passage)
		l.rests = append(l.rests, desk.Ground{Item: l.list.ID, Title: l.list.Title(), Article: h.Passage.Article})
	}
	if len(l.found.Hits) > 0 {
		h := l.found.Hits[0]
		l.x.Item, l.x.Title, l.x.Article = h.Passage.Item.ID, h.Passage.Title, h.Passage.Article
		l.conv.Answer, b.link = h.Passage.ID, l.fullText(h.Passage)
	}
	l.pending = l.pending || l.list.Review == policy.Pending
	l.x.Outcome, b.lead = desk.OutcomeAnswer, l.above(b.lead)
	choices := l.choices()
	l.rest()
	l.x.Reply = l.render(b, choices)
	l.q.Text = false
	l.remember(l.q)
	return true
}

// word fills in the answer itself.
func (l *listing) word(b *bubble) {
	b.lead = join(l.heading(), l.form(), l.lines(), l.now())
	if len(l.quotes) == 1 {
		b.quote = l.quotes[0].text
	} else {
		var lines []string
		for _, q := range l.quotes {
			lines = append(lines, sayQuotation(q))
		}
		b.lead = paragraphs(b.lead, strings.Join(lines, "\n"))
	}
	b.caution, b.next = paragraphs(l.compatriots(), sayBeware(l.cautions())), l.next()
}

// paragraphs joins what isn't empty with a blank line.
func paragraphs(parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), "\n\n")
}

// heading names the edition, where it isn't today's; the day stands above every answer.
func (l *listing) heading() string {
	if l.q.Edition != "" && l.list.On(l.today()) != policy.InForce {
		return sayByEdition(l.list.List)
	}
	if l.on == l.today() {
		return ""
	}
	return sayApplied(l.list.List)
}

func (l *listing) lines() string {
	var lines []string
	for _, v := range l.verdicts {
		lines = append(lines, sayListVerdict(v, l.list.List, l.q))
		if w, ok := l.told(v); ok {
			lines = append(lines, sayWide(sayListVerdict(w, l.wideList.List, l.q), w.Name))
		}
	}
	return strings.Join(lines, "\n")
}

// now says what today's edition holds, below an answer from another.
func (l *listing) now() string {
	today, ok := l.Search.Library().Edition(l.list.List.Scope, l.today())
	if !ok || today == l.list {
		return ""
	}
	verdicts := l.judge(today, l.q.Activities)
	if slices.EqualFunc(verdicts, l.verdicts, func(a, b verdict) bool { return a.Verdict == b.Verdict }) {
		return saySameNow(today.List)
	}
	lines := []string{""}
	for _, v := range verdicts {
		lines = append(lines, sayNow(today.List, sayListVerdict(v, today.List, l.q)))
	}
	return strings.Join(lines, "\n")
}

// form answers for the form of entity that was asked.
func (l *listing) form() string {
	switch l.q.Form {
	case formSole:
		return sayFormSole(l.q.From != "")
	case formPartner:
		return sayFormPartner(l.equity())
	}
	return ""
}

func (l *listing) equity() bool {
	return l.any(func(v verdict) bool {
		return v.Verdict == policy.VerdictRestricted && slices.ContainsFunc(v.Entries, func(e policy.Entry) bool { return e.Equity })
	})
}

func (l *listing) any(is func(verdict) bool) bool { return slices.ContainsFunc(l.verdicts, is) }

func (l *listing) has(verdicts ...policy.Verdict) bool {
	return l.any(func(v verdict) bool { return slices.Contains(verdicts, v.Verdict) })
}

// compatriots says what differs for investors of Hong Kong, Macao and Taiwan.
func (l *listing) compatriots() string {
	if l.q.From == "" {
		return ""
	}
	_, filed := l.Search.Library().Find(soleCompatriots)
	sole := filed && l.q.Form == "" && l.any(func(v verdict) bool { return v.Verdict != policy.VerdictBanned })
	return sayCompatriots(l.q.From, sole)
}

func (l *listing) source() string {
	p, ok := l.cited()
	if !ok {
		return ""
	}
	c := l.cite(l.hit(p))
	c.article, c.checked = sayArticles(l.articles), l.list.CheckedOn()
	c.overdue = l.overdue(l.list, c.now) || l.list.List.Text != policy.TextOfficial
	lines := []string{sayCitation(c)}
	for _, p := range l.announced {
		lines = append(lines, sayAnnounced(p))
	}
	return strings.Join(lines, "\n")
}

// cited is a passage of the list, whose validity the source line tells.
func (l *listing) cited() (*policy.Passage, bool) {
	for _, h := range l.found.Hits {
		if h.Passage.Title == l.list.Title() {
			return h.Passage, true
		}
	}
	return l.Search.Library().Entry(l.list, l.list.List.Entries[0])
}

func (l *listing) cautions() []string {
	var out []string
	li := l.list.List
	if li.Text != policy.TextOfficial {
		out = append(out, sayListText(li))
	}
	for _, v := range l.verdicts {
		for _, e := range v.Entries {
			if e.Exceptions != "" && !slices.Contains(out, e.Exceptions) {
				out = append(out, e.Exceptions)
			}
		}
	}
	if l.has(policy.VerdictUnlisted, policy.VerdictStruck) {
		out = append(out, sayNotFree)
	}
	if l.equity() && l.q.Form != formPartner {
		out = append(out, sayNoPartnership)
	}
	if l.has(policy.VerdictRestricted, policy.VerdictUnlisted, policy.VerdictStruck, policy.VerdictPartly, policy.VerdictExempt) && l.q.Form != formSole && l.q.From == "" {
		out = append(out, saySoleCaution)
	}
	if l.q.Zone {
		out = append(out, sayZoneCaution)
	}
	return out[:min(len(out), 4)]
}

func (l *listing) next() string {
	switch {
	case l.list.On(l.today()) != policy.InForce:
		return ""
	case l.has(policy.VerdictUnknown):
		return sayCheckNext
	case !l.any(func(v verdict) bool { return v.Verdict != policy.VerdictBanned }):
		return sayBannedNext
	}
	return sayListNext
}

// choices are the ways on from an answer.
func (l *listing) choices() []desk.Choice {
	var out []desk.Choice
	zone := l.q
	zone.Zone = !zone.Zone
	switch {
	case l.q.Edition != "" || l.on != l.today():
		now := l.q
		now.Edition, now.Day = "", ""
		out = append(out, listChoice(askToday, now))
	case l.q.Zone:
		out = append(out, listChoice(askNationwide, zone))
	default:
		out = append(out, listChoice(askFreeTrade, zone))
	}
	if l.q.From == "" {
		hmt := l.q
		hmt.From = "hmt"
		out = append(out, listChoice(askCompatriots, hmt))
	}
	if !l.q.Text && len(l.texts()) > 0 {
		text := l.q
		text.Text = true
		out = append(out, listChoice(askOriginal, text))
	}
	return append(out, toHuman())
}

// texts are the whole words of everything that the answer cites.
func (l *listing) texts() []string {
	var out []string
	for _, h := range l.found.Hits {
		out = append(out, sayText(h.Passage))
	}
	return out
}
