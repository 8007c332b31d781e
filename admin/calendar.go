package admin

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"shangda/disclosure"
	"shangda/store"
)

// calendarPage shows which years are known, and what a file would change.
type calendarPage struct {
	frame
	Years   []calendarYear
	Text    string // of the file, to be confirmed
	Found   []disclosure.Notice
	Moved   []movedCase
	Checked int      // open cases that were looked at
	Wrong   []string // lines of the file
}

type calendarYear struct {
	Year  int
	Title string
	Known bool
}

// movedCase is an open case whose due day another calendar moves.
type movedCase struct {
	Case      disclosure.Request
	From, To  disclosure.Day
	Was, Is   bool // provisional before, and after
	Different []disclosure.Step
}

func calendar(v *visit) error { return v.calendarPage(func(*calendarPage) {}) }

func (v *visit) calendarPage(also func(*calendarPage)) error {
	p := calendarPage{frame: v.frame()}
	c := v.Calendar()
	this := disclosure.DayOf(v.now).Year()
	for year := this - 2; year <= this+1; year++ {
		y := calendarYear{Year: year, Title: disclosure.NoticeTitle(year)}
		_, y.Known = c.Kind(disclosure.Day(fmt.Sprintf("%d-07-01", year)))
		p.Years = append(p.Years, y)
	}
	also(&p)
	return v.show("calendar", p)
}

// importCalendar shows first what a file changes, and imports it when that is confirmed.
func importCalendar(v *visit) error {
	text := v.PostForm("text")
	if header, err := v.FormFile("file"); err == nil {
		f, err := header.Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(io.LimitReader(f, smallBody))
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
		text = string(data)
	}
	notices, err := disclosure.ParseNotices(strings.NewReader(text))
	if err != nil {
		v.status = http.StatusUnprocessableEntity
		return v.calendarPage(func(p *calendarPage) { p.Text, p.Wrong = text, strings.Split(err.Error(), "\n") })
	}
	next := v.Calendar()
	for _, n := range notices {
		next = next.With(n)
	}
	moved, checked, err := v.moved(next)
	if err != nil {
		return err
	}
	if v.text("confirm") == "" {
		return v.calendarPage(func(p *calendarPage) { p.Text, p.Found, p.Moved, p.Checked = text, notices, moved, checked })
	}
	if err := v.Store.SaveNotices(v.ctx(), notices, v.actor(), v.now); err != nil {
		return err
	}
	if err := v.explain(moved); err != nil {
		return err
	}
	if v.Imported != nil {
		if err := v.Imported(v.ctx()); err != nil {
			return err
		}
	}
	return v.done("/admin/calendar?done=calendar_saved")
}

// mostMoved bounds the cases looked at; no district office has so many open ones.
const mostMoved = 10_000

// moved are the open cases whose due day another calendar moves or makes firm, the first due first.
func (v *visit) moved(next disclosure.Calendar) ([]movedCase, int, error) {
	open, err := v.Store.Requests(v.ctx(), store.RequestFilter{Running: true}, mostMoved)
	if err != nil {
		return nil, 0, err
	}
	today, before := disclosure.DayOf(v.now), v.Calendar()
	var out []movedCase
	for i := range open {
		m := movedCase{Case: open[i]}
		if m.From, m.Was, err = open[i].Due(before, today); err != nil {
			return nil, 0, err
		}
		if m.To, m.Is, err = open[i].Due(next, today); err != nil {
			return nil, 0, err
		}
		if m.From == m.To && m.Was == m.Is {
			continue
		}
		for day := open[i].Received; day <= max(m.From, m.To); day = day.Add(1) {
			was, _ := before.Workday(day)
			if is, _ := next.Workday(day); is != was {
				kind, known := next.Kind(day)
				m.Different = append(m.Different, disclosure.Step{Day: day, Kind: kind, Known: known})
			}
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b movedCase) int { return cmp.Compare(a.To, b.To) })
	return out, len(open), nil
}

// explain writes into the history of each case what moved its day.
func (v *visit) explain(moved []movedCase) error {
	for _, m := range moved {
		event := disclosure.Event{Act: "rescheduled", Text: string(m.From) + " → " + string(m.To)}
		if err := v.Store.SaveRequest(v.ctx(), &m.Case, []disclosure.Event{event}, nil, v.actor(), v.now); err != nil {
			return err
		}
	}
	return nil
}
