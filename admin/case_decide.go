package admin

import (
	"fmt"
	"slices"
	"strconv"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

// decideForm asks for what the chosen code needs, and no more.
type decideForm struct {
	Code     disclosure.Code
	Codes    []codeGroup
	Needs    []disclosure.Need
	Grounds  []labelled
	Parts    []partRow
	Handouts []store.File // may be given out with the decision
	Original []store.File
	Objected bool // by a third party
	Was      disclosure.Decision
}

// codeGroup are codes that belong together.
type codeGroup struct {
	Label string
	Codes []labelled
}

// partRow is a line for a withheld part.
type partRow struct {
	N int
	disclosure.Part
}

// partRows is how many parts a decision may withhold one by one.
const partRows = 4

func (v *visit) decideForm(r *disclosure.Request, files []store.File, again *typed) decideForm {
	f := decideForm{Code: disclosure.Code(v.Query("code"))}
	if r.Draft != nil && r.State == disclosure.Open { // returned
		f.Was = *r.Draft
		if f.Code == "" {
			f.Code = r.Draft.Code
		}
	}
	if again != nil && again.values.Get("form") == "decide" {
		f.Code = disclosure.Code(again.values.Get("code"))
	}
	for _, rule := range disclosure.Rules() {
		if !fits(rule.Code, r) {
			continue
		}
		group := codeGroupOf(rule.Row2021)
		if n := len(f.Codes); n == 0 || f.Codes[n-1].Label != group {
			f.Codes = append(f.Codes, codeGroup{Label: group})
		}
		last := &f.Codes[len(f.Codes)-1]
		last.Codes = append(last.Codes, labelled{string(rule.Code), paper.Codes[rule.Code]})
		if rule.Code.Withholds() {
			f.Grounds = append(f.Grounds, labelled{string(rule.Code), paper.Codes[rule.Code]})
		}
	}
	if rule, ok := f.Code.Rule(); ok {
		f.Needs = rule.Needs
	}
	for n := 1; n <= partRows; n++ {
		row := partRow{N: n}
		if n <= len(f.Was.Parts) {
			row.Part = f.Was.Parts[n-1]
		}
		f.Parts = append(f.Parts, row)
	}
	for _, file := range files {
		switch file.Purpose {
		case store.FileHandout:
			f.Handouts = append(f.Handouts, file)
		case store.FileOriginal:
			f.Original = append(f.Original, file)
		}
	}
	f.Objected = slices.ContainsFunc(r.Consultations, func(k disclosure.Consultation) bool {
		return k.Kind == disclosure.ConsultThird && k.Opinion == disclosure.Objects
	})
	return f
}

// fits leaves out codes that the case can't have: the applicant's own withdrawal, and lapses without their period.
func fits(code disclosure.Code, r *disclosure.Request) bool {
	switch code {
	case disclosure.CodeWithdrawn:
		return false
	case disclosure.CodeUncorrected:
		return r.State == disclosure.Correcting
	case disclosure.CodeUnpaid:
		return r.Fee.PayBy != "" && r.Fee.Paid == ""
	}
	return r.State == disclosure.Open
}

// needFields are the fields of the form beside which a missing need is told.
var needFields = map[disclosure.Need]string{
	disclosure.NeedReason: "reason", disclosure.NeedContent: "content", disclosure.NeedWhere: "where", disclosure.NeedParts: "part1", disclosure.NeedLaw: "law",
	disclosure.NeedSearch: "systems", disclosure.NeedAgency: "agency", disclosure.NeedChannel: "channel", disclosure.NeedEarlier: "earlier", disclosure.NeedOverride: "overrides",
}

// needFaults are the needs that the case itself must meet, not the form.
var needFaults = map[disclosure.Need]string{
	disclosure.NeedConsent: "case_need_consult", disclosure.NeedAsked: "case_need_asked", disclosure.NeedDeadline: "case_need_deadline",
	disclosure.NeedWish: "case_need_wish", disclosure.NeedCode: "case_need_code",
}

var caseDecide = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	d, err := v.decision(r, today)
	if err != nil {
		return disclosure.Event{}, err
	}
	wrong := refused{}
	for _, need := range d.Missing(r) {
		field, ok := needFields[need]
		if !ok {
			return disclosure.Event{}, refused{"": needFaults[need]}
		}
		wrong[field] = "required"
	}
	if len(wrong) > 0 {
		return disclosure.Event{}, wrong
	}
	return r.Propose(d, v.staff.ID, today)
})

