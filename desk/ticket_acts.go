package desk

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Why an act on a ticket is refused.
var (
	ErrTicketDone   = errors.New("ticket is answered, merged or closed already")
	ErrTicketOpen   = errors.New("ticket still waits for an answer")
	ErrNotYours     = errors.New("ticket is another's")
	ErrRestricted   = errors.New("ticket of a restricted kind")
	ErrCannotTake   = errors.New("person cannot work on the ticket")
	ErrSameTicket   = errors.New("ticket cannot be merged into itself")
	ErrUncleared    = errors.New("suspected request is not cleared yet")
	ErrNothingSaid  = errors.New("text is empty")
	ErrNothingNew   = errors.New("nothing would change")
	ErrUrgedToday   = errors.New("urged today already")
	ErrAppealedOnce = errors.New("appealed already")
)

// Worker is a member of staff as the desk knows them, with the rights of those they stand in for.
type Worker struct {
	Staff      int64
	For        []int64 // themselves and those they stand in for
	Sections   []string
	Head       bool // gives out the work of their sections
	All        bool // sees every section
	Restricted bool // sees reports (举报)
}

// WorkerOf is the worker that a person is while they stand in for those absent.
func WorkerOf(person Staff, absent ...Staff) Worker {
	w := Worker{Staff: person.ID}
	for _, s := range append([]Staff{person}, absent...) {
		w.For = append(w.For, s.ID)
		if s.Section != "" {
			w.Sections = append(w.Sections, s.Section)
		}
		w.Head = w.Head || s.Role.May(ActReviewSection, false)
		w.All = w.All || s.Role.May(ActAllDesk, false)
		w.Restricted = w.Restricted || s.Role.May(ActReport, false)
	}
	return w
}

// Sees says whether the worker may know of the ticket: of their sections, of none yet, their own, or any.
func (w Worker) Sees(t *Ticket) bool {
	if t.Kind == TicketReport && !w.Restricted {
		return false
	}
	return w.All || t.Section == "" || slices.Contains(w.Sections, t.Section) || w.holds(t)
}

func (w Worker) holds(t *Ticket) bool { return t.Assignee != 0 && slices.Contains(w.For, t.Assignee) }

// works says why the worker may not change an open ticket. A disputed answer is the leader's until they give it out.
func (w Worker) works(t *Ticket) error {
	switch {
	case !w.Sees(t):
		return ErrNotYours
	case t.State != TicketOpen:
		return ErrTicketDone
	case w.All || w.holds(t):
		return nil
	case t.Origin == FromAppeal, t.Assignee != 0 && !w.Head:
		return ErrNotYours
	}
	return nil
}

// Assign gives the ticket to a person, or takes it when that is the worker's own.
func (t *Ticket) Assign(to Staff, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	if to.Disabled || !to.Role.May(ActDesk, false) || to.ID != by.Staff && !WorkerOf(to).Sees(t) {
		return Entry{}, ErrCannotTake
	}
	if t.Assignee == to.ID {
		return Entry{}, ErrNothingNew
	}
	t.Assignee = to.ID
	return Entry{now, by.Staff, TicketAssigned, to.Name}, nil
}

// HandOver moves the ticket to another section, where nobody has it yet. A report stays where it is.
func (t *Ticket) HandOver(section, reason string, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	switch section = strings.TrimSpace(section); {
	case t.Kind == TicketReport:
		return Entry{}, ErrRestricted
	case section == t.Section:
		return Entry{}, ErrNothingNew
	}
	t.Section, t.Assignee = section, 0
	return Entry{now, by.Staff, TicketHandedOver, join(section, reason)}, nil
}

// Prioritise marks the ticket as urgent, or no longer so.
func (t *Ticket) Prioritise(urgent bool, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	if t.Urgent == urgent {
		return Entry{}, ErrNothingNew
	}
	t.Urgent = urgent
	if urgent {
		return Entry{now, by.Staff, TicketUrgent, ""}, nil
	}
	return Entry{now, by.Staff, TicketCalm, ""}, nil
}

// Press asks those who have the ticket to answer it (领导催办). Whoever urges, they hear of it once a day.
func (t *Ticket) Press(by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	e, err := t.Urge(now)
	e.Staff, e.Act = by.Staff, TicketPressed
	return e, err
}

// EnclosureLife is how long the address of a letter opens the file that goes with it.
const EnclosureLife = 30 * 24 * time.Hour

