package disclosure

import (
	"fmt"
	"regexp"
)

// AskCorrection sends the one request for correction (第三十条): every point at once, within 7 working days of receipt.
func (r *Request) AskCorrection(c Calendar, points string, until, today Day) (Event, error) {
	by, _ := c.Add(r.Received, correctionDays)
	switch {
	case r.State != Open || r.Kind != CaseRequest:
		return Event{}, fmt.Errorf("correction: %w", ErrState)
	case r.Correction.Sent != "":
		return Event{}, fmt.Errorf("correction: %w", ErrOnce)
	case today > by:
		return Event{}, fmt.Errorf("correction was due by %s: %w", by, ErrLate)
	case points == "" || until <= today:
		return Event{}, fmt.Errorf("correction: points and a period are needed: %w", ErrIncom)
	}
	r.Correction = Correction{Sent: today, Points: points, Until: until}
	r.State = Correcting
	return Event{Act: "correction.asked", Text: string(until), Paper: PaperCorrection}, nil
}

// Correct takes the applicant's correction, from which the clock starts anew. One that comes late is taken too as long as
// the office has not ended the case.
func (r *Request) Correct(what string, today Day) (Event, error) {
	if r.State != Correcting {
		return Event{}, fmt.Errorf("correction: %w", ErrState)
	}
	changed := r.Application
	if flaw := changed.Set(FieldWhat, what, today); flaw != "" {
		return Event{}, &Invalid{FieldWhat, flaw}
	}
	r.Application, r.Correction.Answered, r.State = changed, today, Open
	return Event{Act: "correction.answered"}, nil
}

// AskReasons asks for the reasons of applications of excessive number or frequency (第三十五条).
func (r *Request) AskReasons(today Day) (Event, error) {
	switch {
	case r.State != Open || r.Kind != CaseRequest:
		return Event{}, fmt.Errorf("reasons: %w", ErrState)
	case r.ReasonsAsked != "":
		return Event{}, fmt.Errorf("reasons: %w", ErrOnce)
	}
	r.ReasonsAsked = today
	return Event{Act: "reasons.asked", Paper: PaperReasons}, nil
}

// Delay grants the office a reasonable delay after reasons were accepted (第三十五条).
func (r *Request) Delay(until Day, reason string, today Day) (Event, error) {
	switch {
	case r.State != Open || r.ReasonsAsked == "":
		return Event{}, fmt.Errorf("delay before reasons were asked for: %w", ErrState)
	case r.Grace.Until != "":
		return Event{}, fmt.Errorf("delay: %w", ErrOnce)
	case until <= today || reason == "":
		return Event{}, fmt.Errorf("delay: a later day and a reason are needed: %w", ErrIncom)
	}
	r.Grace = Grace{Until: until, Reason: reason}
	return Event{Act: "delayed", Text: string(until)}, nil
}

// Consult asks a third party, a joint maker or another agency.
func (r *Request) Consult(c Consultation, today Day) (Event, error) {
	papers := map[ConsultKind]PaperKind{ConsultThird: PaperThird, ConsultMaker: PaperMaker, ConsultAgency: PaperOpinion, ConsultHelp: PaperAssist}
	paper, known := papers[c.Kind]
	switch {
	case r.State != Open:
		return Event{}, fmt.Errorf("consultation: %w", ErrState)
	case !known || c.Party == "":
		return Event{}, fmt.Errorf("consultation: whom to ask: %w", ErrIncom)
	}
	r.Consultations = append(r.Consultations, Consultation{
		ID: len(r.Consultations) + 1, Kind: c.Kind, Party: c.Party, Address: c.Address, Naming: c.Naming, Sent: today,
	})
	return Event{Act: "consulted", Text: string(c.Kind), Paper: paper}, nil
}

