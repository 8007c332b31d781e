package desk

import (
	"slices"
	"testing"
	"time"
)

func TestPasswordPolicy(t *testing.T) {
	for password, want := range map[string]PasswordFault{
		"Kirsche-7-Blau":                  "",
		"海风吹过Golden滩Beach":                "",
		"correct horse Battery 9":         "",
		"Kirsche-7":                       PasswordShort,
		"kirschebaumblau":                 PasswordPlain,
		"kirschebaum777":                  PasswordPlain,
		"Wang.Li-2099-Baum":               PasswordNamed,
		"王丽的密码-Kirsche7":                  PasswordNamed,
		"Password123456!":                 PasswordWeak,
		"Admin@123456":                    PasswordWeak,
		"Qwerty123456!":                   PasswordWeak,
		"P@ssw0rd2026!!!":                 PasswordWeak,
		"Aaaaaaaaaaaa1!":                  PasswordWeak,
		"Shangda@2026#":                   PasswordWeak,
		string(make([]byte, 300)) + "aA1": PasswordLong,
	} {
		if got := CheckPassword(password, "wang.li", "王丽"); got != want {
			t.Errorf("CheckPassword(%.40q) = %q, want %q", password, got, want)
		}
	}
}

func TestNoRoleBothAdministersAndSeesCases(t *testing.T) {
	cases := []Act{ActDesk, ActAllDesk, ActReport, ActKnowledge, ActReviewSection, ActReviewLeader, ActWithdraw, ActCases, ActCaseSection, ActCaseLeader}
	for _, r := range Roles() {
		for _, apart := range []bool{true, false} {
			administers := r.May(ActAccounts, apart) || r.May(ActRoles, apart) || r.May(ActAudit, apart)
			if administers != r.Administers() {
				t.Errorf("%s: administers %v, want %v", r, administers, r.Administers())
			}
			if administers && slices.ContainsFunc(cases, func(a Act) bool { return r.May(a, apart) }) {
				t.Errorf("%s administers and sees cases", r)
			}
		}
	}
}

func TestThreeAdministrationsAreApartWhereTheyAreSetApart(t *testing.T) {
	for _, act := range []Act{ActAccounts, ActRoles, ActAudit} {
		holders := 0
		for _, r := range Roles() {
			if r.May(act, true) {
				holders++
			}
		}
		if holders != 1 {
			t.Errorf("%s: %d roles may, want 1", act, holders)
		}
	}
	if !RoleSystemAdmin.May(ActRoles, false) {
		t.Error("in a small office the 系统管理员 may not give roles")
	}
}

func TestDeputyStandsInOnlyForWhatIsFitAndOnlyInTime(t *testing.T) {
	now := time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	leader := Staff{ID: 1, Role: RoleLeader, TOTP: true, Deputy: 2, DeputyUntil: now.Add(time.Hour)}
	head := Staff{ID: 2, Role: RoleSectionHead, TOTP: true}
	if !head.StandsInFor(&leader, now) {
		t.Error("the deputy does not stand in")
	}
	if head.StandsInFor(&leader, now.Add(time.Hour)) {
		t.Error("the deputy stands in after the time")
	}
	without, admin, auditor := head, Staff{ID: 2, Role: RoleSystemAdmin, TOTP: true}, Staff{ID: 3, Role: RoleAuditAdmin, TOTP: true}
	without.TOTP = false
	if without.CanStandInFor(&leader) {
		t.Error("without a second factor somebody stands in for a leader")
	}
	if admin.CanStandInFor(&leader) || head.CanStandInFor(&admin) || auditor.CanStandInFor(&admin) {
		t.Error("an administrator and somebody of another role stand in for each other")
	}
}
