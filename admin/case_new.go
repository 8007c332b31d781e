package admin

import (
	"cmp"
	"slices"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

// newCasePage registers what came in on paper or was told by word of mouth.
type newCasePage struct {
	frame
	Ticket   int64
	What     string
	Received disclosure.Day
	Types    []labelled
	Intakes  []labelled
	Kinds    []labelled
	IDKinds  []labelled
	Ways     []labelled
	Forms    []labelled
}

// labelled is a code with its word.
type labelled struct{ Code, Label string }

func labels[K ~string](words map[K]string, codes ...K) []labelled {
	var out []labelled
	for _, c := range codes {
		out = append(out, labelled{string(c), words[c]})
	}
	return out
}

func newCase(v *visit) error {
	p := newCasePage{frame: v.frame(), Ticket: max(v.queryNumber("ticket"), v.number("ticket")), Received: disclosure.DayOf(v.now)}
	if p.Ticket != 0 {
		t, err := v.requestTicket(p.Ticket)
		if err != nil {
			return err
		}
		p.What, p.Received = t.Question, disclosure.DayOf(t.OpenedAt)
	}
	p.Types = labels(paper.ApplicantTypes, disclosure.ApplicantTypes()...)
	p.Intakes = labels(paper.Intakes, disclosure.ByPerson, disclosure.ByOral, disclosure.ByRegistered, disclosure.ByLetter, disclosure.ByFax, disclosure.ByWeb)
	p.Kinds = labels(caseKinds, disclosure.CaseRequest, disclosure.CaseCorrection, disclosure.CaseSuggestion, disclosure.CasePetition)
	p.IDKinds = labels(paper.IDKinds, disclosure.IDCard, disclosure.IDPassport, disclosure.IDHongKong, disclosure.IDTaiwan, disclosure.IDResident,
		disclosure.IDOfficer, disclosure.IDCredit, disclosure.IDOtherBody)
	p.Ways = labels(paper.Deliveries, disclosure.DeliverPost, disclosure.DeliverPickup, disclosure.DeliverInspect, disclosure.DeliverMail,
		disclosure.DeliverOnline, disclosure.DeliverFax)
	p.Forms = labels(paper.Carriers, disclosure.CarrierPaper, disclosure.CarrierFile, disclosure.CarrierDisc)
	return v.show("case_new", p)
}

// requestTicket is a free text that a person has found to be an application.
func (v *visit) requestTicket(id int64) (desk.Ticket, error) {
	t, err := v.Store.Ticket(v.ctx(), id)
	if err == nil && (!v.worker().Sees(&t) || t.Kind != desk.TicketRequest) {
		err = store.ErrNotFound
	}
	return t, err
}

type receiptPage struct {
	frame
	Case   disclosure.Request
	Access string
	Due    disclosure.Day
	Today  disclosure.Day
	Again  bool   // a new code for a case on file
	QR     string // of the page on which the applicant sees how it stands
}

func createCase(v *visit) error {
	r := disclosure.Request{
		Kind: disclosure.CaseKind(v.text("kind")), State: disclosure.Open, Intake: disclosure.Intake(v.text("intake")), FiledBy: v.staff.ID,
		Officer: v.staff.ID, Section: v.staff.Section,
	}
	if caseKinds[r.Kind] == "" {
		return refused{"kind": "option"}
	}
	if id := v.number("ticket"); id != 0 {
		t, err := v.requestTicket(id)
		if err != nil {
			return err
		}
		r.Citizen = t.Citizen // so that the chat tells how it goes
		r.Words = []disclosure.Words{{Ticket: t.ID, At: t.OpenedAt}}
	}
	wrong := refused{}
	v.received(&r, wrong)
	v.applied(&r, wrong)
	if len(wrong) > 0 {
		return wrong
	}
	access := store.NewAccess()
	if err := v.Store.Register(v.ctx(), &r, v.prefix(), access, v.actor(), v.now); err != nil {
		return err
	}
	return v.receipt(r, access, false)
}

// received computes the 收到之日 from the way and the day that it happened.
func (v *visit) received(r *disclosure.Request, wrong refused) {
	day, err := disclosure.ParseDay(v.text("received"))
	if err != nil || day > disclosure.DayOf(v.now) {
		wrong["received"] = "case_day"
		return
	}
	at := day.Start()
	r.Evidence = disclosure.Evidence{Submitted: at, Arrived: at, Signed: at, Confirmed: at}
	if typed := v.text("confirmed"); typed != "" { // both sides confirmed later than it came in
		confirmed, err := disclosure.ParseDay(typed)
		if err != nil || confirmed > disclosure.DayOf(v.now) || confirmed < day {
			wrong["confirmed"] = "case_day"
			return
		}
		r.Evidence.Confirmed = confirmed.Start()
	}
	if r.Received, err = r.Evidence.Received(r.Intake); err != nil {
		wrong["intake"] = "option"
	}
}

// applied reads the application. Of other kinds than a request only who it is and what they want must be there.
func (v *visit) applied(r *disclosure.Request, wrong refused) {
	today := disclosure.DayOf(v.now)
	for _, f := range []disclosure.Field{
		disclosure.FieldType, disclosure.FieldName, disclosure.FieldRepresentative, disclosure.FieldContact, disclosure.FieldIDKind, disclosure.FieldIDNumber,
		disclosure.FieldPhone, disclosure.FieldAddress, disclosure.FieldPostcode, disclosure.FieldEmail, disclosure.FieldWhat, disclosure.FieldDelivery, disclosure.FieldCarrier,
		disclosure.FieldAcceptOther, disclosure.FieldHelp,
	} {
		typed := v.text(string(f))
		if typed == "" {
			continue
		}
		if flaw := r.Application.Set(f, typed, today); flaw != "" {
			wrong[string(f)] = "case_" + string(flaw)
		}
	}
	always := []disclosure.Field{disclosure.FieldName, disclosure.FieldWhat, disclosure.FieldPhone}
	for _, missing := range r.Application.Check() {
		// The papers themselves lie in the office, so that no file is asked for.
		if missing.Field == disclosure.FieldIDFile || wrong[string(missing.Field)] != "" {
			continue
		}
		if r.Kind == disclosure.CaseRequest || slices.Contains(always, missing.Field) {
			wrong[string(missing.Field)] = "case_" + string(missing.Flaw)
		}
	}
}

// caseAccess gives a case a new query code, for an applicant who has lost the old one and proved who they are.
func caseAccess(v *visit) error {
	if v.text("proved") == "" {
		return refused{"proved": "unproved"}
	}
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	access := store.NewAccess()
	if err := v.Store.NewCode(v.ctx(), &r, access, v.actor(), v.now); err != nil {
		return err
	}
	return v.receipt(r, access, true)
}

// receipt shows the query code, this once.
func (v *visit) receipt(r disclosure.Request, access string, again bool) error {
	due, _, err := r.Due(v.Calendar(), disclosure.DayOf(v.now))
	if err != nil {
		return err
	}
	return v.show("case_receipt", receiptPage{v.frame(), r, access, due, disclosure.DayOf(v.now), again, v.PublicURL + disclosure.CasePath(r.Number)})
}

// prefix is the 机关简称 in numbers.
func (v *visit) prefix() string { return cmp.Or(v.Office.Short, v.Office.Name) }
