package bot

import (
	"net/url"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/search"
)

// actClock computes a last day; Arg is the term's ID, with the day of the event as TERM|DAY. Stored: never rename.
const actClock = "clock"

// clockSubject begins what a conversation is about after a last day was computed or asked for. Stored: never rename.
const clockSubject = "clock:"

// How citizens ask for a last day. Query words, reviewed by hand.
var (
	asksLimit = compile(`最晚|最迟|哪天|哪一天|几号|几月|什么时候|啥时候|何时|截止|到期|期限|来得及|还有几天|还剩几?天|多久|几天内|多少天|之前要|逾期|过期|超期|晚不晚|晚了|迟了`)
	asksDay   = compile(`哪天|哪一天|几号|几月几|截止日|到期日|帮我算|算一下|算下|怎么算`)
	asksLate  = compile(`来得及|晚不晚|晚了[吗没]|迟了[吗没]|迟不迟|[逾过超]期了?[吗没]|算不算`)
	yearly    = compile(`年报|年度|每年|每季|季度`)
	ownCode   = compile(`^[A-Za-z]\s?\d{1,2}[\s.、:：]+`)
)

// wordy is how many bytes of a term a question must name, unless the talk is about the term already: three characters.
const wordy = 9

// hearDeadline computes the last day of a time limit. It hears a question for it that names the event, and after a day was
// asked for, the day alone.
func hearDeadline(t *turn) bool {
	if t.chooses() {
		return false
	}
	about, going := strings.CutPrefix(t.conv.Subject, clockSubject)
	text := ownCode.ReplaceAllString(t.text, "")
	days := daysIn(text, disclosure.DayOf(t.now), going)
	asked := asksLimit.MatchString(text)
	if going {
		term, ok := t.term(about)
		if ok && len(days) > 0 && (asked || runes(text) <= shortAnswer) && !t.another(term, text) {
			return t.from(term, text, days)
		}
		t.conv.Subject = ""
	}
	if yearly.MatchString(text) || !asked || len(days) == 0 && !asksDay.MatchString(text) {
		return false
	}
	switch terms := t.terms(text, len(days) == 0 && t.elseAsked(text)); len(terms) {
	case 0:
		return false
	case 1:
		return t.from(terms[0], text, days)
	default:
		return t.whichTerm(terms, days)
	}
}

// chooses reports whether the message is one of the choices now offered, code and label.
func (t *turn) chooses() bool {
	m := code.FindStringSubmatch(folded(t.text))
	return m != nil && slices.ContainsFunc(t.conv.Choices, func(c desk.Choice) bool {
		return c.Code == strings.ToUpper(m[1])+m[2] && begins(c.Label, m[3])
	})
}

// another reports whether the text names another term better than this one.
func (t *turn) another(this *policy.Term, text string) bool {
	return slices.ContainsFunc(t.Terms, func(o policy.Term) bool {
		n := o.Covered(text)
		return n >= wordy && n > this.Covered(text)
	})
}

// shortAnswer is how many letters a message may have that only names a day.
const shortAnswer = 16

func (b *Bot) term(id string) (*policy.Term, bool) {
	i := slices.IndexFunc(b.Terms, func(t policy.Term) bool { return t.ID == id })
	if i < 0 {
		return nil, false
	}
	return &b.Terms[i], true
}

// elseAsked reports whether a message says more than that it asks for a day, and something the conversation is not about.
func (t *turn) elseAsked(text string) bool {
	rest := asksLimit.ReplaceAllString(text, " ")
	return ownWords(rest) > briefest && !t.saysNothingNew(rest)
}

// terms are those that a question names best; words that name none leave those that the last answer rested on, unless they ask
// for something else.
func (t *turn) terms(text string, otherwise bool) []*policy.Term {
	var best []*policy.Term
	most, named := 0, otherwise || t.named(text)
	for i := range t.Terms {
		term := &t.Terms[i]
		if _, holds := t.Search.Library().Holds(term, t.on); !holds {
			continue
		}
		n := term.Covered(text)
		if n > 0 || !named {
			n += t.follows(term)
		}
		switch {
		case n < wordy || n < most:
		case n == most:
			best = append(best, term)
		default:
			best, most = []*policy.Term{term}, n
		}
	}
	return best
}

// named reports whether the text names any term by itself.
func (t *turn) named(text string) bool {
	return slices.ContainsFunc(t.Terms, func(o policy.Term) bool { return o.Covered(text) >= wordy })
}

