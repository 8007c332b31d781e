package disclosure

import (
	"fmt"
	"slices"
)

// Outcome is what became of a case that is no request for information. Stored: never rename.
type Outcome string

const (
	RecordFixed     Outcome = "fixed"     // 更正
	RecordForwarded Outcome = "forwarded" // 转送有权更正的机关, or the applicant was told which it is
	RecordRight     Outcome = "right"     // 核实无误，不予更正
	SuggestionTaken Outcome = "published" // 转为主动公开
	SuggestionLeft  Outcome = "not_published"
	PetitionTaken   Outcome = "accepted"  // 受理
	PetitionSent    Outcome = "sent"      // 转送有权处理的机关
	PetitionRefused Outcome = "not_taken" // 不予受理
)

// OutcomesOf are the outcomes that a kind of case can have; none of a request for information, which is decided.
func OutcomesOf(k CaseKind) []Outcome {
	return map[CaseKind][]Outcome{
		CaseCorrection: {RecordFixed, RecordForwarded, RecordRight},
		CaseSuggestion: {SuggestionTaken, SuggestionLeft},
		CasePetition:   {PetitionTaken, PetitionSent, PetitionRefused},
	}[k]
}

// Settlement is how such a case ended.
type Settlement struct {
	Outcome Outcome `json:"outcome"`
	Text    string  `json:"-"` // what the applicant is told; sealed
}

// Settle ends a case that is no request for information: text is what its applicant is told.
func (r *Request) Settle(o Outcome, text string, today Day) (Event, error) {
	switch {
	case r.State != Open || r.Kind == CaseRequest:
		return Event{}, fmt.Errorf("settlement: %w", ErrState)
	case !slices.Contains(OutcomesOf(r.Kind), o) || text == "":
		return Event{}, fmt.Errorf("settlement: %w", ErrIncom)
	}
	r.Settlement, r.DecidedOn, r.State = Settlement{Outcome: o, Text: text}, today, Ended
	paper := PaperKind("")
	if r.Kind == CaseCorrection {
		paper = PaperRecordFixed
	}
	return Event{Act: "settled", Text: string(o), Paper: paper}, nil
}

// MayBePublished says that what the case was about may be put before the public (第四十四条): it was given to the applicant, or a
// suggestion to publish it was taken up.
func (r *Request) MayBePublished() bool {
	if r.Kind == CaseSuggestion {
		return r.Settlement.Outcome == SuggestionTaken
	}
	return r.State == Served && r.Draft != nil && (r.Draft.Code == CodeFull || r.Draft.Code == CodePartial)
}
