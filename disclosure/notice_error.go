package disclosure

import "fmt"

// NoticeError says what is wrong in which line of a file of notices, counted from 1; Line is 0 where the whole is wrong.
type NoticeError struct {
	Line  int
	Fault NoticeFault
	Name  string // what stands there: a date, a kind, a year and its holiday
}

// NoticeFault is what can be wrong with a file of notices. The pages word it.
type NoticeFault string

const (
	NoticeLine    NoticeFault = "line"    // not two fields
	NoticeDate    NoticeFault = "date"    // no date
	NoticeKind    NoticeFault = "kind"    // neither off nor work
	NoticeTwice   NoticeFault = "twice"   // a day for the second time
	NoticeWeekday NoticeFault = "weekday" // a make-up day that is no Saturday or Sunday
	NoticeEmpty   NoticeFault = "empty"   // no day at all
	NoticeRest    NoticeFault = "rest"    // a year without a day off at one of its holidays
)

var noticeFaults = map[NoticeFault]string{
	NoticeLine: "want two fields, date,kind", NoticeDate: "no date", NoticeKind: "kind is neither off nor work", NoticeTwice: "named twice",
	NoticeWeekday: "no Saturday or Sunday, and named as a make-up day", NoticeEmpty: "the notice names no day", NoticeRest: "no day off",
}

func (e *NoticeError) Error() string {
	text := noticeFaults[e.Fault]
	if e.Name != "" {
		text = e.Name + ": " + text
	}
	if e.Line > 0 {
		text = fmt.Sprintf("line %d: %s", e.Line, text)
	}
	return text
}
