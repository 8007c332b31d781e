package bot

import (
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// awaitApply says that the next words belong to the application being filled in. Stored in conversations: never rename.
const awaitApply = "apply"

// actApply is a choice of the application; its argument is what to do and with what. Stored in conversations: never rename.
const actApply = "apply"

// What a choice of the application does. Stored in conversations: never rename.
const (
	doStart   = "start"   // show the notice; with what is wanted
	doFill    = "fill"    // begin, or go on, with the questions
	doSet     = "set"     // put a value into the field asked for
	doEdit    = "edit"    // ask a field again
	doConfirm = "confirm" // file; with the draft's version
	doDrop    = "drop"    // throw the draft away
)

// hearApply hears everything while an application is being filled in, but a call for a person.
func hearApply(t *turn) bool {
	if t.msg.MsgType == "text" && t.msg.FromUserName != "" && slices.Contains(resumeWords, plain(t.text)) && t.Store.Unlocked() {
		return t.applyResume() // whatever the last bubble asked for
	}
	if t.awaits != awaitApply || t.msg.MsgType == "event" || slices.Contains(humanWords, plain(t.text)) {
		return false
	}
	f, err := t.Store.Form(t.ctx, t.x.Citizen, t.now)
	if errors.Is(err, store.ErrNotFound) {
		return false // sent in, dropped or lapsed on another way
	}
	if err != nil {
		return t.applyFailed(err)
	}
	if t.msg.MsgType != "text" && (t.msg.MsgType != "voice" || t.text == "") {
		return t.applyMedia(f)
	}
	if code.MatchString(folded(t.text)) && hearChoice(t) {
		return t.x.Talk != desk.TalkStale || t.askField(f, sayStale)
	}
	switch said := plain(t.text); {
	case slices.Contains(casesWords, said):
		return t.cases()
	case slices.Contains(backWords, said):
		return t.applyBack(f)
	case slices.Contains(cancelWords, said):
		return t.applyDrop(f)
	case slices.Contains(saveWords, said):
		t.conceal()
		return t.say(desk.TalkApply, desk.OutcomeInfo, saySaved)
	case slices.Contains(editWords, said):
		return t.applyEdit(f)
	case f.Step == applySummary && slices.Contains(confirmWords, said):
		return t.applyFile(f)
	}
	return t.applyAnswer(f, t.text)
}

// hearApplyStart hears somebody who wants to apply, or to see how an application stands.
func hearApplyStart(t *turn) bool {
	said := plain(t.text)
	if t.msg.MsgType != "text" || t.msg.FromUserName == "" || !t.Store.Unlocked() {
		return false
	}
	switch {
	case slices.Contains(casesWords, said):
		return t.cases()
	case slices.Contains(applyWords, said):
		return t.applyNotice("")
	}
	return false
}

// applyNotice tells what an applicant must know before the first question (个人信息保护法第十七条), and begins a draft.
func (t *turn) applyNotice(subject string) bool {
	f, err := t.Store.Form(t.ctx, t.x.Citizen, t.now)
	switch {
	case err == nil:
		return t.askField(f, sayResumed)
	case !errors.Is(err, store.ErrNotFound):
		return t.applyFailed(err)
	}
	f = store.Form{Step: string(disclosure.FieldType), Token: rand.Text()}
	f.Application.Set(disclosure.FieldWhat, subject, disclosure.DayOf(t.now)) // too short a subject is asked for in its turn
	if f.Tickets, err = t.saidBefore(subject); err != nil {
		return t.applyFailed(err)
	}
	t.effects = append(t.effects, t.Store.KeepForm(f, t.now))
	t.x.Talk, t.x.Outcome = desk.TalkApply, desk.OutcomeRequest
	b := bubble{
		lead: sayBeforeApplying(t.Office), source: t.source(disclosureRules, "第二十九条"),
		link: "", note: anchor{sayFillPage, t.PublicURL + "/f/" + f.Token}.String(),
	}
	t.x.Reply = t.render(b, []desk.Choice{{Label: sayFillHere, Act: actApply, Arg: doFill}, toHuman()})
	t.conceal() // the address opens the draft
	return true
}

// saidBefore are the citizen's free texts, waiting to be looked at as applications, that the subject is taken from.
func (t *turn) saidBefore(subject string) ([]int64, error) {
	if subject == "" {
		return nil, nil
	}
	open, err := t.openTickets()
	var out []int64
	for _, tk := range open {
		if tk.Kind == desk.TicketRequest && strings.Contains(plain(tk.Question), plain(subject)) {
			out = append(out, tk.ID)
		}
	}
	return out, err
}

// applyResume goes on where the applicant left off.
func (t *turn) applyResume() bool {
	f, err := t.Store.Form(t.ctx, t.x.Citizen, t.now)
	if errors.Is(err, store.ErrNotFound) {
		return t.say(desk.TalkApply, desk.OutcomeInfo, sayNoDraft, desk.Choice{Label: sayApply, Act: actApply, Arg: doStart}, toHuman())
	}
	if err != nil {
		return t.applyFailed(err)
	}
	return t.askField(f, sayResumed)
}

// applyChoice does what a tapped or typed choice of the application says.
func (t *turn) applyChoice(arg string) bool {
	what, value, _ := strings.Cut(arg, " ")
	if what == doStart {
		return t.applyNotice(value)
	}
	f, err := t.Store.Form(t.ctx, t.x.Citizen, t.now)
	if errors.Is(err, store.ErrNotFound) {
		return t.applyResume()
	}
	if err != nil {
		return t.applyFailed(err)
	}
	switch what {
	case doFill:
		return t.askField(f, "")
	case doSet:
		return t.applyAnswer(f, value)
	case doEdit:
		if value == "" {
			return t.applyEdit(f)
		}
		f.Step = value
		return t.applyAsk(f, "")
	case doDrop:
		t.effects = append(t.effects, t.Store.DropForm())
		return t.say(desk.TalkApply, desk.OutcomeInfo, sayDropped)
	case doConfirm:
		if version, _ := strconv.ParseInt(value, 10, 64); version != f.Version {
			return t.askField(f, sayChangedMeanwhile)
		}
		return t.applyFile(f)
	}
	return t.askField(f, "")
}

// applyAnswer takes the answer to the question that was asked, and asks the next one.
func (t *turn) applyAnswer(f store.Form, answer string) bool {
	field := disclosure.Field(f.Step)
	if f.Step == applySummary {
		return t.askField(f, sayConfirmOrEdit)
	}
	if field == disclosure.FieldIDFile { // uploaded on its page, or not yet
		if f.Application.IDFile == 0 {
			return t.askField(f, "")
		}
		f.Step = nextStep(&f.Application, field)
		return t.applyAsk(f, "")
	}
	if strings.Contains(strings.TrimSpace(t.msg.Content), "\n") && field != disclosure.FieldWhat && field != disclosure.FieldAddress {
		return t.askField(f, sayOneThing)
	}
	before := f.Application
	if flaw := f.Application.Set(field, pickedValue(&f.Application, field, answer), disclosure.DayOf(t.now)); flaw != "" {
		f.Application = before
		return t.askField(f, sayFlaw(field, flaw))
	}
	settle(&f.Application, field)
	f.Step = nextStep(&f.Application, field)
	return t.applyAsk(f, "")
}

// applyBack asks the question before the current one.
func (t *turn) applyBack(f store.Form) bool {
	i := slices.IndexFunc(applySteps, func(s applyStep) bool { return string(s.field) == f.Step })
	if i < 0 {
		i = len(applySteps)
	}
	for i--; i >= 0; i-- {
		if s := applySteps[i]; s.asked == nil || s.asked(&f.Application) {
			f.Step = string(s.field)
			return t.applyAsk(f, "")
		}
	}
	return t.askField(f, sayFirst)
}

// applyEdit offers the fields that are answered, to be asked again.
func (t *turn) applyEdit(f store.Form) bool {
	var choices []desk.Choice
	for _, s := range applySteps {
		if (s.asked == nil || s.asked(&f.Application)) && (value(&f.Application, s.field) != "" || s.field == disclosure.FieldAcceptOther) {
			choices = append(choices, desk.Choice{Label: fieldLabels[s.field], Act: actApply, Arg: doEdit + " " + string(s.field)})
		}
	}
	t.conv.Awaits = awaitApply
	t.conceal()
	return t.say(desk.TalkApply, desk.OutcomeInfo, sayEditWhich, choices...)
}

// applyDrop asks once before the draft is thrown away.
func (t *turn) applyDrop(store.Form) bool {
	t.conv.Awaits = awaitApply
	t.conceal()
	return t.say(desk.TalkApply, desk.OutcomeInfo, sayDropSure, desk.Choice{Label: sayDrop, Act: actApply, Arg: doDrop}, desk.Choice{Label: sayGoOn, Act: actApply, Arg: doFill})
}

// applyAsk saves the draft and asks what it stands at.
func (t *turn) applyAsk(f store.Form, preface string) bool {
	t.effects = append(t.effects, t.Store.KeepForm(f, t.now))
	f.Version++
	return t.askField(f, preface)
}

// ask1 asks the question that the draft stands at, below a preface.
func (t *turn) askField(f store.Form, preface string) bool {
	t.x.Talk, t.x.Outcome, t.conv.Awaits = desk.TalkApply, desk.OutcomeInfo, awaitApply
	a := &f.Application
	b := bubble{note: sayAnyTime}
	var choices []desk.Choice
	if f.Step == applySummary {
		b.lead, b.note = saySummary(a), sayNoticeAgain
		choices = []desk.Choice{
			{Label: sayConfirm, Act: actApply, Arg: doConfirm + " " + strconv.FormatInt(f.Version, 10)},
			{Label: sayEdit, Act: actApply, Arg: doEdit},
			{Label: sayCancel, Act: actApply, Arg: doDrop},
		}
	} else {
		field := disclosure.Field(f.Step)
		i := slices.IndexFunc(applySteps, func(s applyStep) bool { return s.field == field })
		b.lead = sayStep(applySteps[max(i, 0)].step, sayField(a, field, t.PublicURL+"/u/"+f.Token))
		for _, v := range fieldChoices(a, field) {
			choices = append(choices, desk.Choice{Label: v.label, Act: actApply, Arg: doSet + " " + v.value})
		}
	}
	if len(choices) == 0 {
		t.conv.Choices = nil // a number is an answer here, not a choice of the bubble before
	}
	if preface != "" {
		b.lead = preface + "\n\n" + b.lead
	}
	t.x.Reply = t.render(b, choices)
	t.conceal()
	return true
}

func (t *turn) applyFailed(err error) bool {
	t.Log.Error("application", "err", err)
	t.conv.Awaits = t.awaits
	return t.say(desk.TalkApply, desk.OutcomeError, sayApology)
}

// conceal keeps what was said out of the log: it is sealed beside it.
func (t *turn) conceal() {
	if t.shown != nil || t.msg.FromUserName == "" {
		return
	}
	text := t.text
	t.shown = func() string { return t.x.Reply }
	t.effects = append(t.effects, t.Store.Conceal(text, func() string { return t.shown() }))
}
