package bot

import (
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/search"
	"shangda/store"
)

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
		case desk.Likeness(plain(subject), plain(r.Application.What)) < desk.SameSubject:
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
