package site

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"shangda/disclosure"
	"shangda/policy"
)

// countPage counts a period day by day. It depends on the address and the calendar alone, and holds nothing about a person.
type countPage struct {
	frame
	Terms []policy.Term // to choose from
	Rule  string        // chosen: a term's ID, or empty for N days
	N     int           // of no term
	From  string        // as typed
	Fault countFault    // why nothing is counted; empty with Count, and on the empty form

	Term    *policy.Term
	Basis   link
	Changed bool // the article no longer says what the term rests on
	Unit    disclosure.Unit
	Count   *disclosure.Count
	Start   dayOf
	Due     dayOf
	Longest dayOf // when prolonged; empty when that can't be
	Early   dayOf // when provisional, the earliest day it may come to
	Days    []countedDay
	Years   []noticeYear
	File    string // address of the calendar file
}

type countFault string

const (
	faultFrom countFault = "from"
	faultRule countFault = "rule"
	faultOld  countFault = "old" // the rule was not in force on that day
)

// dayOf is a day as the pages write it.
type dayOf struct {
	Date policy.Date
	Week string // 一 … 日
}

type countedDay struct {
	dayOf
	disclosure.Step
	First, Last bool
}

// noticeYear is a year that the count touches.
type noticeYear struct {
	Year  int
	Known bool
}

func (s *site) count(c *gin.Context) error {
	p := s.countOf(c)
	status := http.StatusOK
	if p.Fault != "" {
		status = http.StatusBadRequest
	}
	return s.render(c, status, "count", p)
}

// countFile is the last day as a calendar file (RFC 5545).
func (s *site) countFile(c *gin.Context) error {
	p := s.countOf(c)
	if p.Count == nil {
		return errNotFound
	}
	file, err := s.calendarFile(p)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="deadline-`+string(p.Due.Date)+`.ics"`)
	return write(c, http.StatusOK, "text/calendar; charset=utf-8", file)
}

func (s *site) countOf(c *gin.Context) *countPage {
	p := &countPage{
		frame: s.frame(c), Terms: s.Terms, Rule: firstRunes(c.Query("rule"), maxParameter), From: firstRunes(c.Query("from"), maxParameter),
		Unit: disclosure.Workdays,
	}
	p.N, _ = strconv.Atoi(c.Query("n")) // what is no number is none
	if p.Rule == "" && p.From == "" && p.N == 0 {
		return p
	}
	from, err := disclosure.ParseDay(p.From)
	n, ok := s.period(p)
	switch {
	case !ok:
		p.Fault = faultRule
	case err != nil || from.Year() < firstYear || from.Year() > lastYear:
		p.Fault = faultFrom
	case policy.Date(from) < p.Basis.Effective:
		p.Fault = faultOld
	default:
		s.fill(p, from, n)
	}
	return p
}

const (
	maxParameter = 40
	// Years that are counted in; a span wide enough for every living case.
	firstYear, lastYear = 2000, 2100
)

// period finds the rule of the address: a term, or n working days (n days with unit=day).
func (s *site) period(p *countPage) (n int, ok bool) {
	if p.Rule == "" {
		return p.N, p.N >= 1 && p.N <= disclosure.LongestCount
	}
	i := slices.IndexFunc(s.Terms, func(t policy.Term) bool { return t.ID == p.Rule })
	if i < 0 {
		return 0, false
	}
	lib, t := s.Library(), &s.Terms[i]
	p.Term, p.Unit, p.Basis = t, disclosure.Unit(t.Unit), articleLink(lib, t.Basis)
	_, holds := lib.Holds(t, s.Today())
	p.Changed = !holds
	return t.N, true
}

func (s *site) fill(p *countPage, from disclosure.Day, n int) {
	count := s.Calendar().Count(from, n, p.Unit)
	p.Count, p.N, p.Start, p.Due = &count, n, dayAs(from), dayAs(count.Due())
	if p.Term != nil && p.Term.Extend > 0 {
		p.Longest = dayAs(s.Calendar().Count(from, n+p.Term.Extend, p.Unit).Due())
	}
	if count.Earliest < count.Due() {
		p.Early = dayAs(count.Earliest)
	}
	for i, step := range count.Steps {
		p.Days = append(p.Days, countedDay{dayAs(step.Day), step, i == 0, i == len(count.Steps)-1})
		if y := step.Day.Year(); len(p.Years) == 0 || p.Years[len(p.Years)-1].Year != y {
			p.Years = append(p.Years, noticeYear{y, step.Known})
		}
	}
	query := url.Values{"from": {string(from)}}
	if p.Term != nil {
		query.Set("rule", p.Term.ID)
	} else {
		query.Set("n", strconv.Itoa(n))
	}
	p.Canonical, p.File = s.PublicURL+"/count?"+query.Encode(), "/count.ics?"+query.Encode()
}

func dayAs(d disclosure.Day) dayOf {
	return dayOf{policy.Date(d), string([]rune("日一二三四五六")[d.Weekday()])}
}
