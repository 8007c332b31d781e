package admin

import (
	"errors"
	"fmt"
	"slices"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

type casePage struct {
	frame
	Case       caseRow
	By         disclosure.Day // when the next step is due; empty: no day of its own
	Clock      disclosure.Clock
	Precaution *disclosure.Clock // from the first words in the chat, where the application came from some
	Events     []disclosure.Event
	Papers     []store.Paper
	Files      []store.File
	Names      map[int64]string
	Officers   []desk.Staff
	Full       bool // personal data unmasked, after a reason
	Decide     decideForm
	Preview    *paper.Paper // of the draft, for whoever approves it
	Lacking    bool         // a setting without which the draft's paper can't be written
	Extend     bool
	Approve    bool // the person may decide at the level the draft waits at
	Fee        feeForm
	Outcomes   []labelled
	Contests   []labelled // kinds
	Results    []labelled
	Writable   []labelled     // papers that may be written by hand
	Purposes   []labelled     // of files that staff add
	CorrectBy  disclosure.Day // a reasonable period for correction
	Answer     string         // address of a party's answer page, shown this once
}

// Kept is what a field of one of the page's forms holds: what was typed into that form, else what is stored. Several forms stand on
// the page, and their fields may be called alike.
func (p casePage) Kept(form, name string, stored any) string {
	if p.typed != nil && p.typed.values.Get("form") != form {
		return fmt.Sprint(stored)
	}
	return p.Was(name, stored)
}

// Shown opens the form that was refused, so that nobody looks for it.
func (p casePage) Shown(form string) bool {
	return p.typed != nil && p.typed.values.Get("form") == form
}

// Beside is the note beside a field of one of the page's forms.
func (p casePage) Beside(form, name string) note {
	if !p.Shown(form) {
		return note{Name: form + "-" + name}
	}
	n := p.At(name)
	n.Name = form + "-" + name
	return n
}

func (v *visit) caseHere() (disclosure.Request, error) {
	id, err := v.id()
	if err != nil {
		return disclosure.Request{}, err
	}
	return v.Store.Request(v.ctx(), id)
}

func showCase(v *visit) error { return v.casePage(func(*casePage) {}) }

// casePage shows a case; also tells what only this answer says.
func (v *visit) casePage(also func(*casePage)) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	p := casePage{frame: v.frame()}
	if p.Case, err = v.caseRow(r); err != nil {
		return err
	}
	today := disclosure.DayOf(v.now)
	if _, p.By, err = r.Task(v.Calendar(), today); err != nil {
		return err
	}
	if p.Clock, err = r.Clock(v.Calendar(), today); err != nil {
		return err
	}
	if precaution, ok, err := r.Precaution(v.Calendar()); err != nil {
		return err
	} else if ok && r.Running() {
		p.Precaution = &precaution
	}
	if err := v.caseRecords(&p, r.ID); err != nil {
		return err
	}
	if err := v.caseForms(&p, &r); err != nil {
		return err
	}
	also(&p)
	return v.show("case", p)
}

// caseRecords reads what lies beside the case.
func (v *visit) caseRecords(p *casePage, id int64) (err error) {
	if p.Events, err = v.Store.Events(v.ctx(), id); err != nil {
		return err
	}
	slices.Reverse(p.Events)
	if p.Papers, err = v.Store.Papers(v.ctx(), id); err != nil {
		return err
	}
	if p.Files, err = v.Store.Files(v.ctx(), id); err != nil {
		return err
	}
	if p.Names, err = v.names(); err != nil {
		return err
	}
	p.Officers, err = v.officers()
	return err
}

// officers are those who may have a case.
func (v *visit) officers() ([]desk.Staff, error) {
	all, err := v.Store.AllStaff(v.ctx())
	return slices.DeleteFunc(all, func(s desk.Staff) bool { return s.Disabled || !s.Role.May(desk.ActCases, v.ThreeApart) }), err
}

// caseForms prepares the forms that the case's state allows.
func (v *visit) caseForms(p *casePage, r *disclosure.Request) (err error) {
	p.Decide = v.decideForm(r, p.Files, p.typed)
	p.Extend = v.may(desk.ActCaseExtend)
	p.Approve = r.State == disclosure.Review && v.may(desk.ActCaseSection) || r.State == disclosure.Signing && v.may(desk.ActCaseLeader)
	for _, o := range disclosure.OutcomesOf(r.Kind) {
		p.Outcomes = append(p.Outcomes, labelled{string(o), caseOutcomes[o]})
	}
	p.Contests, p.Results = contestKinds(), contestResults()
	p.Writable, p.Purposes = v.writable(r), labels(filePurposes, purposesByHand...)
	p.CorrectBy, _ = v.Calendar().Add(disclosure.DayOf(v.now), correctWithin)
	if r.Kind == disclosure.CaseRequest && r.State == disclosure.Open && r.Fee.Yuan == 0 {
		if p.Fee, err = v.feeForm(r); err != nil {
			return err
		}
	}
	if r.State == disclosure.Review || r.State == disclosure.Signing {
		p.Preview, err = v.preview(r)
		if p.Lacking = errors.Is(err, paper.ErrMissing) || errors.Is(err, disclosure.ErrNoRemedy); p.Lacking {
			p.Preview, err = nil, nil
		}
	}
	return err
}

// correctWithin is the period offered for a correction, in working days: the 条例 wants a reasonable one, and many places take this.
const correctWithin = 15

// unmaskCase shows personal data in full, for a stated reason that the audit trail keeps.
func unmaskCase(v *visit) error {
	reason := v.text("reason")
	if reason == "" {
		return refused{"reason": "required"}
	}
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	a := desk.Audit{At: v.now, Actor: v.actor(), Act: "request.read", Object: objectOf(&r), OK: true, After: reason}
	if err := v.Store.Audit(v.ctx(), a); err != nil {
		return err
	}
	return v.casePage(func(p *casePage) { p.Full = true })
}

func objectOf(r *disclosure.Request) string { return fmt.Sprintf("request:%d", r.ID) }
