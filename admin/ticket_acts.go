package admin

import (
	"errors"
	"fmt"

	"shangda/desk"
	"shangda/store"
)

// ticketFaults words why an act on a ticket was refused, see words_desk.go.
var ticketFaults = []struct {
	err  error
	code string
}{
	{desk.ErrTicketDone, "ticket_done"},
	{desk.ErrTicketOpen, "ticket_open"},
	{desk.ErrNotYours, "ticket_other"},
	{desk.ErrRestricted, "ticket_restricted"},
	{desk.ErrCannotTake, "ticket_person"},
	{desk.ErrSameTicket, "ticket_same"},
	{desk.ErrUncleared, "ticket_uncleared"},
	{desk.ErrNothingSaid, "required"},
	{desk.ErrNothingNew, "ticket_nothing"},
	{desk.ErrUrgedToday, "ticket_urged"},
}

// refusal is the desk's error beside the field of the form.
func refusal(field string, err error) error {
	for _, f := range ticketFaults {
		if errors.Is(err, f.err) {
			return refused{field: f.code}
		}
	}
	return err
}

// change is an act of the worker on a ticket.
type change func(t *desk.Ticket, w desk.Worker) (desk.Entry, error)

// changeTicket does an act to the ticket in the address, as the form's version saw it, and shows it again. More letters and
// tickets may go with it.
func (v *visit) changeTicket(field string, act change, with ...func(*store.TicketChange) ([]store.TicketChange, error)) error {
	t, err := v.ticketHere()
	if err != nil {
		return err
	}
	if t.Version != v.number("version") {
		return store.ErrConflict
	}
	e, err := act(&t, v.worker())
	if err != nil {
		return refusal(field, err)
	}
	main := store.TicketChange{Ticket: &t, Entries: []desk.Entry{e}}
	var others []store.TicketChange
	for _, f := range with {
		more, err := f(&main)
		if err != nil {
			return err
		}
		others = append(others, more...)
	}
	if err := v.Store.SaveTickets(v.ctx(), v.actor(), v.now, append(others, main)...); err != nil {
		return err
	}
	if !v.worker().Sees(&t) { // handed to where the person doesn't look
		return v.done("/admin/tickets?done=ticket_gone")
	}
	return v.done(fmt.Sprintf("/admin/tickets/%d?done=%s", t.ID, "ticket_"+string(e.Act)))
}

func takeTicket(v *visit) error {
	return v.changeTicket("", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) { return t.Assign(v.staff, w, v.now) })
}

func assignTicket(v *visit) error {
	to, err := v.Store.Staff(v.ctx(), v.number("to"))
	if errors.Is(err, store.ErrNotFound) {
		return refused{"to": "option"}
	}
	if err != nil {
		return err
	}
	return v.changeTicket("to", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) { return t.Assign(to, w, v.now) })
}

func handOverTicket(v *visit) error {
	if !isOneOf(v.deskSections(), v.text("section")) {
		return refused{"section": "option"}
	}
	return v.changeTicket("section", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) {
		return t.HandOver(v.text("section"), v.text("reason"), w, v.now)
	})
}

func isOneOf(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

func urgentTicket(v *visit) error {
	return v.changeTicket("", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) {
		return t.Prioritise(v.text("urgent") == "1", w, v.now)
	})
}

// pressTicket is the leader's 催办.
func pressTicket(v *visit) error {
	return v.changeTicket("", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) { return t.Press(w, v.now) })
}

func classifyTicket(v *visit) error {
	return v.changeTicket("kind", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) {
		return t.Classify(desk.TicketKind(v.text("kind")), w, v.now)
	})
}

func clearTicket(v *visit) error {
	is := v.text("is")
	if is != "yes" && is != "no" {
		return refused{"is": "option"}
	}
	return v.changeTicket("is", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) { return t.Clear(is == "yes", w, v.now) })
}

func noteTicket(v *visit) error {
	return v.changeTicket("note", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) { return t.Note(v.text("note"), w, v.now) })
}

func reopenTicket(v *visit) error {
	return v.changeTicket("reason", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) {
		return t.Reopen(v.text("reason"), v.due(), w, v.now)
	})
}

// mergeTicket ends the ticket as a duplicate. When the other one is answered already, the citizen is told at once.
func mergeTicket(v *visit) error {
	into, err := v.Store.Ticket(v.ctx(), v.number("into"))
	if errors.Is(err, store.ErrNotFound) || err == nil && !v.worker().Sees(&into) {
		return refused{"into": "ticket_missing"}
	}
	if err != nil {
		return err
	}
	return v.changeTicket("into", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) { return t.Merge(&into, w, v.now) },
		func(c *store.TicketChange) ([]store.TicketChange, error) {
			if into.State == desk.TicketAnswered {
				c.Letters = append(c.Letters, c.Ticket.Letter(v.now))
				return v.share(c.Ticket)
			}
			return nil, nil
		})
}

func closeTicket(v *visit) error {
	return v.changeTicket("why", func(t *desk.Ticket, w desk.Worker) (desk.Entry, error) { return t.Close(v.text("why"), w, v.now) }, v.tell)
}

// tell has the citizen told how the ticket ended, and those of its duplicates.
func (v *visit) tell(c *store.TicketChange) ([]store.TicketChange, error) {
	c.Letters = append(c.Letters, c.Ticket.Letter(v.now))
	return v.share(c.Ticket)
}

// share gives the tickets merged into t its answer, with a letter each.
func (v *visit) share(t *desk.Ticket) ([]store.TicketChange, error) {
	merged, err := v.Store.MergedInto(v.ctx(), t.ID)
	changes := make([]store.TicketChange, 0, len(merged))
	for i := range merged {
		m := &merged[i]
		changes = append(changes, store.TicketChange{Ticket: m, Entries: []desk.Entry{m.Share(t, v.now)}, Letters: []desk.Letter{m.Letter(v.now)}})
	}
	return changes, err
}

// showNumber shows the number that the citizen left, in this answer only; that it was read is audited.
func showNumber(v *visit) error {
	t, err := v.ticketHere()
	if err != nil {
		return err
	}
	number, err := v.Store.Phone(v.ctx(), t.ID, v.actor(), v.now)
	if err != nil {
		return err
	}
	v.location = fmt.Sprintf("/admin/tickets/%d", t.ID)
	return v.showTicket(number)
}

// callInstead makes the telephone the way of an answer that the chat doesn't get through, or notes that the call was made.
func callInstead(v *visit) error {
	t, err := v.ticketHere()
	if err != nil {
		return err
	}
	letters, err := v.Store.RepliesOf(v.ctx(), t.ID)
	if err != nil {
		return err
	}
	if len(letters) == 0 {
		return errNotFound
	}
	l, done := letters[0], "ticket_call"
	if l.Channel == desk.ByPhone {
		err, done = v.Store.Told(v.ctx(), v.actor(), l.ID, v.now), "ticket_told"
	} else {
		err = v.Store.ToPhone(v.ctx(), v.actor(), l.ID, v.now)
	}
	if err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/tickets/%d?done=%s", t.ID, done))
}
