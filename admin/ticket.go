package admin

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/store"
)

type ticketPage struct {
	frame
	Ticket     desk.Ticket
	Light      desk.Light
	Who        string // the assignee
	Log        []logLine
	Talk       []desk.Exchange
	Candidates []candidate
	Earlier    []desk.Ticket // of the same citizen, newest first
	Alike      []desk.Ticket // open ones that ask the same
	Merged     []desk.Ticket // those that share this one's answer
	Colleagues []desk.Staff  // to whom it may be given
	Sections   []string
	Kinds      []desk.TicketKind
	Canned     []desk.Canned
	Prefill    string
	Enclosing  bool        // a file may go with the answer
	Enclosed   *store.File // the one kept beside the ticket
	Kept       bool        // it shall go
	Sent       *store.File // with the answer
	Remarks    []remark
	Digest     string // of the draft that the remarks are about
	Letter     *desk.Letter
	Number     string // to be called, shown once
	Clock      *disclosure.Clock
	May        bool // the person may change it
	Answerable bool
}

// logLine is a line of the history with who did it.
type logLine struct {
	desk.Entry
	Words string // what of its text is worth saying again
	Who   string
}

// candidate is a passage that the bot considered.
type candidate struct {
	ID         string
	Title      string
	Article    string
	Text       string
	Address    string
	Percent    int
	Superseded bool // not in force today
}

// shownCandidates is how many candidates stand on the page.
const shownCandidates = 5

// ticketHere is the one in the address. Whoever may not see it is told that there is none.
func (v *visit) ticketHere() (desk.Ticket, error) {
	id, err := v.id()
	if err != nil {
		return desk.Ticket{}, err
	}
	t, err := v.Store.Ticket(v.ctx(), id)
	if err == nil && !v.worker().Sees(&t) {
		err = errNotFound
	}
	return t, err
}

func ticket(v *visit) error { return v.showTicket("") }

// showTicket shows the ticket in the address, and a number to call just after it was asked for.
func (v *visit) showTicket(number string) error {
	t, err := v.ticketHere()
	if err != nil {
		return err
	}
	if t.Kind == desk.TicketReport {
		err := v.Store.Audit(v.ctx(), desk.Audit{At: v.now, Actor: v.actor(), Act: "ticket.read", Object: store.TicketObject(t.ID), OK: true})
		if err != nil {
			return err
		}
	}
	w := v.worker()
	p := ticketPage{
		frame: v.frame(), Ticket: t, Light: t.Light(v.now, v.Hours, v.workday), Kinds: desk.TicketKinds(), Sections: v.deskSections(), Number: number,
		May: t.State == desk.TicketOpen, Answerable: t.State == desk.TicketOpen && (t.Kind != desk.TicketRequest || t.Cleared != desk.Uncleared),
	}
	for _, fill := range []func(*ticketPage, desk.Worker) error{v.fillPeople, v.fillTalk, v.fillRelated, v.fillReply} {
		if err := fill(&p, w); err != nil {
			return err
		}
	}
	if t.Kind == desk.TicketRequest {
		c, err := v.Calendar().Clock(disclosure.Facts{Received: disclosure.DayOf(t.OpenedAt)})
		if err != nil {
			return err
		}
		p.Clock = &c
	}
	return v.show("ticket", p)
}

// fillPeople finds who has it, who may get it, and what happened.
func (v *visit) fillPeople(p *ticketPage, w desk.Worker) error {
	all, err := v.Store.AllStaff(v.ctx())
	if err != nil {
		return err
	}
	names := map[int64]string{}
	for _, s := range all {
		names[s.ID] = s.Name
		if s.ID != p.Ticket.Assignee && s.ID != v.staff.ID && !s.Disabled && s.Role.May(desk.ActDesk, false) && desk.WorkerOf(s).Sees(&p.Ticket) {
			p.Colleagues = append(p.Colleagues, s)
		}
	}
	p.Who = names[p.Ticket.Assignee]
	log, err := v.Store.TicketLog(v.ctx(), p.Ticket.ID)
	for _, e := range log {
		p.Log = append(p.Log, logLine{e, entryWords(e), names[e.Staff]})
	}
	slices.Reverse(p.Log)
	return err
}

