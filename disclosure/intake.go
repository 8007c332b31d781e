package disclosure

import (
	"errors"
	"fmt"
	"time"
)

// Intake is how an application came in. Stored: never rename.
type Intake string

const (
	ByPerson     Intake = "in_person"  // 当面
	ByOral       Intake = "oral"       // 口头, written down by staff (代填)
	ByRegistered Intake = "registered" // 邮寄, signed for
	ByLetter     Intake = "letter"     // 平常信函 and others that nobody signs for
	ByFax        Intake = "fax"        // 传真 of the 公开工作机构
	ByWeb        Intake = "web"        // 互联网渠道: chat and pages
)

// Evidence is when what happened to an application on its way in.
type Evidence struct {
	Submitted time.Time `json:"submitted,omitzero"` // handed over, or confirmed by the applicant on the web
	Arrived   time.Time `json:"arrived,omitzero"`   // a letter that nobody signs for reached the office
	Signed    time.Time `json:"signed,omitzero"`    // 签收
	Confirmed time.Time `json:"confirmed,omitzero"` // the office's confirmation to the applicant
}

// Received is the 收到之日 (第三十一条): in person the day of submission; by post the day it was signed for; letters without
// signature, fax and web the day on which both sides had confirmed. It is an error while that has not happened.
func (e Evidence) Received(by Intake) (Day, error) {
	latest := func(needed ...time.Time) (Day, error) {
		var last time.Time
		for _, t := range needed {
			if t.IsZero() {
				return "", fmt.Errorf("intake %s: %w", by, errEvidence)
			}
			if t.After(last) {
				last = t
			}
		}
		return DayOf(last), nil
	}
	switch by {
	case ByPerson, ByOral:
		return latest(e.Submitted)
	case ByRegistered:
		return latest(e.Signed)
	case ByLetter:
		return latest(e.Arrived, e.Confirmed)
	case ByFax, ByWeb:
		return latest(e.Submitted, e.Confirmed)
	}
	return "", fmt.Errorf("intake %q is unknown", by)
}

var errEvidence = errors.New("not yet received: a confirmation is missing")
