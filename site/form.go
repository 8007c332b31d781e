package site

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"shangda/disclosure"
	"shangda/document"
	"shangda/paper"
	"shangda/store"
)

// option is a value of a field with its name.
type option struct{ Value, Label string }

// formPage is the whole application on one page.
type formPage struct {
	frame
	Token    string
	Version  int64
	A        disclosure.Application
	Given    map[disclosure.Field]string          // what was typed and refused, shown again
	Flaws    map[disclosure.Field]disclosure.Flaw // beside their fields
	Fault    string                               // of an upload
	Changed  bool                                 // in the chat or another window, meanwhile
	Types    []option
	People   []option // documents of a person
	Bodies   []option // documents of an organisation
	Ways     []option
	Carriers []option
}

// Value is what a field shows: what was typed last, else what is stored.
func (p formPage) Value(f disclosure.Field, stored string) string {
	if given, ok := p.Given[f]; ok {
		return given
	}
	return stored
}

// Flaw is what is wrong with a field; empty when nothing is.
func (p formPage) Flaw(f disclosure.Field) disclosure.Flaw { return p.Flaws[f] }

func (s *site) formPage(c *gin.Context, f store.Form) formPage {
	p := formPage{frame: s.frame(c), Token: f.Token, Version: f.Version, A: f.Application, Given: map[disclosure.Field]string{}, Flaws: map[disclosure.Field]disclosure.Flaw{}}
	for _, t := range disclosure.ApplicantTypes() {
		p.Types = append(p.Types, option{string(t), paper.ApplicantTypes[t]})
	}
	for _, k := range []string{disclosure.IDCard, disclosure.IDPassport, disclosure.IDHongKong, disclosure.IDTaiwan, disclosure.IDResident, disclosure.IDOfficer} {
		p.People = append(p.People, option{k, paper.IDKinds[k]})
	}
	for _, k := range []string{disclosure.IDCredit, disclosure.IDOtherBody} {
		p.Bodies = append(p.Bodies, option{k, paper.IDKinds[k]})
	}
	for _, d := range []disclosure.Delivery{
		disclosure.DeliverOnline, disclosure.DeliverMail, disclosure.DeliverPost, disclosure.DeliverPickup, disclosure.DeliverInspect, disclosure.DeliverFax,
	} {
		p.Ways = append(p.Ways, option{string(d), paper.Deliveries[d]})
	}
	for _, k := range []disclosure.Carrier{disclosure.CarrierFile, disclosure.CarrierPaper, disclosure.CarrierDisc} {
		p.Carriers = append(p.Carriers, option{string(k), paper.Carriers[k]})
	}
	return p
}

// form shows an application that was begun in the chat.
func (s *site) form(c *gin.Context) error {
	f, err := s.Store.FormBehind(c.Request.Context(), c.Param("token"), s.Now())
	if err != nil {
		return err
	}
	private(c)
	return s.render(c, http.StatusOK, "form", s.formPage(c, f))
}

// formFields are taken from a posted form, in an order in which each finds those it depends on.
var formFields = []disclosure.Field{
	disclosure.FieldType, disclosure.FieldName, disclosure.FieldRepresentative, disclosure.FieldContact, disclosure.FieldIDKind, disclosure.FieldIDNumber,
	disclosure.FieldPhone, disclosure.FieldEmail, disclosure.FieldAddress, disclosure.FieldPostcode, disclosure.FieldWhat, disclosure.FieldDelivery,
	disclosure.FieldCarrier, disclosure.FieldAcceptOther, disclosure.FieldHelp,
}

// filled saves what was typed, whatever of it is right, and shows it for confirmation when all is.
func (s *site) filled(c *gin.Context) error {
	if err := s.posted(c, 2*mostUpload+256<<10); err != nil {
		return err
	}
	ctx := c.Request.Context()
	f, err := s.Store.FormBehind(ctx, c.Param("token"), s.Now())
	if err != nil {
		return err
	}
	private(c)
	flaws, given := s.takeFields(c, &f)
	fault, err := s.takeFiles(c, &f)
	if err != nil {
		return err
	}
	changed := c.PostForm("version") != fmt.Sprint(f.Version)
	if err := s.Store.SaveForm(ctx, f, s.Now()); errors.Is(err, store.ErrConflict) {
		changed = true
	} else if err != nil {
		return err
	}
	f.Version += 2 // the guard's and the write's
	if fresh, err := s.Store.FormBehind(ctx, f.Token, s.Now()); err == nil {
		f.Version = fresh.Version
	}
	p := s.formPage(c, f)
	p.Flaws, p.Given, p.Fault, p.Changed = flaws, given, fault, changed
	for _, wrong := range f.Application.Check() {
		if _, named := p.Flaws[wrong.Field]; !named {
			p.Flaws[wrong.Field] = wrong.Flaw
		}
	}
	if len(p.Flaws) > 0 || p.Fault != "" || p.Changed {
		return s.render(c, http.StatusUnprocessableEntity, "form", p)
	}
	return s.render(c, http.StatusOK, "confirm", p)
}

