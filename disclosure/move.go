package disclosure

import "strings"

// Move is how another calendar changes a case's due day.
type Move struct {
	From, To  Day
	Was, Is   bool   // provisional before, and after
	Different []Step // the days of the case's time that are counted differently
}

// Move says what becomes of the due day under the next calendar; false where nothing does.
func (r *Request) Move(before, next Calendar, today Day) (m Move, moved bool, err error) {
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
			m.Different = append(m.Different, Step{Day: day, Kind: kind, Known: known})
		}
	}
	return m, true, nil
}

// Event is the move's line of history.
func (m Move) Event() Event {
	return Event{Act: "rescheduled", Text: string(m.From) + " → " + string(m.To)}
}

// Moved is the last such line of a case's history; false where no calendar has moved its due day. from equals to where a provisional
// day became firm.
func Moved(history []Event) (from, to Day, moved bool) {
	for _, e := range history {
		if e.Act == "rescheduled" {
			a, b, _ := strings.Cut(e.Text, " → ")
			from, to, moved = Day(a), Day(b), true
		}
	}
	return from, to, moved
}
