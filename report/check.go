package report

import "shangda/store"

// sums2018 names the rule (勾稽关系) by which a cell is the sum of its parts.
var sums2018 = map[string]string{
	"1": "K2", "1.2": "K1", "2": "K4", "3.1": "K6", "3.2": "K7", "3.3": "K9", "3.3.4": "K8", "4": "K11", "5": "K11", "6": "K11", "7": "K11", "8": "K11", "10.3": "K11",
}

// limits2018 are cells that are never more than others.
var limits2018 = []struct{ rule, part, whole string }{
	{"K2", "1.1", "1.2"},
	{"K3", "1.1.1", "1.1.2"},
	{"K3", "1.1.1", "1.1"},
	{"K5", "2.2.1.1", "2.2.1"},
	{"K5", "2.2.2.1", "2.2.2"},
}

// check2018 are the rules of the form of 2018 between its numbers; those between numbers and texts are in text.go.
func (r *Report) check2018(d *Data) {
	for _, l := range lines2018 {
		if len(l.sum) == 0 {
			continue
		}
		var sum int64
		for _, key := range l.sum {
			sum += r.value(key)
		}
		r.equal(sums2018[l.key], l.label, r.value(l.key), sum, append([]string{l.key}, l.sum...), nil)
	}
	for _, l := range limits2018 {
		r.atMost(l.rule, l.part, l.whole)
	}
	// The form has no row for what is carried over; it is counted from the cases.
	carried := d.requests(func(q store.RequestRow) bool { return q.Received < d.first() })
	c := Check{
		Rule: "K10", OK: r.value("3.2") <= r.value("3.1")+int64(len(carried)), Detail: "办结数不大于收到数加上年结转数", Cells: []string{"3.1", "3.2"},
	}
	if !c.OK {
		c.Rows = carried
	}
	r.Checks = append(r.Checks, c)
	r.equal("K10", "每件办结有一个答复", r.value("3.3"), r.value("3.2"), []string{"3.2", "3.3"}, d.misplaced())
}

func (r *Report) atMost(rule, part, whole string) {
	c := Check{Rule: rule, OK: r.value(part) <= r.value(whole), Detail: r.byKey[part].Label + " ≤ " + r.byKey[whole].Label, Cells: []string{part, whole}}
	if !c.OK {
		c.Rows = r.byKey[part].Rows
	}
	r.Checks = append(r.Checks, c)
}
