package bot

import (
	"slices"

	"shangda/desk"
	"shangda/store"
)

// shownOwn is how many tickets one bubble lists.
const shownOwn = 5

// hearOwn lists the citizen's own tickets, or urges the newest one that waits.
func hearOwn(t *turn) bool {
	said := plain(t.text)
	urge := slices.Contains(urgeWords, said)
	if !urge && !slices.Contains(trackWords, said) || t.msg.FromUserName == "" {
		return false
	}
	own, err := t.Store.TicketsOf(t.ctx, t.x.Citizen)
	if err != nil {
		t.Log.Error("tickets not read", "err", err)
		return t.say(desk.TalkOwn, desk.OutcomeError, sayApology)
	}
	if i := slices.IndexFunc(own, func(tk desk.Ticket) bool { return tk.State == desk.TicketOpen }); urge && i >= 0 {
		return t.urge(own[i])
	}
	own = own[:min(len(own), shownOwn)]
	var choices []desk.Choice
	for _, tk := range own {
		if tk.State == desk.TicketOpen {
			choices = append(choices, ticketChoice(sayUrgeNumber(tk.ID), doUrge, tk.ID))
		} else if tk.Reply != "" {
			choices = append(choices, ticketChoice(sayShowNumber(tk.ID), doShow, tk.ID))
		}
	}
	return t.say(desk.TalkOwn, desk.OutcomeInfo, sayOwn(own, t.Hours), choices...)
}

// showTicket tells how a ticket stands, with its answer.
func (t *turn) showTicket(tk desk.Ticket) bool {
	var choices []desk.Choice
	switch {
	case tk.State == desk.TicketOpen:
		choices = append(choices, ticketChoice(sayUrgeNumber(tk.ID), doUrge, tk.ID), ticketChoice(sayAddMore, doMore, tk.ID))
	case tk.State == desk.TicketAnswered && tk.Origin != desk.FromAppeal:
		choices = append(choices, ticketChoice(sayOffPoint, doAppeal, tk.ID))
	}
	return t.say(desk.TalkOwn, desk.OutcomeInfo, sayTicket(tk, t.Hours), choices...)
}

func (t *turn) urge(tk desk.Ticket) bool {
	h := handed{Ticket: tk}
	h.by = t.Hours.Closing(tk.DueAt)
	h.now, h.certain = t.now, true
	e, err := h.Urge(t.now)
	if h.urged = err == nil; h.urged {
		t.effects = append(t.effects, store.AddToTicket(h.Ticket, e))
	} else if h.State != desk.TicketOpen {
		return t.showTicket(tk)
	}
	return t.say(desk.TalkOwn, desk.OutcomeHuman, sayHandedIn(h, t.Office))
}

// rewrite withdraws a ticket raised for the wrong question and asks for the right one.
func (t *turn) rewrite(tk desk.Ticket) bool {
	was := tk.State
	e, err := tk.Withdraw(t.now)
	if err != nil {
		return t.showTicket(tk)
	}
	t.effects = append(t.effects, store.ChangeTicket(tk, was, e))
	t.conv.Matter, t.conv.Awaits = "", awaitQuestion
	return t.say(desk.TalkHuman, desk.OutcomeInfo, sayRewritten(tk.ID))
}

// appeal has the leader answer again.
func (t *turn) appeal(tk desk.Ticket) bool {
	was := tk.State
	p, due := t.expect()
	e, err := tk.Appeal(due, t.now)
	if err != nil {
		return t.say(desk.TalkOwn, desk.OutcomeInfo, sayAppealed(err, t.Office))
	}
	t.effects = append(t.effects, store.ChangeTicket(tk, was, e))
	return t.say(desk.TalkOwn, desk.OutcomeHuman, sayToLeader(tk.ID, p))
}