// Extend prolongs the reply once, by at most 20 working days, with the consent of the 公开工作机构负责人 while the reply is
// not yet overdue (第三十三条第二款). The caller has checked the role.
func (r *Request) Extend(c Calendar, days int, reason string, by int64, today Day) (Event, error) {
	due, _, err := r.Due(c, today)
	switch {
	case err != nil:
		return Event{}, err
	case !r.Running() || r.State == Decided || r.Kind != CaseRequest:
		return Event{}, fmt.Errorf("extension: %w", ErrState)
	case r.Extension.Days != 0:
		return Event{}, fmt.Errorf("extension: %w", ErrOnce)
	case today > due:
		return Event{}, fmt.Errorf("extension after the reply was due on %s: %w", due, ErrLate)
	case days < 1 || days > extensionDays || reason == "":
		return Event{}, fmt.Errorf("extension of 1 to %d working days with a reason: %w", extensionDays, ErrIncom)
	}
	r.Extension = Extension{Days: days, Reason: reason, ApprovedBy: by, On: today}
	return Event{Act: "extended", Paper: PaperExtension}, nil
}

// Charge records the fee notice that reached the applicant; it is paid within 20 working days.
func (r *Request) Charge(c Calendar, f Fee, today Day) (Event, error) {
	switch {
	case r.State != Open || r.Kind != CaseRequest:
		return Event{}, fmt.Errorf("fee: %w", ErrState)
	case r.Fee.Yuan != 0:
		return Event{}, fmt.Errorf("fee, by item or by page but never both: %w", ErrOnce)
	case f.By == "item" && f.Yuan != FeeByItem(f.Units)-FeeByItem(f.Units-1), f.By == "page" && f.Yuan != FeeByPage(f.Units),
		f.By != "item" && f.By != "page", f.Yuan <= 0:
		return Event{}, fmt.Errorf("fee of %d yuan by %s: %w", f.Yuan, f.By, ErrIncom)
	}
	f.Notified, f.Paid = today, ""
	f.PayBy, _ = c.Add(today, PayDays)
	r.Fee = f
	return Event{Act: "charged", Paper: PaperFee}, nil
}

// Pay records the payment.
func (r *Request) Pay(today Day) (Event, error) {
	switch {
	case r.Fee.Yuan == 0 || r.State != Open:
		return Event{}, fmt.Errorf("payment: %w", ErrState)
	case r.Fee.Paid != "":
		return Event{}, fmt.Errorf("payment: %w", ErrOnce)
	}
	r.Fee.Paid = today
	return Event{Act: "paid"}, nil
}

// Propose drafts a decision and hands it to the 科室负责人. Its code's required fields must be there.
func (r *Request) Propose(d Decision, by int64, today Day) (Event, error) {
	ended := d.Code == CodeUncorrected && r.State == Correcting && today > r.Correction.Until ||
		d.Code == CodeUnpaid && r.State == Open && r.Fee.PayBy != "" && r.Fee.Paid == "" && today > r.Fee.PayBy
	lapse := d.Code == CodeUncorrected || d.Code == CodeUnpaid
	switch {
	case r.State == Decided || r.State == Served || r.State == Ended:
		return Event{}, ErrFrozen
	case r.Kind != CaseRequest:
		return Event{}, fmt.Errorf("decision on a case of kind %s: %w", r.Kind, ErrState)
	case lapse && !ended, !lapse && r.State != Open:
		return Event{}, fmt.Errorf("decision %s: %w", d.Code, ErrState)
	}
	if missing := d.Missing(r); len(missing) > 0 {
		return Event{}, fmt.Errorf("decision %s lacks %v: %w", d.Code, missing, ErrIncom)
	}
	r.Draft, r.DraftedBy, r.ReviewedBy, r.SignedBy, r.State = &d, by, 0, 0, Review
	return Event{Act: "proposed", Text: string(d.Code)}, nil
}

// Approve is the consent of the 科室负责人 in state Review, and in state Signing that of the 主管领导, with which the decision is made.
// Nobody approves their own draft, nor both levels.
func (r *Request) Approve(by int64, today Day) (Event, error) {
	switch {
	case r.State != Review && r.State != Signing:
		return Event{}, fmt.Errorf("approval: %w", ErrState)
	case by == r.DraftedBy, r.State == Signing && by == r.ReviewedBy:
		return Event{}, ErrOwnWork
	case r.State == Review:
		r.ReviewedBy, r.State = by, Signing
		return Event{Act: "reviewed"}, nil
	}
	rule, _ := r.Draft.Code.Rule()
	r.SignedBy, r.DecidedOn, r.State = by, today, Decided
	return Event{Act: "signed", Text: string(r.Draft.Code), Paper: rule.Paper}, nil
}

