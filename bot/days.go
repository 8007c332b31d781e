package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"shangda/disclosure"
)

// eventDay is a day that somebody named.
type eventDay struct {
	day    disclosure.Day
	words  string // how it was named
	from   int    // where in the text
	fault  string // why there is no such day; then day is empty
	weekly bool   // named by its weekday only
}

// How citizens name days. Query words, reviewed by hand. A number before 号 is a day only where it is no document's
// number (第2号, 令2019年第2号), and 日 needs its month, since 20日 alone is a period.
const (
	dayNumber   = `(\d{1,2}|[一二三四五六七八九十廿卅]{1,3})`
	weekWord    = `(?:周|星期|礼拜)`
	weekdayWord = `([一二三四五六日天])`
)

var dayForms = []struct {
	form *pattern
	read func(m []string, today disclosure.Day) eventDay
}{
	{compile(`(20\d\d)([01]\d)([0-3]\d)`), func(m []string, _ disclosure.Day) eventDay { return dateOf(m[1], m[2], m[3]) }},
	{compile(`(\d{4}|\d{2})\s*[年./-]\s*` + dayNumber + `\s*[月./-]\s*` + dayNumber + `\s*[日号]?`), func(m []string, _ disclosure.Day) eventDay {
		return dateOf(m[1], m[2], m[3])
	}},
	{compile(`(前年|去年|今年|明年)的?\s*` + dayNumber + `\s*月\s*` + dayNumber + `\s*[日号]?`), func(m []string, today disclosure.Day) eventDay {
		shift := map[string]int{"前年": -2, "去年": -1, "今年": 0, "明年": 1}[m[1]]
		return dateOf(strconv.Itoa(today.Year()+shift), m[2], m[3])
	}},
	{compile(dayNumber + `\s*月份?\s*` + dayNumber + `\s*[日号]?`), func(m []string, today disclosure.Day) eventDay { return nearest(m[1], m[2], today) }},
	{compile(`(上个?月|这个月|本月|下个?月)的?\s*` + dayNumber + `\s*[日号]`), func(m []string, today disclosure.Day) eventDay {
		shift := map[string]int{"上": -1, "下": 1}[m[1][:len("上")]]
		month := today.Start().AddDate(0, 0, 1-today.Start().Day()).AddDate(0, shift, 0)
		return dateOf(strconv.Itoa(month.Year()), strconv.Itoa(int(month.Month())), m[2])
	}},
	{compile(`(?:^|[^第令\d月第告字〕])` + dayNumber + `\s*号(?:$|[^令文公楼院店])`), func(m []string, today disclosure.Day) eventDay { return lastOfNumber(m[1], today) }},
	{compile(dayNumber + `\s*天(?:以|之)?前(?:$|[^要必须就得应])`), func(m []string, today disclosure.Day) eventDay {
		return eventDay{day: today.Add(-smallNumber(m[1]))}
	}},
	{compile(`大前天|前天|昨天|昨日|昨晚|昨儿|今天|今日|今早|今晨|刚刚|刚才|明天|明日|后天`), func(m []string, today disclosure.Day) eventDay {
		return eventDay{day: today.Add(relativeDays[m[0]])}
	}},
	{compile(`(上上个?|上个?|本|这个?|下个?)?` + weekWord + weekdayWord), func(m []string, today disclosure.Day) eventDay { return ofWeek(m[1], m[2], today) }},
}

// shortDay is a day without its words, 11.3 or 11/3: heard only where a day was asked for.
var shortDay = compile(`^\D*?(\d{1,2})[./-](\d{1,2})\D*$`)

// namedWeekday follows a date: 11月3日（周二）.
var namedWeekday = compile(`^\s*[（(，,]?\s*` + weekWord + weekdayWord)

var relativeDays = map[string]int{
	"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨儿": -1, "今天": 0, "今日": 0, "今早": 0, "今晨": 0,
	"刚刚": 0, "刚才": 0, "明天": 1, "明日": 1, "后天": 2,
}

