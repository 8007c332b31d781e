package admin

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"shangda/desk"
)

func (w *world) staff(login string) desk.Staff {
	w.t.Helper()
	st, err := w.store.StaffByLogin(context.Background(), login)
	if err != nil {
		w.t.Fatal(err)
	}
	return st
}

func TestWhereAdministrationsAreApartRolesComeFromAnotherHand(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.ThreeApart = true })
	admin := w.proven(desk.RoleSystemAdmin)
	create := func(login, role string) answer {
		t.Helper()
		return admin.fill("/admin/accounts/new", "/admin/accounts/new", "login", login, "name", login, "role", role)
	}
	if a := create("eve", "leader"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the 系统管理员 makes a leader: %d, want 422", a.status)
	}
	if a := create("sec", "security_admin"); a.status != http.StatusOK {
		t.Fatalf("the first 安全管理员: %d, want 200\n%s", a.status, a.body)
	}
	if a := create("sec2", "security_admin"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a second 安全管理员: %d, want 422", a.status)
	}
	if a := create("wang", ""); a.status != http.StatusOK {
		t.Fatalf("an account without role: %d", a.status)
	}
	security := w.proven(desk.RoleSecurityAdmin)
	wang := w.staff("wang")
	path := "/admin/roles/" + itoa(wang.ID)
	if a := security.fill("/admin/roles", path, "role", "officer"); a.status != http.StatusSeeOther {
		t.Errorf("the 安全管理员 gives the role: %d", a.status)
	}
	if got := w.staff("wang"); got.Role != desk.RoleOfficer {
		t.Errorf("role is %q, want officer", got.Role)
	}
}

func TestAdministratorDoesNothingToTheirOwnAccount(t *testing.T) {
	w := newWorld(t)
	b := w.proven(desk.RoleSystemAdmin)
	own := w.staff("is-system_admin")
	for _, path := range []string{"/accounts/1/disable", "/accounts/1/reset", "/roles/1", "/roles/1/totp"} {
		form := b.form("/admin/self", "/admin/self", "version", itoa(own.Version), "role", "leader")
		if a := b.post("/admin"+path, form); a.status != http.StatusForbidden || !strings.Contains(a.body, "不能对自己") {
			t.Errorf("%s: %d, want 403", path, a.status)
		}
	}
	if got := w.staff("is-system_admin"); got.Disabled || got.Role != desk.RoleSystemAdmin || !got.TOTP || got.OneTime {
		t.Errorf("the account is now %+v", got)
	}
}

func TestSecondFactorIsReplacedAndRecoveryCodesAreRenewed(t *testing.T) {
	w := newWorld(t)
	b := w.proven(desk.RoleLeader)
	st := w.staff("is-leader")
	if a := b.fill("/admin/totp", "/admin/totp/recovery", "present", "wrong"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, faults["present"]) {
		t.Errorf("new recovery codes with a wrong password: %d", a.status)
	}
	a := b.fill("/admin/totp", "/admin/totp/recovery", "present", secret)
	if n := strings.Count(a.body, `<li class="code">`); n != 8 {
		t.Fatalf("%d recovery codes shown, want 8\n%s", n, a.body)
	}
	_, rest, _ := strings.Cut(a.body, `<li class="code">`)
	code, _, _ := strings.Cut(rest, "<")
	other := w.browser()
	other.fill("/admin/sign-in", "/admin/sign-in", "login", "is-leader", "password", secret)
	if a := other.fill("/admin/second", "/admin/second", "code", code); a.status != http.StatusSeeOther {
		t.Errorf("sign-in with a recovery code: %d", a.status)
	}
	form := b.form("/admin/totp?new=1", "/admin/totp", "present", secret)
	_, shown, err := w.store.NewTOTP(context.Background(), &st, "x")
	if err != nil {
		t.Fatal(err)
	}
	w.secrets[st.ID] = shown
	form.Set("code", w.code(st))
	if a := b.post("/admin/totp", form); a.status != http.StatusOK {
		t.Fatalf("replaced: %d\n%s", a.status, a.body)
	}
	if a := other.get("/admin/"); a.status != http.StatusSeeOther {
		t.Errorf("another session after the second factor was replaced: %d, want it ended", a.status)
	}
	form = b.form("/admin/self", "/admin/self")
	form.Set("present", secret)
	if a := b.post("/admin/totp/remove", form); a.status != http.StatusUnprocessableEntity || !w.staff("is-leader").TOTP {
		t.Errorf("a leader takes the second factor off: %d", a.status)
	}
}

