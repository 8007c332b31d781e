package admin

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/report"
	"shangda/store"
)

// figureRows are listed on a page; an export holds at most mostRows.
const (
	figureRows = 50
	mostRows   = 100_000
)

// rowsPage lists the events behind a figure.
type rowsPage struct {
	frame
	report.Query
	Of      string // what the rows are narrowed down to; empty: all of the period
	Columns []string
	Rows    []figureRow
	Newer   string
	Older   string
	Export  string // query of the same rows
	Back    string // query of the dashboard
	Meaning string
	Partly  bool // there may be rows that the person may not see
}

// figureRow is an event as a list shows it, and a file holds it.
type figureRow struct {
	Path  string // of its own page; empty: it has none
	Cells []string
}

// askedFor reads which figure, which days and which bar a query means; ErrNotFound for a figure or days that there are not.
func (v *visit) askedFor() (report.Query, error) {
	f, ok := report.FigureNamed(v.Query("figure"))
	from, err := disclosure.ParseDay(v.Query("from"))
	to, fault := disclosure.ParseDay(v.Query("to"))
	if !ok || err != nil || fault != nil || from > to {
		return report.Query{}, store.ErrNotFound
	}
	hour := int(v.queryNumber("hour"))
	if hour < 0 || hour > 24 || hour > 0 && from != to {
		return report.Query{}, store.ErrNotFound
	}
	_, narrow := v.GetQuery("section")
	return report.Query{
		Figure: f, Period: report.Period{From: from, To: to}, Hour: hour, Item: v.Query("item"), Article: v.Query("article"),
		State: disclosure.State(v.Query("state")), Narrow: narrow, Section: v.Query("section"), Worker: v.worker(), At: v.now,
	}, nil
}

func figureEvents(v *visit) error {
	q, err := v.askedFor()
	if err != nil {
		return err
	}
	n := max(int(v.queryNumber("page")), 0)
	q.Skip, q.Limit = n*figureRows, figureRows+1
	found, err := report.Rows(v.ctx(), v.Store, q)
	if err != nil {
		return err
	}
	silence, err := v.silence()
	if err != nil {
		return err
	}
	p := rowsPage{
		frame: v.frame(), Query: q, Columns: rowColumns[q.Source], Of: v.narrowed(q), Meaning: q.Meaning(silence),
		Back: periodQuery(spanOf(q.Period), q.To, false), Partly: q.Source == report.FromTickets && !(q.Worker.All && q.Worker.Restricted),
	}
	query := v.Request.URL.Query()
	query.Del("page")
	p.Export = query.Encode()
	at := func(n int) string { query.Set("page", strconv.Itoa(n)); return query.Encode() }
	if len(found) > figureRows {
		found, p.Older = found[:figureRows], at(n+1)
	}
	if n > 0 {
		p.Newer = at(n - 1)
	}
	p.Rows = v.figureRows(found)
	return v.show("figure_rows", p)
}

// spanOf is the shortest span that a period of days fits.
func spanOf(p report.Period) report.Period {
	for _, s := range report.Spans() {
		if whole := report.PeriodOf(s, p.To); whole.From <= p.From && whole.To >= p.To {
			return whole
		}
	}
	return report.PeriodOf(report.SpanYear, p.To)
}

// narrowed words what a list is narrowed down to.
func (v *visit) narrowed(q report.Query) string {
	switch {
	case q.Hour > 0:
		return strconv.Itoa(q.Hour-1) + "时"
	case q.Item != "":
		return itemLabel(v.library(), store.AskedItem{Item: q.Item, Article: q.Article})
	case q.State != "":
		return caseStates[q.State]
	case q.Narrow:
		return cmp.Or(q.Section, "（未写科室）")
	}
	return ""
}

// silence is the newest definition's.
func (v *visit) silence() (time.Duration, error) {
	all, err := v.Store.Definitions(v.ctx())
	if err != nil {
		return 0, err
	}
	return all[len(all)-1].Silence, nil
}

// rowColumns head the lists of each source.
var rowColumns = map[report.Source][]string{
	report.FromExchanges:    {"时间", "提问", "结果", "依据"},
	report.FromRatings:      {"时间", "提问", "留言", "依据"},
	report.FromTickets:      {"提出时间", "内容", "状态", "应答时限", "答复时间"},
	report.FromRequests:     {"收到日期", "登记号", "状态", "作出日期"},
	report.FromPublications: {"公开日期", "标题", "类别", "科室"},
}

func (v *visit) figureRows(found []report.Row) []figureRow {
	out := make([]figureRow, 0, len(found))
	lib := v.library()
	for _, r := range found {
		switch {
		case r.Exchange != nil:
			out = append(out, exchangeRow(r.Exchange, lib))
		case r.Rating != nil:
			out = append(out, ratingRow(r.Rating))
		case r.Ticket != nil:
			out = append(out, ticketFigureRow(r.Ticket))
		case r.Request != nil:
			out = append(out, requestRow(r.Request))
		case r.Publication != nil:
			p := r.Publication
			out = append(out, figureRow{fmt.Sprintf("/admin/publications/%d", p.ID), []string{p.Published, p.Title, publicationKinds[p.Kind], p.Section}})
		}
	}
	return out
}

func basisOf(title, article string) string {
	if title == "" {
		return article
	}
	return "《" + title + "》" + article
}

func exchangeRow(x *desk.Exchange, lib *policy.Library) figureRow {
	said := x.Text
	if said == "" {
		said = talks[x.Talk]
	}
	path := ""
	if _, ok := lib.Item(x.Item); ok {
		path = "/admin/knowledge/item/" + x.Item
	}
	return figureRow{path, []string{clock(x.At), said, outcomes[x.Outcome], basisOf(x.Title, x.Article)}}
}

func ratingRow(r *store.Rated) figureRow {
	path := ""
	if r.Ticket != 0 {
		path = "/admin/tickets/" + strconv.FormatInt(r.Ticket, 10)
	}
	return figureRow{path, []string{clock(r.At), cmp.Or(r.Question, "（不显示）"), r.Comment, basisOf(r.Title, r.Article)}}
}

func ticketFigureRow(t *desk.Ticket) figureRow {
	return figureRow{
		"/admin/tickets/" + strconv.FormatInt(t.ID, 10),
		[]string{clock(t.OpenedAt), t.Question, ticketStates[t.State], clock(t.DueAt), clock(t.DoneAt)},
	}
}

func requestRow(r *store.RequestRow) figureRow {
	return figureRow{
		"/admin/cases/" + strconv.FormatInt(r.ID, 10),
		[]string{string(r.Received), r.Number, caseStates[r.State], string(r.DecidedOn)},
	}
}

// figureAlike lists the questions of one group of those that got no answer.
func figureAlike(v *visit) error {
	period, year := v.period()
	all, _, err := report.Clusters(v.ctx(), v.Store, period, v.now)
	if err != nil {
		return err
	}
	id := v.queryNumber("question")
	i := slices.IndexFunc(all, func(c desk.Cluster) bool {
		return slices.ContainsFunc(c.Questions, func(a desk.Asked) bool { return a.Exchange == id })
	})
	if i < 0 {
		return store.ErrNotFound
	}
	p := rowsPage{frame: v.frame(), Columns: []string{"时间", "提问", "为什么"}, Back: periodQuery(period, period.From, year)}
	p.Query.Period, p.Of = period, all[i].Wordings(1)[0]
	p.Label = "问得像、没答上的"
	for _, a := range all[i].Questions {
		p.Rows = append(p.Rows, figureRow{"", []string{clock(a.At), a.Text, whys[a.Why]}})
	}
	return v.show("figure_rows", p)
}
