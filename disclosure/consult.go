package disclosure

import "fmt"

// ConsultKind is whose opinion is asked. Stored: never rename.
type ConsultKind string

const (
	ConsultThird  ConsultKind = "third"  // 第三方 (第三十二条): silence leaves the decision to the office
	ConsultMaker  ConsultKind = "maker"  // 共同制作机关 (第三十四条): silence is consent
	ConsultAgency ConsultKind = "agency" // another agency's opinion (第三十三条第三款): no period in the law
	ConsultHelp   ConsultKind = "help"   // 协办: another section or agency helps to search; the clock runs on
)

// Opinion is what was answered. Stored: never rename.
type Opinion string

const (
	Agrees  Opinion = "agrees"
	Objects Opinion = "objects"
	Silent  Opinion = "silent" // the period ran out
)

// Consultation asks somebody else. The reply's clock stands still from the day the letter was sent to the day the answer came,
// at most to the end of the period that runs from the day the letter reached them.
type Consultation struct {
	ID       int         `json:"id"` // within the case, from 1
	Kind     ConsultKind `json:"kind"`
	Party    string      `json:"-"`                // sealed
	Address  string      `json:"-"`                // sealed: where the letter goes
	Naming   bool        `json:"naming,omitempty"` // the letter names the applicant; by default it doesn't
	Sent     Day         `json:"sent"`
	Got      Day         `json:"got,omitempty"` // the letter reached them
	Until    Day         `json:"until,omitempty"`
	Answered Day         `json:"answered,omitempty"`
	Opinion  Opinion     `json:"opinion,omitempty"`
	Reason   string      `json:"-"` // sealed
}

func (c Consultation) pause(today Day) (Span, bool) {
	if c.Kind == ConsultHelp {
		return Span{}, false
	}
	end := today
	switch {
	case c.Answered != "":
		end = c.Answered
	case c.Until != "" && c.Until < today:
		end = c.Until
	}
	if end < c.Sent {
		return Span{}, false
	}
	return Span{From: c.Sent, To: end}, true
}

// Reached records that the letter reached them, from which their 15 working days run.
func (r *Request) Reached(cal Calendar, id int, day Day) (Event, error) {
	c, err := r.consultation(id)
	switch {
	case err != nil:
		return Event{}, err
	case c.Got != "":
		return Event{}, fmt.Errorf("receipt of consultation %d: %w", id, ErrOnce)
	case day < c.Sent:
		return Event{}, fmt.Errorf("received %s before it was sent %s: %w", day, c.Sent, ErrIncom)
	}
	c.Got = day
	if c.Kind == ConsultThird || c.Kind == ConsultMaker {
		c.Until, _ = cal.Add(day, consultDays)
	}
	return Event{Act: "consult.reached"}, nil
}

// Answered records the opinion; Silent only after the period has run out, and then the pause ends with it.
func (r *Request) Answered(id int, opinion Opinion, reason string, day Day) (Event, error) {
	c, err := r.consultation(id)
	switch {
	case err != nil:
		return Event{}, err
	case c.Answered != "":
		return Event{}, fmt.Errorf("answer to consultation %d: %w", id, ErrOnce)
	case day < c.Sent:
		return Event{}, fmt.Errorf("answered %s before it was sent %s: %w", day, c.Sent, ErrIncom)
	case opinion == Silent && (c.Until == "" || day <= c.Until):
		return Event{}, fmt.Errorf("consultation %d: the period has not run out: %w", id, ErrState)
	case opinion == Objects && reason == "":
		return Event{}, fmt.Errorf("objection without reason: %w", ErrIncom)
	}
	if opinion == Silent {
		day = c.Until
	}
	c.Answered, c.Opinion, c.Reason = day, opinion, reason
	return Event{Act: "consult.answered", Text: string(opinion)}, nil
}

// Consent is what the office may take the consultation to mean: a joint maker's silence is consent, a third party's is not.
func (c Consultation) Consent() bool {
	return c.Opinion == Agrees || c.Opinion == Silent && c.Kind == ConsultMaker
}

func (r *Request) consultation(id int) (*Consultation, error) {
	for i := range r.Consultations {
		if r.Consultations[i].ID == id {
			return &r.Consultations[i], nil
		}
	}
	return nil, fmt.Errorf("consultation %d of case %s: %w", id, r.Number, ErrState)
}
