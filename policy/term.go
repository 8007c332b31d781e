package policy

import "strings"

// Term is a time limit that an article sets: so many days from an event.
type Term struct {
	ID        string // part of addresses: never rename
	Basis     Basis
	Paragraph string // 第二款; empty when the article has one
	Rule      string // the words of the article that set the limit; where they are gone, so is the term
	N         int
	Unit      string   // workday, day; see disclosure.Unit
	Act       string   // what must be done: 提交变更报告
	Event     string   // from what: 变更事项发生之日
	Zero      string   // short name of the day of the event: 决议日
	Note      string   // the proviso and other cases, which always go with the answer
	Extend    int      // by how many more days it may be prolonged, in the same unit; 0 for not
	Late      string   // a question about what follows when it is missed; empty when nothing on file answers it
	Words     []string // how citizens name the event and the act
	Unless    []string // words beside which it is another matter
}

// Covered is how many bytes of text the term's words name, counting no byte twice; 0 beside a word of Unless.
func (t *Term) Covered(text string) int {
	return (&Referral{Words: t.Words, Unless: t.Unless}).Covered(text)
}

// Holds finds the article of t, and reports whether it is in force and still says what t rests on.
func (l *Library) Holds(t *Term, day Date) (*Passage, bool) {
	p, ok := l.Find(t.Basis)
	return p, ok && l.Validity(p, day) == InForce && strings.Contains(p.Text, t.Rule)
}
