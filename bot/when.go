package bot

import (
	"fmt"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
)

// moment is the time that a question names.
type moment struct {
	day      policy.Date // the day asked about, empty when the question is about now
	year     bool        // only the year was said
	past     bool        // 以前: a time before now, nobody knows which
	future   bool        // nobody knows the law of that day yet
	unclear  bool        // two times, or a day that no calendar has
	said     string      // how it was said
	rest     string      // the question without it
	explicit bool        // 最新的, 现行的: now, and said so
}

// Query words. A number before 年 is a time only where a word shows it: “20年认缴期” is a span, “2021年版” an edition.
const (
	yearWords = `((?:19|20)\d\d|[0-2]\d)\s*年`
	dayWords  = `(?:\s*(\d{1,2})\s*月(?:份)?(?:\s*(\d{1,2})\s*[日号])?)?`
	thenWords = `(?:的时候|那时候?|那会儿?|那阵子?|那年|当时|年[初底中]|期间|时(?:候)?)`
	ruleWords = `(?:的|那时的)(?:旧|老)?(?:规定|政策|法律|要求|标准|规矩)`
)

var (
	thenTime  = compile(`(?:在|按照?|依照?|根据|照)?` + yearWords + dayWords + `\s*(?:` + thenWords + `|` + ruleWords + `)的?`)
	byTime    = compile(`(?:按照?|依照?|根据|照)` + yearWords + dayWords + `的?`)
	isoTime   = compile(`(?:在|按照?)?((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:日|号)?(?:` + thenWords + `)?的?`)
	firstTime = compile(`(?:^|[\s，,。；;：:])(?:在|要是|如果|假如)?((?:19|20)\d\d)\s*年` + dayWords + `[，,\s]?`)
	orTime    = compile(`(?:在|是)?` + yearWords + dayWords + `(?:` + thenWords + `)?的?[，,\s]*(?:还是|或者?|、)是?$`)
	nearTime  = compile(`(大前年|前年|去年|明年|后年)(?:的时候|那会儿?|那时候?|的|初|底)?`)
	pastTime  = compile(`^(?:以前|之前|从前|过去|早先|早些年|前几年|当年|原来|原先)(?:的时候|的规定|那会儿?|的)?[，,\s]?`)
	nowTime   = compile(`(?:按照?)?(?:最新|现行|新版|当前)(?:版本?)?的?(?:规定|政策)?(?:里|中|下)?`)

	// presentWords make a year in the question background: 2018年备过案，现在还要吗.
	presentWords = compile(`现在|目前|如今|当下|今天|眼下|至今|还(?:要|需|用|得|能|是|有|办)|以后|了[吗没么]`)
	// background follows a year that only describes: 2018年设立的公司, 2019年备过.
	background = compile(`^[^，,。？?\s]{0,8}(?:的|过|了)`)
	// afterYear makes the number part of something else: 2024年版, 2024年负面清单, 2021年底前.
	afterYear = compile(`^(?:版|(?:的|公布的|发布的)?(?:全国|外资|外商投资|准入)*(?:负面清单|清单)|度|以[来前后]|[之]?[前后]|起|底前|末|间|来|内|[初底]?到|至|[-—~～])`)
)

// readTime finds the time a question asks about. A year alone stands for its first of July, the middle of what held in it.
func readTime(text string, today policy.Date) moment {
	m := moment{rest: text}
	if days := m.take(thenTime, isoTime, byTime); len(days) > 0 {
		m.settle(days, today)
		return m
	}
	if m.relative(today) || m.first(today) {
		return m
	}
	if !presentWords.MatchString(text) {
		if at := pastTime.FindStringIndex(text); at != nil {
			m.past, m.said = true, strings.Trim(text[at[0]:at[1]], " ，,。")
			m.rest = text[:at[0]] + text[at[1]:]
			return m
		}
	}
	if at := nowTime.FindStringIndex(text); at != nil && len(plain(text)) > len(plain(text[at[0]:at[1]])) {
		m.explicit, m.said = true, text[at[0]:at[1]]
		m.rest = text[:at[0]] + text[at[1]:]
	}
	return m
}

// saidTime is one time as it was said.
type saidTime struct {
	year, month, day int
	words            string
}

// take cuts what the patterns find out of the rest and returns the times in it.
func (m *moment) take(patterns ...*pattern) []saidTime {
	var out []saidTime
	for _, p := range patterns {
		for {
			at := p.FindStringSubmatchIndex(m.rest)
			if at == nil || afterYear.MatchString(m.rest[at[1]:]) && p == byTime {
				break
			}
			out = append(out, saidTime{
				year: fullYear(group(m.rest, at, 1)), month: integer(group(m.rest, at, 2)), day: integer(group(m.rest, at, 3)),
				words: strings.Trim(m.rest[at[0]:at[1]], " ，,。"),
			})
			before := m.rest[:at[0]]
			if or := orTime.FindStringSubmatchIndex(before); or != nil {
				out = append(out, saidTime{
					year: fullYear(group(before, or, 1)), month: integer(group(before, or, 2)), day: integer(group(before, or, 3)),
					words: strings.Trim(before[or[0]:or[1]], " ，,。、"),
				})
				before = before[:or[0]]
			}
			m.rest = before + m.rest[at[1]:]
		}
	}
	return out
}

// settle makes one day of what was said, or finds that nothing can be made of it.
func (m *moment) settle(days []saidTime, today policy.Date) {
	for i, d := range days {
		if i > 0 {
			m.said += "、"
		}
		m.said += d.words
		day, ok := d.date()
		switch {
		case !ok, m.day != "" && m.day != day:
			m.unclear = true
		default:
			m.day, m.year = day, d.month == 0
		}
	}
	defer func() { m.year = m.year && m.day != "" }()
	switch {
	case m.unclear:
		m.day = ""
	case m.day > today && !(m.year && m.day[:4] == today[:4]):
		m.day, m.future = "", true
	case m.day[:4] == today[:4] && m.year:
		m.day = ""
	}
}

