package admin

import (
	"cmp"
	"slices"

	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

// caseRow is a case in the register. Tone is its traffic light: bad, warn, good, or plain where nothing is owed.
type caseRow struct {
	disclosure.Request
	Due         disclosure.Day
	Left        int // working days
	Provisional bool
	Tone        string
}

type casesPage struct {
	frame
	Rows   []caseRow
	View   string
	Number string
	Name   string
	Older  int64
}

// casesShown is how many one page lists.
const casesShown = 50

func cases(v *visit) error {
	f := store.RequestFilter{Number: v.Query("number"), Name: v.Query("name"), After: v.queryNumber("before")}
	view := cmp.Or(v.Query("view"), "open")
	f.Running = view == "open"
	if view == "correcting" {
		f.State = disclosure.Correcting
	}
	found, err := v.Store.Requests(v.ctx(), f, casesShown)
	if err != nil {
		return err
	}
	p := casesPage{frame: v.frame(), View: view, Number: f.Number, Name: f.Name}
	for _, r := range found {
		row, err := v.caseRow(r)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	if len(found) == casesShown {
		p.Older = found[len(found)-1].ID
	}
	slices.SortStableFunc(p.Rows, func(a, b caseRow) int { return cmp.Compare(cmp.Or(a.Due, "9999"), cmp.Or(b.Due, "9999")) })
	return v.show("cases", p)
}

func (v *visit) caseRow(r disclosure.Request) (caseRow, error) {
	today := disclosure.DayOf(v.now)
	row := caseRow{Request: r, Tone: "plain"}
	if !r.Running() {
		return row, nil
	}
	var err error
	row.Due, row.Provisional, err = r.Due(v.Calendar, today)
	if err != nil || row.Due == "" {
		return row, err
	}
	for day := today; day < row.Due; row.Left++ {
		day, _ = v.Calendar.Next(day)
	}
	switch {
	case row.Due < today || row.Left <= 1:
		row.Tone = "bad"
	case row.Left <= 3:
		row.Tone = "warn"
	default:
		row.Tone = "good"
	}
	return row, nil
}

func (v *visit) queryNumber(name string) int64 { return parseNumber(v.Query(name)) }

// newCase registers what came in on paper or was told by word of mouth.
type newCasePage struct {
	frame
	Ticket  int64
	What    string
	Types   []labelled
	Intakes []labelled
	Kinds   []labelled
	IDKinds []labelled
	Ways    []labelled
	Forms   []labelled
}

// labelled is a code with its word.
type labelled struct{ Code, Label string }

func newCase(v *visit) error {
	p := newCasePage{frame: v.frame(), Ticket: v.queryNumber("ticket")}
	if p.Ticket != 0 {
		t, err := v.Store.Ticket(v.ctx(), p.Ticket)
		if err != nil {
			return err
		}
		p.What = t.Question
	}
	for _, t := range disclosure.ApplicantTypes() {
		p.Types = append(p.Types, labelled{string(t), paper.ApplicantTypes[t]})
	}
	for _, i := range []disclosure.Intake{disclosure.ByPerson, disclosure.ByOral, disclosure.ByRegistered, disclosure.ByLetter, disclosure.ByFax, disclosure.ByWeb} {
		p.Intakes = append(p.Intakes, labelled{string(i), paper.Intakes[i]})
	}
	p.Kinds = []labelled{{string(disclosure.CaseRequest), caseKinds[disclosure.CaseRequest]}, {string(disclosure.CaseCorrection), caseKinds[disclosure.CaseCorrection]}, {string(disclosure.CaseSuggestion), caseKinds[disclosure.CaseSuggestion]}, {string(disclosure.CasePetition), caseKinds[disclosure.CasePetition]}}
	for _, k := range []string{disclosure.IDCard, disclosure.IDPassport, disclosure.IDHongKong, disclosure.IDTaiwan, disclosure.IDResident, disclosure.IDOfficer, disclosure.IDCredit, disclosure.IDOtherBody} {
		p.IDKinds = append(p.IDKinds, labelled{k, paper.IDKinds[k]})
	}
	for _, d := range []disclosure.Delivery{disclosure.DeliverPost, disclosure.DeliverPickup, disclosure.DeliverInspect, disclosure.DeliverMail, disclosure.DeliverOnline, disclosure.DeliverFax} {
		p.Ways = append(p.Ways, labelled{string(d), paper.Deliveries[d]})
	}
	for _, k := range []disclosure.Carrier{disclosure.CarrierPaper, disclosure.CarrierFile, disclosure.CarrierDisc} {
		p.Forms = append(p.Forms, labelled{string(k), paper.Carriers[k]})
	}
	return v.show("case_new", p)
}

type receiptPage struct {
	frame
	Case   disclosure.Request
	Access string
}

func createCase(v *visit) error {
	today := disclosure.DayOf(v.now)
	r := disclosure.Request{
		Kind: disclosure.CaseKind(v.text("kind")), State: disclosure.Open, Intake: disclosure.Intake(v.text("intake")), FiledBy: v.staff.ID,
		Officer: v.staff.ID, Section: v.staff.Section,
	}
	if caseKinds[r.Kind] == "" {
		return refused{"kind": "option"}
	}
	wrong := refused{}
	day, err := disclosure.ParseDay(v.text("received"))
	if err != nil || day > today {
		wrong["received"] = "case_day"
	} else {
		at := day.Start()
		r.Evidence = disclosure.Evidence{Submitted: at, Arrived: at, Signed: at, Confirmed: at}
		if r.Received, err = r.Evidence.Received(r.Intake); err != nil {
			wrong["intake"] = "option"
		}
	}
	for _, f := range []disclosure.Field{
		disclosure.FieldType, disclosure.FieldName, disclosure.FieldRepresentative, disclosure.FieldContact, disclosure.FieldIDKind, disclosure.FieldIDNumber,
		disclosure.FieldPhone, disclosure.FieldAddress, disclosure.FieldPostcode, disclosure.FieldEmail, disclosure.FieldWhat, disclosure.FieldDelivery, disclosure.FieldCarrier,
	} {
		typed := v.text(string(f))
		if typed == "" {
			continue
		}
		if flaw := r.Application.Set(f, typed, today); flaw != "" {
			wrong[string(f)] = "case_field"
		}
	}
	for _, missing := range r.Application.Check() {
		// The papers themselves lie in the office, so that no file is asked for.
		if missing.Field != disclosure.FieldIDFile && wrong[string(missing.Field)] == "" {
			wrong[string(missing.Field)] = "required"
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	access := store.NewAccess()
	if err := v.Store.Register(v.ctx(), &r, v.prefix(), access, v.actor(), v.now); err != nil {
		return err
	}
	// The query code is shown this once.
	return v.show("case_receipt", receiptPage{v.frame(), r, access})
}

// prefix is the 机关简称 in numbers.
func (v *visit) prefix() string { return cmp.Or(v.Office.Short, v.Office.Name) }
