package admin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/document"
	"shangda/paper"
	"shangda/store"
)

// caseIssue is a paper that an act brings.
type caseIssue struct {
	kind         disclosure.PaperKind
	consultation int
	answer       string // where the party asked may answer
}

// electronic says that the applicant gets the decision over the Internet, so that its remedy must name an Internet channel (行政复议法第二十二条
// 第二款).
func electronic(r *disclosure.Request) bool {
	return r.Application.Delivery == disclosure.DeliverOnline || r.Application.Delivery == disclosure.DeliverMail
}

// paperCase is everything that the wording of a paper may need.
func (v *visit) paperCase(r *disclosure.Request) (paper.Case, error) {
	today := disclosure.DayOf(v.now)
	due, _, err := r.Due(v.Calendar(), today)
	if err != nil {
		return paper.Case{}, err
	}
	names, err := v.names()
	if err != nil {
		return paper.Case{}, err
	}
	c := paper.Case{
		Office: v.Office, ReviewBody: v.ReviewBody, Court: v.Court, PartialReviewFirst: !v.PartialEither, Electronic: electronic(r), Request: r, Day: today, Due: due,
	}
	c.PageURL = v.PublicURL + disclosure.CasePath(r.Number)
	if r.SignedBy != 0 {
		c.Record = []paper.Field{{Name: "承办", Value: names[r.DraftedBy]}, {Name: "科室负责人审核", Value: names[r.ReviewedBy]}, {Name: "主管领导签发", Value: names[r.SignedBy]}}
	}
	return c, nil
}

// issue writes and numbers a paper in the transaction that saves the case.
func (v *visit) issue(r *disclosure.Request, i caseIssue) (store.Effect, error) {
	c, err := v.paperCase(r)
	if err != nil {
		return nil, err
	}
	c.Consultation, c.AnswerURL = i.consultation, i.answer
	if i.kind != disclosure.PaperApproval && i.kind != disclosure.PaperTransfer { // the others go out, where nobody's name belongs but the office's
		c.Record = nil
	}
	p := &store.Paper{Request: r.ID, Kind: i.kind}
	return v.Store.Issue(p, v.prefix(), v.actor(), v.now, func(number string) ([]byte, error) {
		c.Number = number
		written, err := paper.Write(i.kind, c)
		if err != nil {
			return nil, err
		}
		if p.Page, err = json.Marshal(written); err != nil {
			return nil, err
		}
		return written.Docx()
	}), nil
}

// preview is the decision's paper as it would go out, without its number.
func (v *visit) preview(r *disclosure.Request) (*paper.Paper, error) {
	c, err := v.paperCase(r)
	if err != nil {
		return nil, err
	}
	rule, _ := r.Draft.Code.Rule()
	written, err := paper.Write(rule.Paper, c)
	written.To = surname(written.To) // whoever approves need not know whom
	return &written, err
}

// writable are the papers that may be written by hand beside those that the steps bring.
func (v *visit) writable(r *disclosure.Request) []labelled {
	kinds := []disclosure.PaperKind{disclosure.PaperRegister, disclosure.PaperReceipt}
	if r.State == disclosure.Served {
		kinds = append(kinds, disclosure.PaperServed)
	}
	if r.MayBePublished() {
		kinds = append(kinds, disclosure.PaperTransfer)
	}
	var out []labelled
	for _, k := range kinds {
		out = append(out, labelled{string(k), paper.Title(v.Office, k)})
	}
	return out
}

// writePaper writes and numbers one of them.
func writePaper(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	kind := v.text("kind")
	for _, w := range v.writable(&r) {
		if w.Code != kind {
			continue
		}
		effect, err := v.issue(&r, caseIssue{kind: disclosure.PaperKind(kind)})
		if err != nil {
			return worded(err)
		}
		if r.Version != v.number("version") {
			return fmt.Errorf("request %d: %w", r.ID, store.ErrConflict)
		}
		event := disclosure.Event{Act: "extra_paper", Text: kind}
		if err := v.Store.SaveRequest(v.ctx(), &r, []disclosure.Event{event}, nil, v.actor(), v.now, effect); err != nil {
			return err
		}
		return v.done(casePath(r.ID, "case_paper"))
	}
	return refused{"kind": "option"}
}

// paperHere is the paper of the address, which must be the case's. It names people, so that its reading is audited.
func (v *visit) paperHere() (disclosure.Request, store.Paper, error) {
	r, err := v.caseHere()
	if err != nil {
		return r, store.Paper{}, err
	}
	p, err := v.Store.OpenPaper(v.ctx(), parseNumber(v.Param("paper")))
	if err == nil && p.Request != r.ID {
		err = store.ErrNotFound
	}
	if err == nil {
		err = v.Store.Audit(v.ctx(), desk.Audit{
			At: v.now, Actor: v.actor(), Act: "paper.open", Object: objectOf(&r), OK: true, After: string(p.Kind) + " " + p.Digest,
		})
	}
	return r, p, err
}

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