// date is the day said; a year alone stands for its first of July, a month for its first day.
func (d saidTime) date() (policy.Date, bool) {
	switch {
	case d.month == 0:
		return midyear(d.year), true
	case d.day == 0:
		d.day = 1
	}
	day, err := policy.ParseDate(fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day))
	return day, err == nil
}

// midyear stands for a year.
func midyear(year int) policy.Date { return policy.Date(fmt.Sprintf("%04d-07-01", year)) }

var yearsAway = map[string]int{"大前年": -3, "前年": -2, "去年": -1, "明年": 1, "后年": 2}

// relative reads 去年 and the like, where nothing else in the sentence is about now.
func (m *moment) relative(today policy.Date) bool {
	at := nearTime.FindStringSubmatchIndex(m.rest)
	if at == nil || presentWords.MatchString(m.rest) || background.MatchString(m.rest[at[1]:]) {
		return false
	}
	word := m.rest[at[2]:at[3]]
	said := m.rest[at[0]:at[1]]
	m.rest = m.rest[:at[0]] + m.rest[at[1]:]
	m.settle([]saidTime{{year: integer(string(today[:4])) + yearsAway[word], words: said}}, today)
	return true
}

// first reads a bare year that opens a clause: 2018年设立外资企业要备案吗.
func (m *moment) first(today policy.Date) bool {
	at := firstTime.FindStringSubmatchIndex(m.rest)
	if at == nil || presentWords.MatchString(m.rest) {
		return false
	}
	after := m.rest[at[1]:]
	d := saidTime{
		year: integer(group(m.rest, at, 1)), month: integer(group(m.rest, at, 2)), day: integer(group(m.rest, at, 3)),
		words: strings.Trim(m.rest[at[0]:at[1]], " ，,。；;：:"),
	}
	if _, exists := d.date(); exists && (afterYear.MatchString(after) || background.MatchString(after) || len([]rune(after)) < 3) {
		return false
	}
	m.rest = m.rest[:at[0]] + m.rest[at[1]:]
	m.settle([]saidTime{d}, today)
	return true
}

func group(s string, at []int, n int) string {
	if 2*n+1 >= len(at) || at[2*n] < 0 {
		return ""
	}
	return s[at[2*n]:at[2*n+1]]
}

func integer(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func fullYear(s string) int { return policy.FullYear(integer(s)) }

// today is the day on which the message came.
func (t *turn) today() policy.Date { return policy.DateOf(t.now.In(disclosure.Zone)) }

// hearTime reads the time a question asks about, takes it out of the question and leaves the answer to the talks after
// it; what is said about it stands above their answer, see turn.dated.
func hearTime(t *turn) bool {
	m := readTime(t.text, t.today())
	if onlyNow.MatchString(t.text) && t.conv.Asked != "" {
		root, _, _ := strings.Cut(t.conv.Asked, between)
		t.on, t.text, t.conv.Asked = t.today(), readTime(root, t.today()).rest, "" // “现在呢”: the last question as of today
		return false
	}
	if m.said == "" || compares(t.text) {
		return false
	}
	if topic, _ := asksValidity(t.text); m.explicit && topic != aboutNothing {
		return false // “最新的是哪年的” asks about the text, not about a day
	}
	t.when = m
	switch {
	case m.past:
		t.before(m)
	case m.day != "":
		t.on = m.day
	case m.future, m.unclear, m.explicit:
		t.on = t.today()
	}
	switch {
	case !empty(m.rest):
		t.text = strings.TrimSpace(m.rest)
	case t.conv.Asked != "" && !m.explicit:
		root, _, _ := strings.Cut(t.conv.Asked, between)
		t.text, t.conv.Asked = readTime(root, t.today()).rest, "" // “2018年的时候呢”: the last question once more
	case m.future || m.unclear:
		return t.say(desk.TalkAsk, desk.OutcomeNone, sayTimeOnly, toHuman())
	}
	return false
}

// onlyNow asks the last question again, about now.
var onlyNow = compile(`^(?:那么?)?(?:现在|目前|如今|今年)(?:呢|的?规定呢?|怎么样|是怎样)?[？?。]*$`)

// dateAsked is a question to be remembered, with the time it was about.
func (t *turn) dateAsked(asked string) string {
	if t.when.day == "" {
		return asked
	}
	return t.when.said + " " + asked
}

// empty says that a question names nothing: 呢, 是什么, 有哪些.
func empty(s string) bool { return len([]rune(plain(emptyWords.ReplaceAllString(s, "")))) < 2 }

// emptyWords ask without a subject.
var emptyWords = compile(`那么?|呢|吗|么|啊|是|有|的|什么|哪些|怎么|样|规定|政策|要求|如何|又|情况|请问|我想|问|一下|知道`)

// above puts what must be said first above an answer: a foreword, and the day it is for.
func (t *turn) above(lead string) string { return join(t.preface, t.dated(), lead) }

// turned is the day within the asked year on which the text that answered came into force or went, empty for none.
func (t *turn) turned() policy.Date {
	it, ok := t.Search.Library().ByTitle(t.x.Title)
	if !ok {
		return ""
	}
	for _, d := range []policy.Date{it.Effective(), it.Ended()} {
		if len(d) >= 4 && d[:4] == t.on[:4] && d[4:] != "-01-01" {
			return d
		}
	}
	return ""
}