// fillTalk finds what was said around the ticket, and the candidates of the last exchange that had any.
func (v *visit) fillTalk(p *ticketPage, w desk.Worker) (err error) {
	if p.Talk, err = v.Store.Dialogue(v.ctx(), &p.Ticket, w.Restricted); err != nil {
		return err
	}
	for i := range p.Talk {
		p.Talk[i].Reply = spoken(p.Talk[i].Reply)
	}
	lib := v.library()
	for _, x := range slices.Backward(p.Talk) {
		if x.ID > p.Ticket.Exchange || len(x.Hits) == 0 {
			continue
		}
		for _, h := range x.Hits[:min(len(x.Hits), shownCandidates)] {
			if c, ok := lib.Passage(h.Passage); ok {
				p.Candidates = append(p.Candidates, candidate{
					ID: h.Passage, Title: c.Title, Article: c.Article, Text: brief(c.Text, 90), Percent: int(h.Confidence*100 + 0.5),
					Address:    v.PublicURL + "/p/" + c.Item.ID + "#" + url.PathEscape(c.Article),
					Superseded: lib.Validity(c, policy.DateOf(v.now.In(beijing))) != policy.InForce,
				})
			}
		}
		break
	}
	return nil
}

func (v *visit) library() *policy.Library {
	if v.Library == nil {
		return policy.NewLibrary(0, nil)
	}
	return v.Library()
}

// fillRelated finds the citizen's other tickets and those that others raised about the same.
func (v *visit) fillRelated(p *ticketPage, w desk.Worker) error {
	own, err := v.Store.TicketsOf(v.ctx(), p.Ticket.Citizen)
	if err != nil {
		return err
	}
	p.Earlier = slices.DeleteFunc(own, func(t desk.Ticket) bool { return t.ID == p.Ticket.ID || !w.Sees(&t) })
	if p.Merged, err = v.Store.MergedInto(v.ctx(), p.Ticket.ID); err != nil || !p.May || p.Ticket.Kind == desk.TicketReport {
		return err
	}
	open, err := v.Store.Tickets(v.ctx(), store.TicketFilter{Worker: w, State: desk.TicketOpen}, mostCompared)
	p.Alike = alike(p.Ticket, open, v.now)
	return err
}

// mostCompared is how many open tickets are looked at for duplicates.
const mostCompared = 500

// alike are the tickets that ask what t asks; reports are never among them.
func alike(t desk.Ticket, open []desk.Ticket, now time.Time) []desk.Ticket {
	asked := []desk.Asked{{Exchange: t.ID, Text: t.Question, At: now}}
	byID := map[int64]desk.Ticket{}
	for _, o := range open {
		if o.ID != t.ID && o.Kind != desk.TicketReport {
			asked, byID[o.ID] = append(asked, desk.Asked{Exchange: o.ID, Text: o.Question, At: now}), o
		}
	}
	var out []desk.Ticket
	for _, c := range desk.Clusters(asked, 1, now) {
		if c.Questions[0].Exchange == t.ID {
			for _, q := range c.Questions[1:] {
				out = append(out, byID[q.Exchange])
			}
		}
	}
	return out
}

// fillReply prepares the form of the answer, with the remarks on a draft that was refused, and tells what became of the
// last answer's letter.
func (v *visit) fillReply(p *ticketPage, _ desk.Worker) (err error) {
	if p.Canned, err = v.Store.Canned(v.ctx()); err != nil {
		return err
	}
	for i := range p.Canned {
		p.Canned[i].Body, _ = desk.Fill(p.Canned[i].Body, v.placeholders())
		if fmt.Sprint(p.Canned[i].ID) == v.Query("canned") {
			p.Prefill = p.Canned[i].Body
		}
	}
	if p.typed != nil && p.typed.values.Has("reply") {
		d := v.draft()
		p.Remarks, p.Digest = v.check(d), d.digest()
	}
	if err := v.fillEnclosure(p); err != nil {
		return err
	}
	letters, err := v.Store.RepliesOf(v.ctx(), p.Ticket.ID)
	if len(letters) > 0 {
		p.Letter = &letters[0]
	}
	return err
}

// spoken is a reply of the bot as text: its links are only named.
func spoken(reply string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(reply, "<a ")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, rest, _ = strings.Cut(rest, ">")
		label, after, _ := strings.Cut(rest, "</a>")
		b.WriteString(label)
		reply = after
	}
}

// brief cuts a text after so many characters.
func brief(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n]) + "…"
}
