package bot

import (
	"slices"
	"strconv"

	"shangda/disclosure"
)

// question of the application: a field, the step it belongs to, and whether it is asked at all.
type applyStep struct {
	field disclosure.Field
	step  int
	asked func(*disclosure.Application) bool // nil: always
}

// applySteps are asked in this order; see applySummary for what comes after them.
var applySteps = []applyStep{
	{disclosure.FieldType, 1, nil},
	{disclosure.FieldName, 2, nil},
	{disclosure.FieldRepresentative, 2, organisation},
	{disclosure.FieldContact, 2, organisation},
	{disclosure.FieldIDKind, 3, nil},
	{disclosure.FieldIDNumber, 3, nil},
	{disclosure.FieldIDFile, 3, nil},
	{disclosure.FieldPhone, 4, nil},
	{disclosure.FieldWhat, 5, nil},
	{disclosure.FieldDelivery, 6, nil},
	{disclosure.FieldEmail, 6, func(a *disclosure.Application) bool { return a.Delivery == disclosure.DeliverMail }},
	{disclosure.FieldAddress, 6, func(a *disclosure.Application) bool { return a.Delivery == disclosure.DeliverPost }},
	{disclosure.FieldPostcode, 6, func(a *disclosure.Application) bool { return a.Delivery == disclosure.DeliverPost }},
	{disclosure.FieldCarrier, 6, func(a *disclosure.Application) bool { return len(carriers(a.Delivery)) > 1 }},
	{disclosure.FieldAcceptOther, 7, nil},
	{disclosure.FieldHelp, 7, func(a *disclosure.Application) bool { return a.Type == disclosure.Person }},
}

// applySummary is where everything is answered and may be confirmed. Stored as a step: never rename.
const applySummary = "summary"

func organisation(a *disclosure.Application) bool { return a.Type != disclosure.Person }

func carriers(d disclosure.Delivery) []disclosure.Carrier {
	all := []disclosure.Carrier{disclosure.CarrierPaper, disclosure.CarrierFile, disclosure.CarrierDisc}
	return slices.DeleteFunc(all, func(c disclosure.Carrier) bool { return !d.Carries(c) })
}

// settle follows an answer: what no longer fits is asked anew, what leaves no choice is set.
func settle(a *disclosure.Application, answered disclosure.Field) {
	switch answered {
	case disclosure.FieldType:
		if (a.Type == disclosure.Person) != (a.IDKind != disclosure.IDCredit && a.IDKind != disclosure.IDOtherBody) {
			a.IDKind, a.IDNumber = "", ""
		}
		if a.Type == disclosure.Person {
			a.Representative, a.Contact = "", ""
		}
	case disclosure.FieldIDKind:
		a.IDNumber = ""
	case disclosure.FieldDelivery:
		if left := carriers(a.Delivery); len(left) == 1 {
			a.Carrier = left[0]
		} else if !a.Delivery.Carries(a.Carrier) {
			a.Carrier = ""
		}
	}
}

// nextStep is the first question after the one answered that has no answer yet, then one before it, else the summary.
func nextStep(a *disclosure.Application, answered disclosure.Field) string {
	i := slices.IndexFunc(applySteps, func(s applyStep) bool { return s.field == answered })
	for _, s := range append(slices.Clone(applySteps[i+1:]), applySteps[:i+1]...) {
		if (s.asked == nil || s.asked(a)) && !answeredAlready(a, s.field, answered) {
			return string(s.field)
		}
	}
	return applySummary
}

// answeredAlready says whether a field needs no question. The two yes-or-no ones are asked once, after the carrier.
func answeredAlready(a *disclosure.Application, f, answered disclosure.Field) bool {
	switch f {
	case disclosure.FieldAcceptOther:
		return !slices.Contains([]disclosure.Field{disclosure.FieldDelivery, disclosure.FieldCarrier, disclosure.FieldEmail, disclosure.FieldPostcode}, answered)
	case disclosure.FieldHelp:
		return answered != disclosure.FieldAcceptOther
	}
	return value(a, f) != ""
}

// value is what a field holds, as stored.
func value(a *disclosure.Application, f disclosure.Field) string {
	switch f {
	case disclosure.FieldType:
		return string(a.Type)
	case disclosure.FieldName:
		return a.Name
	case disclosure.FieldRepresentative:
		return a.Representative
	case disclosure.FieldContact:
		return a.Contact
	case disclosure.FieldIDKind:
		return a.IDKind
	case disclosure.FieldIDNumber:
		return a.IDNumber
	case disclosure.FieldIDFile:
		if a.IDFile == 0 {
			return ""
		}
		return strconv.FormatInt(a.IDFile, 10)
	case disclosure.FieldPhone:
		return a.Phone
	case disclosure.FieldEmail:
		return a.Email
	case disclosure.FieldAddress:
		return a.Address
	case disclosure.FieldPostcode:
		return a.Postcode
	case disclosure.FieldWhat:
		return a.What
	case disclosure.FieldDelivery:
		return string(a.Delivery)
	case disclosure.FieldCarrier:
		return string(a.Carrier)
	}
	return ""
}
