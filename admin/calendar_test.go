package admin

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/disclosure"
)

// corrected is a notice of 2026 with one more day off than the program was built with, in the time of a case of 5 March.
const corrected = "2026-01-01,off\n2026-03-30,off\n2026-10-01,off\n"

// newCalendar is an office with a case of 5 March 2026, which is due on 2 April.
func newCalendar(t *testing.T) (w *world, admin *browser, id int64, imported *int) {
	t.Helper()
	imported = new(int)
	w = newWorld(t, courts, func(o *Options) {
		o.Imported = func(context.Context) error { *imported++; return nil }
	})
	w.person("officer", desk.RoleOfficer, "办公室")
	id, _ = w.register(w.signIn("officer"), "2025年招商项目验收材料")
	return w, w.proven(desk.RoleDisclosureHead), id, imported
}

// rescheduled are the lines that an import wrote into the case's history.
func (w *world) rescheduled(id int64) []string {
	w.t.Helper()
	events, err := w.store.Events(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		if e.Act == "rescheduled" {
			out = append(out, e.Text)
		}
	}
	return out
}

func TestCalendarIsImportedAfterALookAtTheCasesItMoves(t *testing.T) {
	w, b, id, imported := newCalendar(t)
	before := fmt.Sprint(w.calendar())
	a := b.upload("/admin/calendar", "/admin/calendar", "2026.csv", "\ufeffdate,kind\n"+corrected)
	if a.status != http.StatusOK {
		t.Fatalf("preview: %d\n%s", a.status, a.body)
	}
	has(t, a.body, "请核对", "查看了1件未办结的申请，1件的期限有变化", fmt.Sprintf(`href="/admin/cases/%d"`, id), "4月2日", "<strong>4月3日", "3月30日", "放假")
	if fmt.Sprint(w.calendar()) != before || *imported != 0 || len(w.rescheduled(id)) != 0 {
		t.Error("the preview imported something")
	}
	if a := b.fill("/admin/calendar", "/admin/calendar", "text", corrected, "confirm", "yes"); a.status != http.StatusSeeOther {
		t.Fatalf("import: %d\n%s", a.status, a.body)
	}
	if kind, _ := w.calendar().Kind("2026-03-30"); kind != disclosure.Holiday || *imported != 1 {
		t.Errorf("30 March is %s, passed on %d times; want a holiday, once", kind, *imported)
	}
	if got := w.rescheduled(id); len(got) != 1 || got[0] != "2026-04-02 → 2026-04-03" {
		t.Errorf("history %q, want what moved", got)
	}
}

func TestBadCalendarNamesItsLinesAndImportsNothing(t *testing.T) {
	w, b, id, imported := newCalendar(t)
	before := fmt.Sprint(w.calendar())
	for text, want := range map[string][]string{
		"2026-01-01,off\n2026-02-30,off\n2026-03-31,work\n2026-10-01,free\n": {"第2行：“2026-02-30”不是日期", "第3行：2026-03-31不是周六、周日", "第4行：“free”不认识", "2026年国庆没有放假"},
		"2026-01-01,off\n2026-10-01,off\n2026-10-01,off\n":                   {"第3行：2026-10-01写了两次"},
		"2026-01-01,off\n2026-10-01\n":                                       {"第2行：一行要有两项"},
		"":                                                                   {"里面没有一个日期"},
	} {
		a := b.fill("/admin/calendar", "/admin/calendar", "text", text, "confirm", "yes")
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d, want 422", text, a.status)
		}
		has(t, a.body, append(want, "没有导入", strings.TrimSpace(text))...)
		lacks(t, a.body, "%!", "line ")
	}
	if fmt.Sprint(w.calendar()) != before || *imported != 0 || len(w.rescheduled(id)) != 0 {
		t.Error("a bad file imported something")
	}
}

func TestAdministratorImportsWithoutSeeingWhichCasesMove(t *testing.T) {
	w, _, id, imported := newCalendar(t)
	b := w.proven(desk.RoleSystemAdmin)
	a := b.upload("/admin/calendar", "/admin/calendar", "2026.csv", corrected)
	if a.status != http.StatusOK {
		t.Fatalf("preview: %d\n%s", a.status, a.body)
	}
	r, err := w.store.Request(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	has(t, a.body, "查看了1件未办结的申请，1件的期限有变化")
	lacks(t, a.body, "/admin/cases", r.Number, "4月2日", "4月3日")
	if a := b.fill("/admin/calendar", "/admin/calendar", "text", corrected, "confirm", "yes"); a.status != http.StatusSeeOther || *imported != 1 {
		t.Errorf("import: %d, passed on %d times\n%s", a.status, *imported, a.body)
	}
	if got := w.rescheduled(id); len(got) != 1 {
		t.Errorf("history %q", got)
	}
}

func (w *world) calendar() disclosure.Calendar {
	w.t.Helper()
	c, err := w.store.Calendar(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}
