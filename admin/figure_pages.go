package admin

import (
	"slices"
	"time"

	"shangda/desk"
	"shangda/report"
	"shangda/store"
)

// definitionsPage says what counts as what, and since when.
type definitionsPage struct {
	frame
	Silence  time.Duration
	Figures  []defined
	Versions []store.Definition // the newest first
}

// defined is a figure with where its rows of this month are.
type defined struct {
	report.Figure
	Meaning string
	Path    string
}

func definitions(v *visit) error {
	all, err := v.Store.Definitions(v.ctx())
	if err != nil {
		return err
	}
	slices.Reverse(all)
	p := definitionsPage{frame: v.frame(), Versions: all, Silence: all[0].Silence}
	month, _ := v.period()
	for _, f := range report.Figures() {
		p.Figures = append(p.Figures, defined{f, f.Meaning(p.Silence), rowsPath(f.Name, month.From, month.To)})
	}
	return v.show("definitions", p)
}

// briefingPage is the week on one sheet of A4, for the weekly meeting.
type briefingPage struct {
	*figuresPage
	Table    []tile
	Overdue  []ticketRow
	MoreLate int
	Drawn    time.Time
}

// What fits on the sheet.
const (
	briefOverdue = 5
	briefDue     = 6
	briefTop     = 6
)

var briefFigures = []string{
	"interactions", "questions", "bot", "choose", "unanswered", "human", "helpful", "unhelpful", "tickets", "staff", "late", "received", "decided", "published", "interpretations", "responses",
}

func briefing(v *visit) error {
	q := v.Request.URL.Query()
	q.Set("span", string(report.SpanWeek))
	v.Request.URL.RawQuery = q.Encode()
	look, err := v.look()
	if err != nil {
		return err
	}
	p := briefingPage{figuresPage: look, Drawn: v.now}
	for _, name := range briefFigures {
		x := look.Value(name)
		p.Table = append(p.Table, tile{Value: x, Change: moved(x.Now, x.Before), Path: look.path(name)})
	}
	late, err := v.Store.Tickets(v.ctx(), store.TicketFilter{Worker: v.worker(), State: desk.TicketOpen, LateAt: v.now}, mostOverdue)
	if err != nil {
		return err
	}
	// The sheet is handed round: nothing on it comes from a report (举报).
	late = slices.DeleteFunc(late, func(t desk.Ticket) bool { return t.Kind == desk.TicketReport })
	p.MoreLate = max(0, len(late)-briefOverdue)
	if p.Overdue, err = v.rows(late[:min(len(late), briefOverdue)]); err != nil {
		return err
	}
	p.Due = p.Due[:min(len(p.Due), briefDue)]
	p.Top, p.Unknown = p.Top[:min(len(p.Top), briefTop)], p.Unknown[:min(len(p.Unknown), briefTop)]
	return v.show("briefing", p)
}
