package admin

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// How old what is published may grow before somebody looks at it again.
const (
	guideStale = 365 // days after which a guide that nobody changed is stale
	checkSoon  = 30  // days ahead that the monthly list looks
)

type knowledgePage struct {
	frame
	Views  []view
	View   string
	Kind   policy.Kind
	Kinds  []policy.Kind
	Text   string
	Rows   []itemRow
	More   int // found and not shown
	Counts map[policy.Kind]int
}

// itemRow is an item as lists show it.
type itemRow struct {
	store.Holding
	Status    policy.Status
	Successor string
	Checked   policy.Date // by staff or as it says itself
	Due       policy.Date // to be checked again
	Stale     []string    // why somebody should look at it, as codes
}

// shownItems is how many items a list shows.
const shownItems = 200

var itemKinds = []policy.Kind{policy.KindDocument, policy.KindGuide, policy.KindQA, policy.KindList}

// knowledge lists what is on file.
func knowledge(v *visit) error {
	p := knowledgePage{frame: v.frame(), View: v.Query("view"), Kind: policy.Kind(v.Query("kind")), Kinds: itemKinds, Text: trim(v.Query("q"))}
	rows, err := v.shelf()
	if err != nil {
		return err
	}
	views := []struct {
		name, words string
		is          func(*itemRow) bool
	}{
		{"", "在用", func(r *itemRow) bool { return r.Review != policy.Struck }},
		{"pending", "待审", func(r *itemRow) bool { return r.Review == policy.Pending }},
		{"stale", "要看看", func(r *itemRow) bool { return r.Review != policy.Struck && len(r.Stale) > 0 }},
		{"struck", "已撤下", func(r *itemRow) bool { return r.Review == policy.Struck }},
	}
	for _, w := range views {
		n := int64(0)
		for i := range rows {
			if !w.is(&rows[i]) {
				continue
			}
			n++
			if w.name == p.View && p.wants(&rows[i]) {
				p.Rows = append(p.Rows, rows[i])
			}
		}
		p.Views = append(p.Views, view{w.name, w.words, n})
	}
	if len(p.Rows) > shownItems {
		p.Rows, p.More = p.Rows[:shownItems], len(p.Rows)-shownItems
	}
	return v.show("knowledge", p)
}

func (p *knowledgePage) wants(r *itemRow) bool {
	return (p.Kind == "" || r.Kind == p.Kind) && (p.Text == "" || strings.Contains(strings.ToLower(r.Title), strings.ToLower(p.Text)))
}

// shelf is everything on file with what is known of it today.
func (v *visit) shelf() ([]itemRow, error) {
	held, err := v.Store.Shelf(v.ctx())
	if err != nil {
		return nil, err
	}
	lib := v.library()
	rows := make([]itemRow, 0, len(held))
	for _, h := range held {
		rows = append(rows, v.row(lib, h))
	}
	return rows, nil
}

// row looks at an item as it is today. A text that is on file as history needs no further check; that it ended is worth a look
// when it happened after the last one.
func (v *visit) row(lib *policy.Library, h store.Holding) itemRow {
	r := itemRow{Holding: h, Checked: h.Checked, Status: policy.InForce}
	today, updated := v.today(), policy.DateOf(h.UpdatedAt.In(beijing))
	it, ok := lib.Item(h.ID)
	if ok {
		r.Checked = max(r.Checked, it.CheckedOn())
		r.Status, r.Successor = statusOf(lib, it, today)
	}
	looked := cmp.Or(r.Checked, updated)
	if r.Due = looked.Plus(policy.CheckEvery); r.Due <= today {
		r.Stale = append(r.Stale, "check")
	}
	if r.Status == policy.Repealed || r.Status == policy.Amended {
		r.Stale = nil
		if was, _ := statusOf(lib, it, looked); h.Kind == policy.KindQA || h.Kind == policy.KindGuide || was == policy.InForce {
			r.Stale = []string{string(r.Status)}
		}
		if h.Kind == policy.KindDocument || h.Kind == policy.KindList {
			r.Due = ""
		}
	}
	if h.Kind == policy.KindGuide && updated.Plus(guideStale) <= today {
		r.Stale = append(r.Stale, "guide")
	}
	return r
}

// statusOf is the validity of an item: the worst of what it cites, for questions and guides.
func statusOf(lib *policy.Library, it *policy.Item, day policy.Date) (policy.Status, string) {
	passages := lib.PassagesOf(it.ID)
	status := lib.On(it.Title(), day)
	if it.Kind == policy.KindQA || it.Kind == policy.KindGuide {
		status = policy.InForce
		if len(passages) > 0 {
			status = lib.Validity(&passages[0], day)
		}
		return status, ""
	}
	return status, lib.Successor(it.Title())
}

type itemPage struct {
	frame
	Row      itemRow
	Item     *policy.Item
	By       string // who checked it
	Drafts   []draftRow
	History  []desk.Audit
	CitedBy  []*policy.Item
	Articles []policy.Article
	Public   string // its page for citizens
	May      struct{ Withdraw, Approve bool }
	Flaws    []flaw
}

// itemShown is the page of one item.
func itemShown(v *visit) error {
	it, h, err := v.Store.Item(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	lib := v.library()
	p := itemPage{frame: v.frame(), Item: &it, Row: v.row(lib, h), CitedBy: citing(lib, &it), Public: v.PublicURL + "/p/" + it.ID}
	p.May.Withdraw, p.May.Approve = v.may(desk.ActWithdraw), v.may(desk.ActReviewLeader)
	p.Flaws = v.flaws(&desk.Draft{Kind: string(it.Kind), Body: "-"}, &it)
	names, err := v.names()
	if err != nil {
		return err
	}
	p.By = names[h.CheckedBy]
	drafts, err := v.Store.Drafts(v.ctx(), store.DraftFilter{Item: it.ID}, 20)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		p.Drafts = append(p.Drafts, draftRow{d, names[d.Author]})
	}
	if p.History, err = v.Store.Trail(v.ctx(), store.AuditFilter{Object: "knowledge:" + it.ID}, 50); err != nil {
		return err
	}
	return v.show("item", p)
}

