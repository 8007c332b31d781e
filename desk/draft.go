package desk

import (
	"slices"
	"strings"
	"time"
)

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

// What a draft can be beside the kinds of knowledge of room policy. Stored: never rename.
const (
	KindTable      = "table"      // Item is a TableName, Body the whole text
	KindNotice     = "notice"     // Item is a Topic, Body what its subscribers are told
	KindCorrection = "correction" // Item is the number of a Recall, Body the 更正通知
)

// TableName is a table that the office may edit. Stored: never rename.
type TableName string

const (
	TableVocabulary TableName = "vocabulary" // everyday words for those of the law, see room search
	TableDirectory  TableName = "directory"  // what other authorities handle, see room knowledge
	TableSections   TableName = "sections"   // which 科室 answers which topic
)

// Attribute answers 能否公开, with the 公开属性 of an official text. Stored: never rename.
type Attribute string

const (
	AttributeOpen    Attribute = "open"       // 主动公开
	AttributeRequest Attribute = "on_request" // 依申请公开
	AttributeClosed  Attribute = "no"         // 不予公开
)

// Overtaken is the reason of a draft that the program returns: what it changes was changed meanwhile. The pages word it.
const Overtaken = "overtaken"

// Draft is a change of knowledge under two-level review: a new or changed item, or one to be withdrawn.
type Draft struct {
	ID        int64
	Version   int64
	Item      string // ID of the item it changes or withdraws; empty: a new one
	Kind      string // policy.Kind, or one of those above
	Title     string
	Body      string // the item as JSON, as the store keeps it, or a text; empty: the item is withdrawn
	Was       string // the body it was begun from and replaces; empty: none
	State     DraftState
	Author    int64 // 0: an operator's import
	Section   string
	FirstBy   int64     // 科室负责人 who approved
	SecondBy  int64     // 主管领导 who approved
	May       Attribute // the review form's first question: 能否公开
	How       string    // 怎样公开
	Scope     string    // 在什么范围公开
	Agencies  []Agency
	PublishOn string // YYYY-MM-DD; empty: at once
	Reason    string // of the last return; for a withdrawal why
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

// Obstacle is why a draft cannot go on. The pages word it.
type Obstacle string

const (
	ObstacleState     Obstacle = "state"     // not at this stage
	ObstacleOwn       Obstacle = "own"       // nobody approves their own work, or both levels
	ObstacleEmpty     Obstacle = "empty"     // nothing to publish
	ObstacleQuestions Obstacle = "questions" // the three questions are not answered
	ObstacleClosed    Obstacle = "closed"    // 能否公开 says that it may not
	ObstacleAgencies  Obstacle = "agencies"  // not every authority concerned has agreed
	ObstacleReason    Obstacle = "reason"    // a reason is missing
	ObstacleDay       Obstacle = "day"       // no such day
)

func (o Obstacle) Error() string { return "draft: " + string(o) }

// Withdraws says that the draft takes its item back.
func (d *Draft) Withdraws() bool { return d.Body == "" && d.Item != "" }

// Knowledge says that the draft is an item of the library, not a table or something to be sent.
func (d *Draft) Knowledge() bool {
	return d.Kind != KindTable && d.Kind != KindNotice && d.Kind != KindCorrection
}

// Editable says that its author may still write it.
func (d *Draft) Editable() bool { return d.State == DraftOpen || d.State == DraftReturned }

// Ended says that nothing more becomes of it.
func (d *Draft) Ended() bool { return d.State == DraftPublished || d.State == DraftDropped }

// Level is the act of room desk that approves the draft next; empty when it waits for nobody's approval.
func (d *Draft) Level() Act {
	switch d.State {
	case DraftSection:
		return ActReviewSection
	case DraftLeader:
		return ActReviewLeader
	}
	return ""
}

// Submit sends the draft to its first reviewer. A 更正通知 goes to the 主管领导 at once: people wait for it.
func (d *Draft) Submit(now time.Time) error {
	switch {
	case !d.Editable():
		return ObstacleState
	case strings.TrimSpace(d.Title) == "", d.Body == "" && !d.Withdraws():
		return ObstacleEmpty
	case d.Withdraws() && strings.TrimSpace(d.Reason) == "":
		return ObstacleReason
	}
	d.State, d.FirstBy, d.SecondBy, d.UpdatedAt = DraftSection, 0, 0, now
	if d.Kind == KindCorrection {
		d.State = DraftLeader
	}
	if !d.Withdraws() {
		d.Reason = ""
	}
	return nil
}

// Approve is the consent of one level. After the second the draft is published, or scheduled when its day is still to come.
// Whether the person's role allows it is not asked here.
func (d *Draft) Approve(by int64, now time.Time) error {
	if d.Level() == "" {
		return ObstacleState
	}
	if by == 0 || by == d.Author || by == d.FirstBy {
		return ObstacleOwn
	}
	if err := d.mayAppear(); err != nil {
		return err
	}
	d.UpdatedAt = now
	if d.State == DraftSection {
		d.State, d.FirstBy = DraftLeader, by
		return nil
	}
	d.State, d.SecondBy = DraftPublished, by
	if d.PublishOn > now.In(zone).Format(time.DateOnly) {
		d.State = DraftScheduled
	}
	return nil
}

// mayAppear asks what must be settled before anything of the draft is public. What is withdrawn needs none of it.
func (d *Draft) mayAppear() error {
	if _, err := time.Parse(time.DateOnly, d.PublishOn); d.PublishOn != "" && err != nil {
		return ObstacleDay
	}
	if d.Withdraws() || d.Kind == KindCorrection {
		return nil
	}
	switch {
	case d.May == "", strings.TrimSpace(d.How) == "", strings.TrimSpace(d.Scope) == "":
		return ObstacleQuestions
	case d.May != AttributeOpen:
		return ObstacleClosed
	case slices.ContainsFunc(d.Agencies, func(a Agency) bool { return a.AgreedAt.IsZero() }):
		return ObstacleAgencies
	}
	return nil
}

// Return gives the draft back to its author, also one that is scheduled.
func (d *Draft) Return(reason string, now time.Time) error {
	switch {
	case d.Level() == "" && d.State != DraftScheduled:
		return ObstacleState
	case strings.TrimSpace(reason) == "":
		return ObstacleReason
	}
	d.State, d.Reason, d.FirstBy, d.SecondBy, d.UpdatedAt = DraftReturned, reason, 0, 0, now
	return nil
}

// Publish makes a scheduled draft public once its day has come.
func (d *Draft) Publish(now time.Time) error {
	switch {
	case d.State != DraftScheduled:
		return ObstacleState
	case d.PublishOn > now.In(zone).Format(time.DateOnly):
		return ObstacleDay
	}
	d.State, d.UpdatedAt = DraftPublished, now
	return nil
}

// Drop gives the draft up.
func (d *Draft) Drop(now time.Time) error {
	if d.Ended() {
		return ObstacleState
	}
	d.State, d.UpdatedAt = DraftDropped, now
	return nil
}

// Agree notes that an authority agreed, and who said so and how.
func (d *Draft) Agree(name, agreement string, now time.Time) error {
	i := slices.IndexFunc(d.Agencies, func(a Agency) bool { return a.Name == name && a.AgreedAt.IsZero() })
	switch {
	case i < 0, d.Ended():
		return ObstacleState
	case strings.TrimSpace(agreement) == "":
		return ObstacleReason
	}
	d.Agencies[i].AgreedAt, d.Agencies[i].Agreement, d.UpdatedAt = now, agreement, now
	return nil
}

// Ask adds the authorities that must agree before publication and leaves out those no longer named; an agreement given
// stands.
func (d *Draft) Ask(names []string, now time.Time) {
	var out []Agency
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == "" || slices.ContainsFunc(out, func(a Agency) bool { return a.Name == name }) {
			continue
		}
		a := Agency{Name: name, AskedAt: now}
		if i := slices.IndexFunc(d.Agencies, func(a Agency) bool { return a.Name == name }); i >= 0 {
			a = d.Agencies[i]
		}
		out = append(out, a)
	}
	d.Agencies = out
}
