package bot

import (
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/search"
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

// applyOffer says what is published already before anybody fills in a form, which stays possible.
func (t *turn) applyOffer(wantedText string) bool {
	t.x.Talk, t.x.Outcome, t.conv.Matter = desk.TalkHuman, desk.OutcomeRequest, t.x.Text
	t.kind = desk.TicketRequest
	subject := desk.Mask(question(wantedText))
	b := bubble{lead: sayLooked, source: t.source(disclosureRules, "第二十九条"), caution: sayRequestCaution, note: t.noted()}
	var choices []desk.Choice
	r, err := t.Search.Find(t.ctx, search.Query{Text: subject, On: t.on, Jurisdiction: t.Office.Jurisdiction, Limit: 1})
	if err == nil && len(r.Hits) > 0 && r.Outcome != desk.OutcomeNone {
		b.lead += sayNear(r.Hits[0].Passage.Title)
		choices = append(choices, desk.Choice{Label: sayLookNear, Act: actRead, Arg: r.Hits[0].Passage.ID})
	}
	apply := sayApply
	if earlier := t.answeredBefore(subject); earlier != "" {
		b.lead += "\n" + earlier
		apply = sayApplyStill
	}
	if r, named := t.elsewhere(strings.ToLower(subject)); named && r.Who != "" {
		b.lead += "\n" + sayHeldElsewhere(r)
		apply = sayApplyStill
	}
	choices = append(choices, desk.Choice{Label: apply, Act: actApply, Arg: doStart + " " + subject}, toHuman())
	t.x.Reply = t.render(b, choices)
	return true
}

// sameSubject is from which likeness on two applications ask for the same.
const sameSubject = 0.6

// recentCases are looked through for an earlier answer.
const recentCases = 300

// answeredBefore says what was answered before on the same subject: on an application of their own how it stands; on another's only where it
// was found to be published already, which is nobody's secret.
func (t *turn) answeredBefore(subject string) string {
	if t.msg.FromUserName == "" || !t.Store.Unlocked() || subject == "" {
		return ""
	}
	cases, err := t.Store.Requests(t.ctx, store.RequestFilter{Kind: disclosure.CaseRequest}, recentCases)
	if err != nil {
		t.Log.Error("earlier applications not read", "err", err)
		return ""
	}
	for _, r := range cases {
		switch {
		case likeness(plain(subject), plain(r.Application.What)) < sameSubject:
		case r.Citizen != 0 && r.Citizen == t.x.Citizen:
			return sayAskedBefore(r)
		case r.State == disclosure.Served && r.Draft != nil && r.Draft.Code == disclosure.CodePublished:
			return sayPublishedAt(r.Draft.Where)
		}
	}
	return ""
}

// applyMenu is where the menu leads: apply, see one's applications, or read how it goes.
func (t *turn) applyMenu() bool {
	t.x.Talk, t.x.Outcome = desk.TalkApply, desk.OutcomeInfo
	t.x.Reply = t.render(bubble{lead: sayDisclosureMenu}, []desk.Choice{
		{Label: sayApply, Act: actApply, Arg: doStart},
		{Label: sayCases, Act: actCase, Arg: "list"},
		{Label: askDisclosure, Act: actAsk, Arg: askDisclosure},
		toHuman(),
	})
	return true
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
	if flaw := f.Application.Set(field, answer, disclosure.DayOf(t.now)); flaw != "" {
		f.Application = before
		return t.askField(f, sayFlaw(field, flaw))
	}
	settle(&f.Application, field)
	f.Step = nextStep(&f.Application, field)
	return t.applyAsk(f, "")
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

// applyMedia takes a picture of the identity document where it is asked for, and explains what else cannot be taken.
func (t *turn) applyMedia(f store.Form) bool {
	if t.msg.MsgType != "image" || f.Step != string(disclosure.FieldIDFile) || t.Fetch == nil {
		return t.askField(f, sayTextPlease)
	}
	data, err := t.Fetch(t.ctx, t.msg.MediaID)
	if err != nil {
		t.Log.Warn("picture not fetched", "err", err)
		return t.askField(f, sayPictureLost)
	}
	kind := imageType(data)
	if kind == "" || len(data) > mostUpload {
		return t.askField(f, sayPictureWrong)
	}
	file := &store.File{Purpose: store.FileIdentity, Type: kind, Name: "identity", Data: data}
	// The draft names the file by the number that it gets in the same transaction.
	t.effects = append(t.effects, t.Store.KeepFile(file, t.now), t.Store.KeepFormWith(func() store.Form {
		f.Application.IDFile = file.ID
		f.Step = nextStep(&f.Application, disclosure.FieldIDFile)
		return f
	}, t.now))
	next := f
	next.Application.IDFile, next.Version = -1, f.Version+1
	next.Step = nextStep(&next.Application, disclosure.FieldIDFile)
	return t.askField(next, sayPictureKept)
}

// mostUpload bounds a picture; the platform's own limit is the same.
const mostUpload = 10 << 20

// imageType is the media type of a picture as its first bytes tell it; empty for everything else.
func imageType(data []byte) string {
	switch {
	case strings.HasPrefix(string(data[:min(len(data), 8)]), "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(string(data[:min(len(data), 3)]), "\xff\xd8\xff"):
		return "image/jpeg"
	}
	return ""
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
