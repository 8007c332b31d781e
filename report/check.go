package report

import "shangda/store"

// check2018 are the rules of the form of 2018 between its numbers.
func (r *Report) check2018(d *Data) {
	for _, l := range lines2018 {
		if len(l.sum) == 0 {
			continue
		}
		var sum int64
		for _, key := range l.sum {
			sum += r.value(key)
		}
		r.equal("K-合计", l.key, r.value(l.key), sum, append([]string{l.key}, l.sum...), nil)
	}
	for _, part := range [][2]string{{"1.1.1", "1.1.2"}, {"1.1.1", "1.1"}, {"1.1", "1.2"}, {"2.2.1.1", "2.2.1"}, {"2.2.2.1", "2.2.2"}} {
		r.atMost("K-不大于", part[0], part[1])
	}
	// The form has no row for what is carried over; it is counted from the cases.
	carried := int64(len(d.requests(func(q store.RequestRow) bool { return q.Received < d.first() })))
	r.Checks = append(r.Checks, Check{
		Rule: "K10", OK: r.value("3.2") <= r.value("3.1")+carried, Detail: "办结数不大于收到数加上年结转数", Cells: []string{"3.1", "3.2"},
	})
	r.equal("K10", "每件办结有一个答复", r.value("3.3"), r.value("3.2"), []string{"3.2", "3.3"}, d.unplaced())
}

func (r *Report) atMost(rule, part, whole string) {
	ok := r.value(part) <= r.value(whole)
	r.Checks = append(r.Checks, Check{Rule: rule, OK: ok, Detail: part + " ≤ " + whole, Cells: []string{part, whole}})
}
