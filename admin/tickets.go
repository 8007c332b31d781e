package admin

import (
	"net/url"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// inboxPage is how many tickets one page lists.
const inboxPage = 50

type ticketsPage struct {
	frame
	Views    []view
	View     string
	Rows     []ticketRow
	Sections []string
	Kinds    []desk.TicketKind
	Section  string
	Kind     desk.TicketKind
	Text     string
	Revision int64
	Newer    string // addresses of the neighbouring pages, empty for none
	Older    string
}

// view is a tab of the inbox.
type view struct {
	Name  string
	Words string
	Count int64 // -1: not counted
}

// ticketRow is a ticket as lists show it.
type ticketRow struct {
	desk.Ticket
	Light desk.Light
	Who   string // the assignee
}

// worker is the person with the rights of those they stand in for.
func (v *visit) worker() desk.Worker { return desk.WorkerOf(v.staff, v.standsFor...) }

func (v *visit) workday(day string) bool {
	is, _ := v.Calendar().Workday(disclosure.Day(day))
	return is
}

// due is when a ticket taken up now must be answered.
func (v *visit) due() time.Time {
	if due := v.Hours.After(v.now, v.ReplyTime, v.workday); !due.IsZero() {
		return due
	}
	return v.now.Add(v.ReplyTime)
}

// rows add to tickets what lists show beside them.
func (v *visit) rows(tickets []desk.Ticket) ([]ticketRow, error) {
	names, err := v.names()
	if err != nil {
		return nil, err
	}
	rows := make([]ticketRow, 0, len(tickets))
	for _, t := range tickets {
		rows = append(rows, ticketRow{t, t.Light(v.now, v.Hours, v.workday), names[t.Assignee]})
	}
	return rows, nil
}

// names are the accounts' names by number.
func (v *visit) names() (map[int64]string, error) {
	all, err := v.Store.AllStaff(v.ctx())
	names := make(map[int64]string, len(all))
	for _, s := range all {
		names[s.ID] = s.Name
	}
	return names, err
}

// tickets is the inbox.
func tickets(v *visit) error {
	w := v.worker()
	p := ticketsPage{
		frame: v.frame(), View: v.Query("view"), Kinds: desk.TicketKinds(), Sections: v.deskSections(), Section: v.Query("section"),
		Kind: desk.TicketKind(v.Query("kind")), Text: trim(v.Query("q")),
	}
	f := store.TicketFilter{Worker: w, State: desk.TicketOpen, Section: p.Section, Kind: p.Kind, Text: p.Text}
	switch p.View {
	case "mine":
		f.Mine = true
	case "free":
		f.Unassigned = true
	case "late":
		f.LateAt = v.now
	case "requests":
		f.Uncleared = true
	case "done":
		f.State = ""
		f.Done = true
	default:
		p.View = ""
	}
	page, _ := strconv.Atoi(v.Query("page")) // no number is the first page
	page = max(page, 0)
	f.Skip = page * inboxPage
	found, err := v.Store.Tickets(v.ctx(), f, inboxPage+1)
	if err != nil {
		return err
	}
	if len(found) > inboxPage {
		found, p.Older = found[:inboxPage], p.query(page+1)
	}
	if page > 0 {
		p.Newer = p.query(page - 1)
	}
	if p.Rows, err = v.rows(found); err != nil {
		return err
	}
	if p.Views, err = v.views(w); err != nil {
		return err
	}
	if p.Revision, err = v.Store.DeskRevision(v.ctx()); err != nil {
		return err
	}
	return v.show("tickets", p)
}

// deskSections are the sections to which tickets may be handed; none when the office has told none.
func (v *visit) deskSections() []string {
	if v.DeskSections == nil {
		return nil
	}
	return v.DeskSections()
}

func (v *visit) views(w desk.Worker) ([]view, error) {
	n, err := v.Store.CountTickets(v.ctx(), w, v.now)
	return []view{
		{"", "全部待办", n.Open},
		{"mine", "我的", n.Mine},
		{"free", "未分派", n.Unassigned},
		{"late", "已超时", n.Late},
		{"requests", "疑似申请", n.Uncleared},
		{"done", "已办结", -1},
	}, err
}

// query is the address of another page with the same filter. What was searched for is the person's own word, not a citizen's.
func (p *ticketsPage) query(page int) string {
	q := url.Values{"page": {strconv.Itoa(page)}}
	for name, value := range map[string]string{"view": p.View, "section": p.Section, "kind": string(p.Kind), "q": p.Text} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/admin/tickets?" + q.Encode()
}

type overduePage struct {
	frame
	Sections     []overdueSection
	Publications []publicationRow // whose last day is over
	Quotas       []sectionRow     // that published too little this month
}

// overdueSection is what is late in one section.
type overdueSection struct {
	Name string
	Rows []ticketRow
}

// mostOverdue is how many late tickets the leader's list holds.
const mostOverdue = 500

// overdue is the leader's list of what is late, by section, the longest first.
func overdue(v *visit) error {
	found, err := v.Store.Tickets(v.ctx(), store.TicketFilter{Worker: v.worker(), State: desk.TicketOpen, LateAt: v.now}, mostOverdue)
	if err != nil {
		return err
	}
	rows, err := v.rows(found)
	if err != nil {
		return err
	}
	p, at := overduePage{frame: v.frame()}, map[string]int{}
	for _, r := range rows {
		i, ok := at[r.Section]
		if !ok {
			i = len(p.Sections)
			at[r.Section], p.Sections = i, append(p.Sections, overdueSection{Name: r.Section})
		}
		p.Sections[i].Rows = append(p.Sections[i].Rows, r)
	}
	if p.Publications, err = v.overduePublications(); err != nil {
		return err
	}
	if p.Quotas, err = v.missedSections(); err != nil {
		return err
	}
	return v.show("overdue", p)
}

// countTickets is one of the numbers of the first page.
func countTickets(which func(store.TicketCounts) int64) func(*visit) (int, error) {
	return func(v *visit) (int, error) {
		n, err := v.Store.CountTickets(v.ctx(), v.worker(), v.now)
		return int(which(n)), err
	}
}
