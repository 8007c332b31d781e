package admin

import (
	"slices"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/report"
)

// sectionRow is how a section stands in a month.
type sectionRow struct {
	desk.Quota
	Due   string // YYYY-MM-DD
	Count int
	Last  string // day of the latest publication; empty for none
	Light desk.QuotaLight
	Asked bool // there is a quota
}

// tally is a label and how many.
type tally struct {
	Label string
	Count int
}

type monthlyPage struct {
	frame
	Month      month
	Sections   []sectionRow
	Kinds      []tally
	Opennesses []tally
	Outlets    []tally
	Published  int
	Late       []publicationRow
	Lines      []sheetLine
	Entered    int
	All        int
	Coming     bool // the month after is still to come
	May        bool // may change the quotas
}

// monthly is the month's report: sections against their quotas, what was published, and the monthly sheet.
func monthly(v *visit) error {
	m, ok := parseMonth(v.Query("month"))
	if !ok {
		m = monthOf(v.now)
	}
	p := monthlyPage{frame: v.frame(), Month: m, May: v.may(desk.ActQuota), Coming: m.After().first() > disclosure.DayOf(v.now)}
	found, err := v.Store.Publications(v.ctx(), m.first(), m.last())
	if err != nil {
		return err
	}
	if p.Sections, err = v.sections(m, found); err != nil {
		return err
	}
	p.Published = len(found)
	p.count(found)
	if p.Late, err = v.overduePublications(); err != nil {
		return err
	}
	sheet, err := v.Store.FactSheet(v.ctx(), m.year, m.month)
	if err != nil {
		return err
	}
	p.Lines, p.All = sheetLines(sheet.Facts), len(report.Codes())
	p.Lines = slices.DeleteFunc(p.Lines, func(l sheetLine) bool { return l.Value == "" })
	p.Entered = len(p.Lines)
	return v.show("monthly", p)
}

// count tallies the month's publications by kind, 五公开 and outlet.
func (p *monthlyPage) count(found []desk.Publication) {
	for _, k := range desk.PublicationKinds() {
		p.Kinds = append(p.Kinds, tally{publicationKinds[k], countIf(found, func(x desk.Publication) bool { return x.Kind == k })})
	}
	for _, o := range desk.Opennesses() {
		p.Opennesses = append(p.Opennesses, tally{opennesses[o], countIf(found, func(x desk.Publication) bool { return x.Openness == o })})
	}
	for _, o := range desk.Outlets() {
		p.Outlets = append(p.Outlets, tally{outlets[o], countIf(found, func(x desk.Publication) bool { return slices.Contains(x.Outlets, o) })})
	}
}

func countIf[T any](all []T, is func(T) bool) (n int) {
	for _, x := range all {
		if is(x) {
			n++
		}
	}
	return n
}

// sections are those with a quota or with a publication in the month, in the order of the office's list.
func (v *visit) sections(m month, found []desk.Publication) ([]sectionRow, error) {
	quotas, _, err := v.Store.Quotas(v.ctx())
	if err != nil {
		return nil, err
	}
	days := map[string][]string{}
	for _, p := range found {
		days[p.Section] = append(days[p.Section], p.Published)
	}
	var rows []sectionRow
	for _, name := range v.sectionNames(quotas, found) {
		row := sectionRow{Quota: desk.Quota{Section: name}, Count: len(days[name])}
		if i := slices.IndexFunc(quotas, func(q desk.Quota) bool { return q.Section == name }); i >= 0 {
			row.Quota, row.Asked = quotas[i], quotas[i].Minimum > 0
			row.Due, row.Light = row.Quota.Due(m.String()), row.Quota.Light(m.String(), days[name], string(v.today()))
		}
		if n := len(days[name]); n > 0 {
			row.Last = days[name][n-1]
		}
		if row.Asked || row.Count > 0 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// sectionNames are all sections that are named anywhere, those of the office's list first.
func (v *visit) sectionNames(quotas []desk.Quota, found []desk.Publication) []string {
	names := slices.Clone(v.deskSections())
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, q := range quotas {
		add(q.Section)
	}
	for _, p := range found {
		add(p.Section)
	}
	return names
}

// missedSections are those that did not publish enough in the month so far, and whose day is over.
func (v *visit) missedSections() ([]sectionRow, error) {
	m := monthOf(v.now)
	found, err := v.Store.Publications(v.ctx(), m.first(), m.last())
	if err != nil {
		return nil, err
	}
	rows, err := v.sections(m, found)
	return slices.DeleteFunc(rows, func(r sectionRow) bool { return r.Light != desk.QuotaMissed }), err
}

func countMissedQuotas(v *visit) (int, error) {
	rows, err := v.missedSections()
	return len(rows), err
}

type quotasPage struct {
	frame
	Rows    []desk.Quota
	Version int64
}

// quotas is what each section of the office's list has to publish a month.
func quotas(v *visit) error {
	kept, version, err := v.Store.Quotas(v.ctx())
	if err != nil {
		return err
	}
	p := quotasPage{frame: v.frame(), Version: version}
	for _, name := range v.sectionNames(kept, nil) {
		row := desk.Quota{Section: name, DueDay: 25}
		if i := slices.IndexFunc(kept, func(q desk.Quota) bool { return q.Section == name }); i >= 0 {
			row = kept[i]
		}
		p.Rows = append(p.Rows, row)
	}
	return v.show("quotas", p)
}

func saveQuotas(v *visit) error {
	kept, _, err := v.Store.Quotas(v.ctx())
	if err != nil {
		return err
	}
	wrong, all := refused{}, []desk.Quota{}
	read := func(section, field string) {
		day, minimum := v.PostForm("day:"+field), v.PostForm("minimum:"+field)
		q := desk.Quota{Section: section, DueDay: int(parseNumber(trim(day))), Minimum: int(parseNumber(trim(minimum)))}
		if trim(minimum) != "0" && (q.Minimum < 1 || q.Minimum > desk.MostQuota) {
			wrong["minimum:"+field] = "quota_minimum"
		}
		if q.DueDay < 1 || q.DueDay > 31 {
			wrong["day:"+field] = "quota_day"
		}
		all = append(all, q)
	}
	for _, name := range v.sectionNames(kept, nil) {
		read(name, name)
	}
	if name := oneLine(v.text("section")); name != "" && !slices.ContainsFunc(all, func(q desk.Quota) bool { return q.Section == name }) {
		read(name, "")
	}
	if len(wrong) > 0 {
		return wrong
	}
	all = slices.DeleteFunc(all, func(q desk.Quota) bool { return q.Minimum == 0 })
	if err := v.Store.SaveQuotas(v.ctx(), all, v.number("version"), v.actor(), v.now); err != nil {
		return err
	}
	return v.done("/admin/monthly?done=quota_saved")
}