// Answer ends the ticket with words for the citizen and their basis, which may be empty; a file that goes with them is set after it.
func (t *Ticket) Answer(reply, title, article string, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	switch reply = strings.TrimSpace(reply); {
	case reply == "":
		return Entry{}, ErrNothingSaid
	case t.Kind == TicketRequest && t.Cleared == Uncleared:
		return Entry{}, ErrUncleared
	}
	if t.Assignee == 0 {
		t.Assignee = by.Staff
	}
	t.State, t.DoneAt, t.Reply, t.Title, t.Article = TicketAnswered, now, reply, strings.TrimSpace(title), strings.TrimSpace(article)
	t.Enclosed = 0
	return Entry{now, by.Staff, TicketReplied, reply}, nil
}

// Close ends the ticket without an answer; the citizen is told the reason.
func (t *Ticket) Close(reason string, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	switch reason = strings.TrimSpace(reason); {
	case reason == "":
		return Entry{}, ErrNothingSaid
	case t.Kind == TicketRequest && t.Cleared == Uncleared:
		return Entry{}, ErrUncleared
	}
	t.State, t.DoneAt, t.Reply, t.Enclosed = TicketClosed, now, reason, 0
	return Entry{now, by.Staff, TicketShut, reason}, nil
}

// Merge ends the ticket as a duplicate of into, and shares its answer: at once where there is one, else see Share. A
// report is never merged with anything else.
func (t *Ticket) Merge(into *Ticket, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	switch {
	case !by.Sees(into):
		return Entry{}, ErrNotYours
	case t.ID == into.ID:
		return Entry{}, ErrSameTicket
	case into.State != TicketOpen && into.State != TicketAnswered:
		return Entry{}, ErrTicketDone
	case (t.Kind == TicketReport) != (into.Kind == TicketReport):
		return Entry{}, ErrRestricted
	case t.Kind == TicketRequest && t.Cleared == Uncleared:
		return Entry{}, ErrUncleared
	}
	t.State, t.DoneAt, t.Into = TicketMerged, now, into.ID
	t.Reply, t.Title, t.Article, t.Enclosed = into.Reply, into.Title, into.Article, into.Enclosed
	return Entry{now, by.Staff, TicketJoined, fmt.Sprint(into.ID)}, nil
}

// Share gives a merged ticket what the other one was told.
func (t *Ticket) Share(of *Ticket, now time.Time) Entry {
	t.DoneAt, t.Reply, t.Title, t.Article, t.Enclosed = now, of.Reply, of.Title, of.Article, of.Enclosed
	return Entry{At: now, Act: TicketReplied, Text: of.Reply}
}

// Reopen takes an answered or closed ticket up again, to be answered by due.
func (t *Ticket) Reopen(reason string, due time.Time, by Worker, now time.Time) (Entry, error) {
	switch {
	case !by.Sees(t):
		return Entry{}, ErrNotYours
	case t.State == TicketOpen:
		return Entry{}, ErrTicketOpen
	case t.State == TicketMerged:
		return Entry{}, ErrTicketDone
	case strings.TrimSpace(reason) == "":
		return Entry{}, ErrNothingSaid
	}
	t.State, t.DoneAt, t.DueAt = TicketOpen, time.Time{}, due
	return Entry{now, by.Staff, TicketReopened, strings.TrimSpace(reason)}, nil
}

// Note adds words for colleagues, also after the end.
func (t *Ticket) Note(text string, by Worker, now time.Time) (Entry, error) {
	switch text = strings.TrimSpace(text); {
	case !by.Sees(t):
		return Entry{}, ErrNotYours
	case text == "":
		return Entry{}, ErrNothingSaid
	}
	return Entry{now, by.Staff, TicketNoted, text}, nil
}

// Classify corrects what the ticket is about. Whoever finds a report and may not read reports loses sight of it. Requests
// are found by Clear only.
func (t *Ticket) Classify(kind TicketKind, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	switch {
	case kind == t.Kind:
		return Entry{}, ErrNothingNew
	case kind == TicketRequest || t.Kind == TicketRequest || !slices.Contains(TicketKinds(), kind):
		return Entry{}, ErrCannotTake
	}
	t.Kind = kind
	if kind == TicketReport {
		t.Section, t.Assignee = "", 0
	}
	return Entry{now, by.Staff, TicketClassified, string(kind)}, nil
}

// Clear says whether a suspected request is one. What is none becomes a question; what is one has run since the message.
func (t *Ticket) Clear(is bool, by Worker, now time.Time) (Entry, error) {
	if err := by.works(t); err != nil {
		return Entry{}, err
	}
	if t.Kind != TicketRequest || t.Cleared != Uncleared {
		return Entry{}, ErrNothingNew
	}
	if t.Cleared = IsRequest; !is {
		t.Kind, t.Cleared = TicketQuestion, NotRequest
	}
	return Entry{now, by.Staff, TicketCleared, string(t.Cleared)}, nil
}

func join(section, reason string) string {
	if reason = strings.TrimSpace(reason); reason == "" {
		return section
	}
	return section + "：" + reason
}
