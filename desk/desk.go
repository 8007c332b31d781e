// Package desk is the vocabulary of what passes between the office and its citizens: exchanges (one message and all it
// caused), the state of a conversation, office hours. It is pure: no I/O, no clock, no wording for citizens.
package desk

import "time"

// Talk is the part of the bot that answered. Stored: never rename.
type Talk string

const (
	TalkWelcome  Talk = "welcome"  // subscribed
	TalkFarewell Talk = "farewell" // unsubscribed
	TalkMenu     Talk = "menu"
	TalkHelp     Talk = "help"
	TalkAsk      Talk = "ask"
	TalkHuman    Talk = "human"
	TalkSmall    Talk = "small"   // thanks, greetings
	TalkForeign  Talk = "foreign" // a message in another language
	TalkMedia    Talk = "media"   // picture, voice without text, video, location, link, file
	TalkStale    Talk = "stale"   // an old choice tapped
	TalkEvent    Talk = "event"   // anything else the platform reports; needs no reply
	TalkLimited  Talk = "limited" // too many messages
	TalkApology  Talk = "apology" // a talk panicked
	TalkRate     Talk = "rate"    // 有用, 没用 and why
	TalkOwn      Talk = "own"     // the citizen's own tickets
	TalkApply    Talk = "apply"   // an application for disclosure being filled in
	TalkTrack    Talk = "track"   // the citizen's own applications
	TalkBind     Talk = "bind"    // a member of staff binds their own WeChat
	TalkTopics   Talk = "topics"  // what the citizen wants to be told about
	TalkSurvey   Talk = "survey"  // yearly 评议
	TalkLetter   Talk = "letter"  // a letter that waited was handed over and the message put off
)

// Outcome is how an exchange ended. Stored: never rename.
type Outcome string

const (
	OutcomeAnswer  Outcome = "answer"  // one clear answer
	OutcomeChoose  Outcome = "choose"  // up to three candidates to pick from
	OutcomeNone    Outcome = "none"    // honestly nothing found
	OutcomeHuman   Outcome = "human"   // handed over to staff
	OutcomeRequest Outcome = "request" // the disclosure form was offered
	OutcomeInfo    Outcome = "info"    // a fixed text: welcome, help, menu
	OutcomeSilent  Outcome = "silent"  // nothing to say
	OutcomeError   Outcome = "error"   // an apology
)

// Question says that the citizen put a question, however it ended: thanks, menus and events are none.
func (o Outcome) Question() bool {
	switch o {
	case OutcomeAnswer, OutcomeChoose, OutcomeNone, OutcomeHuman, OutcomeRequest:
		return true
	}
	return false
}

// Exchange is one message of a citizen and everything it caused. It is written once, in one transaction, and is both
// the log and the de-duplication of the platform's redeliveries.
type Exchange struct {
	ID      int64
	Citizen int64  // our own number, never the openid
	Key     string // the message's own identity, without the openid; unique per citizen
	At      time.Time
	Kind    string // message type as the platform names it, events as event.NAME
	Text    string // masked, see Mask
	Talk    Talk
	Outcome Outcome
	Item    string   // ID of the knowledge item that answered
	Title   string   // document cited
	Article string   // article cited
	Also    []Ground // what else the answer rests on; not read back with the exchange
	Hits    []Hit    // the candidates considered, best first
	Reply   string   // exactly what was sent, empty for silence
	Link    *Link    // what the exchange taught, saved with it
	Sheet   Sheet    // the answer's permanent page, empty for none; not read back with the exchange
	Elapsed time.Duration
}

// Ground is something that an answer rests on: a knowledge item, and what it cites.
type Ground struct{ Item, Title, Article string }

// Sheet is an answer to be kept under its own address (答复单): a policy.Sheet and its token.
type Sheet struct {
	Token string
	Body  string // JSON
}

// Hit is one candidate that the bot considered.
type Hit struct {
	Passage    string  `json:"passage"`
	Confidence float64 `json:"confidence"`
}

// Conversation is what must be remembered between two messages of one citizen.
type Conversation struct {
	Citizen int64     `json:"-"`
	Version int64     `json:"-"`    // 0: not saved yet; counts up with every save
	Turn    int       `json:"turn"` // exchanges that offered choices so far; gives the letter
	Choices []Choice  `json:"choices,omitempty"`
	Asked   string    `json:"asked,omitempty"`   // the last question, masked
	Answer  string    `json:"answer,omitempty"`  // ID of the passage that answered it
	Subject string    `json:"subject,omitempty"` // what the last exchange was about where a talk keeps more than that; see room bot
	Matter  string    `json:"matter,omitempty"`  // the last question as a person would be asked it, masked
	Awaits  string    `json:"awaits,omitempty"`  // what the next words are: see room bot
	At      time.Time `json:"at"`
	Put     int64     `json:"put,omitempty"` // when the last question was put, Unix milliseconds; kept by room store
}

// Choice is something the citizen can pick by tapping or typing its code.
type Choice struct {
	Code  string `json:"code"` // letter of the exchange and number: A1
	Label string `json:"label"`
	Act   string `json:"act"` // what the bot does; see room bot
	Arg   string `json:"arg,omitempty"`
	Note  string `json:"-"` // what stands below it in its bubble; not kept
}

// ChoiceLetter names the n-th exchange that offered choices: 1 is A, 26 is Z, then A again.
func ChoiceLetter(turn int) string {
	if turn < 1 {
		return ""
	}
	return string(rune('A' + (turn-1)%26))
}
