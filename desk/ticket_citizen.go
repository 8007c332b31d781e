package desk

import (
	"fmt"
	"strings"
	"time"
)

// TicketKinds are all kinds, the plain question first.
func TicketKinds() []TicketKind {
	return []TicketKind{TicketQuestion, TicketUnhelpful, TicketComplaint, TicketPetition, TicketReport, TicketRequest}
}

// Urge notes that the citizen asked again (催办), at most once a day.
func (t *Ticket) Urge(now time.Time) (Entry, error) {
	switch {
	case t.State != TicketOpen:
		return Entry{}, ErrTicketDone
	case t.UrgedAt.In(zone).Format(time.DateOnly) == now.In(zone).Format(time.DateOnly):
		return Entry{}, ErrUrgedToday
	}
	t.Urged, t.UrgedAt = t.Urged+1, now
	return Entry{At: now, Act: TicketUrged}, nil
}

// Add appends what the citizen writes to an open ticket.
func (t *Ticket) Add(text string, now time.Time) (Entry, error) {
	switch text = strings.TrimSpace(text); {
	case t.State != TicketOpen:
		return Entry{}, ErrTicketDone
	case text == "":
		return Entry{}, ErrNothingSaid
	}
	return Entry{At: now, Act: TicketAdded, Text: text}, nil
}

// Withdraw ends an open ticket at the citizen's wish. A suspected request stays, since only a person may clear it.
func (t *Ticket) Withdraw(now time.Time) (Entry, error) {
	switch {
	case t.State != TicketOpen:
		return Entry{}, ErrTicketDone
	case t.Kind == TicketRequest && t.Cleared != NotRequest:
		return Entry{}, ErrUncleared
	}
	t.State, t.DoneAt = TicketClosed, now
	return Entry{At: now, Act: TicketWithdrawn}, nil
}

// SameSubject is the Likeness from which two wordings ask for the same.
const SameSubject = 0.6

// File ends a suspected request with the application that its citizen has filed since: what it was is out of doubt. number is the
// application's; the day of the first words stays with both.
func (t *Ticket) File(number string, now time.Time) (Entry, error) {
	switch {
	case t.Kind != TicketRequest:
		return Entry{}, ErrCannotTake
	case t.State != TicketOpen:
		return Entry{}, ErrTicketDone
	}
	t.State, t.DoneAt, t.Cleared, t.Reply, t.Enclosed = TicketClosed, now, IsRequest, number, 0
	return Entry{At: now, Act: TicketFiled, Text: number}, nil
}

// Appeal disputes the answer (答非所问), once: the ticket is open again for the leader, to be answered by due.
func (t *Ticket) Appeal(due, now time.Time) (Entry, error) {
	switch {
	case t.Origin == FromAppeal:
		return Entry{}, ErrAppealedOnce
	case t.State == TicketOpen:
		return Entry{}, ErrTicketOpen
	case t.State != TicketAnswered:
		return Entry{}, ErrTicketDone
	}
	t.State, t.Origin, t.Assignee, t.DoneAt, t.DueAt = TicketOpen, FromAppeal, 0, time.Time{}, due
	return Entry{At: now, Act: TicketAppealed}, nil
}

// Letter tells the citizen how the ticket ended. Its key is that of this answer, so a repeated save sends no second one.
func (t *Ticket) Letter(now time.Time) Letter {
	return Letter{
		Key: fmt.Sprintf("reply:%d:%d", t.ID, t.Version), Citizen: t.Citizen, Channel: ByChat, Kind: LetterReply, Subject: t.ID, At: now,
	}
}

// Light says how near a ticket's time is. Not stored.
type Light string

const (
	LightGreen Light = "green"
	LightAmber Light = "amber" // half of a working day is left at most
	LightRed   Light = "red"   // two working hours are left at most: the line before it breaks
	LightLate  Light = "late"
	LightDone  Light = "done"
)

// Light is computed in working time: a ticket due on Monday morning is red on Friday afternoon.
func (t *Ticket) Light(now time.Time, h Hours, workday func(day string) bool) Light {
	if t.State != TicketOpen {
		return LightDone
	}
	switch left := h.Between(now, t.DueAt, workday); {
	case !now.Before(t.DueAt):
		return LightLate
	case left <= 2*time.Hour:
		return LightRed
	case left <= 4*time.Hour:
		return LightAmber
	}
	return LightGreen
}
