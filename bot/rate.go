package bot

import (
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/store"
	"shangda/wechat"
)

// actRate rates an answer; its argument is a sign and the key of the exchange. Stored in conversations: never rename.
const actRate = "rate"

const (
	helped = "+"
	missed = "-"
	whyNot = "?" // asks for words about it
)

// offerRating puts 有用 and 没用 beside 人工 at the end of an answer, where they cost none of its words and no line.
func (t *turn) offerRating() {
	last := len(t.conv.Choices) - 1
	if t.x.Outcome != desk.OutcomeAnswer || t.x.Talk != desk.TalkAsk || t.x.Item == "" || t.msg.FromUserName == "" || last < 0 {
		return
	}
	human := t.conv.Choices[last]
	if human.Act != actHuman || !strings.HasSuffix(t.x.Reply, "</a>") || last >= mostBeside {
		return
	}
	choices, line := slices.Clone(t.conv.Choices), ""
	for i, c := range []desk.Choice{{Label: sayUseful, Arg: helped}, {Label: sayUseless, Arg: missed}} {
		c.Code, c.Act, c.Arg = human.Code[:1]+string(rune('1'+last+i)), actRate, c.Arg+t.x.Key
		line += "　" + wechat.ChoiceLink(c.Label, c.Code+" "+c.Label, menuID(t.conv.Turn, c.Code))
		choices = append(choices, c)
	}
	if len(t.x.Reply)+len(line) <= limit {
		t.x.Reply, t.conv.Choices = t.x.Reply+line, choices
	}
}

// mostBeside keeps the codes of ratings to one digit.
const mostBeside = 8

// hearRating hears an opinion in words: of staff's answer if that was told last, else of the last bubble's.
func hearRating(t *turn) bool {
	said := plain(t.text)
	good, bad, off := slices.Contains(usefulWords, said), slices.Contains(uselessWords, said), slices.Contains(offPointWords, said)
	if !good && !bad && !off || t.msg.FromUserName == "" {
		return false
	}
	last, at, err := t.Store.LastReply(t.ctx, t.x.Citizen, t.now)
	if err != nil {
		t.Log.Error("last reply not read", "err", err)
		return t.say(desk.TalkRate, desk.OutcomeError, sayApology)
	}
	offered := slices.IndexFunc(t.conv.Choices, func(c desk.Choice) bool { return c.Act == actRate })
	switch {
	case last.ID != 0 && !at.Before(t.conv.At.Truncate(time.Millisecond)):
		return t.rateTicket(last, good, off)
	case offered >= 0:
		sign := missed
		if good {
			sign = helped
		}
		return t.rateAnswer(sign + t.conv.Choices[offered].Arg[1:])
	case last.ID != 0:
		return t.rateTicket(last, good, off)
	case good:
		return t.say(desk.TalkRate, desk.OutcomeInfo, sayThanks)
	}
	return t.sorry("")
}

// rateAnswer notes an opinion of the bot's answer, once. A good one teaches search the order of candidates, no more.
func (t *turn) rateAnswer(arg string) bool {
	sign, key := arg[:1], arg[1:]
	if sign == whyNot {
		t.conv.Awaits = awaitComment + " " + key
		return t.say(desk.TalkRate, desk.OutcomeInfo, sayTellWhatIsWrong)
	}
	t.effects = append(t.effects, store.RateAnswer(key, sign == helped, t.now))
	t.conv.Choices = slices.DeleteFunc(slices.Clone(t.conv.Choices), func(c desk.Choice) bool { return c.Act == actRate })
	if sign != helped {
		return t.sorry(key)
	}
	if p, ok := t.Search.Library().Passage(t.conv.Answer); ok && t.conv.Asked != "" {
		t.x.Link = &desk.Link{Question: desk.Mask(t.conv.Asked), Title: p.Title, Article: p.Article, Kind: desk.LinkRating}
	}
	return t.say(desk.TalkRate, desk.OutcomeInfo, sayRated)
}

// sorry offers what can be done about an answer that did not help.
func (t *turn) sorry(key string) bool {
	var choices []desk.Choice
	if t.conv.Matter != "" {
		choices = append(choices, desk.Choice{Label: sayAskStaff, Act: actTicket, Arg: doStaff})
	}
	if key != "" {
		choices = append(choices, desk.Choice{Label: sayWhatIsWrong, Act: actRate, Arg: whyNot + key})
	}
	return t.say(desk.TalkRate, desk.OutcomeInfo, saySorry, choices...)
}

// unhelpful hands the question in whose answer did not help.
func (t *turn) unhelpful() bool {
	if t.conv.Matter == "" {
		return t.human(desk.FromRating)
	}
	return t.handIn(t.conv.Matter, desk.FromRating)
}

// rateTicket notes an opinion of staff's answer. Who finds it beside the point may have the leader answer again.
func (t *turn) rateTicket(tk desk.Ticket, good, off bool) bool {
	t.effects = append(t.effects, store.RateTicket(tk.ID, good, t.now))
	switch {
	case good:
		return t.say(desk.TalkRate, desk.OutcomeInfo, sayRated)
	case off:
		return t.appeal(tk)
	case tk.State == desk.TicketAnswered && tk.Origin != desk.FromAppeal:
		return t.say(desk.TalkRate, desk.OutcomeInfo, saySorryStaff, ticketChoice(sayOffPoint, doAppeal, tk.ID))
	}
	return t.say(desk.TalkRate, desk.OutcomeInfo, sayOpinionKept)
}
