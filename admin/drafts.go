package admin

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// mostDrafts is how many drafts a list holds.
const mostDrafts = 200

type draftsPage struct {
	frame
	Views []view
	View  string
	Rows  []draftRow
}

// draftRow is a draft as lists show it.
type draftRow struct {
	desk.Draft
	Who string
}

// drafts lists what waits for the person, what is theirs, and the rest.
func drafts(v *visit) error {
	p := draftsPage{frame: v.frame(), View: v.Query("view")}
	alive, err := v.Store.Drafts(v.ctx(), store.DraftFilter{Alive: true}, mostDrafts)
	if err != nil {
		return err
	}
	alive = slices.DeleteFunc(alive, func(d desk.Draft) bool { return !v.seesDraft(&d) })
	kinds := []struct {
		name, words string
		is          func(*desk.Draft) bool
	}{
		{"", "等我审核", v.reviews},
		{"mine", "我写的", func(d *desk.Draft) bool { return d.Author == v.staff.ID }},
		{"all", "进行中", func(*desk.Draft) bool { return true }},
		{"scheduled", "定时发布", func(d *desk.Draft) bool { return d.State == desk.DraftScheduled }},
	}
	var shown []desk.Draft
	for _, k := range kinds {
		n := int64(0)
		for i := range alive {
			if k.is(&alive[i]) {
				n++
				if k.name == p.View {
					shown = append(shown, alive[i])
				}
			}
		}
		p.Views = append(p.Views, view{k.name, k.words, n})
	}
	p.Views = append(p.Views, view{"done", "已结束", -1})
	if p.View == "done" {
		all, err := v.Store.Drafts(v.ctx(), store.DraftFilter{}, mostDrafts)
		if err != nil {
			return err
		}
		shown = slices.DeleteFunc(all, func(d desk.Draft) bool { return !d.Ended() || !v.seesDraft(&d) })
	}
	names, err := v.names()
	if err != nil {
		return err
	}
	for _, d := range shown {
		p.Rows = append(p.Rows, draftRow{d, names[d.Author]})
	}
	return v.show("drafts", p)
}

// seesDraft says whether the person works with the draft: their own, one of their section or of none, or as somebody who
// sees every section.
func (v *visit) seesDraft(d *desk.Draft) bool {
	w := v.worker()
	return w.All || d.Author == v.staff.ID || d.Section == "" || slices.Contains(w.Sections, d.Section)
}

// reviews says whether the draft waits for this person.
func (v *visit) reviews(d *desk.Draft) bool {
	return d.Level() != "" && v.seesDraft(d) && v.approve(d.Level(), d.Author, d.FirstBy) == nil
}

// countReviews is a number of the first page.
func countReviews(v *visit) (int, error) {
	alive, err := v.Store.Drafts(v.ctx(), store.DraftFilter{Alive: true}, mostDrafts)
	n := 0
	for i := range alive {
		if v.reviews(&alive[i]) {
			n++
		}
	}
	return n, err
}

// countReturned is a number of the first page: drafts that came back to their author.
func countReturned(v *visit) (int, error) {
	back, err := v.Store.Drafts(v.ctx(), store.DraftFilter{State: desk.DraftReturned, Author: v.staff.ID}, mostDrafts)
	return len(back), err
}

type draftPage struct {
	frame
	Draft   *desk.Draft
	Item    *policy.Item
	Flaws   []flaw
	Digest  string // of the remarks, to be confirmed
	Hard    bool
	Alikes  []likeness
	Rows    []row
	New     bool // nothing on file that it changes
	History []desk.Audit
	Names   map[int64]string
	Reviews bool // waits for this person
	Own     bool // would, were it not their own work
	Mine    bool
	Day     string
	Reach   store.Reached
	Recall  *desk.Recall
	Table   *Table
	Ask     []string // agencies, one a line
}

// draftHere is the draft in the address. Whoever does not work with it is told that there is none.
func (v *visit) draftHere() (desk.Draft, *policy.Item, error) {
	id, err := v.id()
	if err != nil {
		return desk.Draft{}, nil, err
	}
	d, err := v.Store.Draft(v.ctx(), id)
	if err == nil && !v.seesDraft(&d) {
		err = errNotFound
	}
	if err != nil || !d.Knowledge() {
		return d, nil, err
	}
	it, err := item(d.Body)
	return d, it, err
}

func draftShown(v *visit) error {
	d, it, err := v.draftHere()
	if err != nil {
		return err
	}
	p := draftPage{
		frame: v.frame(), Draft: &d, Item: it, Flaws: v.flaws(&d, it), Alikes: v.alikes(&d, it), New: d.Was == "" && d.Knowledge(),
		Reviews: v.reviews(&d), Mine: d.Author == v.staff.ID, Day: string(v.today()), Table: v.tableOf(&d),
	}
	p.Digest, p.Hard = digestOf(soft(p.Flaws)), hard(p.Flaws)
	p.Own = !p.Reviews && d.Level() != "" && v.may(d.Level()) && errors.Is(v.approve(d.Level(), d.Author, d.FirstBy), errOwnWork)
	for _, a := range d.Agencies {
		p.Ask = append(p.Ask, a.Name)
	}
	if p.Rows, err = v.draftRows(&d, it); err != nil {
		return err
	}
	if p.Names, err = v.names(); err != nil {
		return err
	}
	if p.History, err = v.Store.Trail(v.ctx(), store.AuditFilter{Object: fmt.Sprintf("draft:%d", d.ID)}, mostDrafts); err != nil {
		return err
	}
	if d.Kind == desk.KindCorrection {
		if err := v.fillRecall(&p); err != nil {
			return err
		}
	}
	return v.show("draft", p)
}

