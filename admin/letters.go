package admin

import (
	"errors"
	"fmt"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// mostLetters is how many undelivered letters are looked at.
const mostLetters = 500

type lettersPage struct {
	frame
	Calls []letterRow // to be told by telephone
	Rows  []letterRow
}

// letterRow is an undelivered letter with what it is about.
type letterRow struct {
	desk.Letter
	About    string
	Path     string // of what it is about; empty: nothing to open
	Callable bool   // may be told by telephone instead
	Script   string // what to say then; empty: it stands where Path leads
}

// letters lists what citizens should have been told and, as far as is known, were not.
func letters(v *visit) error {
	rows, err := v.undelivered()
	if err != nil {
		return err
	}
	if err := v.nameCases(rows); err != nil {
		return err
	}
	p := lettersPage{frame: v.frame()}
	for _, r := range rows {
		if r.Channel == desk.ByPhone {
			p.Calls = append(p.Calls, r)
		} else {
			p.Rows = append(p.Rows, r)
		}
	}
	return v.show("letters", p)
}

// nameCases gives letters of cases their numbers.
func (v *visit) nameCases(rows []letterRow) error {
	if !v.Store.Unlocked() {
		return nil
	}
	numbers := map[int64]string{}
	for i := range rows {
		l := &rows[i]
		if l.Kind != desk.LetterCase {
			continue
		}
		if numbers[l.Subject] == "" {
			r, err := v.Store.Request(v.ctx(), l.Subject)
			if err != nil {
				return err
			}
			numbers[l.Subject] = r.Number
		}
		l.About = numbers[l.Subject]
	}
	return nil
}

// undelivered are the letters to citizens about what the person may see. Notices to staff are for the 系统管理员.
func (v *visit) undelivered() ([]letterRow, error) {
	all, err := v.Store.Undelivered(v.ctx(), mostLetters)
	if err != nil {
		return nil, err
	}
	var rows []letterRow
	for _, l := range all {
		r, sees, err := v.letterRow(l)
		if err != nil {
			return nil, err
		}
		if sees {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func (v *visit) letterRow(l desk.Letter) (r letterRow, sees bool, err error) {
	r = letterRow{Letter: l}
	if l.Staff != 0 || l.Citizen == 0 {
		return r, false, nil
	}
	switch l.Kind {
	case desk.LetterReply:
		t, err := v.Store.Ticket(v.ctx(), l.Subject)
		if err != nil {
			return r, false, err
		}
		r.About, r.Path, r.Callable = t.Question, fmt.Sprintf("/admin/tickets/%d", t.ID), t.Phone
		return r, v.worker().Sees(&t), nil
	case desk.LetterCorrection:
		return v.correctionRow(r)
	case desk.LetterCase:
		r.Path, r.Callable = fmt.Sprintf("/admin/cases/%d", l.Subject), true
		return r, v.may(desk.ActCases), nil
	}
	return r, v.may(desk.ActAllDesk), nil
}

// correctionRow is a 更正通知 that wasn't delivered: somebody acts on a wrong answer. Who left a number with a ticket can be called.
// News and the 评议 are for the chat alone, where they were asked for.
func (v *visit) correctionRow(r letterRow) (letterRow, bool, error) {
	r.Script = r.Text
	recall, err := v.Store.Recall(v.ctx(), r.Subject)
	if err != nil {
		return r, false, err
	}
	r.About = v.recalledName(&recall)
	t, err := v.Store.TicketWithPhone(v.ctx(), r.Citizen)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return r, false, err
	case v.worker().Sees(&t):
		r.Path, r.Callable = fmt.Sprintf("/admin/tickets/%d", t.ID), true
	}
	return r, v.may(desk.ActAllDesk), nil
}

// countLetters is a number of the first page.
func countLetters(v *visit) (int, error) {
	rows, err := v.undelivered()
	return len(rows), err
}

// letterHere is the letter in the address. Whoever may not see what it is about is told that there is none.
func (v *visit) letterHere() (letterRow, error) {
	id, err := v.id()
	if err != nil {
		return letterRow{}, err
	}
	l, err := v.Store.Letter(v.ctx(), id)
	if err != nil {
		return letterRow{}, err
	}
	r, sees, err := v.letterRow(l)
	if err == nil && !sees {
		err = errNotFound
	}
	return r, err
}

// handleLetter does something about an undelivered letter; done is its code.
func (v *visit) handleLetter(done string, do func(letterRow) error) error {
	r, err := v.letterHere()
	if err == nil {
		err = do(r)
	}
	if err != nil {
		return err
	}
	return v.done("/admin/letters?done=" + done)
}

func retryLetter(v *visit) error {
	return v.handleLetter("letter_retry", func(r letterRow) error { return v.Store.Retry(v.ctx(), v.actor(), r.ID, v.now) })
}

func phoneLetter(v *visit) error {
	return v.handleLetter("letter_phone", func(r letterRow) error {
		if !r.Callable {
			return store.ErrConflict
		}
		return v.Store.ToPhone(v.ctx(), v.actor(), r.ID, v.now)
	})
}

func toldLetter(v *visit) error {
	return v.handleLetter("letter_told", func(r letterRow) error { return v.Store.Told(v.ctx(), v.actor(), r.ID, v.now) })
}

type sendingPage struct {
	frame
	Spent  bool // the platform's quota of the day
	Alarms []store.Sending
	Days   []sendingDay
	Stuck  []store.Stuck
}

// sendingDay is what left on a day, and what was refused.
type sendingDay struct {
	Day  policy.Date
	Rows []store.Sending
}

// sendingDays is how many days the page shows.
const sendingDays = 7

// sending shows the 系统管理员 whether letters leave, in numbers only.
func sending(v *visit) error {
	p := sendingPage{frame: v.frame()}
	for i := range sendingDays {
		day := v.today().Plus(-i)
		rows, err := v.Store.Sendings(v.ctx(), day)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			p.Days = append(p.Days, sendingDay{day, rows})
		}
		if i == 0 {
			p.Alarms = alarms(rows)
			p.Spent = spent(rows)
		}
	}
	var err error
	if p.Stuck, err = v.Store.StuckLetters(v.ctx()); err != nil {
		return err
	}
	return v.show("sending", p)
}

func spent(rows []store.Sending) bool {
	for _, r := range rows {
		if r.Outcome == store.QuotaSpent {
			return true
		}
	}
	return false
}

// alarms are the refusals that only somebody at the platform's console can end.
func alarms(rows []store.Sending) []store.Sending {
	var out []store.Sending
	for _, r := range rows {
		if desk.Alarming(r.Outcome) {
			out = append(out, r)
		}
	}
	return out
}

// countAlarms is a number of the first page.
func countAlarms(v *visit) (int, error) {
	rows, err := v.Store.Sendings(v.ctx(), v.today())
	return len(alarms(rows)), err
}

func resumeSending(v *visit) error {
	if err := v.Store.Resume(v.ctx(), v.actor(), v.now); err != nil {
		return err
	}
	return v.done("/admin/sending?done=sending_resumed")
}

// waited is how long something has been waiting, in the largest unit that says enough.
func waited(since, now time.Time) string {
	switch d := now.Sub(since); {
	case d < time.Hour:
		return fmt.Sprintf("%d 分钟", max(1, int(d.Minutes())))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d 小时", int(d.Hours()))
	default:
		return fmt.Sprintf("%d 天", int(d.Hours()/24))
	}
}
