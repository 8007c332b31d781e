package admin

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

// caseChange is what an act does beside the case itself.
type caseChange struct {
	event  disclosure.Event
	papers []caseIssue
	more   []store.Effect
}

// caseStep changes a case in one step: load as the clerk saw it, change, save with its papers and its letter to the applicant.
func (v *visit) caseStep(act func(*disclosure.Request, disclosure.Day) (caseChange, error)) (disclosure.Request, error) {
	r, err := v.caseHere()
	if err != nil {
		return r, err
	}
	if r.Version != v.number("version") {
		return r, fmt.Errorf("request %d: %w", r.ID, store.ErrConflict)
	}
	c, err := act(&r, disclosure.DayOf(v.now))
	if err != nil {
		return r, worded(err)
	}
	if r.Officer == 0 && v.staff.Role == desk.RoleOfficer {
		r.Officer = v.staff.ID
	}
	letters := store.CaseLetters(&r, c.event.Act, v.now)
	if c.event.Paper != "" {
		c.papers = append([]caseIssue{{kind: c.event.Paper, consultation: len(r.Consultations)}}, c.papers...)
	}
	for _, issue := range c.papers {
		effect, err := v.issue(&r, issue)
		if err != nil {
			return r, err
		}
		c.more = append(c.more, effect)
	}
	err = v.Store.SaveRequest(v.ctx(), &r, []disclosure.Event{c.event}, letters, v.actor(), v.now, c.more...)
	return r, worded(err)
}

// caseAct is a step that needs nothing but the case.
func caseAct(act func(*visit, *disclosure.Request, disclosure.Day) (disclosure.Event, error)) handler {
	return func(v *visit) error {
		r, err := v.caseStep(func(r *disclosure.Request, today disclosure.Day) (caseChange, error) {
			event, err := act(v, r, today)
			return caseChange{event: event}, err
		})
		if err != nil {
			return err
		}
		return v.done(casePath(r.ID, "saved"))
	}
}

func casePath(id int64, done string) string { return fmt.Sprintf("/admin/cases/%d?done=%s", id, done) }

// worded turns what the law of a case says no to into a message beside the form.
func worded(err error) error {
	for fault, code := range map[error]string{
		disclosure.ErrState: "case_state", disclosure.ErrOnce: "case_once", disclosure.ErrLate: "case_late", disclosure.ErrOwnWork: "case_own",
		disclosure.ErrIncom: "case_incomplete", disclosure.ErrFrozen: "case_frozen", disclosure.ErrNoRemedy: "case_remedy", paper.ErrMissing: "case_remedy",
	} {
		if errors.Is(err, fault) {
			return refused{"": code}
		}
	}
	if bad := (*disclosure.Invalid)(nil); errors.As(err, &bad) {
		return refused{string(bad.Field): "case_field"}
	}
	return err
}

// needs refuses a form whose named fields are empty.
func (v *visit) needs(names ...string) error {
	wrong := refused{}
	for _, name := range names {
		if v.text(name) == "" {
			wrong[name] = "required"
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// day reads a date that lies between the case's receipt and today.
func (v *visit) pastDay(name string, from disclosure.Day) (disclosure.Day, error) {
	day, err := disclosure.ParseDay(v.text(name))
	if err != nil || day > disclosure.DayOf(v.now) || day < from {
		return "", refused{name: "case_day"}
	}
	return day, nil
}

var caseAssign = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	officers, err := v.officers()
	if err != nil {
		return disclosure.Event{}, err
	}
	i := slices.IndexFunc(officers, func(s desk.Staff) bool { return s.ID == v.number("to") })
	if i < 0 {
		return disclosure.Event{}, refused{"to": "option"}
	}
	return r.Assign(officers[i].ID, officers[i].Section)
})

var caseCorrection = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	if err := v.needs("points", "until"); err != nil {
		return disclosure.Event{}, err
	}
	until, err := disclosure.ParseDay(v.text("until"))
	if err != nil || until <= today {
		return disclosure.Event{}, refused{"until": "case_later"}
	}
	return r.AskCorrection(v.Calendar(), v.text("points"), until, today)
})

var caseCorrected = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	day, err := v.pastDay("day", r.Correction.Sent)
	if err != nil {
		return disclosure.Event{}, err
	}
	return r.Correct(v.text("what"), day)
})

// caseConsult asks somebody, with a page of their own on which they may answer.
func caseConsult(v *visit) error {
	if err := v.needs("party"); err != nil {
		return err
	}
	token := rand.Text()
	r, err := v.caseStep(func(r *disclosure.Request, today disclosure.Day) (caseChange, error) {
		k := disclosure.Consultation{
			Kind: disclosure.ConsultKind(v.text("kind")), Party: v.text("party"), Address: v.text("address"), Naming: v.text("naming") != "",
		}
		event, err := r.Consult(k, today)
		if err != nil || k.Kind == disclosure.ConsultHelp {
			return caseChange{event: event}, err
		}
		c := caseChange{event: event, more: []store.Effect{store.OpenOpinion(r.ID, len(r.Consultations), token, v.now)}}
		c.event.Paper = ""
		c.papers = append(c.papers, caseIssue{kind: event.Paper, consultation: len(r.Consultations), answer: v.PublicURL + "/o/" + token})
		if k.Kind == disclosure.ConsultThird {
			c.papers = append(c.papers, caseIssue{kind: disclosure.PaperConfirm, consultation: len(r.Consultations)})
		}
		return c, c.told(r)
	})
	if err != nil {
		return err
	}
	return v.done(casePath(r.ID, "case_consulted"))
}

