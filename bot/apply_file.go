package bot

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// applyFile files the application: both sides confirm now (条例第三十一条第三项), and the receipt says so.
func (t *turn) applyFile(f store.Form) bool {
	if wrong := f.Application.Check(); len(wrong) > 0 {
		f.Step = string(wrong[0].Field)
		return t.applyAsk(f, sayFlaw(wrong[0].Field, wrong[0].Flaw))
	}
	r := &disclosure.Request{
		Kind: disclosure.CaseRequest, State: disclosure.Open, Intake: disclosure.ByWeb, Application: f.Application,
		Evidence: disclosure.Evidence{Submitted: t.now, Confirmed: t.now},
	}
	var err error
	if r.Received, err = r.Evidence.Received(r.Intake); err != nil {
		return t.applyFailed(err)
	}
	clock, err := r.Clock(t.Calendar(), r.Received)
	if err != nil {
		return t.applyFailed(err)
	}
	access := store.NewAccess()
	t.x.Talk, t.x.Outcome = desk.TalkApply, desk.OutcomeRequest
	t.effects = append(t.effects, t.Store.File(f, r, cmp.Or(t.Office.Short, t.Office.Name), access, t.now))
	b := bubble{lead: sayReceipt(numberPlace, r.Received, clock.Now, access), note: sayReceiptNote + "\n" + anchor{sayCasePage, t.casePage(numberPlace)}.String()}
	t.x.Reply = t.render(b, []desk.Choice{{Label: sayCases, Act: actCase, Arg: "list"}, toHuman()})
	// The number exists only inside the transaction.
	t.conceal()
	t.shown = func() string {
		return strings.NewReplacer(numberPlace, r.Number, url.PathEscape(numberPlace), url.PathEscape(r.Number)).Replace(t.x.Reply)
	}
	return true
}

// casePage is the address at which a case is opened with its code.
func (o *Options) casePage(number string) string { return o.PublicURL + disclosure.CasePath(number) }

// numberPlace stands in the receipt until the case has its number.
const numberPlace = "\uE000"

// actCase is a choice about a case; its argument is what to do and the case. Stored in conversations: never rename.
const actCase = "case"

// awaitCorrection says that the next words correct an application; with the case. Stored in conversations: never rename.
const awaitCorrection = "correction"

// shownCases is how many cases one bubble lists.
const shownCases = 5

// cases lists the citizen's own applications.
func (t *turn) cases() bool {
	own, err := t.ownCases()
	if err != nil {
		return t.applyFailed(err)
	}
	t.conceal()
	if len(own) == 0 {
		return t.say(desk.TalkTrack, desk.OutcomeInfo, sayNoCases, desk.Choice{Label: sayApply, Act: actApply, Arg: doStart})
	}
	var choices []desk.Choice
	var lines []string
	for _, r := range own {
		lines = append(lines, sayCaseLine(r))
		choices = append(choices, desk.Choice{Label: sayOpenCase(r.Number), Act: actCase, Arg: "show " + strconv.FormatInt(r.ID, 10)})
	}
	return t.say(desk.TalkTrack, desk.OutcomeInfo, strings.Join(lines, "\n"), choices...)
}

func (t *turn) ownCases() ([]disclosure.Request, error) {
	if t.x.Citizen == 0 {
		return nil, nil
	}
	return t.Store.Requests(t.ctx, store.RequestFilter{Citizen: t.x.Citizen}, shownCases)
}

