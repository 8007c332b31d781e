package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"shangda/desk"
	"shangda/search"
	"shangda/store"
)

const (
	// mostOpen bounds how many questions of one citizen may wait at a time.
	mostOpen = 5
	// content is how many characters a text has at least that staff can do something with.
	content = 8
	// fromNone is the argument of a choice of staff where nothing was found.
	fromNone = string(desk.FromNone)
)

// handed is a ticket that the message raised or met, as far as the reply needs it. A zero number: nobody asked, see Consult.
type handed struct {
	desk.Ticket
	fresh bool // raised by this message
	urged bool // counted as 催办
	full  bool // too many wait, so there is none
	promise
}

// promise is when an answer can be expected: by the end of the day on which the ticket is due.
type promise struct {
	presence
	by time.Time // zero when nobody knows
}

// handIn hands a question to staff and tells its number and when to expect an answer.
func (t *turn) handIn(question string, origin desk.TicketOrigin) bool {
	kind := kindOf(question)
	if kind == desk.TicketQuestion && origin == desk.FromRating {
		kind = desk.TicketUnhelpful
	}
	h, err := t.raise(question, kind, origin)
	if err != nil {
		t.Log.Error("ticket not raised", "err", err)
		return t.say(desk.TalkHuman, desk.OutcomeError, sayApology)
	}
	switch {
	case h.full:
		return t.say(desk.TalkHuman, desk.OutcomeHuman, sayTooMany(mostOpen, t.Office))
	case h.Kind == desk.TicketReport:
		t.conv.Matter = ""
	}
	choices := []desk.Choice{ticketChoice(sayAddMore, doMore, h.ID), ticketChoice(sayRewrite, doRewrite, h.ID), ticketChoice(sayCallMe, doPhone, h.ID)}
	if h.Kind == desk.TicketRequest { // only a person may clear it
		choices = slices.Delete(choices, 1, 2)
	}
	return t.say(desk.TalkHuman, desk.OutcomeHuman, sayHandedIn(h, t.Office), choices...)
}

// noted raises a ticket for a text that reads like a complaint, petition, report or request, and says so in one line beside
// the channel the citizen is shown; empty when there is nothing to hand in.
func (t *turn) noted() string {
	if t.kind == "" || t.kind != desk.TicketRequest && runes(plain(t.x.Text)) < content {
		return ""
	}
	h, err := t.raise(t.x.Text, t.kind, desk.FromText)
	if err != nil {
		t.Log.Error("ticket not raised", "err", err)
		return ""
	}
	if h.Kind == desk.TicketReport {
		t.conv.Matter = ""
	}
	return sayNoted(h)
}

// raise makes a ticket of the question, unless the same one waits already: then asking again is 催办, once a day.
func (t *turn) raise(question string, kind desk.TicketKind, origin desk.TicketOrigin) (handed, error) {
	h := handed{fresh: true, Ticket: desk.Ticket{Kind: kind, Origin: origin, State: desk.TicketOpen, Question: question, OpenedAt: t.now}}
	h.promise, h.DueAt = t.expect()
	if t.msg.FromUserName == "" {
		return h, nil
	}
	open, err := t.openTickets()
	if err != nil {
		return handed{}, err
	}
	for _, tk := range open {
		if alone(tk.Kind) == alone(kind) && desk.Likeness(plain(tk.Question), plain(question)) >= alike {
			h.Ticket, h.fresh, h.by = tk, false, t.Hours.Closing(tk.DueAt)
			e, err := h.Urge(t.now)
			if h.urged = err == nil; h.urged {
				t.effects = append(t.effects, store.AddToTicket(h.Ticket, e))
			}
			return h, nil
		}
	}
	if len(open) >= mostOpen && kind != desk.TicketRequest {
		return handed{full: true}, nil
	}
	if kind != desk.TicketReport {
		h.Section = desk.Suggest(t.Tables().Sections, question, t.subjectOf(question))
	}
	if h.ID, err = t.Store.NextTicket(t.ctx); err != nil {
		return handed{}, err
	}
	t.effects = append(t.effects, store.Raise(h.Ticket))
	return h, nil
}

