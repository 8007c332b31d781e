package admin

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"shangda/disclosure"
	"shangda/policy"
	"shangda/report"
	"shangda/store"
)

// fillAsked words what was asked most, and groups what was not answered.
func (v *visit) fillAsked(p *figuresPage) {
	lib := v.library()
	var bars []bar
	for _, a := range p.Dashboard.Top {
		x := asking{itemLabel(lib, a), a.Count, p.path("bot", "item", a.Item, "article", a.Article)}
		p.Top = append(p.Top, x)
		bars = append(bars, bar{Label: x.Label, Value: x.Count, Path: x.Path})
	}
	p.TopChart = rowsAt("问得最多", bars)
	for _, c := range p.Clusters {
		first := c.Questions[0]
		p.Unknown = append(p.Unknown, unanswered{
			c.Wordings(1)[0], len(c.Questions), "/admin/figures/alike?" + p.Query + "&question=" + strconv.FormatInt(first.Exchange, 10),
		})
	}
	if took, ok := report.Typical(p.Times, v.Hours, v.workday); ok {
		p.Typical = tenths(took)
	}
}

// tenths says a duration in hours, or in minutes when it is short.
func tenths(d time.Duration) string {
	if d < time.Hour {
		return strconv.Itoa(int(d.Minutes())) + "分钟"
	}
	return strconv.FormatFloat(d.Hours(), 'f', 1, 64) + "小时"
}

// itemLabel is how people know what answered: a question as it is asked, else a title with its article.
func itemLabel(lib *policy.Library, a store.AskedItem) string {
	it, ok := lib.Item(a.Item)
	switch {
	case !ok:
		return cmp.Or(a.Article, "（已撤下的内容）")
	case it.Kind == policy.KindQA:
		return it.Title()
	}
	return it.Title() + a.Article
}

// fillCases lists the applications that are still open by the days left, and counts them by state.
func (v *visit) fillCases(p *figuresPage) error {
	states := map[disclosure.State]int64{}
	for _, r := range p.This.Open {
		row, err := v.caseRow(r.Request)
		if err != nil {
			return err
		}
		states[r.State]++
		p.Due = append(p.Due, row)
	}
	slices.SortStableFunc(p.Due, func(a, b caseRow) int { return cmp.Compare(cmp.Or(a.Due, "9999"), cmp.Or(b.Due, "9999")) })
	p.Due = p.Due[:min(len(p.Due), dueShown)]
	var bars []bar
	for _, s := range openStates {
		if n := states[s]; n > 0 {
			bars = append(bars, bar{Label: caseStates[s], Value: n, Path: p.path("open", "state", string(s))})
		}
		delete(states, s)
	}
	ended := int64(0)
	for _, n := range states {
		ended += n
	}
	if ended > 0 { // of a period that is over
		bars = append(bars, bar{Label: "后来已办结", Value: ended, Path: p.path("open"), Tone: "plain"})
	}
	p.States = rowsAt("在办申请", bars)
	return nil
}

// openStates are the states of an application before its decision.
var openStates = []disclosure.State{disclosure.Open, disclosure.Correcting, disclosure.Review, disclosure.Signing}

// fillSections sets what each section published beside what it has to: in a month, or in the months of a year that have begun.
func (v *visit) fillSections(p *figuresPage) error {
	quotas, _, err := v.Store.Quotas(v.ctx())
	if err != nil {
		return err
	}
	count, due := map[string]int64{}, map[string]int64{}
	months := p.Period.Months(disclosure.DayOf(v.now))
	for _, q := range quotas {
		if n := int64(q.Minimum * months); n > 0 {
			count[q.Section], due[q.Section] = 0, n
		}
	}
	for _, s := range p.This.Sections {
		count[s.Section] += s.Count
	}
	var bars []bar
	for _, name := range slices.Sorted(maps.Keys(count)) {
		b := bar{Label: cmp.Or(name, "（未写科室）"), Value: count[name], Mark: due[name], Path: p.path("reported", "section", name)}
		if b.Mark > 0 {
			p.Quotas = true
			b.Words = fmt.Sprintf("%d（应上报 %d）", b.Value, b.Mark)
			b.Tone = "warn"
			switch {
			case b.Value >= b.Mark:
				b.Tone = "good"
			case p.Past:
				b.Tone = "bad"
			}
		}
		bars = append(bars, b)
	}
	p.Sections = rowsAt("各科室公开", bars)
	return nil
}
