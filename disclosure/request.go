package disclosure

import (
	"errors"
	"fmt"
	"net/url"
	"time"
)

// Kind of a case. Stored: never rename.
type CaseKind string

const (
	CaseRequest    CaseKind = "request"    // 政府信息公开申请
	CaseCorrection CaseKind = "correction" // 更正申请 (第四十一条), without a period in the law
	CaseSuggestion CaseKind = "suggestion" // 建议主动公开 (第四十四条)
	CasePetition   CaseKind = "petition"   // 信访: told within 15 days whether it is taken up (信访工作条例第二十二条)
)

// State is where a case stands. Stored: never rename.
type State string

const (
	Open       State = "open"
	Correcting State = "correcting" // 补正: waits for the applicant
	Review     State = "review"     // a draft waits for the 科室负责人
	Signing    State = "signing"    // a draft waits for the 主管领导
	Decided    State = "decided"    // signed, not yet served
	Served     State = "served"     // with proof
	Ended      State = "ended"      // nothing to serve: withdrawn
)

// Request is one case from receipt to service. Personal data are in Application and in a third party's name; the store keeps
// them sealed. It changes only by its methods, each of which gives the line of history to save with it.
type Request struct {
	ID       int64    `json:"-"`
	Version  int64    `json:"-"`
	Kind     CaseKind `json:"-"`
	State    State    `json:"-"`
	Number   string   `json:"-"` // 机关简称公开〔年〕第N号
	Citizen  int64    `json:"-"` // 0: came in on paper
	Officer  int64    `json:"-"`
	Section  string   `json:"-"`
	Received Day      `json:"-"` // 收到之日, see Evidence

	Application Application `json:"-"` // sealed beside the rest

	Intake        Intake         `json:"intake"`
	Evidence      Evidence       `json:"evidence"`
	FiledBy       int64          `json:"filed_by,omitempty"` // staff who wrote it down (代填)
	Correction    Correction     `json:"correction,omitzero"`
	ReasonsAsked  Day            `json:"reasons_asked,omitempty"` // 说明理由 (第三十五条)
	Consultations []Consultation `json:"consultations,omitempty"`
	Extension     Extension      `json:"extension,omitzero"`
	Grace         Grace          `json:"grace,omitzero"`
	Fee           Fee            `json:"fee,omitzero"`
	Draft         *Decision      `json:"-"` // sealed: reasons name people
	DraftedBy     int64          `json:"drafted_by,omitempty"`
	ReviewedBy    int64          `json:"reviewed_by,omitempty"`
	SignedBy      int64          `json:"signed_by,omitempty"`
	DecidedOn     Day            `json:"decided_on,omitempty"`
	Service       Service        `json:"service,omitzero"`
	Withdrawn     Day            `json:"withdrawn,omitempty"`
	Contests      []Contest      `json:"contests,omitempty"`
	Materials     []Material     `json:"-"` // sealed
	Settlement    Settlement     `json:"settlement,omitzero"`
	Words         []Words        `json:"words,omitempty"`
	Restricted    bool           `json:"restricted,omitempty"` // the applicant wants their data deleted: kept for the archive only
}

// Correction is the one request to make an application clear (第三十条).
type Correction struct {
	Sent     Day    `json:"sent"`
	Points   string `json:"-"` // sealed; all of them at once
	Until    Day    `json:"until"`
	Answered Day    `json:"answered,omitempty"` // the clock starts anew
}

// Extension of the reply (第三十三条第二款).
type Extension struct {
	Days       int    `json:"days"`
	Reason     string `json:"reason"`
	ApprovedBy int64  `json:"approved_by"`
	On         Day    `json:"on"`
}

// Grace is a reasonable delay for an application of excessive size whose reasons were accepted (第三十五条).
type Grace struct {
	Until  Day    `json:"until"`
	Reason string `json:"reason"`
}

// Fee is the 信息处理费 of the application.
type Fee struct {
	Yuan     int    `json:"yuan"`
	By       string `json:"by"` // item or page
	Units    int    `json:"units"`
	Notified Day    `json:"notified"` // the applicant got the 收费通知
	PayBy    Day    `json:"pay_by"`
	Paid     Day    `json:"paid,omitempty"`
	Restarts bool   `json:"restarts,omitempty"` // the office's rule: the clock starts anew with the payment
}

// Service is how and when the decision reached the applicant.
type Service struct {
	Method   ServiceMethod `json:"method"`
	Sent     time.Time     `json:"sent,omitzero"`   // handed to the platform: proves nothing
	Opened   time.Time     `json:"opened,omitzero"` // by the applicant, with the code: proof
	Posted   Day           `json:"posted,omitempty"`
	Tracking string        `json:"tracking,omitempty"` // number of 中国邮政 or EMS
	Signed   Day           `json:"signed,omitempty"`   // 签收
	By       string        `json:"by,omitempty"`       // who handed it over or received it
}

// ServiceMethod is how a decision is served. Stored: never rename.
type ServiceMethod string

