package admin

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

type casePage struct {
	frame
	Case     caseRow
	Clock    disclosure.Clock
	Events   []disclosure.Event
	Papers   []store.Paper
	Files    []store.File
	Names    map[int64]string
	Full     bool // personal data unmasked, after a reason
	Codes    []labelled
	Code     disclosure.Code // of the decision being drafted
	Needs    []disclosure.Need
	Grounds  []labelled
	Extend   bool
	Approve  bool // the person may decide at the level the draft waits at
	FeeItem  int  // yuan for the applicant's applications this month
	FeeUnits int
}

func (v *visit) caseHere() (disclosure.Request, error) {
	id, err := v.id()
	if err != nil {
		return disclosure.Request{}, err
	}
	return v.Store.Request(v.ctx(), id)
}

func showCase(v *visit) error { return v.casePage(false) }

func (v *visit) casePage(full bool) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	p := casePage{frame: v.frame(), Full: full, Code: disclosure.Code(v.Query("code"))}
	if p.Case, err = v.caseRow(r); err != nil {
		return err
	}
	if p.Clock, err = r.Clock(v.Calendar, disclosure.DayOf(v.now)); err != nil {
		return err
	}
	if p.Events, err = v.Store.Events(v.ctx(), r.ID); err != nil {
		return err
	}
	if p.Papers, err = v.Store.Papers(v.ctx(), r.ID); err != nil {
		return err
	}
	if p.Files, err = v.Store.Files(v.ctx(), r.ID); err != nil {
		return err
	}
	if p.Names, err = v.names(); err != nil {
		return err
	}
	for _, rule := range disclosure.Rules() {
		if rule.Code == disclosure.CodeWithdrawn {
			continue // the applicant's own
		}
		p.Codes = append(p.Codes, labelled{string(rule.Code), paper.Codes[rule.Code]})
		if rule.Code.Withholds() {
			p.Grounds = append(p.Grounds, labelled{string(rule.Code), paper.Codes[rule.Code]})
		}
	}
	if rule, ok := p.Code.Rule(); ok {
		p.Needs = rule.Needs
	}
	p.Extend = v.may(desk.ActCaseExtend)
	p.Approve = r.State == disclosure.Review && v.may(desk.ActCaseSection) || r.State == disclosure.Signing && v.may(desk.ActCaseLeader)
	return v.show("case", p)
}

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
	a := desk.Audit{At: v.now, Actor: v.actor(), Act: "request.read", Object: fmt.Sprintf("request:%d", r.ID), OK: true, After: reason}
	if err := v.Store.Audit(v.ctx(), a); err != nil {
		return err
	}
	v.Header("Cache-Control", "no-store")
	return v.casePage(true)
}

// caseAct changes a case in one step: load as the clerk saw it, change, save with its letter to the applicant.
func caseAct(act func(*visit, *disclosure.Request, disclosure.Day) (disclosure.Event, error)) handler {
	return func(v *visit) error {
		r, err := v.caseHere()
		if err != nil {
			return err
		}
		if r.Version != v.number("version") {
			return fmt.Errorf("request %d: %w", r.ID, store.ErrConflict)
		}
		event, err := act(v, &r, disclosure.DayOf(v.now))
		if err != nil {
			return worded(err)
		}
		if r.Officer == 0 {
			r.Officer = v.staff.ID
		}
		var letters []desk.Letter
		if r.Citizen != 0 && slices.Contains(toldOf, event.Act) {
			letters = append(letters, desk.Letter{
				Key: fmt.Sprintf("case:%d:%s:%d", r.ID, event.Act, r.Version), Citizen: r.Citizen, Channel: desk.ByChat, Kind: desk.LetterCase, Subject: r.ID, At: v.now,
			})
		}
		if err := v.Store.SaveRequest(v.ctx(), &r, []disclosure.Event{event}, letters, v.actor(), v.now); err != nil {
			return err
		}
		if event.Paper != "" {
			if err := v.issue(&r, event.Paper); err != nil {
				return err
			}
		}
		return v.done(fmt.Sprintf("/admin/cases/%d?done=saved", r.ID))
	}
}

