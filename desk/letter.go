package desk

import "time"

// LetterKind is what happened, not the words: they are found at delivery. Stored: never rename.
type LetterKind string

const (
	LetterReply      LetterKind = "reply"      // a ticket was answered; Subject is the ticket
	LetterCorrection LetterKind = "correction" // 更正通知; Subject is the recall
	LetterNotice     LetterKind = "notice"     // a topic's news; Subject is the notice
	LetterSurvey     LetterKind = "survey"     // yearly 评议; Subject is the year
	LetterWork       LetterKind = "work"       // to staff: new or nearly late work; Subject is the ticket
	LetterOverdue    LetterKind = "overdue"    // to the leader: what is late; Subject is the day
	LetterCase       LetterKind = "case"       // a disclosure request moved on; Subject is the request
	LetterCaseWork   LetterKind = "case_work"  // to staff: a request's clock; Subject is the request
	LetterQuota      LetterKind = "quota"      // to staff: a section publishes too little; Subject is the month, 202611
	LetterPublish    LetterKind = "publish"    // to staff: something is to be published; Subject is the publication
	LetterCard       LetterKind = "card"       // to the leader: the day's overview
	LetterAlarm      LetterKind = "alarm"      // to administrators: the platform takes nothing; Subject is its code
)

// Channel is the way a letter goes. Stored: never rename.
type Channel string

const (
	ByChat  Channel = "chat"  // the citizen's (or staff member's own) WeChat
	ByRobot Channel = "robot" // WeCom group robot
	ByMail  Channel = "mail"  // SMTP
	ByPhone Channel = "phone" // a member of staff calls: the chat lets nothing through
)

// Way is how a letter left. Stored: never rename.
type Way string

const (
	WayMessage      Way = "message"      // customer message (客服消息)
	WayTemplate     Way = "template"     // template message (模板消息)
	WaySubscription Way = "subscription" // long-term subscription (长期订阅通知)
	WayAnswer       Way = "answer"       // above the answer to the citizen's next message
	WayRobot        Way = "robot"
	WayMail         Way = "mail"
	WayPhone        Way = "phone"
)

// LetterState is what is known of a letter, never more. Stored: never rename.
type LetterState string

const (
	LetterWaiting   LetterState = "waiting"   // to be sent at Due
	LetterHeld      LetterState = "held"      // the platform lets nothing through: handed over with the citizen's next message
	LetterSent      LetterState = "sent"      // 已交平台
	LetterDelivered LetterState = "delivered" // 已送达: the platform's event says so
	LetterOpened    LetterState = "opened"    // 已打开: the citizen opened our page
	LetterTold      LetterState = "told"      // by telephone, as a member of staff says
	LetterFailed    LetterState = "failed"    // for good: a person must act
	LetterDropped   LetterState = "dropped"   // nobody to tell, or nothing any more: unsubscribed, work done meanwhile
)

// Letter is something to be told, written in the transaction that caused it and delivered at least once.
type Letter struct {
	ID       int64
	Key      string // what happened, unique: the same event is written once
	Citizen  int64  // recipient of ByChat
	Staff    int64  // recipient who is staff; 0 with ByRobot
	Channel  Channel
	Kind     LetterKind
	Subject  int64
	Text     string // only where the words are staff's own and approved: correction, notice
	State    LetterState
	At       time.Time
	DueAt    time.Time // next try
	Attempts int
	Started  bool   // an earlier try may have reached the platform: a repeat says so
	Reason   string // of the last failure: the platform's code or a word of ours, never its text
	Way      Way    // how it left; empty before
	Message  string // the platform's number of the sent message, to match its event
	SentAt   time.Time
}

// Alarming says that an outcome of sending, the platform's code (全局返回码), ends only when somebody acts at its console: quota of
// the day, address, secret, permission.
func Alarming(outcome string) bool {
	switch outcome {
	case "45009", "40164", "40243", "40013", "40125", "48001", "50002":
		return true
	}
	return false
}

// Sent notes that the letter left; message is the platform's number of it, where it gives one.
func (l *Letter) Sent(way Way, message string, now time.Time) {
	l.State, l.Way, l.Message, l.Reason, l.SentAt = LetterSent, way, message, "", now
}

// Again notes a try that failed and when to try next. reached says that it may have had effect all the same.
func (l *Letter) Again(reason string, due time.Time, reached bool) {
	l.State, l.Reason, l.DueAt, l.Started = LetterWaiting, reason, due, l.Started || reached
}

// End notes that there will be no further try by itself.
func (l *Letter) End(state LetterState, reason string) { l.State, l.Reason = state, reason }
