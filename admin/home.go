package admin

import (
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// counters say what waits for a person: each is asked of those who may do its act, and shown when there is something.
func counters() []counter {
	return []counter{
		{desk.ActRoles, "个账号等待授权", "/admin/roles", true, countAccounts(func(st desk.Staff) bool { return st.Role == "" })},
		{desk.ActAccounts, "个账号还没有首次登录", "/admin/accounts", false, countAccounts(func(st desk.Staff) bool { return st.SignInAt.IsZero() })},
		{desk.ActAudit, "次登录或操作在24小时内未成功", "/admin/audit?failed=1", false, countFailures},
		{desk.ActDesk, "件在我名下的工单", "/admin/tickets?view=mine", false, countTickets(func(n store.TicketCounts) int64 { return n.Mine })},
		{desk.ActDesk, "件未分派的工单", "/admin/tickets?view=free", false, countTickets(func(n store.TicketCounts) int64 { return n.Unassigned })},
		{desk.ActDesk, "件已超时的工单", "/admin/tickets?view=late", true, countTickets(func(n store.TicketCounts) int64 { return n.Late })},
		{desk.ActDesk, "件疑似信息公开申请待核对", "/admin/tickets?view=requests", true, countTickets(func(n store.TicketCounts) int64 { return n.Uncleared })},
		{desk.ActCases, "件申请3个工作日内到期，或者已超期", "/admin/cases", true, countCases(func(r caseRow, _ *visit) bool { return r.Tone == "warn" || r.Tone == "bad" })},
		{desk.ActCases, "件申请7个工作日内到期", "/admin/cases", false, countCases(func(r caseRow, _ *visit) bool { return r.Due != "" && r.Left > 3 && r.Left <= 7 })},
		{desk.ActCases, "件答复要打印交邮", "/admin/cases?view=serve", true, countCases(func(r caseRow, _ *visit) bool { return r.Task == disclosure.TaskPost })},
		{desk.ActCases, "件我承办的申请", "/admin/cases?view=mine", false, countCases(func(r caseRow, v *visit) bool { return r.Officer == v.staff.ID })},
		{desk.ActCaseSection, "件申请等我审核", "/admin/cases?view=review", false, countCases(func(r caseRow, v *visit) bool { return r.State == disclosure.Review && r.DraftedBy != v.staff.ID })},
		{desk.ActCaseLeader, "件申请等我签发", "/admin/cases?view=review", false, countCases(func(r caseRow, _ *visit) bool { return r.State == disclosure.Signing })},
		{desk.ActDesk, "件答复、通知没有送到", "/admin/letters", true, countLetters},
		{desk.ActSystem, "种故障使消息发不出去", "/admin/sending", true, countAlarms},
		{desk.ActKnowledge, "件知识等我审核", "/admin/drafts", false, countReviews},
		{desk.ActKnowledge, "件草稿退回给我", "/admin/drafts?view=mine", false, countReturned},
		{desk.ActReviewLeader, "条通用知识待审", "/admin/knowledge/starter", false, countPending},
		{desk.ActFigures, "件信息超过公开期限", "/admin/publications", true, countOverduePublications},
		{desk.ActQuota, "个科室本月未按时上报", "/admin/monthly", true, countMissedQuotas},
		{desk.ActKnowledge, "条知识到期要核对", "/admin/knowledge/checks", false, countChecks},
	}
}

type counter struct {
	act    desk.Act
	words  string // what waits, after the number
	path   string
	urgent bool
	count  func(*visit) (int, error)
}

// waiting is a line of the first page.
type waiting struct {
	Count  int
	Words  string
	Path   string
	Urgent bool
}

type homePage struct {
	frame
	Waiting   []waiting
	Countdown *countdown // of the yearly report
}

func home(v *visit) error {
	p := homePage{frame: v.frame()}
	for _, c := range counters() {
		if !v.may(c.act) {
			continue
		}
		n, err := c.count(v)
		if err != nil {
			return err
		}
		if n > 0 {
			p.Waiting = append(p.Waiting, waiting{n, c.words, c.path, c.urgent})
		}
	}
	if v.may(desk.ActFigures) {
		var err error
		if p.Countdown, err = v.countdown(); err != nil {
			return err
		}
	}
	return v.show("home", p)
}

// countAccounts counts the accounts in use of which is says so.
func countAccounts(is func(desk.Staff) bool) func(*visit) (int, error) {
	return func(v *visit) (int, error) {
		all, err := v.Store.AllStaff(v.ctx())
		n := 0
		for _, st := range all {
			if !st.Disabled && is(st) {
				n++
			}
		}
		return n, err
	}
}

// countCases counts the running cases of which is says so.
func countCases(is func(caseRow, *visit) bool) func(*visit) (int, error) {
	return func(v *visit) (int, error) {
		running, err := v.runningCases()
		n := 0
		for _, r := range running {
			if is(r, v) {
				n++
			}
		}
		return n, err
	}
}

// runningCases are read once a page.
func (v *visit) runningCases() ([]caseRow, error) {
	if v.cases != nil {
		return v.cases, nil
	}
	found, err := v.Store.Requests(v.ctx(), store.RequestFilter{Running: true}, mostMoved)
	if err != nil {
		return nil, err
	}
	v.cases = []caseRow{}
	for _, r := range found {
		row, err := v.caseRow(r)
		if err != nil {
			return nil, err
		}
		v.cases = append(v.cases, row)
	}
	return v.cases, nil
}

// mostFailures are counted; more are told as so many.
const mostFailures = 1000

func countFailures(v *visit) (int, error) {
	lines, err := v.Store.Trail(v.ctx(), store.AuditFilter{From: v.now.Add(-24 * time.Hour), Failed: true}, mostFailures)
	return len(lines), err
}

// navigation marks the line of the page shown: the longest path that leads to it. There is none while something else must be
// done first.
func (v *visit) navigation() []link {
	if v.first != "" {
		return nil
	}
	var out []link
	here, path := -1, strings.TrimSuffix(v.Request.URL.Path, "/")+"/"
	for _, n := range navigation {
		if !v.may(n.act) {
			continue
		}
		base := strings.TrimSuffix(n.path, "/") + "/"
		if strings.HasPrefix(path, base) && (n.path != "/admin/" || path == base) {
			if here < 0 || len(n.path) > len(out[here].Path) {
				here = len(out)
			}
		}
		out = append(out, link{Path: n.path, Words: n.words})
	}
	if here >= 0 {
		out[here].Here = true
	}
	return out
}
