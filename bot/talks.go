package bot

import (
	"shangda/desk"
	"shangda/store"
)

// hearEvent answers what the platform reports: subscribe, unsubscribe, menu clicks. Other events need no reply.
func hearEvent(t *turn) bool {
	if t.msg.MsgType != "event" {
		return false
	}
	switch t.msg.Kind() {
	case "event.subscribe":
		return t.say(desk.TalkWelcome, desk.OutcomeInfo, sayWelcome(t.Office), t.starters()...)
	case "event.unsubscribe":
		t.effects = append(t.effects, store.Leave())
		return t.silent(desk.TalkFarewell)
	case "event.click":
		return t.click(t.msg.EventKey)
	}
	return t.silent(desk.TalkEvent)
}

func hearLimit(t *turn) bool {
	if !t.limited {
		return false
	}
	return t.say(desk.TalkLimited, desk.OutcomeInfo, saySlowDown)
}

var mediaReplies = map[string]string{
	"voice": sayVoice, "image": sayPicture, "video": sayVideo, "shortvideo": sayVideo,
	"location": sayLocation, "link": sayLink, "file": sayFile,
}

// hearMedia answers everything that carries no words. A voice message with its text recognised goes on as text.
func hearMedia(t *turn) bool {
	if t.msg.MsgType == "text" || t.msg.MsgType == "voice" && t.text != "" {
		return false
	}
	reply, known := mediaReplies[t.msg.MsgType]
	if !known {
		reply = sayNotText
	}
	return t.say(desk.TalkMedia, desk.OutcomeInfo, reply)
}

// hearNothing answers a text without a letter or digit: blank, punctuation, emoji.
func hearNothing(t *turn) bool {
	if plain(t.text) != "" {
		return false
	}
	return t.say(desk.TalkHelp, desk.OutcomeInfo, sayNotText)
}

// smallTalk maps what citizens say in passing to the reply, see smallWords.
var smallTalk = func() map[string]string {
	table := map[string]string{}
	for reply, said := range smallWords {
		for _, s := range said {
			table[s] = reply
		}
	}
	return table
}()

// hearSmall keeps thanks and greetings short.
func hearSmall(t *turn) bool {
	reply, ok := smallTalk[plain(t.text)]
	if !ok {
		return false
	}
	return t.say(desk.TalkSmall, desk.OutcomeInfo, reply)
}

// hearForeign answers a message in another language with one fixed line.
func hearForeign(t *turn) bool {
	line, ok := map[string]string{"en": sayEnglish, "ko": sayKorean, "ja": sayJapanese}[language(t.text)]
	if !ok {
		return false
	}
	return t.say(desk.TalkForeign, desk.OutcomeInfo, line)
}
