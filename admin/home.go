package admin

import (
	"strings"

	"shangda/desk"
	"shangda/store"
)

// counters say what waits for a person: each is asked of those who may do its act, and shown when there is something.
func counters() []counter {
	return []counter{
		{desk.ActDesk, "件在我名下的工单", "/admin/tickets?view=mine", false, countTickets(func(n store.TicketCounts) int64 { return n.Mine })},
		{desk.ActDesk, "件未分派的工单", "/admin/tickets?view=free", false, countTickets(func(n store.TicketCounts) int64 { return n.Unassigned })},
		{desk.ActDesk, "件已超时的工单", "/admin/tickets?view=late", true, countTickets(func(n store.TicketCounts) int64 { return n.Late })},
		{desk.ActDesk, "件疑似信息公开申请待核对", "/admin/tickets?view=requests", true, countTickets(func(n store.TicketCounts) int64 { return n.Uncleared })},
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
	Waiting []waiting
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
	return v.show("home", p)
}

// navigation marks the line of the page shown: the longest path that leads to it.
func (v *visit) navigation() []link {
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