// follows is what it counts that the last answer rested on the term's article: before any other, or among others.
func (t *turn) follows(term *policy.Term) int {
	p, ok := t.Search.Library().Passage(t.conv.Answer)
	switch {
	case !ok:
		return 0
	case p.Title == term.Basis.Title && p.Article == term.Basis.Article:
		return 2 * wordy
	case slices.Contains(p.Item.Basis(), term.Basis):
		return wordy
	}
	return 0
}

// from computes the term from the day that the text names, or asks which day it is.
func (t *turn) from(term *policy.Term, text string, days []eventDay) bool {
	t.conv.Asked = text
	if m := code.FindStringSubmatch(folded(text)); m != nil && m[3] != "" {
		t.conv.Asked = m[3] // “A2 11月3日决议的，最晚哪天”
	}
	for _, d := range days {
		if d.fault != "" {
			return t.whichDay(term, d.fault+sayDayHelp, nil)
		}
	}
	switch late := asksLate.MatchString(text); {
	case len(days) == 0:
		return t.whichDay(term, "", nil)
	case len(days) == 1 && late:
		return t.latest(term, days[0].day, disclosure.DayOf(t.now))
	case len(days) == 1:
		return t.latest(term, days[0].day, "")
	case len(days) == 2 && late:
		first, second := days[0].day, days[1].day
		return t.latest(term, min(first, second), max(first, second))
	}
	if day, ok := eventDayOf(term, text, days); ok {
		return t.latest(term, day, "")
	}
	return t.whichDay(term, sayWhichDay, days)
}