func TestDeputyIsChosenForAWeekAndDoesNotApproveTheAbsentOnesWork(t *testing.T) {
	w := newWorld(t)
	away := w.person("zhang", desk.RoleSectionHead, "外资科")
	deputy := w.person("li", desk.RoleOfficer, "外贸科")
	b := w.signIn("zhang")
	if body := b.get("/admin/self").body; !strings.Contains(body, `type="date" value="2026-03-12"`) { // two taps are enough
		t.Error("a week is not offered")
	}
	if a := b.fill("/admin/self", "/admin/self/deputy", "deputy", itoa(deputy.ID), "until", "2026-02-01"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("until a past day: %d, want 422", a.status)
	}
	if a := b.fill("/admin/self", "/admin/self/deputy", "deputy", itoa(deputy.ID), "until", "2026-03-12"); a.status != http.StatusSeeOther {
		t.Fatalf("a week: %d\n%s", a.status, a.body)
	}
	if got := w.staff("zhang").DeputyUntil; !got.Equal(time.Date(2026, 3, 13, 0, 0, 0, 0, beijing)) {
		t.Errorf("stands in until %s, want the end of the 12th", got)
	}
	if a := w.signIn("li").get("/admin/"); !strings.Contains(a.body, "您正在代 测试zhang") {
		t.Error("the deputy isn't told")
	}
	v := &visit{room: &room{}, staff: deputy, standsFor: []desk.Staff{away}}
	for name, tt := range map[string]struct {
		author int64
		want   error
	}{
		"a colleague's work": {99, nil}, "the deputy's own": {deputy.ID, errOwnWork}, "the absent one's": {away.ID, errOwnWork},
	} {
		if got := v.approve(desk.ActReviewSection, tt.author); got != tt.want {
			t.Errorf("deputy approves %s: %v, want %v", name, got, tt.want)
		}
	}
	if got := v.approve(desk.ActReviewLeader, 99); got != errForbidden {
		t.Errorf("deputy of a section head approves as leader: %v", got)
	}
}

func TestTrailIsSearchedExportedAndTheExportAudited(t *testing.T) {
	w := newWorld(t)
	w.person("wang", desk.RoleOfficer, "=外资科")
	b := w.proven(desk.RoleAuditAdmin)
	if a := b.get("/admin/audit?login=wang&act=staff"); !strings.Contains(a.body, "修改密码") || strings.Contains(a.body, "建立账号</td>") {
		t.Errorf("the trail of one account:\n%s", a.body)
	}
	if a := b.get("/admin/audit?act=nothing"); !strings.Contains(a.body, "没有符合条件的记录") {
		t.Error("an empty selection doesn't say so")
	}
	a := b.get("/admin/audit/export?login=wang")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][2] != "wang" || rows[1][4] != "staff.password" {
		t.Errorf("CSV: %v, %v; want a head and one line", rows, err)
	}
	a = b.get("/admin/audit/export?format=jsonl")
	lines := strings.Split(strings.TrimSpace(a.body), "\n")
	var first desk.Audit
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || first.Act != "audit.export" || first.Actor.Login != "is-audit_admin" {
		t.Errorf("newest line %q, %v; want the export itself", lines[0], err)
	}
	if a.header.Get("Content-Disposition") == "" {
		t.Error("the export is not a download")
	}
}