// toldOf are the acts that the applicant hears of.
var toldOf = []string{"correction.asked", "extended", "delayed", "consulted", "charged", "signed"}

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

// issue writes and numbers the paper that an act brings.
func (v *visit) issue(r *disclosure.Request, kind disclosure.PaperKind) error {
	today := disclosure.DayOf(v.now)
	due, _, err := r.Due(v.Calendar, today)
	if err != nil {
		return err
	}
	c := paper.Case{
		Office: v.Office, ReviewBody: v.ReviewBody, Court: v.Court, PartialReviewFirst: true, Electronic: r.Application.Delivery == disclosure.DeliverOnline,
		Request: r, Day: today, Due: due, Consultation: len(r.Consultations),
	}
	p := &store.Paper{Request: r.ID, Kind: kind}
	return v.Store.IssuePaper(v.ctx(), p, v.prefix(), v.actor(), v.now, func(number string) ([]byte, error) {
		c.Number = number
		written, err := paper.Write(kind, c)
		if err != nil {
			return nil, err
		}
		return written.Docx()
	})
}

var caseCorrection = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	until, _ := disclosure.ParseDay(v.text("until")) // an empty one is refused by the act
	return r.AskCorrection(v.Calendar, v.text("points"), until, today)
})

var caseCorrected = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.Correct(v.text("what"), today)
})

var caseConsult = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.Consult(disclosure.Consultation{Kind: disclosure.ConsultKind(v.text("kind")), Party: v.text("party"), Address: v.text("address"), Naming: v.text("naming") != ""}, today)
})

var caseReached = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	day, err := disclosure.ParseDay(v.text("day"))
	if err != nil {
		return disclosure.Event{}, disclosure.ErrIncom
	}
	return r.Reached(v.Calendar, int(v.number("consultation")), day)
})

var caseAnswered = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.Answered(int(v.number("consultation")), disclosure.Opinion(v.text("opinion")), v.text("reason"), today)
})

var caseReasons = caseAct(func(_ *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.AskReasons(today)
})

var caseExtend = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.Extend(v.Calendar, int(v.number("days")), v.text("reason"), v.staff.ID, today)
})

var caseFee = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	units := int(v.number("units"))
	f := disclosure.Fee{By: v.text("by"), Units: units, Yuan: disclosure.FeeByPage(units)}
	if f.By == "item" {
		f.Yuan = disclosure.FeeByItem(units) - disclosure.FeeByItem(units-1)
	}
	return r.Charge(v.Calendar, f, today)
})

var casePaid = caseAct(func(_ *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	return r.Pay(today)
})

var caseDecide = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	d := disclosure.Decision{
		Code: disclosure.Code(v.text("code")), Reason: v.text("reason"), Content: v.text("content"), Where: v.text("where"), Law: v.text("law"),
		Agency: v.text("agency"), Contact: v.text("contact"), Unknown: v.text("unknown") != "", Channel: v.text("channel"), Earlier: v.text("earlier"), FormNote: v.text("form_note"),
		Search: disclosure.Search{Systems: v.text("systems"), Keywords: v.text("keywords"), By: v.staff.Name, On: today},
	}
	for _, line := range strings.Split(v.text("parts"), "\n") {
		if what, why, ok := strings.Cut(strings.TrimSpace(line), "："); ok {
			d.Parts = append(d.Parts, disclosure.Part{What: what, Code: disclosure.Code(v.text("ground")), Reason: why})
		}
	}
	return r.Propose(d, v.staff.ID, today)
})

// caseApprove is open to whoever decides at the level the draft waits at.
var caseApprove = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	act := desk.ActCaseSection
	if r.State == disclosure.Signing {
		act = desk.ActCaseLeader
	}
	if err := v.approve(act, r.DraftedBy); err != nil {
		return disclosure.Event{}, err
	}
	// The paper is tried before the signature: a decision whose paper can't be written is not made.
	if r.State == disclosure.Signing && (v.ReviewBody == "" || v.Court == "" || r.Application.Delivery == disclosure.DeliverOnline && v.Office.ReviewChannel == "") {
		return disclosure.Event{}, disclosure.ErrNoRemedy
	}
	return r.Approve(v.staff.ID, today)
})