// eventDayOf is the only day that stands in one clause with words of the term.
func eventDayOf(term *policy.Term, text string, days []eventDay) (disclosure.Day, bool) {
	var found []disclosure.Day
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，,。；;！!？?", r) }) {
		for _, d := range days {
			if strings.Contains(clause, d.words) && term.Covered(clause) >= wordy {
				found = append(found, d.day)
			}
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// whichDay gives the rule and asks for the day of the event.
func (t *turn) whichDay(term *policy.Term, lead string, days []eventDay) bool {
	p, ok := t.limits(term)
	if !ok {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	t.conv.Subject = clockSubject + term.ID
	b := bubble{lead: lead}
	var choices []desk.Choice
	if lead == "" {
		today := disclosure.DayOf(t.now)
		b = bubble{
			lead: sayWhichStart(term), quote: paragraphOf(p.Text, term.Rule), asked: term.Rule, source: t.sourceOf(term, p),
			caution: sayCaution(term.Note), link: t.fullText(p),
		}
		choices = append(choices, t.start(term, sayStartChoice("今天", today), today), t.start(term, sayStartChoice("昨天", today.Add(-1)), today.Add(-1)))
	}
	for _, d := range days[:min(3, len(days))] {
		choices = append(choices, t.start(term, sayStartLabel(d.day), d.day))
	}
	t.x.Reply = t.render(b, append(choices, toHuman()))
	return true
}

func (t *turn) start(term *policy.Term, label string, day disclosure.Day) desk.Choice {
	return desk.Choice{Label: label, Act: actClock, Arg: term.ID + "|" + string(day)}
}

// whichTerm lets the citizen pick the time limit, and keeps the day that was named.
func (t *turn) whichTerm(terms []*policy.Term, days []eventDay) bool {
	t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeChoose
	choices := make([]desk.Choice, 0, 4)
	t.found.Hits = nil
	for _, term := range terms[:min(3, len(terms))] {
		arg := term.ID
		if len(days) == 1 && days[0].fault == "" {
			arg += "|" + string(days[0].day)
		}
		choices = append(choices, desk.Choice{Label: sayTerm(term), Act: actClock, Arg: arg})
		if p, ok := t.Search.Library().Find(term.Basis); ok {
			t.found.Hits = append(t.found.Hits, t.hit(p))
		}
	}
	t.x.Reply = t.render(bubble{lead: sayWhichTerm}, append(choices, desk.Choice{Code: "0", Label: sayOther, Act: actHuman}))
	return true
}

// clock acts on a choice.
func (t *turn) clock(arg string) bool {
	id, day, dated := strings.Cut(arg, "|")
	term, ok := t.term(id)
	if !ok {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	if !dated {
		return t.whichDay(term, "", nil)
	}
	return t.latest(term, disclosure.Day(day), "")
}

// limits notes in the exchange that the answer rests on the term's article.
func (t *turn) limits(term *policy.Term) (*policy.Passage, bool) {
	p, holds := t.Search.Library().Holds(term, t.on)
	if !holds {
		return nil, false
	}
	h := t.hit(p)
	t.found = search.Result{Outcome: desk.OutcomeAnswer, Hits: []search.Hit{h}}
	t.x.Hits = []desk.Hit{{Passage: p.ID, Confidence: h.Confidence}}
	t.x.Talk, t.x.Outcome, t.x.Item, t.x.Title, t.x.Article = desk.TalkAsk, desk.OutcomeAnswer, p.Item.ID, p.Title, p.Article
	t.conv.Answer = p.ID
	return p, true
}

// latest is the answer: the last day, how it was counted, the rule with its proviso. acted is the day on which it was or
// will be done, empty when nobody asked.
func (t *turn) latest(term *policy.Term, start, acted disclosure.Day) bool {
	p, ok := t.limits(term)
	if !ok {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayGone, toHuman())
	}
	t.conv.Subject = clockSubject + term.ID
	c := t.cite(t.found.Hits[0])
	if effective := disclosure.Day(c.effective); start < effective {
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayBefore(p.Title, c.effective, start), toHuman())
	}
	today := disclosure.DayOf(t.now)
	count := t.Calendar().Count(start, term.N, disclosure.Unit(term.Unit))
	b := bubble{
		lead: sayLatest(count.Due(), count.Provisional), quote: paragraphOf(p.Text, term.Rule), asked: term.Rule,
		source: t.sourceOf(term, p), caution: sayCaution(term.Note), link: t.fullText(p), links: t.countLinks(term, start),
	}
	if acted != "" {
		b.lead = sayInTime(acted, count.Due()) + b.lead
	}
	if term.Extend > 0 {
		longest := t.Calendar().Count(start, term.N+term.Extend, disclosure.Unit(term.Unit))
		b.lead += "\n" + sayExtended(longest.Due())
	}
	b.lead += "\n\n" + sayCounted(term, count) + "\n" + sayRemaining(today, count.Due())
	if count.Provisional {
		b.lead += "\n\n" + sayProvisional(count, today)
	}
	var choices []desk.Choice
	if term.Late != "" {
		choices = append(choices, desk.Choice{Label: labelTooLate, Act: actAsk, Arg: term.Late})
	}
	t.x.Reply = t.render(b, append(choices, toHuman()))
	return true
}

func (t *turn) sourceOf(term *policy.Term, p *policy.Passage) string {
	c := t.cite(t.hit(p))
	c.article += term.Paragraph
	return sayCitation(c)
}

// countLinks lead to the day-by-day count and to the calendar file.
func (t *turn) countLinks(term *policy.Term, start disclosure.Day) []anchor {
	query := "?" + url.Values{"rule": {term.ID}, "from": {string(start)}}.Encode()
	return []anchor{{labelDayByDay, t.PublicURL + "/count" + query}, {labelCalendar, t.PublicURL + "/count.ics" + query}}
}

// counting offers to compute the last day where the answer rests on an article that sets a time limit.
func (t *turn) counting(p *policy.Passage) []desk.Choice {
	for i := range t.Terms {
		term := &t.Terms[i]
		if _, holds := t.Search.Library().Holds(term, t.on); holds && term.Basis == (policy.Basis{Title: p.Title, Article: p.Article}) {
			return []desk.Choice{{Label: labelCount, Act: actClock, Arg: term.ID}}
		}
	}
	return nil
}

// paragraphOf is the paragraph of a text that holds the words, with the items that it announces.
func paragraphOf(text, words string) string {
	paragraphs := strings.Split(text, "\n")
	at := slices.IndexFunc(paragraphs, func(p string) bool { return strings.Contains(p, words) })
	if at < 0 {
		return text
	}
	end := at + 1
	if head := strings.TrimSpace(paragraphs[at]); strings.HasSuffix(head, "：") || strings.HasSuffix(head, ":") {
		for end < len(paragraphs) && (strings.HasPrefix(paragraphs[end], "（") || strings.HasPrefix(paragraphs[end], "(")) {
			end++
		}
	}
	return strings.TrimSpace(strings.Join(paragraphs[at:end], "\n"))
}