// decision reads the form. Files must be the case's own.
func (v *visit) decision(r *disclosure.Request, today disclosure.Day) (disclosure.Decision, error) {
	d := disclosure.Decision{
		Code: disclosure.Code(v.text("code")), Reason: v.text("reason"), Content: v.text("content"), Where: v.text("where"), Law: v.text("law"),
		Agency: v.text("agency"), Contact: v.text("contact"), Unknown: v.text("unknown") != "", Channel: v.text("channel"), Earlier: v.text("earlier"),
		FormNote: v.text("form_note"), Overrides: v.text("overrides") != "",
	}
	if v.text("systems") != "" {
		d.Search = disclosure.Search{Systems: v.text("systems"), Keywords: v.text("keywords"), By: v.staff.Name, On: today}
	}
	files, err := v.Store.Files(v.ctx(), r.ID)
	if err != nil {
		return d, err
	}
	own := func(id int64, purpose store.FilePurpose) bool {
		return slices.ContainsFunc(files, func(f store.File) bool { return f.ID == id && f.Purpose == purpose })
	}
	for _, typed := range v.PostFormArray("handout") {
		if id, _ := strconv.ParseInt(typed, 10, 64); own(id, store.FileHandout) {
			d.Files = append(d.Files, id)
		}
	}
	for n := 1; n <= partRows; n++ {
		at := func(name string) string { return v.text(fmt.Sprintf("%s%d", name, n)) }
		part := disclosure.Part{What: at("part"), Code: disclosure.Code(at("ground")), Reason: at("why")}
		if part.What == "" && part.Reason == "" {
			continue
		}
		if part.What == "" || part.Reason == "" || !part.Code.Withholds() {
			return d, refused{fmt.Sprintf("part%d", n): "case_part"}
		}
		if id, _ := strconv.ParseInt(at("original"), 10, 64); own(id, store.FileOriginal) {
			part.File = id
		}
		d.Parts = append(d.Parts, part)
	}
	return d, nil
}

// caseApprove is open to whoever decides at the level the draft waits at. The signature brings the decision's papers.
func caseApprove(v *visit) error {
	r, err := v.caseStep(func(r *disclosure.Request, today disclosure.Day) (caseChange, error) {
		if err := v.mayApprove(r); err != nil {
			return caseChange{}, err
		}
		event, err := r.Approve(v.staff.ID, today)
		c := caseChange{event: event}
		if err != nil || r.State != disclosure.Decided {
			return c, err
		}
		c.papers = append(c.papers, caseIssue{kind: disclosure.PaperApproval})
		if r.Draft.Overrides {
			for _, k := range r.Consultations {
				if k.Kind == disclosure.ConsultThird && k.Opinion == disclosure.Objects {
					c.papers = append(c.papers, caseIssue{kind: disclosure.PaperOverride, consultation: k.ID})
				}
			}
		}
		return c, nil
	})
	if err != nil {
		return err
	}
	return v.done(casePath(r.ID, "case_"+string(r.State)))
}

func (v *visit) mayApprove(r *disclosure.Request) error {
	act := desk.ActCaseSection
	if r.State == disclosure.Signing {
		act = desk.ActCaseLeader
	}
	return v.approve(act, r.DraftedBy)
}

var caseReturn = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	if err := v.mayApprove(r); err != nil {
		return disclosure.Event{}, err
	}
	if err := v.needs("reason"); err != nil {
		return disclosure.Event{}, err
	}
	return r.Return(v.staff.ID, v.text("reason"))
})
