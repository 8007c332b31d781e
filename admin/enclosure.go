package admin

import (
	"archive/zip"
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"

	"shangda/desk"
	"shangda/document"
	"shangda/store"
)

// enclosure is a file that shall go with an answer, and what of it the officer must look at.
type enclosure struct {
	store.File
	remarks []remark
}

// officeTypes are the zips that may go with an answer; part is what one of that kind holds.
var officeTypes = []struct{ part, kind, ending string }{
	{"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
	{"xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
}

// enclosureType finds by its content what a file is; empty for what may not go with an answer. pictures says that it holds some,
// whose words nobody reads here.
func enclosureType(data []byte) (kind, ending string, pictures bool) {
	switch kind, ending = fileType(data); kind {
	case "image/png", "image/jpeg":
		return kind, ending, true
	case "application/pdf":
		return kind, ending, bytes.Contains(data, []byte("/Subtype/Image")) || bytes.Contains(data, []byte("/Subtype /Image"))
	case "application/zip":
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return "", "", false
		}
		holds := func(accept func(name string) bool) bool {
			return slices.ContainsFunc(archive.File, func(f *zip.File) bool { return accept(f.Name) })
		}
		for _, t := range officeTypes {
			if holds(func(name string) bool { return name == t.part }) {
				return t.kind, t.ending, holds(func(name string) bool { return strings.Contains(name, "/media/") })
			}
		}
	}
	return "", "", false
}

// enclose finds the file that shall go with the draft: the one posted, which is kept beside the ticket so that a draft with remarks
// need not bring it again, or the one kept before, if it is still wanted.
func (v *visit) enclose(d draft) error {
	t, err := v.ticketHere()
	if err != nil {
		return err
	}
	if t.Version != v.number("version") {
		return store.ErrConflict
	}
	would := t
	if _, err := would.Answer(d.Text, d.Title, d.Article, v.worker(), v.now); err != nil {
		return refusal("reply", err)
	}
	f, err := v.chosenFile(&t)
	if err != nil || f.Data == nil {
		return err
	}
	remarks, err := v.inspect(&f)
	if err != nil {
		return err
	}
	if f.ID == 0 { // posted now
		if err := v.Store.Enclose(v.ctx(), &f, v.actor(), v.now); err != nil {
			return err
		}
		v.Request.PostForm.Set("kept", f.Digest)
	}
	v.enclosed = &enclosure{f, remarks}
	return nil
}

// chosenFile is the file of the form with its content, which is nil when there is none.
func (v *visit) chosenFile(t *desk.Ticket) (store.File, error) {
	if _, err := v.FormFile("file"); err == nil {
		f := store.File{Ticket: t.ID, Purpose: store.FileReply}
		if f.Name, _, f.Data, err = v.caseUpload("file"); err != nil {
			return store.File{}, err
		}
		return f, nil
	}
	kept := v.text("kept")
	if kept == "" {
		return store.File{}, nil
	}
	f, err := v.Store.Enclosed(v.ctx(), t.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && f.Digest != kept {
		return store.File{}, refused{"file": "enclosure_gone"}
	}
	if err != nil {
		return store.File{}, err
	}
	return v.Store.OpenFile(v.ctx(), f.ID)
}

// mostRemarks is how much of a file is listed to be looked at.
const mostRemarks = 10

// inspect finds out what a file is and looks at its words as at those of a draft, its name too.
func (v *visit) inspect(f *store.File) ([]remark, error) {
	kind, ending, pictures := enclosureType(f.Data)
	if kind == "" || v.Text == nil {
		return nil, refused{"file": "enclosure_type"}
	}
	f.Type = kind
	if !strings.EqualFold(path.Ext(f.Name), ending) {
		f.Name += ending
	}
	text := ""
	if !strings.HasPrefix(kind, "image/") {
		var err error
		text, err = v.Text(v.ctx(), "file"+ending, f.Data)
		if errors.Is(err, document.ErrNoText) {
			pictures, err = true, nil
		}
		if code := readFault(err); code != "" {
			return nil, refused{"file": code}
		}
		if err != nil {
			return nil, err
		}
	}
	var out []remark
	for _, r := range v.scan(f.Name+"\n"+text, "file_number", "file_mark") {
		if !slices.Contains(out, r) && len(out) < mostRemarks {
			out = append(out, r)
		}
	}
	if pictures {
		out = append(out, remark{"file_blind", f.Name})
	}
	return out, nil
}

// fillEnclosure finds the file kept beside an open ticket, and the one that went with the answer.
func (v *visit) fillEnclosure(p *ticketPage) error {
	if p.Enclosing = v.Text != nil && v.Store.Unlocked(); !p.Enclosing {
		return nil
	}
	if p.Ticket.Enclosed != 0 && p.Ticket.State != desk.TicketOpen {
		f, err := v.Store.OpenFile(v.ctx(), p.Ticket.Enclosed)
		if err == nil {
			p.Sent = &f
		}
		return unless(err, store.ErrNotFound)
	}
	f, err := v.Store.Enclosed(v.ctx(), p.Ticket.ID)
	if err == nil && p.Answerable {
		p.Enclosed, p.Kept = &f, p.typed == nil || !p.typed.values.Has("reply") || v.enclosed != nil
	}
	return unless(err, store.ErrNotFound)
}

// unless is err, but nothing when it is the one that is expected.
func unless(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

// openEnclosure hands out a file of the ticket; who opened which is audited.
func openEnclosure(v *visit) error {
	t, err := v.ticketHere()
	if err != nil {
		return err
	}
	f, err := v.Store.OpenFile(v.ctx(), parseNumber(v.Param("file")))
	if err != nil {
		return err
	}
	if f.ID != t.Enclosed && f.Ticket != t.ID {
		return store.ErrNotFound
	}
	a := desk.Audit{At: v.now, Actor: v.actor(), Act: "ticket.file", Object: store.TicketObject(t.ID), OK: true, After: f.Digest}
	if err := v.Store.Audit(v.ctx(), a); err != nil {
		return err
	}
	v.attach(f.Name, f.Type, f.Data)
	return nil
}