func paperFile(v *visit) error {
	r, p, err := v.paperHere()
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s（%s）.docx", paper.Title(v.Office, p.Kind), r.Number)
	v.attach(name, docxType, p.Data)
	return nil
}

type paperPage struct {
	frame
	Case  disclosure.Request
	Paper paper.Paper
	File  store.Paper
}

// paperShown is the paper to read and print.
func paperShown(v *visit) error {
	r, p, err := v.paperHere()
	if err != nil {
		return err
	}
	page := paperPage{frame: v.frame(), Case: r, File: p}
	if len(p.Page) == 0 {
		return store.ErrNotFound // of a version that kept only the file
	}
	if err := json.Unmarshal(p.Page, &page.Paper); err != nil {
		return err
	}
	return v.show("paper", page)
}

// voidPaper keeps the number of a wrong paper and says why it is void. A decision that is served stays.
func voidPaper(v *visit) error {
	r, p, err := v.paperHere()
	if err != nil {
		return err
	}
	if err := v.needs("reason"); err != nil {
		return err
	}
	if rule, ok := decisionRule(&r); ok && rule.Paper == p.Kind && r.State == disclosure.Served {
		return refused{"": "case_frozen"}
	}
	if err := v.Store.VoidPaper(v.ctx(), p.ID, v.text("reason"), v.actor(), v.now); err != nil {
		return err
	}
	return v.done(casePath(r.ID, "saved"))
}

func decisionRule(r *disclosure.Request) (disclosure.Rule, bool) {
	if r.Draft == nil {
		return disclosure.Rule{}, false
	}
	return r.Draft.Code.Rule()
}

type clockPage struct {
	frame
	Case    disclosure.Request
	Clock   disclosure.Clock
	Count   disclosure.Count
	Notices []yearNotice
}

// yearNotice is what the count of a year rests on.
type yearNotice struct {
	Year  int
	Known bool
	Title string
}

// caseClock is the count day by day, with the notices it rests on, to print.
func caseClock(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	p := clockPage{frame: v.frame(), Case: r}
	if p.Clock, err = r.Clock(v.Calendar(), disclosure.DayOf(v.now)); err != nil {
		return err
	}
	p.Count = p.Clock.Now
	for _, s := range p.Count.Steps {
		if n := len(p.Notices); n == 0 || p.Notices[n-1].Year != s.Day.Year() {
			title := disclosure.NoticeTitle(s.Day.Year())
			p.Notices = append(p.Notices, yearNotice{s.Day.Year(), s.Known, title})
		}
	}
	return v.show("case_clock", p)
}

// caseArchive is everything of a case in one file, whose reading is audited.
func caseArchive(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	d := paper.Dossier{Case: paper.Case{Office: v.Office, Request: &r}}
	if d.Case.Due, _, err = r.Due(v.Calendar(), disclosure.DayOf(v.now)); err != nil {
		return err
	}
	clock, err := r.Clock(v.Calendar(), disclosure.DayOf(v.now))
	if err != nil {
		return err
	}
	d.Count = clock.Now
	if d.Events, err = v.Store.Events(v.ctx(), r.ID); err != nil {
		return err
	}
	if d.Entries, err = v.entries(r.ID); err != nil {
		return err
	}
	a := desk.Audit{At: v.now, Actor: v.actor(), Act: "request.archive", Object: objectOf(&r), OK: true}
	if err := v.Store.Audit(v.ctx(), a); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := paper.Archive(&out, d, v.now, store.Digest); err != nil {
		return err
	}
	v.attach(r.Number+".zip", "application/zip", out.Bytes())
	return nil
}

func (v *visit) entries(request int64) ([]paper.Entry, error) {
	papers, err := v.Store.Papers(v.ctx(), request)
	if err != nil {
		return nil, err
	}
	var out []paper.Entry
	for _, x := range papers {
		p, err := v.Store.OpenPaper(v.ctx(), x.ID)
		if err != nil {
			return nil, err
		}
		void := ""
		if p.Void {
			void = "（作废）"
		}
		out = append(out, paper.Entry{Folder: "文书", Name: fmt.Sprintf("%s%d%s.docx", paper.Title(v.Office, p.Kind), p.Seq, void), Data: p.Data, Digest: p.Digest})
	}
	files, err := v.Store.Files(v.ctx(), request)
	if err != nil {
		return nil, err
	}
	for _, x := range files {
		f, err := v.Store.OpenFile(v.ctx(), x.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, paper.Entry{Folder: "附件", Name: filePurposes[f.Purpose] + " " + f.Name + fileEnding(f), Data: f.Data, Digest: f.Digest})
	}
	return out, nil
}

// attach sends a file to be saved.
func (v *visit) attach(name, kind string, data []byte) {
	v.Header("Content-Disposition", document.Attachment(name))
	v.Data(http.StatusOK, kind, data)
}
