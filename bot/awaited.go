package bot

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/store"
)

// What the next words of a citizen are, in Conversation.Awaits with a number or key behind it. Stored: never rename.
const (
	awaitQuestion = "question" // to be handed to staff
	awaitMore     = "more"     // to be added to a ticket
	awaitPhone    = "phone"    // a number to be called
	awaitComment  = "comment"  // on an answer that did not help
)

// hearAwaited hears what the last bubble asked for. Codes of choices and a call for a person go on to their talks.
func hearAwaited(t *turn) bool {
	what, arg, _ := strings.Cut(t.awaits, " ")
	switch {
	case what == "", code.MatchString(folded(t.text)), slices.Contains(humanWords, plain(t.text)):
		return false
	case slices.Contains(cancelWords, plain(t.text)):
		return t.say(desk.TalkHuman, desk.OutcomeInfo, sayNeverMind)
	}
	switch what {
	case awaitQuestion:
		t.conv.Matter = t.x.Text
		return t.handIn(t.x.Text, desk.FromHuman)
	case awaitComment:
		t.effects = append(t.effects, store.CommentAnswer(arg, question(t.text)))
		return t.say(desk.TalkRate, desk.OutcomeInfo, sayCommented)
	case awaitSurvey:
		year, _ := strconv.ParseInt(arg, 10, 64) // written by surveyed
		t.effects = append(t.effects, store.CommentSurvey(year, question(t.text)))
		return t.say(desk.TalkSurvey, desk.OutcomeInfo, saySurveyComment)
	}
	id, _ := strconv.ParseInt(arg, 10, 64) // written by await
	if what == awaitPhone {
		return t.phone(id)
	}
	return t.more(id)
}

// await asks for words about an open ticket.
func (t *turn) await(tk desk.Ticket, what, ask string) bool {
	if tk.State != desk.TicketOpen {
		return t.showTicket(tk)
	}
	t.conv.Awaits = what + " " + strconv.FormatInt(tk.ID, 10)
	return t.say(desk.TalkHuman, desk.OutcomeInfo, ask)
}

func (t *turn) more(id int64) bool {
	tk := desk.Ticket{ID: id, State: desk.TicketOpen}
	now, err := t.Store.Ticket(t.ctx, id)
	if err == nil {
		tk = now
	}
	e, err := tk.Add(question(t.text), t.now)
	if err != nil { // answered meanwhile
		return t.showTicket(tk)
	}
	t.effects = append(t.effects, store.AddToTicket(tk, e))
	return t.say(desk.TalkHuman, desk.OutcomeHuman, sayAdded(id))
}

// callable is a mobile or landline number, alone or among words.
var callable = regexp.MustCompile(`1[3-9]\d{9}|0\d{2,3}\d{7,8}`)

// phone keeps the number, encrypted, for this one ticket; the log has it masked.
func (t *turn) phone(id int64) bool {
	digits := strings.NewReplacer(" ", "", "-", "", "—", "").Replace(folded(t.text))
	number := callable.FindString(digits)
	if number == "" {
		t.conv.Awaits = t.awaits
		return t.say(desk.TalkHuman, desk.OutcomeInfo, sayNoPhone)
	}
	leave, err := t.Store.LeavePhone(id, number, t.now)
	if errors.Is(err, store.ErrLocked) {
		return t.say(desk.TalkHuman, desk.OutcomeInfo, sayCannotCall(t.Office))
	}
	if err != nil {
		t.Log.Error("number not kept", "err", err)
		return t.say(desk.TalkHuman, desk.OutcomeError, sayApology)
	}
	t.effects = append(t.effects, leave)
	return t.say(desk.TalkHuman, desk.OutcomeHuman, sayPhoneKept(id))
}
