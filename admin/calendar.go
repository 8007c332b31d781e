package admin

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"shangda/desk"
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
	Cases   bool     // whoever looks may see cases: the 系统管理员 gets numbers only
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
	Case disclosure.Request
	disclosure.Move
}

func calendar(v *visit) error { return v.calendarPage(func(*calendarPage) {}) }

func (v *visit) calendarPage(also func(*calendarPage)) error {
	p := calendarPage{frame: v.frame(), Cases: v.may(desk.ActCases)}
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
func (v *visit) moved(before, next disclosure.Calendar) ([]movedCase, int, error) {
	open, err := v.Store.Requests(v.ctx(), store.RequestFilter{Running: true}, mostMoved)
	if err != nil {
		return nil, 0, err
	}
	var out []movedCase
	for i := range open {
		m, moved, err := open[i].Move(before, next, disclosure.DayOf(v.now))
		if err != nil {
			return nil, 0, err
		}
		if moved {
			out = append(out, movedCase{open[i], m})
		}
	}
	slices.SortFunc(out, func(a, b movedCase) int { return cmp.Compare(a.To, b.To) })
	return out, len(open), nil
}
