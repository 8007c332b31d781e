package admin

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/document"
	"shangda/policy"
	"shangda/store"
)

type editPage struct {
	frame
	Action   string
	Draft    *desk.Draft
	Item     *policy.Item
	Outline  string
	Branches string
	Basis    []basisRow
	Lines    []policy.OutlineError
	Titles   []string // on file
	Topics   []string
	Table    *Table
	Faults   []tableFault // of a table
	Asked    string       // the citizen's question, where there was one
	Day      string
}

// basisRow is a line of the form for a cited article.
type basisRow struct {
	N     int
	Basis policy.Basis
}

// newDraft is the page where knowledge begins: empty, or from an answered ticket.
func newDraft(v *visit) error {
	kind := policy.Kind(v.Query("kind"))
	if ticket := v.Query("ticket"); ticket != "" || v.PostForm("ticket") != "" {
		return v.fromTicket()
	}
	switch kind {
	case policy.KindQA, policy.KindGuide:
		return v.showEdit("/admin/knowledge/new", desk.Draft{Kind: string(kind)}, blank(kind), "")
	case "":
		if form := policy.Kind(v.PostForm("kind")); form == policy.KindQA || form == policy.KindGuide {
			return v.showEdit("/admin/knowledge/new", desk.Draft{Kind: string(form)}, blank(form), "")
		}
	}
	return v.show("knowledge_new", struct{ frame }{v.frame()})
}

// fromTicket fills in a question and answer from an answered ticket: 转为知识.
func (v *visit) fromTicket() error {
	id, err := strconv.ParseInt(v.Query("ticket")+v.PostForm("ticket"), 10, 64)
	if err != nil {
		return errNotFound
	}
	t, err := v.answeredTicket(id)
	if err != nil {
		return err
	}
	it := blank(policy.KindQA)
	it.QA.Question, it.QA.Answer, it.QA.Checked = t.Question, t.Reply, v.today()
	if t.Title != "" {
		it.QA.Basis = []policy.Basis{{Title: t.Title, Article: t.Article}}
	}
	return v.showEdit("/admin/knowledge/new", desk.Draft{Kind: string(policy.KindQA), Ticket: t.ID}, it, t.Question)
}

// answeredTicket is one that may become knowledge: seen by the person, answered, and no report.
func (v *visit) answeredTicket(id int64) (desk.Ticket, error) {
	t, err := v.Store.Ticket(v.ctx(), id)
	if err == nil && (!v.worker().Sees(&t) || t.Kind == desk.TicketReport || t.State != desk.TicketAnswered) {
		err = errNotFound
	}
	return t, err
}

// createDraft keeps what the page of a new item holds.
func createDraft(v *visit) error {
	kind := policy.Kind(v.text("kind"))
	if kind != policy.KindQA && kind != policy.KindGuide {
		return refused{"kind": "option"}
	}
	ticket := v.number("ticket")
	if ticket != 0 {
		if _, err := v.answeredTicket(ticket); err != nil {
			return err
		}
	}
	it, faults := v.readItem(blank(kind))
	if faults != nil {
		return faults
	}
	d, err := v.startDraft(it, desk.Draft{Ticket: ticket})
	if err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d?done=draft_created", d.ID))
}

// startDraft writes a new draft of an item. An item that is on file under the same title is the one it changes.
func (v *visit) startDraft(it *policy.Item, d desk.Draft) (desk.Draft, error) {
	text, err := body(it)
	if err != nil {
		return d, err
	}
	if d.Item == "" {
		if _, ok := v.library().Item(it.ID); ok {
			d.Item = it.ID
		}
	}
	d.Kind, d.Title, d.Body, d.Author, d.Section = string(it.Kind), it.Title(), text, v.staff.ID, v.staff.Section
	return d, v.Store.NewDraft(v.ctx(), v.actor(), &d, v.now)
}

