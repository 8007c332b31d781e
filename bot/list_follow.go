package bot

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"shangda/desk"
	"shangda/search"
)

// listSubject is the question the last bubble answered, if that was about the list and nothing was asked since.
func (t *turn) listSubject() (listQuestion, bool) {
	var q listQuestion
	saved, ok := strings.CutPrefix(t.conv.Subject, subjectList)
	if !ok || json.Unmarshal([]byte(saved), &q) != nil || q.Turn != t.conv.Turn || t.now.Sub(t.conv.At) > followWithin {
		return q, false
	}
	return q, true
}

// yearAlone asks the last question again for another year.
var yearAlone = compile(`^(?:那么?|要是|如果是?|换成|到了?)?((?:19|20)\d\d)年(?:呢|的话|行吗|可以吗|能做吗|能吗|能不能做)?[？?]?$`)

// originalWords ask for the words of the list after an answer. Query words.
var originalWords = []string{"看原文", "原文", "看看原文", "原文呢", "原文是什么", "条文", "原文怎么说"}

// year reads a message that names nothing but another year.
func (t *turn) year() bool {
	m := yearAlone.FindStringSubmatch(t.text)
	if m == nil {
		return false
	}
	t.when = readTime(m[1]+"年的时候", t.today())
	if t.when.day == "" {
		return false
	}
	t.on = t.when.day
	return true
}

// follows says that a message only makes sense after the answer before it: 自贸区里呢, 中方控股要多少, 那医院呢.
func (r *reading) follows(t *turn) bool {
	if utf8.RuneCountInString(t.text) > followRunes || r.has[roleProcedure] || r.has[roleSoft] || r.has[roleDomestic] {
		return false
	}
	if len(r.q.Activities) > 0 {
		return !r.investor && r.other <= 2 || r.has[roleHongKong] && !r.has[roleVerb] && r.other == 0
	}
	if r.other > 1 {
		return len(r.words) > 1 && strings.HasSuffix(search.Fold(t.text), "呢") && len(r.unknown()) > 0
	}
	return r.q.Zone || r.has[roleOutOfZone] || r.has[roleHongKong] || r.investor && !r.has[roleVerb] || r.q.Form != "" ||
		r.q.Alone || r.q.Share || r.q.Edition != "" || t.on != t.today()
}

// follow changes what was asked by what the message names.
func (r *reading) follow(q listQuestion, t *turn) listQuestion {
	if r.has[roleOutOfZone] {
		q.Zone = false
	} else if r.q.Zone {
		q.Zone = true
	}
	if r.investor {
		q.From = r.q.From
	}
	q.Form, q.Share, q.Alone = r.q.Form, r.q.Share, r.q.Alone || q.Alone && !r.q.Share
	switch added := append(r.q.Activities, r.loose...); {
	case len(added) > 0:
		q.Activities, q.Whole = added, ""
	case r.other > 1:
		q.Activities, q.Whole = r.unknown(), ""
	}
	switch {
	case r.q.Edition != "":
		q.Edition, q.Day = r.q.Edition, ""
	case t.on != t.today():
		q.Edition, q.Day = "", t.on
	}
	return q
}

// listChoice is a choice that asks q.
func listChoice(label string, q listQuestion) desk.Choice {
	q.Turn = 0
	arg, err := json.Marshal(q)
	if err != nil {
		panic(err) // strings and booleans always marshal
	}
	return desk.Choice{Label: label, Act: actList, Arg: string(arg)}
}

// remember keeps what a bubble answered for the next message.
func (t *turn) remember(q listQuestion) {
	q.Turn = t.conv.Turn
	saved, err := json.Marshal(q)
	if err != nil {
		panic(err) // strings and booleans always marshal
	}
	t.conv.Subject = subjectList + string(saved)
}
