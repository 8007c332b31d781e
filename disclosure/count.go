package disclosure

import (
	"errors"
	"fmt"
	"time"
)

// Unit is what a period is counted in. Part of addresses: never rename.
type Unit string

const (
	Workdays Unit = "workday" // 工作日
	Days     Unit = "day"     // 日: every day counts; one that ends on a day off ends on the next working day (民法典第二百零三条)
)

// Paused is the kind of a working day on which the clock stands still, in a Count only.
const Paused Kind = "paused"

// Step is one day of a count.
type Step struct {
	Day   Day
	N     int // the number of a day that counts, 0 of every other
	Kind  Kind
	Known bool // the notice of its year is there
}

// Count is a period day by day. The first step is the day of the event, which doesn't count (民法典第二百零一条); the last is
// the last day of the period.
type Count struct {
	Unit  Unit
	N     int
	Steps []Step
	// Provisional (暂定): the count touches a year without a notice. Then the period may end as early as Earliest, since
	// a make-up working day brings the end forward; otherwise Earliest is the end.
	Provisional bool
	Earliest    Day
}

// Start is the day of the event.
func (c Count) Start() Day { return c.Steps[0].Day }

// Due is the last day of the period.
func (c Count) Due() Day { return c.Steps[len(c.Steps)-1].Day }

// Span is from one day to another: for a pause from the day a letter was sent to the day its answer came. Working
// days d with From < d ≤ To don't count.
type Span struct{ From, To Day }

// LongestCount is the largest number of days a Count is made for.
const LongestCount = 400

// Count counts n days after from, which must be between 1 and LongestCount. The days of overlapping pauses are left
// out once.
func (c Calendar) Count(from Day, n int, unit Unit, pauses ...Span) Count {
	out := Count{Unit: unit, N: n, Steps: make([]Step, 0, n*3/2+8)}
	kind, known := c.Kind(from)
	out.Steps = append(out.Steps, Step{Day: from, Kind: kind, Known: known})
	for day, counted := from.Add(1), 0; ; day = day.Add(1) {
		kind, known := c.Kind(day)
		works := kind == Work || kind == MakeUp
		step := Step{Day: day, Kind: kind, Known: known}
		switch {
		case works && within(day, pauses):
			step.Kind = Paused
		case counted < n && (works || unit == Days):
			counted++
			step.N = counted
		}
		out.Provisional = out.Provisional || !known && (unit == Workdays || counted == n)
		out.Steps = append(out.Steps, step)
		if counted == n && works {
			break
		}
	}
	out.Earliest = out.Due()
	if out.Provisional {
		out.Earliest = c.earliest(from, n, unit, pauses)
	}
	return out
}

func within(day Day, pauses []Span) bool {
	for _, p := range pauses {
		if p.From < day && day <= p.To {
			return true
		}
	}
	return false
}

// earliest supposes of every year without a notice the most make-up working days that a notice has ever had: one a
// weekend.
func (c Calendar) earliest(from Day, n int, unit Unit, pauses []Span) Day {
	for day, madeUp := from.Add(1), false; ; day = day.Add(1) {
		kind, known := c.Kind(day)
		works, maybe := kind == Work || kind == MakeUp, kind == Weekend && !known
		if unit == Days {
			if n--; n <= 0 && (works || maybe) {
				return day
			}
			continue
		}
		if day.Weekday() == time.Monday {
			madeUp = false
		}
		if maybe && !madeUp {
			works, madeUp = true, true
		}
		if works && !within(day, pauses) {
			n--
		}
		if n == 0 {
			return day
		}
	}
}

// Facts are what happened to a request for information so far. Only Received is required.
type Facts struct {
	Received  Day
	Corrected Day    // the corrected application came in: the clock starts anew (第三十条)
	Consulted Day    // a third party or joint maker got the letter; Received when empty
	Pauses    []Span // consultations, sent and answered (第三十三条第三款)
	Extended  int    // working days, at most 20 (第三十三条第二款)
}

// Working days that the Regulation sets.
const (
	correctionDays = 7  // 第三十条
	consultDays    = 15 // 第三十二条, 第三十四条
	replyDays      = 20 // 第三十三条
	extensionDays  = 20 // 第三十三条
)

// Clock is when what is due for a request for information (政府信息公开条例).
type Clock struct {
	CorrectionBy Day // a request for correction must be sent by then
	ConsultBy    Day // the third party's opinion is waited for until then
	Due, Latest  Day // the reply, without and with the longest extension; pauses left aside
	Now          Count
	Provisional  bool // one of them is
}

// Clock computes when what is due. Facts that contradict each other are an error that names them all.
func (c Calendar) Clock(f Facts) (Clock, error) {
	if err := f.check(); err != nil {
		return Clock{}, err
	}
	start, consulted := f.Received, f.Received
	if f.Corrected != "" {
		start = f.Corrected
	}
	if f.Consulted != "" {
		consulted = f.Consulted
	}
	var out Clock
	for _, d := range []struct {
		at   *Day
		from Day
		n    int
	}{
		{&out.CorrectionBy, f.Received, correctionDays},
		{&out.ConsultBy, consulted, consultDays},
		{&out.Due, start, replyDays},
		{&out.Latest, start, replyDays + extensionDays},
	} {
		day, provisional := c.Add(d.from, d.n)
		*d.at, out.Provisional = day, out.Provisional || provisional
	}
	out.Now = c.Count(start, replyDays+f.Extended, Workdays, f.Pauses...)
	out.Provisional = out.Provisional || out.Now.Provisional
	return out, nil
}

func (f Facts) check() error {
	var wrong []error
	for _, later := range []struct {
		name string
		day  Day
	}{{"corrected", f.Corrected}, {"consulted", f.Consulted}} {
		if later.day != "" && later.day < f.Received {
			wrong = append(wrong, fmt.Errorf("%s %s is before received %s", later.name, later.day, f.Received))
		}
	}
	for _, p := range f.Pauses {
		if p.To < p.From || p.From < f.Received {
			wrong = append(wrong, fmt.Errorf("pause %s..%s: want received %s ≤ from ≤ to", p.From, p.To, f.Received))
		}
	}
	if f.Extended < 0 || f.Extended > extensionDays {
		wrong = append(wrong, fmt.Errorf("extended by %d working days, want 0 to %d", f.Extended, extensionDays))
	}
	return errors.Join(wrong...)
}
