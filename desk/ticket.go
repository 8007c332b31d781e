package desk

import "time"

// TicketKind is what a ticket is about. Stored: never rename.
type TicketKind string

const (
	TicketQuestion  TicketKind = "question"  // 咨询 that the bot did not answer
	TicketUnhelpful TicketKind = "unhelpful" // an answer marked as no help
	TicketComplaint TicketKind = "complaint" // 投诉
	TicketPetition  TicketKind = "petition"  // 信访
	TicketReport    TicketKind = "report"    // 举报: restricted, outside clusters, search and suggestions
	TicketRequest   TicketKind = "request"   // free text that looks like a disclosure request: precautionary clock, must be cleared
)

// TicketState is where a ticket stands. Stored: never rename.
type TicketState string

const (
	TicketOpen     TicketState = "open"
	TicketAnswered TicketState = "answered"
	TicketMerged   TicketState = "merged" // answered with another ticket, see Ticket.Into
	TicketClosed   TicketState = "closed" // without an answer, for a stated reason
)

// TicketOrigin is what raised a ticket. Stored: never rename.
type TicketOrigin string

const (
	FromHuman  TicketOrigin = "human"  // the citizen asked for staff
	FromNone   TicketOrigin = "none"   // the bot found nothing and the citizen wished an answer
	FromRating TicketOrigin = "rating" // 没有帮助
	FromText   TicketOrigin = "text"   // free text that reads like a complaint, petition, report or request
	FromAppeal TicketOrigin = "appeal" // 答非所问: a staff answer disputed, once, goes to the leader
)

// Cleared is what a person found of a ticket that looks like a request for information. Stored: never rename.
type Cleared string

const (
	Uncleared  Cleared = ""
	IsRequest  Cleared = "yes"
	NotRequest Cleared = "no"
)

// Ticket is a question waiting for a person. Its texts are masked like the exchange's.
type Ticket struct {
	ID       int64
	Version  int64
	Citizen  int64
	Exchange int64 // the exchange that raised it
	Kind     TicketKind
	Origin   TicketOrigin
	State    TicketState
	Section  string // suggested by topic, changed by hand-over
	Assignee int64  // 0: nobody yet
	Urgent   bool
	Question string
	OpenedAt time.Time
	DueAt    time.Time // in working time, see Hours.After
	DoneAt   time.Time // answered, merged or closed
	Into     int64     // the ticket it was merged into
	Reply    string    // what the citizen was told
	Title    string    // basis: document
	Article  string    // basis: article
	Urged    int       // 催办
	UrgedAt  time.Time // the last one
	Cleared  Cleared   // of kind request
	Phone    bool      // the citizen left a number to be called
	Enclosed int64     // file sent with the reply; 0: none
}

// TicketAct is what happened to a ticket. Stored: never rename.
type TicketAct string

const (
	TicketRaised     TicketAct = "raised"
	TicketAssigned   TicketAct = "assigned"
	TicketHandedOver TicketAct = "handed_over"
	TicketUrgent     TicketAct = "urgent"
	TicketCalm       TicketAct = "calm" // no longer urgent
	TicketNoted      TicketAct = "note"
	TicketReplied    TicketAct = "reply"
	TicketJoined     TicketAct = "merged"
	TicketShut       TicketAct = "closed"
	TicketWithdrawn  TicketAct = "withdrawn" // by the citizen
	TicketUrged      TicketAct = "urged"
	TicketPressed    TicketAct = "pressed" // urged by a leader
	TicketReopened   TicketAct = "reopened"
	TicketAppealed   TicketAct = "appealed"
	TicketClassified TicketAct = "classified"
	TicketCleared    TicketAct = "cleared"
	TicketPhoneLeft  TicketAct = "phone"
	TicketAdded      TicketAct = "added" // the citizen wrote more
	TicketFiled      TicketAct = "filed" // the citizen filed the application itself
)

// Entry is one line of a ticket's history.
type Entry struct {
	At    time.Time
	Staff int64 // 0: the citizen or the program
	Act   TicketAct
	Text  string // note, reason, new section or reply
}