// citing are the answers and guides that rest on a document.
func citing(lib *policy.Library, of *policy.Item) []*policy.Item {
	var out []*policy.Item
	for i := range lib.Items {
		it := &lib.Items[i]
		if it.Kind != policy.KindQA && it.Kind != policy.KindGuide {
			continue
		}
		if slices.ContainsFunc(it.Basis(), func(b policy.Basis) bool { return b.Title == of.Title() }) {
			out = append(out, it)
		}
	}
	return out
}

// checkItem notes 核对无误.
func checkItem(v *visit) error {
	if err := v.Store.Check(v.ctx(), v.actor(), v.Param("id"), v.now); err != nil {
		return err
	}
	if v.text("back") == "checks" {
		return v.done("/admin/knowledge/checks?done=knowledge_checked")
	}
	return v.done("/admin/knowledge/item/" + v.Param("id") + "?done=knowledge_checked")
}

// withdrawItem takes an item back at once and leads to the recall of its answers.
func withdrawItem(v *visit) error {
	if v.text("reason") == "" {
		return refused{"reason": "required"}
	}
	id := v.Param("id")
	if err := v.Store.Review(v.ctx(), v.actor(), policy.Struck, v.text("reason"), v.now, id); err != nil {
		return err
	}
	return v.done("/admin/recalls/new?item=" + id + "&done=knowledge_withdrawn")
}

type starterPage struct {
	frame
	Kinds []starterKind
}

type starterKind struct {
	Kind policy.Kind
	Rows []itemRow
}

// starter is the checklist of general knowledge that nobody in the office has approved yet.
func starter(v *visit) error {
	rows, err := v.shelf()
	if err != nil {
		return err
	}
	p := starterPage{frame: v.frame()}
	for _, kind := range []policy.Kind{policy.KindQA, policy.KindGuide, policy.KindList, policy.KindDocument} {
		k := starterKind{Kind: kind}
		for _, r := range rows {
			if r.Kind == kind && r.Review == policy.Pending {
				k.Rows = append(k.Rows, r)
			}
		}
		if len(k.Rows) > 0 {
			p.Kinds = append(p.Kinds, k)
		}
	}
	return v.show("starter", p)
}

// reviewStarter approves or strikes the chosen items.
func reviewStarter(v *visit) error {
	ids := v.PostFormArray("id")
	if len(ids) == 0 {
		return refused{"": "none_chosen"}
	}
	to, ok := map[string]policy.Review{"approve": policy.Approved, "strike": policy.Struck}[v.text("do")]
	if !ok {
		return refused{"": "option"}
	}
	held, err := v.Store.Shelf(v.ctx())
	if err != nil {
		return err
	}
	pending := map[string]bool{}
	for _, h := range held {
		pending[h.ID] = h.Review == policy.Pending
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return !pending[id] })
	err = v.Store.Review(v.ctx(), v.actor(), to, v.text("reason"), v.now, ids...)
	if errors.Is(err, store.ErrNotFound) {
		return store.ErrConflict
	}
	if err != nil {
		return err
	}
	return v.done("/admin/knowledge/starter?done=" + "knowledge_" + string(to))
}

// approveItem lets the leader stand behind one item of the starter pack.
func approveItem(v *visit) error {
	if err := v.Store.Review(v.ctx(), v.actor(), policy.Approved, "", v.now, v.Param("id")); err != nil {
		return err
	}
	return v.done("/admin/knowledge/item/" + v.Param("id") + "?done=knowledge_approved")
}

// countPending is a number of the first page.
func countPending(v *visit) (int, error) {
	held, err := v.Store.Shelf(v.ctx())
	n := 0
	for _, h := range held {
		if h.Review == policy.Pending {
			n++
		}
	}
	return n, err
}

type checksPage struct {
	frame
	Overdue []itemRow
	Soon    []itemRow
	Stale   []itemRow // expired, replaced, or guides without update
}

// checks is the monthly list of what must be looked at again.
func checks(v *visit) error {
	rows, err := v.shelf()
	if err != nil {
		return err
	}
	p := checksPage{frame: v.frame()}
	today, soon := v.today(), v.today().Plus(checkSoon)
	for _, r := range rows {
		switch {
		case r.Review == policy.Struck:
			continue
		case r.Due == "":
		case r.Due <= today:
			p.Overdue = append(p.Overdue, r)
		case r.Due <= soon:
			p.Soon = append(p.Soon, r)
		}
		if slices.ContainsFunc(r.Stale, func(why string) bool { return why != "check" }) {
			p.Stale = append(p.Stale, r)
		}
	}
	byDue := func(a, b itemRow) int { return cmp.Compare(a.Due, b.Due) }
	slices.SortStableFunc(p.Overdue, byDue)
	slices.SortStableFunc(p.Soon, byDue)
	return v.show("checks", p)
}

// countChecks is a number of the first page.
func countChecks(v *visit) (int, error) {
	rows, err := v.shelf()
	n := 0
	for _, r := range rows {
		if r.Review != policy.Struck && r.Due != "" && r.Due <= v.today() {
			n++
		}
	}
	return n, err
}