var caseReturn = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	act := desk.ActCaseSection
	if r.State == disclosure.Signing {
		act = desk.ActCaseLeader
	}
	if err := v.approve(act, r.DraftedBy); err != nil {
		return disclosure.Event{}, err
	}
	return r.Return(v.staff.ID, v.text("reason"))
})

var caseServe = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	s := r.Service
	s.Method = disclosure.ServiceMethod(v.text("method"))
	switch s.Method {
	case disclosure.ServePost:
		s.Posted, s.Tracking = today, v.text("proof")
	case disclosure.ServeHand, disclosure.ServeAgency:
		s.Signed, s.By = today, v.text("proof")
	case disclosure.ServeOnline:
		s.Sent = v.now
	}
	return r.Serve(s)
})

var caseDispute = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	c := disclosure.Contest{Kind: disclosure.ContestKind(v.text("kind")), Result: disclosure.ContestResult(v.text("result")), Filed: disclosure.Day(v.text("filed")), Note: v.text("note")}
	if c.Result != disclosure.ContestPending {
		c.Closed = today
	}
	n := len(r.Contests)
	if i := v.number("contest"); i > 0 {
		n = int(i) - 1
	}
	return r.Dispute(n, c)
})

type clockPage struct {
	frame
	Case  disclosure.Request
	Count disclosure.Count
}

// caseClock is the count day by day, to print.
func caseClock(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	clock, err := r.Clock(v.Calendar, disclosure.DayOf(v.now))
	if err != nil {
		return err
	}
	return v.show("case_clock", clockPage{v.frame(), r, clock.Now})
}

func casePaper(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	p, err := v.Store.OpenPaper(v.ctx(), parseNumber(v.Param("paper")))
	if err != nil || p.Request != r.ID {
		return errors.Join(err, store.ErrNotFound)
	}
	v.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="paper-%d.docx"`, p.ID))
	v.Data(http.StatusOK, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", p.Data)
	return nil
}

// caseArchive is everything of a case in one file, whose reading is audited.
func caseArchive(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	d := paper.Dossier{Case: paper.Case{Office: v.Office, Request: &r}}
	if d.Case.Due, _, err = r.Due(v.Calendar, disclosure.DayOf(v.now)); err != nil {
		return err
	}
	clock, err := r.Clock(v.Calendar, disclosure.DayOf(v.now))
	if err != nil {
		return err
	}
	d.Count = clock.Now
	if d.Events, err = v.Store.Events(v.ctx(), r.ID); err != nil {
		return err
	}
	if d.Entries, err = v.entries(r.ID); err != nil {
		return err
	}
	a := desk.Audit{At: v.now, Actor: v.actor(), Act: "request.archive", Object: fmt.Sprintf("request:%d", r.ID), OK: true}
	if err := v.Store.Audit(v.ctx(), a); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := paper.Archive(&out, d, v.now, store.Digest); err != nil {
		return err
	}
	v.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="case-%d.zip"`, r.ID))
	v.Data(http.StatusOK, "application/zip", out.Bytes())
	return nil
}

func (v *visit) entries(request int64) ([]paper.Entry, error) {
	papers, err := v.Store.Papers(v.ctx(), request)
	if err != nil {
		return nil, err
	}
	var out []paper.Entry
	for _, x := range papers {
		p, err := v.Store.OpenPaper(v.ctx(), x.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, paper.Entry{Folder: "文书", Name: fmt.Sprintf("%s%d.docx", paper.Title(p.Kind), p.Seq), Data: p.Data, Digest: p.Digest})
	}
	files, err := v.Store.Files(v.ctx(), request)
	if err != nil {
		return nil, err
	}
	for _, x := range files {
		f, err := v.Store.OpenFile(v.ctx(), x.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, paper.Entry{Folder: "附件", Name: f.Name, Data: f.Data, Digest: f.Digest})
	}
	return out, nil
}
