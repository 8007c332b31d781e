package desk

import "time"

// LinkKind says who tied a question to an article. Stored: never rename.
type LinkKind string

const (
	LinkChoice LinkKind = "choice" // a citizen picked it from several candidates
	LinkRating LinkKind = "rating" // a citizen found its answer helpful
	LinkStaff  LinkKind = "staff"  // staff answered with it
)

// Link ties a question that was asked to an article that answers it. Search learns from links.
type Link struct {
	ID       int64     `json:"id"`
	Question string    `json:"question"` // masked, see Mask
	Title    string    `json:"title"`    // of the document
	Article  string    `json:"article"`
	Kind     LinkKind  `json:"kind"`
	Citizen  int64     `json:"-"`        // whose choice it was; 0 for staff
	Approved bool      `json:"approved"` // staff stand behind it: only then may it make an article the answer
	At       time.Time `json:"at"`
}
