package bot

import (
	"crypto/rand"
	"errors"
	"strings"

	"shangda/desk"
	"shangda/store"
)

// handOver puts the letters that waited for this message above its answer, oldest first, and marks them with the exchange.
// When both do not fit, the letter goes and a question waits for 继续; what a message has caused, or a tap of the menu, is
// never put off: then the letter is shortened to the link to its page, or waits for the next message.
func (t *turn) handOver(visit store.Visit) error {
	if !visit.Held || t.x.Reply == "" || t.shown != nil { // a sensitive step shows nothing else
		return nil
	}
	letters, err := t.Store.Held(t.ctx, t.x.Citizen)
	if err != nil {
		return err
	}
	putOff := t.msg.MsgType == "text" && len(t.effects) == 0
	var above []string
	used := 0
	for _, l := range letters {
		token := rand.Text()
		room := limit - used - len(sayWaiting(t.text)) - continueBytes
		if !putOff || len(above) > 0 {
			room = limit - used - len(t.x.Reply) - len(divided)
		}
		text, err := t.words(t.ctx, token, room-len(sayAgain), l)
		if errors.Is(err, errNothing) {
			t.effects = append(t.effects, store.DropHeld(l.ID))
			continue
		}
		if err != nil {
			return err
		}
		if l.Started {
			text = sayAgain + text
		}
		if len(text) > room {
			break // with the next message
		}
		above, used = append(above, text), used+len(text)+len(divided)
		t.effects = append(t.effects, store.HandOver(l.ID, store.PageDigest(token), t.now))
	}
	if len(above) == 0 {
		return nil
	}
	head := strings.Join(above, divided)
	if len(head)+len(divided)+len(t.x.Reply) <= limit {
		t.x.Reply = head + divided + t.x.Reply
		return nil
	}
	t.putOff(visit.Conversation, head)
	return nil
}

// divided stands between a letter and what follows it.
const divided = "\n\n" + sayDivider + "\n\n"

// continueBytes is room for the tappable 继续.
const continueBytes = 200

// putOff answers with the letters alone and remembers the question.
func (t *turn) putOff(before desk.Conversation, head string) {
	question := desk.Mask(t.text)
	x := desk.Exchange{Citizen: t.x.Citizen, Key: t.x.Key, At: t.x.At, Kind: t.x.Kind, Text: t.x.Text}
	t.x, t.conv = x, before
	t.conv.At = t.now
	t.say(desk.TalkLetter, desk.OutcomeInfo, sayWaiting(question), desk.Choice{Label: sayContinue, Act: actAgain, Arg: question})
	t.x.Reply = head + divided + t.x.Reply
}

// hearContinue answers the question that waits behind a letter.
func hearContinue(t *turn) bool {
	if plain(t.text) != sayContinue {
		return false
	}
	for _, c := range t.conv.Choices {
		if c.Act == actAgain {
			return t.rehear(c.Arg)
		}
	}
	return false
}

// rehear hears a text as if it came now.
func (t *turn) rehear(text string) bool {
	t.conv.Choices, t.msg.MenuID, t.text = nil, "", text
	for _, hears := range t.talks {
		if hears(t) {
			return true
		}
	}
	return false
}