// soft are the remarks that a reviewer confirms.
func soft(flaws []flaw) []flaw {
	return slices.DeleteFunc(slices.Clone(flaws), func(f flaw) bool { return f.Hard })
}

// draftRows are the differences to what is on file: to the item itself, or to the newest edition that it replaces.
func (v *visit) draftRows(d *desk.Draft, it *policy.Item) ([]row, error) {
	if t := v.tableOf(d); t != nil {
		return t.rows(d), nil
	}
	if it == nil {
		return nil, nil
	}
	was, err := item(d.Was)
	if err != nil {
		return nil, err
	}
	if was == nil && it.Kind == policy.KindDocument {
		for _, title := range it.Document.Supersedes {
			if older, ok := v.library().ByTitle(title); ok && older.Kind == policy.KindDocument {
				was = older
				break
			}
		}
	}
	if was == nil {
		return nil, nil
	}
	return rowsOf(was, it), nil
}

// changeDraft loads the draft, checks the version the person saw, changes and saves it.
func (v *visit) changeDraft(act string, change func(*desk.Draft, *policy.Item) error) error {
	d, it, err := v.draftHere()
	if err != nil {
		return err
	}
	if d.Version != v.number("version") {
		return store.ErrConflict
	}
	before := d
	err = change(&d, it)
	var o desk.Obstacle
	if errors.As(err, &o) {
		code := "draft_" + string(o)
		return refused{"": code}
	}
	if err != nil {
		return err
	}
	switch err = v.Store.SaveDraft(v.ctx(), v.actor(), &d, act, v.now); {
	case errors.Is(err, store.ErrOvertaken):
		return v.overtaken(before)
	case err != nil:
		return err
	}
	if d.State == desk.DraftPublished || d.State == desk.DraftScheduled {
		if err := v.announce(&d, it); err != nil {
			return err
		}
	}
	code := act
	if act == "approved" && d.State != desk.DraftLeader {
		code = string(d.State)
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d?done=%s", d.ID, "draft_"+code))
}

// overtaken gives a draft back whose item was changed meanwhile.
func (v *visit) overtaken(d desk.Draft) error {
	if err := d.Return(desk.Overtaken, v.now); err != nil {
		return err
	}
	if err := v.Store.SaveDraft(v.ctx(), v.actor(), &d, "returned", v.now); err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d", d.ID))
}

func submitDraft(v *visit) error {
	return v.changeDraft("submitted", func(d *desk.Draft, it *policy.Item) error {
		if hard(v.flaws(d, it)) {
			return refused{"": "draft_hard"}
		}
		return d.Submit(v.now)
	})
}

func approveDraft(v *visit) error {
	return v.changeDraft("approved", func(d *desk.Draft, it *policy.Item) error {
		if d.Level() == "" {
			return desk.ObstacleState
		}
		if err := v.approve(d.Level(), d.Author, d.FirstBy); err != nil {
			return err
		}
		v.readReview(d)
		flaws := v.flaws(d, it)
		switch digest := digestOf(soft(flaws)); {
		case hard(flaws):
			return refused{"": "draft_hard"}
		case digest != "" && v.text("confirm") != digest:
			return refused{"confirm": "draft_confirm"}
		}
		return d.Approve(v.staff.ID, v.now)
	})
}

// readReview takes over the three questions of the review form (能否公开, 怎样公开, 在什么范围公开) and the day of publication.
func (v *visit) readReview(d *desk.Draft) {
	if d.Withdraws() || d.Kind == desk.KindCorrection {
		return
	}
	d.May, d.How, d.Scope = desk.Attribute(v.text("may")), oneLine(v.text("how")), oneLine(v.text("scope"))
	if _, ok := attributes[d.May]; !ok {
		d.May = ""
	}
	d.PublishOn = v.text("publish_on")
}

func returnDraft(v *visit) error {
	return v.changeDraft("returned", func(d *desk.Draft, _ *policy.Item) error {
		if v.text("reason") == "" {
			return refused{"reason": "required"}
		}
		act := d.Level()
		if d.State == desk.DraftScheduled {
			act = desk.ActReviewLeader
		}
		if !v.may(act) {
			return errForbidden
		}
		return d.Return(v.text("reason"), v.now)
	})
}

// dropDraft gives a draft up; only its author and those who could return it may.
func dropDraft(v *visit) error {
	return v.changeDraft("dropped", func(d *desk.Draft, _ *policy.Item) error {
		if d.Author != v.staff.ID && !v.may(desk.ActReviewSection) && !v.may(desk.ActReviewLeader) {
			return errForbidden
		}
		return d.Drop(v.now)
	})
}

// askAgencies names the authorities that must agree before publication (条例第十一条).
func askAgencies(v *visit) error {
	return v.changeDraft("agencies", func(d *desk.Draft, _ *policy.Item) error {
		if d.Ended() {
			return desk.ObstacleState
		}
		d.Ask(lines(v.text("agencies")), v.now)
		return nil
	})
}

func agreeAgency(v *visit) error {
	return v.changeDraft("agreed", func(d *desk.Draft, _ *policy.Item) error {
		if v.text("agreement") == "" {
			return refused{"agreement": "required"}
		}
		return d.Agree(v.text("agency"), v.text("agreement"), v.now)
	})
}

// reasonOf words the reason that the program itself gives.
func reasonOf(reason string) string {
	if reason == desk.Overtaken {
		return overtakenWords
	}
	return strings.TrimSpace(reason)
}
