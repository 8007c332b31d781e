package bot

import (
	"slices"
	"time"

	"shangda/desk"
	"shangda/disclosure"
)

// humanWith is a call for a person with the question beside it. Query words.
var humanWith = compile(`^(?:转|找|要)?(?:人工(?:客服|服务|咨询)?|工作人员)[\s，,：:。]+(.{4,})$`)

func hearHuman(t *turn) bool {
	if m := humanWith.FindStringSubmatch(t.text); m != nil {
		t.conv.Matter = desk.Mask(m[1])
		return t.handIn(t.conv.Matter, desk.FromHuman)
	}
	return slices.Contains(humanWords, plain(t.text)) && t.human(desk.FromHuman)
}

// matterLasts is for how long the last question is what a citizen means who calls for a person.
const matterLasts = 2 * time.Hour

// human hands the last question to staff. Without one it asks for it, and says when and how staff can be reached.
func (t *turn) human(origin desk.TicketOrigin) bool {
	if t.conv.Matter != "" && t.now.Sub(t.conv.At) < matterLasts {
		return t.handIn(t.conv.Matter, origin)
	}
	t.conv.Awaits = awaitQuestion
	return t.say(desk.TalkHuman, desk.OutcomeHuman, sayWhatToHandIn(t.Office, t.presence()))
}

// keepMatter keeps what a person would be asked if the citizen wished one now; asked was the last question before this one.
func (t *turn) keepMatter(asked string) {
	switch {
	case t.x.Talk != desk.TalkAsk:
	case t.conv.Asked != "" && t.conv.Asked != asked:
		t.conv.Matter = desk.Mask(t.conv.Asked)
	case !code.MatchString(t.x.Text):
		t.conv.Matter = t.x.Text
	}
}

// presence is when staff are there: until when if now, else when next. certain says that every day looked at has a calendar.
type presence struct {
	now, until, next time.Time
	certain          bool
}

func (t *turn) presence() presence {
	p := presence{now: t.now.In(disclosure.Zone), certain: true}
	switch {
	case t.Hours.Zero():
	case t.Hours.Open(p.now, t.workday(&p.certain)):
		p.until = t.Hours.Until(p.now)
	default:
		p.next = t.Hours.NextOpen(p.now, t.workday(&p.certain))
	}
	return p
}

// workday knows the working days, and notes a day of a year without a calendar.
func (t *turn) workday(certain *bool) func(day string) bool {
	return func(day string) bool {
		is, known := t.Calendar().Workday(disclosure.Day(day))
		*certain = *certain && known
		return is
	}
}
