package admin

import (
	"bytes"
	"errors"
	"io"
	"path"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// mostCaseFile bounds a file that staff add to a case, as one of an applicant's.
const mostCaseFile = 10 << 20

// largeCaseBody leaves room for the form around the file.
const largeCaseBody = mostCaseFile + 1<<20

// filePurposes are what a file of a case is, as staff call it.
var filePurposes = map[store.FilePurpose]string{
	store.FileIdentity: "身份证明", store.FileMandate: "授权委托书", store.FileEvidence: "申请人补充材料", store.FileOriginal: "原件（不对外）", store.FileHandout: "提供给申请人的（已遮盖）",
	store.FileOther: "其他（扫描件、内部材料）",
}

// purposesByHand are those that staff may choose.
var purposesByHand = []store.FilePurpose{store.FileHandout, store.FileOriginal, store.FileIdentity, store.FileMandate, store.FileEvidence, store.FileOther}

// addCaseFile keeps a file sealed beside the case.
func addCaseFile(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	purpose := store.FilePurpose(v.text("purpose"))
	if filePurposes[purpose] == "" {
		return refused{"purpose": "option"}
	}
	if r.State == disclosure.Served && (purpose == store.FileHandout || purpose == store.FileOriginal) {
		return refused{"": "case_frozen"}
	}
	f := &store.File{Request: r.ID, Purpose: purpose}
	if f.Name, f.Type, f.Data, err = v.caseUpload("file"); err != nil {
		return err
	}
	event := disclosure.Event{Act: "file.added", Text: string(purpose)}
	if r.Version != v.number("version") {
		return store.ErrConflict
	}
	err = v.Store.SaveRequest(v.ctx(), &r, []disclosure.Event{event}, nil, v.actor(), v.now, v.Store.KeepFile(f, v.now))
	if err != nil {
		return err
	}
	return v.done(casePath(r.ID, "case_file"))
}

// caseUpload reads a posted file and finds out by its content what it is.
func (v *visit) caseUpload(field string) (name, kind string, data []byte, err error) {
	header, err := v.FormFile(field)
	if err != nil {
		return "", "", nil, refused{field: "required"}
	}
	if header.Size > mostCaseFile {
		return "", "", nil, refused{field: "case_large"}
	}
	f, err := header.Open()
	if err != nil {
		return "", "", nil, err
	}
	data, err = io.ReadAll(io.LimitReader(f, mostCaseFile+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", "", nil, err
	}
	if kind, _ = fileType(data); kind == "" {
		return "", "", nil, refused{field: "case_type"}
	}
	return path.Base(header.Filename), kind, data, nil
}

// fileTypes are the files that a case may hold, by how they begin.
var fileTypes = []struct{ begins, kind, ending string }{
	{"\x89PNG\r\n\x1a\n", "image/png", ".png"},
	{"\xff\xd8\xff", "image/jpeg", ".jpg"},
	{"%PDF-", "application/pdf", ".pdf"},
	{"PK\x03\x04", "application/zip", ".zip"}, // docx and xlsx too
	{"\xd0\xcf\x11\xe0", "application/msword", ".doc"},
}

func fileType(data []byte) (kind, ending string) {
	for _, t := range fileTypes {
		if bytes.HasPrefix(data, []byte(t.begins)) {
			return t.kind, t.ending
		}
	}
	return "", ""
}

// fileEnding is the ending that a file's name lacks.
func fileEnding(f store.File) string {
	if path.Ext(f.Name) != "" {
		return ""
	}
	for _, t := range fileTypes {
		if t.kind == f.Type {
			return t.ending
		}
	}
	return ""
}

// openCaseFile hands out a file of the case; who opened which is audited, and drawn across the picture of an identity document.
func openCaseFile(v *visit) error {
	r, err := v.caseHere()
	if err != nil {
		return err
	}
	f, err := v.Store.OpenFile(v.ctx(), parseNumber(v.Param("file")))
	if err != nil {
		return err
	}
	if f.Request != r.ID {
		return store.ErrNotFound
	}
	a := desk.Audit{At: v.now, Actor: v.actor(), Act: "request.file", Object: objectOf(&r), OK: true, After: string(f.Purpose) + " " + f.Digest}
	if err := v.Store.Audit(v.ctx(), a); err != nil {
		return err
	}
	if f.Purpose == store.FileIdentity || f.Purpose == store.FileMandate {
		picture, err := marked(f.Data, markOf(v.staff.Login, r.ID, v.now))
		switch {
		case err == nil:
			f.Data = picture
		case !errors.Is(err, errNoPicture):
			return err
		}
	}
	v.attach(f.Name+fileEnding(f), f.Type, f.Data)
	return nil
}
