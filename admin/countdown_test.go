package admin

import (
	"fmt"
	"testing"
	"time"

	"shangda/desk"
)

// The report is due on 31 January (条例第四十九条); it is counted down from 1 December until then, by days of Shanghai.
func TestReportIsCountedDownFromDecemberToTheEndOfJanuary(t *testing.T) {
	w := newDesk(t)
	for i, c := range []struct {
		at   time.Time
		year int // 0: no countdown
		left int
	}{
		{time.Date(2026, 11, 30, 23, 59, 0, 0, beijing), 0, 0},
		{time.Date(2026, 12, 1, 0, 1, 0, 0, beijing), 2026, 61},
		{time.Date(2026, 12, 31, 23, 59, 0, 0, beijing), 2026, 31},
		{time.Date(2027, 1, 1, 0, 1, 0, 0, beijing), 2026, 30},
		{time.Date(2027, 1, 31, 9, 0, 0, 0, beijing), 2026, 0},
		{time.Date(2027, 2, 1, 0, 1, 0, 0, beijing), 0, 0},
	} {
		w.pass(c.at.Sub(w.Now()))
		login := fmt.Sprintf("wang%d", i)
		w.person(login, desk.RoleOfficer, "办公室")
		page := w.signIn(login).get("/admin/").body
		if c.year == 0 {
			lacks(t, page, "报送、公布的期限")
			continue
		}
		has(t, page, fmt.Sprintf("%d 年度报告", c.year), fmt.Sprintf("距 %d-01-31 报送、公布的期限还有 %d 天", c.year+1, c.left), fmt.Sprintf("/admin/yearly/%d/2021", c.year))
	}
}
