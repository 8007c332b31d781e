package admin

import (
	"fmt"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// Recalls.
const (
	recallBack  = 90  // days that a recall looks back unless told
	recallShown = 100 // answers that its page lists
)

type recallsPage struct {
	frame
	Rows []recallRow
}

type recallRow struct {
	desk.Recall
	Name    string // of what is recalled
	Draft   desk.Draft
	Who     string
	Letters letterCounts
}

// letterCounts is what is known of the letters about one matter.
type letterCounts struct {
	All       int64
	Sent      int64 // left, whatever came of it
	Delivered int64
	Opened    int64
	Waiting   int64 // also held until the citizen writes
	Failed    int64
}

func (v *visit) letters(kind desk.LetterKind, subject int64) (letterCounts, error) {
	by, err := v.Store.LetterReach(v.ctx(), kind, subject)
	c := letterCounts{
		Delivered: by[desk.LetterDelivered], Opened: by[desk.LetterOpened], Waiting: by[desk.LetterWaiting] + by[desk.LetterHeld],
		Failed: by[desk.LetterFailed] + by[desk.LetterDropped],
	}
	for _, n := range by {
		c.All += n
	}
	c.Sent = c.All - c.Waiting - c.Failed
	return c, err
}

// recalls lists what was recalled and whom the correction reached.
func recalls(v *visit) error {
	all, err := v.Store.Recalls(v.ctx(), mostDrafts)
	if err != nil {
		return err
	}
	names, err := v.names()
	if err != nil {
		return err
	}
	p := recallsPage{frame: v.frame()}
	for _, r := range all {
		row := recallRow{Recall: r, Who: names[r.Staff], Name: v.recalledName(&r)}
		if row.Draft, err = v.Store.Draft(v.ctx(), r.Draft); err != nil {
			return err
		}
		if row.Letters, err = v.letters(desk.LetterCorrection, r.ID); err != nil {
			return err
		}
		p.Rows = append(p.Rows, row)
	}
	return v.show("recalls", p)
}

func (v *visit) recalledName(r *desk.Recall) string {
	if r.Item == "" {
		return "《" + r.Title + "》" + r.Article
	}
	if it, _, err := v.Store.Item(v.ctx(), r.Item); err == nil {
		return it.Title()
	}
	return r.Item
}

type recallPage struct {
	frame
	Recall desk.Recall
	Name   string
	Reach  store.Reached
	Given  []desk.Exchange
	Since  policy.Date
	Text   string
}

// newRecall shows who got an answer since a day, and the letter that would tell them.
func newRecall(v *visit) error {
	r, err := v.askedRecall()
	if err != nil {
		return err
	}
	p := recallPage{frame: v.frame(), Recall: r, Name: v.recalledName(&r), Since: policy.DateOf(r.Since.In(beijing))}
	if p.Reach, err = v.Store.RecallReach(v.ctx(), &r); err != nil {
		return err
	}
	if p.Given, err = v.Store.Recalled(v.ctx(), &r, recallShown); err != nil {
		return err
	}
	p.Text, err = v.correction(&r)
	if err != nil {
		return err
	}
	return v.show("recall_new", p)
}

// askedRecall reads what is recalled from the address, or from the form when it is shown again.
func (v *visit) askedRecall() (desk.Recall, error) {
	either := func(name string) string {
		if s := trim(v.Query(name)); s != "" {
			return s
		}
		return v.text(name)
	}
	r := desk.Recall{Item: either("item"), Title: unquoted(either("title")), Article: oneLine(either("article")), Until: v.now.Add(time.Minute)}
	if r.Item == "" && r.Title == "" {
		return r, errNotFound
	}
	if r.Item != "" {
		if _, _, err := v.Store.Item(v.ctx(), r.Item); err != nil {
			return r, err
		}
	}
	day, err := policy.ParseDate(either("since"))
	if err != nil || day == "" {
		day = v.today().Plus(-recallBack)
	}
	r.Since, err = time.ParseInLocation(time.DateOnly, string(day), beijing)
	return r, err
}

// correction proposes the letter's text.
func (v *visit) correction(r *desk.Recall) (string, error) {
	return v.compose("correction.txt", struct {
		Office, Name, Phone string
	}{v.Office.Name, v.recalledName(r), v.Office.Phone})
}

// createRecall writes the recall with the draft of its letter, which goes to the leader.
func createRecall(v *visit) error {
	r, err := v.askedRecall()
	if err != nil {
		return err
	}
	faults := refused{}
	v.required(faults, "reason", "body")
	if len(faults) > 0 {
		return faults
	}
	r.Reason = v.text("reason")
	letter := desk.Draft{State: desk.DraftOpen, Title: v.recalledName(&r), Body: v.block("body"), Section: v.staff.Section}
	letter.Kind, letter.Author = desk.KindCorrection, v.staff.ID
	if v.text("do") != "keep" {
		if err := letter.Submit(v.now); err != nil {
			return err
		}
	}
	if err := v.Store.NewRecall(v.ctx(), v.actor(), &r, &letter, v.now); err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d?done=draft_created", letter.ID))
}

// fillRecall adds to the page of a 更正通知 whom it would reach.
func (v *visit) fillRecall(p *draftPage) error {
	id, err := strconv.ParseInt(p.Draft.Item, 10, 64)
	if err != nil {
		return errNotFound
	}
	r, err := v.Store.Recall(v.ctx(), id)
	if err != nil {
		return err
	}
	p.Recall = &r
	p.Reach, err = v.Store.RecallReach(v.ctx(), &r)
	return err
}