// Return gives a draft back to its officer, with the reason.
func (r *Request) Return(by int64, reason string) (Event, error) {
	switch {
	case r.State != Review && r.State != Signing:
		return Event{}, fmt.Errorf("return: %w", ErrState)
	case by == r.DraftedBy:
		return Event{}, ErrOwnWork
	case reason == "":
		return Event{}, fmt.Errorf("return without a reason: %w", ErrIncom)
	}
	r.State = Open
	if r.Draft.Code == CodeUncorrected {
		r.State = Correcting
	}
	return Event{Act: "returned", Text: reason}, nil
}

// Withdraw is the applicant's own wish, at any time before the decision.
func (r *Request) Withdraw(today Day) (Event, error) {
	if r.State == Decided || r.State == Served || r.State == Ended {
		return Event{}, fmt.Errorf("withdrawal: %w", ErrState)
	}
	r.Withdrawn, r.DecidedOn, r.State = today, today, Ended
	r.Draft = &Decision{Code: CodeWithdrawn}
	return Event{Act: "withdrawn", Paper: PaperWithdrawn}, nil
}

// Serve records the service of a signed decision. It is served only with proof: opened by the applicant, or the day it was
// posted with its number, or signed for.
func (r *Request) Serve(s Service) (Event, error) {
	if r.State == Served {
		return Event{}, ErrFrozen
	}
	if r.State != Decided {
		return Event{}, fmt.Errorf("service: %w", ErrState)
	}
	proven := map[ServiceMethod]bool{
		ServeOnline: !s.Opened.IsZero(),
		ServePost:   s.Posted != "" && tracking.MatchString(s.Tracking),
		ServeHand:   s.Signed != "" && s.By != "",
		ServeAgency: s.Signed != "" && s.By != "",
	}
	served, known := proven[s.Method]
	if !known {
		return Event{}, fmt.Errorf("service by %q: %w", s.Method, ErrIncom)
	}
	r.Service = s
	if !served {
		return Event{Act: "service.begun", Text: string(s.Method)}, nil
	}
	r.State = Served
	return Event{Act: "served", Text: string(s.Method), Paper: PaperServed}, nil
}

// tracking is a number of 中国邮政 or EMS, the only carriers that may post a decision (国办公开办函〔2016〕235号): 13 digits, or two letters
// and eleven digits, or two letters, nine digits and two letters; blanks and dashes as printed.
var tracking = regexp.MustCompile(`^(?:[A-Za-z]{2}[ -]?(?:(?:\d[ -]?){9}[A-Za-z]{2}|(?:\d[ -]?){11})|(?:\d[ -]?){13})$`)

// ServedOn is the day that meets the deadline: opened online, posted, or signed for; empty without proof.
func (r *Request) ServedOn() Day {
	switch s := r.Service; {
	case r.State != Served:
		return ""
	case s.Method == ServeOnline:
		return DayOf(s.Opened)
	case s.Method == ServePost:
		return s.Posted
	default:
		return s.Signed
	}
}

// Dispute registers a review or lawsuit, or the result of one that is pending.
func (r *Request) Dispute(n int, c Contest) (Event, error) {
	switch {
	case r.Kind != CaseRequest:
		return Event{}, fmt.Errorf("dispute: %w", ErrState)
	case c.Filed == "" || c.Kind == "" || c.Result == "" || c.Result != ContestPending && c.Closed == "":
		return Event{}, fmt.Errorf("dispute: %w", ErrIncom)
	case c.Closed != "" && c.Closed < c.Filed:
		return Event{}, fmt.Errorf("dispute closed %s before it was filed %s: %w", c.Closed, c.Filed, ErrIncom)
	case n < 0 || n > len(r.Contests):
		return Event{}, fmt.Errorf("dispute %d: %w", n, ErrState)
	case n == len(r.Contests):
		r.Contests = append(r.Contests, c)
	default:
		r.Contests[n] = c
	}
	return Event{Act: "disputed", Text: string(c.Kind) + " " + string(c.Result)}, nil
}