// alone are kinds that the same words in a ticket of another kind don't stand for.
func alone(k desk.TicketKind) desk.TicketKind {
	if k == desk.TicketReport || k == desk.TicketRequest {
		return k
	}
	return desk.TicketQuestion
}

func (t *turn) openTickets() ([]desk.Ticket, error) {
	own, err := t.Store.TicketsOf(t.ctx, t.x.Citizen)
	return slices.DeleteFunc(own, func(tk desk.Ticket) bool { return tk.State != desk.TicketOpen }), err
}

// expect is when a ticket raised now is due and what the citizen may expect.
func (t *turn) expect() (promise, time.Time) {
	p := promise{presence: t.presence()}
	due := t.Hours.After(t.now, t.ReplyTime, t.workday(&p.certain))
	if due.IsZero() { // a calendar without working days
		return p, t.now.Add(t.ReplyTime)
	}
	p.by = t.Hours.Closing(due)
	return p, due
}

// subjectOf is the topic of the best published text for a question, empty for none.
func (t *turn) subjectOf(question string) string {
	r, err := t.Search.Find(t.ctx, search.Query{Text: question, On: t.on, Jurisdiction: t.Office.Jurisdiction, Limit: 1})
	if err != nil || len(r.Hits) == 0 || r.Outcome == desk.OutcomeNone {
		return ""
	}
	switch it := r.Hits[0].Passage.Item; {
	case it.QA != nil:
		return it.QA.Topic
	case it.Guide != nil:
		return it.Guide.Topic
	case it.Document != nil:
		return it.Document.Topic
	}
	return ""
}

// reports (举报) are restricted, so a doubt makes one. Query words.
var reports = compile(`举报|检举|告发|控告`)

// kindOf is what a text for staff is about.
func kindOf(text string) desk.TicketKind {
	said := strings.ToLower(folded(text))
	for _, s := range sentences(said) {
		asks := asking(civil(s))
		if reports.MatchString(s) && !accusedKnowledge.MatchString(s) && !asks {
			return desk.TicketReport
		}
		for _, r := range routes {
			if r.kind != "" && (r.always || !asks) && r.demand.MatchString(s) && (r.but == nil || !r.but.MatchString(s)) {
				return r.kind
			}
		}
		if wantsDocument(s) && !asks {
			return desk.TicketRequest
		}
	}
	return desk.TicketQuestion
}

// What a choice does with a ticket; its argument is this and the number. Stored in conversations: never rename.
const (
	actTicket = "ticket"

	doMore    = "more"    // add words
	doRewrite = "rewrite" // withdraw it and ask another
	doPhone   = "phone"   // leave a number to be called
	doShow    = "show"    // show it with its answer
	doUrge    = "urge"    // 催办
	doAppeal  = "appeal"  // 答非所问
	doStaff   = "staff"   // hand in the last question, whose answer did not help
)

func ticketChoice(label, do string, id int64) desk.Choice {
	return desk.Choice{Label: label, Act: actTicket, Arg: do + " " + strconv.FormatInt(id, 10)}
}

// ticket acts on a choice about one of the citizen's own tickets.
func (t *turn) ticket(arg string) bool {
	do, number, _ := strings.Cut(arg, " ")
	if do == doStaff {
		return t.unhelpful()
	}
	id, _ := strconv.ParseInt(number, 10, 64) // no number is no ticket's
	tk, err := t.Store.Ticket(t.ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && tk.Citizen != t.x.Citizen:
		return t.say(desk.TalkOwn, desk.OutcomeInfo, sayNoSuchTicket)
	case err != nil:
		t.Log.Error("ticket not read", "err", err)
		return t.say(desk.TalkOwn, desk.OutcomeError, sayApology)
	}
	switch do {
	case doMore:
		return t.await(tk, awaitMore, sayTellMore)
	case doPhone:
		return t.await(tk, awaitPhone, sayTellPhone)
	case doRewrite:
		return t.rewrite(tk)
	case doUrge:
		return t.urge(tk)
	case doAppeal:
		return t.appeal(tk)
	}
	return t.showTicket(tk)
}
