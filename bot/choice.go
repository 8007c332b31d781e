package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
)

// What a choice does. Stored in conversations: never rename.
const (
	actAsk   = "ask"   // ask the question in Arg
	actRead  = "read"  // show the passage whose ID is Arg
	actHuman = "human" // staff
	actAgain = "again" // hear Arg as if it came now
)

func toHuman() desk.Choice { return desk.Choice{Code: "0", Label: sayHuman, Act: actHuman} }

// code matches a choice as it is tapped ("A1 label") or typed ("a1", "A 1", "1").
var code = compile(`^([A-Za-z])?\s?(\d{1,2})(?:[\s.、:：]+(.+))?$`)

// hearChoice acts on a choice of the last bubble that offered any. An old one gets the current step again and does
// nothing else.
func hearChoice(t *turn) bool {
	if t.conv.Turn == 0 {
		return false
	}
	m := code.FindStringSubmatch(folded(t.text))
	if m == nil {
		return t.wording()
	}
	letter, number, label := strings.ToUpper(m[1]), m[2], m[3]
	current := desk.ChoiceLetter(t.conv.Turn)
	if letter == "" && label != "" {
		return false // "20 个工作日": a question that begins with a number
	}
	for _, c := range t.conv.Choices {
		if (letter == "" || letter == current) && c.Code == current+number && (label == "" || begins(c.Label, label)) && !t.older(c.Code) {
			return t.act(c)
		}
	}
	switch {
	case t.msg.MenuID != "" && t.msg.MenuID != "0", letter != "" && t.issued(letter):
		return t.stale()
	case letter == "" && len(t.conv.Choices) > 0:
		return t.stale()
	}
	return false
}

// wording acts on a choice of the last bubble that is typed by its words alone.
func (t *turn) wording() bool {
	for _, c := range t.conv.Choices {
		if t.msg.MenuID == "" && plain(t.text) == plain(c.Label) {
			return t.act(c)
		}
	}
	return false
}

// older reports that the tap came from another bubble than the last one, by the platform's number where it is sent.
func (t *turn) older(code string) bool {
	id, err := strconv.Atoi(t.msg.MenuID)
	return err == nil && id != 0 && id != menuID(t.conv.Turn, code)
}

// issued reports whether the letter was ever given out.
func (t *turn) issued(letter string) bool {
	return t.conv.Turn >= 26 || letter <= desk.ChoiceLetter(t.conv.Turn)
}

// begins reports whether label is the choice's own, or the beginning of it that a tap sends.
func begins(choice, label string) bool {
	said := plain(label)
	return said == plain(choice) || said == plain(tapped(choice))
}

func (t *turn) stale() bool {
	t.x.Talk, t.x.Outcome = desk.TalkStale, desk.OutcomeInfo
	text := sayStale
	now := slices.DeleteFunc(slices.Clone(t.conv.Choices), func(c desk.Choice) bool { return c.Label == sayUseful || c.Label == sayUseless })
	if len(now) > 0 {
		text += sayStaleStep + "\n" + t.choiceLines(now)
	}
	t.x.Reply = text
	return true
}

func (t *turn) act(c desk.Choice) bool {
	switch c.Act {
	case actAsk:
		t.text = c.Arg
		return hearList(t) || t.ask(c.Arg)
	case actRead:
		return t.read(c.Arg)
	case actPick:
		return t.prefer(c.Arg)
	case actField:
		return t.field(c.Arg)
	case actList:
		return t.listChosen(c.Arg)
	case actClock:
		return t.clock(c.Arg)
	case actBranch:
		return t.branch(c.Arg)
	case actCases:
		return t.moreCases(c.Arg)
	case actLook:
		return t.look(c.Arg)
	case actMine:
		return t.mine(c.Arg)
	case actChanges:
		return t.changes(c.Arg)
	case actAgain:
		return t.rehear(c.Arg)
	case actRate:
		return t.rateAnswer(c.Arg)
	case actApply:
		return t.applyChoice(c.Arg)
	case actCase:
		return t.caseChoice(c.Arg)
	case actTopic:
		return t.topicChosen(c.Arg)
	case actSurvey:
		return t.surveyed(c.Arg)
	case actTicket:
		return t.ticket(c.Arg)
	}
	return t.human(desk.TicketOrigin(cmp.Or(c.Arg, string(desk.FromHuman))))
}
