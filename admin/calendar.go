package admin

import (
	"cmp"
	"errors"
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
		return v.calendarPage(func(p *calendarPage) { p.Text, p.Wrong = text, noticeFaults(err) })
	}
	before := v.Calendar()
	next := before
	for _, n := range notices {
		next = next.With(n)
	}
	moved, checked, err := v.moved(before, next)
	if err != nil {
		return err
	}
	if v.text("confirm") == "" {
		return v.calendarPage(func(p *calendarPage) { p.Text, p.Found, p.Moved, p.Checked = text, notices, moved, checked })
	}
	if err := v.Store.SaveNotices(v.ctx(), notices, v.actor(), v.now); err != nil {
		return err
	}
	err = v.explain(moved, before, next)
	if v.Imported != nil {
		err = errors.Join(err, v.Imported(v.ctx()))
	}
	if err != nil {
		return err
	}
	return v.done("/admin/calendar?done=calendar_saved")
}

// mostMoved bounds the cases looked at; no district office has so many open ones.
const mostMoved = 10_000

// moved are the open cases whose due day another calendar moves or makes firm, the first due first.
func (v *visit) moved(before, next disclosure.Calendar) ([]movedCase, int, error) {
	open, err := v.Store.Requests(v.ctx(), store.RequestFilter{Running: true}, mostMoved)
	if err != nil {
		return nil, 0, err
	}
	var out []movedCase
	for i := range open {
		m, moved, err := move(&open[i], before, next, disclosure.DayOf(v.now))
		if err != nil {
			return nil, 0, err
		}
		if moved {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b movedCase) int { return cmp.Compare(a.To, b.To) })
	return out, len(open), nil
}

// move says what becomes of a case's due day under the next calendar; false where nothing does.
func move(r *disclosure.Request, before, next disclosure.Calendar, today disclosure.Day) (m movedCase, moved bool, err error) {
	m.Case = *r
	if m.From, m.Was, err = r.Due(before, today); err != nil {
		return m, false, err
	}
	if m.To, m.Is, err = r.Due(next, today); err != nil {
		return m, false, err
	}
	if m.From == m.To && m.Was == m.Is {
		return m, false, nil
	}
	for day := r.Received; day <= max(m.From, m.To); day = day.Add(1) {
		was, _ := before.Workday(day)
		if is, _ := next.Workday(day); is != was {
			kind, known := next.Kind(day)
			m.Different = append(m.Different, disclosure.Step{Day: day, Kind: kind, Known: known})
		}
	}
	return m, true, nil
}

// explain writes into the history of each case what moved its day. A case that somebody saved meanwhile is loaded again: the
// notices are in force by then, and no case may lack its line. One case's failure does not cost the others theirs.
func (v *visit) explain(moved []movedCase, before, next disclosure.Calendar) error {
	var failed []error
	for _, m := range moved {
		err := v.explainCase(m)
		for still := true; errors.Is(err, store.ErrConflict); {
			var r disclosure.Request
			if r, err = v.Store.Request(v.ctx(), m.Case.ID); err != nil {
				break
			}
			if m, still, err = move(&r, before, next, disclosure.DayOf(v.now)); err != nil || !still || !r.Running() {
				break
			}
			err = v.explainCase(m)
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

func (v *visit) explainCase(m movedCase) error {
	event := disclosure.Event{Act: "rescheduled", Text: string(m.From) + " → " + string(m.To)}
	return v.Store.SaveRequest(v.ctx(), &m.Case, []disclosure.Event{event}, nil, v.actor(), v.now)
}