// takeFields sets what fits and gives back what doesn't. An empty optional field is emptied.
func (s *site) takeFields(c *gin.Context, f *store.Form) (map[disclosure.Field]disclosure.Flaw, map[disclosure.Field]string) {
	flaws, given := map[disclosure.Field]disclosure.Flaw{}, map[disclosure.Field]string{}
	today := disclosure.DayOf(s.Now())
	a := &f.Application
	for _, field := range formFields {
		typed := c.PostForm(string(field))
		if field == disclosure.FieldIDKind && a.Type != disclosure.Person {
			typed = c.PostForm("body_kind")
		}
		if typed == "" && field != disclosure.FieldAcceptOther && field != disclosure.FieldHelp {
			clearField(a, field)
			continue
		}
		if flaw := a.Set(field, typed, today); flaw != "" {
			flaws[field], given[field] = flaw, typed
		}
	}
	if a.Type == disclosure.Person {
		a.Representative, a.Contact = "", ""
	}
	a.Agent.Name = c.PostForm("agent_name")
	a.Agent.IDNumber = ""
	if n := c.PostForm("agent_id"); n != "" {
		number, flaw := disclosure.CitizenNumber(n, today)
		if flaw != "" {
			flaws[disclosure.FieldAgent], given[disclosure.FieldAgent] = flaw, n
		}
		a.Agent.IDNumber = number
	}
	if a.Agent.Name == "" && a.Agent.IDNumber == "" {
		a.Agent.File = 0
	}
	return flaws, given
}

func clearField(a *disclosure.Application, f disclosure.Field) {
	switch f {
	case disclosure.FieldName:
		a.Name = ""
	case disclosure.FieldRepresentative:
		a.Representative = ""
	case disclosure.FieldContact:
		a.Contact = ""
	case disclosure.FieldIDNumber:
		a.IDNumber = ""
	case disclosure.FieldPhone:
		a.Phone = ""
	case disclosure.FieldEmail:
		a.Email = ""
	case disclosure.FieldAddress:
		a.Address = ""
	case disclosure.FieldPostcode:
		a.Postcode = ""
	case disclosure.FieldWhat:
		a.What = ""
	}
}

func (s *site) takeFiles(c *gin.Context, f *store.Form) (fault string, err error) {
	for _, x := range []struct {
		field   string
		purpose store.FilePurpose
		to      *int64
	}{{"file", store.FileIdentity, &f.Application.IDFile}, {"mandate", store.FileMandate, &f.Application.Agent.File}} {
		id, err := s.keepUpload(c, *f, x.field, x.purpose)
		switch fault := faultOf(err); {
		case fault == "none":
		case fault != "":
			return fault, nil
		case err != nil:
			return "", err
		default:
			*x.to = id
		}
	}
	return "", nil
}

type receiptPage struct {
	frame
	Number, Access string
	Received       disclosure.Day
	Due            disclosure.Count
	What           string
	QR             template.HTML // of the address at which it is seen how the case stands
}

// confirmed files the application: the applicant's confirmation and ours are this moment (条例第三十一条第三项).
func (s *site) confirmed(c *gin.Context) error {
	if err := s.posted(c, 64<<10); err != nil {
		return err
	}
	ctx, now := c.Request.Context(), s.Now()
	f, err := s.Store.FormBehind(ctx, c.Param("token"), now)
	if err != nil {
		return err
	}
	private(c)
	p := s.formPage(c, f)
	if c.PostForm("version") != fmt.Sprint(f.Version) {
		p.Changed = true
		return s.render(c, http.StatusConflict, "form", p)
	}
	if wrong := f.Application.Check(); len(wrong) > 0 {
		for _, w := range wrong {
			p.Flaws[w.Field] = w.Flaw
		}
		return s.render(c, http.StatusUnprocessableEntity, "form", p)
	}
	r := &disclosure.Request{
		Kind: disclosure.CaseRequest, State: disclosure.Open, Intake: disclosure.ByWeb, Application: f.Application,
		Evidence: disclosure.Evidence{Submitted: now, Confirmed: now}, Received: disclosure.DayOf(now),
	}
	clock, err := r.Clock(s.Calendar(), r.Received)
	if err != nil {
		return err
	}
	access := store.NewAccess()
	err = s.Store.FileForm(ctx, f, r, cmp.Or(s.Office.Short, s.Office.Name), access, now)
	if errors.Is(err, store.ErrConflict) {
		p.Changed = true
		return s.render(c, http.StatusConflict, "form", p)
	}
	if err != nil {
		return err
	}
	code, err := document.NewQR(s.PublicURL + disclosure.CasePath(r.Number))
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "receipt", receiptPage{
		frame: s.frame(c), Number: r.Number, Access: access, Received: r.Received, Due: clock.Now, What: r.Application.What, QR: template.HTML(code.SVG()),
	})
}

// inward are papers that the applicant does not get.
var inward = []disclosure.PaperKind{
	disclosure.PaperApproval, disclosure.PaperTransfer, disclosure.PaperThird, disclosure.PaperConfirm, disclosure.PaperOverride, disclosure.PaperMaker, disclosure.PaperOpinion, disclosure.PaperAssist,
	disclosure.PaperServed,
}

func outward(p store.Paper) bool { return !p.Void && !slices.Contains(inward, p.Kind) }