// caseChoice does what a choice about a case says. Nobody acts on another's case: it is looked for among one's own.
func (t *turn) caseChoice(arg string) bool {
	what, id, _ := strings.Cut(arg, " ")
	if what == "list" {
		return t.cases()
	}
	r, ok, err := t.ownCase(id)
	switch {
	case err != nil:
		return t.applyFailed(err)
	case !ok:
		return t.cases()
	case what == "withdraw":
		t.conceal()
		return t.say(desk.TalkTrack, desk.OutcomeInfo, sayWithdrawSure(r.Number), caseDo(sayWithdraw, "withdrawn", r.ID), caseDo(sayKeep, "show", r.ID))
	case what == "withdrawn":
		event, err := r.Withdraw(disclosure.DayOf(t.now))
		return t.changeCase(r, event, err, sayWithdrawn(r.Number))
	case what == "contact":
		return t.askAmend(awaitContact, r.ID, sayContactAsk)
	case what == "material":
		return t.askAmend(awaitMaterial, r.ID, sayMaterialAsk)
	case what == "correct":
		t.conv.Awaits = awaitCorrection + " " + id
		t.conceal()
		return t.say(desk.TalkTrack, desk.OutcomeInfo, sayCorrectionAsk(r))
	}
	return t.showCase(r)
}

func caseDo(label, what string, id int64) desk.Choice {
	return desk.Choice{Label: label, Act: actCase, Arg: what + " " + strconv.FormatInt(id, 10)}
}

func (t *turn) ownCase(id string) (disclosure.Request, bool, error) {
	own, err := t.ownCases()
	i := slices.IndexFunc(own, func(r disclosure.Request) bool { return strconv.FormatInt(r.ID, 10) == id })
	if err != nil || i < 0 {
		return disclosure.Request{}, false, err
	}
	return own[i], true, nil
}

// showCase tells how a case stands, until when it is answered, and what the applicant can do now.
func (t *turn) showCase(r disclosure.Request) bool {
	due, provisional, err := r.Due(t.Calendar(), disclosure.DayOf(t.now))
	if err != nil {
		return t.applyFailed(err)
	}
	history, err := t.Store.Events(t.ctx, r.ID)
	if err != nil {
		return t.applyFailed(err)
	}
	var choices []desk.Choice
	if r.State == disclosure.Correcting {
		choices = append(choices, caseDo(sayCorrectNow, "correct", r.ID))
	}
	if r.Running() && r.State != disclosure.Decided || r.State == disclosure.Correcting {
		choices = append(choices, caseDo(sayAddMaterial, "material", r.ID), caseDo(sayChangeContact, "contact", r.ID), caseDo(sayWithdraw, "withdraw", r.ID))
	}
	b := bubble{lead: sayRequestState(r, due, provisional, history), link: ""}
	b.note = anchor{sayCasePage, t.casePage(r.Number)}.String()
	t.x.Talk, t.x.Outcome = desk.TalkTrack, desk.OutcomeInfo
	t.x.Reply = t.render(b, append(choices, toHuman()))
	t.conceal()
	return true
}

// changeCase saves what the applicant did, or says why it can't be done any more.
func (t *turn) changeCase(r disclosure.Request, event disclosure.Event, err error, done string) bool {
	t.conceal()
	if err != nil {
		return t.say(desk.TalkTrack, desk.OutcomeInfo, sayTooLate, caseDo(sayOpenCase(r.Number), "show", r.ID))
	}
	t.effects = append(t.effects, t.Store.Act(&r, []disclosure.Event{event}, nil, t.now))
	return t.say(desk.TalkTrack, desk.OutcomeInfo, done, caseDo(sayOpenCase(r.Number), "show", r.ID))
}

// hearCorrection hears the words that correct an application.
func hearCorrection(t *turn) bool {
	what, id, _ := strings.Cut(t.awaits, " ")
	if what != awaitCorrection || t.msg.MsgType != "text" || slices.Contains(humanWords, plain(t.text)) || slices.Contains(cancelWords, plain(t.text)) {
		return false
	}
	r, ok, err := t.ownCase(id)
	if err != nil {
		return t.applyFailed(err)
	}
	if !ok {
		return false
	}
	event, err := r.Correct(t.text, disclosure.DayOf(t.now))
	if bad := (*disclosure.Invalid)(nil); errors.As(err, &bad) {
		t.conv.Awaits = t.awaits
		t.conceal()
		return t.say(desk.TalkTrack, desk.OutcomeInfo, sayFlaw(bad.Field, bad.Flaw))
	}
	return t.changeCase(r, event, err, sayCorrected(r.Number))
}