// told adds the notice to the applicant that others are asked, once a case.
func (c *caseChange) told(r *disclosure.Request) error {
	asked := slices.DeleteFunc(slices.Clone(r.Consultations), func(k disclosure.Consultation) bool { return k.Kind == disclosure.ConsultHelp })
	if len(asked) == 1 {
		c.papers = append(c.papers, caseIssue{kind: disclosure.PaperThirdTold})
	}
	return nil
}

// caseAnswerPage makes a new address for a party that lost the one in its letter.
func caseAnswerPage(v *visit) error {
	token := rand.Text()
	_, err := v.caseStep(func(r *disclosure.Request, _ disclosure.Day) (caseChange, error) {
		n := int(v.number("consultation"))
		if n < 1 || n > len(r.Consultations) || r.Consultations[n-1].Answered != "" {
			return caseChange{}, disclosure.ErrState
		}
		return caseChange{event: disclosure.Event{Act: "consult.link"}, more: []store.Effect{store.OpenOpinion(r.ID, n, token, v.now)}}, nil
	})
	if err != nil {
		return err
	}
	return v.casePage(func(p *casePage) { p.Answer = v.PublicURL + "/o/" + token })
}

var caseReached = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	day, err := v.pastDay("day", r.Received)
	if err != nil {
		return disclosure.Event{}, err
	}
	return r.Reached(v.Calendar(), int(v.number("consultation")), day)
})

var caseAnswered = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	opinion := disclosure.Opinion(v.text("opinion"))
	if opinion == disclosure.Silent {
		return r.Answered(int(v.number("consultation")), opinion, "", today)
	}
	if opinion == disclosure.Objects && v.text("reason") == "" {
		return disclosure.Event{}, refused{"reason": "required"}
	}
	day, err := v.pastDay("day", r.Received)
	if err != nil {
		return disclosure.Event{}, err
	}
	return r.Answered(int(v.number("consultation")), opinion, v.text("reason"), day)
})

var caseReasons = caseAct(func(_ *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.AskReasons(today)
})

var caseDelay = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	if err := v.needs("until", "reason"); err != nil {
		return disclosure.Event{}, err
	}
	until, err := disclosure.ParseDay(v.text("until"))
	if err != nil || until <= today {
		return disclosure.Event{}, refused{"until": "case_later"}
	}
	return r.Delay(until, v.text("reason"), today)
})

var caseExtend = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	if err := v.needs("days", "reason"); err != nil {
		return disclosure.Event{}, err
	}
	if n := v.number("days"); n < 1 || n > 20 {
		return disclosure.Event{}, refused{"days": "case_days"}
	}
	return r.Extend(v.Calendar(), int(v.number("days")), v.text("reason"), v.staff.ID, today)
})

var caseWithdraw = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.Withdraw(today)
})

var caseContact = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.ChangeContact(disclosure.Contact{Phone: v.text("phone"), Email: v.text("email"), Address: v.text("address"), Postcode: v.text("postcode")}, today)
})

var caseMaterial = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.AddMaterial(v.text("material"), today)
})

var caseSettle = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	if err := v.needs("outcome", "text"); err != nil {
		return disclosure.Event{}, err
	}
	return r.Settle(disclosure.Outcome(v.text("outcome")), v.text("text"), today)
})

// caseServe records how the decision reached the applicant; the day is the one on the stub or the receipt.
var caseServe = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	s := r.Service
	s.Method = disclosure.ServiceMethod(v.text("method"))
	if s.Method == disclosure.ServeOnline {
		if v.Office.ReviewChannel == "" {
			return disclosure.Event{}, disclosure.ErrNoRemedy
		}
		s.Sent = v.now
		return r.Serve(s)
	}
	if err := v.needs("proof"); err != nil {
		return disclosure.Event{}, err
	}
	day, err := v.pastDay("day", r.DecidedOn)
	if err != nil {
		return disclosure.Event{}, err
	}
	if s.Method == disclosure.ServePost {
		s.Posted, s.Tracking = day, v.text("proof")
	} else {
		s.Signed, s.By = day, v.text("proof")
	}
	event, err := r.Serve(s)
	if err == nil && r.State != disclosure.Served {
		return event, refused{"proof": "case_tracking"}
	}
	return event, err
})

// caseDispute registers a review or lawsuit, or the result of one on file.
var caseDispute = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	n := int(v.number("contest"))
	if n < 0 || n > len(r.Contests) {
		return disclosure.Event{}, disclosure.ErrState
	}
	c := disclosure.Contest{Kind: disclosure.ContestKind(v.text("kind"))}
	if n > 0 {
		c = r.Contests[n-1]
		n--
	} else {
		filed, err := v.pastDay("filed", r.Received)
		if err != nil {
			return disclosure.Event{}, err
		}
		c.Filed, n = filed, len(r.Contests)
	}
	c.Result, c.Note, c.Closed = disclosure.ContestResult(v.text("result")), v.text("note"), ""
	if c.Result != disclosure.ContestPending {
		closed, err := v.pastDay("closed", c.Filed)
		if err != nil {
			return disclosure.Event{}, err
		}
		c.Closed = closed
	}
	return r.Dispute(n, c)
})
