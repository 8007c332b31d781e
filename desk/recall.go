package desk

import "time"

// Recall names answers that must be corrected: of one item, or those that rested on a document or one of its articles.
type Recall struct {
	ID      int64
	Item    string
	Title   string // used where Item is empty
	Article string // empty: any of the document
	Since   time.Time
	Until   time.Time
	Reason  string
	Staff   int64 // who asked for it
	Draft   int64 // the 更正通知
	At      time.Time
}

// Topic is what citizens may ask to be told about. They are told only after they asked, and no longer when they say so
// (个人信息保护法第十五条). Stored: never rename.
type Topic string

const (
	TopicLists  Topic = "lists"  // 清单更新
	TopicAnnual Topic = "annual" // 外资年报
	TopicGuides Topic = "guides" // 指南修订
	TopicSurvey Topic = "survey" // the yearly 评议
)

// Topics are all topics.
func Topics() []Topic { return []Topic{TopicLists, TopicAnnual, TopicGuides, TopicSurvey} }

// BestScore is the highest score of the yearly 评议; the lowest is 1.
const BestScore = 5

// SurveyYear is the year on which opinions are asked: until the report is out (三月底前) the one before.
func SurveyYear(now time.Time) int {
	if now.Month() <= time.March {
		return now.Year() - 1
	}
	return now.Year()
}

// Notice is news of a topic that was sent.
type Notice struct {
	ID    int64
	Topic Topic
	Draft int64
	Title string
	Text  string
	Sent  int64 // letters written
	At    time.Time
}
