package bot

import (
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// What these choices do. Stored in conversations: never rename.
const (
	actTopic  = "topic"  // + or - and a topic; - alone: every topic
	actSurvey = "survey" // the year and a score
)

// awaitSurvey: the next words are an opinion on the year behind it.
const awaitSurvey = "survey"

// hearTopics lets citizens choose what they are told about by themselves. Nothing is sent to whoever did not ask for it, and
// nothing any more to whoever takes it back (个人信息保护法第十五条).
func hearTopics(t *turn) bool {
	said := plain(t.text)
	all := slices.Contains(unfollowAllWords, said)
	if t.msg.FromUserName == "" || !all && !slices.Contains(followWords, said) {
		return false
	}
	own, err := t.Store.Subscriptions(t.ctx, t.x.Citizen)
	if err != nil {
		t.Log.Error("subscriptions not read", "err", err)
		return t.say(desk.TalkTopics, desk.OutcomeError, sayApology)
	}
	if all {
		return t.unfollowAll()
	}
	return t.topics("", own)
}

// topics offers each topic the other way than it is.
func (t *turn) topics(lead string, own []desk.Topic) bool {
	var choices []desk.Choice
	for _, topic := range desk.Topics() {
		if slices.Contains(own, topic) {
			choices = append(choices, desk.Choice{Label: sayUnfollow(topic), Act: actTopic, Arg: "-" + string(topic)})
		} else {
			choices = append(choices, desk.Choice{Label: sayFollow(topic), Act: actTopic, Arg: "+" + string(topic)})
		}
	}
	return t.say(desk.TalkTopics, desk.OutcomeInfo, join(lead, sayTopics(own)), choices...)
}

func (t *turn) unfollowAll() bool {
	t.effects = append(t.effects, store.Unsubscribe(""))
	return t.say(desk.TalkTopics, desk.OutcomeInfo, sayUnfollowedAll)
}

// topicChosen changes one topic and shows what is followed now.
func (t *turn) topicChosen(arg string) bool {
	topic := desk.Topic(arg[1:])
	own, err := t.Store.Subscriptions(t.ctx, t.x.Citizen)
	if err != nil {
		t.Log.Error("subscriptions not read", "err", err)
		return t.say(desk.TalkTopics, desk.OutcomeError, sayApology)
	}
	own = slices.DeleteFunc(own, func(o desk.Topic) bool { return o == topic })
	if arg[:1] == "-" {
		t.effects = append(t.effects, store.Unsubscribe(topic))
		return t.topics(sayUnfollowed(topic), own)
	}
	t.effects = append(t.effects, store.Subscribe(topic, t.now))
	return t.topics(sayFollowed(topic), append(own, topic))
}

// hearSurvey asks the one question of the yearly 评议.
func hearSurvey(t *turn) bool {
	if t.msg.FromUserName == "" || !slices.Contains(surveyWords, plain(t.text)) {
		return false
	}
	year := desk.SurveyYear(t.now.In(disclosure.Zone))
	var choices []desk.Choice
	for score := desk.BestScore; score > 0; score-- {
		choices = append(choices, desk.Choice{Label: scoreWords[score], Act: actSurvey, Arg: strconv.Itoa(year) + " " + strconv.Itoa(score)})
	}
	return t.say(desk.TalkSurvey, desk.OutcomeInfo, saySurveyQuestion(year), choices...)
}

// surveyed notes a score; the next words are an opinion, or nothing.
func (t *turn) surveyed(arg string) bool {
	was, now, _ := strings.Cut(arg, " ")
	year, _ := strconv.ParseInt(was, 10, 64) // written by hearSurvey
	score, _ := strconv.Atoi(now)
	t.effects = append(t.effects, store.AnswerSurvey(year, score, t.now))
	t.conv.Awaits = awaitSurvey + " " + was
	return t.say(desk.TalkSurvey, desk.OutcomeInfo, saySurveyed(year))
}
