package admin

import (
	"net/url"
	"slices"
	"strconv"

	"shangda/disclosure"
	"shangda/report"
)

// figuresPage is the dashboard.
type figuresPage struct {
	frame
	*report.Dashboard
	Spans     []view
	Year      bool // compared with the same period of the year before
	On        disclosure.Day
	Older     string // queries of the neighbouring periods; Newer is empty for one that has not begun
	Newer     string
	Query     string // of this one
	Tiles     []tile
	Trend     both[columns]
	Outcomes  both[rows]
	Opinions  both[rows]
	Response  both[rows]
	Typical   string // time from a ticket to its answer
	Top       []asking
	TopChart  both[rows]
	Unknown   []unanswered
	States    both[rows]
	Due       []caseRow
	Sections  both[rows]
	Quotas    bool
	Empty     bool
	Past      bool // the period is over
	ReplyTime string
}

// tile is a figure with where its rows are.
type tile struct {
	report.Value
	Shown  string
	Change string
	Tone   string
	Path   string
}

// asking is what was asked, by what answered it.
type asking struct {
	Label string
	Count int64
	Path  string
}

// unanswered is a group of questions without an answer.
type unanswered struct {
	Text  string
	Count int
	Path  string
}

// tileNames are the figures that stand at the top.
var tileNames = []string{"interactions", "questions", "bot", "staff", "unanswered", "overdue", "received", "open", "published", "interpretations", "responses"}

// dueShown is how many open applications the dashboard lists.
const dueShown = 8

// figures is the dashboard.
func figures(v *visit) error {
	p, err := v.look()
	if err != nil {
		return err
	}
	return v.show("figures", p)
}

// period is what the query asks for: this month, unless it says otherwise.
func (v *visit) period() (p report.Period, year bool) {
	today := disclosure.DayOf(v.now)
	day, err := disclosure.ParseDay(v.Query("on"))
	if err != nil {
		day = today
	}
	span := report.Span(v.Query("span"))
	if !slices.Contains(report.Spans(), span) {
		span = report.SpanMonth
	}
	return report.PeriodOf(span, day), v.Query("against") == "year"
}

// periodQuery is the address of a period.
func periodQuery(p report.Period, on disclosure.Day, year bool) string {
	q := url.Values{"span": {string(p.Span)}, "on": {string(on)}}
	if year {
		q.Set("against", "year")
	}
	return q.Encode()
}

func (v *visit) look() (*figuresPage, error) {
	period, year := v.period()
	today := disclosure.DayOf(v.now)
	d, err := report.Look(v.ctx(), v.Store, period, period.Against(year, today), v.now)
	if err != nil {
		return nil, err
	}
	on := max(period.From, min(period.To, today))
	p := &figuresPage{frame: v.frame(), Dashboard: d, Year: year, On: on, Query: periodQuery(period, on, year), ReplyTime: report.Minutes(v.ReplyTime)}
	for _, s := range report.Spans() {
		p.Spans = append(p.Spans, view{Name: periodQuery(report.Period{Span: s}, on, year), Words: spans[s], Count: -1})
	}
	p.Older = periodQuery(period, period.Before().From, year)
	if after := period.After(); after.From <= today {
		p.Newer = periodQuery(period, min(after.To, today), year)
	}
	p.Past = period.To < today
	p.fillTiles()
	p.fillCharts()
	v.fillAsked(p)
	if err := v.fillCases(p); err != nil {
		return nil, err
	}
	return p, v.fillSections(p)
}

// rowsPath is where the rows behind a figure are listed; more is pairs of name and value that narrow them down.
func rowsPath(name string, from, to disclosure.Day, more ...string) string {
	q := url.Values{"figure": {name}, "from": {string(from)}, "to": {string(to)}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return "/admin/figures/rows?" + q.Encode()
}

func (p *figuresPage) path(name string, more ...string) string {
	return rowsPath(name, p.Period.From, p.Period.To, more...)
}

// OpinionPath is where the opinions are that a share is made of.
func (p *figuresPage) OpinionPath() string { return p.path("helpful") }

func (p *figuresPage) fillTiles() {
	for _, name := range tileNames {
		x := p.Value(name)
		t := tile{Value: x, Shown: strconv.FormatInt(x.Now, 10), Path: p.path(name), Change: moved(x.Now, x.Before)}
		if name == "overdue" {
			t.Change = "此刻"
			if x.Now > 0 {
				t.Tone = "bad"
			}
		}
		p.Tiles = append(p.Tiles, t)
		p.Empty = p.Empty || x.Now != 0
	}
	p.Empty = !p.Empty
}

// moved says how a figure moved.
func moved(now, before int64) string {
	switch d := now - before; {
	case before == 0 && now == 0:
		return "持平"
	case before == 0:
		return "对比期 0"
	case d == 0:
		return "持平（" + strconv.FormatInt(before, 10) + "）"
	default:
		share := (max(d, -d)*100 + before/2) / before
		word := "增加 "
		if d < 0 {
			word = "减少 "
		}
		return word + strconv.FormatInt(max(d, -d), 10) + "（" + strconv.FormatInt(share, 10) + "%）"
	}
}

func (p *figuresPage) fillCharts() {
	var trend []bar
	for _, x := range p.Series {
		b := bar{Label: x.Label, Value: x.Now, Before: x.Before, Ahead: x.Ahead, Alone: x.Alone, Path: rowsPath("interactions", x.From, x.To)}
		if x.Hour > 0 {
			b.Path = rowsPath("interactions", x.From, x.To, "hour", strconv.Itoa(x.Hour))
		}
		trend = append(trend, b)
	}
	p.Trend = columnsAt("互动交流", trend, true)
	p.Outcomes = rowsAt("提问怎样答复", p.bars("bot", "good", "choose", "", "unanswered", "bad", "human", "", "guided", ""))
	opinions := p.bars("helpful", "good", "unhelpful", "bad")
	p.Opinions = rowsAt("评价", opinions)
	p.Response = rowsAt("工单答复", p.bars("on_time", "good", "late", "warn", "overdue", "bad"))
}

// bars are figures of the dashboard, given by name and tone.
func (p *figuresPage) bars(names ...string) []bar {
	var out []bar
	for i := 0; i < len(names); i += 2 {
		x := p.Value(names[i])
		out = append(out, bar{Label: x.Label, Value: x.Now, Path: p.path(names[i]), Tone: names[i+1]})
	}
	return out
}