// reviseItem begins a draft of an item on file, or leads to the one that is alive.
func reviseItem(v *visit) error {
	it, _, err := v.Store.Item(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	alive, err := v.Store.Drafts(v.ctx(), store.DraftFilter{Alive: true, Item: it.ID}, 1)
	if err != nil {
		return err
	}
	if len(alive) > 0 {
		return v.done(fmt.Sprintf("/admin/drafts/%d", alive[0].ID))
	}
	d, err := v.startDraft(&it, desk.Draft{Item: it.ID})
	if err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d/edit", d.ID))
}

// editDraft shows the form of a draft that may still be written.
func editDraft(v *visit) error {
	d, it, err := v.draftHere()
	if err != nil {
		return err
	}
	if !d.Editable() || d.Withdraws() {
		return redirect(fmt.Sprintf("/admin/drafts/%d", d.ID))
	}
	return v.showEdit(fmt.Sprintf("/admin/drafts/%d/edit", d.ID), d, it, "")
}

func (v *visit) showEdit(action string, d desk.Draft, it *policy.Item, asked string) error {
	p := editPage{frame: v.frame(), Action: action, Draft: &d, Item: it, Asked: asked, Day: string(v.today()), Table: v.tableOf(&d)}
	if it != nil {
		v.fillItem(&p, it)
	}
	if p.Table != nil && p.typed != nil {
		p.Faults = p.Table.faults(v.block("body") + "\n")
	}
	return v.show("edit", p)
}

func (v *visit) fillItem(p *editPage, it *policy.Item) {
	topics := map[string]bool{}
	lib := v.library()
	for i := range lib.Items {
		of := &lib.Items[i]
		if of.Kind == policy.KindDocument || of.Kind == policy.KindList {
			p.Titles = append(p.Titles, of.Title())
		}
		if t := topicOf(of); t != "" && !topics[t] {
			topics[t] = true
			p.Topics = append(p.Topics, t)
		}
	}
	switch it.Kind {
	case policy.KindDocument:
		p.Outline = policy.Outline(it.Document.Articles)
		if p.typed != nil {
			p.Lines = outlineFaults(v.PostForm("outline"))
		}
		return
	case policy.KindGuide:
		p.Branches = branchText(it.Guide.Branches)
	}
	basis := it.Basis()
	for i := range min(basisRows, max(len(basis)+spareRows, 3)) {
		r := basisRow{N: i}
		if i < len(basis) {
			r.Basis = basis[i]
		}
		p.Basis = append(p.Basis, r)
	}
}

func topicOf(it *policy.Item) string {
	switch it.Kind {
	case policy.KindDocument:
		return it.Document.Topic
	case policy.KindQA:
		return it.QA.Topic
	case policy.KindGuide:
		return it.Guide.Topic
	}
	return ""
}

// saveEdit keeps what the form holds. One that was overtaken is from now on compared with what is on file today.
func saveEdit(v *visit) error {
	return v.changeDraft("saved", func(d *desk.Draft, it *policy.Item) error {
		if !d.Editable() || d.Withdraws() {
			return desk.ObstacleState
		}
		if d.Reason == desk.Overtaken {
			was, err := v.Store.Present(v.ctx(), d)
			if err != nil {
				return err
			}
			d.Was, d.Reason = was, ""
		}
		if it == nil {
			return v.readText(d)
		}
		read, faults := v.readItem(it)
		if faults != nil {
			return faults
		}
		text, err := body(read)
		if err != nil {
			return err
		}
		d.Body, d.Title = text, read.Title()
		return nil
	})
}

// readText reads the form of a table, notice or 更正通知.
func (v *visit) readText(d *desk.Draft) error {
	text := v.block("body")
	switch t := v.tableOf(d); {
	case text == "":
		return refused{"body": "required"}
	case t != nil && len(t.faults(text+"\n")) > 0:
		return refused{"body": "table"}
	case t != nil:
		text += "\n"
	default:
		if d.Title = oneLine(v.text("title")); d.Title == "" {
			return refused{"title": "required"}
		}
	}
	if d.Kind == desk.KindNotice {
		topic := desk.Topic(v.text("topic"))
		if _, ok := topics[topic]; !ok {
			return refused{"topic": "option"}
		}
		d.Item = string(topic)
	}
	d.Body = text
	return nil
}

// upload reads a file or a pasted text and begins a draft of each item in it.
func upload(v *visit) error {
	name, data, err := v.uploaded("file")
	if err != nil {
		return err
	}
	if pasted := v.text("text"); len(data) == 0 && pasted != "" {
		name, data = "paste.txt", []byte(strings.ReplaceAll(pasted, "\r\n", "\n"))
	}
	if len(data) == 0 {
		return refused{"file": "required"}
	}
	items, err := v.Read(v.ctx(), name, data)
	if err != nil {
		if code := readFault(err); code != "" {
			return refused{"file": code}
		}
		return err
	}
	if len(items) > mostItems {
		return refused{"file": "file_many"}
	}
	first := int64(0)
	for i := range items {
		if items[i].Kind == policy.KindDocument {
			items[i].Document.Source = "" // the name of an uploaded file says nothing about where a text is from
		}
		d, err := v.startDraft(&items[i], desk.Draft{})
		if err != nil {
			return err
		}
		if first == 0 {
			first = d.ID
		}
	}
	switch {
	case len(items) > 1:
		return v.done("/admin/drafts?view=mine&done=draft_uploaded")
	case items[0].Kind == policy.KindList:
		return v.done(fmt.Sprintf("/admin/drafts/%d?done=draft_created", first))
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d/edit?done=draft_uploaded", first))
}

// mostItems is how many questions a spreadsheet may bring at a time: somebody has to review them.
const mostItems = 100

// largeBody is how many bytes a form with a file may have: the largest file that is read, and some more.
const largeBody = document.MaxBytes + 1<<20

// uploaded reads a file of the form; none is no error.
func (v *visit) uploaded(field string) (name string, data []byte, err error) {
	f, header, err := v.Request.FormFile(field)
	if err == http.ErrMissingFile || err == http.ErrNotMultipart {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	defer func(f multipart.File) { _ = f.Close() }(f) // only read
	data, err = io.ReadAll(f)
	return header.Filename, data, err
}

// dropItem begins the reviewed withdrawal of an item, on a day.
func dropItem(v *visit) error {
	it, _, err := v.Store.Item(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	faults := refused{}
	day := v.date("ends", faults)
	v.required(faults, "why", "ends")
	if len(faults) > 0 {
		return faults
	}
	d := desk.Draft{
		State: desk.DraftOpen, Item: it.ID, Kind: string(it.Kind), Title: it.Title(), Author: v.staff.ID, Section: v.staff.Section, Reason: v.text("why"),
		PublishOn: string(day),
	}
	if err := d.Submit(v.now); err != nil {
		return refused{"why": "required"}
	}
	if err := v.Store.NewDraft(v.ctx(), v.actor(), &d, v.now); err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d?done=draft_submitted", d.ID))
}
