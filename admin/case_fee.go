package admin

import (
	"shangda/disclosure"
	"shangda/store"
)

// feeForm computes what the rules would ask (国办函〔2020〕109号).
type feeForm struct {
	Units    int // which of the applicant's applications of this calendar month this is
	ItemYuan int
	Pages    int // as typed; 0: not yet
	PageYuan int
}

func (v *visit) feeForm(r *disclosure.Request) (feeForm, error) {
	f := feeForm{Pages: int(v.queryNumber("pages"))}
	month := r.Received[:len("2006-01")]
	same, err := v.Store.Requests(v.ctx(), store.RequestFilter{
		Kind: disclosure.CaseRequest, ID: r.Application.IDNumber, From: month + "-01", To: month + "-31",
	}, 1000)
	if err != nil {
		return f, err
	}
	for _, x := range same {
		if r.Application.IDNumber != "" && x.ID <= r.ID {
			f.Units++
		}
	}
	f.ItemYuan = disclosure.FeeByItem(f.Units) - disclosure.FeeByItem(f.Units-1)
	f.PageYuan = disclosure.FeeByPage(f.Pages)
	return f, nil
}

// caseFee notifies the applicant of a fee, which must be one: below the free number nothing is charged.
var caseFee = caseAct(func(v *visit, r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
	units := int(v.number("units"))
	f := disclosure.Fee{By: v.text("by"), Units: units, Yuan: disclosure.FeeByPage(units), Restarts: v.FeeRestarts}
	if f.By == "item" {
		f.Yuan = disclosure.FeeByItem(units) - disclosure.FeeByItem(units-1)
	}
	if f.Yuan <= 0 {
		return disclosure.Event{}, refused{"units": "case_free"}
	}
	return r.Charge(v.Calendar(), f, today)
})

var casePaid = caseAct(func(v *visit, r *disclosure.Request, _ disclosure.Day) (disclosure.Event, error) {
	day, err := v.pastDay("day", r.Fee.Notified)
	if err != nil {
		return disclosure.Event{}, err
	}
	return r.Pay(day)
})
