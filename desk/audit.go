package desk

import "time"

// Audit is one line of the audit trail: who did what to which object, when, from where, and whether it succeeded. Lines
// are chained by SM3: each Digest covers the line and the Digest before it.
type Audit struct {
	ID     int64
	At     time.Time
	Actor  Actor
	Act    string // noun.verb such as ticket.reply; never renamed once stored
	Object string // kind:id such as ticket:17
	OK     bool
	Before string // what changed, as short JSON without personal data; may be empty
	After  string
	Digest string
}
