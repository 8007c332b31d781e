package desk

import "time"

// DraftState is where a change of knowledge stands. Stored: never rename.
type DraftState string

const (
	DraftOpen      DraftState = "draft"     // being written
	DraftSection   DraftState = "section"   // waits for the 科室负责人
	DraftLeader    DraftState = "leader"    // waits for the 主管领导
	DraftScheduled DraftState = "scheduled" // approved, published on a later day
	DraftPublished DraftState = "published"
	DraftReturned  DraftState = "returned" // with a reason; back to its author
	DraftDropped   DraftState = "dropped"
)

// Draft is a change of knowledge under two-level review: a new or changed item, or one to be withdrawn.
type Draft struct {
	ID        int64
	Version   int64
	Item      string // ID of the item it makes, changes or withdraws
	Kind      string // policy.Kind, or table for vocabulary, directory and sections
	Title     string
	Body      string // the item as JSON, as the store keeps it; for a table its text
	Base      int64  // revision of the item when the draft was begun; 0: new
	State     DraftState
	Author    int64
	Section   string
	FirstBy   int64  // 科室负责人 who approved
	SecondBy  int64  // 主管领导 who approved
	May       string // 能否公开: the review form's first question
	How       string // 怎样公开
	Scope     string // 在什么范围公开
	Agencies  []Agency
	PublishOn string // YYYY-MM-DD; empty: at once
	Reason    string // of the return
	Ticket    int64  // the ticket it came from; 0: none
	At        time.Time
	UpdatedAt time.Time
}

// Agency is another authority that must agree before publication (条例第十一条).
type Agency struct {
	Name      string    `json:"name"`
	AskedAt   time.Time `json:"asked_at"`
	AgreedAt  time.Time `json:"agreed_at,omitzero"`
	Agreement string    `json:"agreement,omitempty"` // who said so and how
}
