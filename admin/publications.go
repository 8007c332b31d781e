package admin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/store"
)

// publicationRow is a publication with its clock. Tone is its traffic light.
type publicationRow struct {
	desk.Publication
	Due         disclosure.Day // empty: when it was made is not known
	Left        int            // working days; below 0 so many are over
	Provisional bool
	Tone        string
}

func (v *visit) publicationRow(p desk.Publication) publicationRow {
	row := publicationRow{Publication: p, Tone: "plain"}
	if p.Made == "" {
		return row
	}
	row.Due, row.Provisional = v.Calendar().PublishBy(disclosure.Day(p.Made))
	row.Left = v.workdays(disclosure.Day(cmp.Or(p.Published, string(v.today()))), row.Due)
	switch {
	case row.Left < 0 || p.Pending() && row.Left <= 1:
		row.Tone = "bad"
	case p.Pending() && row.Left <= 5:
		row.Tone = "warn"
	default:
		row.Tone = "good"
	}
	return row
}

// workdays are those after from until to; below 0 when to is over.
func (v *visit) workdays(from, to disclosure.Day) int {
	if to < from {
		return -v.workdays(to, from)
	}
	n := 0
	for day := from; day < to; day = day.Add(1) {
		if is, _ := v.Calendar().Workday(day.Add(1)); is {
			n++
		}
	}
	return n
}

type publicationsPage struct {
	frame
	Pending   []publicationRow
	Published []publicationRow
	Year      int
	Month     string // YYYY-MM; empty: the whole year
	Section   string
	Kind      desk.PublicationKind
	Sections  []string
	Late      int // of Published
	Frozen    bool
}

// publications lists what is still to be published, the most urgent first, and what was published in a year or month.
func publications(v *visit) error {
	p := publicationsPage{
		frame: v.frame(), Year: v.yearAsked(), Month: v.Query("month"), Section: v.Query("section"), Kind: desk.PublicationKind(v.Query("kind")),
		Sections: v.deskSections(),
	}
	from, to := disclosure.Day(fmt.Sprintf("%04d-01-01", p.Year)), disclosure.Day(fmt.Sprintf("%04d-12-31", p.Year))
	if m, ok := parseMonth(p.Month); ok {
		from, to, p.Year = m.first(), m.last(), m.year
	} else {
		p.Month = ""
	}
	wanted := func(x desk.Publication) bool {
		return (p.Section == "" || x.Section == p.Section) && (p.Kind == "" || x.Kind == p.Kind)
	}
	var err error
	if p.Pending, err = v.pending(wanted); err != nil {
		return err
	}
	found, err := v.Store.Publications(v.ctx(), from, to)
	if err != nil {
		return err
	}
	for _, x := range slices.Backward(found) {
		if !wanted(x) {
			continue
		}
		row := v.publicationRow(x)
		p.Published = append(p.Published, row)
		if row.Tone == "bad" {
			p.Late++
		}
	}
	if p.Frozen, err = v.frozenYear(p.Year); err != nil {
		return err
	}
	return v.show("publications", p)
}

// pending are those to be published, by their due day.
func (v *visit) pending(wanted func(desk.Publication) bool) ([]publicationRow, error) {
	found, err := v.Store.Pending(v.ctx())
	var out []publicationRow
	for _, x := range found {
		if wanted(x) {
			out = append(out, v.publicationRow(x))
		}
	}
	slices.SortStableFunc(out, func(a, b publicationRow) int { return cmp.Compare(a.Due, b.Due) })
	return out, err
}

// overduePublications are those whose last day is over.
func (v *visit) overduePublications() ([]publicationRow, error) {
	all, err := v.pending(func(desk.Publication) bool { return true })
	return slices.DeleteFunc(all, func(r publicationRow) bool { return r.Left >= 0 }), err
}

func countOverduePublications(v *visit) (int, error) {
	rows, err := v.overduePublications()
	return len(rows), err
}

// frozenYear says whether the year's report is signed in any form.
func (v *visit) frozenYear(year int) (bool, error) {
	forms, err := v.Store.SignedForms(v.ctx(), year)
	return len(forms) > 0, err
}

type publicationPage struct {
	frame
	Publication publicationRow
	Kinds       []desk.PublicationKind
	Opennesses  []desk.Openness
	Outlets     []desk.Outlet
	Sections    []string
	Items       []store.Holding
	Frozen      bool
}

// On says whether an outlet carried it.
func (p publicationPage) On(o desk.Outlet) string {
	if slices.Contains(p.Publication.Outlets, o) {
		return "on"
	}
	return ""
}

// newPublication may begin with a knowledge item that was published.
func newPublication(v *visit) error {
	p := desk.Publication{Kind: desk.PublishedInfo, Openness: desk.OpenService, Section: v.staff.Section, Published: string(v.today())}
	if id := v.Query("item"); id != "" {
		it, _, err := v.Store.Item(v.ctx(), id)
		if err != nil {
			return err
		}
		p.Item, p.Title, p.Outlets = id, it.Title(), []desk.Outlet{desk.OutletWeChat}
		if it.QA != nil || it.Guide != nil {
			p.Kind = desk.PublishedInterpretation
		}
		if it.Document != nil {
			p.DocNo, p.Made = it.Document.DocNo, string(it.Document.Published)
		}
	}
	return v.publicationForm(p)
}