// daysIn finds the days that a text names, in the order of the text, each day once. wanted says that a day was asked for.
func daysIn(text string, today disclosure.Day, wanted bool) []eventDay {
	text = folded(text)
	var found []eventDay
	for _, f := range dayForms {
		for _, at := range f.form.FindAllStringSubmatchIndex(text, -1) {
			m := make([]string, len(at)/2)
			for i := range m {
				if at[2*i] >= 0 {
					m[i] = text[at[2*i]:at[2*i+1]]
				}
			}
			s := f.read(m, today)
			s.words, s.from = strings.Trim(m[0], " ，,的"), at[0]
			if s.day != "" {
				s.checkWeekday(text[at[1]:])
			}
			text = text[:at[0]] + strings.Repeat("\x00", at[1]-at[0]) + text[at[1]:] // read once
			found = append(found, s)
		}
	}
	if m := shortDay.FindStringSubmatch(text); m != nil && wanted && len(found) == 0 {
		s := nearest(m[1], m[2], today)
		s.words = m[1] + "." + m[2]
		found = append(found, s)
	}
	return distinct(found)
}

// checkWeekday finds a weekday after a date that isn't the date's.
func (s *eventDay) checkWeekday(rest string) {
	m := namedWeekday.FindStringSubmatch(rest)
	if m == nil || s.weekly {
		return
	}
	if said := weekdayOf(m[1]); said != s.day.Weekday() {
		s.fault = sayWrongWeekday(s.day, said)
		s.day = ""
	}
}

// distinct sorts by place and drops days named twice, and a weekday that only repeats the date before it.
func distinct(found []eventDay) []eventDay {
	var out []eventDay
	for len(found) > 0 {
		first := 0
		for i := range found {
			if found[i].from < found[first].from {
				first = i
			}
		}
		s := found[first]
		found = append(found[:first:first], found[first+1:]...)
		repeated := false
		for _, o := range out {
			repeated = repeated || s.fault == "" && o.day == s.day || s.weekly && s.from-o.from <= len(o.words)+len("（")
		}
		if !repeated {
			out = append(out, s)
		}
	}
	return out
}

func dateOf(year, month, day string) eventDay {
	y, _ := strconv.Atoi(year) // dayNumber
	if y < 100 {
		y += 2000
	}
	m, d := smallNumber(month), smallNumber(day)
	got, err := disclosure.ParseDay(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil {
		return eventDay{fault: sayNoSuchDay(y, m, d)}
	}
	return eventDay{day: got}
}

// coming is how far ahead a date without a year may lie; what is further ahead was last year.
const coming = 183

// nearest is the date of this year; one that is far ahead was last year's.
func nearest(month, day string, today disclosure.Day) eventDay {
	this := dateOf(strconv.Itoa(today.Year()), month, day)
	if this.day > today.Add(coming) {
		return dateOf(strconv.Itoa(today.Year()-1), month, day)
	}
	return this
}

// lastOfNumber is the last such day of a month that is not ahead of today.
func lastOfNumber(day string, today disclosure.Day) eventDay {
	month := today.Start()
	if smallNumber(day) > month.Day() {
		month = month.AddDate(0, 0, -month.Day()) // the last day of the month before
	}
	return dateOf(strconv.Itoa(month.Year()), strconv.Itoa(int(month.Month())), day)
}

// ofWeek is a weekday of the week named; of no week named, the last one that is not ahead.
func ofWeek(which, weekday string, today disclosure.Day) eventDay {
	monday := func(d time.Weekday) int { return (int(d) + 6) % 7 }
	want, is := monday(weekdayOf(weekday)), monday(today.Weekday())
	shift := want - is
	switch {
	case strings.HasPrefix(which, "上上"):
		shift -= 14
	case strings.HasPrefix(which, "上"):
		shift -= 7
	case strings.HasPrefix(which, "下"):
		shift += 7
	case which == "" && shift > 0:
		shift -= 7
	}
	return eventDay{day: today.Add(shift), weekly: true}
}

func weekdayOf(s string) time.Weekday {
	if s == "天" {
		return time.Sunday
	}
	return time.Weekday(strings.Index("日一二三四五六", s) / len("日"))
}

// number reads 1 to 99 in either numerals.
func smallNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	n := 0
	for _, r := range s {
		switch r {
		case '十':
			n = max(n, 1) * 10
		case '廿':
			n = 20
		case '卅':
			n = 30
		default:
			n += strings.IndexRune("一二三四五六七八九", r)/len("一") + 1
		}
	}
	return n
}