const (
	ServeOnline ServiceMethod = "online" // opened at /r/NUMBER with the code
	ServePost   ServiceMethod = "post"   // by 邮政企业; the day it was posted counts
	ServeHand   ServiceMethod = "hand"   // 直接送达; the day of 签收 counts
	ServeAgency ServiceMethod = "agency" // 委托送达
)

// CasePath is where, below the office's public address, the applicant sees with the query code how the case of a number stands.
func CasePath(number string) string { return "/r/" + url.PathEscape(number) }

// Words are a free text in the chat that the application came from. Where an office's 公开指南 does not name its channels, they
// may count as the application itself (国办公开办函〔2017〕19号), so their day is kept beside the 收到之日.
type Words struct {
	Ticket int64     `json:"ticket"`
	At     time.Time `json:"at"`
}

// Precaution is the clock as if the application had been received with the first words it came from; false where there were none.
func (r *Request) Precaution(c Calendar) (Clock, bool, error) {
	first := Day("")
	for _, w := range r.Words {
		if day := DayOf(w.At); first == "" || day < first {
			first = day
		}
	}
	if first == "" {
		return Clock{}, false, nil
	}
	clock, err := c.Clock(Facts{Received: first})
	return clock, err == nil, err
}

// Contest is a review (行政复议) or lawsuit about the case.
type Contest struct {
	Kind   ContestKind   `json:"kind"`
	Filed  Day           `json:"filed"`
	Result ContestResult `json:"result"`
	Closed Day           `json:"closed,omitempty"`
	Note   string        `json:"note,omitempty"`
}

// ContestKind is a block of the yearly table 3. Stored: never rename.
type ContestKind string

const (
	ContestReview    ContestKind = "review"
	ContestSuit      ContestKind = "suit"
	ContestSuitAfter ContestKind = "suit_after_review"
)

// ContestResult is a column of the yearly table 3. Stored: never rename.
type ContestResult string

const (
	ContestUpheld    ContestResult = "upheld"
	ContestCorrected ContestResult = "corrected"
	ContestOther     ContestResult = "other"
	ContestPending   ContestResult = "pending"
)

// Event is one line of a case's history.
type Event struct {
	At    time.Time
	Staff int64  // 0: the applicant or the program
	Act   string // stored: never rename
	Text  string // without personal data
	Paper PaperKind
}

// What stands in the way of an act.
var (
	ErrState    = errors.New("the case is not in that state")
	ErrOnce     = errors.New("may happen only once")
	ErrLate     = errors.New("too late")
	ErrOwnWork  = errors.New("nobody approves their own work")
	ErrIncom    = errors.New("something required is missing")
	ErrFrozen   = errors.New("a served decision is not changed")
	ErrNotMine  = errors.New("another role decides that")
	ErrNoRemedy = errors.New("no Internet channel for review is set, which an electronic decision must name")
)

// Receipt numbers a case: 青西商公开〔2026〕第3号.
func Receipt(office string, year, n int) string {
	return fmt.Sprintf("%s公开〔%d〕第%d号", office, year, n)
}

// Facts are what the clock counts from, as known on a day: a consultation that still waits is taken to end that day, so that
// the due date is never later than it may turn out.
func (r *Request) Facts(c Calendar, today Day) Facts {
	f := Facts{Received: r.Received, Corrected: r.Correction.Answered, Extended: r.Extension.Days}
	if r.Fee.Restarts && r.Fee.Paid > f.Corrected {
		f.Corrected = r.Fee.Paid
	}
	for _, consultation := range r.Consultations {
		if p, ok := consultation.pause(today); ok {
			f.Pauses = append(f.Pauses, p)
		}
	}
	return f
}

// Clock is the case's statutory clock as known on a day.
func (r *Request) Clock(c Calendar, today Day) (Clock, error) {
	clock, err := c.Clock(r.Facts(c, today))
	if err != nil {
		return Clock{}, fmt.Errorf("case %s: %w", r.Number, err)
	}
	return clock, nil
}

// Due is the day by which the reply must be out: the clock's, or a later one granted under 第三十五条. Petitions are told
// within 15 days; corrections of records and suggestions have no period in the law, so due is empty.
func (r *Request) Due(c Calendar, today Day) (due Day, provisional bool, err error) {
	switch r.Kind {
	case CasePetition:
		n := c.Count(r.Received, 15, Days)
		return n.Due(), n.Provisional, nil
	case CaseCorrection, CaseSuggestion:
		return "", false, nil
	}
	clock, err := r.Clock(c, today)
	if err != nil {
		return "", false, err
	}
	if due = clock.Now.Due(); r.Grace.Until > due {
		return r.Grace.Until, false, nil
	}
	return due, clock.Now.Provisional, nil
}

// Warned is the day to warn of: Due, or while that is provisional the earliest day on which it may turn out to lie, since a notice
// may bring it forward.
func (r *Request) Warned(c Calendar, today Day) (Day, error) {
	due, provisional, err := r.Due(c, today)
	if err != nil || !provisional || r.Kind != CaseRequest {
		return due, err
	}
	clock, err := r.Clock(c, today)
	return clock.Now.Earliest, err
}

// Running says that the reply is still owed and its clock runs.
func (r *Request) Running() bool {
	return r.State == Open || r.State == Review || r.State == Signing || r.State == Decided
}
