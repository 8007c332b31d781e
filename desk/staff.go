package desk

import "time"

// Role says what a member of staff is there for; each has exactly one. Stored: never rename.
type Role string

const (
	RoleOfficer        Role = "officer"         // 受理、承办
	RoleSectionHead    Role = "section_head"    // 科室负责人
	RoleLeader         Role = "leader"          // 主管领导
	RoleDisclosureHead Role = "disclosure_head" // 公开工作机构负责人
	RoleSystemAdmin    Role = "system_admin"    // 系统管理员: accounts and settings, no case content
	RoleSecurityAdmin  Role = "security_admin"  // 安全管理员: roles, where the three are kept apart
	RoleAuditAdmin     Role = "audit_admin"     // 审计管理员: reads the audit trail, changes nothing
)

// Act is something a role may do on the staff pages. Every route names one.
type Act string

const (
	ActSelf          Act = "self"           // one's own account: password, TOTP, binding, deputy
	ActAccounts      Act = "accounts"       // create, disable, reset accounts, end sessions
	ActRoles         Act = "roles"          // give a role
	ActAudit         Act = "audit"          // read and export the audit trail
	ActSystem        Act = "system"         // what the program does: letters' failures, backups
	ActDesk          Act = "desk"           // read and answer tickets of one's section
	ActAllDesk       Act = "all_desk"       // the tickets of every section, and the overdue list
	ActReport        Act = "restricted"     // tickets of kind report (举报)
	ActKnowledge     Act = "knowledge"      // read and draft knowledge
	ActReviewSection Act = "review_section" // first level of review
	ActReviewLeader  Act = "review_leader"  // second level of review
	ActWithdraw      Act = "withdraw"       // take knowledge back at once
	ActCases         Act = "cases"          // handle disclosure requests
	ActCaseSection   Act = "case_section"   // review a decision at the first level
	ActCaseLeader    Act = "case_leader"    // sign a decision
	ActCaseExtend    Act = "case_extend"    // agree to an extension (第三十三条)
	ActCalendar      Act = "calendar"       // import a year's working-day notice
	ActFigures       Act = "figures"        // read figures, register publications, fill in the monthly sheet
	ActQuota         Act = "quota"          // say what each section has to publish a month
	ActYearly        Act = "yearly"         // correct figures of the yearly report and edit its texts
	ActSign          Act = "sign"           // sign the yearly report
)

// may is the only place that says which role may do what.
var may = map[Role][]Act{
	RoleOfficer:     {ActSelf, ActDesk, ActKnowledge, ActCases, ActFigures},
	RoleSectionHead: {ActSelf, ActDesk, ActKnowledge, ActReviewSection, ActWithdraw, ActCases, ActCaseSection, ActFigures, ActYearly},
	RoleLeader: {
		ActSelf, ActDesk, ActAllDesk, ActReport, ActKnowledge, ActReviewLeader, ActWithdraw, ActCases, ActCaseLeader, ActFigures, ActQuota, ActYearly, ActSign,
	},
	RoleDisclosureHead: {
		ActSelf, ActDesk, ActAllDesk, ActReport, ActKnowledge, ActReviewSection, ActWithdraw, ActCases, ActCaseSection, ActCaseExtend,
		ActCalendar, ActFigures, ActQuota, ActYearly,
	},
	RoleSystemAdmin:   {ActSelf, ActAccounts, ActSystem, ActCalendar},
	RoleSecurityAdmin: {ActSelf, ActRoles},
	RoleAuditAdmin:    {ActSelf, ActAudit},
	"":                {ActSelf}, // not given yet: where the three administrations are apart, an account gets its role later
}

// May says whether the role may do the act. In a small office, which keeps system and security administration in one
// hand, the 系统管理员 also gives roles; apart says that the three are separated (三员分立).
func (r Role) May(act Act, apart bool) bool {
	if act == ActRoles && r == RoleSystemAdmin {
		return !apart
	}
	for _, a := range may[r] {
		if a == act {
			return true
		}
	}
	return false
}

// Roles are all roles, those who work with citizens first.
func Roles() []Role {
	return []Role{
		RoleOfficer, RoleSectionHead, RoleLeader, RoleDisclosureHead, RoleSystemAdmin, RoleSecurityAdmin, RoleAuditAdmin,
	}
}

// Administers says that the role runs the program and sees no case content.
func (r Role) Administers() bool {
	return r == RoleSystemAdmin || r == RoleSecurityAdmin || r == RoleAuditAdmin
}

// NeedsTOTP says whether the role may sign in only with a second factor.
func (r Role) NeedsTOTP() bool { return r == RoleLeader || r.Administers() }

// Staff is an account. Login is what is typed to sign in, Name what colleagues and letters call the person.
type Staff struct {
	ID       int64
	Version  int64
	Login    string
	Name     string
	Role     Role
	Section  string // 科室; empty for leader and administrators
	Email    string // for notices; may be empty
	Citizen  int64  // the person's own WeChat, bound by a one-time code; 0: none
	Disabled bool
	// Deputy stands in for the person through DeputyUntil: their notices go there and the deputy may do what they may.
	Deputy      int64
	DeputyUntil time.Time
	CreatedAt   time.Time
	LastSignIn  time.Time // the one before the present session
	SignInAt    time.Time // the last one
	PasswordAt  time.Time // since when the password holds
	OneTime     bool      // the password was given by somebody else and must be changed
	TOTP        bool      // a second factor is set up
}

// PasswordAge is how long a password may be used, Unused how long an account may lie idle before it is disabled.
const (
	PasswordAge = 90 * 24 * time.Hour
	Unused      = 90 * 24 * time.Hour
)

// MustChange says that the person must choose a new password before anything else.
func (s *Staff) MustChange(now time.Time) bool {
	return s.OneTime || now.Sub(s.PasswordAt) > PasswordAge
}

// StandsInFor says whether s now does the work of absent, too.
func (s *Staff) StandsInFor(absent *Staff, now time.Time) bool {
	return absent.Deputy == s.ID && now.Before(absent.DeputyUntil) && !absent.Disabled && s.CanStandInFor(absent)
}

// CanStandInFor keeps the business and the three administrations apart, and asks the second factor of whoever takes over
// from somebody who needs one.
func (s *Staff) CanStandInFor(absent *Staff) bool {
	switch {
	case s.ID == absent.ID || s.Disabled || s.Role == "" || absent.Role == "":
		return false
	case absent.Role.NeedsTOTP() && !s.TOTP:
		return false
	}
	return s.Role == absent.Role || !s.Role.Administers() && !absent.Role.Administers()
}

// Actor is who did something, as the audit trail names them. The zero Actor is the program itself.
type Actor struct {
	Staff   int64
	Login   string
	Address string // network address
}