func editPublication(v *visit) error {
	p, err := v.publicationHere()
	if err != nil {
		return err
	}
	return v.publicationForm(p)
}

func (v *visit) publicationHere() (desk.Publication, error) {
	id, err := v.id()
	if err != nil {
		return desk.Publication{}, err
	}
	return v.Store.Publication(v.ctx(), id)
}

func (v *visit) publicationForm(x desk.Publication) error {
	p := publicationPage{
		frame: v.frame(), Publication: v.publicationRow(x), Kinds: desk.PublicationKinds(), Opennesses: desk.Opennesses(), Outlets: desk.Outlets(),
		Sections: v.deskSections(),
	}
	var err error
	if p.Items, err = v.Store.Shelf(v.ctx()); err != nil {
		return err
	}
	if x.ID != 0 && !x.Pending() {
		if p.Frozen, err = v.frozenYear(disclosure.Day(x.Published).Year()); err != nil {
			return err
		}
	}
	return v.show("publication", p)
}

func createPublication(v *visit) error {
	return v.savePublication(desk.Publication{Section: v.staff.Section})
}

func changePublication(v *visit) error {
	p, err := v.publicationHere()
	if err != nil {
		return err
	}
	p.Version = v.number("version")
	return v.savePublication(p)
}

func (v *visit) savePublication(p desk.Publication) error {
	if err := v.readPublication(&p); err != nil {
		return err
	}
	if err := v.Store.SavePublication(v.ctx(), &p, v.actor(), v.now); err != nil {
		return frozenFault(err)
	}
	if v.text("do") == "next" {
		return v.done("/admin/publications/new?done=publication_saved")
	}
	return v.done("/admin/publications?done=publication_saved")
}

// readPublication reads the form into p, or says what is wrong with it.
func (v *visit) readPublication(p *desk.Publication) error {
	wrong := refused{}
	p.Kind, p.Openness = desk.PublicationKind(v.text("kind")), desk.Openness(v.text("openness"))
	p.Title, p.DocNo, p.Normative = unquoted(v.text("title")), oneLine(v.text("doc_no")), oneLine(v.text("normative"))
	p.Section, p.Item, p.Hotspot = oneLine(v.text("section")), v.text("item"), oneLine(v.text("hotspot"))
	v.required(wrong, "title", "section")
	if !slices.Contains(desk.PublicationKinds(), p.Kind) {
		wrong["kind"] = "option"
	}
	if !slices.Contains(desk.Opennesses(), p.Openness) {
		wrong["openness"] = "option"
	}
	for name, most := range map[string]int{"title": 200, "doc_no": 100, "normative": 100, "section": 50, "hotspot": 100} {
		if len([]rune(v.text(name))) > most {
			wrong[name] = "too_long"
		}
	}
	if p.Item != "" {
		if _, _, err := v.Store.Item(v.ctx(), p.Item); errors.Is(err, store.ErrNotFound) {
			wrong["item"] = "publication_item"
		} else if err != nil {
			return err
		}
	}
	p.Outlets = nil
	for _, o := range desk.Outlets() {
		if values := v.Request.PostForm["outlet_"+string(o)]; slices.Contains(values, "on") {
			p.Outlets = append(p.Outlets, o)
		}
	}
	p.Made, p.Published = v.publicationDay(wrong, "made"), v.publicationDay(wrong, "published")
	v.checkPublished(p, wrong)
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// checkPublished holds the days, the outlets and the hotspot against each other.
func (v *visit) checkPublished(p *desk.Publication, wrong refused) {
	typed := func(name string) bool { return v.text(name) != "" }
	switch {
	case !typed("published") && !typed("made"):
		wrong["made"] = "publication_made"
	case wrong["made"] == "" && wrong["published"] == "" && p.Published != "" && p.Published < p.Made:
		wrong["published"] = "publication_order"
	}
	if typed("published") && len(p.Outlets) == 0 {
		wrong["outlet_gazette"] = "publication_outlet"
	}
	if p.Kind == desk.PublishedResponse && p.Hotspot == "" {
		wrong["hotspot"] = "publication_hotspot"
	}
}

// publicationDay reads a day that is not to come; empty is allowed.
func (v *visit) publicationDay(wrong refused, name string) string {
	text := v.text(name)
	if text == "" {
		return ""
	}
	day, err := disclosure.ParseDay(text)
	switch {
	case err != nil:
		wrong[name] = "date"
	case policy.Date(day) > v.today():
		wrong[name] = "date_future"
	case day < "2008-05-01":
		wrong[name] = "date_early"
	}
	return string(day)
}

func removePublication(v *visit) error {
	p, err := v.publicationHere()
	if err != nil {
		return err
	}
	reason := v.text("reason")
	if reason == "" {
		return refused{"reason": "required"}
	}
	p.Version = v.number("version")
	if err := v.Store.RemovePublication(v.ctx(), &p, reason, v.actor(), v.now); err != nil {
		return frozenFault(err)
	}
	return v.done("/admin/publications?done=publication_removed")
}

// frozenFault says beside the form that the year is signed, so that nothing typed is lost.
func frozenFault(err error) error {
	if errors.Is(err, store.ErrSigned) {
		return refused{"": "year_signed"}
	}
	return err
}
