package disclosure

// Task is what a case waits for. It says whose turn it is; pages word it.
type Task string

const (
	TaskCheck      Task = "check"      // is it clear what is asked for? 补正 may still be asked for
	TaskDecide     Task = "decide"     // draft the reply
	TaskReach      Task = "reach"      // note the day on which a consultation's letter arrived
	TaskOpinion    Task = "opinion"    // somebody who was consulted answers
	TaskSilence    Task = "silence"    // their period has run out
	TaskCorrection Task = "correction" // the applicant corrects
	TaskLapsed     Task = "lapsed"     // and didn't in time
	TaskPayment    Task = "payment"    // the applicant pays
	TaskUnpaid     Task = "unpaid"     // and didn't in time
	TaskReview     Task = "review"     // the 科室负责人 reads the draft
	TaskSign       Task = "sign"       // the 主管领导 signs
	TaskOpening    Task = "opening"    // the applicant opens the decision
	TaskPost       Task = "post"       // print, post, note the number
	TaskHand       Task = "hand"       // the applicant fetches it
	TaskSettle     Task = "settle"     // of another kind: say what became of it
	TaskNone       Task = ""           // nothing
)

// PostDays are the working days before the day to warn of from which a decision nobody has opened is printed and posted.
const PostDays = 3

// Task is the next step of the case and the day by which it is to be done; empty where there is none.
func (r *Request) Task(c Calendar, today Day) (Task, Day, error) {
	due, _, err := r.Due(c, today)
	if err != nil {
		return TaskNone, "", err
	}
	switch r.State {
	case Correcting:
		if today > r.Correction.Until {
			return TaskLapsed, "", nil
		}
		return TaskCorrection, r.Correction.Until, nil
	case Review:
		return TaskReview, due, nil
	case Signing:
		return TaskSign, due, nil
	case Decided:
		warned, err := r.Warned(c, today)
		return r.serviceTask(c, warned, today), due, err
	case Open:
	default:
		return TaskNone, "", nil
	}
	if r.Kind != CaseRequest {
		return TaskSettle, due, nil
	}
	task, by := r.openTask(c, due, today)
	return task, by, nil
}

func (r *Request) openTask(c Calendar, due, today Day) (Task, Day) {
	for _, k := range r.Consultations {
		switch {
		case k.Kind == ConsultHelp || k.Answered != "":
		case k.Got == "":
			return TaskReach, ""
		case k.Until != "" && today > k.Until:
			return TaskSilence, ""
		default:
			return TaskOpinion, k.Until
		}
	}
	if r.Fee.PayBy != "" && r.Fee.Paid == "" {
		if today > r.Fee.PayBy {
			return TaskUnpaid, ""
		}
		return TaskPayment, r.Fee.PayBy
	}
	by, _ := c.Add(r.Received, correctionDays)
	if r.Correction.Sent == "" && today <= by && len(r.Consultations) == 0 && r.Draft == nil {
		return TaskCheck, by
	}
	return TaskDecide, due
}

func (r *Request) serviceTask(c Calendar, warned, today Day) Task {
	from, _ := c.Add(warned, -PostDays)
	switch r.Application.Delivery {
	case DeliverPickup, DeliverInspect:
		if today < from {
			return TaskHand
		}
	case DeliverOnline:
		if r.Citizen != 0 && today < from {
			return TaskOpening
		}
	}
	return TaskPost
}
