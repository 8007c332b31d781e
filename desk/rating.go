package desk

import "time"

// Rating is what a citizen thinks of one answer: of the bot's, named by its exchange, or of staff's, named by its ticket.
type Rating struct {
	ID       int64
	Exchange int64
	Ticket   int64
	Helpful  bool
	Comment  string // masked; written after 没用
	At       time.Time
}
